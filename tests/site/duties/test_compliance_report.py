"""The monthly report: frozen, once, late or not, and mailed once to the right person."""

from datetime import date
from email import message_from_string

import pytest

import frappe

from party_affairs import compliance
from party_affairs.compliance import remind, report, schedule
from party_affairs.rules.errors import RuleError
from tests.site import factory

REPORT = "Compliance Report"


@pytest.fixture
def committee():
	return factory.committee()


@pytest.fixture
def branch(committee):
	branch = factory.branch(parent=committee)
	factory.member(branch)
	return branch


@pytest.fixture(autouse=True)
def _forget_email_account():
	"""Frappe keeps the account it found for the rest of a request."""
	frappe.local.outgoing_email_account = {}
	yield
	frappe.local.outgoing_email_account = {}


@pytest.fixture
def mailbox():
	"""An outgoing account, and the mails that were queued: report name -> recipients."""
	factory.outgoing_account()

	def queued():
		names = frappe.get_all(
			"Email Queue", filters={"reference_doctype": REPORT}, pluck="name", order_by="name"
		)
		mails = [frappe.get_doc("Email Queue", name) for name in names]
		return sorted(
			(mail.reference_name, sorted(row.recipient for row in mail.recipients)) for mail in mails
		)

	return queued


def freeze_reports(*branches, period_key="2025-12", **options):
	names = report.freeze(period_key, branches=[row.name for row in branches], **options)
	return [frappe.get_doc(REPORT, name) for name in names]


def statuses(document, rule):
	return {row.period_key: row.status for row in document.lines if row.rule == rule}


def test_events_of_last_year_that_are_still_open_stand_in_this_years_reports(committee):
	"""A letter of transfer of November (N02) is valid until February."""
	branch = factory.branch(parent=committee)
	person = factory.member(branch)
	letter = frappe.get_doc(
		{
			"doctype": "Party Membership Transfer",
			"direction": "Out",
			"member": person.name,
			"branch": branch.name,
			"other_organisation": "某市律师行业党委",
			"letter_no": "测〔2025〕1号",
			"letter_date": "2025-11-20",
			"valid_days": 90,
		}
	).insert()
	letter.submit()
	found = []
	for period_key in ("2025-12", "2026-01", "2026-02"):
		(document,) = freeze_reports(branch, period_key=period_key)
		found.append(statuses(document, "N02"))
	assert found == [
		{"2025-11": "Due"},
		{"2025-11": "Due"},
		{"2025-11": "Missed"},
	]


def test_a_term_that_is_asked_about_again_stands_in_a_report_once(committee):
	"""The term ends in March 2026; the reminder of it (N01) fell in 2025."""
	branch = factory.branch(
		parent=committee, term_start="2023-04-01", term_years=3, records_from="2025-01-01"
	)
	for period_key, status in {"2026-01": "Due", "2026-03": "Missed"}.items():
		(document,) = freeze_reports(branch, period_key=period_key)
		assert statuses(document, "N01") == {"2026-01": status}


def dues_of(document, person):
	return {
		row.period_key: row.status
		for row in document.lines
		if row.subject_name == person.member_name and row.rule == "R49"
	}


def test_a_report_shows_what_is_open_in_the_year_and_counts_the_rest(branch):
	factory.meeting(branch, "Member Assembly", "2025-02-14 14:00:00", also_theme_day=1)
	(document,) = freeze_reports(branch)
	assert document.name == f"{branch.name}-2025-12"
	assert (document.docstatus, document.as_of, document.period_key) == (1, date(2026, 1, 1), "2025-12")
	# The record names neither who convened the assembly nor who chaired it: that is the finding of the year.
	quarters = {"2025-Q2": "Missed", "2025-Q3": "Missed", "2025-Q4": "Missed"}
	assert statuses(document, "R22") == {"2025": "Missed", **quarters}
	assert "2025-02" not in statuses(document, "R26")
	assert document.met_count >= 2
	missed = [row for row in document.lines if row.status == "Missed"]
	assert document.missed_count == len([row for row in missed if not row.linked_to])
	assert {row.linked_to for row in missed} == {None, "R13", "R15", "R18", "R28", "R39"}
	# The report on the second half of the year may still be given in January.
	assert {row.rule for row in document.lines if row.status == "Due" and row.period_key == "2025-H2"} == {
		"R13",
		"R34",
	}
	# Both ask for the same report.
	assert (document.due_count, document.late_count) == (1, 0)
	assert not {row.rule for row in document.lines} & {"R05", "R23"}


