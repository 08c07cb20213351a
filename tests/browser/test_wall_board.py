"""Designing a board in the Desk: the drawing follows the form before anything is saved."""

SECRETARY = "shuji@example.com"
DRAWING = ".wall-board-preview svg"


def test_the_drawing_follows_the_form(log_in):
	visit = log_in(SECRETARY)
	page = visit.open("/app/wall-board/view/list?status=Being+Designed", ready=".list-row")
	page.locator(".list-row").get_by_text("年度党建工作计划").first.click()
	page.locator(f'{DRAWING}[viewBox="0.00 0.00 900.00 600.00"]').wait_for()
	page.locator('select[data-fieldname="look"]').select_option("Solemn Red")
	page.locator(f"{DRAWING} #board-head").wait_for(state="attached")
	page.locator('select[data-fieldname="orientation"]').select_option("Portrait")
	page.locator(f'{DRAWING}[viewBox="0.00 0.00 600.00 900.00"]').wait_for()
	# What is half typed is told of in place of the drawing: no window opens over the form.
	page.locator('select[data-fieldname="size"]').select_option("Free Size")
	page.locator('input[data-fieldname="width_mm"]').fill("5")
	page.keyboard.press("Tab")
	page.locator(".wall-board-remarks", has_text="宽度").wait_for()
	assert page.locator(".modal.show").count() == 0
	assert visit.errors == []
