"""Clauses of the site's own: off unless allowed, judged by a script apart from the app, findings like all others."""

from datetime import date
from time import monotonic

import pytest

import frappe

from party_affairs import sandbox
from party_affairs.api.duties import local_rules as api
from party_affairs.compliance import local_rules
from party_affairs.compliance.duties import duties_in
from party_affairs.compliance.run import run_compliance
from party_affairs.rules.periods import calendar_year
from party_affairs.settings import SETTINGS
from party_affairs.setup import local_rules as example
from tests.site import factory

RULE, FINDING, DAY = "Guide Rule", "Compliance Finding", date(2026, 8, 10)
SCRIPT = """
for branch in subjects:
    days = branch["records"]["theme_day"]
    report(branch, len(days) >= 1, 1, len(days), "共" + str(len(days)) + "次")
"""


@pytest.fixture
def branch(freeze):
	freeze("2026-08-10")
	branch = factory.branch(parent=factory.committee(), records_from="2026-01-01")
	factory.member(branch)
	factory.meeting(branch, "Theme Day", starts_on="2026-02-12 14:00:00", topic="主题党日")
	return branch


@pytest.fixture
def allowed(monkeypatch):
	monkeypatch.setitem(frappe.conf, "server_script_enabled", 1)
	monkeypatch.setattr(local_rules, "_timed_out", {})
	frappe.db.set_single_value(SETTINGS, "allow_local_rules", 1)


def rule(script=SCRIPT, number="L10", **values):
	return frappe.get_doc(
		{
			"doctype": RULE,
			"rule_id": number,
			"title": "每季度主题党日",
			"local_subject": "Party Branch",
			"period": "Quarter",
			"local_evidence": "theme_day",
			"script": script,
			**values,
		}
	).insert()


def findings(branch, number="L10"):
	run_compliance(2026, DAY, [branch.name])
	rows = frappe.get_all(
		FINDING,
		{"branch": branch.name, "rule": number},
		["period_key", "status", "required", "found", "message", "severity", "citation"],
		order_by="period_key",
	)
	return {row.period_key: row for row in rows}


def test_a_script_judges_each_period(branch, allowed):
	rule(default_severity="Warn", citation="市律协党委〔2026〕1号")
	found = findings(branch)
	assert {key: row.status for key, row in found.items()} == {
		"2026-Q1": "Met",
		"2026-Q2": "Missed",
		"2026-Q3": "Due",
		"2026-Q4": "Planned",
	}
	first = found["2026-Q1"]
	assert (first.required, first.found, first.severity) == ("1", "1", "Warn")
	assert first.message == "本地条款：共1次" and first.citation == "市律协党委〔2026〕1号"


def test_a_new_branch_has_its_first_month_for_a_state_of_the_sites_own(branch, allowed):
	rule("for branch in subjects:\n    report(branch, False)", period="Point", local_evidence="")
	assert findings(branch)["2026"].status == "Missed"
	branch.records_from = "2026-08-01"
	branch.save()
	assert findings(branch)["2026"].status == "Due"


@pytest.mark.parametrize("switch", ["site", "settings", "rule"])
def test_it_is_off_unless_site_settings_and_rule_say_otherwise(branch, allowed, monkeypatch, switch):
	document = rule()
	assert findings(branch)
	if switch == "site":
		monkeypatch.setitem(frappe.conf, "server_script_enabled", 0)
	elif switch == "settings":
		frappe.db.set_single_value(SETTINGS, "allow_local_rules", 0)
	else:
		document.is_enabled = 0
		document.save()
	assert findings(branch) == {}


def test_members_are_asked_by_their_own_records(branch, allowed):
	member = factory.member(branch, "张三")
	factory.thought_report(member, "2026-H1", handed_in_on="2026-06-20")
	rule(
		"for one in subjects:\n    report(one, one['records']['thought_report'])",
		local_subject="Party Member",
		period="Half Year",
		local_evidence="thought_report",
	)
	run_compliance(2026, DAY, [branch.name])
	found = dict(
		frappe.get_all(
			FINDING,
			{"rule": "L10", "period_key": "2026-H1", "branch": branch.name},
			["subject", "status"],
			as_list=True,
		)
	)
	assert found[member.name] == "Met" and "Missed" in found.values()


