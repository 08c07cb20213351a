"""Dues Assessment: base and sum by method and standard, decisions, and what was paid stays (clause R49, domain B4)."""

from copy import deepcopy

import pytest

import frappe

from party_affairs.exceptions import DuesError
from party_affairs.guide.dues.income_items import income_kinds
from party_affairs.setup.dues_standard import create_missing
from tests.site import factory

pytestmark = pytest.mark.site


def build_person():
	return factory.member(factory.branch(parent=factory.committee()))


@pytest.fixture(scope="module")
def built(built_once):
	return built_once(build_person)


@pytest.fixture
def person(built):
	return deepcopy(built)


def assess(person, base, category="Employed", first_month="2025-01-15", **values):
	return factory.assessment(person, first_month, base, category, **values)


def entry_of(entry):
	return frappe.db.get_value(
		"Party Dues Entry",
		entry.name,
		["due_amount", "dues_base", "assessment", "status", "payable_by"],
		as_dict=True,
	)


def said():
	return " ".join(str(message.get("message")) for message in frappe.get_message_log())


# --- sums


@pytest.mark.parametrize(
	"category, base, due",
	[
		("Employed", "3000", 15.00),
		("Employed", "3000.01", 30.00),
		("Employed", "5001", 75.02),
		("Irregular Income", "10001", 200.02),
		("Annual Salary", "60000", 1000.00),
		("Retired", "5001", 50.01),
		("Fixed Sum", "0", 0.20),
		("Student", None, 0.20),
		("Unemployed", None, 0.20),
		("Relief", None, 0.20),
		("Farmer", None, 0.20),
		("Exempt", "8000", 0.00),
	],
)
def test_monthly_due_by_category_and_base(person, category, base, due):
	assessment = assess(person, base, category)
	assert assessment.monthly_due == due
	assert str(assessment.effective_from) == "2025-01-01"


@pytest.mark.parametrize("base", ["-1", "99999999999"])
def test_absurd_base_is_refused(person, base):
	with pytest.raises(DuesError, match="月核定基数"):
		assess(person, base)


def test_second_assessment_from_the_same_month_is_refused(person):
	assess(person, "4500")
	with pytest.raises(DuesError):
		assess(person, "5500", first_month="2025-01-01")
	assert assess(person, "5500", first_month="2025-07-01").monthly_due == 82.5


def test_edited_standard_of_the_site_is_what_counts(person):
	name = frappe.get_all("Dues Standard", filters={"effective_to": ["is", "not set"]}, pluck="name")[0]
	standard = frappe.get_doc("Dues Standard", name)
	standard.monthly_cap = 500
	standard.plausible_base = 70000
	standard.save()
	create_missing()
	assert assess(person, "60000").monthly_due == 500
	with pytest.raises(DuesError, match="70000"):
		assess(person, "70000.01", first_month="2025-02-01")


def test_farmers_agree_on_a_sum_within_the_range(person):
	assert assess(person, None, "Farmer", agreed_amount=0.7).monthly_due == 0.7
	with pytest.raises(DuesError, match="商定月交数额"):
		assess(person, None, "Farmer", "2025-02-01", agreed_amount=1.5)


# --- base and months by method


@pytest.mark.parametrize(
	"method, income, base, last",
	[
		("Monthly Pay", 8000, 8000, None),
		("Annual Salary Drawn in Month", 50000, 50000, "2025-02-01"),
		("Average of Last Quarter", 30000, 10000, "2025-03-01"),
		("Fixed Yearly Base", 4812, 4812, "2025-12-01"),
	],
)
def test_income_gives_the_base_and_the_method_its_months(person, method, income, base, last):
	assessment = assess(person, None, first_month="2025-02-01", basis_method=method, income_amount=income)
	assert assessment.monthly_base == base
	assert (assessment.effective_to and str(assessment.effective_to)) == last


def test_a_month_beyond_the_method_is_refused(person):
	with pytest.raises(DuesError, match="2025-03"):
		assess(person, "9000", basis_method="Average of Last Quarter", effective_to="2025-04-30")


