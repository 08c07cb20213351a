"""A member asks on his page for a copy of what is kept of him, or to be forgotten: for his own login alone, in the site's language."""

import pytest

import frappe
from frappe.utils import set_request
from frappe.website.serve import get_response

from party_affairs.facts.privacy.own_requests import COPY, FORGET
from tests.site import factory

pytestmark = pytest.mark.site


@pytest.fixture
def house(freeze):
	freeze("2026-03-10 10:00:00")
	branch = factory.branch(parent=factory.committee())
	me, other = factory.member(branch, "索取本人"), factory.member(branch, "索取他人")
	return frappe._dict(user=factory.login(me), other=factory.login(other))


def visit(user, method="GET", /, **data):
	frappe.set_user(user)
	frappe.local.flags.pop("redirect_location", None)
	set_request(method=method, path="/party/my-data", data=data if method == "POST" else None)
	frappe.local.form_dict = frappe._dict(data)
	response = get_response()
	return response.status_code, response.get_data(as_text=True), response.headers.get("Location")


def test_both_are_asked_for_on_the_page_and_once(house):
	factory.outgoing_account()
	_status, text, _location = visit(house.user)
	assert "/request-" not in text
	for action, doctype, column in (("copy", COPY, "user"), ("forget", FORGET, "email")):
		status, _text, location = visit(
			house.user, "POST", action=action, user=house.other, email=house.other
		)
		assert (status, location) == (301, f"/party/my-data?asked={action}#rights")
		_status, text, _location = visit(house.user, "POST", action=action)
		assert 'id="problem"' in text
		assert frappe.get_all(doctype, pluck=column) == [house.user]
	_status, text, _location = visit(house.user)
	assert 'value="forget"' not in text and "2026-03-10" in text


def test_without_mails_it_is_said_and_nothing_is_kept(house, monkeypatch):
	monkeypatch.setattr("party_affairs.api.privacy.own_requests.has_account", lambda: False)
	for action, doctype in (("copy", COPY), ("forget", FORGET)):
		status, text, _location = visit(house.user, "POST", action=action)
		assert status == 200 and "发信邮箱" in text
		assert not frappe.db.count(doctype)
