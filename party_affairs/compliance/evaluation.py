"""Evaluations: the lines of a sheet from its version and the records, and the sheets of many subjects at once.

What a record can show is measured; everything else a person judges. What was read is frozen with each line. A sheet speaks of
one subject alone: there is no ranking of members by points.
"""

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from typing import Any

import frappe
from frappe import _
from frappe.utils import get_datetime, getdate, now_datetime

from party_affairs.compliance import evaluation_store as store
from party_affairs.compliance.measures import Ask, Measuring
from party_affairs.compliance.run import BRANCHES_A_CHUNK
from party_affairs.facts.evaluation import rounds, schemes, sheets
from party_affairs.facts.organisation.tree import branch_and_below
from party_affairs.jobs import Progress, in_chunks, is_passing
from party_affairs.language import in_site_language
from party_affairs.rules.errors import RuleError
from party_affairs.rules.evaluation import measures
from party_affairs.rules.evaluation.measures import Reading
from party_affairs.rules.evaluation.scheme import (
	BONUS,
	CLAUSE_MISSED,
	JUDGED,
	SANCTION,
	UNQUALIFIED,
	Criterion,
	ScoreCard,
	Version,
	Veto,
	score,
)
from party_affairs.rules.periods import calendar_year

EVALUATION = "Evaluation"
SCHEME = schemes.SCHEME
BRANCH, MEMBER = "Party Branch", "Party Member"
KINDS: Mapping[str, str] = {MEMBER: measures.MEMBER, BRANCH: measures.BRANCH}
"""What the rules call the subjects of a scheme, by DocType."""
SOURCES: Mapping[str, str] = {
	"measured": "Measured",
	"self_checked": "Self-Checked",
	"judged": schemes.JUDGED,
}
_SHARE = Decimal("0.000000001")
"""Shares are kept to nine decimals, and scored as they are kept."""
_KEPT_OF_A_JUDGEMENT = ("points", "basis", "holds", "judged_by", "judged_on", "state", "share", "found")
_OF_SELF_EVALUATION = ("self_points", "self_basis")
_SAVEPOINT = "before_sheets_were_made"
_UNQUALIFIED = "unqualified"
_NAMED = 10


@dataclass(frozen=True)
class Measured:
	"""What the records give of a criterion: the share of its points, None if nothing was demanded, the sentence, the reading."""

	share: Decimal | None
	basis: str
	reading: Reading


@dataclass(frozen=True)
class EvaluationSummary:
	"""Sheets that were created, brought up to date and left alone because they are submitted.

	`changed` are those of the second kind that say something else than before; `broken` says by branch why its sheets could
	not be made, and stay as they were.
	"""

	created: tuple[str, ...] = ()
	updated: tuple[str, ...] = ()
	locked: tuple[str, ...] = ()
	changed: tuple[str, ...] = ()
	broken: Mapping[str, str] = field(default_factory=dict)

	@property
	def names(self) -> tuple[str, ...]:
		return (*self.created, *self.updated, *self.locked)

	def __add__(self, other: "EvaluationSummary") -> "EvaluationSummary":
		return EvaluationSummary(
			(*self.created, *other.created),
			(*self.updated, *other.updated),
			(*self.locked, *other.locked),
			(*self.changed, *other.changed),
			{**self.broken, **other.broken},
		)


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


# --- what a version asks of the records ----------------------------------------------------------------------------------


def asks_of(version: Version, applies_to: str) -> dict[str, Ask]:
	"""Return by key what the measured lines of a version ask of the records, with complete parameters.

	Raise `RuleError` for a measure or a parameter that cannot be.
	"""
	kind = KINDS[applies_to]
	checked = next((one for one in version.criteria if one.source == "self_checked"), None)
	if checked and kind != measures.BRANCH:
		raise RuleError("{title}: a self-check sheet is a branch's own, not a member's.", title=checked.title)
	asks = {criterion.key: _ask(criterion, kind) for criterion in version.criteria if _is_measured(criterion)}
	for part in version.adjustments:
		if _is_measured(part):
			asks[part.key] = Ask(part.measure, measures.complete(part.measure, kind, part.parameters))
	for veto in version.vetoes:
		if veto.ground != JUDGED:
			asks[veto.key] = _ask_of_veto(veto, kind)
	return asks


