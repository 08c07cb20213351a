"""Fixtures for tests in headless Chromium, on a site of their own that is filled with the sample year anew each run."""

import contextlib
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from pathlib import Path

import pytest

DEV = Path(__file__).resolve().parents[2] / "dev"
ADMINISTRATOR = "Administrator"
# Chromium asks its maker's hosts for this and that at every start; a test asks nobody but the site.
CHROMIUM_ARGUMENTS = [
	"--no-sandbox",
	"--disable-gpu",
	"--disable-quic",
	"--no-first-run",
	"--disable-background-networking",
	"--disable-component-update",
	"--disable-sync",
]

# Frappe gives the loops of its templates variables of three letters at random: once in 15,000 templates they spell
# `for`, `new`, `try` or `var`, and the page stays empty. Nothing of ours can prevent it; the next load is well.
UNLUCKY_TEMPLATE = "frappe.template.compile(...) is not a function"


def dev(*arguments):
	return [sys.executable, str(DEV), *arguments]


def _free_port():
	with socket.socket() as probe:
		probe.bind(("127.0.0.1", 0))
		return probe.getsockname()[1]


@dataclass(frozen=True)
class ServedSite:
	url: str
	passwords: dict  # by user


@pytest.fixture(scope="session")
def served_site():
	"""The sample site, served, with a worker for its queues beside it."""
	if not os.environ.get("PARTY_AFFAIRS_TEST_SITE"):
		pytest.fail("Tests in the browser are run by ./dev test, which makes the site.")
	site = f"browser-{os.environ['PARTY_AFFAIRS_TEST_SITE']}"
	made = subprocess.run(dev("site", site, "--sample"), capture_output=True, text=True, check=False)
	if made.returncode:
		pytest.fail(f"The sample site could not be made:\n{made.stdout}{made.stderr}", pytrace=False)
	port = _free_port()
	url = f"http://127.0.0.1:{port}"
	server = subprocess.Popen(
		dev("--site", site, "serve", "--port", str(port)),
		stdin=subprocess.DEVNULL,
		stdout=subprocess.PIPE,
		stderr=subprocess.STDOUT,
		text=True,
	)
	try:
		_wait_for(url, server)
		logins = json.loads((Path(os.environ["PARTY_AFFAIRS_SITES"]) / site / "logins.json").read_text())[
			"logins"
		]
		yield ServedSite(
			url, {ADMINISTRATOR: "admin", **{login["user"]: login["password"] for login in logins}}
		)
	finally:
		server.send_signal(signal.SIGTERM)
		server.communicate(timeout=60)


def _wait_for(url, server):
	deadline = time.monotonic() + 60
	while True:
		with contextlib.suppress(urllib.error.URLError, ConnectionError):
			urllib.request.urlopen(f"{url}/api/method/ping", timeout=10).close()
			return
		if server.poll() is not None or time.monotonic() > deadline:
			server.terminate()
			pytest.fail(f"The site is not served:\n{server.communicate()[0]}", pytrace=False)
		time.sleep(0.1)


@pytest.fixture(scope="session")
def browser():
	from playwright.sync_api import sync_playwright

	with sync_playwright() as playwright:
		chromium = playwright.chromium.launch(
			executable_path=shutil.which("chromium"), headless=True, args=CHROMIUM_ARGUMENTS
		)
		yield chromium
		chromium.close()


@dataclass
class Visit:
	"""A logged-in browser page; `errors` holds what its scripts threw."""

	page: object
	url: str
	errors: list

	def open(self, path, ready):
		"""Opens `path` of the site and waits until the element `ready` (a selector) is visible."""
		from playwright.sync_api import TimeoutError as NotShown

		self.page.goto(self.url + path)
		shown = self.page.locator(ready).locator("visible=true").first
		try:
			shown.wait_for()
		except NotShown:
			if UNLUCKY_TEMPLATE not in self.errors:
				raise
			self.errors.remove(UNLUCKY_TEMPLATE)
			self.page.reload()
			shown.wait_for()
		return self.page


def _is_ours(error):
	# A chart of Frappe's sometimes draws itself once more, on a change of size, while it is being replaced.
	return "boundDrawFn" not in (error.stack or "")


@pytest.fixture(scope="session")
def _logins(browser, served_site):
	"""`_logins(user, **options)` is the browser context in which the user is logged in: one a user for the whole run.

	What the Desk loads for the first page is there for all others.
	"""
	contexts = {}

	def context_of(user, **options):
		key = user, json.dumps(options, sort_keys=True)
		if key not in contexts:
			contexts[key] = context = browser.new_context(
				**{"locale": "zh-CN", "viewport": {"width": 1400, "height": 900}, **options}
			)
			context.set_default_timeout(30_000)
			answer = context.request.post(
				f"{served_site.url}/api/method/login", form={"usr": user, "pwd": served_site.passwords[user]}
			)
			assert answer.ok, f"{user} cannot log in: {answer.status} {answer.text()}"
		return contexts[key]

	return context_of


@pytest.fixture
def log_in(_logins, served_site):
	"""`log_in(user)` returns a Visit of that user on a page of its own, with a Chinese browser."""
	with contextlib.ExitStack() as stack:

		def visit(user=ADMINISTRATOR, **context_options):
			page = _logins(user, **context_options).new_page()
			stack.callback(page.close)
			errors = []
			page.on("pageerror", lambda error: _is_ours(error) and errors.append(str(error)))
			return Visit(page, served_site.url, errors)

		yield visit
