"""The committee's report: figures of all below it, its own apart, frozen, and only for who may read them."""

from datetime import date
from email import message_from_string

import pytest

import frappe

from party_affairs import ledgers
from party_affairs.compliance import remind, report, standing
from party_affairs.compliance.run import run_compliance
from party_affairs.facts import loading
from party_affairs.permissions.row_access import get_condition
from party_affairs.printing.documents import party_document
from tests.site import factory
from tests.support.queries import counted_queries
from tests.support.requests import call, rest

pytestmark = pytest.mark.site
REPORT, ROWS = "Compliance Report", "Compliance Report Branch"
SUMS = ("met_count", "due_count", "late_count", "missed_count")


@pytest.fixture(scope="module")
def house(rolled_back):
	"""A committee over a branch and a general branch, which has a branch below it; their reports of November."""
	with rolled_back():
		committee = factory.committee(records_from="2025-01-01")
		general = factory.branch(branch_type="General Branch", parent=committee, records_from="2025-01-01")
		near = factory.branch(parent=committee, records_from="2025-07-01")
		deep = factory.branch(parent=general, records_from="2025-09-01")
		ended = factory.branch(parent=committee, status="Dissolved", dissolved_on="2025-10-01")
		for branch in (near, deep):
			factory.member(branch)
		every = [row.name for row in (committee, general, near, deep, ended)]
		names = dict(zip(every, report.freeze("2025-11", branches=every), strict=False))
		yield frappe._dict(
			committee=committee, general=general, near=near, deep=deep, ended=ended, every=every, names=names
		)


def of(branch):
	return frappe.get_doc(REPORT, f"{branch.name}-2025-11")


def test_it_has_the_figures_that_each_organisation_below_reports_itself(house):
	document = of(house.committee)
	assert {row.branch for row in document.below_rows} == {
		row.name for row in (house.general, house.near, house.deep)
	}
	for row in document.below_rows:
		own = frappe.get_doc(REPORT, f"{row.branch}-2025-11")
		assert [row.get(field) for field in SUMS] == [own.get(field) for field in SUMS]
	assert document.below_count == 3
	for field in SUMS:
		assert document.get(f"below_{field}") == sum(row.get(field) for row in document.below_rows)
	assert document.below_missed_count > 0 == document.missed_count
	assert document.below_with_gaps == 2


def test_its_title_says_what_is_missed_below(house):
	document = of(house.committee)
	assert document.title.endswith(f"本级缺失0项，下级缺失{document.below_missed_count}项")
	assert "下级" not in of(house.near).title


def test_a_row_names_the_clauses_that_are_missed_most(house):
	rows = {row.branch: row for row in of(house.committee).below_rows}
	assert "R26 每月十五日主题党日（5项）" in rows[house.near.name].worst
	assert len(rows[house.near.name].worst.split("；")) == 3
	assert of(house.general).below_count == 1


def test_a_branch_has_nothing_below(house):
	document = of(house.near)
	assert (document.below_count, document.below_missed_count, document.below_rows) == (0, 0, [])


def test_it_is_computed_even_where_reports_below_are_there_or_missing(house):
	before = {row.branch: row.missed_count for row in of(house.committee).below_rows}
	frappe.db.delete(
		REPORT, {"name": ["in", [f"{house.committee.name}-2025-11", f"{house.near.name}-2025-11"]]}
	)
	frappe.db.delete(ROWS, {"parent": f"{house.committee.name}-2025-11"})
	report.freeze("2025-11", branches=[house.committee.name])
	assert {row.branch: row.missed_count for row in of(house.committee).below_rows} == before
	assert not frappe.db.exists(REPORT, f"{house.near.name}-2025-11"), "only what was asked for is written"
	report.freeze("2025-11", branches=[house.near.name])


def test_it_is_frozen_with_the_rest(house):
	before = of(house.committee).as_dict()
	factory.meeting(house.near, "Member Assembly", "2025-11-14 14:00:00")
	report.freeze("2025-11", branches=house.every)
	assert of(house.committee).as_dict() == before
	document = of(house.committee)
	document.below_rows[0].missed_count += 1
	with pytest.raises(frappe.UpdateAfterSubmitError):
		document.save()


