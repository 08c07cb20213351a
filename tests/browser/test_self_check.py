"""The self-check sheet: a line is ticked with its reason and stays so; the committee above sees what is to be reviewed."""

SECRETARY, OFFICER = "shuji@example.com", "dangwei@example.com"


def test_the_secretary_ticks_a_line(log_in):
	visit = log_in(SECRETARY)
	page = visit.open("/app/self-check?kind=Self-Check+Sheet&status=Being+Filled+In", ready=".list-row")
	page.locator(".list-row a", has_text="自查表").first.click()
	line = page.locator(".self-check-line", has_text="报刊、党建杂志")
	line.locator("[data-tick=Partly]").click()
	line.locator("textarea").fill("书架不够")
	line.locator("textarea").blur()
	page.keyboard.press("Control+s")
	line.locator(".indicator-pill", has_text="已填").wait_for()
	assert line.locator("[data-tick=Partly]").get_attribute("aria-pressed") == "true"
	line.locator("[data-add]").click()
	page.locator(".modal.show .btn-primary:visible").click()
	page.locator(".modal.show", has_text="记录类型").wait_for()
	assert visit.errors == []


def test_the_officer_reviews_and_ticks_nothing(log_in):
	visit = log_in(OFFICER)
	page = visit.open("/app/self-check?year=2025&status=Handed+Up", ready=".list-row")
	page.locator(".list-row a", has_text="澄砚二").first.click()
	line = page.locator(".self-check-line", has_text="装订成册")
	line.get_by_text("请补充装订成册的照片", exact=False).wait_for()
	assert page.locator("[data-tick]").count() == 0
	assert page.locator("[data-return]").count() > 0
	assert visit.errors == []
