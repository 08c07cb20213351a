"""Evaluations: what records give, and the sheets of many subjects at once.

What a record can show is measured; everything else a person judges. A sheet speaks of one subject alone: there is no
ranking of members by points.
"""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import frappe
from frappe import _

from party_affairs.compliance.lines import STATUS_KEYS, Line
from party_affairs.compliance.run import BRANCHES_A_CHUNK, Check
from party_affairs.facts.appraisal import appraisals as appraisal
from party_affairs.facts.evaluation import schemes, sheets
from party_affairs.language import in_site_language
from party_affairs.rules.evaluation.scheme import (
	BONUS,
	Criterion,
	ScoreCard,
	Version,
)
from party_affairs.rules.periods import calendar_year

EVALUATION = "Evaluation"
SCHEME = schemes.SCHEME
BRANCH, MEMBER = "Party Branch", "Party Member"
_COUNTED = ("met", "late", "missed")
_COUNTED_ELSEWHERE = "counted_elsewhere"
"""The status of what is counted under another clause of the scheme."""
LATE_CREDIT = Decimal("0.5")


@dataclass(frozen=True)
class Measured:
	"""What the records give of a criterion: the share of its points, None if nothing was demanded, and the sentence that says
	where it comes from."""

	share: Decimal | None
	basis: str


@dataclass(frozen=True)
class EvaluationSummary:
	"""Sheets that were created, brought up to date and left alone because they are submitted."""

	created: tuple[str, ...] = ()
	updated: tuple[str, ...] = ()
	locked: tuple[str, ...] = ()

	@property
	def names(self) -> tuple[str, ...]:
		return (*self.created, *self.updated, *self.locked)


def key_of(scheme: str, subject_doctype: str, subject: str, year: int) -> str:
	"""Return what stands for a scheme, subject and year, of fixed length."""
	return hashlib.sha256("\n".join((scheme, subject_doctype, subject, str(year))).encode()).hexdigest()


def version_for(scheme: str, year: int) -> Any:
	"""Return the version of a scheme by which sheets of a year are made. Raise ValidationError if it has none."""
	name = schemes.in_force(scheme, calendar_year(year).end)
	if not name:
		frappe.throw(
			_("{0} has no version in use for {1}. Let one be adopted first.").format(
				frappe.bold(scheme), year
			)
		)
	return frappe.get_cached_doc(schemes.VERSION, name)


def evaluate(scheme: str, subject: str, year: int, as_of: date) -> Any:
	"""Create or bring up to date the sheet of one subject, and return it; a submitted one is returned as it is.

	No permission is checked. Raise DoesNotExistError for an unknown scheme or subject.
	"""
	version = version_for(scheme, year)
	branch = frappe.get_doc(version.applies_to, subject).get("branch") or subject
	summary = _evaluate_subjects(version, {subject: branch}, year, as_of)
	return frappe.get_doc(EVALUATION, summary.names[0])


def evaluate_all(
	scheme: str, year: int, as_of: date, branches: Sequence[str] | None = None, *, commit: bool = False
) -> EvaluationSummary:
	"""Create or bring up to date the sheets of all subjects of a scheme in `branches` (default: all).

	Subjects are branches and joint branches, or the members on register there. Points measured from records are
	replaced, what was judged stays, and a submitted sheet is left alone. No permission is checked. With `commit` each
	chunk of branches is committed. Raise DoesNotExistError for an unknown scheme.
	"""
	version = version_for(scheme, year)
	subjects = (sheets.branches if version.applies_to == BRANCH else sheets.members)(branches)
	by_branch: dict[str, dict[str, str]] = defaultdict(dict)
	for subject, branch in subjects.items():
		by_branch[branch][subject] = branch
	names = sorted(by_branch)
	total = EvaluationSummary()
	for start in range(0, len(names), BRANCHES_A_CHUNK):
		chunk = {
			key: value
			for name in names[start : start + BRANCHES_A_CHUNK]
			for key, value in by_branch[name].items()
		}
		part = _evaluate_subjects(version, chunk, year, as_of)
		total = EvaluationSummary(
			total.created + part.created, total.updated + part.updated, total.locked + part.locked
		)
		if commit:
			frappe.db.commit()  # nosemgrep: each chunk of a background job stands for itself
	return total


