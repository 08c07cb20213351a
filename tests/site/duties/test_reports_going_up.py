"""Reports that go up: periods, groups, what changed, the matrix, and the way between a branch and the committee above."""

from datetime import date
from io import BytesIO

import pytest
from openpyxl import load_workbook

import frappe

from party_affairs import jobs, ledgers
from party_affairs.api.duties import reports as api
from party_affairs.compliance import handing_up, remind, report, schedule
from party_affairs.compliance.run import run_compliance
from party_affairs.exceptions import DutyReportError
from party_affairs.facts.duties import silence, summary
from party_affairs.printing.documents import party_document
from party_affairs.rules.periods import calendar_year
from tests.site import factory
from tests.support.queries import counted_queries

pytestmark = pytest.mark.site
REPORT, SETTINGS = "Compliance Report", "Party Affairs Settings"
AS_OF = date(2025, 10, 1)


@pytest.fixture(scope="module")
def house(rolled_back):
	"""A committee over a branch with three members, one with dues, and a branch that does nothing; their reports of September."""
	with rolled_back():
		committee = factory.committee(records_from="2025-01-01")
		near = factory.branch(parent=committee, records_from="2025-07-01")
		still = factory.branch(parent=committee, records_from="2025-07-01")
		people = [factory.member(near) for _number in range(3)]
		factory.meeting(near, "Member Assembly", "2025-09-12 14:00:00")
		secretary = factory.holder(near, "Secretary")
		officer = factory.holder(near, "Secretary", committee)
		every_name = [row.name for row in (committee, near, still)]
		report.freeze("2025-08", branches=every_name)
		report.freeze("2025-09", branches=every_name)
		yield frappe._dict(
			committee=committee,
			near=near,
			still=still,
			people=people,
			secretary=secretary,
			officer=officer,
			every=every_name,
		)


@pytest.fixture(autouse=True)
def in_october(freeze):
	freeze("2025-10-02 09:00:00")


def of(branch, period_key="2025-09"):
	return frappe.get_doc(REPORT, f"{branch.name}-{period_key}")


@pytest.fixture
def setting():
	"""Set a field of the settings for this test."""
	before = {}

	def set_to(fieldname, value):
		before.setdefault(fieldname, frappe.db.get_single_value(SETTINGS, fieldname))
		frappe.db.set_single_value(SETTINGS, fieldname, value)

	yield set_to
	for fieldname, value in before.items():
		frappe.db.set_single_value(SETTINGS, fieldname, value)


# Periods


@pytest.mark.parametrize(
	("period_key", "as_of", "horizon"),
	[
		("2025-Q3", date(2025, 10, 1), "2025-12-31"),
		("2025-H1", date(2025, 7, 1), "2025-09-30"),
		("2025", date(2026, 1, 1), "2026-03-31"),
	],
)
def test_a_longer_period_is_reported_as_of_the_day_after_it(house, period_key, as_of, horizon):
	(name,) = report.freeze(period_key, branches=[house.committee.name])
	document = frappe.get_doc(REPORT, name)
	assert (document.as_of, document.period_key) == (as_of, period_key)
	planned = [row.due_date for row in document.lines if row.status == "Planned"]
	assert max(planned, default=as_of) <= frappe.utils.getdate(horizon)
	assert report.freeze(period_key, branches=[house.committee.name]) == [name]


def test_a_quarter_says_what_fell_into_it(house):
	(name,) = report.freeze("2025-Q3", branches=[house.near.name])
	quarter, month = frappe.get_doc(REPORT, name), of(house.near)
	assert quarter.missed_count == month.missed_count, "both speak of the year as of the first of October"
	assert quarter.period_missed_count > month.period_missed_count > 0
	assert quarter.period_kind == "Quarter" and month.period_kind == "Month"


def test_the_settings_say_which_periods_are_reported(setting):
	def keys(day):
		return [period.key for period in report.last_periods(day)]

	assert keys(AS_OF) == ["2025-09"]
	for fieldname in ("report_quarterly", "report_half_yearly", "report_yearly"):
		setting(fieldname, 1)
	assert keys(AS_OF) == ["2025-09", "2025-Q3", "2025-H1", "2024"]
	setting("report_monthly", 0)
	assert keys(date(2026, 1, 1)) == ["2025-Q4", "2025-H2", "2025"]


def test_the_first_of_a_month_queues_every_period_that_has_ended(freeze, setting, monkeypatch):
	queued = []
	monkeypatch.setattr(
		jobs, "enqueue", lambda method, *_identity, **given: queued.append(given.get("period_key"))
	)
	setting("report_quarterly", 1)
	setting("report_yearly", 1)
	freeze("2025-11-01 02:00:00")
	schedule.monthly()
	assert queued == ["2025-10"]
	freeze("2026-01-01 02:00:00")
	schedule.monthly()
	assert queued[1:] == ["2025-12", "2025-Q4", "2025"]


