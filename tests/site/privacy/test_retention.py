"""What has been kept long enough is forgotten: seen beforehand, recorded afterwards, once, and nothing else."""

import json
import os

import pytest

import frappe
from frappe.utils import nowdate

from party_affairs import ledgers
from party_affairs.guide.privacy import retention as periods
from party_affairs.privacy import retention
from party_affairs.settings import SETTINGS, retention_months
from tests.site import factory
from tests.support.queries import counted_queries

TODAY = "2026-03-10"
RECORD = "Personal Data Erasure"
ID_NUMBER = "330702198001017116"
PLACEHOLDER = periods.placeholder()


@pytest.fixture(scope="module")
def house(built_once):
	return built_once(build_house, TODAY)


@pytest.fixture(autouse=True)
def _today(freeze):
	freeze(TODAY)


def build_house():
	committee = factory.committee("期限测试党委")
	branch = factory.branch("期限测试支部", parent=committee)
	gone = factory.member(
		branch,
		"赵离开",
		id_number=ID_NUMBER,
		birth_date="1980-01-01",
		address="某路1号",
		mobile="13900000001",
	)
	stays = factory.member(branch, "钱留任", address="某路2号")
	meeting = factory.meeting(branch, topic="会议", starts_on="2015-09-01 14:00:00", attendees=[gone, stays])
	entry = factory.dues_entry(
		gone, "2015-10-01", due="12.00", paid="12.00", paid_on="2015-10-09", dues_base="2400"
	)
	event = factory.event(gone, "Setback in Practice", "2015-10-01", details="说明")
	gone = factory.leaves(gone, "2015-12-01")
	ended = pairing(stays, "孙群众", "2020-01-01", "2023-01-01")
	fresh = pairing(stays, "李群众", "2020-01-01", "2026-01-01")
	running = pairing(stays, "周群众", "2010-01-01", None)
	talk = factory.heart_talk(stays, stays_partner(branch), "2019-05-05")
	case = frappe.get_doc(
		doctype="Discipline Case",
		branch=branch.name,
		member=stays.name,
		subject_line="某事",
		kind="Accusation",
		received_on="2014-02-01",
		status="Closed",
		closed_on="2014-03-01",
		content="内容",
	).insert()
	return frappe._dict(
		committee=committee,
		branch=branch,
		gone=gone,
		stays=stays,
		meeting=meeting,
		entry=entry,
		event=event,
		ended=ended,
		fresh=fresh,
		running=running,
		talk=talk,
		case=case,
		secretary=factory.holder(branch, "Secretary"),
		officer=factory.holder(branch, "Party Affairs Officer", committee),
		discipline=factory.holder(branch, "Discipline Commissioner"),
	)


def stays_partner(branch):
	return factory.member(branch, "吴谈话")


def pairing(member, name, start, end):
	return frappe.get_doc(
		doctype="Contact Pairing",
		member=member.name,
		branch=member.branch,
		start_date=start,
		end_date=end,
		contact_name=name,
		contact_kind="Masses",
		phone="13900000000",
		address="某巷",
		family="三口之家",
		contact_log=[{"contact_date": "2022-03-01", "method": "Visit", "matter": "看望"}],
	).insert()


def test_the_settings_begin_with_proposals_and_switched_off():
	assert retention_months() == {group.key: group.months for group in periods.groups()}
	assert not frappe.db.get_single_value(SETTINGS, "anonymise_overdue")
	assert all(group.reason for group in periods.groups())


def test_nothing_is_queued_while_it_is_switched_off(monkeypatch):
	queued = []
	monkeypatch.setattr("party_affairs.jobs.enqueue", lambda *arguments: queued.append(arguments))
	retention.daily()
	assert queued == []
	frappe.db.set_single_value(SETTINGS, "anonymise_overdue", 1)
	retention.daily()
	assert len(queued) == 1


def test_a_member_who_left_is_anonymised_wherever_his_name_was_copied(house):
	retention.run()
	gone = frappe.get_doc("Party Member", house.gone.name)
	assert (gone.member_name, gone.status, str(gone.left_branch_on)) == (
		PLACEHOLDER,
		"Transferred Out",
		"2015-12-01",
	)
	for field in ("id_number", "address", "mobile", "birth_date", "user"):
		assert not gone.get(field), field
	assert gone.gender == "Male" and gone.joined_on, "what statistics need stays"
	names = [row.member_name for row in frappe.get_doc("Party Meeting", house.meeting.name).attendees]
	assert names == [PLACEHOLDER, "钱留任"]
	entry = frappe.get_doc("Party Dues Entry", house.entry.name)
	assert (entry.member_name, entry.due_amount, entry.paid_amount, entry.dues_base) == (
		PLACEHOLDER,
		12,
		12,
		0,
	)
	event = frappe.get_doc("Party Member Event", house.event.name)
	assert not event.details and "赵离开" not in event.title and PLACEHOLDER in event.title
	for doctype in frappe.get_all("DocType", {"module": "Party Affairs", "issingle": 0}, pluck="name"):
		assert "赵离开" not in repr(frappe.db.sql(f"select * from `tab{doctype}`")), doctype
	assert not frappe.get_all("Version", {"ref_doctype": "Party Member", "docname": gone.name})


