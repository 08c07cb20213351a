"""Voting in an appraisal over HTTP: once, twice at once, with a code; and what it leaves in database, Redis and logs."""

import json
import os
import re
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from pathlib import Path

import pymysql
import pytest
import redis
from pypdf import PdfReader

MEMBER, SECRETARY, SECOND = "dangyuan@example.com", "shuji@example.com", "xuanchuan@example.com"
TELEPHONE = {"width": 390, "height": 800}
VOTE, SLIPS = "party_affairs.api.appraisal.voting.vote", "party_affairs.api.appraisal.appraisals.make_slips"
ANSWERED = "overall_grade"
"""What a vote says of each answer; nothing else in the program is called so."""


@pytest.fixture(scope="module")
def site(served_site):
	"""The database of the served site, and where its files are."""
	sites = Path(os.environ["PARTY_AFFAIRS_SITES"])
	folder = sites / f"browser-{os.environ['PARTY_AFFAIRS_TEST_SITE']}"
	common = json.loads((sites / "common_site_config.json").read_text())
	own = json.loads((folder / "site_config.json").read_text())
	settings = {**common, **own}
	database = pymysql.connect(
		host=settings.get("db_host", "127.0.0.1"),
		port=int(settings.get("db_port", 3306)),
		user=own["db_name"],
		password=own["db_password"],
		database=own["db_name"],
		autocommit=True,
	)
	yield Site(database, folder, sites, settings)
	database.close()


class Site:
	def __init__(self, database, folder, sites, settings):
		self.database, self.folder, self.sites, self.settings = database, folder, sites, settings

	def rows(self, statement, *values):
		with self.database.cursor(pymysql.cursors.DictCursor) as cursor:
			cursor.execute(statement, values)
			return cursor.fetchall()

	def appraisal(self):
		(row,) = self.rows("select name from `tabDemocratic Appraisal` where status = 'Voting Open'")
		return row["name"]

	def members(self):
		return self.rows(
			"select idx, member from `tabDemocratic Appraisal Member` where parent = %s order by idx",
			self.appraisal(),
		)

	def numbers(self):
		"""Voters marked, and marks in the urn."""
		(voters,) = self.rows(
			"select count(*) as number from `tabAppraisal Voter` where way = 'Electronically'"
		)
		(marks,) = self.rows("select count(*) as number from `tabAppraisal Ballot`")
		return voters["number"], marks["number"]

	def tables(self):
		return [next(iter(row.values())) for row in self.rows("show tables")]


def body_of(site, user):
	(own,) = site.rows("select name from `tabParty Member` where user = %s", user)
	answers = [
		[row["idx"] - 1, ANSWERED, "unqualified"] for row in site.members() if row["member"] != own["name"]
	]
	return json.dumps({"appraisal": site.appraisal(), "answers": answers})


TOKEN = "(({ dataset, value }) => dataset.csrf || value)(document.querySelector('[data-csrf], [name=csrf_token]'))"
"""The token of the login, on a page of members."""


def send(visit, method, body):
	"""What the page sends: the body as plain text, with the session's token."""
	token = visit.page.evaluate(TOKEN)
	return visit.page.context.request.post(
		f"{visit.url}/api/method/{method}",
		data=body,
		headers={"Content-Type": "text/plain", "X-Frappe-CSRF-Token": token, "Accept": "application/json"},
	)


def test_a_member_votes_on_his_telephone_once(log_in, site):
	before = site.numbers()
	visit = log_in(MEMBER, viewport=TELEPHONE)
	page = visit.open("/party/votes", ready="#appraisal")
	page.get_by_role("link", name="去投票").click()
	page.locator(".appraisal-ballot").wait_for()
	assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
	assert re.findall(r"[A-Za-z]{3,}", page.locator(".appraisal-page").inner_text()) == []
	people = page.locator(".appraisal-person")
	assert "毛知非" not in people.all_inner_texts()
	for number in range(people.count() - 1):
		people.nth(number).get_by_text("合格", exact=True).click()
	assert f"已评{people.count() - 1}人" in page.locator(".appraisal-foot").inner_text()
	questions = []
	page.on("dialog", lambda dialog: (questions.append(dialog.message), dialog.accept()))
	page.get_by_role("button", name="投票").click()
	page.locator(".appraisal-cast").wait_for()
	assert "还有1人未评" in questions[0]
	address = page.url
	members = len(site.members())
	assert site.numbers() == (before[0] + 1, before[1] + members)
	page.goto(address)
	page.get_by_text("您已参加本次测评投票").wait_for()
	assert page.locator("input[type=radio]").count() == 0
	answer = send(visit, VOTE, body_of(site, MEMBER))
	assert answer.status == 417
	assert "只能投一次" in json.loads(json.loads(answer.json()["_server_messages"])[0])["message"]
	assert site.numbers() == (before[0] + 1, before[1] + members)
	assert visit.errors == []