def _is_measured(part) -> bool:
	return part.source == "measured"


def _ask(criterion: Criterion, kind: str) -> Ask:
	asked = measures.asked_of(criterion.measure, kind)
	if asked.way == measures.NUMBER:
		raise RuleError(
			"{measure} only counts: use it for a bonus, a deduction or a veto.",
			measure=measures.measure(criterion.measure).label,
		)
	given = {**criterion.parameters, **(criterion.grade_points if asked.way == measures.GRADE else {})}
	return Ask(criterion.measure, measures.complete(criterion.measure, kind, given))


def _ask_of_veto(veto: Veto, kind: str) -> Ask:
	measure, given = {
		SANCTION: ("sanctions", {}),
		UNQUALIFIED: ("appraisal_grade", {}),
		CLAUSE_MISSED: ("clause_rate", {"clauses": [veto.rule]}),
	}[veto.ground]
	if veto.ground == UNQUALIFIED and kind != measures.MEMBER:
		raise RuleError(
			"{title}: the democratic appraisal grades members, so it keeps no branch from a band.",
			title=veto.title,
		)
	return Ask(measure, measures.complete(measure, kind, given), alone=True)


def _holds(veto: Veto, reading: Reading) -> bool:
	"""Whether a veto that the records decide holds: a sanction in the year, 不合格, a clause that was missed."""
	if veto.ground == UNQUALIFIED:
		return reading.word == _UNQUALIFIED
	return bool(reading.count if veto.ground == SANCTION else reading.lacking)


def measure(
	criteria: Iterable[Criterion], applies_to: str, subjects: Mapping[str, str], year: int, as_of: date
) -> dict[str, dict[str, Measured]]:
	"""Return by subject and criterion key what the records give of the measured ones of `criteria`, as of a day.

	`subjects` maps each subject to its branch. The number of queries does not depend on them.
	"""
	kind, asks = KINDS[applies_to], asks_of(Version(tuple(criteria)), applies_to)
	with in_site_language():
		readings = Measuring(year, as_of).read(kind, subjects, asks)
		return {
			subject: {key: _measured(asks[key], kind, reading, _) for key, reading in of_subject.items()}
			for subject, of_subject in readings.items()
		}


def _measured(ask: Ask, kind: str, reading: Reading, say: Callable[[str], str]) -> Measured:
	share = measures.share_of(ask.measure, kind, ask.parameters, reading)
	return Measured(
		None if share is None else share.quantize(_SHARE, ROUND_HALF_UP),
		measures.sentence(ask.measure, kind, ask.parameters, reading).text(say),
		reading,
	)


def _ticked(reading: Reading, say: Callable[[str], str]) -> Measured:
	share = measures.share_of_ticks(reading)
	return Measured(
		None if share is None else share.quantize(_SHARE, ROUND_HALF_UP),
		measures.sentence_of_ticks(reading).text(say),
		reading,
	)


# --- the lines of a sheet ------------------------------------------------------------------------------------------------


