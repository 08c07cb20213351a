"""Exemptions from duties: asked for by the branch, decided above, and counted as excused within seconds."""

from copy import deepcopy
from datetime import date

import pytest

import frappe

from party_affairs.api.duties import exemptions
from party_affairs.api.duties.evidence import evidence_of
from party_affairs.compliance import recheck
from party_affairs.compliance.run import run_compliance
from party_affairs.exceptions import ExemptionError
from party_affairs.facts.criteria import of_branches
from party_affairs.facts.duties import summary
from party_affairs.rules.periods import calendar_year
from tests.site import factory

pytestmark = pytest.mark.site

TODAY = date(2026, 5, 20)
FINDING = "Compliance Finding"


def build_house():
	committee = factory.committee(records_from="2026-01-01")
	branch = factory.branch("豁免测试支部", parent=committee, records_from="2026-01-01")
	sister = factory.branch(parent=committee, records_from="2026-01-01")
	house = frappe._dict(committee=committee, branch=branch, sister=sister, member=factory.member(branch))
	house.secretary = factory.holder(branch, "Secretary")
	house.stranger = factory.holder(sister, "Secretary")
	house.officer = factory.holder(sister, "Party Affairs Officer", committee)
	house.instructor = factory.holder(sister, "Party Work Instructor", committee)
	run_compliance(2026, TODAY, [branch.name, sister.name])
	frappe.db.commit()
	recheck.check_touched()
	return house


@pytest.fixture(scope="module")
def built(built_once):
	return built_once(build_house, TODAY)


@pytest.fixture
def house(built, freeze):
	freeze(TODAY)
	return deepcopy(built)


def ask(house, **values):
	"""The caller asks for March without a theme day."""
	document = frappe.get_doc(
		{
			"doctype": "Duty Exemption",
			"branch": house.branch.name,
			"rule": "R26",
			"from_date": "2026-03-01",
			"to_date": "2026-03-31",
			"reason": "全体外出办案",
			**values,
		}
	)
	return document.insert()


def march(house):
	frappe.db.commit()
	recheck.check_touched()
	key = {"rule": "R26", "subject": house.branch.name, "period_key": "2026-03"}
	return frappe.get_doc(FINDING, frappe.db.get_value(FINDING, key))


def test_a_branch_asks_the_committee_decides_and_the_finding_says_who_and_why(house, set_user):
	set_user(house.secretary)
	asked = ask(house)
	assert asked.status == "Asked For" and asked.title.startswith("豁免测试支部")
	assert march(house).status == "Missed", "until then the duty stays"
	before = summary.by_status(of_branches([house.branch.name]), calendar_year(2026))
	set_user(house.officer)
	assert exemptions.grant(asked.name, document_no="市律党〔2026〕7号")["status"] == "Approved"
	found = march(house)
	assert found.status == "Excused"
	for word in (
		house.committee.name,
		"全体外出办案",
		"2026-05-20",
		frappe.utils.get_fullname(house.officer),
	):
		assert word in found.message
	after = summary.by_status(of_branches([house.branch.name]), calendar_year(2026))
	assert after["Missed"] == before["Missed"] - 1 and after["Excused"] == before["Excused"] + 1
	set_user(house.secretary)
	assert [row["doctype"] for row in evidence_of(found.name)] == ["Duty Exemption"]
	set_user(house.officer)
	exemptions.withdraw(asked.name, reason="办案提前结束")
	assert march(house).status == "Missed", "withdrawn it counts no more"


def test_who_decides(house, set_user):
	set_user(house.secretary)
	asked = ask(house)
	for user in (house.secretary, house.stranger, house.instructor, factory.login(house.member)):
		set_user(user)
		for step in (exemptions.grant, lambda name: exemptions.refuse(name, "不予")):
			with pytest.raises(frappe.PermissionError):
				step(asked.name)
	assert frappe.db.get_value("Duty Exemption", asked.name, "status") == "Asked For"


def test_who_leads_the_branch_as_well_does_not_decide(house, set_user):
	double = factory.holder(house.branch, "Party Affairs Officer", house.committee)
	member = frappe.db.get_value("Party Member", {"user": double})
	frappe.get_doc("Party Post", {"branch": house.branch.name, "post": "Secretary"}).delete()
	factory.post(frappe.get_doc("Party Member", member), "Secretary", house.branch)
	set_user(double)
	asked = ask(house)
	with pytest.raises(frappe.PermissionError):
		exemptions.grant(asked.name)


