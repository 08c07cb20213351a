"""The bell of a member on his pages: what he alone was told, where it leads, and how many of it are unread."""

import pytest

import frappe
from frappe.utils import set_request
from frappe.website.serve import get_response

from party_affairs.compliance.notify import Links, notify
from tests.site import factory

pytestmark = pytest.mark.site


@pytest.fixture
def house():
	branch = factory.branch()
	me = factory.login(factory.member(branch, "铃本人"))
	other = factory.login(factory.member(branch, "铃他人"))
	notify([me], "主题党日<通知>", "11月16日14:00\n请带笔记本", "/party/meetings?name=a&b=1", "meetings")
	notify([me], "本月职责", "", Links("/app/this-month", "/party"), "duties")
	notify([other], "他人的通知", "他人内容", "/party", "tasks")
	return frappe._dict(me=me, other=other)


def visit(user, path="/party/bell", method="GET"):
	frappe.set_user(user)
	frappe.local.flags.pop("redirect_location", None)
	set_request(method=method, path=path)
	frappe.local.form_dict = frappe._dict()
	response = get_response()
	return response.status_code, response.get_data(as_text=True)


def test_a_member_reads_what_he_was_told_and_where_it_leads(house):
	status, text = visit(house.me)
	assert status == 200
	assert "主题党日&lt;通知&gt;" in text and "请带笔记本" in text and "本月职责" in text
	assert 'href="/party/meetings?name=a&amp;b=1"' in text
	assert "他人" not in text


def test_the_head_of_every_page_counts_what_is_unread_until_it_is_read(house):
	assert "2条未读通知" in visit(house.me, "/party")[1]
	assert visit(house.me, method="POST")[0] == 301
	status, text = visit(house.me)
	assert status == 200 and "条未读通知" not in text and "主题党日" in text
	assert "1条未读通知" in visit(house.other, "/party")[1]
