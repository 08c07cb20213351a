"""A secretary's month: from a line by its button to the filled form, and back to a line that is green."""

import datetime

import pytest

SECRETARY, OFFICER, MEMBER = "shuji@example.com", "dangwei@example.com", "dangyuan@example.com"
MONTH = "/app/this-month"


@pytest.fixture
def month(log_in):
	visit = log_in(SECRETARY)
	page = visit.open(MONTH, ready=".this-month-head")
	button = page.locator(".this-month-empty [data-check]")
	if button.count():
		button.click()
	page.locator(".this-month-line").first.wait_for()
	yield page
	assert visit.errors == []


def test_a_meeting_is_registered_from_its_line_which_turns_green(month):
	month.evaluate("document.querySelectorAll('.this-month-part').forEach((part) => (part.open = true))")
	# The partners' conference of the year is due until its end, whatever the day of the test.
	line = month.locator(".this-month-line.tm-line-due", has_text="R16")
	if not line.count():
		line = month.locator(".this-month-line.tm-line-due", has=month.get_by_role("button", name="登记会议"))
	key = line.first.get_attribute("data-key")
	line.first.get_by_role("button", name="登记会议").click()
	month.wait_for_function("window.cur_frm && cur_frm.doctype == 'Party Meeting' && cur_frm.is_new()")
	month.get_by_role("button", name="带入参会人员").wait_for()
	opened = month.evaluate("[cur_frm.doc.branch, cur_frm.doc.kind]")
	assert opened[0] == key.split("|")[0] and opened[1]
	day = datetime.date.today()
	month.evaluate(
		"""(day) => cur_frm.set_value({
			topic: '本月事项', starts_on: `${day} 00:10:00`, ends_on: `${day} 01:40:00`, location: '会议室',
			agenda: '通报情况', outcome: '同意',
		})""",
		str(day),
	)
	month.get_by_role("button", name="保存").click()
	month.wait_for_function("!cur_frm.is_new() && !cur_frm.is_dirty()")
	month.get_by_role("button", name="返回本月").wait_for()
	month.get_by_role("button", name="提交", exact=True).click()
	month.locator(".modal.show .btn-primary:visible").click()
	question = month.locator(".modal.show", has_text="仍要提交")
	month.wait_for_function(
		"frappe.get_route_str() == 'this-month' || $('.modal.show:contains(仍要提交)').length == 1"
	)
	if question.count():
		question.locator(".btn-primary:visible").click()
	month.wait_for_function("frappe.get_route_str() == 'this-month'")
	month.locator(f".tm-line-met[data-key='{key}']").wait_for()


def test_the_same_month_as_calendar_and_on_a_telephone(month):
	month.get_by_role("button", name="月历").click()
	month.locator(".this-month-calendar").wait_for()
	month.get_by_role("button", name="列表").click()
	month.set_viewport_size({"width": 390, "height": 800})
	month.locator(".this-month-line").first.wait_for()
	assert month.evaluate("document.documentElement.scrollWidth") <= 390
	cut = """() => { const strip = document.querySelector('.this-month-strip').getBoundingClientRect();
		return [...document.querySelectorAll('.this-month-cell')].map((cell) => cell.getBoundingClientRect())
			.filter((cell) => cell.left < strip.left - 1 && cell.right > strip.left + 6).length }"""
	assert month.evaluate(cut) == 0


def test_an_officer_opens_a_branch_behind_a_line(log_in):
	visit = log_in(OFFICER)
	page = visit.open(MONTH, ready=".this-month-line")
	assert page.locator(".this-month-do button").count() == 0
	page.locator("[data-branches] > summary").first.click()
	page.locator("[data-branch]").first.click()
	page.locator(".this-month-do button").first.wait_for()
	assert visit.errors == []
