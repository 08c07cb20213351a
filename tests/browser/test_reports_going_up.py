"""Reports that go up: the committee returns one, and the branch that owns it sees what is to be corrected."""

import os
import subprocess

import pytest

from tests.support.browser import dev

SECRETARY, OFFICER = "shuji@example.com", "dangwei@example.com"


@pytest.fixture(scope="module")
def reported(served_site):
	"""The reports of September, frozen on the sample site."""
	site = f"browser-{os.environ['PARTY_AFFAIRS_TEST_SITE']}"
	arguments = repr({"period_key": "2025-09", "commit": True})
	command = ("frappe", "execute", "party_affairs.compliance.report.freeze", "--kwargs", arguments)
	done = subprocess.run(dev("--site", site, *command), capture_output=True, text=True, check=False)
	assert done.returncode == 0, done.stdout + done.stderr


def test_the_officer_returns_a_report_and_the_secretary_sees_why(log_in, reported):
	visit = log_in(OFFICER)
	page = visit.open("/app/compliance-report?status=Handed+Up", ready=".list-row")
	page.locator(".list-row a", has_text="澄砚一支部").first.click()
	page.get_by_role("button", name="退回更正").click()
	dialog = page.locator(".modal.show")
	dialog.locator("textarea").fill("主题党日记录请补全。")
	dialog.locator(".btn-primary:visible").click()
	page.locator(".form-message", has_text="主题党日记录请补全").wait_for()
	assert visit.errors == []
	visit = log_in(SECRETARY)
	page = visit.open("/app/compliance-report?status=Returned", ready=".list-row")
	page.locator(".list-row a", has_text="澄砚一支部").first.click()
	page.locator(".form-message", has_text="主题党日记录请补全").wait_for()
	page.get_by_role("button", name="更正上报").wait_for()
	assert visit.errors == []