def measure(
	criteria: Iterable[Criterion], applies_to: str, subjects: Mapping[str, str], year: int, as_of: date
) -> dict[str, dict[str, Measured]]:
	"""Return by subject and criterion key what the records give as of a day.

	`subjects` maps each subject to its branch. A branch answers for all findings that belong to it, a member for his own and
	for his grade in the democratic appraisal. The number of queries depends on neither.
	"""
	criteria = list(criteria)
	of_clauses = [criterion for criterion in criteria if criterion.measure == "clause_rate"]
	by_grade = [criterion for criterion in criteria if criterion.measure == "appraisal_grade"]
	found: dict[str, dict[str, Measured]] = {subject: {} for subject in subjects}
	branches = sorted(set(subjects.values()))
	with in_site_language():
		elsewhere = {rule for criterion in of_clauses for rule in criterion.rules}
		statuses = _statuses(Check(year).lines(branches, as_of), applies_to, elsewhere) if of_clauses else {}
		grades = appraisal.grades(branches, year) if by_grade else {}
		for subject, shares in found.items():
			shares.update(
				{criterion.key: _of_clauses(criterion, statuses[subject]) for criterion in of_clauses}
			)
			shares.update(
				{criterion.key: _of_grade(criterion, grades.get(subject), year) for criterion in by_grade}
			)
	return found


def _statuses(
	lines: Iterable[Line], applies_to: str, measured: Collection[str]
) -> dict[str, dict[str, list[str]]]:
	"""Return by subject and clause the statuses that count: an omission of linked clauses once, if both are `measured`."""
	statuses: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
	for line in lines:
		status = _COUNTED_ELSEWHERE if line.linked_to in measured else STATUS_KEYS[line.status]
		if applies_to == BRANCH:
			statuses[line.branch][line.rule].append(status)
		elif line.subject_doctype == applies_to:
			statuses[line.subject][line.rule].append(status)
	return statuses


def _of_clauses(criterion: Criterion, statuses: Mapping[str, Sequence[str]]) -> Measured:
	found = [status for rule in criterion.rules for status in statuses.get(rule, ())]
	numbers = Counter(found)
	demanded = sum(numbers[status] for status in _COUNTED)
	rules, elsewhere = ", ".join(criterion.rules), numbers[_COUNTED_ELSEWHERE]
	if not demanded and elsewhere:
		return Measured(
			None,
			_("Clauses {0}: {1} counted with another clause that asks for the same.").format(
				rules, elsewhere
			),
		)
	if not demanded:
		return Measured(None, _("Clauses {0}: nothing was demanded.").format(rules))
	return Measured(
		(numbers["met"] + numbers["late"] * LATE_CREDIT) / Decimal(demanded),
		_("Clauses {0}: {1} met, {2} late, {3} missed.").format(
			rules, *(numbers[status] for status in _COUNTED)
		),
	)


def _of_grade(criterion: Criterion, grade: str | None, year: int) -> Measured:
	if not grade:
		return Measured(None, _("Democratic appraisal of {0}: no grade was decided.").format(year))
	points = criterion.grade_points[frappe.scrub(grade)]
	return Measured(
		points / criterion.max_points, _("Democratic appraisal of {0}: {1}.").format(year, _(grade))
	)


def _evaluate_subjects(version, subjects: Mapping[str, str], year: int, as_of: date) -> EvaluationSummary:
	existing = sheets.existing(version.scheme, year)
	rules = schemes.version_of(version)
	measured = measure(rules.criteria, version.applies_to, subjects, year, as_of)
	created, updated, locked = [], [], []
	for subject in sorted(subjects):
		row = existing.get(subject)
		if row and row.docstatus:
			locked.append(row.name)
			continue
		sheet = frappe.get_doc(EVALUATION, row.name) if row else frappe.new_doc(EVALUATION)
		if not row:
			sheet.update(
				{
					"scheme": version.scheme,
					"year": year,
					"subject_doctype": version.applies_to,
					"subject": subject,
					"branch": subjects[subject],
				}
			)
		fill(sheet, version, rules, measured[subject], as_of)
		sheet.flags.ignore_permissions = True
		sheet.save()
		(updated if row else created).append(sheet.name)
	return EvaluationSummary(tuple(created), tuple(updated), tuple(locked))


