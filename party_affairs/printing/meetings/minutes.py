"""The minutes of a meeting (会议记录) on paper, with its photos."""

from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document

from party_affairs.facts.files import attached_to
from party_affairs.ledgers.compose import labels_of
from party_affairs.ledgers.meetings.organisation_life import absence_text, kind_text
from party_affairs.ledgers.text import begin_and_end, full_date, joined, lines, text_of
from party_affairs.printing import pages
from party_affairs.printing.page_setup import PORTRAIT
from party_affairs.printing.photos import sheets_of_photos
from party_affairs.rules.meetings.records import is_voted

_SPACE = "\u3000"
_LECTURE_CHECKS = ("lecture_no_reading", "lecture_no_script", "lecture_no_outing", "lecture_to_practice")


def minutes(doc: Document) -> str:
	"""Return the minutes of a meeting: the fields of form 会议记录, votes, lines to sign, and the photos on sheets of their own."""
	kinds = labels_of("Party Meeting", "kind")
	group = doc.party_group and frappe.get_cached_value("Party Group", doc.party_group, "group_name")
	quorum = doc.quorum_sentence()
	context = {
		"doc": doc,
		"title": _minutes_title(doc.kind, kinds),
		"kind": kind_text({**doc.as_dict(), "group_name": group}, kinds),
		"time": _time(doc),
		"present": joined(row.member_name or "" for row in doc.attendees if row.attendance == "Present"),
		"convened_by": _(doc.convened_by) if doc.convened_by else "",
		"expected_text": _count(doc.expected_count, doc.expected_full, doc.expected_probationary),
		"present_text": _present(doc),
		"absent": joined(absence_text(row) for row in doc.attendees if row.attendance != "Present"),
		"guests": joined(_guest(row) for row in doc.guests),
		"quorum": quorum.text(_) if quorum else "",
		"voters": doc.voters(),
		"speeches": [_speech(row) for row in doc.speeches_by_person],
		"resolutions": [_resolution(row) for row in doc.resolutions],
		"lecture_checks": joined(
			_(doc.meta.get_label(fieldname)) for fieldname in _LECTURE_CHECKS if doc.get(fieldname)
		),
		"attachments": _attachments(doc),
		"photo_sheets": sheets_of_photos(doc.photos),
	}
	return pages.render("minutes", context, PORTRAIT)


def _speech(row) -> str:
	said = _("{name}: {speech}").format(name=row.speaker or "", speech=row.speech)
	return lines((said, _("Answer: {0}").format(row.answer) if row.answer else ""))


def _minutes_title(kind: str, kinds: dict[str, str]) -> str:
	is_meeting = kind in ("Member Assembly", "Committee Meeting", "Group Meeting")
	template = _("Minutes of the {0}") if is_meeting else _("Record of the {0}")
	return template.format(kinds[kind])


def _time(doc: Document) -> str:
	start, end = begin_and_end(doc.starts_on, doc.ends_on)
	if not end:
		return start
	return _("{start} to {end} ({hours} hours)").format(
		start=start, end=end, hours=text_of(doc.duration_hours, "Float")
	)


def _present(doc: Document) -> str:
	if doc.stated_present and not doc.present_count:
		return _("{0} people by the record, without names").format(doc.stated_present)
	return _count(doc.present_count, doc.present_full, doc.present_probationary)


def _count(total: int, full: int, probationary: int) -> str:
	"""How many were expected or came, full and probationary members apart where the standing of all is known."""
	if full + probationary < total:
		return _("{0} people").format(total)
	return _("{total} people ({full} full members, {probationary} probationary)").format(
		total=total, full=full, probationary=probationary
	)


def _resolution(row) -> dict[str, Any]:
	"""What was resolved, how it was voted on, and who carries it out by when."""
	details = []
	if row.matter and is_voted(row):
		votes = _("in favour {in_favour}, against {against}, abstained {abstained}").format(
			in_favour=row.in_favour or 0, against=row.against or 0, abstained=row.abstained or 0
		)
		if row.written_in_favour:
			votes = joined((votes, _("in favour in writing {0}").format(row.written_in_favour)))
		details.append(
			_("Vote ({matter}): {votes}; {result}").format(
				matter=joined((_(row.matter), _(row.vote_method) if row.vote_method else "")),
				votes=votes,
				result=_(row.result) if row.result else "",
			)
		)
	elif row.result:
		details.append(_(row.result))
	for facts in (
		((_("Responsible Member"), row.responsible_name), (_("Deadline"), full_date(row.deadline))),
		((_("Done On"), full_date(row.done_on)), (_("Follow-up Note"), row.follow_up)),
	):
		details.append(_SPACE.join(_("{0}: {1}").format(label, value) for label, value in facts if value))
	return {"text": row.resolution, "details": [detail for detail in details if detail]}


def _attachments(doc: Document) -> list[str]:
	"""Names of the files attached to the record, other than its photos; readers of the record may read them."""
	photos = {row.photo for row in doc.photos}
	return [row.file_name for row in attached_to(doc.doctype, doc.name) if row.file_url not in photos]


def _guest(row) -> str:
	kind = _(row.guest_kind) if row.guest_kind and row.guest_kind != "Other" else ""
	detail = joined((row.unit, kind))
	return _("{name} ({reason})").format(name=row.guest_name, reason=detail) if detail else row.guest_name


MINUTES = {"Party Meeting": minutes}
