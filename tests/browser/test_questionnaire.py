"""Answering a questionnaire over HTTP: on a telephone, without a script, twice at once, and what it leaves behind."""

import json
import os
import re
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from pathlib import Path

import pymysql
import pytest
from pypdf import PdfReader

from tests.browser.test_appraisal import Site, searched

MEMBER, SECRETARY = "dangyuan@example.com", "shuji@example.com"
TELEPHONE = {"width": 360, "height": 760}
STEPS = "party_affairs.api.contact.questionnaires"
WORDS = "希望党员律师到村里坐坐诊"


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


def open_one(site, audience):
	(row,) = site.rows(
		"select name, link_token from `tabQuestionnaire` where status = 'Answers Open' and audience = %s",
		audience,
	)
	return row


def answers(site, name):
	(row,) = site.rows(
		"select count(*) as number from `tabQuestionnaire Answer` where questionnaire = %s", name
	)
	return row["number"]


@pytest.fixture
def guest(browser):
	"""`guest(**options)` is the page of somebody without a login, on a telephone."""
	contexts = []

	def visit(**options):
		context = browser.new_context(locale="zh-CN", viewport=TELEPHONE, **options)
		context.set_default_timeout(30_000)
		contexts.append(context)
		return context.new_page()

	yield visit
	for context in contexts:
		context.close()


def fill_in(page, words=WORDS):
	page.locator(".questionnaire-scale label").nth(3).click()
	page.locator("textarea").fill(words)
	page.get_by_role("button", name="提交").click()


@pytest.mark.parametrize("with_script", [True, False])
def test_whoever_has_the_link_answers_on_a_telephone_with_and_without_a_script(
	guest, served_site, site, with_script
):
	asked = open_one(site, "Whoever Has the Link")
	before = answers(site, asked["name"])
	page = guest(java_script_enabled=with_script)
	page.goto(f"{served_site.url}/survey?k={asked['link_token']}")
	page.locator(".questionnaire-sheet").wait_for()
	# A page without its script cannot be asked how wide it is.
	if with_script:
		assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
	assert re.findall(r"[A-Za-z]{3,}", page.locator("body").inner_text()) == []
	fill_in(page)
	page.get_by_text("谢谢您").wait_for()
	assert answers(site, asked["name"]) == before + 2


def test_what_is_lacking_is_said_and_nothing_that_was_typed_is_lost(guest, served_site, site):
	asked = open_one(site, "Whoever Has the Link")
	before = answers(site, asked["name"])
	page = guest(java_script_enabled=False)
	page.goto(f"{served_site.url}/survey?k={asked['link_token']}")
	# Past the browser's own check of what must be answered.
	page.route(
		"**/survey?*",
		lambda route: route.continue_(
			post_data=re.sub(r"\r\n\w+-q0=3", "", route.request.post_data)
			if route.request.method == "POST"
			else None
		),
	)
	fill_in(page, "第一行\n第二行=2")
	page.locator(".questionnaire-problem", has_text="第1题还没有作答").wait_for()
	assert page.locator("textarea").input_value() == "第一行\n第二行=2"
	assert answers(site, asked["name"]) == before


@pytest.mark.parametrize("address", ["/survey", "/survey?k=unknown"])
def test_the_page_shows_nothing_without_a_code_or_with_an_unknown_link(guest, served_site, address):
	page = guest()
	asked = []
	page.on("request", lambda request: asked.append(request.url))
	page.goto(f"{served_site.url}{address}")
	page.locator("h1").wait_for()
	assert page.locator("fieldset").count() == 0
	# Nothing that counts visitors is loaded with it.
	assert {url.split("?")[0].rsplit("/", 1)[-1] for url in asked} <= {
		*("survey", "questionnaire.css", "questionnaire.js"),
		"favicon.ico",
	}