def fill_one(sheet, as_of: date) -> None:
	"""Give a new sheet the criteria of the version in force, with what is measured as of a day."""
	version = version_for(sheet.scheme, sheet.year)
	rules = schemes.version_of(version)
	measured = measure(
		rules.criteria, sheet.subject_doctype, {sheet.subject: sheet.branch}, sheet.year, as_of
	)
	fill(sheet, version, rules, measured[sheet.subject], as_of)


def fill(sheet, version, rules: Version, measured: Mapping[str, Measured], as_of: date) -> None:
	"""Give a sheet the lines of its version with what was measured as of a day; what was judged before stays."""
	before = {row.criterion_key: row for row in sheet.scores}
	sheet.set("scores", [])
	for criterion in rules.criteria:
		_append(
			sheet,
			before,
			measured.get(criterion.key),
			criterion_key=criterion.key,
			line=schemes.CRITERION,
			title=criterion.title,
			dimension=criterion.dimension,
			max_points=float(criterion.max_points),
			weight=float(criterion.worth),
			source=_source_label(criterion.source),
			measure=criterion.measure,
			judge=criterion.judge,
		)
	for part in rules.adjustments:
		_append(
			sheet,
			before,
			None,
			criterion_key=part.key,
			line=schemes.BONUS if part.kind == BONUS else schemes.DEDUCTION,
			title=part.title,
			max_points=float(part.cap or 0),
			source=_source_label(part.source),
			measure=part.measure,
		)
	for veto in rules.vetoes:
		_append(
			sheet,
			before,
			None,
			criterion_key=veto.key,
			line=schemes.VETO,
			title=veto.title,
			source=schemes.JUDGED if veto.ground == "judged" else "Measured",
		)
	sheet.scheme_version, sheet.fingerprint = version.name, version.fingerprint
	sheet.is_example = int(version.standing == schemes.EXAMPLE)
	sheet.evaluated_on = as_of
	sheet.flags.measured = True


def write_card(sheet, card: ScoreCard) -> None:
	"""Write the totals of a score card on a sheet, and the points of each line."""
	points = {line.criterion.key: line.points for line in card.lines} | dict(card.adjusted)
	for row in sheet.scores:
		if row.line != schemes.VETO:
			row.points = float(points.get(row.criterion_key) or 0)
	sheet.update(
		{
			"total": float(card.total),
			"base_points": float(card.base),
			"bonus": float(card.bonus),
			"deduction": float(card.deduction),
			"whole": float(sum((line.criterion.worth for line in card.lines), Decimal(0))),
			"veto": "\n".join(veto.title for veto in card.vetoes),
			"unjudged": card.awaiting,
			"band": card.band.name if card.band else None,
			"stars": card.band.stars if card.band else 0,
		}
	)


def _append(sheet, before: Mapping, result: Measured | None, **values: Any) -> None:
	judged = before.get(values["criterion_key"])
	values["state"] = schemes.AWAITING
	if result:
		values.update(
			share=float(result.share or 0),
			basis=result.basis,
			state=schemes.NOT_DEMANDED if result.share is None else schemes.SCORED,
		)
	elif judged and judged.source == values["source"] == schemes.JUDGED:
		kept = ("points", "basis", "holds", "judged_by", "judged_on", "state", "share", "found")
		values.update({field: judged.get(field) for field in kept})
	sheet.append("scores", values)


def _source_label(source: str) -> str:
	return {"measured": "Measured", "self_checked": "Self-Checked", "judged": schemes.JUDGED}[source]
