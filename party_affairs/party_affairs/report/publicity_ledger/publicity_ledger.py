from party_affairs.ledgers.report import run


def execute(filters: dict | None = None) -> tuple:
	return run("publicity_ledger", filters)