def test_a_report_within_the_year_also_shows_what_the_coming_month_asks(branch):
	(document,) = freeze_reports(branch, period_key="2025-05")
	assert document.as_of == date(2025, 6, 1)
	assert statuses(document, "R26") == {
		**{f"2025-{month:02d}": "Missed" for month in range(1, 6)},
		"2025-06": "Due",
	}
	assert statuses(document, "R22") == {"2025-Q1": "Missed", "2025-Q2": "Due"}


def test_the_december_report_shows_what_january_asks(branch):
	(document,) = freeze_reports(branch)
	assert statuses(document, "R26")["2026-01"] == "Due"
	assert statuses(document, "R28") == {"2025": "Missed", "2026": "Due"}
	assert "2026-02" not in statuses(document, "R26")


def test_what_is_missing_comes_first(branch):
	(document,) = freeze_reports(branch, period_key="2025-05")
	order = [row.status for row in document.lines]
	assert order == sorted(order, key=["Missed", "Late", "Due", "Planned"].index)


def test_a_frozen_report_does_not_change_with_the_records(branch):
	(document,) = freeze_reports(branch)
	before = document.as_dict()
	factory.meeting(branch, "Member Assembly", "2025-12-14 14:00:00")
	(again,) = freeze_reports(branch)
	assert again.as_dict() == before
	assert statuses(again, "R22")["2025-Q4"] == "Missed"
	with pytest.raises(frappe.UpdateAfterSubmitError):
		again.lines[0].status = "Met"
		again.save()


def test_a_report_written_late_says_what_it_would_have_said_in_time(branch):
	person = factory.member(branch)
	factory.dues_entry(person, "2025-03-01", paid="15.00", paid_on="2025-09-30")
	in_march, in_september = (
		*freeze_reports(branch, period_key="2025-03"),
		*freeze_reports(branch, period_key="2025-09"),
	)
	assert dues_of(in_march, person)["2025-03"] == "Missed"
	assert dues_of(in_september, person)["2025-03"] == "Late"


def test_every_organisation_that_kept_records_gets_a_report_and_no_other(committee):
	active = factory.branch(parent=committee)
	young = factory.branch(parent=committee, founded_on="2025-12-01")
	unborn = factory.branch(parent=committee, founded_on="2026-01-01")
	not_yet = factory.branch(parent=committee, records_from="2026-01-01")
	ended = factory.branch(parent=committee, status="Dissolved", dissolved_on="2025-12-30")
	everybody = (committee, active, young, unborn, not_yet, ended)
	assert {row.branch for row in freeze_reports(*everybody)} == {committee.name, active.name, young.name}


def test_a_month_that_does_not_exist_is_refused():
	with pytest.raises(RuleError):
		report.freeze("2025-13")


def test_the_database_refuses_a_second_report_of_the_month(branch):
	(document,) = freeze_reports(branch)
	copy = frappe.copy_doc(document)
	copy.update({"period_key": document.period_key, "docstatus": 0})
	with pytest.raises((frappe.DuplicateEntryError, frappe.UniqueValidationError)):
		copy.insert(set_name="another")


def test_two_runs_at_once_write_one_report(branch, monkeypatch):
	existing = report._existing

	def overtaken(*args):
		found = existing(*args)
		monkeypatch.setattr(report, "_existing", existing)
		freeze_reports(branch)
		return found

	monkeypatch.setattr(report, "_existing", overtaken)
	(document,) = freeze_reports(branch)
	assert document.docstatus == 1
	assert frappe.db.count(REPORT, {"branch": branch.name}) == 1


def test_a_run_killed_between_two_reports_is_completed_by_the_next(committee, monkeypatch):
	branches = [factory.branch(parent=committee) for _ in range(3)]
	frappe.db.commit()
	insert, written = report._insert, []

	def killed(*args):
		if len(written) == 2:
			raise KeyboardInterrupt
		written.append(insert(*args))
		return written[-1]

	monkeypatch.setattr(report, "_insert", killed)
	with pytest.raises(KeyboardInterrupt):
		freeze_reports(*branches, commit=True)
	frappe.db.rollback()
	assert frappe.db.count(REPORT, {"branch": ["in", [row.name for row in branches]]}) == 2
	monkeypatch.setattr(report, "_insert", insert)
	assert len(freeze_reports(*branches, commit=True)) == 3


