"""Telling somebody something: the bell at once, the mail when he wants it, and nothing that he has switched off."""

import email
from datetime import datetime

import pytest

import frappe

from party_affairs.compliance import notify as notices
from party_affairs.compliance import switching_off
from party_affairs.compliance.notify import HELD, Links, notify
from tests.site import factory

pytestmark = pytest.mark.site

NOON = datetime(2025, 3, 12, 12)
"""A Wednesday."""
NIGHT = datetime(2025, 3, 12, 22)
HOLIDAY = datetime(2025, 10, 1, 12)
LINKS = Links("/app/party-meeting", "/party/meetings")


@pytest.fixture
def people():
	branch = factory.branch(parent=factory.committee())
	return frappe._dict(
		branch=branch, secretary=factory.holder(branch, "Secretary"), member=factory.holder(branch)
	)


def chosen(user, **values):
	switching_off.of_user(user).update(values).save(ignore_permissions=True)


def bells(user):
	return frappe.get_all("Notification Log", filters={"for_user": user}, pluck="subject")


def mails():
	names = frappe.get_all("Email Queue", filters={"reference_doctype": ["is", "not set"]}, pluck="name")
	return [frappe.get_doc("Email Queue", name) for name in names]


def tell(users, now=NOON, kind="meetings"):
	return notify(users, "4月主题党日", "4月15日14:00，会议室\n请带笔记本", LINKS, kind, now=now)


def test_bell_and_mail_lead_each_to_where_he_works(people):
	factory.outgoing_account()
	assert tell([people.secretary, people.member, "nobody@example.com"]) == 2
	assert bells(people.secretary) == bells(people.member) == ["4月主题党日"]
	found = {mail.recipients[0].recipient: mail for mail in mails()}
	assert set(found) == {people.secretary, people.member}
	texts = {user: frappe.utils.strip_html(_decoded(mail)) for user, mail in found.items()}
	assert all("请带笔记本" in text for text in texts.values())
	assert "/app/party-meeting" in _decoded(found[people.secretary])
	assert "/party/meetings" in _decoded(found[people.member])


def _decoded(mail):
	message = email.message_from_string(mail.message)
	return next(
		part.get_payload(decode=True).decode()
		for part in message.walk()
		if part.get_content_type() == "text/html"
	)


def test_without_an_account_the_bell_alone_tells_and_nobody_gets_an_error(people, monkeypatch):
	def refuse(**_mail):
		raise frappe.OutgoingEmailError

	monkeypatch.setattr(frappe, "sendmail", refuse)
	assert tell([people.member]) == 1
	assert bells(people.member) == ["4月主题党日"]


@pytest.mark.parametrize(
	("values", "told", "rings"),
	[
		({"about_meetings": 0}, 0, False),
		({"about_tasks": 0}, 1, True),
		({"how_often": "Never"}, 0, False),
		({"by_bell": 0}, 1, False),
		({"by_bell": 0, "by_mail": 0}, 0, False),
	],
)
def test_what_is_switched_off_is_not_told(people, values, told, rings):
	factory.outgoing_account()
	chosen(people.member, **values)
	assert tell([people.member]) == told
	assert bool(bells(people.member)) == rings


@pytest.mark.parametrize(
	("values", "now", "held"),
	[
		({}, NOON, False),
		({}, NIGHT, True),
		({}, HOLIDAY, True),
		({"on_days_off": 1}, HOLIDAY, False),
		({"quiet_from": "09:00", "quiet_until": "17:00"}, NOON, True),
		({"quiet_from": "09:00", "quiet_until": "17:00"}, NIGHT, False),
		({"quiet_from": "00:00", "quiet_until": "00:00"}, NIGHT, False),
		({"how_often": "Daily"}, NOON, True),
		({"how_often": "Weekly"}, NOON, True),
	],
)
def test_in_quiet_hours_the_mail_waits_and_the_bell_does_not(people, values, now, held):
	factory.outgoing_account()
	chosen(people.member, **values)
	tell([people.member], now)
	assert bells(people.member)
	assert frappe.db.count(HELD, {"user": people.member}) == held
	assert len(mails()) == (not held)


def test_a_record_that_he_may_not_read_is_not_named(people):
	reference = ("Party Branch", people.branch.name)
	notify([people.member, people.secretary], "标题", "文字", LINKS, "tasks", reference, now=NOON)
	named = {
		row.for_user: row.document_name
		for row in frappe.get_all("Notification Log", fields=["for_user", "document_name"])
		if row.for_user in (people.member, people.secretary)
	}
	assert named == {people.member: None, people.secretary: people.branch.name}


def test_signs_of_markup_stay_signs(people):
	notify([people.member], "<b>粗</b>", "<script>1</script>", "/party", "tasks", now=NOON)
	row = frappe.get_last_doc("Notification Log", {"for_user": people.member})
	assert row.subject == "&lt;b&gt;粗&lt;/b&gt;"
	assert "<script>" not in row.email_content


def test_a_kind_that_nobody_can_switch_off_is_refused(people):
	with pytest.raises(ValueError, match="advertising"):
		notify([people.member], "标题", "文字", "/party", "advertising", now=NOON)


def test_the_kinds_are_switches_of_the_preferences():
	meta = frappe.get_meta("Reminder Preference")
	switches = {f.fieldname for f in meta.fields if f.fieldname.startswith("about_")}
	assert switches == {f"about_{kind}" for kind in notices.reminders.kinds()}
