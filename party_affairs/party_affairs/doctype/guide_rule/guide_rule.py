import json

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import cstr

from party_affairs.checks.fields import label_of
from party_affairs.exceptions import rules_speak_to_user
from party_affairs.guide import registry
from party_affairs.rules.parameters import check_local

LOCAL_FIELDS = frozenset({"is_enabled", "local_severity", "local_parameters", "local_note"})
"""What a site decides; everything else is the guide's and follows it at every migration."""


class GuideRule(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		check_problem: DF.SmallText | None
		citation: DF.Data | None
		clause_text: DF.Text | None
		default_severity: DF.Literal["Block", "Warn", "Info"]
		effective_from: DF.Date | None
		effective_to: DF.Date | None
		evaluation_kind: DF.Literal["", "Frequency", "State", "Event"]
		force: DF.Literal["Hard", "Soft"]
		held: DF.Literal["Measured", "Checklist", "Text"]
		is_enabled: DF.Check
		is_evaluated: DF.Check
		local_note: DF.SmallText | None
		local_parameters: DF.Code | None
		local_severity: DF.Literal["", "Block", "Warn", "Info"]
		parameters: DF.Code | None
		period: DF.Literal["", "Month", "Quarter", "Half Year", "Whole Year", "Point"]
		remedy: DF.SmallText | None
		rule_id: DF.Data
		subject_kind: DF.Data | None
		title: DF.Data
	# end: auto-generated types

	def before_insert(self):
		self.refuse_unless_from_guide()

	def validate(self):
		self.refuse_change_of_guide()
		self.validate_local_parameters()

	def on_trash(self):
		frappe.throw(
			_("A clause of the guide cannot be deleted. Switch it off with {0}.").format(
				label_of(self, "is_enabled")
			)
		)

	def refuse_unless_from_guide(self):
		if not self.flags.from_guide:
			frappe.throw(_("Clauses come from the guide and cannot be added by hand."))

	def refuse_change_of_guide(self):
		"""Read-only fields can still be sent by a program; the guide's wording is nobody's to edit."""
		before = self.get_doc_before_save()
		if not before:
			return
		for field in self.meta.get_valid_columns():
			own = self.meta.get_field(field) and field not in LOCAL_FIELDS | {"check_problem"}
			# A form sends days as text.
			if own and cstr(self.get(field)) != cstr(before.get(field)):
				frappe.throw(
					_(
						"{0} is the guide's and cannot be changed. The section {1} holds what a site decides."
					).format(label_of(self, field), frappe.bold(_("Local Settings")))
				)

	def validate_local_parameters(self):
		if not (self.local_parameters or "").strip():
			self.local_parameters = None
			return
		try:
			local = json.loads(self.local_parameters)
		except ValueError:
			local = None
		if not isinstance(local, dict):
			frappe.throw(
				_("{0} must be a JSON object such as {1}.").format(
					label_of(self, "local_parameters"), frappe.bold('{"times": 2}')
				)
			)
		with rules_speak_to_user():
			check_local(registry.clause(self.rule_id), local)