def test_periods_that_are_missing_are_caught_up_of_every_kind(house, setting):
	setting("report_quarterly", 1)
	young = factory.branch(parent=house.committee, records_from="2025-05-03")
	missing = report.missing_until("2025-09", [young.name])
	assert list(missing) == ["2025-05", "2025-06", "2025-Q2", "2025-07", "2025-08", "2025-09", "2025-Q3"]


# What a report says


def test_rows_of_one_clause_are_one_line_with_the_persons_behind_it(house):
	document = of(house.near)
	(line,) = (row for row in document.clauses if (row.rule, row.period_key) == ("R49", "2025-08"))
	behind = [row for row in document.lines if (row.rule, row.period_key) == ("R49", "2025-08")]
	assert line.missed_count == len(behind) == line.of_number >= 3
	assert (
		sum(row.missed_count for row in document.clauses)
		== document.missed_count + document.carried_missed_count
	)


def test_it_says_what_changed_since_the_report_before(house):
	before, now = of(house.near, "2025-08"), of(house.near)
	assert now.previous == before.name and now.previous_missed_count == before.missed_count
	assert now.missed_count == before.missed_count + now.new_missed_count - now.made_good_count
	new = [row for row in now.lines if row.newly_missed]
	assert len(new) == now.new_missed_count > 0
	assert {row.period_key for row in new} <= {"2025-09", "2025-Q3", "2025"}


def test_what_was_made_good_is_named(house):
	branch = factory.branch(parent=house.committee, records_from="2025-07-01")
	person = factory.member(branch)
	factory.dues_entry(person, "2025-07-01", paid="15.00", paid_on="2025-09-20")
	report.freeze("2025-08", branches=[branch.name])
	report.freeze("2025-09", branches=[branch.name])
	document = of(branch)
	assert [(row.rule, row.period_key, row.status) for row in document.made_good if row.rule == "R49"] == [
		("R49", "2025-07", "Late")
	]
	assert document.made_good_count == len(document.made_good)
	assert "上期以来已补" in party_document(document)


def test_the_first_report_of_a_year_is_compared_with_none(house):
	(december, january) = (
		report.freeze(key, branches=[house.still.name])[0] for key in ("2025-12", "2026-01")
	)
	assert not frappe.db.get_value(REPORT, january, "previous")
	assert not frappe.db.get_value(REPORT, december, "previous"), "there is none of November"


def test_the_figures_are_those_of_the_summary_of_that_day(house):
	run_compliance(2025, AS_OF, house.every)
	kept = summary.by_branch(lambda table: table.branch.isin(house.every), calendar_year(2025))
	cells = summary.by_branch_and_rule(lambda table: table.branch.isin(house.every), calendar_year(2025))
	for branch in (house.committee, house.near, house.still):
		document = of(branch)
		for status in ("Met", "Late", "Missed", "Due"):
			assert document.get(f"{status.lower()}_count") == kept.get(branch.name, {}).get(status, 0), (
				branch.name,
				status,
			)
		frozen = report.read_cells(document.cells)
		assert {rule: tuple(cell) for rule, cell in frozen.items()} == {
			rule: numbers
			for (name, rule), counts in cells.items()
			if name == branch.name
			and any(numbers := tuple(counts[status] for status in ("Met", "Late", "Missed", "Due")))
		}


def test_the_headline_of_a_committee_counts_everything_below(house):
	document = of(house.committee)
	below = [of(house.near).missed_count, of(house.still).missed_count]
	assert document.all_missed_count == document.missed_count + sum(below) > document.missed_count
	text = party_document(document)
	assert f"本级及下级共缺失{document.all_missed_count}项" in text
	assert "无缺失和逾期事项" not in text


def test_who_enters_nothing_for_long_is_silent(house, setting):
	assert (of(house.near).is_silent, of(house.near).last_record_on) == (0, date(2025, 9, 12))
	rows = {row.branch: row for row in of(house.committee).below_rows}
	assert rows[house.near.name].is_silent == 0
	setting("silent_days", 10)
	frappe.db.set_value("Party Branch", house.still.name, "records_from", "2025-07-01")
	(name,) = report.freeze("2025-Q3", branches=[house.committee.name])
	document = frappe.get_doc(REPORT, name)
	assert {row.branch for row in document.below_rows if row.is_silent} == {house.near.name, house.still.name}
	assert document.below_silent_count == 2 and not document.is_silent, "a committee is never silent itself"
	assert "久无记录" in party_document(document)
	with counted_queries() as queries:
		assert silence.last_records(house.every, AS_OF) == {house.near.name: date(2025, 9, 12)}
	assert len(queries) == 1


