"""The member's pages on a telephone: for whoever cannot see or point well, without a script, and as an app on the screen."""

import os
from itertools import pairwise
from pathlib import Path

import pytest

from party_affairs.portal_pages import PAGES

MEMBER, SECRETARY = "dangyuan@example.com", "shuji@example.com"
TELEPHONE = {"width": 360, "height": 740}
SERIOUS = {"serious", "critical"}
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
PATHS = [page.path for page in PAGES if page.is_there]


@pytest.fixture(scope="module")
def axe():
	return Path(os.environ["PARTY_AFFAIRS_AXE"]).read_text(encoding="utf-8")


def faults(page, axe, within=None):
	"""What axe finds of the page that keeps somebody from using it: rule and element."""
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
	for path in [*PATHS, "/party/offline", "/party/logged-out", "/appraisal"]:
		page = visit.open(path, ready="main")
		levels = page.evaluate(HEADINGS)
		wrong = faults(page, axe)
		if levels[:1] != [1] or any(after > before + 1 for before, after in pairwise(levels)):
			wrong.append(("headings", levels))
		if page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
			wrong.append(("wider than the telephone",))
		if page.locator("html").get_attribute("lang") != "zh":
			wrong.append(("language",))
		if wrong:
			found[path] = wrong
	assert found == {}
	assert [error for error in visit.errors if error] == []
