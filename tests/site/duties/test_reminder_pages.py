"""The page on which somebody chooses what he is told, and the link in mails that switches a kind off without a login."""

from urllib.parse import parse_qs, urlsplit

import pytest

import frappe
from frappe.utils import set_request
from frappe.website.serve import get_response

from party_affairs.api.duties import reminders as api
from party_affairs.compliance import switching_off
from party_affairs.facts.duties import preferences
from party_affairs.setup import navbar
from tests.site import factory

pytestmark = pytest.mark.site

CHOSEN = {
	"how_often": "Weekly",
	"by_bell": "1",
	"quiet_from": "20:00",
	"quiet_until": "09:00",
	"about_dues": "1",
}


@pytest.fixture
def user():
	return factory.holder(factory.branch(parent=factory.committee()))


def ask(user, path, method="GET", /, **values):
	"""Status, text and (of a redirect) target of a page for a user."""
	frappe.set_user(user)
	set_request(
		method=method, path=path, **({"query_string": values} if method == "GET" else {"data": values})
	)
	frappe.local.form_dict = frappe._dict(values)
	frappe.local.flags.redirect_location = None
	response = get_response()
	return response.status_code, response.get_data(as_text=True), response.headers.get("Location", "")


def preference(user):
	return preferences.of_users([user])[user].preference


def test_what_is_chosen_on_the_page_holds(user):
	status, text, _target = ask(user, "/party/reminders")
	assert status == 200 and "提醒频率" in text and "免打扰时间" in text
	status, _text, target = ask(user, "/party/reminders", "POST", **CHOSEN)
	assert status in (301, 302) and "saved=1" in target
	kept = preference(user)
	assert (kept.how_often, kept.by_bell, kept.by_mail, kept.quiet_from.hour) == ("Weekly", True, False, 20)
	# Branches below and reports are not asked of a member, and stay as they are.
	assert kept.off == {"duties", "meetings", "tasks"} and "下级支部情况" not in text
	_status, text, _target = ask(user, "/party/reminders", saved="1")
	assert "已保存" in text and 'value="Weekly" selected' in text


@pytest.mark.parametrize("wrong", [{"how_often": "Hourly"}, {"quiet_from": "25:00"}, {"quiet_until": "<b>"}])
def test_what_there_is_not_is_refused_with_a_sentence(user, wrong):
	status, text, _target = ask(user, "/party/reminders", "POST", **{**CHOSEN, **wrong})
	assert status == 200 and 'role="alert"' in text
	assert preference(user) == preferences.Preference()


def test_no_way_at_all_is_said_by_never_alone(user, set_user):
	set_user(user)
	with pytest.raises(frappe.ValidationError, match="至少"):
		api.choose("Daily")
	api.choose("Never")


def test_the_form_of_a_link_carries_the_mark_of_the_login(user):
	link = parse_qs(urlsplit(switching_off.link(user, "dues")).query)
	values = {name: value[0] for name, value in link.items()}
	for reader in (user, "Guest"):
		status, text, _target = ask(reader, "/switchoff", **values)
		assert status == 200 and "{{" not in text


def test_a_choice_is_the_callers_own(user, set_user):
	other = factory.holder(factory.branch(parent=factory.committee()))
	set_user(user)
	api.choose("Never")
	assert preference(other) == preferences.Preference()
	with set_user("Guest"), pytest.raises(frappe.PermissionError):
		api.choose("Never")
	with set_user("Guest"), pytest.raises(frappe.PermissionError):
		api.my_choices()
	with pytest.raises(frappe.ValidationError, match="提醒种类"):
		api.choose("Daily", kinds=["advertising"])
	assert not frappe.has_permission("Reminder Preference", "read")


def link(user, kind="dues"):
	address = urlsplit(switching_off.link(user, kind))
	return address.path, {name: values[0] for name, values in parse_qs(address.query).items()}


def test_the_link_switches_one_kind_off_without_a_login(user):
	path, values = link(user)
	status, text, _target = ask("Guest", path, **values)
	# Looking at it, as mail programs do, changes nothing.
	assert status == 200 and "党费" in text and preference(user).wants("dues")
	status, _text, target = ask("Guest", path, "POST", **values)
	assert status in (301, 302)
	assert preference(user).off == {"dues"}
	_status, text, _target = ask("Guest", path, **values, done="1")
	assert "已关闭" in text and target


@pytest.mark.parametrize(
	"changed",
	[{"kind": "meetings"}, {"kind": "how_often"}, {"user": "Administrator"}, {"sign": ""}, {"sign": "é"}],
)
def test_a_link_of_another_is_good_for_nothing(user, changed):
	path, values = link(user)
	for method in ("GET", "POST"):
		status, text, _target = ask("Guest", path, method, **{**values, **changed})
		assert status == 403 and "不完整" in text
	assert preference(user) == preferences.Preference()


def test_the_menu_of_the_desk_leads_to_the_choices_once():
	def items():
		return frappe.get_all(navbar.ITEM, filters={"parent": navbar.SETTINGS, "action": navbar.ACTION})

	navbar.remove()
	before = frappe.db.count(navbar.ITEM, {"parent": navbar.SETTINGS})
	navbar.create_missing()
	navbar.create_missing()
	assert (len(items()), frappe.db.count(navbar.ITEM, {"parent": navbar.SETTINGS})) == (1, before + 1)
	navbar.remove()
	assert items() == []
