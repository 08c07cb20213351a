"""Who may start the monthly run, of which branches and months; what the night does by itself; what the user is told."""

from datetime import date

import pytest

import frappe

from party_affairs import jobs
from party_affairs.api.dues import monthly_run as dues_run
from party_affairs.dues import schedule
from party_affairs.dues.monthly_run import RunSummary
from party_affairs.exceptions import DuesError
from party_affairs.facts.dues.liability import Liability
from party_affairs.patches.v0_4 import leave_dues_run_to_the_site
from party_affairs.setup import settings as first_settings
from tests.site import factory

ENTRY, SETTINGS = "Party Dues Entry", "Party Affairs Settings"
TODAY = "2025-03-17 10:00:00"


@pytest.fixture
def house():
	"""A committee with a general branch and two branches below it, and another committee with a branch of its own."""
	committee = factory.committee()
	general = factory.branch(branch_type="General Branch", parent=committee)
	near, sister = factory.branch(parent=general), factory.branch(parent=general)
	foreign = factory.branch(parent=factory.committee())
	rows = frappe._dict(committee=committee, general=general, near=near, sister=sister, foreign=foreign)
	for branch in (near, sister, foreign):
		factory.assessment(factory.member(branch))
	return rows


@pytest.fixture
def queued(monkeypatch):
	found = []
	monkeypatch.setattr(
		jobs, "enqueue", lambda method, *identity, **arguments: found.append((method, identity, arguments))
	)
	return found


def branches_with_entries(month: str = "2025-03-01") -> set[str]:
	return set(frappe.get_all(ENTRY, filters={"dues_month": month}, pluck="branch", order_by="branch"))


@pytest.mark.parametrize("post", ["Secretary", "Organisation Commissioner"])
@pytest.mark.parametrize("named", [True, False])
def test_who_keeps_the_dues_of_a_branch_makes_its_entries(house, set_user, freeze, queued, post, named):
	freeze(TODAY)
	before = branches_with_entries()
	user = factory.holder(house.near, post, member_name="未核定甲")
	with set_user(user):
		answer = dues_run.make_entries("2025-03", house.near.name if named else None)
	assert branches_with_entries() - before == {house.near.name}
	assert (answer["queued"], queued) == (False, [])
	assert answer["message"].startswith("2025-03：新生成 1 条")
	# Members without an assessment are named, nobody of another branch.
	assert answer["lacking"].startswith("1 名党员") and "未核定甲" in answer["lacking"]


@pytest.mark.parametrize("target", ["sister", "general", "committee", "foreign"])
def test_he_makes_none_of_another_branch(house, set_user, freeze, queued, target):
	freeze(TODAY)
	before = branches_with_entries()
	set_user(factory.holder(house.near, "Secretary"))
	with pytest.raises(frappe.PermissionError):
		dues_run.make_entries("2025-03", house[target].name)
	frappe.set_user("Administrator")
	assert branches_with_entries() == before and queued == []


@pytest.mark.parametrize("post", [None, "Publicity Commissioner", "Discipline Commissioner"])
def test_who_keeps_no_dues_makes_none(house, set_user, freeze, post):
	freeze(TODAY)
	before = branches_with_entries()
	set_user(factory.holder(house.near, post))
	for branch in (None, house.near.name):
		with pytest.raises(frappe.PermissionError):
			dues_run.make_entries("2025-03", branch)
	frappe.set_user("Administrator")
	assert branches_with_entries() == before


def test_the_committee_above_sees_dues_and_enters_none(house, set_user, freeze):
	freeze(TODAY)
	set_user(factory.holder(house.near, "Secretary", house.committee))
	with pytest.raises(frappe.PermissionError):
		dues_run.make_entries("2025-03")


@pytest.mark.parametrize("month", ["2025-04", "2026-01", "1999-12", "2025", "2025-Q1", "三月", "2025-13", ""])
def test_a_month_that_has_not_begun_or_is_none_is_refused_by_name(house, set_user, freeze, month):
	freeze(TODAY)
	set_user(factory.holder(house.near, "Secretary"))
	with pytest.raises(DuesError, match=month or "2026-03"):
		dues_run.make_entries(month)


def test_many_branches_are_done_in_the_background_and_the_outcome_is_told(house, freeze, queued, monkeypatch):
	freeze(TODAY)
	monkeypatch.setattr(dues_run, "BRANCHES_A_CHUNK", 1)
	factory.member(house.near, "未核定乙")
	answer = dues_run.make_entries("2025-03", house.committee.name)
	assert answer["queued"] and "4" in answer["message"]
	((method, identity, arguments),) = queued
	branches = sorted(row.name for row in (house.committee, house.general, house.near, house.sister))
	assert identity == ("2025-03", branches)
	frappe.db.commit()
	told = []
	monkeypatch.setattr(frappe, "publish_realtime", lambda *args, **kwargs: told.append((args, kwargs)))
	summary = frappe.get_attr(method)(**arguments)
	assert (summary.made, summary.branches) == (2, 4)
	assert (("party_affairs_dues_run", {"done": 4, "total": 4}), {"user": "Administrator"}) in told
	notice = frappe.get_last_doc("Notification Log", {"for_user": "Administrator"})
	assert notice.subject.startswith("2025-03：新生成 2 条")
	assert "未核定乙" in notice.email_content


def test_the_night_makes_the_entries_of_the_month_that_has_begun(house, freeze, queued):
	freeze(TODAY)
	frappe.db.set_single_value(SETTINGS, "make_dues_entries", 1)
	schedule.daily()
	((method, identity, arguments),) = queued
	assert identity == ("2025-03", None)
	assert arguments == {"period_key": "2025-03", "branches": None, "told": None}
	frappe.db.commit()
	before = frappe.db.count("Notification Log")
	frappe.get_attr(method)(**arguments)
	assert {house.near.name, house.sister.name, house.foreign.name} <= branches_with_entries()
	assert frappe.db.count("Notification Log") == before


def test_the_night_does_nothing_where_it_is_switched_off(queued):
	frappe.db.set_single_value(SETTINGS, "make_dues_entries", 0)
	schedule.daily()
	assert queued == []


def _stored() -> str:
	table = frappe.qb.DocType("Singles")
	rows = frappe.qb.from_(table).select(table.value)
	((value,),) = rows.where((table.doctype == SETTINGS) & (table.field == "make_dues_entries")).run()
	return value


def test_it_is_on_for_new_sites_and_left_to_those_that_were_there():
	frappe.db.delete("Singles", {"doctype": SETTINGS, "field": "make_dues_entries"})
	leave_dues_run_to_the_site.execute()
	first_settings.create_missing()
	assert _stored() == "0"
	frappe.db.set_single_value(SETTINGS, "make_dues_entries", 1)
	leave_dues_run_to_the_site.execute()
	assert _stored() == "1"
	frappe.db.delete("Singles", {"doctype": SETTINGS, "field": "make_dues_entries"})
	first_settings.create_missing()
	assert _stored() == "1"


def test_no_more_than_a_page_of_names_is_told():
	people = tuple(Liability(str(n), f"党员{n}", "某支部") for n in range(60))
	text = schedule.lacking(RunSummary(date(2025, 3, 1), unassessed=people))
	assert "60 名" in text and "另有 10 人" in text and "党员49（" in text and "党员50（" not in text
	assert schedule.lacking(RunSummary(date(2025, 3, 1))) == ""
