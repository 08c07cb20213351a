"""Documents on paper: the minutes of a meeting, a compliance report, an evaluation sheet."""

from collections.abc import Callable, Iterable
from itertools import groupby
from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import get_datetime

from party_affairs.guide import registry
from party_affairs.language import CHINESE, in_language
from party_affairs.ledgers.compose import labels_of
from party_affairs.ledgers.meetings.organisation_life import absence_text, kind_text
from party_affairs.ledgers.text import full_date, joined, lines, period_text, periods_text, text_of
from party_affairs.printing import pages
from party_affairs.printing.appraisal.appraisal_papers import APPRAISAL_PAPERS
from party_affairs.printing.dues.account_papers import DUES_PAPERS
from party_affairs.printing.dues.receipt import receipt
from party_affairs.printing.meetings.life_review_papers import LIFE_REVIEW_PAPERS
from party_affairs.printing.members.development_papers import DEVELOPMENT_PAPERS
from party_affairs.printing.members.transfer_papers import TRANSFER_PAPERS
from party_affairs.printing.organisation.election_papers import ELECTION_PAPERS
from party_affairs.printing.paper import PORTRAIT, TableColumn, TableRow, lay_out
from party_affairs.printing.photos import sheets_of_photos
from party_affairs.printing.texts.personal_papers import PERSONAL_PAPERS
from party_affairs.printing.texts.work_report_papers import WORK_REPORT_PAPERS
from party_affairs.rules.meetings.records import is_voted

_GUIDE_CLAUSES = frozenset(clause.id for clause in registry.clauses())
_SPACE = "\u3000"
_LECTURE_CHECKS = ("lecture_no_reading", "lecture_no_script", "lecture_no_outing", "lecture_to_practice")
_OPEN, _COMING = ("Missed", "Late"), ("Due", "Planned")
_REPORT_HEADING_MM, _REPORT_FOOT_MM = 30, 22
_SHEET_HEADING_MM, _SHEET_FOOT_MM = 26, 58


def to_pdf(doc: Document, paper: str | None = None) -> bytes:
	"""Return the PDF of a document: of the `paper` named, such as `ballot`, or the one paper its DocType has.

	The caller checks who may have it.
	"""
	return pages.to_pdf(party_document(doc, paper))


def party_document(doc: Document, paper: str | None = None) -> str:
	"""Template function of the print formats: the page of a document, in Chinese."""
	with in_language(CHINESE):
		return _PRINTS[paper or doc.doctype](doc)


# Minutes


def minutes(doc: Document) -> str:
	"""Return the minutes of a meeting: the fields of form 会议记录, votes, lines to sign, and the photos on sheets of their own."""
	kinds = labels_of("Party Meeting", "kind")
	group = doc.party_group and frappe.db.get_value("Party Group", doc.party_group, "group_name")
	quorum = doc.quorum_sentence()
	context = {
		"doc": doc,
		"title": _minutes_title(doc.kind, kinds),
		"kind": kind_text({**doc.as_dict(), "group_name": group}, kinds),
		"time": _time(doc),
		"present": joined(row.member_name or "" for row in doc.attendees if row.attendance == "Present"),
		"expected_text": _count(doc.expected_count, doc.expected_full, doc.expected_probationary),
		"present_text": _count(doc.present_count, doc.present_full, doc.present_probationary),
		"absent": joined(absence_text(row) for row in doc.attendees if row.attendance != "Present"),
		"guests": joined(_guest(row) for row in doc.guests),
		"quorum": quorum.text(_) if quorum else "",
		"speeches": [
			_("{name}: {speech}").format(name=row.speaker or "", speech=row.speech)
			for row in doc.speeches_by_person
		],
		"resolutions": [_resolution(row) for row in doc.resolutions],
		"lecture_checks": joined(
			_(doc.meta.get_label(fieldname)) for fieldname in _LECTURE_CHECKS if doc.get(fieldname)
		),
		"attachments": _attachments(doc),
		"photo_sheets": sheets_of_photos(doc.photos),
	}
	return pages.render("minutes", context, PORTRAIT)


def _minutes_title(kind: str, kinds: dict[str, str]) -> str:
	is_meeting = kind in ("Member Assembly", "Committee Meeting", "Group Meeting")
	template = _("Minutes of the {0}") if is_meeting else _("Record of the {0}")
	return template.format(kinds[kind])


def _time(doc: Document) -> str:
	start = get_datetime(doc.starts_on)
	text = f"{full_date(start)} {start:%H:%M}"
	if not doc.ends_on:
		return text
	end = get_datetime(doc.ends_on)
	ends = f"{end:%H:%M}" if end.date() == start.date() else f"{full_date(end)} {end:%H:%M}"
	return _("{start} to {end} ({hours} hours)").format(
		start=text, end=ends, hours=text_of(doc.duration_hours, "Float")
	)


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
	rows = frappe.get_all(
		"File",
		filters={"attached_to_doctype": doc.doctype, "attached_to_name": doc.name},
		fields=["file_name", "file_url"],
		order_by="creation",
	)
	return [row.file_name for row in rows if row.file_url not in photos]


def _guest(row) -> str:
	kind = _(row.guest_kind) if row.guest_kind and row.guest_kind != "Other" else ""
	detail = joined((row.unit, kind))
	return _("{name} ({reason})").format(name=row.guest_name, reason=detail) if detail else row.guest_name


# Compliance report


