"""The life of a photo on the board: chosen, hung up as a bare copy, taken down; without consent it never hangs."""

from dataclasses import dataclass

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import getdate, nowdate

from party_affairs.checks.publications import Passage, refuse_leaks
from party_affairs.exceptions import NoticeError
from party_affairs.party_affairs.doctype.board_photo import display_copy
from party_affairs.rules.notice import photos as rules
from party_affairs.rules.notice.photos import CHOSEN, HANGING, TAKEN_DOWN
from party_affairs.steps import StatusStep


def may_hang(photo: Document) -> bool:
	"""Whether everybody on a photo has agreed, or nobody can be recognised."""
	people = [rules.Consent(row.consented_on, row.withdrawn_on) for row in photo.people]
	return rules.may_hang(bool(photo.nobody_recognisable), people)


class PhotoStep(StatusStep):
	doctype = "Board Photo"
	exception = NoticeError

	@staticmethod
	def out_of_order() -> str:
		return _("This step is for a photo with status {0}, and this one has {1}.")


class Hang(PhotoStep):
	"""It hangs from today on, as a copy without place, time and camera."""

	since, to = (CHOSEN, TAKEN_DOWN), HANGING
	writes = ("hung_on", "display_copy")

	def check(self) -> None:
		"""It needs the consent of all shown, and a caption that tells nothing of one person's own affairs."""
		super().check()
		document = self.document
		if not may_hang(document):
			frappe.throw(
				_(
					"A photo hangs once everybody on it has agreed: enter who is on it and when he agreed, or tick that nobody can be recognised."
				),
				NoticeError,
			)
		if document.hangs_until and getdate(document.hangs_until) < getdate(nowdate()):
			frappe.throw(_("The time of this photo is over already. Enter a later day."), NoticeError)
		refuse_leaks(document.branch, [Passage(_("Caption"), document.caption)])

	def change(self) -> None:
		document = self.document
		document.update(
			{
				"hung_on": getdate(nowdate()),
				"display_copy": display_copy.write(document),
				"taken_down_on": None,
				"taken_down_because": None,
			}
		)
		self.save()


@dataclass
class TakeDown(PhotoStep):
	"""It goes from board, page and paper at once, and its copy with it."""

	reason: str | None = None

	since, to = (HANGING,), TAKEN_DOWN
	writes = ("taken_down_on", "taken_down_because")

	def change(self) -> None:
		self.document.take_down((self.reason or "").strip() or None)
		self.save()


STEPS = (Hang, TakeDown)
WRITTEN_BY_STEPS = tuple(dict.fromkeys(("status", *(name for step in STEPS for name in step.writes))))
