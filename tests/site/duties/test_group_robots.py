"""Robots of group chats, against a receiver on this machine: signed, within the length, once a day, numbers unless names are let out."""

import json
import time
from contextlib import suppress
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from time import perf_counter

import pytest

import frappe
from frappe.utils import set_request
from frappe.website.serve import get_response

from party_affairs.api.duties import reminders as api
from party_affairs.compliance import robots as sending
from party_affairs.compliance.run import run_compliance
from party_affairs.facts.duties.reminded import HELD, REMINDER, ROBOT
from party_affairs.reminders import robots
from tests.site import factory
from tests.support.robot_receiver import Receiver, receiving

pytestmark = pytest.mark.site

DAY = "2026-11-10"
KINDS = ("WeCom", "DingTalk", "Feishu")


@pytest.fixture
def house(freeze):
	freeze(f"{DAY} 10:17:00")
	committee = factory.committee()
	firm = factory.firm(committee)
	branch = factory.branch(parent=committee, firms=[firm], short_name="近支部", records_from="2026-01-01")
	factory.member(branch, "张三", firm=firm.name)
	secretary = factory.holder(branch, "Secretary", firm=firm.name)
	return frappe._dict(committee=committee.name, branch=branch.name, secretary=secretary)


@pytest.fixture
def receiver(request, monkeypatch):
	kind = getattr(request, "param", "WeCom")
	with receiving(Receiver(kind, None if kind == "WeCom" else "SEC党建测试")) as listening:
		monkeypatch.setitem(frappe.conf, "party_affairs_robot_receiver", listening.base)
		yield listening


def robot(house, receiver, **values):
	return frappe.get_doc(
		{
			"doctype": ROBOT,
			"branch": house.branch,
			"robot_name": "工作群",
			"kind": receiver.kind,
			"address": receiver.address,
			"secret": receiver.secret,
			**values,
		}
	).insert(ignore_permissions=True)


def text(receiver, number=-1):
	return json.dumps(receiver.messages[number], ensure_ascii=False)


@pytest.mark.parametrize("receiver", KINDS, indirect=True)
def test_the_duties_of_a_branch_are_told_once(house, receiver, freeze):
	document = robot(house, receiver)
	run_compliance(2026, date.fromisoformat(DAY), [house.branch])
	assert robots.run(names=[document.name]) == 1
	said = text(receiver)
	assert "近支部" in said and "党费：差2人" in said and "/party/month" in said
	assert "张三" not in said
	document.reload()
	assert (document.last_result, document.refusals) == ("已发送", 0)
	assert robots.run(names=[document.name]) == 0
	freeze("2026-11-11 10:17:00")
	assert robots.run(names=[document.name]) == 0
	assert len(receiver.requests) == 1


def test_names_leave_the_site_only_where_that_is_chosen(house, receiver):
	run_compliance(2026, date.fromisoformat(DAY), [house.branch])
	robots.run(names=[robot(house, receiver, names_people=1).name])
	assert "张三" in text(receiver)


def test_the_group_of_a_committee_hears_how_the_branches_stand(house, receiver, freeze):
	run_compliance(2026, date.fromisoformat(DAY), [house.branch])
	document = robot(house, receiver, branch=house.committee, sends_duties=0, sends_overview=1)
	assert robots.run(names=[document.name]) == 1
	assert "近支部：缺失" in text(receiver) and "张三" not in text(receiver)
	assert robots.run(names=[document.name]) == 0
	freeze("2026-11-16 10:17:00")
	assert robots.run(names=[document.name]) == 1


def test_what_is_announced_is_said_in_the_morning_and_until_the_group_takes_it(house, receiver, freeze):
	document = robot(house, receiver, sends_duties=0)
	silent = robot(house, receiver, sends_duties=0, sends_meetings=0)
	freeze("2026-11-09 22:00:00")
	sending.announce(house.branch, "meetings", "会议通知：主题党日", ["2026-11-16 14:00"], "/party/meetings")
	assert (robots.run(names=[document.name, silent.name]), receiver.requests) == (0, [])
	freeze(f"{DAY} 08:17:00")
	receiver.answers = [(200, {}, '{"errcode":45009}')]
	assert robots.run(names=[document.name]) == 0
	assert robots.run(names=[document.name]) == 1
	assert "会议通知：主题党日" in text(receiver) and "2026-11-16 14:00" in text(receiver)
	assert robots.run(names=[document.name, silent.name]) == 0
	assert not frappe.db.count(HELD)


@pytest.mark.parametrize("moment", [f"{DAY} 22:17:00", "2026-11-14 10:17:00"])
def test_in_quiet_hours_robots_say_nothing(house, receiver, freeze, moment):
	run_compliance(2026, date.fromisoformat(DAY), [house.branch])
	document = robot(house, receiver)
	freeze(moment)
	assert (robots.run(names=[document.name]), receiver.requests) == (0, [])


def test_what_a_group_did_not_take_is_said_by_the_next_run(house, receiver):
	run_compliance(2026, date.fromisoformat(DAY), [house.branch])
	document = robot(house, receiver)
	receiver.answers = [(200, {}, '{"errcode":45009,"errmsg":"api freq out of limit"}')]
	assert robots.run(names=[document.name]) == 0
	assert not frappe.db.count(REMINDER, {"recipient": document.name})
	document.reload()
	assert document.wait_until and "频繁" in document.last_result and document.refusals == 0
	assert robots.run(names=[document.name]) == 1


