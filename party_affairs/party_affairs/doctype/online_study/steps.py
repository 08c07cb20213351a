"""The life of reported online study: reported by the member → confirmed, or not, with the reason; he is told either way."""

from dataclasses import dataclass
from typing import ClassVar

import frappe
from frappe import _
from frappe.utils import get_fullname, getdate, nowdate

from party_affairs.checks.typed import typed_text
from party_affairs.compliance.notify import Links, notify
from party_affairs.language import in_site_language
from party_affairs.permissions.scope import access_of
from party_affairs.steps import StatusStep

DOCTYPE = "Online Study"
REPORTED, CONFIRMED, DECLINED = "Awaiting Confirmation", "Confirmed", "Not Confirmed"
MY_STUDY = "/party/study"
_KIND = "tasks"


@dataclass
class StudyStep(StatusStep):
	"""An answer to what a member has reported; `answer` is what he is told."""

	answer: str = ""

	doctype: ClassVar[str] = DOCTYPE
	since: ClassVar[tuple[str, ...]] = (REPORTED,)
	writes: ClassVar[tuple[str, ...]] = ("answer", "answered_by_name", "answered_on")

	@staticmethod
	def out_of_order() -> str:
		return _("This step is for online study with status {0}, and this one has {1}.")

	def check(self) -> None:
		"""Nobody answers himself."""
		super().check()
		self.answer = typed_text(self.answer, _("Answer"))
		if self.document.member == access_of(frappe.session.user).member:
			frappe.throw(
				_(
					"These are your own hours: another commissioner of the branch, the secretary, or the organisation above confirms them."
				),
				frappe.PermissionError,
			)

	def change(self) -> None:
		self.document.update(
			{
				"answer": self.answer,
				"answered_by_name": get_fullname(frappe.session.user),
				"answered_on": getdate(nowdate()),
			}
		)
		self.save()
		self.tell()

	def tell(self) -> None:
		"""Tell the member what became of his report."""
		user = frappe.db.get_value("Party Member", self.document.member, "user")
		if not user:
			return
		with in_site_language():
			subject = _("Online study of {day}: {status}").format(
				day=self.document.studied_on, status=_(self.document.status)
			)
			text = self.answer or _("The hours count from now on.")
			notify([user], subject, text, MY_STUDY, _KIND, (DOCTYPE, self.document.name))


@dataclass
class Confirm(StudyStep):
	"""The hours count."""

	to: ClassVar[str] = CONFIRMED


@dataclass
class Decline(StudyStep):
	"""The hours do not count, and the member is told why."""

	to: ClassVar[str] = DECLINED

	def check(self) -> None:
		"""The member has to know what is wrong."""
		super().check()
		if not self.answer:
			frappe.throw(_("Write why the hours are not confirmed, so that the member can report them anew."))


@dataclass
class TakeBack(StudyStep):
	"""A confirmation, or a refusal, was wrong: the report waits again."""

	since: ClassVar[tuple[str, ...]] = (CONFIRMED, DECLINED)
	to: ClassVar[str] = REPORTED

	def change(self) -> None:
		self.document.update({"answer": None, "answered_by_name": None, "answered_on": None})
		self.save()


WRITTEN_BY_STEPS = ("status", *StudyStep.writes)


def tell_of_report(document, users) -> None:
	"""Tell those in charge that a member of their branch has reported online study."""
	with in_site_language():
		subject = _("{0} reports online study: {1} hours").format(document.member_name, document.hours)
		text = _("Open it, look at the proof, and confirm the hours or decline them with the reason.")
		link = Links(f"/app/online-study/{document.name}", MY_STUDY)
		notify(users, subject, text, link, _KIND, (DOCTYPE, document.name))
