import json

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import cstr

from party_affairs import sandbox
from party_affairs.checks.fields import changed_fields, label_of, require
from party_affairs.compliance import local_rules
from party_affairs.exceptions import rules_speak_to_user
from party_affairs.guide import registry
from party_affairs.guide.vocabulary import EVIDENCE
from party_affairs.rules.parameters import check_local

_SUBJECTS = {"Party Branch": "branch", "Party Member": "member"}
_OF_LOCAL = (
	*("rule_id", "title", "citation", "clause_text", "local_subject", "period", "default_severity"),
	*("effective_from", "effective_to", "remedy", "script", "local_evidence", "is_local"),
)
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
		if self.flags.from_guide:
			self.is_local = 0
			return
		# Whoever adds a clause adds one of the site's own.
		self.is_local = 1
		self.rule_id = (self.rule_id or "").strip()

	def validate(self):
		before = self.get_doc_before_save()
		if before:
			self.is_local = before.is_local
		if self.is_local:
			self.refuse_unless_administrator()
			self.validate_local_clause()
			return
		self.forget_script()
		self.refuse_change_of_guide()
		self.validate_local_parameters()

	def on_trash(self):
		if self.is_local:
			self.refuse_unless_administrator()
			return
		frappe.throw(
			_("A clause of the guide cannot be deleted. Switch it off with {0}.").format(
				label_of(self, "is_enabled")
			)
		)

	def refuse_unless_administrator(self):
		"""What is run on the server is written by whoever answers for the server; managers may switch it off and on."""
		if "System Manager" in frappe.get_roles():
			return
		if self.is_new() or changed_fields(self, [field for field in _OF_LOCAL if field not in LOCAL_FIELDS]):
			frappe.throw(
				_("A clause of the site's own is written by a System Manager alone."), frappe.PermissionError
			)

	def validate_local_clause(self):
		"""It has a number that no clause of the guide has, a cycle, somebody to ask, and a script that the sandbox lets through."""
		self.is_evaluated, self.held, self.evaluation_kind, self.force = 1, "Measured", "State", "Hard"
		self.parameters = self.local_parameters = None
		self.subject_kind = _SUBJECTS.get(self.local_subject)
		require(self, "title", "local_subject", "period", "script")
		with rules_speak_to_user():
			local_rules.clause_of(self)
		unknown = local_rules.unknown_keys(self.local_evidence)
		if unknown:
			frappe.throw(
				_("{0}: {1} is none of the kinds of records. Known are: {2}.").format(
					label_of(self, "local_evidence"),
					frappe.bold(frappe.utils.escape_html(unknown[0])),
					"、".join(sorted(EVIDENCE)),
				)
			)
		refused = sandbox.refusals(self.script)
		if refused:
			frappe.throw(
				_("{0} cannot run: {1}").format(
					label_of(self, "script"), frappe.utils.escape_html(refused[0])
				)
			)
		if self.has_value_changed("script"):
			self.check_problem = None

	def forget_script(self):
		"""Clauses of the guide are judged by the program."""
		self.is_local, self.script, self.local_evidence, self.local_subject = 0, None, None, None

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