def make_questionnaire(visit, token):
	"""The secretary sets up one for people with a code, opens it, and prints two slips."""
	headers = {"X-Frappe-CSRF-Token": token, "Accept": "application/json"}
	request = visit.page.context.request
	branch = request.get(
		f'{visit.url}/api/resource/Questionnaire?fields=["branch"]&limit_page_length=1', headers=headers
	).json()["data"][0]["branch"]
	values = {
		"branch": branch,
		"title": "凭码问卷",
		"purpose": "Public Satisfaction",
		"audience": "People with a Code",
		"opens_on": "2026-01-01",
		"closes_on": "2099-12-31",
		"questions": [
			{"question": "满意吗？", "kind": "Satisfaction", "required": 1},
			{"question": "意见", "kind": "Own Words"},
		],
	}
	made = request.post(f"{visit.url}/api/resource/Questionnaire", data=json.dumps(values), headers=headers)
	assert made.ok, made.text()
	name = made.json()["data"]["name"]
	opened = request.post(
		f"{visit.url}/api/method/{STEPS}.open_answers", form={"questionnaire": name}, headers=headers
	)
	assert opened.ok, opened.text()
	slips = request.post(
		f"{visit.url}/api/method/{STEPS}.make_slips",
		form={"questionnaire": name, "number": "2"},
		headers=headers,
	)
	assert slips.ok and slips.headers["content-type"] == "application/pdf"
	text = "".join(page.extract_text() for page in PdfReader(BytesIO(slips.body())).pages)
	return name, re.findall(r"[2-9A-Z]{4}-[2-9A-Z]{4}-[2-9A-Z]{4}", text)


def test_a_code_is_used_once_stands_in_no_address_and_leaves_nothing_behind(log_in, guest, served_site, site):
	secretary = log_in(SECRETARY)
	secretary.open("/party/more", ready="main form")
	name, codes = make_questionnaire(secretary, secretary.page.locator("[name=csrf_token]").input_value())
	assert len(codes) == 2
	page = guest()
	asked = []
	page.on("request", lambda request: asked.append(request.url))
	page.goto(f"{served_site.url}/survey#{codes[0]}")
	page.locator(".questionnaire-sheet").wait_for()
	assert codes[0] not in page.url and not [url for url in asked if codes[0] in url]
	fill_in(page)
	page.get_by_text("谢谢您").wait_for()
	assert answers(site, name) == 2
	page = guest(java_script_enabled=False)
	page.goto(f"{served_site.url}/survey")
	page.locator("#code").fill(codes[0])
	page.get_by_role("button", name="打开问卷").click()
	page.locator(".questionnaire-problem", has_text="已使用").wait_for()

	def post(_number):
		import urllib.request

		body = f"form=ab\r\nab-code={codes[1]}\r\nab-sent=1\r\nab-q0=2\r\nab-q1={WORDS}\r\n"
		request = urllib.request.Request(
			f"{served_site.url}/survey", data=body.encode(), headers={"Content-Type": "text/plain"}
		)
		with urllib.request.urlopen(request, timeout=60) as answer:
			return "谢谢您" in answer.read().decode()

	with ThreadPoolExecutor(4) as pool:
		assert sorted(pool.map(post, range(4))) == [False, False, False, True]
	assert answers(site, name) == 4
	words = [WORDS, *codes, *(code.replace("-", "") for code in codes)]
	assert searched(site, words) == []


def test_a_member_answers_on_his_page_once(log_in, site):
	asked = open_one(site, "Members of the Branch")
	before = answers(site, asked["name"])
	visit = log_in(MEMBER, viewport=TELEPHONE)
	page = visit.open("/party/votes", ready="#questionnaires")
	page.get_by_role("link", name="去填写").click()
	page.locator(".questionnaire-sheet").wait_for()
	assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
	assert re.findall(r"[A-Za-z]{3,}", page.locator(".questionnaire-page").inner_text()) == []
	fill_in(page)
	page.get_by_text("谢谢您").wait_for()
	assert answers(site, asked["name"]) == before + 3
	page.reload()
	page.locator(".questionnaire-problem", has_text="您已经答过").wait_for()
	assert visit.errors == []


def test_a_form_of_another_site_answers_nothing(served_site, site):
	import urllib.request

	asked = open_one(site, "Whoever Has the Link")
	before = answers(site, asked["name"])
	body = f"form=ab\r\nab-link={asked['link_token']}\r\nab-sent=1\r\nab-q0=2\r\n"
	request = urllib.request.Request(
		f"{served_site.url}/survey",
		data=body.encode(),
		headers={"Content-Type": "text/plain", "Sec-Fetch-Site": "cross-site"},
	)
	with urllib.request.urlopen(request, timeout=60) as answer:
		assert "谢谢您" not in answer.read().decode()
	assert answers(site, asked["name"]) == before
