from party_affairs.ledgers.report import run


def execute(filters: dict | None = None) -> tuple:
	return run("thought_reports_due", filters)
