"""The member's page on a telephone, in print, and on the way through the login."""

import re

import pytest

MEMBER = "dangyuan@example.com"
TELEPHONE = {"width": 390, "height": 800}


@pytest.fixture
def page(log_in):
	visit = log_in(MEMBER, viewport=TELEPHONE)
	yield visit.open("/party", ready=".party-profile")
	assert visit.errors == []


def test_a_member_reads_his_dues_without_scrolling_sideways(page):
	assert "毛知非" in page.locator(".party-profile h1").inner_text()
	assert page.locator(".party-dues tbody tr").count() == 12
	assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_the_year_of_the_dues_is_chosen_by_a_link(page):
	page.locator("#dues").get_by_role("link", name="2025").click()
	page.wait_for_url(re.compile("year=2025"))
	assert "2025" in page.locator("#dues h2").inner_text()
	assert page.locator(".party-dues .indicator-pill.green").count() > 0


def test_the_page_is_chinese_throughout_and_prints_without_the_sites_frame(page):
	assert re.findall(r"[A-Za-z]{3,}", page.locator(".party-page").inner_text()) == []
	page.emulate_media(media="print")
	assert not page.locator(".navbar").is_visible()
	assert page.locator(".party-dues").is_visible()


def test_a_member_hands_in_his_thought_report_and_takes_it_back(page):
	"""The sample leaves him a draft; what is lacking is said, and nothing typed is lost."""
	page.locator("#texts a[href*='thought-report?name']").first.click()
	page.locator("#suggestions").fill("建议增设党员值班岗。")
	page.locator("#thought").fill(" ")
	page.get_by_role("button", name="提交").click()
	page.locator(".party-problem").wait_for()
	assert "思想方面" in page.locator(".party-problem").inner_text()
	assert page.locator("#suggestions").input_value() == "建议增设党员值班岗。"
	page.locator("#thought").fill("近期参加学习，收获很大。")
	page.get_by_role("button", name="提交").click()
	page.locator("#texts .indicator-pill.orange").wait_for()
	page.locator("#texts a[href*='thought-report?name']").first.click()
	page.get_by_role("button", name="撤回修改").click()
	page.locator("#texts .indicator-pill.gray").first.wait_for()
	assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_a_guest_comes_to_the_page_through_the_login(browser, served_site):
	context = browser.new_context(locale="zh-CN", viewport=TELEPHONE)
	context.set_default_timeout(30_000)
	page = context.new_page()
	page.goto(f"{served_site.url}/party")
	page.wait_for_url(re.compile("/login"))
	page.locator("#login_email").fill(MEMBER)
	page.locator("#login_password").fill(served_site.passwords[MEMBER])
	page.locator("#login_password").press("Enter")
	page.locator(".party-profile").wait_for()
	assert page.url.endswith("/party")
	context.close()


def test_a_member_writes_down_a_contact_on_his_telephone(page):
	page.locator("#pairings a[href='/party/contacts']").click()
	contact = page.locator("article.party-duty").first
	contact.wait_for()
	name = contact.get_attribute("id")
	contact.locator("summary").first.click()
	contact.locator("textarea[name=matter]").fill("想请支部帮忙联系实习。")
	contact.locator("textarea[name=result]").fill("已推荐两家律所。")
	contact.get_by_role("button", name="记下").click()
	page.locator(".party-done").wait_for()
	written = page.locator(f"[id='{name}']")
	written.locator("summary", has_text="以往联系").click()
	assert "已推荐两家律所。" in written.inner_text()
	assert re.findall(r"[A-Za-z]{3,}", page.locator(".party-page").inner_text()) == []
	assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_a_member_raises_an_opinion_and_reads_answers(page):
	page.locator("#pairings a[href='/party/opinions']").click()
	page.locator("#opinion").fill("建议把党员学习资料放到所内网上。")
	page.get_by_role("button", name="提交").click()
	page.locator(".party-done").wait_for()
	assert "建议把党员学习资料放到所内网上。" in page.locator(".party-list").first.inner_text()
	page.locator("#opinion").fill("不记名的建议")
	page.locator("input[name=unnamed]").check()
	page.get_by_role("button", name="提交").click()
	page.locator(".party-done").wait_for()
	assert "不记名的建议" not in page.locator(".party-page").inner_text()
	assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
