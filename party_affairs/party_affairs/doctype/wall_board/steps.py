"""The life of a wall board, step by step in its order.

Being designed → approved → hung up → taken down. What is approved stays as it is; it is designed anew to change it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import get_fullname, getdate, nowdate

from party_affairs.arguments import parse_day
from party_affairs.checks import publications
from party_affairs.checks.fields import label_of, require
from party_affairs.checks.publications import Passage
from party_affairs.exceptions import WallBoardError
from party_affairs.facts.meetings import plans
from party_affairs.facts.notice import wall_boards
from party_affairs.permissions.roles import MANAGER, SECRETARY
from party_affairs.permissions.scope import access_of
from party_affairs.rules.notice import kinds
from party_affairs.rules.notice.own_words import official_lines
from party_affairs.steps import StatusStep

DESIGNED, APPROVED, HANGING, DOWN = "Being Designed", "Board Approved", "Hung Up", "Taken Down"


class WallBoardStep(StatusStep):
	doctype = "Wall Board"
	exception = WallBoardError

	@staticmethod
	def out_of_order() -> str:
		return _("This step is for a board with status {0}, and this one has {1}.")


class Approve(WallBoardStep):
	"""The secretary approves what will hang on the wall; on a committee whoever manages its affairs."""

	since, to = (DESIGNED,), APPROVED
	writes = ("approved_by", "approved_on")

	def ask_right(self) -> None:
		super().ask_right()
		if frappe.session.user == "Administrator":
			return
		seats = access_of(frappe.session.user).seats_by_role
		if not any(self.document.branch in seats.get(role, ()) for role in (SECRETARY, MANAGER)):
			frappe.throw(
				_("What hangs on the wall is approved by the secretary. Ask him to look at it."),
				frappe.PermissionError,
			)

	def check(self) -> None:
		"""Raise WallBoardError unless something stands on it, and nothing that must not be made known."""
		super().check()
		require(self.document, "parts", exception=WallBoardError)
		publications.refuse_leaks(
			self.document.branch, _passages(self.document, getdate(nowdate())), exception=WallBoardError
		)

	def change(self) -> None:
		self.document.update({"approved_by": get_fullname(), "approved_on": nowdate()})
		self.save(_("The board was approved."))


@dataclass
class HangUp(WallBoardStep):
	"""The board hangs from `hung_on` on, with the figures of that day. `content_mark` is the sum over what stands on it."""

	hung_on: Any = None
	content_mark: str = ""

	since, to = (APPROVED,), HANGING
	writes = ("hung_on", "content_mark")

	def check(self) -> None:
		"""Raise WallBoardError if the day lies ahead, or before the board was approved."""
		super().check()
		if self.day > getdate(nowdate()):
			frappe.throw(
				_("{0} lies ahead. Enter the day on which it was hung up.").format(
					label_of(self.document, "hung_on")
				),
				WallBoardError,
			)
		if self.day < getdate(self.document.approved_on):
			frappe.throw(
				_("A board is hung up once it is approved, on {0}.").format(
					frappe.format(self.document.approved_on, {"fieldtype": "Date"})
				),
				WallBoardError,
			)

	def change(self) -> None:
		self.document.update({"hung_on": self.day, "content_mark": self.content_mark})
		self.save(_("The board was hung up."))

	@property
	def day(self) -> date:
		return parse_day(self.hung_on) if self.hung_on else getdate(nowdate())


class TakeDown(WallBoardStep):
	"""The board hangs no longer."""

	since, to = (HANGING,), DOWN
	writes = ("taken_down_on",)

	def change(self) -> None:
		self.document.taken_down_on = nowdate()
		self.save(_("The board was taken down."))


class DesignAnew(WallBoardStep):
	"""What was approved, or hung, is changed: it needs approval again."""

	since, to = (APPROVED, HANGING, DOWN), DESIGNED

	def change(self) -> None:
		self.document.update(
			dict.fromkeys(
				("approved_by", "approved_on", "hung_on", "taken_down_on", "content_mark"),
			)
		)
		self.save(_("The board is designed anew."))


def _passages(document: Document, today: date) -> Iterator[Passage]:
	"""What the branch itself says on a board; what the guide says needs no guard."""
	yield Passage(_(document.meta.get_label("title")), document.title or "")
	for row in document.parts:
		kind = kinds.kind(row.kind)
		yield Passage(_(row.meta.get_label("board_title")), row.board_title or "")
		if row.own_text:
			official = set(official_lines(kind, today))
			own = [line for line in row.own_text.splitlines() if line.strip() not in official]
			yield Passage(_(row.meta.get_label("own_text")), "\n".join(own))
		elif kind.made_of == kinds.FIRM and document.firm:
			yield Passage(_("Firm Introduction"), wall_boards.firm(document.firm).introduction or "")
		elif kind.made_of == kinds.PLAN:
			year = getdate(document.as_of or today).year
			topics = "\n".join(line.topic or "" for line in plans.lines_of(document.branch, year))
			yield Passage(_("Plan Topic"), topics)


WRITTEN_BY_STEPS = ("status", *Approve.writes, *HangUp.writes, *TakeDown.writes)
