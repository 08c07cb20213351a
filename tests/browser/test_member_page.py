"""The member's pages on a telephone, in print, and on the way through the login."""

import re

import pytest

MEMBER = "dangyuan@example.com"
TELEPHONE = {"width": 390, "height": 800}


@pytest.fixture
def member(log_in):
	visit = log_in(MEMBER, viewport=TELEPHONE)
	yield visit
	assert visit.errors == []


def test_a_member_is_led_from_what_he_owes_to_his_dues_and_their_years(member):
	page = member.open("/party", ready="#tasks")
	assert "毛知非" in page.locator("h1").inner_text()
	assert "党费：欠" in page.locator(".top-dues").inner_text()
	# What is overdue stands before what is still in time.
	page.locator("#tasks").get_by_role("link", name="查看党费").first.click()
	page.locator(".months").wait_for()
	receipt = page.locator("#receipts").get_by_role("link", name="打印收据").first.get_attribute("href")
	assert page.request.get(member.url + receipt).headers["content-type"] == "application/pdf"
	page.get_by_role("link", name="2025", exact=True).click()
	page.wait_for_url(re.compile("year=2025"))
	assert "2025" in page.locator("h1").inner_text()
	assert page.locator(".months tbody tr").count() == 12
	assert page.locator(".months .badge.good").count() > 0


def test_pages_are_chinese_throughout_and_print_without_the_navigation(member):
	for path in ("/party", "/party/dues", "/party/texts", "/party/study", "/party/board", "/party/my-data"):
		page = member.open(path, ready="main")
		# Of his data his address may be in Latin letters.
		words = page.locator("main").inner_text().replace("PDF", "")
		assert re.findall(r"[A-Za-z]{3,}", words) == [], path
		assert "-H1" not in words and "-H2" not in words
	page.emulate_media(media="print")
	assert not page.locator("nav.tabs").is_visible()
	assert page.locator("#record").is_visible()


def test_a_member_hands_in_his_thought_report_and_takes_it_back(member):
	"""The sample leaves him a draft; what is lacking is said, and nothing typed is lost."""
	page = member.open("/party/texts", ready="#texts")
	page.locator("#texts a[href*='thought-report?name']").first.click()
	page.locator("#suggestions").fill("建议增设党员值班岗。")
	page.locator("#thought").fill(" ")
	page.get_by_role("button", name="提交").click()
	page.locator("#problem").wait_for()
	assert "思想方面" in page.locator("#problem").inner_text()
	assert page.locator("#suggestions").input_value() == "建议增设党员值班岗。"
	page.locator("#thought").fill("近期参加学习，收获很大。")
	page.get_by_role("button", name="提交").click()
	page.locator("#texts .badge.late").first.wait_for()
	page.locator("#texts a[href*='thought-report?name']").first.click()
	page.get_by_role("button", name="撤回修改").click()
	page.locator("#texts .badge.plain").first.wait_for()


def test_a_guest_comes_to_the_page_he_asked_for_through_the_login(browser, served_site):
	context = browser.new_context(locale="zh-CN", viewport=TELEPHONE)
	context.set_default_timeout(30_000)
	page = context.new_page()
	page.goto(f"{served_site.url}/party/dues?year=2025")
	page.wait_for_url(re.compile("/login"))
	page.locator("#login_email").fill(MEMBER)
	page.locator("#login_password").fill(served_site.passwords[MEMBER])
	page.locator("#login_password").press("Enter")
	page.locator(".months").wait_for()
	assert page.url.endswith("/party/dues?year=2025")
	context.close()


def test_a_member_writes_down_a_contact_on_his_telephone(member):
	page = member.open("/party/contacts", ready="article.item")
	contact = page.locator("article.item").first
	name = contact.get_attribute("id")
	contact.locator("summary").first.click()
	contact.locator("textarea[name=matter]").fill("想请支部帮忙联系实习。")
	contact.locator("textarea[name=result]").fill("已推荐两家律所。")
	contact.get_by_role("button", name="记下").click()
	page.locator(".done").wait_for()
	written = page.locator(f"[id='{name}']")
	written.locator("summary", has_text="以往联系").click()
	assert "已推荐两家律所。" in written.inner_text()


def test_a_member_raises_an_opinion_and_reads_answers(member):
	page = member.open("/party/opinions", ready="#opinion")
	page.locator("#opinion").fill("建议把党员学习资料放到所内网上。")
	page.get_by_role("button", name="提交").click()
	page.locator(".done").wait_for()
	assert "建议把党员学习资料放到所内网上。" in page.locator(".lines").first.inner_text()
	page.locator("#opinion").fill("不记名的建议")
	page.locator("input[name=unnamed]").check()
	page.get_by_role("button", name="提交").click()
	page.locator(".done").wait_for()
	assert "不记名的建议" not in page.locator("main").inner_text()
