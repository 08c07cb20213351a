from party_affairs.ledgers.report import run


def execute(filters: dict | None = None) -> tuple:
	return run("party_notices", filters)
