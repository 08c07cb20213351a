"""Evaluations in the browser: all sheets of a branch judged on one page, and a change of the scheme tried out."""

import pytest

SECRETARY = "shuji@example.com"
MEMBER = "dangyuan@example.com"
TELEPHONE = {"width": 360, "height": 740}


@pytest.fixture
def desk(log_in):
	visit = log_in(SECRETARY)
	yield visit
	assert visit.errors == []


def test_all_sheets_are_judged_on_one_page_and_a_refusal_says_why(desk):
	page = desk.open("/app/evaluation-round?stage=Publicity", ready=".list-row")
	page.locator(".list-row a[data-name]").first.click()
	page.locator(".evaluation-stages .is-now", has_text="公示").wait_for()
	page.get_by_role("button", name="退回重新评定").click()
	page.locator(".modal.show textarea").fill("异议成立，重新评定")
	page.locator(".modal.show .btn-primary:visible").click()
	page.locator(".evaluation-stages .is-now", has_text="组织评定").wait_for()
	page.get_by_role("button", name="集中评定").click()
	rows = page.locator(".modal.show .judge-row")
	rows.first.wait_for()
	names = rows.locator("label").all_inner_texts()
	others = [place for place, name in enumerate(names) if name != "沈砚秋"]
	first, second = others[0], others[1]
	rows.nth(first).locator(".judge-points").fill("9")
	rows.nth(first).locator(".judge-basis").fill("学习认真，表现好")
	rows.nth(second).locator(".judge-points").fill("99")
	rows.nth(second).locator(".judge-basis").fill("超过满分")
	own = names.index("沈砚秋")
	assert rows.nth(own).locator(".judge-points").is_disabled()
	# Another criterion of the one with the bad cell.
	beside = next(place for place in others if place > second and names[place] == names[second])
	rows.nth(beside).locator(".judge-points").fill("4")
	rows.nth(beside).locator(".judge-basis").fill("能够完成任务")
	unfinished = next(place for place in others if place > beside)
	# By keys, as people do.
	emptied = rows.nth(unfinished).locator(".judge-points")
	emptied.click()
	emptied.press("Control+A")
	emptied.press("Delete")
	rows.nth(unfinished).locator(".judge-basis").fill("尚未给分")
	page.locator(".modal.show .btn-primary:visible", has_text="保存").click()
	refused = rows.nth(second).locator(".judge-refused")
	refused.wait_for()
	assert "15" in refused.inner_text() and "行" not in refused.inner_text()
	assert "请填写分数" in rows.nth(unfinished).locator(".judge-refused").inner_text()
	assert page.locator(".judge-refused").count() == 2
	# Criterion by criterion is saved, the last one some time after the first refusal.
	for place in (first, beside):
		page.wait_for_function("row => row.className === 'judge-row'", arg=rows.nth(place).element_handle())
	page.keyboard.press("Escape")
	page.locator(".modal.show", has_text="尚未保存").wait_for()
	page.locator(".modal.show", has_text="尚未保存").locator(
		".btn-secondary, .btn-modal-secondary"
	).last.click()
	rows.nth(unfinished).locator(".judge-points").fill("3")
	rows.nth(second).locator(".judge-points").fill("14")
	page.locator(".modal.show .btn-primary:visible", has_text="保存").click()
	page.locator(".modal.show").wait_for(state="hidden")


def test_a_change_moves_the_chart_and_one_that_contradicts_itself_says_so(desk):
	page = desk.open("/app/evaluation-scheme-version?standing=Adopted", ready=".list-row")
	page.locator(".list-row a[data-name]").first.click()
	page.get_by_role("button", name="试算").click()
	five = page.locator(".what-if-band[data-band=五星]")
	five.wait_for()
	before = five.locator(".is-before b").inner_text()
	assert five.locator(".is-after b").inner_text() == before
	points = page.locator(".what-if tr[data-band=五星] [data-what=from]")
	points.fill("100")
	page.wait_for_function(
		"document.querySelector('.what-if-band[data-band=五星] .is-after b').innerText == '0'"
	)
	assert five.locator(".is-before b").inner_text() == before
	assert page.locator(".what-if-moves li").count() > 0
	page.locator(".what-if tr[data-key=faith] [data-what=weight]").fill("20")
	page.locator(".what-if-problem", has_text="105").wait_for()


def test_a_member_reads_his_evaluation_on_the_phone(log_in):
	visit = log_in(MEMBER, viewport=TELEPHONE)
	page = visit.open("/party/evaluation", ready=".evaluation-line")
	assert page.evaluate("document.documentElement.scrollWidth") <= TELEPHONE["width"]
	assert page.locator(".evaluation-picture svg").count() >= 1
	page.locator("textarea[name=summary]").fill("全年履职情况良好。")
	page.get_by_role("button", name="提交自评").click()
	page.wait_for_load_state()
	assert "全年履职情况良好。" in page.locator("textarea[name=summary]").input_value()
	assert visit.errors == []