class Form:
	"""A stored version as its sheets need it: the lines in their order, and how readings fill them."""

	def __init__(self, version) -> None:
		self.version = version
		self.rules = schemes.version_of(version)
		self.applies_to, self.kind = version.applies_to, KINDS[version.applies_to]
		self.asks = asks_of(self.rules, version.applies_to)
		self._checked = {
			one.key: one.check_line for one in self.rules.criteria if one.source == "self_checked"
		}
		self._vetoes = {veto.key: veto for veto in self.rules.vetoes}
		self._blank = tuple(self._lines())
		# A few sentences are said of thousands of subjects.
		self._say = cache(_)

	def read(self, measuring: Measuring, subjects: Mapping[str, str]) -> dict[str, dict[str, Reading]]:
		"""Return by subject and key of its lines what the records hold; `subjects` maps each to its branch."""
		found = measuring.read(self.kind, subjects, self.asks)
		if self._checked:
			for subject, ticks in measuring.read_ticks(subjects, self._checked).items():
				found[subject].update(ticks)
		return found

	def lines(self, readings: Mapping[str, Reading], before: Iterable = ()) -> list[frappe._dict]:
		"""Return the lines of a sheet with what the records say, each with all fields of `sheets.SCORE`.

		`readings` are those of all measured lines; a self-checked one waits until its line is ticked. Of the lines `before` what was judged stays, on the scale on which it was judged, and what the subject said of itself.
		Points are written with the score card. Sentences are in the language that is spoken here.
		"""
		kept = {row.criterion_key: row for row in before}
		found = []
		for blank in self._blank:
			line = frappe._dict(blank)
			old = kept.get(line.criterion_key)
			if old:
				line.update({name: old.get(name) for name in _OF_SELF_EVALUATION})
			if line.criterion_key in readings:
				self._fill(line, readings[line.criterion_key])
			elif old and old.source == line.source == schemes.JUDGED and _is_on_scale(old, line):
				line.update({name: old.get(name) for name in _KEPT_OF_A_JUDGEMENT})
			found.append(line)
		return found

	def card(self, lines: Iterable) -> ScoreCard:
		"""Return the score card of the lines of a sheet."""
		return score(self.rules, schemes.inputs_of(lines))

	def header(self, as_of: date) -> dict[str, Any]:
		"""Return what a sheet says of the version by which it is made, and of the day."""
		return {
			"scheme_version": self.version.name,
			"fingerprint": self.version.fingerprint,
			"is_example": int(self.version.standing == schemes.EXAMPLE),
			"evaluated_on": as_of,
		}

	def _fill(self, line, reading: Reading) -> None:
		line.update(
			state=schemes.SCORED,
			found=float(reading.count),
			demanded=float(reading.of or 0),
			records=measures.packed(reading),
		)
		ask = self.asks.get(line.criterion_key)
		if line.line == schemes.CRITERION:
			measured = _measured(ask, self.kind, reading, self._say) if ask else _ticked(reading, self._say)
			line.update(basis=measured.basis, share=float(measured.share or 0))
			if measured.share is None:
				line.state = schemes.NOT_DEMANDED
			return
		veto = self._vetoes.get(line.criterion_key)
		line.basis = measures.sentence(ask.measure, self.kind, ask.parameters, reading).text(self._say)
		if veto:
			line.holds = int(_holds(veto, reading))

	def _lines(self) -> Iterable[dict[str, Any]]:
		for criterion in self.rules.criteria:
			yield _blank(
				criterion.key,
				schemes.CRITERION,
				criterion.title,
				criterion.source,
				dimension=criterion.dimension or None,
				max_points=float(criterion.max_points),
				weight=float(criterion.worth),
				measure=criterion.measure or None,
				judge=criterion.judge or None,
			)
		for part in self.rules.adjustments:
			kind = schemes.BONUS if part.kind == BONUS else schemes.DEDUCTION
			yield _blank(
				part.key,
				kind,
				part.title,
				part.source,
				max_points=float(part.cap or 0),
				measure=part.measure or None,
			)
		for veto in self.rules.vetoes:
			yield _blank(
				veto.key, schemes.VETO, veto.title, "judged" if veto.ground == JUDGED else "measured"
			)


def _blank(key: str, line: str, title: str, source: str, **values: Any) -> dict[str, Any]:
	numbers = ("max_points", "weight", "points", "holds", "self_points", "share", "found", "demanded")
	return {
		**dict.fromkeys(sheets.SCORE),
		**dict.fromkeys(numbers, 0),
		**{"criterion_key": key, "line": line, "title": title, "source": SOURCES[source]},
		"state": schemes.AWAITING,
		**values,
	}


def _is_on_scale(old, line) -> bool:
	"""Whether points that were judged mean the same by the version of now."""
	return line.line == schemes.VETO or round(old.max_points or 0, 6) == round(line.max_points, 6)


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


def fill_one(sheet, as_of: date, version: Any = None) -> None:
	"""Give a new sheet the lines of a version (default: that in force), with what is measured as of a day; the form adds up the points."""
	form = Form(version or version_for(sheet.scheme, sheet.year))
	readings = form.read(Measuring(sheet.year, as_of), {sheet.subject: sheet.branch})
	with in_site_language():
		lines = form.lines(readings[sheet.subject], sheet.scores)
	sheet.set("scores", lines)
	sheet.update({**form.header(as_of), "measured_at": now_datetime()})
	sheet.flags.measured = True


# --- sheets of many subjects ---------------------------------------------------------------------------------------------


