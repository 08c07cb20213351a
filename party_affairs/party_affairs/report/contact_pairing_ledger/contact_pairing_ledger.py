from party_affairs.ledgers.report import run


def execute(filters: dict | None = None) -> tuple:
	return run("contact_pairing", filters)
