"""The form of a handbook: made anew by the worker with its progress shown, and single parts of it printed once more."""

import pytest

SECRETARY = "chengdong@example.com"
HANDBOOK = "城东律师行业联合党支部-2025"


@pytest.fixture
def desk(log_in):
	visit = log_in(SECRETARY)
	yield visit
	assert visit.errors == []


def test_a_book_is_made_anew_and_an_activity_printed_once_more(desk):
	page = desk.open(f"/app/party-handbook/{HANDBOOK}", ready="[data-part='0']")
	before = page.evaluate("cur_frm.doc.made_on")
	page.get_by_role("button", name="重新生成").first.click()
	page.wait_for_function(
		f"cur_frm.doc.status === 'Made' && cur_frm.doc.made_on !== '{before}'", timeout=120_000
	)
	page.evaluate("window.open = (address) => { window.opened = address; }")
	page.locator("tr", has_text="主题党日").first.locator("[data-part]").click()
	answer = page.request.get(f"{desk.url}{page.evaluate('window.opened')}")
	assert answer.ok and answer.body().startswith(b"%PDF")