def test_refused_five_times_in_a_row_it_is_switched_off(house, receiver):
	run_compliance(2026, date.fromisoformat(DAY), [house.branch])
	document = robot(house, receiver)
	receiver.answers = [(200, {}, '{"errcode":93000,"errmsg":"invalid webhook url"}')] * 5
	for number in range(1, 6):
		assert robots.run(names=[document.name]) == 0
		document.reload()
		assert (document.refusals, document.enabled) == (number, int(number < 5))
	assert "停用" in document.last_result
	document.enabled = 1
	document.save(ignore_permissions=True)
	assert (document.refusals, robots.run(names=[document.name])) == (0, 1)


def test_a_wrong_secret_is_a_sentence(house, monkeypatch):
	with receiving(Receiver("DingTalk", "the secret")) as listening:
		monkeypatch.setitem(frappe.conf, "party_affairs_robot_receiver", listening.base)
		document = robot(house, listening, secret="another")
		answer = api.try_robot(document.name)
	assert not answer["is_sent"] and "加签密钥" in answer["message"]


@pytest.mark.parametrize(
	"answer", [(302, {"Location": "http://127.0.0.1:1/elsewhere"}, ""), (200, {}, "<html>")]
)
def test_redirects_are_not_followed_and_pages_are_no_answer(house, receiver, answer):
	receiver.answers = [answer]
	said = api.try_robot(robot(house, receiver).name)
	assert not said["is_sent"] and "机器人" in said["message"]
	assert len(receiver.requests) == 1


def test_who_is_not_there_is_a_sentence_without_the_address(house, monkeypatch):
	monkeypatch.setitem(frappe.conf, "party_affairs_robot_receiver", "http://127.0.0.1:9")
	nobody = Receiver("WeCom")
	nobody.base = "http://127.0.0.1:9"
	document = robot(house, nobody)
	answer = api.try_robot(document.name)
	assert not answer["is_sent"] and "secret-key" not in answer["message"]
	assert not frappe.get_all("Error Log", filters={"error": ["like", "%secret-key%"]})


def test_a_message_for_trying_out(house, receiver, set_user):
	document = robot(house, receiver)
	set_user(house.secretary)
	assert api.try_robot(document.name)["is_sent"]
	assert "工作群" in text(receiver)


def test_more_than_the_group_takes_in_a_minute_waits(house, receiver):
	document = robot(house, receiver)
	answers = [api.try_robot(document.name)["is_sent"] for _number in range(17)]
	assert answers == [True] * 15 + [False] * 2
	assert len(receiver.requests) == 15


@pytest.mark.parametrize(
	("values", "said"),
	[
		({"address": "https://evil.example/cgi-bin/webhook/send?key=1"}, "地址"),
		({"address": "http://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=1"}, "地址"),
		({"address": "***"}, "地址"),
		({"address": "https://qyapi.weixin.qq.com/cgi-bin/webhook/send"}, "地址"),
		({"kind": "DingTalk", "address": "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=1"}, "地址"),
		({"secret": "1"}, "加签"),
	],
)
def test_addresses_are_the_vendors_alone(house, values, said):
	nobody = Receiver("WeCom")
	nobody.base = "https://qyapi.weixin.qq.com"
	with pytest.raises(frappe.ValidationError, match=said):
		robot(house, nobody, **values)


def test_address_and_secret_are_never_shown_again(house, receiver, set_user):
	document = robot(house, receiver)
	auditor = frappe.get_doc(ROBOT, document.name)
	assert set(auditor.address) == {"*"}
	stored = frappe.db.get_value(ROBOT, document.name, "*", as_dict=True)
	assert "secret-key" not in str(stored)


def test_only_who_may_change_a_robot_tries_it_out(house, receiver, set_user):
	document = robot(house, receiver)
	other = factory.holder(factory.branch(parent=house.committee), "Secretary")
	publicity = factory.holder(frappe.get_doc("Party Branch", house.branch), "Publicity Commissioner")
	for user in (other, publicity, "Guest"):
		with set_user(user), pytest.raises(frappe.PermissionError):
			api.try_robot(document.name)
	assert not receiver.requests


def test_a_group_that_answers_byte_by_byte_holds_no_job(house, monkeypatch):
	class Trickling(BaseHTTPRequestHandler):
		def do_POST(self):
			self.send_response(200)
			self.end_headers()
			with suppress(OSError):
				for _byte in range(100):
					self.wfile.write(b" ")
					self.wfile.flush()
					time.sleep(0.05)

		def log_message(self, *_args):
			"""Say nothing."""

	server = ThreadingHTTPServer(("127.0.0.1", 0), Trickling)
	Thread(target=server.serve_forever, daemon=True).start()
	nobody = Receiver("WeCom")
	nobody.base = f"http://127.0.0.1:{server.server_port}"
	monkeypatch.setitem(frappe.conf, "party_affairs_robot_receiver", nobody.base)
	monkeypatch.setattr(sending, "_SECONDS_IN_ALL", 0.3)
	document = robot(house, nobody)
	began = perf_counter()
	answer = api.try_robot(document.name)
	server.shutdown()
	assert not answer["is_sent"] and perf_counter() - began < 3


def test_the_link_leads_members_and_officers_to_where_they_work(house):
	def lands(user):
		frappe.set_user(user)
		frappe.local.flags.pop("redirect_location", None)
		set_request(method="GET", path="/party/month")
		frappe.local.form_dict = frappe._dict()
		return get_response().headers.get("Location")

	member = factory.login(factory.member(frappe.get_doc("Party Branch", house.branch), "群里党员"))
	assert "this-month" in lands(house.secretary)
	assert lands(member) == "/party"
	assert lands("Guest").startswith("/login")