def test_income_items_add_up_to_the_base(person):
	items = [
		{"kind": "Post Pay", "amount": 6000},
		{"kind": "Performance Pay or Commission", "amount": 3000.5},
		{"kind": "Pension Insurance", "amount": 480},
		{"kind": "Income Tax", "amount": 20.25},
	]
	assessment = assess(person, "1", basis_method="Monthly Pay", income_items=items)
	assert (assessment.income_amount, assessment.monthly_base, assessment.monthly_due) == (
		8500.25,
		8500.25,
		127.5,
	)
	with pytest.raises(DuesError, match="收入项目"):
		assess(
			person,
			None,
			first_month="2025-02-01",
			income_items=[{"kind": "Income Tax", "amount": 1}],
		)


def test_the_form_offers_the_guides_income_items():
	options = frappe.get_meta("Dues Income Item").get_options("kind").split("\n")
	assert options == [kind.label for kind in income_kinds()]


# --- decisions


@pytest.mark.parametrize("missing", ["decided_on", "approved_on", "approval_no"])
@pytest.mark.parametrize("category", ["Exempt", "Reduced"])
def test_paying_less_takes_decision_and_approval(person, category, missing):
	with pytest.raises(DuesError, match=frappe._(frappe.get_meta("Dues Assessment").get_label(missing))):
		assess(person, "4500", category, agreed_amount=10, **{missing: None})


def test_the_organisation_above_is_the_one_that_approves(person):
	above = frappe.db.get_value("Party Branch", person.branch, "parent_party_branch")
	assert assess(person, "4500", "Exempt", approved_by=None).approved_by == above


def test_approval_before_decision_is_refused(person):
	with pytest.raises(DuesError, match="上级批准日期"):
		assess(person, None, "Exempt", approved_on="2024-12-01")


def test_a_reduced_sum_lies_below_the_standards(person):
	assert assess(person, "4500", "Reduced", agreed_amount=44.99).monthly_due == 44.99
	with pytest.raises(DuesError, match="商定月交数额"):
		assess(person, "4500", "Reduced", "2025-02-01", agreed_amount=45)


def test_a_deciding_meeting_is_the_branchs_own_and_submitted(person):
	branch = person.branch
	meeting = factory.meeting(branch, "Member Assembly", "2024-12-05 14:00:00", attendees=[person])
	assessment = assess(person, None, "Exempt", decision_meeting=meeting.name, decided_on=None)
	assert str(assessment.decided_on) == "2024-12-05"
	for other in (
		factory.meeting(branch, "Member Assembly", "2024-12-06 14:00:00", attendees=[person], submit=False),
		factory.meeting(factory.branch(parent=factory.committee()), starts_on="2024-12-05 14:00:00"),
	):
		with pytest.raises(DuesError, match="议决会议"):
			assess(person, None, "Exempt", "2025-02-01", decision_meeting=other.name)


def test_an_older_record_without_decision_can_still_be_saved(person):
	assessment = assess(person, None, "Exempt")
	frappe.db.set_value("Dues Assessment", assessment.name, {"decided_on": None, "approval_no": None})
	assessment.reload()
	assessment.remarks = "补充说明"
	assessment.save()
	assessment.approved_by = "另一党委"
	with pytest.raises(DuesError):
		assessment.save()


def test_the_workbook_need_not_name_the_decision(person):
	document = frappe.get_doc(
		doctype="Dues Assessment", member=person.name, category="Exempt", effective_from="2025-01-01"
	)
	document.flags.from_workbook = True
	assert document.insert().monthly_due == 0


def test_quarterly_payment_takes_the_branchs_consent(person):
	with pytest.raises(DuesError, match="同意日期"):
		assess(person, "4500", payment_frequency="Quarterly", consented_on=None)
	assert assess(person, "4500", payment_frequency="Quarterly", consented_on="2024-12-10").name


# --- mode of the branch


