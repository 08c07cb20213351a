"""A compliance report (履职报告) on paper, as it was frozen."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

from frappe import _
from frappe.model.document import Document

from party_affairs.guide import registry
from party_affairs.ledgers.compose import labels_of
from party_affairs.ledgers.duties.matrix import cell_text
from party_affairs.ledgers.text import full_date, joined, lines, period_text, periods_text, text_of
from party_affairs.printing.duties.compliance_below import NAMES_SHOWN, below, matrix, names_of, ranking
from party_affairs.printing.page_setup import LANDSCAPE, PORTRAIT
from party_affairs.printing.paper import Beside, Block, Cell, Paper, Table, Text, Title
from party_affairs.printing.parts import secretary_signature
from party_affairs.printing.table_layout import TableColumn, TableRow
from party_affairs.rules.duties import reports
from party_affairs.rules.duties.reports import Trend

_GUIDE_CLAUSES = frozenset(clause.id for clause in registry.clauses())
_OPEN, _COMING = ("Missed", "Late"), ("Due", "Planned")


def compliance_report(doc: Document) -> Paper:
	"""Return a frozen compliance report: what is missing by clause with citation and remedy, then what is due next.

	That of a committee goes on with the organisations below it, and with the matrix of these and the clauses; it lies across. A
	report of version 0.9 has its findings one by one.
	"""
	doc.hide_rows_of_others()
	note = _(
		"Drawn up from the records by the guide for secretaries of Party branches in law firms in Jinhua."
	)
	return Paper(
		_("Compliance Report of the Party Organisation"),
		(
			*_head(doc),
			_by_clause(doc) if doc.cells else _one_by_one(doc),
			*below(doc),
			*matrix(doc),
			Text(_("Note: {0}").format(note), style="notes"),
			secretary_signature(),
		),
		LANDSCAPE if doc.below_count else PORTRAIT,
	)


def _head(doc: Document) -> tuple[Block, ...]:
	"""Return title, organisation and day, and what is said in sentences above the tables."""
	version = " " + _("Version {0}").format(doc.version) if doc.version and doc.version > 1 else ""
	organisation = Cell(_("Party organisation: {0}").format(doc.branch), align="left")
	day = Cell(_("As of: {0}").format(full_date(doc.as_of)), align="right", width=34)
	return (
		Title(_("Compliance Report of the Party Organisation")),
		Title(_("({0})").format(period_text(doc.period_key)) + version, level=2),
		Beside(
			(
				(organisation, day),
				*((Cell(sentence, align="left", colspan=2),) for sentence in _sentences(doc)),
			)
		),
	)


def _sentences(doc: Document) -> Iterator[str]:
	yield _(
		"Of this year's duties so far {met} are met, {late} were met late, {missed} are missed, and {due} are due."
	).format(
		met=doc.met_count or 0,
		late=doc.late_count or 0,
		missed=doc.missed_count or 0,
		due=doc.due_count or 0,
	)
	if doc.below_count:
		yield _(
			"Of the {number} organisations below, {gaps} have gaps: {met} duties are met, {late} were met late, {missed} are missed, and {due} are due."
		).format(
			number=doc.below_count,
			gaps=doc.below_with_gaps,
			met=doc.below_met_count,
			late=doc.below_late_count,
			missed=doc.below_missed_count,
			due=doc.below_due_count,
		)
	yield from _summary(doc)
	if doc.unchecked:
		yield _("Could not be checked, and counted neither as met nor as missed: {0}").format(
			"；".join(doc.unchecked.splitlines())
		)


def _summary(doc: Document) -> list[str]:
	"""Return what is said above the tables besides the figures of the year."""
	said = []
	if doc.below_count and doc.all_missed_count is not None:
		said.append(_("Missed in all, itself and below: {0}.").format(doc.all_missed_count or 0))
	if doc.cells:
		said.append(
			_("Duties of this period: {met} met, {late} met late, {missed} missed.").format(
				met=doc.period_met_count, late=doc.period_late_count, missed=doc.period_missed_count
			)
		)
	if doc.previous:
		said.append(_trends(doc))
	carried = (doc.carried_missed_count or 0, doc.carried_due_count or 0)
	if any(carried):
		said.append(_("Left from last year: {0} missed, {1} due.").format(*carried))
	if doc.is_silent:
		said.append(_silence(doc.last_record_on))
	return said


def _trends(doc: Document) -> str:
	named = (("met", _("Met")), ("late", _("Late")), ("missed", _("Missed")), ("due", _("Due")))
	trends = [
		(label, Trend(doc.get(f"previous_{key}_count") or 0, doc.get(f"{key}_count") or 0))
		for key, label in named
	]
	if doc.below_count:
		below = Trend(doc.previous_below_missed_count or 0, doc.below_missed_count or 0)
		trends.append((_("Missed Below"), below))
	told = joined(_trend(label, trend) for label, trend in trends)
	return _("Beside the report before: {figures}; {new} newly missed, {good} made good.").format(
		figures=told, new=doc.new_missed_count or 0, good=doc.made_good_count or 0
	)


def _trend(label: str, trend: Trend) -> str:
	by = f"{trend.arrow}{trend.by or ''}"
	return _("{label} {before} → {now} ({by})").format(
		label=label, before=trend.before, now=trend.after, by=by
	)


def _silence(last: Any) -> str:
	if last:
		return _("No record since {0}.").format(full_date(last))
	return _("No record at all.")


# Grouped by clause, as reports are written since version 0.10.


def _by_clause(doc: Document) -> Table:
	said = {row.rule: row.explanation for row in doc.explanations}
	own = frozenset({doc.branch, *names_of([doc.branch]).values()})
	persons: dict[tuple[str, str], list] = {}
	for row in doc.lines:
		if not row.linked_to:
			persons.setdefault((row.rule, row.period_key), []).append(row)
	missing = [row for row in doc.clauses if row.status in _OPEN]
	coming = [row for row in doc.clauses if row.status in _COMING]
	rows = [TableRow((_("I. Missing or late"),), "section")]
	nothing = _("Nothing is missing.")
	if doc.below_count and doc.below_missed_count:
		nothing = _("The organisation itself has missed nothing; see below for those under it.")
	rows += _clause_rows(missing, persons, said, own, with_remedy=True) or [TableRow((nothing,), "group")]
	rows.append(TableRow((_("II. Due next"),), "section"))
	rows += _clause_rows(coming, persons, said, own, with_remedy=False) or [
		TableRow((_("Nothing is due."),), "group")
	]
	if doc.made_good:
		rows.append(TableRow((_("Made good since the report before"),), "section"))
		rows += _made_good(doc.made_good)
	if doc.below_count:
		rows += [TableRow((_("III. Organisations below"),), "section"), *ranking(doc)]
	columns = (
		TableColumn(_("No."), 10, "center"),
		TableColumn(_("Period"), 26),
		TableColumn(_("Missing of All"), 26, "center"),
		TableColumn(_("Due Date"), 24, "center"),
		TableColumn(_("Whom It Is About"), 78),
	)
	return Table(columns, tuple(rows), name=_("Findings"))


def _clause_rows(
	found: Sequence,
	persons: Mapping[tuple[str, str], list],
	said: Mapping[str, str],
	own: frozenset[str],
	*,
	with_remedy: bool,
) -> list[TableRow]:
	rows = []
	by_clause: Callable[[Any], tuple] = lambda row: (row.rule, row.title or "", row.citation or "")  # noqa: E731
	for (rule, title, citation), group in groupby(sorted(found, key=by_clause), key=by_clause):
		group = sorted(group, key=lambda row: row.period_key)
		also = _("Counted here as well: {0}").format(group[0].also) if group[0].also else ""
		remedy = _("Remedy: {0}").format(group[0].remedy) if with_remedy and group[0].remedy else ""
		explained = _("Explanation of the branch: {0}").format(said[rule]) if rule in said else ""
		rows.append(TableRow((lines((_heading(rule, title, citation), also, remedy, explained)),), "group"))
		for number, alike in enumerate(_alike(group, persons, own), start=1):
			first, behind = alike[0], persons.get((rule, alike[0].period_key), ())
			cells = (
				str(number),
				periods_text(row.period_key for row in alike),
				_number(first),
				_first_and_last(text_of(row.due_date) for row in alike),
				_about(behind, own) if len(alike) == 1 else _about_several(behind, own, len(alike)),
			)
			rows.append(TableRow(cells))
	return rows


def _alike(group: Sequence, persons: Mapping[tuple[str, str], list], own: frozenset[str]) -> list[list]:
	"""Put together the periods of a clause that say the same of the same persons."""
	found: dict[tuple, list] = {}
	for row in group:
		behind = persons.get((row.rule, row.period_key), ())
		counts = (row.missed_count, row.late_count, row.due_count, row.of_number)
		found.setdefault((*counts, _names(behind, own)), []).append(row)
	return list(found.values())


def _number(row: Any) -> str:
	told = cell_text(reports.Cell(0, row.late_count or 0, row.missed_count or 0, row.due_count or 0))
	return _("{0} / {1} in all").format(told.replace("\n", " "), row.of_number)


def _about(behind: Sequence, own: frozenset[str]) -> str:
	"""Return the sentence of a single finding, with the name unless it is the organisation's own; else the names."""
	if len(behind) != 1:
		return _names(behind, own)
	(row,) = behind
	if not row.message or row.subject_name in own:
		return row.message or ""
	return _("{0}: {1}").format(row.subject_name, row.message)