# The matrix


def test_the_matrix_of_a_report_is_printed_and_given_as_a_workbook(house, set_user):
	document = of(house.committee)
	text = party_document(document)
	assert "四、党组织与条款对照表" in text and "主题党日" in text and "缺" in text
	set_user(house.officer)
	api.matrix(document.name)
	sheet = load_workbook(BytesIO(frappe.local.response.filecontent)).worksheets[0]
	header = [cell.value for cell in sheet[3]]
	rows = {
		row[1].value: dict(zip(header, (cell.value for cell in row), strict=True))
		for row in sheet.iter_rows(min_row=4)
	}
	shown = rows[house.near.short_name or house.near.name]
	assert shown["缺失"] == of(house.near).missed_count
	assert shown["主题党日"].startswith("缺")


def test_the_ledger_of_the_matrix_shows_now_or_a_frozen_period(house, set_user):
	run_compliance(2025, AS_OF, house.every)
	set_user(house.officer)
	now = ledgers.get("compliance_matrix").build({"branch": house.committee.name, "year": 2025})
	frozen = ledgers.get("compliance_matrix").build({"branch": house.committee.name, "period_key": "2025-09"})
	assert now.totals["missed"] == frozen.totals["missed"] == of(house.committee).all_missed_count
	with pytest.raises(frappe.ValidationError, match="2025-13"):
		ledgers.get("compliance_matrix").build({"period_key": "2025-13"})


@pytest.mark.parametrize("name", ["compliance_matrix", "period_reports"])
def test_a_row_of_one_organisation_alone_is_named_too(house, name):
	found = ledgers.get(name).build({"branch": house.near.name, "period_key": "2025-09"})
	assert [row["branch_name"] for row in found.rows] == [house.near.name]
	assert "branch_name" in [column.fieldname for column in found.columns]


def test_the_matrix_takes_no_more_queries_for_more_branches(house):
	def asked():
		with counted_queries() as queries:
			ledgers.get("compliance_matrix").build({"branch": house.committee.name, "year": 2025})
		return len(queries)

	asked()
	few = asked()
	for _number in range(4):
		factory.branch(parent=house.committee, records_from="2025-07-01")
	assert asked() <= few


# The way up and back


def test_the_committee_acknowledges(house, set_user):
	name = of(house.near).name
	assert of(house.near).status == "Handed Up" and of(house.committee).status == "Filed"
	set_user(house.officer)
	api.acknowledge(name, remark="请抓紧补齐党课。")
	document = of(house.near)
	assert (document.status, document.acknowledged_by) == ("Acknowledged", house.officer)
	assert document.acknowledge_remark == "请抓紧补齐党课。"
	told = frappe.get_all("Notification Log", {"document_name": name}, pluck="for_user")
	assert told == [house.secretary]
	with pytest.raises(DutyReportError, match="已上报"):
		api.return_report(name, remark="再核。")


def test_a_returned_report_is_corrected_as_a_second_version(house, set_user):
	first = of(house.near)
	missed = {(row.rule, row.period_key) for row in first.clauses if row.missed_count}
	assert ("R26", "2025-08") in missed
	set_user(house.officer)
	with pytest.raises(DutyReportError, match="一句话"):
		api.return_report(first.name, remark="  ")
	with pytest.raises(DutyReportError, match="更晚"):
		api.return_report(first.name, remark="补录主题党日。", correct_by="2025-10-01")
	api.return_report(first.name, remark="补录主题党日。")
	assert of(house.near).correct_by == date(2025, 10, 12)
	set_user(house.secretary)
	api.explain(first.name, rule="R26", explanation="主题党日已办，漏记。")
	set_user("Administrator")
	factory.meeting(house.near, "Member Assembly", "2025-08-15 14:00:00", also_theme_day=1)
	set_user(house.secretary)
	new = api.correct(first.name)["new"]
	old, second = of(house.near), frappe.get_doc(REPORT, new)
	assert (old.status, old.replaced_by) == ("Corrected", new)
	assert (second.version, second.replaces, second.status, second.as_of) == (2, old.name, "Handed Up", AS_OF)
	assert old.missed_count == first.missed_count
	assert ("R26", "2025-08") not in {
		(row.rule, row.period_key) for row in second.clauses if row.missed_count
	}
	assert [row.explanation for row in second.explanations] == ["主题党日已办，漏记。"]
	assert "支部说明：主题党日已办，漏记。" in party_document(old)
	assert house.officer in frappe.get_all("Notification Log", {"document_name": new}, pluck="for_user")
	assert report.freeze("2025-09", branches=[house.near.name]) == [new], "the standing version is the report"


