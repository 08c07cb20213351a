"""The life of a request for correction: asked for by the member → corrected, or declined with the reason; he is told either way."""

from dataclasses import dataclass
from typing import ClassVar

import frappe
from frappe import _
from frappe.utils import get_fullname, getdate, nowdate

from party_affairs.checks.typed import typed_text
from party_affairs.compliance.notify import Links, notify
from party_affairs.language import in_site_language
from party_affairs.party_affairs.doctype.party_member.party_member import PartyMember
from party_affairs.rules.members.corrections import FIELDS, SOMETHING_ELSE
from party_affairs.steps import StatusStep

DOCTYPE = "Correction Request"
REQUESTED, CORRECTED, DECLINED = "Awaiting Answer", "Corrected", "Not Corrected"
MY_DATA = "/party/my-data"
_KIND = "tasks"


@dataclass
class CorrectionStep(StatusStep):
	"""An answer to a request; `answer` is what the member is told."""

	answer: str = ""

	doctype: ClassVar[str] = DOCTYPE
	since: ClassVar[tuple[str, ...]] = (REQUESTED,)
	writes: ClassVar[tuple[str, ...]] = ("answer", "answered_by_name", "answered_on")

	@staticmethod
	def out_of_order() -> str:
		return _("This step is for a request with status {0}, and this one has {1}.")

	def needs_answer(self) -> bool:
		"""Whether the member has to be told something in words."""
		raise NotImplementedError

	def check(self) -> None:
		"""A request that waits is wanted, and an answer where the member has to be told something in words."""
		super().check()
		self.answer = typed_text(self.answer, _("Answer"))
		if self.needs_answer() and not self.answer:
			frappe.throw(_("Write what the member is told: what was corrected, or why it is not."))

	def change(self) -> None:
		document = self.document
		document.update(
			{
				"answer": self.answer,
				"answered_by_name": get_fullname(frappe.session.user),
				"answered_on": getdate(nowdate()),
			}
		)
		self.save()
		self.tell()

	def tell(self) -> None:
		"""Tell the member that he has an answer; what it says stands on his page alone."""
		user = frappe.db.get_value("Party Member", self.document.member, "user")
		if not user:
			return
		with in_site_language():
			subject = _("Your request for correction has been answered: {0}").format(_(self.document.about))
			text = _("Read the answer on your pages, under My Data.")
			notify([user], subject, text, MY_DATA, _KIND, (DOCTYPE, self.document.name))


@dataclass
class Correct(CorrectionStep):
	"""The record is set right, through the member's own document with all its checks."""

	to: ClassVar[str] = CORRECTED

	def needs_answer(self) -> bool:
		return self.document.about == SOMETHING_ELSE

	def change(self) -> None:
		if self.document.about != SOMETHING_ELSE:
			member: PartyMember = frappe.get_doc("Party Member", self.document.member, for_update=True)
			member.check_permission("write")
			member.set(FIELDS[self.document.about], self.document.right_value)
			member.save()
		super().change()


@dataclass
class Decline(CorrectionStep):
	"""The record stays as it is, and the member is told why."""

	to: ClassVar[str] = DECLINED

	def needs_answer(self) -> bool:
		return True


WRITTEN_BY_STEPS = ("status", *CorrectionStep.writes)


def tell_of_request(document, users) -> None:
	"""Tell those in charge that a member of their branch asks for a correction."""
	with in_site_language():
		subject = _("{0} asks for a correction: {1}").format(document.member_name, _(document.about))
		text = _(
			"Open the request, compare it with the proof, and correct the record or decline it with the reason."
		)
		link = Links(f"/app/correction-request/{document.name}", MY_DATA)
		notify(users, subject, text, link, _KIND, (DOCTYPE, document.name))