def evaluate(scheme: str, subject: str, year: int, as_of: date) -> Any:
	"""Create or bring up to date the sheet of one subject, and return it; a submitted one is returned as it is.

	No permission is checked. Raise DoesNotExistError for an unknown scheme or subject.
	"""
	version = version_for(scheme, year)
	branch = frappe.get_doc(version.applies_to, subject).get("branch") or subject
	summary = Run(version, year, as_of).of_subjects({subject: branch})
	return frappe.get_doc(EVALUATION, summary.names[0])


def evaluate_all(
	scheme: str,
	year: int,
	as_of: date,
	branches: Sequence[str] | None = None,
	*,
	commit: bool = False,
	progress: Progress | None = None,
) -> EvaluationSummary:
	"""Create or bring up to date the sheets of all subjects of a scheme in `branches` (default: all).

	Subjects are branches and joint branches, or the members on register there. Points measured from records are
	replaced, what was judged stays, and a submitted sheet is left alone. No permission is checked. With `commit` each
	chunk of branches is committed, so that a run that was killed is completed by running it again; `progress` is told after
	each. Raise DoesNotExistError for an unknown scheme.
	"""
	run = Run(version_for(scheme, year), year, as_of)
	return run.over(run.branches(branches), commit=commit, progress=progress)


def evaluate_round(
	name: str, as_of: date, *, commit: bool = False, progress: Progress | None = None
) -> EvaluationSummary:
	"""Create or bring up to date the sheets of a round by its version, and note in it when and with what result.

	They are those of the members of its branch, or of all branches below its committee. Otherwise as :func:`evaluate_all`.
	"""
	document = frappe.get_doc(rounds.ROUND, name)
	version = frappe.get_cached_doc(schemes.VERSION, document.scheme_version)
	run = Run(version, document.year, as_of, round_=name)
	began = now_datetime()
	done = run.over(run.branches(branch_and_below(document.branch)), commit=commit, progress=progress)
	note_in_round(name, as_of, began, done.broken)
	if commit:
		frappe.db.commit()  # nosemgrep: end of a background job's unit of work
	return done


def note_in_round(name: str, as_of: date, began: datetime, broken: Mapping[str, str]) -> None:
	"""Note in a round as of which day its sheets were made by a run that began at a moment, and with what result."""
	made = sheets.made_since(name, began)
	values = {
		"as_of": as_of,
		**rounds.counts(name),
		"last_run": now_datetime(),
		"last_run_result": _in_words(made.new, made.updated, made.final, broken),
	}
	frappe.db.set_value(rounds.ROUND, name, values)


def done_in_words(done: EvaluationSummary) -> str:
	"""Return what a run has done, for people."""
	return _in_words(len(done.created), len(done.updated), len(done.locked), done.broken)


def _in_words(new: int, updated: int, final: int, broken: Mapping[str, str]) -> str:
	said = _(
		"{0} sheets are new, {1} were brought up to date, {2} are submitted and stay as they are."
	).format(new, updated, final)
	if not broken:
		return said
	named = ", ".join(sorted(broken)[:_NAMED])
	return "\n".join(
		(
			said,
			_("{0} organisations could not be evaluated; the Error Log says why: {1}.").format(
				len(broken), named
			),
		)
	)


