"""Putting into the register of opinions what was raised in a meeting, a talk or a contact: several lines at once."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import cstr

from party_affairs.arguments import parse_list, parse_yes
from party_affairs.facts.contact.opinions import OPINION, mark_of_row, marks_registered, registered_from
from party_affairs.permissions import scope_for

_MEETINGS = ("Democratic Talk", "Party Mass Council", "Development Conference")
_RAISED_BY = ("member", "contact", "raised_by_name")
_GIVEN = (
	*_RAISED_BY,
	"opinion",
	"answer",
	"answer_until",
	"referred_to",
	"referred_body",
)


@frappe.whitelist()
def from_source(doctype: str, name: str) -> list[dict[str, Any]]:
	"""Return what could be registered from a meeting, a talk or a pairing, without what was registered before.

	Rows are prefilled with what the document says; whoever registers them decides which, and in which words. Raise PermissionError
	for a document that the caller may not read.
	"""
	document = _source(doctype, name)
	rows = {mark_of_row(doctype, name, row["source_row"]): row for row in _ROWS[doctype](document)}
	registered = marks_registered(rows)
	return [row for mark, row in rows.items() if mark not in registered]


@frappe.whitelist(methods=["POST"])
def register(doctype: str, name: str, rows: str | list) -> list[str]:
	"""Put rows (of :func:`from_source`, as they were edited) into the register; return the names of the opinions.

	All of them or none. What is registered already, because somebody clicked twice, is returned and not registered again. Of the
	source only day and occasion are taken, and its number: nothing of it opens to readers of the register. Raise PermissionError without the right to the source or the register, ValidationError for what is lacking.
	"""
	document = _source(doctype, name, for_update=True)
	scope_for(OPINION, "create").check_branch(document.branch)
	given = parse_list(rows, dict)
	if not given:
		frappe.throw(_("Choose at least one opinion."))
	known = {row["source_row"]: row for row in _ROWS[doctype](document)}
	marks = _marks(document, given)
	registered = registered_from(marks)
	return [
		registered.get(mark) or _insert(document, known, row, mark)
		for mark, row in zip(marks, given, strict=True)
	]


def _marks(document: Document, given: Sequence[Mapping[str, Any]]) -> list[str]:
	"""Return by what each row is known: its row in the document, else what is said, by whom, and for the how many-th time.

	Of an unnamed opinion nothing of whoever raised it goes into the mark.
	"""
	times: Counter = Counter()
	marks = []
	for row in given:
		said = cstr(row.get("source_row"))
		if not said:
			named = () if parse_yes(row.get("is_unnamed"), _("Unnamed")) else _RAISED_BY
			parts = (*(cstr(row.get(key)) for key in named), cstr(row.get("opinion")).strip())
			times[parts] += 1
			said = "|".join(("written", *parts, str(times[parts])))
		marks.append(mark_of_row(document.doctype, document.name, said))
	return marks


def _insert(
	document: Document, known: Mapping[str, Mapping[str, Any]], row: Mapping[str, Any], mark: str
) -> str:
	source_row = cstr(row.get("source_row"))
	if source_row and source_row not in known:
		frappe.throw(_("A row of this document is not there any more. Open the dialog again."))
	said = known.get(source_row) or {}
	opinion = frappe.get_doc(
		{
			"doctype": OPINION,
			"branch": document.branch,
			"is_unnamed": int(parse_yes(row.get("is_unnamed"), _("Unnamed"))),
			**{key: row.get(key) or None for key in _GIVEN},
			**_occasion(document, said),
			"source_doctype": document.doctype,
			"source_name": document.name,
			"source_row": mark,
		}
	)
	if opinion.answer and opinion.answer == said.get("answer"):
		# It was answered on the spot.
		opinion.answered_on = opinion.raised_on
	return opinion.insert().name


def _source(doctype: str, name: str, for_update: bool = False) -> Document:
	if doctype not in _ROWS:
		frappe.throw(_("Opinions are registered from meetings, talks and pairings."))
	document = frappe.get_doc(doctype, name, for_update=for_update)
	document.check_permission("read")
	return document


def _occasion(document: Document, row: Mapping[str, Any]) -> dict[str, Any]:
	if document.doctype == "Heart Talk":
		return {"occasion": "Heart-to-Heart Talk", "raised_on": document.talk_on}
	if document.doctype == "Contact Pairing":
		day = row["raised_on"] if row else frappe.utils.nowdate()
		return {"occasion": "Contact with the Masses", "raised_on": day}
	occasion = document.kind if document.kind in _MEETINGS else "Other Meeting"
	return {"occasion": occasion, "raised_on": document.meeting_date}


def _of_meeting(meeting: Document) -> list[dict[str, Any]]:
	return [
		{
			"source_row": row.name,
			"raised_on": meeting.meeting_date,
			"member": row.member,
			"raised_by_name": row.speaker,
			"opinion": row.speech,
			"answer": row.answer,
		}
		for row in meeting.speeches_by_person
		if row.speech
	]


def _of_talk(talk: Document) -> list[dict[str, Any]]:
	if not talk.opinions:
		return []
	return [
		{
			"source_row": "opinions",
			"raised_on": talk.talk_on,
			"member": talk.partner,
			"raised_by_name": talk.partner_name,
			"opinion": talk.opinions,
		}
	]


def _of_pairing(pairing: Document) -> list[dict[str, Any]]:
	return [
		{
			"source_row": row.name,
			"raised_on": row.contact_date,
			"contact": pairing.contact,
			"raised_by_name": pairing.contact_name,
			"opinion": row.matter,
			"answer": row.result,
		}
		for row in pairing.contact_log
		if row.matter
	]


_ROWS: Mapping[str, Callable[[Document], list[dict[str, Any]]]] = {
	"Party Meeting": _of_meeting,
	"Heart Talk": _of_talk,
	"Contact Pairing": _of_pairing,
}
"""By DocType what could be registered from a document."""
