"""Clauses come from the guide; what a site set of its own survives, and only that can be set."""

import json

import pytest

import frappe

from party_affairs.guide import registry
from party_affairs.setup import guide_rules
from tests.site import factory


def rule(clause_id):
	return frappe.get_doc("Guide Rule", clause_id)


def test_every_clause_of_the_guide_is_there_with_its_text():
	rows = frappe.get_all(
		"Guide Rule",
		filters={"is_local": 0},
		fields=["name", "clause_text", "citation", "remedy"],
		order_by="name",
	)
	assert {row.name for row in rows} == {clause.id for clause in registry.all_clauses()}
	assert all(row.clause_text and row.citation and row.remedy for row in rows)


def test_a_migration_restores_the_guide_and_keeps_what_the_site_set():
	document = rule("R22")
	local = {
		"is_enabled": 0,
		"local_severity": "Info",
		"local_parameters": '{"times": 2}',
		"local_note": "试行",
	}
	document.update(local)
	document.save()
	frappe.db.set_value("Guide Rule", "R22", {"title": "旧标题", "is_evaluated": 0})
	guide_rules.sync()
	document.reload()
	assert document.title == registry.clause("R22").title and document.is_evaluated
	assert {key: document.get(key) for key in local} == local


def test_a_clause_that_a_site_lacks_is_added():
	frappe.db.delete("Guide Rule", {"name": "R22"})
	guide_rules.sync()
	assert rule("R22").title == registry.clause("R22").title


def test_a_second_synchronisation_writes_nothing():
	before = frappe.get_all("Guide Rule", fields=["*"], order_by="name")
	guide_rules.sync()
	assert frappe.get_all("Guide Rule", fields=["*"], order_by="name") == before


def test_a_form_that_sends_everything_back_as_text_is_accepted():
	sent = json.loads(rule("R22").as_json())
	sent["local_note"] = "试行"
	frappe.get_doc(sent).save()
	assert rule("R22").local_note == "试行"


@pytest.mark.parametrize(
	"field", ["title", "clause_text", "citation", "parameters", "default_severity", "is_evaluated"]
)
def test_the_guides_own_columns_cannot_be_changed(field):
	document = rule("R22")
	document.set(field, 0 if field == "is_evaluated" else "Info" if field == "default_severity" else "{}")
	with pytest.raises(frappe.ValidationError, match=frappe._(document.meta.get_label(field))):
		document.save()


def test_clauses_are_neither_added_nor_deleted_by_hand():
	with pytest.raises(frappe.ValidationError):
		frappe.get_doc({"doctype": "Guide Rule", "rule_id": "R99", "title": "x"}).insert()
	with pytest.raises(frappe.ValidationError):
		frappe.delete_doc("Guide Rule", "R22")
	assert frappe.db.exists("Guide Rule", "R22")


@pytest.mark.parametrize(
	("clause_id", "text", "named"),
	[
		("R22", "times: 2", "JSON"),
		("R22", "[2]", "JSON"),
		("R22", '{"tmes": 2}', "tmes"),
		("R22", '{"times": 0}', "times"),
		("R22", '{"times": "2"}', "times"),
		("R22", '{"times": true}', "times"),
		("R22", '{"grace_days": -1}', "grace_days"),
		("R49", '{"liable": "period_start"}', "liable"),
		("R26", '{"day": 32}', "day"),
		("R27", '{"least_hours": "lang"}', "least_hours"),
		("R27", '{"least_hours": 0}', "least_hours"),
		("R28", '{"due_by": "31.01."}', "due_by"),
		("R28", '{"due_by": "02-30"}', "due_by"),
		("R28", '{"due_by": "02-29"}', "due_by"),
		("R03", '{"thresholds": "lokal"}', "thresholds"),
		("R29", '{"tags": []}', "tags"),
		("R29", '{"tags": ["tourism"]}', "tags"),
		("R43", '{"times": 1}', "times"),
	],
)
def test_local_parameters_that_cannot_work_are_refused_by_name(clause_id, text, named):
	document = rule(clause_id)
	document.local_parameters = text
	with pytest.raises(frappe.ValidationError, match=named):
		document.save()
	assert not frappe.db.get_value("Guide Rule", clause_id, "local_parameters")


@pytest.mark.parametrize(
	("clause_id", "values"),
	[
		("R22", {"times": 2, "grace_days": 10}),
		("R26", {"day": 10}),
		("R27", {"least_hours": "1"}),
		("R27", {"least_hours": 2}),
		("R28", {"due_by": "02-28"}),
		("R03", {"thresholds": "national"}),
		("R29", {"tags": ["study"], "least": 1}),
	],
)
def test_local_parameters_that_work_are_taken(clause_id, values):
	document = rule(clause_id)
	document.local_parameters = json.dumps(values)
	document.save()
	assert json.loads(rule(clause_id).local_parameters) == values


def test_the_committee_may_set_clauses_and_the_secretary_only_read_them(set_user):
	committee = factory.committee()
	branch = factory.branch(parent=committee)
	manager, secretary = factory.holder(branch, "Secretary", committee), factory.holder(branch, "Secretary")
	set_user(secretary)
	assert frappe.has_permission("Guide Rule", "read") and not frappe.has_permission("Guide Rule", "write")
	set_user(manager)
	document = rule("R22")
	document.local_severity = "Block"
	document.save()
	assert rule("R22").local_severity == "Block"
	assert not frappe.has_permission("Guide Rule", "create") and not frappe.has_permission(
		"Guide Rule", "delete"
	)
