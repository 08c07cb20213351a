"""Every ledger answers for the day it names: whichever day it is asked on, and whatever happened after it."""

import pytest

import frappe

from party_affairs import ledgers
from tests.site import factory
from tests.site.test_ledgers import fill

pytestmark = pytest.mark.site

BUILT_ON = "2026-06-30"
DAYS = ("2025-03-31", "2025-06-30", "2025-12-31")
CLOCKS = ("{day}", "2026-01-20", BUILT_ON)
STORED = {"compliance_findings", "compliance_matrix", "period_reports", "appraisals", "self_checks"}
"""Ledgers of what was stored when it was found or decided: they tell on which day."""
JUDGED = {"education_hours"}
"""What was made up counts for the day of the meeting, as the check of its clause has it, however late it was made up."""


@pytest.fixture(scope="module")
def house(rolled_back):
	with rolled_back():
		committee = factory.committee("台账日期党委")
		branch = factory.branch("台账日期党支部", parent=committee)
		yield fill(branch, "近")


def answer(name, branch, **filters):
	built = ledgers.get(name).build({"branch": branch.name, **filters}, user="Administrator")
	shown = [[row.get(column.fieldname) for column in built.columns] for row in built.rows]
	return repr((built.title, built.dated, shown, built.totals, built.chart, built.figures, built.notes))


@pytest.mark.parametrize("name", ledgers.LEDGERS)
def test_the_answer_for_a_day_does_not_depend_on_the_clock(house, freeze, name):
	for day in DAYS:
		answers = []
		for clock in CLOCKS:
			freeze(clock.format(day=day))
			answers.append(answer(name, house.branch, as_of=day))
		assert len(set(answers)) == 1, day


@pytest.mark.parametrize("name", ledgers.LEDGERS)
def test_the_ledger_of_a_year_gone_by_names_its_day_and_answers_for_it(house, freeze, name):
	"""What is still seen to after the year names the day on which it is asked, all others the last of the year."""
	freeze("2026-02-10")
	built = ledgers.get(name).build({"branch": house.branch.name, "year": 2025}, user="Administrator")
	assert built.dated in ("2025年12月31日", "2026年2月10日")
	if built.dated == "2025年12月31日":
		assert answer(name, house.branch, year=2025) == answer(name, house.branch, as_of="2025-12-31")
		freeze(BUILT_ON)
		assert answer(name, house.branch, year=2025) == answer(name, house.branch, as_of="2025-12-31")


def test_what_happened_later_is_not_in_it(house, freeze):
	freeze(BUILT_ON)
	names = [name for name in ledgers.LEDGERS if name not in STORED | JUDGED]
	before = {name: answer(name, house.branch, as_of="2025-06-25") for name in names}
	happens_later(house)
	for name in names:
		# That a month of the sheet was paid later is told in the remarks, or nobody would learn it from a ledger of its year.
		found = answer(name, house.branch, as_of="2025-06-25").replace("2月在截止日之后交纳、", "")
		found = found.replace("、2月在截止日之后交纳", "")
		assert found == before[name], name
	assert "2月在截止日之后交纳" in answer("dues_collection", house.branch, as_of="2025-06-25")


def happens_later(house):
	"""Something in every ledger that was not there on 25 June."""
	branch, (first, second, third) = house.branch, house.people
	meeting = factory.meeting(
		branch,
		"Member Assembly",
		topic="以后的会",
		starts_on="2025-08-02 14:00:00",
		attendees=[first],
		absent={second.name: "出差"},
	)
	earlier = frappe.get_last_doc("Party Meeting", {"branch": branch.name, "topic": "近字补会"})
	row = next(row for row in earlier.attendees if row.member == second.name)
	frappe.db.set_value(
		row.doctype, row.name, {"attendance": "Made Up", "made_up_on": "2025-07-10", "made_up_how": "自学"}
	)
	resolution = house.meeting.resolutions[0]
	frappe.db.set_value(resolution.doctype, resolution.name, {"done_on": "2025-07-01", "follow_up": "已办"})
	pairing = frappe.get_doc("Contact Pairing", house.pairing.name)
	pairing.append("contact_log", {"contact_date": "2025-09-01", "method": "Visit"})
	pairing.save(ignore_permissions=True)
	factory.pairing(first, start="2025-09-01")
	activity = frappe.copy_doc(house.activity)
	activity.activity_date = "2025-09-09"
	activity.insert(ignore_permissions=True)
	entry = frappe.get_last_doc("Party Dues Entry", {"branch": branch.name, "dues_month": "2025-02-01"})
	receipt = factory.dues_received(first, "2025-07-05", dues="30.00", member_name="近字党员1")
	frappe.get_doc(
		doctype="Party Dues Receipt Item",
		parent=receipt,
		parenttype="Party Dues Receipt",
		parentfield="items",
		kind="Monthly Dues",
		entry=entry.name,
		dues_month="2025-02-01",
		amount="30.00",
		docstatus=1,
	).db_insert()
	entry.db_set({"paid_amount": 30, "paid_on": "2025-07-05", "status": "Paid"})
	factory.expense(branch, "2025-08-20", "1.00", meeting, handled_by=first)
	factory.heart_talk(first, second, "2025-08-10")
	factory.thought_report(third, handed_in_on="2025-07-20")
	listed = frappe.get_last_doc("Two Way Cultivation", {"branch": branch.name})
	listed.db_set({"status": "Succeeded", "ended_on": "2025-10-01", "reviewed_on": "2025-09-01"})
	item = frappe.get_last_doc("Life Review Measure", {"problem": "近字问题"})
	item.db_set({"closed_on": "2025-08-01", "evidence": "已改"})
	factory.post(second, "Secretary", start="2025-08-01")


def test_collection_and_arrears_of_one_day_agree(house, freeze):
	"""December can be paid until its last day: it is not in arrears on that day, whatever day it is now."""
	freeze(BUILT_ON)
	branch = factory.branch(parent=factory.committee())
	person = factory.member(branch)
	for month in (11, 12):
		factory.dues_entry(person, f"2025-{month}-01", due="50.00")

	def owed(**filters):
		built = [
			ledgers.get(name).build({"branch": branch.name, **filters}, "Administrator")
			for name in ("dues_collection", "dues_arrears")
		]
		days, (collection, arrears) = {one.dated for one in built}, built
		assert len(days) == 1
		assert collection.totals["arrears"] == arrears.totals["amount"]
		return days.pop(), arrears.totals["amount"]

	assert owed(as_of="2025-12-31") == ("2025年12月31日", 50)
	assert owed(year=2025) == ("2026年6月30日", 100)
	factory.dues_entry(person, "2026-01-01", due="50.00")
	assert owed(year=2025) == ("2026年6月30日", 100)
	freeze("2025-12-31")
	assert owed(year=2025) == ("2025年12月31日", 50)


@pytest.mark.parametrize("name", ["dues_collection", "education_hours"])
def test_who_joined_after_the_year_is_not_in_its_ledger(house, freeze, name):
	freeze(BUILT_ON)
	branch = factory.branch(parent=factory.committee())
	early = factory.member(branch, "早到")
	factory.member(branch, "迟到", joined_branch_on="2026-02-01")
	built = ledgers.get(name).build({"branch": branch.name, "year": 2025}, "Administrator")
	assert [row["name"] for row in built.rows] == [early.name]