def test_queries_do_not_grow_with_what_is_below(house):
	def asked(period_key):
		with counted_queries() as queries:
			report.freeze(period_key, branches=[house.committee.name])
		return len(queries)

	asked("2025-09")
	few = asked("2025-10")
	for _number in range(3):
		factory.member(factory.branch(parent=house.committee, records_from="2025-07-01"))
	frappe.db.delete(REPORT, {"name": f"{house.committee.name}-2025-10"})
	# What new branches have thrown out of Frappe's caches is read anew.
	asked("2025-08")
	assert asked("2025-10") <= few


def test_the_print_shows_what_is_below(house):
	text = party_document(of(house.committee))
	assert "三、下级组织" in text and house.deep.name in text
	assert f"缺失{of(house.committee).below_missed_count}项" in text
	assert "三、下级组织" not in party_document(of(house.near))


def test_the_mail_says_how_many_below_have_gaps(house, monkeypatch):
	factory.outgoing_account()
	frappe.local.outgoing_email_account = {}
	factory.holder(house.near, "Secretary", house.committee)
	document = of(house.committee)
	assert remind.queue_mails([document.name]) == [document.name]
	raw = frappe.get_all("Email Queue", filters={"reference_name": document.name}, pluck="message")[0]
	parts = {part.get_content_type(): part for part in message_from_string(raw).walk()}
	text = parts["text/html"].get_payload(decode=True).decode()
	assert "下级3个组织中，2个有缺失" in text and f"缺失{document.below_missed_count}项" in text
	assert house.near.name not in text
	frappe.local.outgoing_email_account = {}


# Whoever must not see a branch below


@pytest.fixture
def limited(house):
	"""A secretary of the committee whom a User Permission keeps to the committee itself and one branch."""
	user = factory.holder(house.near, "Secretary", house.committee)
	for branch in (house.committee, house.near):
		frappe.get_doc(
			{
				"doctype": "User Permission",
				"user": user,
				"allow": "Party Branch",
				"for_value": branch.name,
				"hide_descendants": 1,
			}
		).insert()
	frappe.clear_cache(user=user)
	return user


def test_rows_of_a_branch_that_one_may_not_see_are_left_out(house, limited, set_user):
	whole = factory.holder(house.near, "Deputy Secretary", house.committee)
	name = f"{house.committee.name}-2025-11"
	answer = rest(limited, REPORT, name)
	assert {row["branch"] for row in answer.data["below_rows"]} == {house.near.name}
	answer = rest(whole, REPORT, name)
	assert {row["branch"] for row in answer.data["below_rows"]} > {house.near.name, house.deep.name}
	set_user(limited)
	text = party_document(frappe.get_doc(REPORT, name))
	assert house.near.name in text and house.deep.name not in text


def test_rows_are_not_asked_for_by_themselves(house, limited):
	for query in (
		{"doctype": ROWS, "fields": '["branch"]', "parent": REPORT},
		{"doctype": REPORT, "fields": '["name", "`tabCompliance Report Branch`.`branch`"]'},
		{"doctype": REPORT, "fields": '["name", "below_rows.branch"]'},
		{
			"doctype": REPORT,
			"fields": '["name"]',
			"filters": f'[["{ROWS}", "branch", "=", "{house.deep.name}"]]',
		},
	):
		answer = call(limited, "frappe.client.get_list", **query)
		assert answer.status == 403 and house.deep.name not in answer.text
	assert house.deep.name not in get_condition(ROWS, limited)
	assert house.near.name in get_condition(ROWS, limited)


# What could not be checked


