"""The life of a version of an evaluation scheme: it is drafted, adopted by a resolution, and withdrawn.

The samples of the app are examples: sheets can be made by them, and say so. Adopting an example makes a scheme of the
organisation's own out of it, since the example stays as it is for everybody else.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import ClassVar

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import getdate

from party_affairs.checks.dates import refuse_future_date
from party_affairs.exceptions import EvaluationError
from party_affairs.facts.evaluation import schemes
from party_affairs.permissions import scope_for
from party_affairs.steps import Step

_COPIED = (
	*("whole", "publicity_days", "self_evaluation", "least_group", "bonus_cap", "deduction_cap"),
	*("dimensions", "criteria", "adjustments", "vetoes", "bands"),
)


@dataclass
class Adopt(Step):
	"""An organisation adopts a version by a resolution: of a `meeting` of its own, or by a document with its `document_no`.

	`effective_from` is the first day of it (default: as the version says). Of an example, `scheme_name` names the scheme
	that is made of it. Returns the adopted version.
	"""

	organisation: str = ""
	resolution: str = ""
	adopted_on: date | None = None
	meeting: str | None = None
	document_no: str | None = None
	scheme_name: str | None = None
	effective_from: date | None = None

	doctype: ClassVar[str] = schemes.VERSION

	def check(self) -> None:
		"""The version may still be adopted, by this organisation and by a resolution; an example gets a new name."""
		version = self.document
		if version.standing not in (schemes.DRAFT, schemes.EXAMPLE):
			frappe.throw(
				_("{0} has been adopted or withdrawn already.").format(frappe.bold(version.name)),
				EvaluationError,
			)
		scope_for("Evaluation", "write").check_branch(self.organisation)
		self.check_resolution()
		if version.standing == schemes.EXAMPLE:
			self.check_name()
		else:
			self.check_owner()

	def check_resolution(self) -> None:
		if not (self.resolution or "").strip() or not self.adopted_on:
			frappe.throw(
				_("A scheme is adopted by a resolution: give its day and what was resolved."),
				frappe.MandatoryError,
			)
		if not (self.meeting or (self.document_no or "").strip()):
			frappe.throw(
				_("Name the meeting that passed the resolution, or the number of the document that says so."),
				frappe.MandatoryError,
			)
		if self.meeting:
			held = frappe.db.get_value(
				"Party Meeting", self.meeting, ["branch", "meeting_date"], as_dict=True
			)
			if not held or held.branch != self.organisation:
				frappe.throw(
					_("{0} is no meeting of {1}.").format(
						frappe.bold(frappe.utils.escape_html(self.meeting)), frappe.bold(self.organisation)
					),
					EvaluationError,
				)

	def check_name(self) -> None:
		if not (self.scheme_name or "").strip():
			frappe.throw(
				_("This is an example. Give the scheme of your organisation a name of its own."),
				frappe.MandatoryError,
			)
		if frappe.db.exists(schemes.SCHEME, self.scheme_name.strip()):
			frappe.throw(
				_("There is a scheme {0} already. Choose another name.").format(
					frappe.bold(frappe.utils.escape_html(self.scheme_name))
				),
				frappe.DuplicateEntryError,
			)

	def check_owner(self) -> None:
		committee = frappe.db.get_value(schemes.SCHEME, self.document.scheme, "committee")
		owners = {*filter(None, [committee]), *schemes.owners_of(self.document.scheme)}
		if owners - {self.organisation}:
			frappe.throw(
				_("This is the scheme of {0}, which alone can adopt it.").format(
					frappe.bold("、".join(sorted(owners - {self.organisation})))
				),
				frappe.PermissionError,
			)
		for earlier in schemes.adopted_before(self.document.scheme, self.document.name):
			if earlier.effective_from >= getdate(self.effective_from or self.document.effective_from):
				frappe.throw(
					_("{0} holds from {1} on. Let the new version begin later.").format(
						frappe.bold(earlier.name), frappe.format(earlier.effective_from, "Date")
					),
					EvaluationError,
				)

	def change(self) -> Document:
		version = self.own_copy() if self.document.standing == schemes.EXAMPLE else self.document
		version.update(
			{
				"standing": schemes.ADOPTED,
				"effective_from": self.effective_from or version.effective_from,
				"adopted_by": self.organisation,
				"adopted_on": self.adopted_on,
				"resolution_meeting": self.meeting,
				"resolution": self.resolution.strip(),
				"document_no": (self.document_no or "").strip() or None,
			}
		)
		refuse_future_date(version, "adopted_on")
		version.flags.step = True
		version.flags.ignore_permissions = True
		version.save()
		self.end_earlier(version)
		return version

	def own_copy(self) -> Document:
		"""The scheme of the organisation's own, with a version that says what the example says."""
		example = frappe.get_doc(schemes.SCHEME, self.document.scheme)
		scheme = frappe.copy_doc(example)
		scheme.update(
			{
				"scheme_name": self.scheme_name.strip(),
				"committee": self.organisation,
				"basis": self.resolution.strip(),
				"is_active": 1,
			}
		)
		scheme.insert()
		version = frappe.copy_doc(self.document)
		version.update({"scheme": scheme.name, "standing": schemes.DRAFT})
		version.insert()
		return version

	def end_earlier(self, version: Document) -> None:
		day_before = getdate(version.effective_from) - timedelta(days=1)
		for earlier in schemes.adopted_before(version.scheme, version.name):
			if earlier.effective_to is None or earlier.effective_to > day_before:
				frappe.db.set_value(schemes.VERSION, earlier.name, "effective_to", day_before)


@dataclass
class NewVersion(Step):
	"""A draft that says what this version says, to be changed."""

	doctype: ClassVar[str] = schemes.VERSION

	def change(self) -> Document:
		draft = frappe.new_doc(schemes.VERSION)
		draft.update({"scheme": self.document.scheme, "effective_from": self.document.effective_from})
		for name in _COPIED:
			if isinstance(self.document.get(name), list):
				for row in self.document.get(name):
					draft.append(name, frappe.copy_doc(row).as_dict(no_nulls=True))
			else:
				draft.set(name, self.document.get(name))
		draft.insert()
		return draft


@dataclass
class Retire(Step):
	"""A version is used no longer from a day on: no new sheets are made by it, those that are there stay."""

	doctype: ClassVar[str] = schemes.VERSION

	def check(self) -> None:
		"""The version is in use; one that was adopted is retired by whoever adopted it."""
		if self.document.standing not in schemes.USABLE:
			frappe.throw(_("{0} is not in use.").format(frappe.bold(self.document.name)), EvaluationError)
		if self.document.standing == schemes.ADOPTED:
			scope_for("Evaluation", "write").check_branch(self.document.adopted_by)

	def change(self) -> None:
		self.document.standing = schemes.RETIRED
		self.document.flags.step = True
		self.document.save()
