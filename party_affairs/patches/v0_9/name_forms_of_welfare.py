"""The form of a public welfare activity was one of six fixed choices; now it is a document, named as people call it."""

import frappe

from party_affairs.guide.contact import welfare_forms
from party_affairs.setup import welfare_forms as setup


def execute() -> None:
	"""Create the usual forms, and name each activity's form, and the words of workbooks that mean one, by them."""
	setup.create_missing()
	for form in welfare_forms.forms():
		if form.was:
			_rename("Public Welfare Activity", "form_of_service", {}, form)
			_rename("Party Workbook Word", "meaning", {"kind": "Choice", "sheet": "公益活动"}, form)


def _rename(doctype: str, fieldname: str, filters: dict, form: welfare_forms.WelfareForm) -> None:
	frappe.db.set_value(
		doctype, {**filters, fieldname: form.was}, fieldname, form.name, update_modified=False
	)
