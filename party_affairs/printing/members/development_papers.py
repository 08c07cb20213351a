"""The papers of a development case: register of the whole way, resolutions, publicity notice, index of the dossier.

The layouts are references of our own: those of the forms are set by the Central Organisation Department (rules of
admission 2026, article 42).
"""

from collections.abc import Callable, Iterable, Sequence
from functools import reduce
from itertools import groupby
from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import getdate

from party_affairs.facts.meetings.held import by_name
from party_affairs.facts.members.development import KEY_OF_LABEL, steps_of
from party_affairs.facts.members.register import names_of, people
from party_affairs.guide.members import rulebooks
from party_affairs.ledgers.compose import labels_of
from party_affairs.ledgers.selection import readable
from party_affairs.ledgers.text import full_date, joined, lines, text_of
from party_affairs.printing.letters import letter
from party_affairs.printing.paper import Paper, Space, Table, Text, Title, facts
from party_affairs.printing.parts import reference, secretary_signature
from party_affairs.printing.table_layout import TableColumn, TableRow
from party_affairs.rules.members.development import edition_on
from party_affairs.settings import workdays

_BETWEEN_TABLES_MM = 4
_LABEL_SHARE = 21  # percent of the width: seven characters (工作单位及职务) stand on one line
_PERSON_FIELDS = ("gender", "birth_date", "education", "firm", "firm_position")
_LABEL_OF_KEY = {key: label for label, key in KEY_OF_LABEL.items()}
_ARCHIVE_ORDER = {
	material.title: material.archive
	for rules in rulebooks.rulebooks()
	for step in rules.steps
	for material in step.materials
	if material.archive
}


# Register


def register(doc: Document) -> Paper:
	"""Return the register of the whole way (全程纪实): every step with day, who took it, meeting, vote and paper."""
	meetings = _topics(doc)
	rows = []
	number = 0
	for phase, steps in groupby(doc.steps, key=lambda row: row.phase):
		rows.append(TableRow((_(phase),), "group"))
		for row in steps:
			number += 1
			proof = lines((meetings.get(row.meeting, ""), vote_in_words(row), row.document_no, row.remarks))
			rows.append(
				TableRow((str(number), _(row.step), text_of(row.done_on), row.handled_by or "", proof))
			)
	rows += _investigations(doc)
	columns = (
		TableColumn(_("No."), 10, "center"),
		TableColumn(_("Step"), 36),
		TableColumn(_("Done On"), 24, "center"),
		TableColumn(_("Handled By"), 34),
		TableColumn(_("Meeting, Vote, Document No."), 60),
	)
	return _with_table(_("Register of the Development of a Party Member"), _facts(doc), columns, rows)


def _with_table(
	title: str,
	above: Sequence[tuple[str, str]],
	columns: Sequence[TableColumn],
	rows: Sequence[TableRow],
	note: str = "",
) -> Paper:
	"""Return a paper of the case: facts in pairs, a table, a note, and the signature of the secretary."""
	notes = (Text(_("Note: {0}").format(note), style="notes"),) if note else ()
	return Paper(
		title,
		(
			reference(),
			Title(title),
			facts(above, columns=2, label_width=_LABEL_SHARE),
			Space(_BETWEEN_TABLES_MM),
			Table(tuple(columns), tuple(rows), name=title),
			*notes,
			secretary_signature(),
		),
	)


def vote_in_words(row) -> str:
	"""Return the vote of a step in words, empty if none is recorded."""
	if not (row.eligible or row.present):
		return ""
	text = _(
		"{eligible} expected, {present} present; in favour {in_favour}, against {against}, abstained {abstained}"
	).format(
		eligible=row.eligible or 0,
		present=row.present or 0,
		in_favour=row.in_favour or 0,
		against=row.against or 0,
		abstained=row.abstained or 0,
	)
	if row.written_in_favour:
		text += _("; written opinions in favour {0}").format(row.written_in_favour)
	return text


def _topics(doc: Document) -> dict[str, str]:
	kinds = labels_of("Party Meeting", "kind")
	names = {row.meeting for row in doc.steps if row.meeting}
	return {name: kinds[row.kind] for name, row in by_name(names).items()}


def _investigations(doc: Document) -> list[TableRow]:
	if not doc.investigations:
		return []
	names = names_of({row.investigator for row in doc.investigations if row.investigator})
	rows = [TableRow((_("Half-Yearly Investigations"),), "group")]
	for number, row in enumerate(doc.investigations, start=1):
		rows.append(
			TableRow(
				(
					str(number),
					_(row.kind),
					text_of(getdate(row.investigated_on)),
					names.get(row.investigator, ""),
					row.opinion or "",
				)
			)
		)
	return rows