def test_of_two_votes_at_once_one_is_kept(log_in, site):
	before = site.numbers()
	visits = [log_in(SECOND) for _number in range(2)]
	for visit in visits:
		visit.open("/party/more", ready="main form")
	token = visits[0].page.evaluate(TOKEN)
	cookies = {cookie["name"]: cookie["value"] for cookie in visits[0].page.context.cookies()}
	body = body_of(site, SECOND)

	def post(_number):
		# Playwright is no good with threads.
		import urllib.error
		import urllib.request

		request = urllib.request.Request(
			f"{visits[0].url}/api/method/{VOTE}",
			data=body.encode(),
			headers={
				"Content-Type": "text/plain",
				"X-Frappe-CSRF-Token": token,
				"Accept": "application/json",
				"Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items()),
			},
		)
		try:
			with urllib.request.urlopen(request, timeout=60) as answer:
				return answer.status
		except urllib.error.HTTPError as error:
			return error.code

	with ThreadPoolExecutor(6) as pool:
		statuses = sorted(pool.map(post, range(6)))
	assert statuses == [200, *[417] * 5]
	assert site.numbers() == (before[0] + 1, before[1] + len(site.members()))


def test_a_guest_with_a_code_votes_and_nobody_sees_the_code_in_an_address(log_in, browser, served_site, site):
	secretary = log_in(SECRETARY)
	secretary.open("/party/more", ready="main form")
	token = secretary.page.evaluate(TOKEN)
	answer = secretary.page.context.request.post(
		f"{secretary.url}/api/method/{SLIPS}",
		form={"appraisal": site.appraisal(), "number": "2"},
		headers={"X-Frappe-CSRF-Token": token},
	)
	assert answer.ok and answer.headers["content-type"] == "application/pdf"
	text = "".join(page.extract_text() for page in PdfReader(BytesIO(answer.body())).pages)
	codes = re.findall(r"[2-9A-Z]{4}-[2-9A-Z]{4}-[2-9A-Z]{4}", text)
	assert len(codes) == 2
	before = site.numbers()
	context = browser.new_context(locale="zh-CN", viewport=TELEPHONE)
	context.set_default_timeout(30_000)
	page = context.new_page()
	asked = []
	page.on("request", lambda request: asked.append(request.url))
	page.goto(f"{served_site.url}/appraisal#{codes[0]}")
	page.get_by_role("button", name="打开选票").click()
	page.locator(".appraisal-person").first.wait_for()
	assert codes[0] not in page.url
	assert not [address for address in asked if codes[0] in address]
	page.locator(".appraisal-person").first.get_by_text("优秀").click()
	page.on("dialog", lambda dialog: dialog.accept())
	page.get_by_role("button", name="投票").click()
	page.locator(".appraisal-cast").wait_for()
	assert site.numbers() == (before[0] + 1, before[1] + len(site.members()))
	page.goto("about:blank")
	page.goto(f"{served_site.url}/appraisal#{codes[0]}")
	page.get_by_role("button", name="打开选票").click()
	page.locator(".appraisal-error", has_text="只能投一次").wait_for()
	context.close()
	found = searched(site, [*codes, *(code.replace("-", "") for code in codes)])
	assert found == []


def test_the_votes_left_nothing_behind_that_tells_an_answer(site):
	"""After the votes above: all tables, both Redis servers, and all log files of the site and the bench."""
	assert searched(site, [ANSWERED]) == []


def searched(site, words):
	"""Where one of the words stands: tables with their column, keys of Redis, log files."""
	found = []
	for table in site.tables():
		for row in site.rows(f"select * from `{table}`"):
			found += [
				f"{table}.{column}"
				for column, value in row.items()
				if any(word in str(value) for word in words)
			]
	for name in ("redis_cache", "redis_queue"):
		store = redis.from_url(site.settings[name])
		for key in store.scan_iter("*"):
			kind = store.type(key)
			value = {
				b"string": store.get,
				b"hash": store.hgetall,
				b"list": lambda key: store.lrange(key, 0, -1),  # noqa: B023
				b"set": store.smembers,
				b"zset": lambda key: store.zrange(key, 0, -1),  # noqa: B023
			}.get(kind, lambda key: b"")(key)
			if any(word.encode() in key + repr(value).encode() for word in words):
				found.append(f"{name}: {key}")
	for path in (*site.folder.glob("logs/*"), *site.sites.parent.glob("logs/*")):
		text = path.read_bytes() if path.is_file() else b""
		found += [str(path.name) for word in words if word.encode() in text]
	return found
