import frappe
from frappe import _
from frappe.model.document import Document

from party_affairs.checks.dates import check_year
from party_affairs.checks.fields import changed_fields, is_new_or_changed, keep_what_steps_wrote, require
from party_affairs.exceptions import EvaluationError
from party_affairs.facts.evaluation import rounds, schemes
from party_affairs.permissions import scope_for
from party_affairs.rules.periods import calendar_year

_WRITTEN_BY_STEPS = (
	*("stage", "as_of", "sheets", "unjudged", "publicity_from", "publicity_until", "finalised_on"),
	*("last_run", "last_run_result", "self_evaluation_until", "returned_because"),
)

_SAID = ("publicised_where", "contact_for_objections", "decided_in", "remarks")


class EvaluationRound(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		applies_to: DF.Literal["Party Branch", "Party Member"]
		as_of: DF.Date | None
		branch: DF.Link
		contact_for_objections: DF.Data | None
		decided_in: DF.Link | None
		finalised_on: DF.Date | None
		is_example: DF.Check
		last_run: DF.Datetime | None
		last_run_result: DF.SmallText | None
		naming_series: DF.Literal["ER-.YYYY.-.#####"]
		publicised_where: DF.Data | None
		publicity_from: DF.Date | None
		publicity_until: DF.Date | None
		remarks: DF.SmallText | None
		returned_because: DF.SmallText | None
		round_key: DF.Data | None
		scheme: DF.Link | None
		scheme_version: DF.Link
		self_evaluation_until: DF.Date | None
		sheets: DF.Int
		stage: DF.Literal["Being Prepared", "Self-Evaluation", "Review", "Publicity", "Final"]
		unjudged: DF.Int
		year: DF.Int
	# end: auto-generated types
	"""One evaluation of a year by one version of a scheme: of the members of a branch, or of the branches below a committee."""

	def validate(self):
		require(self, "scheme_version", "year", "branch")
		check_year(self.year)
		keep_what_steps_wrote(self, _WRITTEN_BY_STEPS)
		self.refuse_change_of_final()
		self.set_scheme_facts()
		self.validate_version()
		self.validate_branch()
		self.validate_decision()
		self.set_key()
		self.refuse_second_round()
		self.refuse_overlap()

	def on_trash(self):
		if self.stage == rounds.FINAL:
			frappe.throw(_("The evaluation of {0} is final and stays.").format(self.year), EvaluationError)
		if self.stage == rounds.PUBLICITY:
			frappe.throw(
				_("The evaluation of {0} is published and stays.").format(self.year), EvaluationError
			)
		if rounds.counts(self.name)["sheets"]:
			frappe.throw(
				_("The evaluation of {0} has sheets. Delete those first.").format(self.year), EvaluationError
			)

	def refuse_change_of_final(self):
		before = self.get_doc_before_save()
		if before and before.stage == rounds.FINAL and changed_fields(self, _SAID):
			frappe.throw(_("The evaluation of {0} is final and stays.").format(self.year), EvaluationError)

	def set_scheme_facts(self):
		version = frappe.get_cached_doc(schemes.VERSION, self.scheme_version)
		self.scheme, self.applies_to = version.scheme, version.applies_to
		self.is_example = int(version.standing == schemes.EXAMPLE)

	def validate_version(self):
		"""A new round goes by a version that is in use in its year."""
		if not self.is_new():
			return
		version = frappe.get_cached_doc(schemes.VERSION, self.scheme_version)
		year = calendar_year(self.year)
		in_force = schemes.in_force(version.scheme, year.end)
		if version.standing not in schemes.USABLE or in_force != version.name:
			frappe.throw(
				_("{0} is not the version in force in {1}. Choose {2}.").format(
					frappe.bold(self.scheme_version),
					self.year,
					frappe.bold(in_force) if in_force else _("another scheme"),
				),
				EvaluationError,
			)
		if not frappe.get_cached_value(schemes.SCHEME, version.scheme, "is_active"):
			frappe.throw(
				_("{0} is no longer in use. Choose another scheme.").format(frappe.bold(version.scheme)),
				EvaluationError,
			)

	def validate_branch(self):
		if not self.flags.ignore_permissions:
			scope_for("Evaluation Round", "create" if self.is_new() else "write").check_branch(self.branch)
		if not self.is_new():
			return
		if self.applies_to == "Party Member" and not rounds.is_branch(self.branch):
			frappe.throw(
				_("Members are evaluated by their branch: choose a branch, not {0}.").format(
					frappe.bold(self.branch)
				),
				EvaluationError,
			)

	def validate_decision(self):
		if self.decided_in and is_new_or_changed(self, "decided_in"):
			check_decision(self.decided_in, self.branch)

	def set_key(self):
		"""One round a scheme, organisation and year: the key is unique in the database."""
		self.round_key = rounds.key_of(self.scheme, self.branch, self.year)

	def refuse_second_round(self):
		other = rounds.with_key(self.round_key)
		if other and other != self.name:
			frappe.throw(
				_("There is an evaluation of {0} by this scheme already: {1}. Open that one.").format(
					self.year, frappe.utils.get_link_to_form("Evaluation Round", other)
				),
				frappe.DuplicateEntryError,
			)

	def refuse_overlap(self):
		"""A branch is evaluated once by a scheme: by the organisation above, or by itself."""
		if not self.is_new() or self.applies_to == "Party Member":
			return
		other = rounds.overlapping(self.scheme, self.year, self.branch)
		if other:
			frappe.throw(
				_("{0} already evaluates the same branches in {1}. Use that one.").format(
					frappe.utils.get_link_to_form("Evaluation Round", other), self.year
				),
				frappe.DuplicateEntryError,
			)


def check_decision(meeting: str, branch: str) -> None:
	"""Raise EvaluationError unless `meeting` is a submitted one of the organisation that conducts the evaluation."""
	held = frappe.db.get_value("Party Meeting", meeting, ["branch", "docstatus"], as_dict=True)
	if not held or held.branch != branch or held.docstatus != 1:
		frappe.throw(
			_("{0} is no submitted meeting of {1}.").format(
				frappe.bold(frappe.utils.escape_html(meeting)), frappe.bold(branch)
			),
			EvaluationError,
		)


def on_doctype_update():
	frappe.db.add_index("Evaluation Round", ["branch", "year"])
