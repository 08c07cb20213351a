"""The data of retention: every sensitive field is forgotten at some time, and nothing is named that is not there."""

import json

import pytest

from devbench.paths import APP, ROOT
from party_affairs.guide.privacy import copies, retention
from party_affairs.permissions.register import CONFIDENTIAL, REGISTER, Reach

DOCTYPES = {
	definition["name"]: {field["fieldname"]: field for field in definition["fields"]}
	for path in (ROOT / APP / "party_affairs" / "doctype").glob("*/*.json")
	for definition in [json.loads(path.read_text(encoding="utf-8"))]
}
DOCUMENTS = [kept for group in retention.groups() for kept in group.documents]
KEPT_FOR_EVER = {
	"Appraisal Voter": "the roll is deleted after the count",
	"Appraisal Ballot": "the urn is deleted after the count",
	"Questionnaire": "answers without names, and opinions of members that belong to the papers of a life review",
	"Questionnaire Voter": "the roll is deleted after the count",
	"Questionnaire Answer": "the urn is deleted after the count",
	"Democratic Appraisal": "grades are part of the member's file",
	"Party Dues Reminder": "months and sums, which the account shows as well",
}
"""Confidential documents that no period is set for, and why."""


@pytest.mark.parametrize("kept", DOCUMENTS, ids=lambda kept: kept.document_type)
def test_every_column_is_there(kept):
	fields = DOCTYPES[kept.document_type]
	columns = {*kept.ended_by, *kept.only, *kept.emptied, *kept.on_request, *kept.renamed}
	assert columns <= set(fields)
	assert set(kept.on_request) <= set(kept.emptied)
	assert kept.person in (None, "name", *fields)
	for column, values in kept.only.items():
		assert set(values) <= set(fields[column]["options"].split("\n"))
	for child, columns in kept.tables.items():
		assert REGISTER[child].parent == kept.document_type and set(columns) <= set(DOCTYPES[child])
	assert {REGISTER[child].parent for child in kept.removed} <= {kept.document_type}
	assert REGISTER[kept.document_type].reach is not Reach.EVERYWHERE


def test_every_sensitive_field_is_forgotten_at_some_time():
	sensitive = {
		(doctype, field["fieldname"])
		for doctype, fields in DOCTYPES.items()
		for field in fields.values()
		if field.get("permlevel") and field["fieldtype"] != "Table" and not REGISTER[doctype].sensitive
	}
	emptied = {(kept.document_type, column) for kept in DOCUMENTS for column in kept.emptied}
	assert len(sensitive) >= 9 and sensitive <= emptied
	removed = {child for kept in DOCUMENTS for child in kept.removed}
	assert {doctype for doctype in DOCTYPES if REGISTER[doctype].sensitive} <= removed


def test_every_confidential_document_has_a_period_or_a_reason():
	with_period = {kept.document_type for kept in DOCUMENTS}
	assert set(CONFIDENTIAL) == (with_period & set(CONFIDENTIAL)) | set(KEPT_FOR_EVER)
	assert not with_period & set(KEPT_FOR_EVER)


def test_what_a_law_keeps_is_kept_as_long():
	least = {group.key: group.least_months for group in retention.groups() if group.least_months}
	assert least == {"Account Statements": 120, "Records of Access": 36}
	assert retention.group("Records of Access").months >= 36
	with pytest.raises(KeyError):
		retention.group("Everything")


def test_the_settings_offer_the_groups():
	offered = DOCTYPES["Personal Data Retention"]["retention_group"]["options"].split("\n")
	assert tuple(offered) == retention.KEYS


def test_contacts_are_not_handed_to_the_member_who_keeps_them():
	(pairing,) = [copy for copy in copies.handed_out() if copy.document_type == "Contact Pairing"]
	assert set(pairing.left_out) == {
		name for name, field in DOCTYPES["Contact Pairing"].items() if field.get("permlevel")
	}
	assert "Discipline Case" in copies.kept_back()
