"""The minutes of a meeting (会议记录) on paper, with its photos."""

from collections.abc import Iterator

import frappe
from frappe import _
from frappe.model.document import Document

from party_affairs.facts.files import attached_to
from party_affairs.ledgers.compose import labels_of
from party_affairs.ledgers.meetings.organisation_life import absence_text, kind_text
from party_affairs.ledgers.text import begin_and_end, full_date, joined, lines, text_of
from party_affairs.printing.paper import (
	KEPT,
	Block,
	Cell,
	Grid,
	Heading,
	PageBreak,
	Paper,
	Photos,
	Reference,
	Signatures,
	Text,
	Title,
	Together,
)
from party_affairs.printing.parts import across, draft_reference, pair_of_facts
from party_affairs.printing.photos import pictures_of
from party_affairs.rules.meetings.records import is_voted

_SPACE = "\u3000"
_LABEL = 17
_A_SHEET = 4
_LECTURE_CHECKS = ("lecture_no_reading", "lecture_no_script", "lecture_no_outing", "lecture_to_practice")


def minutes(doc: Document) -> Paper:
	"""Return the minutes of a meeting: the fields of form 会议记录, votes, lines to sign, and the photos on sheets of their own."""
	title = _minutes_title(doc.kind, labels_of("Party Meeting", "kind"))
	return Paper(
		title,
		(
			*_references(doc),
			Title(lines((doc.branch, title))),
			Grid(tuple(_facts(doc))),
			Heading(_("I. Content")),
			Text(doc.agenda or doc.topic),
			Heading(_("II. Excerpts of speeches")),
			Text("\n".join((doc.speeches or "", *(_speech(row) for row in doc.speeches_by_person)))),
			Heading(_("III. Decisions")),
			Text(doc.outcome or ""),
			*_decisions(doc),
			Signatures((_("Signature of the chair:"), _("Signature of the recorder:"))),
			*_photos(doc),
		),
	)


def _references(doc: Document) -> Iterator[Reference]:
	yield draft_reference(doc)
	if doc.amended_from:
		yield Reference(
			_("Takes the place of {0}. What was corrected: {1}").format(
				doc.amended_from, doc.correction or ""
			)
		)


def _facts(doc: Document) -> Iterator[tuple[Cell, ...]]:
	"""Yield the rows of the form."""
	expected = _count(doc.expected_count, doc.expected_full, doc.expected_probationary)
	present = joined(row.member_name or "" for row in doc.attendees if row.attendance == "Present")
	absent = joined(absence_text(row) for row in doc.attendees if row.attendance != "Present")
	guests = joined(_guest(row) for row in doc.guests)
	quorum = doc.quorum_sentence()
	lecture_checks = joined(
		_(doc.meta.get_label(fieldname)) for fieldname in _LECTURE_CHECKS if doc.get(fieldname)
	)
	yield Cell(_("Time"), is_fact=True, width=_LABEL), Cell(_time(doc), colspan=3)
	yield (
		Cell(_("Place"), is_fact=True),
		Cell(doc.location or "", width=50 - _LABEL),
		Cell(_("Method"), is_fact=True, width=_LABEL),
		Cell(doc.method or ""),
	)
	yield pair_of_facts(_("Chair"), doc.chair_name or "", _("Minutes Taken By"), doc.recorder_name or "")
	if doc.convened_by:
		yield across(_("Convened By"), _(doc.convened_by))
	if doc.lecturer:
		yield pair_of_facts(_("Kind"), _kind(doc), _("Lecturer"), doc.lecturer)
	else:
		yield across(_("Kind"), _kind(doc))
	yield pair_of_facts(_("Due to Attend"), expected, _("Attended"), _present(doc))
	yield across(_("Participants"), present)
	yield across(_("Absent and Reason"), absent or _("None"))
	yield across(_("Guests"), guests or _("None"))
	if quorum:
		voters = doc.voters()
		entitled = _("expected {0}, present {1}").format(voters["eligible"], voters["present"])
		yield across(_("Entitled to Vote"), entitled)
		yield across(_("Quorum"), quorum.text(_))
	yield across(_("Topic"), doc.topic)
	if lecture_checks:
		yield across(_("Self-check of the Lecture"), lecture_checks)


def _kind(doc: Document) -> str:
	group = doc.party_group and frappe.get_cached_value("Party Group", doc.party_group, "group_name")
	return kind_text({**doc.as_dict(), "group_name": group}, labels_of("Party Meeting", "kind"))


def _decisions(doc: Document) -> Iterator[Block]:
	"""Yield what was resolved, each with its vote, and the attachments; the last stays with the signatures."""
	if doc.resolutions and doc.outcome:
		yield Heading(_("IV. Resolutions and votes"))
	for number, row in enumerate(doc.resolutions, start=1):
		resolution = Text(f"{number}. {row.resolution}")
		details = _details(row)
		yield (
			Together((resolution, Text("\n".join(details), style="detail")), css=KEPT)
			if details
			else resolution
		)
	names = _attachments(doc)
	if names:
		yield Heading(_("Attachments"))
		yield Text("\n".join(f"{number}. {name}" for number, name in enumerate(names, start=1)))


def _photos(doc: Document) -> Iterator[Block]:
	photos = pictures_of(doc.photos)
	for start in range(0, len(photos), _A_SHEET):
		yield PageBreak()
		yield Heading(_("Photos"))
		yield Photos(tuple(photos[start : start + _A_SHEET]))


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


def _details(row) -> list[str]:
	"""How a resolution was voted on, and who carries it out by when."""
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
	return [detail for detail in details if detail]


def _attachments(doc: Document) -> list[str]:
	"""Names of the files attached to the record, other than its photos; readers of the record may read them."""
	photos = {row.photo for row in doc.photos}
	return [row.file_name for row in attached_to(doc.doctype, doc.name) if row.file_url not in photos]


def _guest(row) -> str:
	kind = _(row.guest_kind) if row.guest_kind and row.guest_kind != "Other" else ""
	detail = joined((row.unit, kind))
	return _("{name} ({reason})").format(name=row.guest_name, reason=detail) if detail else row.guest_name


MINUTES = {"Party Meeting": minutes}