def test_nobody_decides_about_himself(house, set_user):
	officer = frappe.db.get_value("Party Member", {"user": house.officer})
	asked = ask(house, branch=house.sister.name, rule="R32", subject_doctype="Party Member", subject=officer)
	set_user(house.officer)
	with pytest.raises(frappe.PermissionError):
		exemptions.grant(asked.name)


def test_who_reads_it(house, set_user):
	set_user(house.secretary)
	name = ask(house).name
	for user, reads in (
		(house.secretary, True),
		(house.officer, True),
		(house.instructor, True),
		(house.stranger, False),
		(factory.login(house.member), False),
	):
		set_user(user)
		assert frappe.has_permission("Duty Exemption", "read", name) is reads, user


def test_nobody_asks_for_another_branch(house, set_user):
	set_user(house.stranger)
	with pytest.raises(frappe.PermissionError):
		ask(house)


def test_what_steps_write_is_not_written_by_hand(house, set_user):
	set_user(house.secretary)
	asked = ask(house, status="Approved", decided_by="本支部", decided_on="2026-05-01")
	assert (asked.status, asked.decided_by, asked.decided_on) == ("Asked For", None, None)
	asked.status = "Approved"
	asked.save()
	assert asked.status == "Asked For"


def test_what_was_decided_is_not_changed_or_deleted(house, set_user):
	document = factory.exemption(house.branch, "R26", "2026-03-01", "2026-03-31")
	set_user(house.secretary)
	document = frappe.get_doc("Duty Exemption", document.name)
	document.to_date = "2026-04-30"
	with pytest.raises(ExemptionError, match="撤销后重新申请"):
		document.save()
	with pytest.raises(ExemptionError):
		frappe.delete_doc("Duty Exemption", document.name)
	ask(house, from_date="2026-04-01", to_date="2026-04-30").delete()


@pytest.mark.parametrize(
	("values", "sentence"),
	[
		({"to_date": "2026-02-01"}, "结束日期"),
		({"to_date": "2029-03-01"}, "3年"),
		({"from_date": "1999-01-01", "to_date": "1999-12-31"}, "2000"),
		({"rule": "R10"}, "不在核查范围"),
		({"subject_doctype": "Party Group", "subject": "<other group>"}, "不是"),
		({"subject_doctype": "Party Member", "subject": "<other member>"}, "豁免测试支部"),
	],
)
def test_what_cannot_be_asked_for(house, values, sentence):
	made = {
		"<other group>": lambda: factory.group(house.sister).name,
		"<other member>": lambda: factory.member(house.sister).name,
	}
	subject = values.get("subject")
	if subject:
		values = {**values, "subject": made[subject]()}
	with pytest.raises(frappe.ValidationError, match=sentence):
		ask(house, **values)


def test_a_refusal_and_a_withdrawal_need_their_reason_and_their_order(house, set_user):
	set_user(house.officer)
	asked = ask(house)
	with pytest.raises(ExemptionError, match="请填写"):
		exemptions.refuse(asked.name, " ")
	with pytest.raises(ExemptionError):
		exemptions.withdraw(asked.name, "没有准予")
	refused = exemptions.refuse(asked.name, "材料不足")
	assert refused == {"status": "Not Approved", "message": "未准予豁免。"}
	with pytest.raises(ExemptionError):
		exemptions.grant(asked.name)


def test_the_same_is_asked_for_and_granted_once(house, set_user):
	asked = ask(house)
	for days in ({}, {"from_date": "2026-02-01"}, {"from_date": "2026-03-31", "to_date": "2026-05-31"}):
		with pytest.raises(ExemptionError, match=asked.name):
			ask(house, **days)
	other = ask(house, from_date="2026-04-01", to_date="2026-04-30")
	ask(house, subject_doctype="Party Member", subject=house.member.name)
	ask(house, rule="R22")
	frappe.db.set_value("Duty Exemption", other.name, "from_date", "2026-03-01")
	set_user(house.officer)
	exemptions.grant(asked.name)
	with pytest.raises(ExemptionError, match=asked.name):
		exemptions.grant(other.name)
	exemptions.withdraw(asked.name, "重新研究")
	assert exemptions.grant(other.name)["status"] == "Approved"