def _about_several(behind: Sequence, own: frozenset[str], periods: int) -> str:
	return lines((_("{0} periods in all").format(periods), _names(behind, own)))


def _names(behind: Sequence, own: frozenset[str]) -> str:
	"""Return the persons behind a line, those newly missed marked; `own` are names of the organisation itself."""
	names = [
		_("{0} (new)").format(row.subject_name) if row.newly_missed else row.subject_name or ""
		for row in behind
		if row.subject_name not in own
	]
	if len(names) > NAMES_SHOWN:
		return _("{0} and others, {1} in all").format(joined(names[:NAMES_SHOWN]), len(names))
	return joined(names)


def _made_good(found: Sequence) -> list[TableRow]:
	rows = []
	by_clause: Callable[[Any], tuple] = lambda row: (row.rule, row.title or "")  # noqa: E731
	for (rule, title), group in groupby(sorted(found, key=by_clause), key=by_clause):
		group = list(group)
		named = joined(
			_("{0} ({1})").format(
				name, periods_text(row.period_key for row in group if row.subject_name == name)
			)
			for name in dict.fromkeys(row.subject_name or "" for row in group)
		)
		rows.append(TableRow((f"{rule} {title}：{named}",), "group"))
	return rows


def _heading(rule: str, title: str, citation: str) -> str:
	words = (
		_("{clause} {title} (guide {citation})")
		if rule in _GUIDE_CLAUSES
		else _("{clause} {title} ({citation})")
	)
	return words.format(clause=rule, title=title, citation=citation)