@pytest.mark.parametrize(
	("script", "word"),
	[
		("while True:\n    pass", "秒"),
		("while True:\n    try:\n        1 / 0\n    except Exception:\n        pass", "秒"),
		("x = 10 ** 10 ** 9", "秒"),
		("x = [0] * 10 ** 10", "内存|MemoryError"),
		("1 / 0", "第|line 1"),
		("report('没有的党支部', True)", "none of the subjects"),
		("open('/etc/passwd')", "NameError"),
	],
)
def test_what_a_script_does_wrong_stops_no_other_clause(branch, allowed, monkeypatch, script, word):
	monkeypatch.setattr(sandbox.run, "__defaults__", (0.5,))
	rule(script)
	began = monotonic()
	summary = run_compliance(2026, DAY, [branch.name])
	assert monotonic() - began < 10
	assert [breakage.rule for breakage in summary.unchecked] == ["L10"]
	assert frappe.db.get_value(RULE, "L10", "check_problem")
	import re

	assert re.search(word, summary.unchecked[0].sentence), summary.unchecked[0].sentence
	assert frappe.db.count(FINDING, {"branch": branch.name}) > 20


def test_what_was_found_before_stays_while_the_script_is_broken(branch, allowed):
	document = rule()
	before = findings(branch)
	document.script = "1 / 0"
	document.save()
	assert findings(branch) == before


def test_a_script_reaches_nothing_of_the_site(allowed):
	for script in ("frappe.db", "().__class__", "subjects.__class__.__mro__", "exec('1')", "import os"):
		refused = sandbox.refusals(script)
		if not refused:
			with pytest.raises(sandbox.ScriptError):
				sandbox.run(script, {"periods": [{"key": "2026", "as_of": "2026-01-01", "subjects": []}]})


@pytest.mark.parametrize(
	("values", "word"),
	[
		({"script": "import os"}, "脚本"),
		({"script": "for x in"}, "脚本"),
		({"number": "R99"}, "L01"),
		({"number": "本地1"}, "L01"),
		({"local_evidence": "没有"}, "没有"),
		({"local_subject": ""}, "对象"),
		({"script": ""}, "脚本"),
	],
)
def test_what_cannot_be_is_refused(allowed, values, word):
	with pytest.raises(frappe.ValidationError, match=word):
		rule(**values)


def test_only_an_administrator_writes_scripts_and_lets_them_run(branch, set_user):
	rule()
	manager = factory.holder(branch, "Secretary", branch.parent_party_branch)
	with set_user(manager):
		document = frappe.get_doc(RULE, "L10")
		document.script = "pass"
		with pytest.raises(frappe.PermissionError):
			document.save()
		for call in (
			lambda: rule(number="L11"),
			lambda: frappe.delete_doc(RULE, "L10"),
			lambda: api.try_rule("L10"),
		):
			with pytest.raises(frappe.PermissionError):
				call()
		settings = frappe.get_doc(SETTINGS)
		settings.allow_local_rules = 1
		with pytest.raises(frappe.PermissionError):
			settings.save()
		document.reload()
		document.is_enabled = 0
		document.save()
	assert not frappe.db.get_value(RULE, "L10", "is_enabled")


def test_clauses_of_the_guide_take_no_script(allowed):
	document = frappe.get_doc(RULE, "R22")
	document.update({"is_local": 1, "script": "pass"})
	document.save()
	assert frappe.db.get_value(RULE, "R22", ["is_local", "script"]) == (0, None)


def test_the_example_comes_once_and_switched_off(branch, allowed):
	document = frappe.get_doc(RULE, example.NUMBER)
	assert document.is_local and not document.is_enabled
	document.is_enabled = 1
	document.save()
	found = findings(branch, example.NUMBER)
	assert found["2026-Q1"].message == "本地条款：本季度已开展主题党日1次，应开展2次。"
	frappe.delete_doc(RULE, example.NUMBER)
	example.create_missing()
	assert not frappe.db.exists(RULE, example.NUMBER)


def test_trying_a_clause_stores_nothing_and_says_what_is_lacking(branch, allowed, monkeypatch):
	rule()
	assert any("缺失" in line for line in api.try_rule("L10"))
	assert not frappe.db.exists(FINDING, {"rule": "L10"})
	monkeypatch.setitem(frappe.conf, "server_script_enabled", 0)
	assert "server_script_enabled" in api.try_rule("L10")[0]


def test_the_registry_of_duties_tells_local_clauses_by_their_script(allowed):
	rule()
	assert "L10" in {duty.clause.id for duty in duties_in(calendar_year(2026))}
