import frappe
from frappe import _
from frappe.model.document import Document

from party_affairs.checks.fields import changed_fields, label_of
from party_affairs.compliance.self_checks import words
from party_affairs.exceptions import SelfCheckError
from party_affairs.facts.duties.self_checks import KINDS, clauses_of_keys, is_used, last_version
from party_affairs.guide import registry
from party_affairs.guide.duties import self_checks

_OWN_KEY_LENGTH = 10
_FIXED = ("kind", "title", "version", "effective_from", "period", "is_shipped", "shipped_version", "basis")
_LINE = ("line_key", "clause", "heading", "question", "typical_evidence", "shown_facts", "measured")
_FROM_THE_GUIDE = ("clause", "heading", "question", "shown_facts")


class SelfCheckScheme(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		from party_affairs.party_affairs.doctype.self_check_scheme_line.self_check_scheme_line import (
			SelfCheckSchemeLine,
		)

		basis: DF.SmallText | None
		effective_from: DF.Date
		is_active: DF.Check
		is_shipped: DF.Check
		kind: DF.Literal["Self-Check Sheet", "Six Haves", "Six Goods"]
		lines: DF.Table[SelfCheckSchemeLine]
		period: DF.Literal["Whole Year", "Half Year"]
		shipped_version: DF.Int
		title: DF.Data
		version: DF.Int
	# end: auto-generated types

	def autoname(self):
		self.version = last_version(self.kind) + 1
		self.name = f"{self.title} V{self.version}"

	def validate(self):
		if not self.flags.from_guide:
			self.keep_from_guide()
		self.refuse_change_once_used()
		self.give_keys()
		self.validate_lines()
		if not self.is_shipped:
			self.keep_questions_of_the_guide()

	def on_trash(self):
		if self.is_shipped or is_used(self.name):
			frappe.throw(
				_("{0} comes from the guide or is in use, and stays. Take {1} away instead.").format(
					frappe.bold(self.name), label_of(self, "is_active")
				),
				SelfCheckError,
			)

	def keep_from_guide(self):
		"""What says that a version comes from the guide is the app's to write."""
		before = self.get_doc_before_save()
		for fieldname in ("is_shipped", "shipped_version", "version") if before else ():
			self.set(fieldname, before.get(fieldname))
		if not before:
			self.is_shipped = self.shipped_version = 0

	def refuse_change_once_used(self):
		"""Sheets keep their lines, and the version by which they were made says what it said then."""
		before = self.get_doc_before_save()
		if not before or not (changed_fields(self, _FIXED) or _lines(self) != _lines(before)):
			return
		if self.is_shipped or is_used(self.name):
			frappe.throw(
				_("{0} comes from the guide or is in use. Duplicate it, and change the new version.").format(
					frappe.bold(self.name)
				),
				SelfCheckError,
			)

	def give_keys(self):
		for line in self.lines:
			line.line_key = line.line_key or f"own_{frappe.generate_hash(length=_OWN_KEY_LENGTH)}"

	def validate_lines(self):
		keys = [line.line_key for line in self.lines]
		if len(keys) != len(set(keys)):
			frappe.throw(
				_("{0}: two lines have the same key.").format(label_of(self, "lines")), SelfCheckError
			)
		known = clauses_of_keys(self.kind, self.name)
		ticked = {clause.id for clause in registry.all_clauses() if clause.held == "checklist"}
		measured = {clause.id for clause in registry.all_clauses() if clause.held == "measured"}
		for line in self.lines:
			if line.line_key in known and (known[line.line_key] or None) != (line.clause or None):
				frappe.throw(
					_("Row {0}: the key {1} stands for another question already. Add a new line.").format(
						line.idx, frappe.bold(line.line_key)
					),
					SelfCheckError,
				)
			if line.clause and line.clause not in ticked:
				frappe.throw(
					_("Row {0}: clause {1} is measured or printed, not ticked. Leave it open.").format(
						line.idx, frappe.bold(line.clause)
					),
					SelfCheckError,
				)
			numbers = words((line.measured or "").upper())
			for number in numbers:
				if number not in measured:
					frappe.throw(
						_("Row {0}: the guide has no measured clause {1}.").format(
							line.idx, frappe.bold(number)
						),
						SelfCheckError,
					)
			line.measured = ", ".join(numbers)

	def keep_questions_of_the_guide(self):
		"""A committee adds its own lines; those of the guide stand in every version, as they are."""
		own = {line.line_key: line for line in self.lines}
		for line in self_checks.scheme(KINDS[self.kind]).lines:
			wanted = as_row(line)
			row = own.pop(line.key, None)
			if row is None or any(
				(row.get(field) or "") != (wanted[field] or "") for field in _FROM_THE_GUIDE
			):
				frappe.throw(
					_("The guide's line {0} is missing or changed. Add lines of your own beside it.").format(
						frappe.bold(line.question)
					),
					SelfCheckError,
				)
		if stranger := next((line for line in own.values() if line.clause), None):
			frappe.throw(
				_(
					"Row {0}: a line of your own names no clause: what the guide asks stands in its own lines."
				).format(stranger.idx),
				SelfCheckError,
			)


def as_row(line: self_checks.Line) -> dict:
	"""Return a line of the guide as a row of a scheme."""
	return {
		"line_key": line.key,
		"clause": line.clause,
		"heading": line.heading,
		"question": line.question,
		"typical_evidence": line.evidence,
		"shown_facts": ", ".join(line.shown),
		"measured": ", ".join(line.measured),
	}


def _lines(scheme: Document) -> list[tuple]:
	return [tuple(str(line.get(field) or "") for field in _LINE) for line in scheme.lines]