@pytest.fixture
def unchecked(house, monkeypatch):
	"""R22 has broken parameters everywhere; what is read for R32 breaks in one branch."""
	frappe.db.set_value("Guide Rule", "R22", "local_parameters", '{"tmes": 2}')
	reads = loading.EVIDENCE["thought_report"]

	def breaks(known):
		if house.near.name in known.names:
			raise KeyError("thought report")
		return reads(known)

	monkeypatch.setattr(loading, "EVIDENCE", {**loading.EVIDENCE, "thought_report": breaks})
	monkeypatch.setattr(frappe, "log_error", lambda *args, **options: None)


def test_what_could_not_be_checked_stands_in_the_report_and_is_counted_nowhere(house, unchecked):
	names = [house.near.name, house.deep.name, house.committee.name]
	report.freeze("2025-10", branches=names)
	near, deep, above = (frappe.get_doc(REPORT, f"{name}-2025-10") for name in names)
	assert [line.split(" ")[0] for line in near.unchecked.splitlines()] == ["R22", "R32"]
	assert [line.split(" ")[0] for line in deep.unchecked.splitlines()] == ["R22"]
	for document in (near, deep):
		assert not [row for row in document.lines if row.rule == "R22"]
		assert document.missed_count == sum(
			1 for row in document.lines if row.status == "Missed" and not row.linked_to
		)
	assert {row.branch: row.unchecked for row in above.below_rows}[house.near.name] == "R22、R32"
	assert above.below_unchecked_count == 3
	text = party_document(near)
	assert "未能核查（不计完成，也不计缺失）：R22" in text
	assert "未能核查：R22、R32" in party_document(above)


def test_it_stands_in_the_mail_without_the_reason(house, unchecked):
	factory.outgoing_account()
	frappe.local.outgoing_email_account = {}
	factory.holder(house.near, "Secretary")
	(name,) = report.freeze("2025-10", branches=[house.near.name])
	assert remind.queue_mails([name]) == [name]
	raw = frappe.get_all("Email Queue", filters={"reference_name": name}, pluck="message")[0]
	parts = {part.get_content_type(): part for part in message_from_string(raw).walk()}
	text = parts["text/html"].get_payload(decode=True).decode()
	assert "未能核查" in text and "R32 党员每半年思想汇报" in text and "KeyError" not in text
	frappe.local.outgoing_email_account = {}


def test_it_stands_in_the_notes_of_the_ledger_and_not_in_its_sums(house, freeze, monkeypatch):
	freeze("2025-12-20")
	names = [house.near.name, house.deep.name]
	run_compliance(2025, date(2025, 12, 20), names)

	def figures():
		ledger = ledgers.get("compliance_findings").build({"branch": house.committee.name, "year": 2025})
		numbers = {figure.label: figure.value for figure in ledger.figures}
		return (
			ledger,
			numbers["缺失"],
			sum(1 for row in ledger.rows if row["rule"] == "R22" and row["status"] == "Missed"),
		)

	before, missed, of_r22 = figures()
	assert len(before.notes) == 1 and of_r22
	frappe.db.set_value("Guide Rule", "R22", "local_parameters", '{"tmes": 2}')
	run_compliance(2025, date(2025, 12, 20), names)
	ledger, now_missed, still_listed = figures()
	assert still_listed == of_r22 and now_missed == missed - of_r22
	assert ledger.notes[1].startswith("未能核查（不计完成，也不计缺失）：R22 党员大会每季度一次")


def test_one_organisation_that_cannot_be_checked_costs_nobody_else_the_report(house, monkeypatch):
	load, logged = standing.Check.judged, []

	def breaks(self, branches, as_of):
		if house.deep.name in branches:
			raise ValueError("bad record")
		return load(self, branches, as_of)

	monkeypatch.setattr(standing.Check, "judged", breaks)
	monkeypatch.setattr(frappe, "log_error", lambda title, **options: logged.append(title))
	names = report.freeze("2025-10", branches=house.every)
	assert f"{house.deep.name}-2025-10" not in names and f"{house.near.name}-2025-10" in names
	rows = {row.branch: row for row in frappe.get_doc(REPORT, f"{house.committee.name}-2025-10").below_rows}
	assert rows[house.deep.name].unchecked == "全部" and logged
