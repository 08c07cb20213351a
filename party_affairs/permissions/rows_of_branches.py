"""Child tables whose rows are about organisations of their own, such as the figures of all that is below a committee.

Who reads the document need not read every organisation in it: a User Permission may keep him to a part, and one may have moved
to another committee since.
"""

import re

import frappe
from frappe import _

from party_affairs.permissions.register import REGISTER
from party_affairs.permissions.scope import scope_for

TABLES = {row.doctype: row.row_branch for row in REGISTER.values() if row.row_branch}
"""The field that names the organisation of a row, by child table."""


class HidesRowsOfOthers:
	"""Mixin for documents with such a table: forms, answers and prints keep to the rows that the caller may read."""

	def apply_fieldlevel_read_permissions(self):
		"""Frappe asks this of each document that it sends to a form or an API."""
		super().apply_fieldlevel_read_permissions()
		self.hide_rows_of_others()

	def before_print(self, settings=None):
		self.hide_rows_of_others()

	def hide_rows_of_others(self) -> None:
		"""Leave out of the tables what the caller may not read."""
		for table in self.meta.get_table_fields():
			fieldname = TABLES.get(table.options)
			if fieldname and self.get(table.fieldname):
				scope = scope_for(self.doctype)
				self.set(
					table.fieldname,
					[row for row in self.get(table.fieldname) if scope.covers(row.get(fieldname))],
				)


def refuse_rows(owner: str, doctype: str, asked: str) -> None:
	"""Raise PermissionError if a request for records of `owner` asks for rows of such a table by themselves.

	`doctype` is what is asked for, `asked` the text of its fields and filters. A join looks at no right to the single row.
	"""
	for table in frappe.get_meta(owner).get_table_fields():
		if table.options not in TABLES or scope_for(owner).unrestricted:
			continue
		named = rf"\b({re.escape(table.fieldname)}|{re.escape(table.options)})\b"
		if doctype == table.options or re.search(named, asked, re.IGNORECASE):
			frappe.throw(_("You have no right to {0}.").format(_(table.options)), frappe.PermissionError)