# One by one, as version 0.9 has written reports.


def _one_by_one(doc: Document) -> Table:
	statuses = labels_of("Compliance Report Line", "status")
	missing = [row for row in doc.lines if row.status in _OPEN]
	coming = [row for row in doc.lines if row.status in _COMING]
	nothing = _("Nothing is missing.")
	if doc.below_count and doc.below_missed_count:
		nothing = _("The organisation itself has missed nothing; see below for those under it.")
	rows = [TableRow((_("I. Missing or late"),), "section")]
	rows += _grouped(missing, statuses, with_remedy=True) or [TableRow((nothing,), "group")]
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
	return Table(columns, tuple(rows), name=_("Findings"))


def _grouped(findings: list, statuses: dict[str, str], with_remedy: bool) -> list[TableRow]:
	"""Return a heading for each clause, and below it one row for all periods of a subject."""
	rows = []
	by_clause: Callable[[Any], tuple] = lambda row: (row.rule, row.title, row.citation)  # noqa: E731
	for (rule, title, citation), of_clause in groupby(sorted(findings, key=by_clause), key=by_clause):
		of_clause = list(of_clause)
		remedy = _("Remedy: {0}").format(of_clause[0].remedy) if with_remedy and of_clause[0].remedy else ""
		rows.append(TableRow((lines((_heading(rule, title, citation), remedy)),), "group"))
		by_subject: dict[tuple[str, str, str], list] = {}
		for row in of_clause:
			key = (row.subject_name or "", row.status, row.linked_to or "")
			by_subject.setdefault(key, []).append(row)
		for number, ((subject, status, _linked_to), found) in enumerate(by_subject.items(), start=1):
			cells = (
				str(number),
				subject,
				periods_text(row.period_key for row in found),
				statuses[status],
				_first_and_last(text_of(row.due_date) for row in found),
				_said_of(found),
			)
			rows.append(TableRow(cells))
	return rows


def _said_of(found: list) -> str:
	"""Return the sentence of one finding, or how many periods there are; both say with which clause they are counted."""
	if len(found) == 1:
		return found[0].message or ""
	carrier = found[0].linked_to
	counted = _("The same omission as {0}, and counted there.").format(carrier) if carrier else ""
	return lines((_("{0} periods in all").format(len(found)), counted))


def _first_and_last(days: Iterable[str]) -> str:
	known = sorted(day for day in days if day)
	return lines(dict.fromkeys((known[0], known[-1]))) if known else ""


COMPLIANCE_PAPERS = {"Compliance Report": compliance_report}