def test_ended_pairings_alone_lose_their_contact(house):
	retention.run()
	ended, fresh, running = (
		frappe.get_doc("Contact Pairing", document.name)
		for document in (house.ended, house.fresh, house.running)
	)
	assert (ended.contact_name, ended.phone, ended.address, ended.family) == (PLACEHOLDER, None, None, None)
	assert str(ended.contact_log[0].contact_date) == "2022-03-01" and not ended.contact_log[0].matter
	assert ended.contact_kind == "Masses"
	assert fresh.contact_name == "李群众" and running.phone == "13900000000"


def test_texts_and_cases_lose_their_words_and_keep_their_days(house):
	retention.run()
	talk = frappe.get_doc("Heart Talk", house.talk.name)
	assert talk.content == PLACEHOLDER and not talk.opinions and str(talk.talk_on) == "2019-05-05"
	case = frappe.get_doc("Discipline Case", house.case.name)
	assert (case.member, case.content, case.subject_line) == (None, None, PLACEHOLDER)
	assert (case.kind, str(case.closed_on)) == ("Accusation", "2014-03-01")


def test_a_second_run_finds_nothing_and_a_site_keeps_what_it_wants(house):
	assert retention.run() > 0
	records = frappe.db.count(RECORD)
	assert retention.run() == 0 and frappe.db.count(RECORD) == records


def test_a_group_without_a_period_is_kept(house):
	frappe.db.set_value("Personal Data Retention", {"retention_group": "Members Who Left"}, "months", 0)
	retention.run()
	assert frappe.db.get_value("Party Member", house.gone.name, "member_name") == "赵离开"


def test_what_was_forgotten_is_recorded_by_branch(house):
	retention.run()
	(line,) = frappe.get_all(RECORD, {"document_type": "Party Member"}, ["*"])
	assert (line.branch, line.records, line.documents) == (house.branch.name, 1, house.gone.name)
	assert (line.occasion, line.retention_group) == ("Retention Period", "Members Who Left")
	assert "身份证号" in line.columns_emptied and str(line.erased_on) == TODAY
	(case,) = frappe.get_all(RECORD, {"document_type": "Discipline Case"}, ["branch", "untold_branch"])
	assert (case.branch, case.untold_branch) == (None, house.branch.name)
	document = frappe.get_doc(RECORD, line.name)
	document.records = 0
	with pytest.raises(frappe.PermissionError):
		document.save()


def ledger(user, **filters):
	frappe.set_user(user)
	try:
		return ledgers.get("personal_data_due").build({"year": 2026, **filters})
	finally:
		frappe.set_user("Administrator")


def test_what_is_due_is_listed_beforehand_and_what_was_done_afterwards(house):
	before = {row["document_type"]: row for row in ledger(house.secretary).rows}
	assert {"Party Member", "Contact Pairing", "Heart Talk", "Party Dues Entry"} <= set(before)
	assert before["Party Member"]["documents"] == house.gone.name
	assert str(before["Contact Pairing"]["day"]) == "2023-01-01" and before["Contact Pairing"]["records"] == 1
	assert "Discipline Case" not in before
	above = {row["document_type"]: row for row in ledger(house.officer).rows}
	assert above["Heart Talk"]["records"] == 1 and above["Heart Talk"]["documents"] == ""
	assert "Discipline Case" in {row["document_type"] for row in ledger(house.discipline).rows}
	retention.run()
	assert ledger(house.secretary).rows == ()
	done = {row["document_type"] for row in ledger(house.officer, state="Anonymised").rows}
	assert done >= {"Party Member", "Contact Pairing", "Heart Talk"} and "Discipline Case" not in done
	assert "Discipline Case" in {
		row["document_type"] for row in ledger(house.discipline, state="Anonymised").rows
	}


def test_files_of_what_is_forgotten_go_from_the_disk(house):
	file = frappe.get_doc(
		doctype="File",
		file_name="说明.txt",
		content="附件",
		is_private=1,
		attached_to_doctype="Contact Pairing",
		attached_to_name=house.ended.name,
	).insert()
	path = file.get_full_path()
	retention.run()
	assert not frappe.db.exists("File", file.name)
	assert not os.path.exists(path)


def test_statements_and_records_of_access_are_kept_as_long_as_the_law_says():
	settings = frappe.get_single(SETTINGS)
	row = next(row for row in settings.retention_periods if row.retention_group == "Records of Access")
	row.months = 12
	with pytest.raises(frappe.ValidationError, match="36"):
		settings.validate()
	row.months = 0
	settings.validate()


def test_the_number_of_statements_does_not_grow_with_the_records(house):
	retention.run()

	def statements(number):
		for _number in range(number):
			pairing(house.stays, f"群众{frappe.generate_hash(length=6)}", "2020-01-01", "2023-01-01")
		with counted_queries() as sent:
			retention.run()
		return len(sent)

	statements(1)
	assert statements(2) == statements(6)


def test_the_report_on_the_desk(house):
	from frappe.desk.query_report import run as run_report

	frappe.set_user(house.officer)
	answer = run_report("Personal Data Due for Anonymisation", filters=json.dumps({"year": nowdate()[:4]}))
	assert {row["document_type"] for row in answer["result"] if not row.get("is_total")} >= {"Party Member"}
