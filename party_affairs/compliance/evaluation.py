"""Evaluations: the points that records give, and the sheets of many subjects at once.

What a record can show is measured from the same findings as the compliance check; everything else a person judges. A
sheet speaks of one subject alone: there is no ranking of members by points.
"""

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
from party_affairs.facts.evaluation import sheets
from party_affairs.language import in_site_language
from party_affairs.rules.appraisal.grades import GRADES
from party_affairs.rules.evaluation.scheme import Criterion, appraisal_points, measured_points

EVALUATION = "Evaluation"
SCHEME = "Evaluation Scheme"
BRANCH, MEMBER = "Party Branch", "Party Member"
BY_APPRAISAL = "Appraisal Grade"
FROM_RECORDS = ("Measured", BY_APPRAISAL)
"""Sources of points that nobody types."""
_COUNTED = ("met", "late", "missed")
_COUNTED_ELSEWHERE = "counted_elsewhere"
"""The status of what is counted under another clause of the scheme."""


@dataclass(frozen=True)
class Measured:
	"""Points of a measured criterion, None if nothing was demanded, and the sentence that says where they come from."""

	points: Decimal | None
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


def evaluate(scheme: str, subject: str, year: int, as_of: date) -> Any:
	"""Create or bring up to date the sheet of one subject, and return it; a submitted one is returned as it is.

	No permission is checked. Raise DoesNotExistError for an unknown scheme or subject.
	"""
	document = frappe.get_cached_doc(SCHEME, scheme)
	branch = frappe.get_doc(document.applies_to, subject).get("branch") or subject
	summary = _evaluate_subjects(document, {subject: branch}, year, as_of)
	return frappe.get_doc(EVALUATION, summary.names[0])


def evaluate_all(
	scheme: str, year: int, as_of: date, branches: Sequence[str] | None = None, *, commit: bool = False
) -> EvaluationSummary:
	"""Create or bring up to date the sheets of all subjects of a scheme in `branches` (default: all).

	Subjects are branches and joint branches, or the members on register there. Points measured from records are
	replaced, what was judged stays, and a submitted sheet is left alone. No permission is checked. With `commit` each
	chunk of branches is committed. Raise DoesNotExistError for an unknown scheme.
	"""
	document = frappe.get_cached_doc(SCHEME, scheme)
	subjects = (sheets.branches if document.applies_to == BRANCH else sheets.members)(branches)
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
		part = _evaluate_subjects(document, chunk, year, as_of)
		total = EvaluationSummary(
			total.created + part.created, total.updated + part.updated, total.locked + part.locked
		)
		if commit:
			frappe.db.commit()  # nosemgrep: each chunk of a background job stands for itself
	return total


def measure(
	criteria: Iterable, applies_to: str, subjects: Mapping[str, str], year: int, as_of: date
) -> dict[str, dict[str, Measured]]:
	"""Return by subject and criterion key what the records give as of a day.

	`criteria` are rows of a scheme, `subjects` maps each subject to its branch. A branch answers for all findings that
	belong to it, a member for his own and for his grade in the democratic appraisal. The number of queries depends on
	neither.
	"""
	measured = [row for row in criteria if row.source == "Measured"]
	by_appraisal = [row for row in criteria if row.source == BY_APPRAISAL]
	found: dict[str, dict[str, Measured]] = {subject: {} for subject in subjects}
	branches = sorted(set(subjects.values()))
	with in_site_language():
		elsewhere = {rule for row in measured for rule in clauses_of(row)}
		statuses = _statuses(Check(year).lines(branches, as_of), applies_to, elsewhere) if measured else {}
		grades = appraisal.grades(branches, year) if by_appraisal else {}
		for subject, points in found.items():
			points.update({row.criterion_key: _measured(row, statuses[subject]) for row in measured})
			points.update(
				{row.criterion_key: _graded(row, grades.get(subject), year) for row in by_appraisal}
			)
	return found


def as_criterion(row) -> Criterion:
	"""Return a row of a scheme or of a sheet as the value that `rules.scheme` takes."""
	return Criterion(
		key=row.criterion_key or "",
		title=row.title or "",
		max_points=Decimal(str(row.max_points or 0)),
		source=frappe.scrub(row.source or ""),
		rules=clauses_of(row),
		grade_points={grade: Decimal(str(row.get(f"points_{grade}") or 0)) for grade in GRADES},
	)


def clauses_of(row) -> tuple[str, ...]:
	"""Return the clause numbers that a scheme's row names, separated by commas or spaces of either width."""
	text = row.get("rules") or ""
	for separator in ("，", "、", "；", ";", " ", "\u3000"):
		text = text.replace(separator, ",")
	return tuple(dict.fromkeys(part.strip().upper() for part in text.split(",") if part.strip()))


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


def _measured(row, statuses: Mapping[str, Sequence[str]]) -> Measured:
	criterion = as_criterion(row)
	found = [status for rule in criterion.rules for status in statuses.get(rule, ())]
	points = measured_points(criterion, found)
	rules = ", ".join(criterion.rules)
	numbers = Counter(found)
	elsewhere = numbers[_COUNTED_ELSEWHERE]
	if points is None and elsewhere:
		return Measured(
			None,
			_("Clauses {0}: {1} counted with another clause that asks for the same.").format(
				rules, elsewhere
			),
		)
	if points is None:
		return Measured(None, _("Clauses {0}: nothing was demanded.").format(rules))
	return Measured(
		points,
		_("Clauses {0}: {1} met, {2} late, {3} missed.").format(
			rules, *(numbers[status] for status in _COUNTED)
		),
	)


def _graded(row, grade: str | None, year: int) -> Measured:
	if not grade:
		return Measured(None, _("Democratic appraisal of {0}: no grade was decided.").format(year))
	points = appraisal_points(as_criterion(row), frappe.scrub(grade))
	return Measured(points, _("Democratic appraisal of {0}: {1}.").format(year, _(grade)))


def _evaluate_subjects(scheme, subjects: Mapping[str, str], year: int, as_of: date) -> EvaluationSummary:
	existing = sheets.existing(scheme.name, year)
	measured = measure(scheme.criteria, scheme.applies_to, subjects, year, as_of)
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
					"scheme": scheme.name,
					"year": year,
					"subject_doctype": scheme.applies_to,
					"subject": subject,
					"branch": subjects[subject],
				}
			)
		fill(sheet, scheme, measured[subject], as_of)
		sheet.flags.ignore_permissions = True
		sheet.save()
		(updated if row else created).append(sheet.name)
	return EvaluationSummary(tuple(created), tuple(updated), tuple(locked))


def fill(sheet, scheme, measured: Mapping[str, Measured], as_of: date) -> None:
	"""Give a sheet the criteria of its scheme with what was measured as of a day; what was judged before stays."""
	before = {row.criterion_key: row for row in sheet.scores}
	sheet.set("scores", [])
	for criterion in scheme.criteria:
		values = {
			"criterion_key": criterion.criterion_key,
			"title": criterion.title,
			"max_points": criterion.max_points,
			"source": criterion.source,
		}
		result = measured.get(criterion.criterion_key)
		judged = before.get(criterion.criterion_key)
		if result:
			values.update(
				points=float(result.points or 0), basis=result.basis, not_demanded=int(result.points is None)
			)
		elif judged and judged.source == criterion.source:
			values.update(points=judged.points, basis=judged.basis, judged_by=judged.judged_by)
		sheet.append("scores", values)
	sheet.evaluated_on = as_of
	sheet.flags.measured = True
