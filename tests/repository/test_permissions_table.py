"""The register of permissions is complete and agrees with the DocTypes; docs/permissions.md says what both say today."""

import json
import subprocess
import sys
from collections import Counter

import pytest

from devbench import permissions_table
from devbench.paths import ROOT
from party_affairs import hooks
from party_affairs.permissions.companions import AUTOMATION, COMPANIONS
from party_affairs.permissions.register import (
	PARENT_OF_CHILD_TABLE,
	REGISTER,
	SCOPED_DOCTYPES,
	SUBJECTS,
	Reach,
)

ROWS = [row for rows in SUBJECTS.values() for row in rows]
TABLES = ("Table", "Table MultiSelect")
WITHOUT_FRAPPE = "import sys, party_affairs.hooks; sys.exit('frappe' in sys.modules)"


@pytest.fixture(scope="module")
def definitions():
	paths = permissions_table.DEFINITIONS.glob("*/*.json")
	found = (json.loads(path.read_text(encoding="utf-8")) for path in sorted(paths))
	return {definition["name"]: definition for definition in found if definition["doctype"] == "DocType"}


def fields(definition):
	return {field["fieldname"]: field for field in definition["fields"]}


def test_the_file_is_current():
	expected = permissions_table.text()
	assert permissions_table.TARGET.read_text(encoding="utf-8") == expected, (
		"Run python -m devbench.permissions_table"
	)


def test_every_doctype_stands_in_the_register_exactly_once(definitions):
	assert Counter(row.doctype for row in ROWS) == Counter(list(definitions))


def test_every_child_table_names_its_parent(definitions):
	# One parent may have several tables of a kind, two parents never.
	tables = {
		(field["options"], name)
		for name, definition in definitions.items()
		for field in definition["fields"]
		if field["fieldtype"] in TABLES
	}
	assert sorted(tables) == sorted((row.doctype, row.parent) for row in ROWS if row.parent)
	assert {row.doctype for row in ROWS if row.parent} == {
		name for name, definition in definitions.items() if definition.get("istable")
	}


def test_a_child_table_follows_its_parent():
	for rows in SUBJECTS.values():
		parent = None
		for row in rows:
			parent = parent if row.parent else row.doctype
			assert row.parent in (None, parent)


OPEN_TO_ALL = {"Evaluation Scheme": {"committee"}, "Evaluation Scheme Version": {"adopted_by"}}
"""Documents that name an organisation and are read by all all the same: by what somebody is evaluated is no secret."""


def test_what_has_a_branch_is_limited_and_what_is_everywhere_has_none(definitions):
	for row in ROWS:
		if row.parent:
			continue
		branches = {
			name
			for name, field in fields(definitions[row.doctype]).items()
			if field["fieldtype"] == "Link" and field["options"] == "Party Branch"
		}
		if row.reach is Reach.EVERYWHERE:
			assert branches == OPEN_TO_ALL.get(row.doctype, set())
		elif row.reach is not Reach.NOBODY:
			named = {row.branch_field, row.branch_field_of_new, row.second_reader} - {None, "name"}
			assert named <= branches and (named or row.branch_field == "name")


def test_fields_that_name_members_and_drafts_exist(definitions):
	for row in ROWS:
		known = fields(definitions[row.doctype])
		for fieldname in {*row.own, *(row.own_to_change or ())} - {"name"}:
			assert known[fieldname]["options"] in ("Party Member", "partner_is")
		assert set(row.own_to_change or ()) <= set(row.own)
		assert row.draft_until is None or row.draft_until in known
		if row.within_where:
			fieldname, value = row.within_where
			assert known[fieldname]["fieldtype"] == ("Check" if value == 1 else "Link")
		assert not row.not_about_oneself or known["member"]["options"] == "Party Member"
		if row.covered_in:
			table, fieldname = row.covered_in
			assert REGISTER[table].parent == "Party Branch"
			assert fields(definitions[table])[fieldname]["options"] == row.doctype


def test_a_table_that_is_sensitive_as_a_whole_is_so_in_its_parent(definitions):
	for row in ROWS:
		tables = [
			field
			for field in definitions[row.parent or row.doctype]["fields"]
			if field["fieldtype"] in TABLES and field["options"] == row.doctype
		]
		assert row.sensitive == any(field.get("permlevel") for field in tables)


def test_no_right_depends_on_what_the_tables_do_not_show(definitions):
	for definition in definitions.values():
		roles = Counter(
			(rule["role"], rule.get("permlevel", 0)) for rule in definition.get("permissions", ())
		)
		assert set(roles.values()) <= {1}
		assert {role for role, _level in roles} <= set(permissions_table.COLUMNS.values())
		assert not any(rule.get("if_owner") for rule in definition.get("permissions", ()))
		assert not (definition.get("istable") and roles)


def test_every_row_says_in_one_sentence_why():
	for row in ROWS:
		assert row.reason.endswith(".") and row.reason.count(". ") == 0


def test_hooks_hold_every_limited_doctype_and_every_companion():
	assert set(hooks.has_permission) == {
		*SCOPED_DOCTYPES,
		*COMPANIONS,
		"Prepared Report",
		"Auto Email Report",
	}
	assert set(hooks.permission_query_conditions) == {
		*SCOPED_DOCTYPES,
		*PARENT_OF_CHILD_TABLE,
		*COMPANIONS,
		"Prepared Report",
		"Auto Email Report",
		# Members without the Desk list no login but their own.
		"User",
	}
	assert {*SCOPED_DOCTYPES, *AUTOMATION} <= set(hooks.doc_events)
	assert not {*COMPANIONS, *AUTOMATION} & set(REGISTER)


def test_hooks_are_read_without_frappe():
	"""Before a site is there, and by tools that have none."""
	done = subprocess.run([sys.executable, "-c", WITHOUT_FRAPPE], cwd=ROOT, check=False)
	assert done.returncode == 0


def test_frappe_finds_nothing_in_the_hooks_that_is_none():
	"""It takes every public name that is no module, function or class for a hook, and stores it as plain data."""
	found = {
		name: value
		for name, value in vars(hooks).items()
		if not name.startswith("_") and not isinstance(value, type(sys))
	}
	assert json.loads(json.dumps(found)) == found