# Mails


def mail(*branches):
	return remind.queue_mails([row.name for row in freeze_reports(*branches)])


def html_of(name):
	message = frappe.get_all("Email Queue", filters={"reference_name": name}, pluck="message")[0]
	parts = {part.get_content_type(): part for part in message_from_string(message).walk()}
	return parts["text/html"].get_payload(decode=True).decode()


def test_the_secretary_gets_one_mail(branch, mailbox):
	secretary = factory.holder(branch, "Secretary")
	factory.holder(branch, "Deputy Secretary")
	factory.holder(branch, "Organisation Commissioner")
	(document,) = freeze_reports(branch)
	assert remind.queue_mails([document.name]) == [document.name]
	assert mailbox() == [(document.name, [secretary])]
	document.reload()
	assert document.mailed_on and document.recipients == secretary
	assert remind.queue_mails([document.name]) == []
	assert len(mailbox()) == 1


def test_the_deputy_gets_it_as_well_while_the_secretary_is_away(branch, mailbox):
	"""R18"""
	secretary, deputy = factory.holder(branch, "Secretary"), factory.holder(branch, "Deputy Secretary")
	post = frappe.db.get_value("Party Post", {"branch": branch.name, "post": "Secretary"})
	factory.absence(post, frappe.utils.nowdate())
	(name,) = mail(branch)
	assert mailbox() == [(name, sorted([secretary, deputy]))]


def test_the_deputy_gets_it_where_there_is_no_secretary(branch, mailbox):
	factory.post(factory.member(branch), "Secretary")
	deputy = factory.holder(branch, "Deputy Secretary")
	mail(branch)
	assert [recipients for _name, recipients in mailbox()] == [[deputy]]


def test_a_secretary_whose_term_is_over_gets_nothing(branch, mailbox):
	person = factory.member(branch)
	factory.login(person)
	factory.post(person, "Secretary", end="2025-12-31")
	assert mail(branch) == []
	assert mailbox() == []
	successor = factory.member(branch)
	factory.post(successor, "Secretary", start="2026-01-01")
	successor = factory.login(successor)
	mail(branch)
	assert [recipients for _name, recipients in mailbox()] == [[successor]]


def test_a_disabled_login_gets_nothing(branch, mailbox):
	user = factory.holder(branch, "Secretary")
	frappe.db.set_value("User", user, "enabled", 0)
	assert mail(branch) == []


def test_nobody_gets_the_report_of_another_branch(branch, committee, mailbox):
	other = factory.branch(parent=committee)
	mine, theirs = factory.holder(branch, "Secretary"), factory.holder(other, "Secretary")
	mail(branch, other)
	assert dict(mailbox()) == {f"{branch.name}-2025-12": [mine], f"{other.name}-2025-12": [theirs]}


def test_the_mail_says_in_chinese_what_is_missing_and_links_to_the_report(branch, mailbox):
	factory.holder(branch, "Secretary")
	frappe.local.lang = "en"
	(name,) = mail(branch)
	html = html_of(name)
	assert "党员大会每季度一次" in html and "一（四）1" in html
	assert f"{branch.name}（2025-Q1、2025-Q2、2025-Q3、2025-Q4）" in html
	assert "缺失" in html and "Missing" not in html
	assert branch.name in html
	assert "compliance-report/" in html


def test_the_settings_switch_mails_off(branch, mailbox):
	factory.holder(branch, "Secretary")
	frappe.db.set_single_value("Party Affairs Settings", "mail_reports", 0)
	assert mail(branch) == []
	assert mailbox() == []
	frappe.db.set_single_value("Party Affairs Settings", "mail_reports", 1)
	assert len(mail(branch)) == 1


def test_without_an_outgoing_account_the_report_waits_and_the_reason_is_noted(branch, monkeypatch):
	noted = []
	monkeypatch.setattr("frappe.email.doctype.email_account.email_account.are_emails_muted", lambda: False)
	monkeypatch.setattr(frappe, "log_error", lambda title, message: noted.append((title, message)))
	factory.holder(branch, "Secretary")
	assert mail(branch) == []
	document = frappe.get_doc(REPORT, f"{branch.name}-2025-12")
	assert not document.mailed_on and not document.recipients
	((title, message),) = noted
	assert "履职报告" in title and "发件" in message
	assert remind.has_unmailed("2025-12")


