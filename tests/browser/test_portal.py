"""The member's pages on a telephone: for whoever cannot see or point well, without a script, and as an app on the screen."""

import json
import os
from itertools import pairwise
from pathlib import Path

import pytest

from party_affairs.portal_pages import PAGES, navigation

MEMBER, SECRETARY = "dangyuan@example.com", "shuji@example.com"
TELEPHONE = {"width": 360, "height": 740}
SERIOUS = {"serious", "critical"}
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
PATHS = [page.path for page in PAGES if page.is_there]


@pytest.fixture(scope="module")
def axe():
	return Path(os.environ["PARTY_AFFAIRS_AXE"]).read_text(encoding="utf-8")


def faults(page, axe, within=None):
	"""What axe finds of the page, everything unfolded, that keeps somebody from using it: rule and element."""
	page.evaluate("document.querySelectorAll('details').forEach(part => { part.open = true })")
	page.evaluate(axe)
	found = page.evaluate(
		"([within, rules]) => axe.run(within || document, rules)",
		[within, {**RULES, "resultTypes": ["violations"]}],
	)
	return [
		(fault["id"], fault["impact"], node["html"][:200])
		for fault in found["violations"]
		for node in fault["nodes"]
		if fault["impact"] in SERIOUS
	]


HEADINGS = (
	"Array.from(document.querySelectorAll('h1, h2, h3, h4')).map(heading => Number(heading.tagName[1]))"
)


def test_every_page_can_be_used_on_a_narrow_telephone_with_a_screen_reader(log_in, axe):
	visit = log_in(MEMBER, viewport=TELEPHONE)
	found = {}
	for path in [*PATHS, "/party/offline", "/appraisal"]:
		page = visit.open(path, ready="main")
		wrong = faults(page, axe)
		levels = page.evaluate(HEADINGS)
		if levels[:1] != [1] or any(after > before + 1 for before, after in pairwise(levels)):
			wrong.append(("headings", levels))
		if page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
			wrong.append(("wider than the telephone",))
		if page.locator("html").get_attribute("lang") != "zh":
			wrong.append(("language",))
		if wrong:
			found[path] = wrong
	assert found == {}
	assert visit.errors == []
	page.evaluate("document.querySelector('main').insertAdjacentHTML('beforeend', '<input><img src=x>')")
	assert {fault[0] for fault in faults(page, axe)} == {"image-alt", "label"}, "axe does look"


def test_the_collection_of_dues_can_be_used_with_a_screen_reader(log_in, axe):
	page = log_in(SECRETARY).open("/app/collect-dues", ready=".collect-row")
	assert faults(page, axe, within="#page-collect-dues") == []


def test_from_the_first_page_it_is_at_most_three_taps_to_every_page(log_in, served_site):
	"""Pages about one record are reached where there is such a record, which the sample has."""
	page = log_in(MEMBER, viewport=TELEPHONE).page
	reached, last = set(), {"/party"}
	for _taps in range(3):
		reached |= last
		links = set()
		for path in last:
			page.goto(served_site.url + path)
			links |= set(
				page.eval_on_selector_all("a[href^='/party']", "all => all.map(link => link.pathname)")
			)
		last = links - reached
	assert set(PATHS) - reached - last == set()


def test_the_first_page_of_a_usual_member_is_short(log_in):
	page = log_in(MEMBER, viewport=TELEPHONE).open("/party", ready="#tasks")
	assert page.evaluate("document.documentElement.scrollHeight") < 1600
	assert page.locator("nav.tabs a").count() == len(navigation())
	assert page.locator("nav.tabs a[aria-current=page]").inner_text() == "首页"
	assert "Frappe" not in page.content()
	for place in page.locator("main a, main button, nav a, header a, summary").all():
		if place.is_visible():
			assert place.bounding_box()["height"] >= 44, place.inner_text()


def test_a_member_asks_for_a_correction_with_the_keyboard_alone(log_in):
	"""What is lacking is read first; the answer is found on the same page."""
	page = log_in(MEMBER, viewport=TELEPHONE).open("/party/my-data", ready="#correction")
	page.keyboard.press("Tab")
	assert page.evaluate("document.activeElement.className") == "skip"
	page.keyboard.press("Enter")
	while page.evaluate("document.activeElement.tagName") != "SUMMARY":
		page.keyboard.press("Tab")
	page.keyboard.press("Enter")
	page.keyboard.press("Tab")
	page.keyboard.press("ArrowDown")
	page.keyboard.press("ArrowDown")
	for typed in ("", "昨天", "", ""):
		page.keyboard.press("Tab")
		page.keyboard.type(typed)
	page.keyboard.press("Enter")
	page.locator("#problem").wait_for()
	assert page.evaluate("document.activeElement.id") == "problem"
	assert "2026-03-15" in page.locator("#problem").inner_text()
	assert page.locator("#right_value").input_value() == "昨天"
	assert page.locator("#about").input_value() == "Date of Birth"
	page.locator("#right_value").fill("1990年3月1日")
	page.get_by_role("button", name="提交申请").press("Enter")
	page.locator(".done").wait_for()
	assert "待答复" in page.locator("#requests").inner_text()


def test_pages_are_read_without_a_script_and_kept_nowhere(browser, served_site):
	context = browser.new_context(locale="zh-CN", viewport=TELEPHONE, java_script_enabled=False)
	context.set_default_timeout(30_000)
	form = {"usr": MEMBER, "pwd": served_site.passwords[MEMBER]}
	assert context.request.post(f"{served_site.url}/api/method/login", form=form).ok
	page = context.new_page()
	for path, word in (
		("/party", "我的待办事项"),
		("/party/dues", "应交与已交"),
		("/party/votes", "民主评议"),
	):
		answer = page.goto(served_site.url + path)
		assert word in page.locator("main").inner_text()
		assert answer.headers["cache-control"] == "private, no-store"
	page.goto(f"{served_site.url}/party/more")
	page.get_by_role("button", name="退出登录").click()
	page.wait_for_url("**/login**")
	assert "/login" in page.goto(f"{served_site.url}/party").url
	context.close()


def test_the_app_on_the_screen_says_that_there_is_no_network_and_shows_nothing_of_anybody(
	browser, served_site
):
	context = browser.new_context(locale="zh-CN", viewport=TELEPHONE)
	context.set_default_timeout(30_000)
	form = {"usr": MEMBER, "pwd": served_site.passwords[MEMBER]}
	assert context.request.post(f"{served_site.url}/api/method/login", form=form).ok
	page = context.new_page()
	page.goto(f"{served_site.url}/party")
	page.evaluate("navigator.serviceWorker.ready.then(() => true)")
	manifest = context.request.get(f"{served_site.url}/party/manifest.webmanifest")
	assert manifest.headers["content-type"].startswith("application/manifest+json")
	for icon in json.loads(manifest.text())["icons"]:
		assert context.request.get(served_site.url + icon["src"]).headers["content-type"] == "image/png"
	page.goto(f"{served_site.url}/party/dues")
	kept = page.evaluate(
		"caches.keys().then(names => Promise.all(names.map(name => caches.open(name).then(cache => cache.keys()))))"
		".then(all => all.flat().map(request => new URL(request.url).pathname))"
	)
	assert sorted(kept) == [
		"/assets/party_affairs/css/portal.css",
		"/assets/party_affairs/images/party-affairs.svg",
		"/party/offline",
	]
	context.set_offline(True)
	page.goto(f"{served_site.url}/party/my-data")
	assert "没有网络" in page.locator("h1").inner_text()
	context.close()
