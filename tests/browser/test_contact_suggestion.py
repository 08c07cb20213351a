"""A suggestion of pairings is decided line by line: what is ticked alone, after the number was confirmed."""

SECRETARY = "shuji@example.com"
OPEN_LINES = "cur_frm.doc.lines.filter((line) => line.decision === 'Undecided').length"


def decide(page, action):
	page.locator(".inner-group-button", has_text="决定").locator("button").click()
	page.locator(".inner-group-button .dropdown-item", has_text=action).click()


def close(page, text):
	page.locator(".modal.show", has_text=text).wait_for()
	page.wait_for_function("cur_dialog && cur_dialog.display")
	page.evaluate("cur_dialog.hide()")
	page.locator(".modal.show").wait_for(state="detached")


def test_ticked_lines_alone_are_decided(log_in):
	visit = log_in(SECRETARY)
	page = visit.open("/app/contact-suggestion", ready=".list-row a[data-name]")
	page.locator(".list-row a[data-name]").first.click()
	page.wait_for_function(f"cur_frm && cur_frm.doc.lines && {OPEN_LINES} > 1")
	page.locator(".inner-group-button", has_text="决定").wait_for()
	assert page.locator(".form-message:visible").count() == 1
	before = page.evaluate(OPEN_LINES)
	for action in ("采纳建议", "修改", "不采纳"):
		decide(page, action)
		close(page, "请先勾选")
	assert page.evaluate(OPEN_LINES) == before, "nothing ticked decides nothing"

	first, second = page.evaluate(
		"cur_frm.doc.lines.filter((line) => line.decision === 'Undecided').map((line) => line.name)"
	)[:2]
	tick = ".grid-row[data-name='{}'] .grid-row-check"
	for name in (first, second):
		page.locator(tick.format(name)).check()
	decide(page, "修改")
	close(page, "请只选一行")
	decide(page, "采纳建议")
	close(page, "采纳勾选的2行")
	page.locator(tick.format(second)).uncheck()
	decide(page, "不采纳")
	dialog = page.locator(".modal.show", has_text="不采纳勾选的1行")
	dialog.locator("textarea").fill("年底前不安排新的结对")
	dialog.locator(".btn-primary:visible").click()
	page.wait_for_function(f"{OPEN_LINES} === {before - 1}")
	page.locator(tick.format(second)).check()
	decide(page, "采纳建议")
	page.locator(".modal.show", has_text="采纳勾选的1行").locator(".btn-primary:visible").click()
	page.wait_for_function(f"{OPEN_LINES} === {before - 2}")
	assert visit.errors == []
