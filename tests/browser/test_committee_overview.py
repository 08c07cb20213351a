"""The committee's view: from the map to the record, down a level and back, and the wall that turns and leaves by Esc."""

OFFICER = "dangwei@example.com"
YEAR_OF_THE_SAMPLE = "2025"


def opened(visit):
	page = visit.open("/app/committee-overview", ready=".ov")
	page.locator("select[data-fieldname=year]").select_option(YEAR_OF_THE_SAMPLE)
	page.locator(".ov-cell.ov-missed button").first.wait_for()
	return page


def test_from_the_map_to_the_record(log_in):
	visit = log_in(OFFICER)
	page = opened(visit)
	page.locator("button.ov-open", has_text="总支").click()
	page.locator(".ov-head strong", has_text="总支").wait_for()
	assert "committee-overview/" in page.url
	row = page.locator(".ov-map tbody tr:not(.ov-alone)").first
	short = row.locator(".ov-name").inner_text().strip()
	row.locator(".ov-missed button").first.click()
	line = page.locator(".modal.show .ov-line").first
	line.wait_for()
	assert short in line.inner_text()
	line.locator("a[href]").first.click()
	page.locator(".page-head:visible .indicator-pill", has_text="缺失").first.wait_for()
	page.go_back()
	page.locator(".ov-head button", has_text="党委").click()
	page.locator(".ov-head strong", has_text="党委").wait_for()
	assert visit.errors == []


def test_a_search_narrows_the_map_and_keeps_what_was_typed(log_in):
	page = opened(log_in(OFFICER))
	page.locator(".ov-search").fill("联合")
	page.locator(".ov-pages", has_text="1个组织").wait_for()
	assert page.locator(".ov-map tbody tr").count() == 1
	assert page.locator(".ov-search").input_value() == "联合"


def test_the_wall_turns_fits_and_leaves(log_in):
	visit = log_in(OFFICER, viewport={"width": 1920, "height": 1080})
	page = visit.open(f"/committee-wall?year={YEAR_OF_THE_SAMPLE}", ready=".wall-slide.is-shown")
	slides = page.locator(".wall-slide").count()
	assert 4 <= slides <= 6
	first = page.locator(".wall-slide.is-shown h2").inner_text()
	for number in range(slides):
		page.evaluate(f"party_wall.show({number})")
		box = page.locator(".wall-slides")
		assert box.evaluate("(each) => each.scrollHeight <= each.clientHeight + 1"), number
	before = page.evaluate("document.getElementsByTagName('*').length")
	for _number in range(3):
		page.evaluate("party_wall.refresh()")
	assert page.evaluate("document.getElementsByTagName('*').length") == before
	page.evaluate("party_wall.show(0)")
	page.keyboard.press("ArrowRight")
	assert page.locator(".wall-slide.is-shown h2").inner_text() != first
	page.context.clear_cookies()
	page.evaluate("party_wall.refresh()")
	page.locator(".wall-note", has_text="登录已失效").wait_for()
	assert page.locator(".wall-slide.is-shown").count() == 1
	assert visit.errors == []
	page.keyboard.press("Escape")
	page.wait_for_url("**/app/committee-overview")


def test_a_wall_stands_still_for_whoever_wants_it(log_in):
	page = log_in(OFFICER, reduced_motion="reduce").open(
		f"/committee-wall?year={YEAR_OF_THE_SAMPLE}", ready=".wall-slide.is-shown"
	)
	assert page.locator(".wall-pause").get_attribute("aria-pressed") == "true"
