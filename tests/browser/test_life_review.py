"""The form of a life review: its phases and next step, and closing an item of the rectification list."""

import pytest

SECRETARY, OFFICER = "shuji@example.com", "dangwei@example.com"
TITLE = "澄砚一支部2025年度组织生活会"


@pytest.fixture
def open_review(log_in):
	visits = []

	def opened(user):
		visit = log_in(user)
		visits.append(visit)
		page = visit.open("/app/party-life-review?year=2025", ready=".list-row")
		page.locator(".list-row a", has_text=TITLE).first.click()
		page.get_by_text("下一步", exact=False).first.wait_for()
		return page

	yield opened
	assert [error for visit in visits for error in visit.errors] == []


def test_an_item_is_closed_with_what_shows_it(open_review):
	page = open_review(SECRETARY)
	page.get_by_role("button", name="销号").first.click()
	page.locator(".modal.show textarea[data-fieldname=evidence]").fill("每名党员已走访两次")
	page.locator(".modal.show .btn-primary:visible").click()
	page.get_by_text("每名党员已走访两次").first.wait_for()
	page.locator(".indicator-pill", has_text="已完成").first.wait_for()


def test_the_officer_above_sees_how_far_it_is_and_nothing_to_press(open_review):
	page = open_review(OFFICER)
	page.get_by_text("批评与自我批评", exact=False).first.wait_for()
	assert page.get_by_role("button", name="销号").count() == 0
	page.locator(".form-tabs .nav-link", has_text="会上").click()
	page.get_by_text("批评与自我批评的内容留存支部。").wait_for()
	assert page.locator(".modal.show").count() == 0