def test_names_in_a_mail_are_text_and_no_markup(branch, mailbox):
	branch.db_set("short_name", "<b>甲</b>")
	factory.holder(branch, "Secretary")
	(name,) = mail(branch)
	html = html_of(name)
	assert "&lt;b&gt;甲&lt;/b&gt;" in html and "<b>甲</b>" not in html


# Schedule


@pytest.fixture
def queued(monkeypatch):
	"""Jobs that were put on a queue: (method, queue, arguments)."""
	found = []
	to_frappe = frappe.enqueue

	def enqueue(method, queue=None, timeout=None, job_id=None, deduplicate=False, **arguments):
		if not str(method).startswith("party_affairs."):
			return to_frappe(method, queue=queue or "default", **arguments)
		assert job_id and deduplicate
		if job_id not in {row[3] for row in found}:
			found.append((method, queue, arguments, job_id))

	monkeypatch.setattr(frappe, "enqueue", enqueue)
	return found


def methods(queued):
	return [(row[0].rpartition(".")[2], row[2].get("period_key")) for row in queued]


def test_the_monthly_hook_only_queues_the_month_that_ended(freeze, queued):
	freeze("2026-01-01 02:00:00")
	compliance.monthly()
	compliance.monthly()
	assert methods(queued) == [("run_month", "2025-12")]
	assert {row[1] for row in queued} == {"long"}
	assert not frappe.db.exists(REPORT, {"period_key": "2025-12"})


def test_a_month_that_was_missed_is_caught_up_any_day_later(branch, committee, freeze, queued, mailbox):
	factory.holder(branch, "Secretary")
	factory.holder(branch, "Secretary", committee)
	freeze("2026-01-20 00:10:00")
	compliance.daily()
	assert methods(queued) == [("run_month", "2025-12")]
	compliance.run_month("2025-12")
	queued.clear()
	compliance.daily()
	assert methods(queued) == [("check", None)] * 2
	assert [row[2]["year"] for row in queued] == [2025, 2026]


def test_unmailed_reports_are_tried_again_every_day(branch, freeze, queued, mailbox):
	freeze("2026-01-02 00:10:00")
	compliance.run_month("2025-12")
	assert mailbox() == []
	user = factory.holder(branch, "Secretary")
	compliance.daily()
	assert methods(queued) == [("check", None), ("check", None), ("mail_month", "2025-12")]
	assert schedule.mail_month("2025-12") == [f"{branch.name}-2025-12"]
	assert mailbox() == [(f"{branch.name}-2025-12", [user])]


def test_the_month_is_checked_reported_and_mailed_once_however_often_it_runs(
	branch, committee, freeze, mailbox
):
	secretary = factory.holder(branch, "Secretary")
	chair = factory.holder(branch, "Secretary", committee)
	freeze("2026-01-01 02:00:00")
	names = compliance.run_month("2025-12")
	assert {f"{branch.name}-2025-12", f"{committee.name}-2025-12"} <= set(names)
	ours = {f"{branch.name}-2025-12": [secretary], f"{committee.name}-2025-12": [chair]}
	assert dict(mailbox()) == ours
	before = frappe.get_all("Compliance Finding", fields=["*"], order_by="name")
	assert {row.period_key[:4] for row in before} == {"2025", "2026"}
	assert compliance.run_month("2025-12") == names
	assert frappe.get_all("Compliance Finding", fields=["*"], order_by="name") == before
	assert dict(mailbox()) == ours and len(mailbox()) == 2
	assert frappe.db.get_single_value("Party Affairs Settings", "last_report_period") == "2025-12"


def test_reports_stand_even_if_a_mail_fails(branch, freeze, mailbox, monkeypatch):
	factory.holder(branch, "Secretary")
	freeze("2026-01-01 02:00:00")
	monkeypatch.setattr(remind, "_send", lambda *args: frappe.throw("broken"))
	with pytest.raises(frappe.ValidationError):
		compliance.run_month("2025-12")
	frappe.db.rollback()
	document = frappe.get_doc(REPORT, f"{branch.name}-2025-12")
	assert document.docstatus == 1 and not document.mailed_on
