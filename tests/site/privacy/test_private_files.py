"""A private file stays private, wherever its address is written and whatever it is attached to."""

# ruff: noqa: F811  (fixtures of another module are asked for by their names)

from pathlib import Path

import pytest

import frappe
from frappe.core.doctype.file.utils import attach_files_to_document

from party_affairs.permissions.register import REGISTER
from tests.site import factory
from tests.site.year_book import NAME, branch, file_of, year  # noqa: F401  (fixtures)
from tests.support.requests import ask, rest

pytestmark = pytest.mark.site

IMPORTS = {
	"Party Year Import": ("workbook", "xlsx"),
	"Party Dues Statement": ("file", "xlsx"),
	"Party Import Batch": ("archive", "xlsx"),
}


def attach_fields():
	return [
		(doctype, field.fieldname)
		for doctype in REGISTER
		for field in frappe.get_meta(doctype).get("fields", {"fieldtype": ["in", ["Attach", "Attach Image"]]})
	]


def upload(content, name=None, **values):
	name = name or f"{frappe.generate_hash(length=12)}.txt"
	return frappe.get_doc(
		{"doctype": "File", "file_name": name, "content": content, "is_private": 1, **values}
	).insert()


def is_public(file_name):
	stem = Path(file_name).stem
	return bool(list(Path(frappe.get_site_path("public", "files")).glob(f"{stem}*")))


def public_rows(file_name):
	return frappe.get_all("File", {"file_name": ["like", f"{Path(file_name).stem}%"], "is_private": 0})


def test_no_field_to_attach_makes_a_private_file_public():
	fields = attach_fields()
	assert len(fields) > 8
	for doctype, fieldname in fields:
		file = upload(frappe.generate_hash(), attached_to_doctype="ToDo", attached_to_name="new-1")
		document = frappe.get_doc({"doctype": doctype, "name": "x", fieldname: file.file_url})
		attach_files_to_document(document, "on_update")
		given = {"attached_to_doctype": doctype, "attached_to_field": fieldname}
		found = frappe.get_all("File", filters=given, fields=["file_url", "is_private"])
		assert [(row.file_url, row.is_private) for row in found] == [(file.file_url, 1)], (doctype, fieldname)
		assert not is_public(file.file_name), (doctype, fieldname)


def test_a_private_address_alone_makes_no_public_file():
	file = upload(frappe.generate_hash())
	again = frappe.get_doc({"doctype": "File", "file_url": file.file_url, "is_private": 0}).insert()
	assert (again.is_private, again.file_url) == (1, file.file_url)
	assert not is_public(file.file_name)


@pytest.mark.parametrize("doctype", IMPORTS)
def test_a_file_of_the_desk_stays_private_through_save_and_copy(branch, year, doctype):
	fieldname, ending = IMPORTS[doctype]
	secretary = factory.holder(branch, "Secretary")
	name = f"{frappe.generate_hash(length=12)}.{ending}"
	answer = ask(
		secretary,
		"/api/method/upload_file",
		"POST",
		files=[("file", (name, file_of(year)))],
		doctype=doctype,
		docname=f"new-{frappe.scrub(doctype)}-1",
		fieldname=fieldname,
		is_private="1",
	)
	address = answer.data["file_url"]
	given = {"branch": NAME, "year": 2025, fieldname: address}
	for _time in ("saved", "copied"):
		answer = rest(secretary, doctype, verb="POST", json_body=given)
		assert answer.status == 200, answer.text
	assert public_rows(name) == []
	assert not is_public(name)
	assert frappe.db.count("File", {"file_url": address, "attached_to_doctype": doctype}) >= 2


@pytest.mark.parametrize("doctype", IMPORTS)
def test_a_public_file_is_not_taken_for_an_import(branch, year, doctype):
	fieldname, ending = IMPORTS[doctype]
	name = f"{frappe.generate_hash(length=12)}.{ending}"
	file = upload(file_of(year), name, is_private=0)
	given = {"doctype": doctype, "branch": NAME, "year": 2025, fieldname: file.file_url}
	with pytest.raises(frappe.ValidationError, match=r"私密|私有"):
		frappe.get_doc(given).insert()
	with pytest.raises(frappe.ValidationError, match=r"私密|私有"):
		upload(f"{name} 2", attached_to_doctype=doctype, attached_to_name="new-1", is_private=0)


def test_a_file_that_an_import_uses_too_is_not_made_public(branch):
	file = upload(frappe.generate_hash())
	used = {"attached_to_doctype": "Party Import Batch", "attached_to_name": "new-1"}
	frappe.get_doc({"doctype": "File", "file_url": file.file_url, **used}).insert()
	file.is_private = 0
	with pytest.raises(frappe.ValidationError, match="批"):
		file.save()
	frappe.db.rollback()
	assert not is_public(file.file_name)