def compliance_report(doc: Document) -> str:
	"""Return a frozen compliance report: what is missing by clause with citation and remedy, then what is due next."""
	statuses = labels_of("Compliance Report Line", "status")
	missing = [row for row in doc.lines if row.status in _OPEN]
	coming = [row for row in doc.lines if row.status in _COMING]
	rows = [TableRow((_("I. Missing or late"),), "section")]
	rows += _grouped(missing, statuses, with_remedy=True) or [TableRow((_("Nothing is missing."),), "group")]
	rows.append(TableRow((_("II. Due next"),), "section"))
	rows += _grouped(coming, statuses, with_remedy=False) or [TableRow((_("Nothing is due."),), "group")]
	columns = (
		TableColumn(_("No."), 11, "center"),
		TableColumn(_("Subject of the Duty"), 30),
		TableColumn(_("Period"), 32),
		TableColumn(_("Status"), 17, "center"),
		TableColumn(_("Due Date"), 24, "center"),
		TableColumn(_("Finding in Words"), 60),
	)
	table = lay_out(columns, rows, PORTRAIT, _REPORT_HEADING_MM, _REPORT_FOOT_MM)
	context = {"doc": doc, "table": table, "period": period_text(doc.period_key), "full_date": full_date}
	return pages.render("compliance_report", context, table.paper)


def _grouped(findings: list, statuses: dict[str, str], with_remedy: bool) -> list[TableRow]:
	"""Return a heading for each clause, and below it one row for all periods of a subject."""
	rows = []
	by_clause: Callable[[Any], tuple] = lambda row: (row.rule, row.title, row.citation)  # noqa: E731
	for (rule, title, citation), of_clause in groupby(sorted(findings, key=by_clause), key=by_clause):
		of_clause = list(of_clause)
		of_guide = rule in _GUIDE_CLAUSES
		words = _("{clause} {title} (guide {citation})") if of_guide else _("{clause} {title} ({citation})")
		heading = words.format(clause=rule, title=title, citation=citation)
		remedy = _("Remedy: {0}").format(of_clause[0].remedy) if with_remedy and of_clause[0].remedy else ""
		rows.append(TableRow((lines((heading, remedy)),), "group"))
		by_subject: dict[tuple[str, str], list] = {}
		for row in of_clause:
			by_subject.setdefault((row.subject_name or "", row.status), []).append(row)
		for number, ((subject, status), found) in enumerate(by_subject.items(), start=1):
			cells = (
				str(number),
				subject,
				periods_text(row.period_key for row in found),
				statuses[status],
				_first_and_last(text_of(row.due_date) for row in found),
				found[0].message or "" if len(found) == 1 else _("{0} periods in all").format(len(found)),
			)
			rows.append(TableRow(cells))
	return rows


def _first_and_last(days: Iterable[str]) -> str:
	known = sorted(day for day in days if day)
	return lines(dict.fromkeys((known[0], known[-1]))) if known else ""


# Evaluation sheet


def evaluation_sheet(doc: Document) -> str:
	"""Return an evaluation: each criterion with its points, on what they rest, and who judged them."""
	sources = labels_of("Evaluation Score", "source")
	judges = _user_names(row.judged_by for row in doc.scores)
	rows = [
		TableRow(
			(
				str(number),
				row.title,
				text_of(row.max_points, "Float"),
				sources[row.source],
				_points(doc, row),
				row.basis or "",
				judges.get(row.judged_by, ""),
			)
		)
		for number, row in enumerate(doc.scores, start=1)
	]
	total = text_of(sum(row.max_points for row in doc.scores), "Float")
	rows.append(TableRow((_("Total"), "", total, "", text_of(doc.total, "Float"), "", ""), "totals"))
	columns = (
		TableColumn(_("No."), 12, "center"),
		TableColumn(_("Criterion"), 42),
		TableColumn(_("Maximum Points"), 13, "right"),
		TableColumn(_("Source of Points"), 20, "center"),
		TableColumn(_("Points"), 13, "right"),
		TableColumn(_("Basis of Points"), 46),
		TableColumn(_("Judged By"), 18, "center"),
	)
	table = lay_out(columns, rows, PORTRAIT, _SHEET_HEADING_MM, _SHEET_FOOT_MM)
	bands = frappe.get_cached_doc("Evaluation Scheme", doc.scheme).bands
	most = max((row.stars or 0 for row in bands), default=0)
	context = {
		"doc": doc,
		"table": table,
		"subject_label": _("Party Member")
		if doc.subject_doctype == "Party Member"
		else _("Party organisation"),
		"stars": "★" * (doc.stars or 0) + "☆" * (most - (doc.stars or 0)),
		"full_date": full_date,
		"text_of": text_of,
	}
	return pages.render("evaluation_sheet", context, table.paper)


def _points(doc: Document, row) -> str:
	if row.get("not_demanded"):
		return _("Not demanded")
	return "" if doc.is_open(row) else text_of(row.points, "Float")


def _user_names(users: Iterable[str | None]) -> dict[str, str]:
	names = sorted({user for user in users if user})
	if not names:
		return {}
	filters = {"name": ["in", names]}
	rows = frappe.get_all("User", filters=filters, fields=["name", "full_name"], order_by="name")
	return {row.name: row.full_name for row in rows}


_PRINTS: dict[str, Callable[[Document], str]] = {
	"Party Meeting": minutes,
	"Compliance Report": compliance_report,
	"Evaluation": evaluation_sheet,
	"Party Dues Receipt": receipt,
	**DEVELOPMENT_PAPERS,
	**DUES_PAPERS,
	**ELECTION_PAPERS,
	**LIFE_REVIEW_PAPERS,
	**PERSONAL_PAPERS,
	**TRANSFER_PAPERS,
	**APPRAISAL_PAPERS,
	**WORK_REPORT_PAPERS,
}
"""By DocType where it has one paper, by the name of the paper where it has several."""