def _facts(doc: Document) -> list[tuple[str, str]]:
	"""What stands above the steps, as pairs of label and text."""
	person = _person(doc)
	training = joined(
		(
			_("{0} days").format(text_of(doc.training_days, "Float")) if doc.training_days else "",
			_("{0} study hours").format(text_of(doc.training_hours, "Float")) if doc.training_hours else "",
			doc.training_exempt_reason,
		)
	)
	probation = ""
	if doc.probation_start:
		probation = _("from {start}, over on {end}").format(
			start=full_date(doc.probation_start), end=full_date(doc.probation_end)
		)
	return [
		(_("Member Name"), doc.member_name),
		(_("Gender"), person.gender_label),
		(_("Born"), person.born),
		(_("Education"), person.education_label),
		(_("Unit and Position"), person.unit),
		(_("Party Branch"), doc.branch),
		(_("Mentor"), _sponsors(doc, "Mentor")),
		(_("Introducer"), _sponsors(doc, "Introducer")),
		(_("Recommended By"), doc.recommended_by or ""),
		(_("Publicity Result"), _(doc.publicity_result) if doc.publicity_result else ""),
		(_("Political Review Result"), _(doc.political_review_result) if doc.political_review_result else ""),
		(_("Short Training"), training),
		(_("Probation Period"), probation),
		(_("Status"), _ended(doc)),
	]


def _ended(doc: Document) -> str:
	status = _(doc.status)
	return _("{name} ({reason})").format(name=status, reason=doc.end_reason) if doc.end_reason else status


def _sponsors(doc: Document, capacity: str) -> str:
	return joined(dict.fromkeys(row.member_name for row in doc.sponsors if row.capacity == capacity))


def _person(doc: Document) -> Any:
	"""The person's own record, as far as the reader may see it."""
	row = people(readable, [doc.member], _PERSON_FIELDS).get(doc.member, frappe._dict())
	row.gender_label = labels_of("Party Member", "gender").get(row.gender, "")
	row.education_label = labels_of("Party Member", "education").get(row.education, "")
	row.born = ""
	if row.birth_date:
		day = getdate(row.birth_date)
		row.born = _("{year}-{month}").format(year=day.year, month=day.month)
	row.unit = f"{row.firm or ''}{row.firm_position or ''}"
	return row


# Resolutions


def admission_resolution(doc: Document) -> Paper:
	"""Return the assembly's resolution on admission (2026: article 21, 2014: article 22)."""
	decision = _(
		"The assembly decides to admit comrade {name} as a probationary member of the Communist Party of China. The probation counts from the day of this resolution. It is submitted to the committee above for approval."
	).format(name=doc.member_name)
	title = _("Resolution on the Admission of Comrade {0} as a Probationary Party Member").format(
		doc.member_name
	)
	return _resolution(doc, "assembly", title, doc.resolution, decision)


def full_resolution(doc: Document) -> Paper:
	"""Return the assembly's resolution on full membership after the probation, or its extension."""
	template = (
		_(
			"The assembly decides that comrade {name}, whose extended probation has ended, becomes a full member of the Communist Party of China. Years in the Party count from {day}. It is submitted to the committee above for approval."
		)
		if doc.extension_months
		else _(
			"The assembly decides that comrade {name} becomes a full member of the Communist Party of China in due time. Years in the Party count from {day}. It is submitted to the committee above for approval."
		)
	)
	decision = template.format(name=doc.member_name, day=full_date(doc.probation_end) or _("(date)"))
	title = _("Resolution on the Full Membership of Comrade {0}").format(doc.member_name)
	return _resolution(doc, "full_assembly", title, doc.full_resolution, decision)


def _resolution(doc: Document, key: str, title: str, conduct: str | None, decision: str) -> Paper:
	row = next(row for row in doc.steps if row.step == _LABEL_OF_KEY[key])
	day = full_date(row.done_on)
	matter = _("admission to the Party") if key == "assembly" else _("full membership")
	opening = _(
		"On {day} {branch} held an assembly of its members, which discussed the {matter} of comrade {name}."
	)
	paragraphs = [
		opening.format(day=day or _("(date)"), branch=doc.branch, matter=matter, name=doc.member_name),
		_("Main conduct: {0}").format((conduct or "").strip() or "＿" * 60),
		_voting(row),
		decision,
	]
	closing = [doc.branch, _("Signature of the secretary:") + "＿" * 6, day or _("(date)")]
	return letter(reference(), title, paragraphs, closing)


def _voting(row) -> str:
	blank = "＿＿"
	counted = bool(row.eligible or row.present)
	text = _(
		"{eligible} full members with a vote were expected and {present} were present. By secret ballot {in_favour} voted in favour, {against} against, and {abstained} abstained."
	).format(
		eligible=(row.eligible or 0) if counted else blank,
		present=(row.present or 0) if counted else blank,
		in_favour=(row.in_favour or 0) if counted else blank,
		against=(row.against or 0) if counted else blank,
		abstained=(row.abstained or 0) if counted else blank,
	)
	if row.written_in_favour:
		text += _(
			"Of the absent {0} had given a written opinion in favour before the meeting; with these, more than half of those expected are in favour."
		).format(row.written_in_favour)
	elif counted:
		text += _("More than half of those expected are in favour.")
	return text