def test_who_lets_the_day_pass_is_reminded_once(house, set_user, freeze):
	set_user(house.officer)
	api.return_report(of(house.near).name, remark="补录。")
	set_user("Administrator")
	frappe.db.set_value(REPORT, of(house.still).name, "acknowledge_by", "2025-10-17")
	freeze("2025-10-20 09:00:00")
	assert handing_up.remind_overdue(date(2025, 10, 20)) == 2
	told = frappe.get_all("Notification Log", {"creation": [">=", "2025-10-20"]}, ["for_user", "subject"])
	assert {row.for_user: row.subject[:4] for row in told} == {
		house.secretary: "已逾期：",
		house.officer: "1份报告",
	}
	assert handing_up.remind_overdue(date(2025, 10, 21)) == 0


def test_who_must_not_take_a_step_does_not(house, set_user):
	name = of(house.still).name
	stranger = factory.holder(factory.branch(parent=house.committee))
	for user, steps in {
		house.secretary: [lambda: api.acknowledge(name), lambda: api.explain(name, "R26", "无")],
		stranger: [
			lambda: api.return_report(name, "再核。"),
			lambda: api.correct(name),
			lambda: api.matrix(name),
		],
		house.officer: [lambda: api.explain(name, "R26", "无")],
	}.items():
		set_user(user)
		for step in steps:
			with pytest.raises(frappe.PermissionError):
				step()
	own = of(house.near).name
	set_user(house.secretary)
	with pytest.raises(frappe.PermissionError):
		api.acknowledge(own)
	with pytest.raises(DutyReportError, match="R99"):
		api.explain(own, "R99", "无")


def test_nobody_writes_a_step_by_hand(house):
	document = of(house.still)
	document.update({"status": "Acknowledged", "acknowledge_remark": "手填"})
	document.save()
	document.reload()
	assert document.status == "Handed Up" and not document.acknowledge_remark


def test_the_list_says_who_is_in_and_why_one_was_not_mailed(house, set_user, monkeypatch):
	frappe.local.outgoing_email_account = {}
	factory.outgoing_account()
	frappe.db.set_value(REPORT, of(house.near).name, {"status": "Returned", "correct_by": "2025-10-01"})
	young = factory.branch(parent=house.committee, records_from="2025-09-01")
	set_user(house.officer)
	ledger = ledgers.get("period_reports").build({"branch": house.committee.name})
	rows = {row["branch"]: row for row in ledger.rows}
	assert rows[young.name]["status_text"] == "未形成"
	assert rows[house.near.name]["overdue_text"] == "是"
	assert "登录账户" in rows[house.still.name]["mail"]
	figures = {figure.label: figure.value for figure in ledger.figures}
	assert (figures["已退回"], figures["未形成"], figures["已逾期"]) == (1, 1, 1)
	frappe.local.outgoing_email_account = {}


def test_the_form_says_why_it_was_not_mailed(house, setting):
	document = of(house.still)
	document.onload()
	assert document.get_onload("unmailed").startswith("未发邮件")
	setting("mail_reports", 0)
	assert "关闭" in remind.why_unmailed([document])[document.name]


def test_officers_of_a_committee_get_its_report_too(house):
	officer = factory.holder(house.near, "Party Affairs Officer", house.committee)
	factory.outgoing_account()
	frappe.local.outgoing_email_account = {}
	name = of(house.committee).name
	assert remind.queue_mails([name]) == [name]
	assert set(of(house.committee).recipients.split("\n")) == {house.officer, officer}
	frappe.local.outgoing_email_account = {}


def test_a_report_of_the_last_version_of_the_app_still_prints(house):
	document = of(house.committee)
	for table in ("Compliance Report Clause", "Compliance Report Line"):
		frappe.db.delete(table, {"parent": document.name, "parentfield": ["!=", "lines"]})
	frappe.db.set_value(
		"Compliance Report Branch", {"parent": document.name}, {"cells": None, "missed_before": ""}
	)
	frappe.db.set_value(REPORT, document.name, {"cells": None, "previous": None})
	text = party_document(of(house.committee))
	assert "三、下级组织" in text and "四、" not in text


def test_the_matrix_is_mailed_by_the_scheduler_in_the_sites_language(house, monkeypatch):
	run_compliance(2025, AS_OF, house.every)
	mail = frappe.get_doc(
		doctype="Auto Email Report",
		report="Compliance Matrix",
		user=house.officer,
		email_to="somebody@example.com",
		frequency="Monthly",
		format="HTML",
		no_of_rows=100,
		filters=frappe.as_json({"branch": house.committee.name, "year": 2025}),
	)
	monkeypatch.setattr(frappe.local, "lang", "en")
	shown = mail.get_report_content()
	assert "主题党日" in shown and "合计" in shown and "Total" not in shown and "Missed" not in shown