def test_a_change_within_the_year_is_pointed_out_where_bases_are_fixed_yearly(person):
	assess(person, "4500")
	frappe.clear_messages()
	assess(person, "5500", first_month="2025-07-01")
	assert "调整原因" in said()
	frappe.clear_messages()
	assess(person, "6500", first_month="2025-08-01", change_reason="晋升")
	assert not said()
	frappe.db.set_value("Party Branch", person.branch, "dues_mode", "Monthly")
	assess(person, "7500", first_month="2025-09-01")
	assert not said()


def test_the_sites_mode_counts_where_the_branch_has_none(person):
	frappe.db.set_single_value("Party Affairs Settings", "dues_mode", "Monthly")
	assess(person, "4500")
	frappe.clear_messages()
	assess(person, "5500", first_month="2025-07-01")
	assert not said()


# --- entries


def test_entries_without_payment_follow_a_changed_base(person):
	assessment = assess(person, "4500")
	paid = factory.dues_entry(
		person, "2025-01-01", "45.00", "45.00", "2025-01-10", assessment=assessment.name, dues_base=4500
	)
	partly = factory.dues_entry(
		person, "2025-02-01", "45.00", "5.00", "2025-02-10", assessment=assessment.name, dues_base=4500
	)
	unpaid = factory.dues_entry(person, "2025-07-01", "45.00", assessment=assessment.name, dues_base=4500)
	newer = assess(person, "5500", first_month="2025-07-01", change_reason="晋升")
	assert tuple(entry_of(unpaid).values())[:4] == (82.5, 5500, newer.name, "Unpaid")
	for entry in (paid, partly):
		found = entry_of(entry)
		assert (found.due_amount, found.dues_base, found.assessment) == (45, 4500, assessment.name)
	newer.monthly_base = 6000
	newer.payment_frequency, newer.consented_on = "Quarterly", "2025-01-05"
	newer.save()
	found = entry_of(unpaid)
	assert (found.due_amount, str(found.payable_by)) == (90, "2025-09-30")
	newer.delete()
	found = entry_of(unpaid)
	assert (found.due_amount, found.assessment) == (45, assessment.name)


def test_an_entry_becomes_exempt_with_its_assessment_and_an_exemption_by_hand_stays(person):
	assessment = assess(person, "4500")
	unpaid = factory.dues_entry(person, "2025-03-01", "45.00", assessment=assessment.name)
	by_hand = factory.dues_entry(person, "2025-04-01", "0", status="Exempt")
	assessment.update({"category": "Exempt", **factory.DECIDED})
	assessment.save()
	assert tuple(entry_of(unpaid).values())[:4] == (0, 0, assessment.name, "Exempt")
	assessment.update({"category": "Employed", "monthly_base": 4500})
	assessment.save()
	assert (entry_of(unpaid).due_amount, entry_of(unpaid).status) == (45, "Unpaid")
	assert (entry_of(by_hand).due_amount, entry_of(by_hand).status) == (0, "Exempt")


def test_a_remark_changes_no_entry(person):
	assessment = assess(person, "4500")
	entry = factory.dues_entry(person, "2025-03-01", "40.00", assessment=assessment.name)
	assessment.remarks = "备注"
	assessment.save()
	assert entry_of(entry).due_amount == 40


@pytest.mark.parametrize(
	"change",
	[
		{"monthly_base": 5500},
		{"category": "Retired"},
		{"effective_from": "2025-02-01"},
		{"income_amount": 5500},
	],
)
def test_what_was_paid_by_stays(person, change):
	assessment = assess(person, "4500")
	factory.dues_entry(person, "2025-03-01", "45.00", "1.00", "2025-03-10", assessment=assessment.name)
	assessment.update(change)
	with pytest.raises(DuesError, match="2025-04"):
		assessment.save()
	assessment.reload()
	with pytest.raises(DuesError, match="2025-03"):
		assessment.delete()
	assessment.update({"remarks": "可以改", "effective_to": "2025-06-01", "signed_on": "2025-01-20"})
	assessment.save()


def test_an_assessment_without_payments_can_be_deleted(person):
	assessment = assess(person, "4500")
	entry = factory.dues_entry(person, "2025-03-01", "45.00", assessment=assessment.name)
	assessment.delete()
	assert (entry_of(entry).assessment, entry_of(entry).due_amount) == (None, 45)