# Publicity


def publicity_notice(doc: Document) -> Paper:
	"""Return the notice of publicity (公示): who is proposed, since when, and to whom objections may be made."""
	days = steps_of(doc)
	start, end = days.get("publicity_start"), days.get("publicity_end")
	person = _person(doc)
	about = _in_clauses(
		(
			doc.member_name,
			person.gender_label,
			_("born in {0}").format(person.born) if person.born else "",
			person.education_label,
			person.unit,
			_day_in_words(_("applied to join on {0}"), days.get("application")),
			_day_in_words(_("named as activist on {0}"), days.get("activist")),
			_("mentors: {0}").format(_sponsors(doc, "Mentor")) if _sponsors(doc, "Mentor") else "",
		)
	)
	paragraphs = [
		_(
			"After one year and more of cultivation, a hearing of opinions and a discussion of the branch, it is proposed to name comrade {0} as a development target. This is made public:"
		).format(doc.member_name),
		_("{0}.").format(about),
		_("Time of publicity: {0}.").format(_span(start, end)),
		_(
			"Whoever knows of anything against it may tell the branch during this time, in person, in writing or by telephone, truthfully and if possible under his own name."
		),
		_("Telephone: {0}").format(doc.publicity_phone or "＿" * 10),
	]
	if doc.publicity_place:
		paragraphs.append(_("Place of publicity: {0}").format(doc.publicity_place))
	closing = [_("{0} (seal)").format(doc.branch), full_date(start) or _("(date)")]
	return letter(reference(), _("Publicity of a Proposed Development Target"), paragraphs, closing)


def _span(start, end) -> str:
	if not start:
		return _("(date)")
	if not end:
		needed = next(limit.amount for limit in rulebooks.rulebooks()[-1].limits if limit.kind == "workdays")
		return _("from {start}, for at least {number} working days").format(
			start=full_date(start), number=needed
		)
	number = workdays().workdays_between(start, end)
	return _("from {start} to {end} ({number} working days)").format(
		start=full_date(start), end=full_date(end), number=number
	)


def _in_clauses(parts: Iterable[str]) -> str:
	"""Return the parts of a sentence one after the other, with the stop between clauses."""
	return reduce(
		lambda first, more: _("{clause}, {more}").format(clause=first, more=more),
		[part for part in parts if part],
	)


def _day_in_words(template: str, day) -> str:
	return template.format(full_date(day)) if day else ""


# Dossier


def dossier_index(doc: Document) -> Paper:
	"""Return the index of the dossier: what is kept for good in the order of article 36, the other papers, what is missing."""
	done = steps_of(doc)
	kept = sorted(
		(row for row in doc.materials if row.material in _ARCHIVE_ORDER),
		key=lambda row: _ARCHIVE_ORDER[row.material],
	)
	others = [row for row in doc.materials if row.material not in _ARCHIVE_ORDER]
	article = edition_on(done.get("archived")).step("archived").article
	rows = [
		TableRow(
			(_("I. Papers for the archive (rules of admission, article {0})").format(article),), "section"
		)
	]
	rows += _papers(kept, done)
	rows.append(TableRow((_("II. Papers of the procedure"),), "section"))
	rows += _papers(others, done)
	missing = sum(_is_missing(row, done) for row in doc.materials)
	columns = (
		TableColumn(_("No."), 12, "center"),
		TableColumn(_("Material"), 76),
		TableColumn(_("Step"), 34),
		TableColumn(_("Handed In On"), 24, "center"),
		TableColumn(_("Remarks"), 20, "center"),
	)
	note = (
		_("{0} papers are missing for the steps done so far.").format(missing)
		if missing
		else _("Nothing is missing for the steps done so far.")
	)
	about = [(_("Member Name"), doc.member_name), (_("Stage"), _(doc.stage))]
	return _with_table(_("Index of the Dossier of a Party Member"), about, columns, rows, note)


def _papers(rows: list, done: dict) -> list[TableRow]:
	return [
		TableRow(
			(
				str(number),
				row.material,
				_(row.step) if row.step else "",
				text_of(row.received_on),
				_remark(row, done),
			)
		)
		for number, row in enumerate(rows, start=1)
	]


def _remark(row, done: dict) -> str:
	if _is_missing(row, done):
		return _("Missing Paper")
	if row.received_on or row.attachment:
		return _("On File")
	return _("Not Yet Due") if row.is_required else _("If There Is One")


def _is_missing(row, done: dict) -> bool:
	is_due = KEY_OF_LABEL.get(row.step) in done
	return bool(row.is_required and is_due and not (row.received_on or row.attachment))


DEVELOPMENT_PAPERS: dict[str, Callable[[Document], Paper]] = {
	"development_register": register,
	"admission_resolution": admission_resolution,
	"full_resolution": full_resolution,
	"publicity_notice": publicity_notice,
	"dossier_index": dossier_index,
}
"""By the name of the paper, as the print formats call it."""
