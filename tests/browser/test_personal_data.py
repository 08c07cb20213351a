"""The officer looks up who has seen personal data: what the secretary just opened stands there."""

SECRETARY = "shuji@example.com"
COMMITTEE_OFFICER = "dangwei@example.com"
LEDGER = "/app/query-report/Access%20to%20Personal%20Data"


def test_officer_sees_what_the_secretary_opened(log_in):
	visit = log_in(SECRETARY)
	visit.open("/app/query-report/Contact%20Pairing%20Ledger?year=2025", ready=".dt-row")
	visit = log_in(COMMITTEE_OFFICER)
	page = visit.open(LEDGER, ready=".dt-row")
	assert "个人信息查阅台账" in page.locator(".page-title").inner_text()
	page.locator(".dt-cell__content").get_by_text(SECRETARY).first.wait_for()
	page.locator(".dt-cell__content").get_by_text("列出").first.wait_for()
	assert visit.errors == []


def test_officer_sees_what_will_be_anonymised(log_in):
	visit = log_in(COMMITTEE_OFFICER)
	page = visit.open("/app/query-report/Personal%20Data%20Due%20for%20Anonymisation", ready=".page-title")
	page.get_by_text("不会匿名化任何信息").wait_for()
	assert visit.errors == []