class Run:
	"""The sheets of one version for a year as of a day, over any branches in any order and number.

	It may be shared among several workers. `since` is when a run began that is gone on with: sheets that were measured since
	then are done. `round_` is the round to which the sheets belong.
	"""

	def __init__(
		self,
		version,
		year: int,
		as_of: date,
		*,
		since: datetime | None = None,
		round_: str | None = None,
	) -> None:
		self.year, self.as_of, self.round = year, getdate(as_of), round_
		self.since = get_datetime(since) if since else None
		with in_site_language():
			self.form = Form(version)
		self.measuring = Measuring(year, self.as_of)
		self.broken: dict[str, str] = {}

	@property
	def scheme(self) -> str:
		return self.form.version.scheme

	def branches(self, within: Sequence[str] | None) -> list[str]:
		"""Return those of the organisations `within` (None: of all) in which somebody is evaluated: one query."""
		return sorted(set(self.subjects(within).values()))

	def subjects(self, branches: Sequence[str] | None) -> dict[str, str]:
		"""Return who is evaluated in `branches` (None: in all), each with his branch: one query."""
		read = sheets.branches if self.form.applies_to == BRANCH else sheets.members
		return read(branches)

	def unmeasured(self, subjects: Mapping[str, str]) -> list[str]:
		"""Return the branches in which somebody has neither a final sheet nor one that was measured since the run began."""
		known = sheets.by_key(self._keys(subjects))
		done = {
			key
			for key, row in known.items()
			if row.docstatus or (row.measured_at and row.measured_at >= self.since)
		}
		return sorted({subjects[name] for key, name in self._keys(subjects).items() if key not in done})

	def _keys(self, subjects: Iterable[str]) -> dict[str, str]:
		return {key_of(self.scheme, self.form.applies_to, name, self.year): name for name in subjects}

	def over(
		self, branches: Sequence[str], *, commit: bool = False, progress: Progress | None = None
	) -> EvaluationSummary:
		"""Make the sheets of `branches`, chunk by chunk."""
		total = EvaluationSummary()
		for done in in_chunks(branches, BRANCHES_A_CHUNK, self._chunk, commit=commit, progress=progress):
			total += done
		return total + EvaluationSummary(broken=self.broken)

	def _chunk(self, branches: Sequence[str]) -> EvaluationSummary:
		"""Make the sheets of a chunk; if it breaks, branch by branch, so that one bad record stops nobody else."""
		frappe.db.savepoint(_SAVEPOINT)
		try:
			return self.of_subjects(self.subjects(branches))
		except Exception as error:
			if is_passing(error):
				# A deadlock has undone the savepoint with everything else.
				raise
			frappe.db.rollback(save_point=_SAVEPOINT)
			if len(branches) == 1:
				self._note_broken(branches[0], error)
				return EvaluationSummary()
		total = EvaluationSummary()
		for branch in branches:
			total += self._chunk([branch])
		return total

	def _note_broken(self, branch: str, error: Exception) -> None:
		self.broken[branch] = str(error) or type(error).__name__
		frappe.log_error(title=f"{branch} could not be evaluated for {self.year}")

	def of_subjects(self, subjects: Mapping[str, str]) -> EvaluationSummary:
		"""Make the sheets of subjects, each with its branch, in a fixed number of queries and statements for a thousand lines."""
		keys = self._keys(subjects)
		known = sheets.by_key(keys)
		locked = {keys[key]: row.name for key, row in known.items() if row.docstatus}
		done = {
			keys[key]: row.name
			for key, row in known.items()
			if not row.docstatus and self.since and row.measured_at and row.measured_at >= self.since
		}
		wanted = {name: branch for name, branch in subjects.items() if name not in locked | done}
		readings = self.form.read(self.measuring, wanted) if wanted else {}
		labels = self._labels(wanted)
		# From here on nobody else changes these sheets; what was judged until now is kept.
		drafts = sheets.drafts_to_change(row.name for key, row in known.items() if keys[key] in wanted)
		stored = {keys[row.evaluation_key]: row for row in drafts.values()}
		made, moment = [], now_datetime()
		with in_site_language():
			for key, name in sorted(keys.items(), key=lambda item: item[1]):
				if name not in wanted:
					continue
				before = stored.get(name)
				if before is None and key in known:
					# Submitted while the records were read.
					locked[name] = known[key].name
					continue
				sheet = self._sheet(key, name, wanted[name], labels[name], readings[name], before)
				made.append((sheet, before))
			changes = store.write(made, moment)
		return EvaluationSummary(
			created=changes.created,
			updated=tuple(sorted((*changes.updated, *done.values()))),
			locked=tuple(sorted(locked.values())),
			changed=changes.changed,
		)

	def _labels(self, subjects: Mapping[str, str]) -> Mapping[str, str]:
		if self.form.applies_to == BRANCH:
			return {name: name for name in subjects}
		return sheets.called(subjects)

	def _sheet(
		self, key: str, name: str, branch: str, label: str, readings: Mapping[str, Reading], before
	) -> frappe._dict:
		lines = self.form.lines(readings, before.scores if before else ())
		sheet = frappe._dict(
			evaluation_key=key,
			scheme=self.scheme,
			year=self.year,
			subject_doctype=self.form.applies_to,
			subject=name,
			subject_name=label,
			branch=branch,
			round=self.round or (before.round if before else None),
			scores=lines,
			**self.form.header(self.as_of),
		)
		write_card(sheet, self.form.card(lines))
		return sheet
