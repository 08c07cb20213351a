from party_affairs.ledgers.report import run


def execute(filters: dict | None = None) -> tuple:
	return run("development_quotas", filters)
