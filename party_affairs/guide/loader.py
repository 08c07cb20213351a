"""Reads the guide's data files and hands them out as typed, immutable values.

The files lie beside this module and are read once, when it is imported, so that every later call is a look-up in
memory: `party_affairs.rules` may use these values as defaults and stays free of I/O. Each file is checked while it is
read; a mistake in it raises `GuideDataError` naming the file and the entry.

Entries carry `effective_from` and `effective_to` (both inclusive, `effective_to` None while in force). A look-up with
`on=None` returns the newest entry.
"""

import dataclasses
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeVar

FORCES = ("hard", "soft")
SEVERITIES = ("block", "warn", "info")
WAYS_HELD = ("measured", "checklist", "text")
KINDS = ("frequency", "state", "event")
PERIODS = ("month", "quarter", "half_year", "year", "point")
ROUNDINGS = ("round_half_up_to_cent", "round_down_to_cent", "round_half_up_to_jiao")
PAIRINGS = ("secretary", "committee_member", "member")
MINUTES_FIELDS = ("time", "place", "participants", "absentees", "chair", "agenda", "speeches", "outcome")
LIMIT_KINDS = ("age", "within_months", "after_months", "workdays")
PHASES = (1, 2, 3, 4, 5)
STAGES = ("applicant", "activist", "development_target", "probationary_member", "full_member")
STEP_VOTES = ("committee", "resolution", "admission")
GUEST_KINDS = (
	*("higher_organisation", "non_party_partner", "non_party_lawyer"),
	*("activist", "applicant", "masses", "other"),
)
COMMITTEE_SEAT = "committee_member"
"""Any seat on the committee, where a kind of meeting says who may stand in for its chair."""


class GuideDataError(ValueError):
	"""A data file of the guide contradicts itself: a mistake in this package, not of a user."""


@dataclass(frozen=True)
class Clause:
	"""One clause: R01–R67 of the guide, N01 and following of the national rules behind it.

	`text` is the guide's own wording; of a national rule it is the substance. `severity` is how heavily an unmet clause weighs in a finding. `held` says
	whether it is `measured` from records, kept by a `checklist`, or printed as `text`; `evaluated` says whether this
	version measures it. `kind` and `period` choose the evaluator, `evidence` the kind of record a frequency or event
	clause counts, `trigger` the kind of event an event clause waits for, `applies_when` and `predicate` the named functions of `rules.applicability` and `rules.predicates`.
	A frequency clause that also names a predicate is judged twice: each period by its records, the year by its state.
	`parameters` may be replaced by a site's settings with `with_parameters`. `remedy` tells the secretary what to do.
	"""

	id: str
	citation: str
	title: str
	text: str
	force: str
	severity: str
	subject: str
	held: str
	kind: str | None
	period: str | None
	evidence: str | None
	trigger: str | None
	applies_when: str | None
	predicate: str | None
	parameters: Mapping[str, Any]
	evaluated: bool
	effective_from: date
	effective_to: date | None
	remedy: str

	def in_force(self, on: date) -> bool:
		"""Return whether the clause binds on the day `on`."""
		return _in_force(self, on)

	def with_parameters(self, **changes: Any) -> "Clause":
		"""Return the clause with single parameters replaced, such as the theme day of a site's settings."""
		return replace(self, parameters=MappingProxyType({**self.parameters, **changes}))


@dataclass(frozen=True)
class Thresholds:
	"""Numbers of full members (正式党员) at which a form of organisation applies, and sizes of committees.

	`general_branch_binding` and `joint_firms_binding` are `must` or `may`; `committee_share_divisor` 2 means that a committee has at most half as
	many seats as there are full members, None that no share is set; `joint_firms_maximum` counts law firms. `citations`
	names the clause behind each requirement; what a set does not ask has none.
	"""

	key: str
	title: str
	citation: str
	effective_from: date
	effective_to: date | None
	branch_minimum: int
	committee_minimum: int
	committee_seats_minimum: int
	committee_seats_usual_maximum: int
	committee_seats_maximum: int
	committee_share_divisor: int | None
	general_branch_minimum: int
	general_branch_maximum: int
	general_branch_binding: str
	primary_committee_minimum: int
	joint_firms_maximum: int
	joint_firms_binding: str
	citations: Mapping[str, str] = dataclasses.field(hash=False)


@dataclass(frozen=True)
class Tier:
	"""One step of a dues standard: bases above `over` up to and including `up_to` yuan pay `rate_percent` of the base.

	A tier with `fixed_amount` asks that sum in yuan a month, whatever the base; `fixed_maximum` is where a range ends.
	"""

	category: str
	over: Decimal | None = None
	up_to: Decimal | None = None
	rate_percent: Decimal | None = None
	fixed_amount: Decimal | None = None
	fixed_maximum: Decimal | None = None

	@property
	def range_is_rising(self) -> bool:
		"""Whether the range of a fixed sum ends above where it begins; a single sum is no range."""
		return self.fixed_maximum is None or self.fixed_maximum > (self.fixed_amount or 0)


@dataclass(frozen=True)
class DuesStandard:
	"""Monthly dues by category and base, in yuan.

	`monthly_cap` is the most one member pays a month (None: no cap), `rounding` one of `ROUNDINGS`,
	`large_voluntary_from` the single voluntary extra from which on it goes up whole (art. 11; None: never),
	`plausible_base` the monthly base above which an entry is taken for a slip of the pen, `same_tiers_as` maps a
	category to the one whose tiers it shares.
	"""

	key: str
	title: str
	citation: str
	effective_from: date
	effective_to: date | None
	monthly_cap: Decimal | None
	rounding: str
	large_voluntary_from: Decimal | None
	plausible_base: Decimal
	same_tiers_as: Mapping[str, str]
	tiers: tuple[Tier, ...]

	def tiers_of(self, category: str) -> tuple[Tier, ...]:
		"""Return the tiers of a category from the lowest base up, empty if the standard does not know it."""
		category = self.same_tiers_as.get(category, category)
		found = (tier for tier in self.tiers if tier.category == category)
		return tuple(sorted(found, key=lambda tier: tier.over or Decimal(0)))

	def covers_every_base(self, category: str) -> bool:
		"""Return whether each base of a category lies in exactly one tier with a rate, or one fixed sum is asked."""
		tiers = self.tiers_of(category)
		if any(tier.fixed_amount is not None for tier in tiers):
			return len(tiers) == 1 and tiers[0].rate_percent is None and tiers[0].range_is_rising
		if not tiers or any(tier.rate_percent is None for tier in tiers):
			return False
		joined = all(lower.up_to == upper.over for lower, upper in pairwise(tiers))
		rising = all(tier.up_to is None or tier.up_to > (tier.over or 0) for tier in tiers)
		return joined and rising and not tiers[0].over and tiers[-1].up_to is None


@dataclass(frozen=True)
class Post:
	"""A Party post: whether it is a committee seat, whether one organisation (or group) has it only once, its place
	in lists, and as what its holder pairs with contacts (`secretary`, `committee_member`, `member`)."""

	key: str
	label: str
	title: str
	committee_seat: bool
	unique: bool
	order: int
	pairing: str


@dataclass(frozen=True)
class MeetingKind:
	"""A kind of meeting or activity, and what the guide has to say about it.

	`convened_by` calls it; `chaired_by` chairs it by `chair_citation` (None: the clause leaves it open), and if he cannot
	come, whoever holds one of the posts `stands_in` by `stand_in_citation`. `attendees` says who is expected, `guests`
	(`GUEST_KINDS`) who is usually invited, `may_be_enlarged` whether others may be drawn in without a vote. `evidence` is
	what its record proves, `minutes` are the fields (`MINUTES_FIELDS`) that the record needs, `votes` the arithmetics
	(`rules.voting`) by which it decides. `also` are the kinds for which one record may count besides, and `tick` is the
	field that says so on the record of another kind. `clauses` speak of this kind, the one on how often it is held first.
	`three_meetings_one_lesson` and `three_councils` say that it belongs to 三会一课 and 三会, `education` that its hours
	count as education of those who attended (学时).
	"""

	key: str
	label: str
	title: str
	chaired_by: str | None
	chair_citation: str | None
	stands_in: tuple[str, ...]
	stand_in_citation: str | None
	convened_by: str
	attendees: str
	guests: tuple[str, ...]
	may_be_enlarged: bool
	evidence: str
	minutes: tuple[str, ...]
	votes: tuple[str, ...]
	also: tuple[str, ...]
	tick: str | None
	clauses: tuple[str, ...]
	three_meetings_one_lesson: bool
	three_councils: bool
	education: bool
	order: int


@dataclass(frozen=True)
class Material:
	"""A paper of a development case: whether the file must hold it, and its place among those kept for good, if it is one."""

	title: str
	required: bool
	archive: int | None


@dataclass(frozen=True)
class Step:
	"""A step of admission: the article that asks for it, and the steps that must lie before it.

	`phase` is one of the five of the flow chart, `handled_by` says in Chinese who takes the step. `meeting` is the kind of
	meeting that decides on it and `vote` the arithmetic of its vote (`rules.voting`), by `vote_article`. `document` is the severity with which
	the number of the higher committee's paper is asked for, None where there is none. `stage` is the stage (`STAGES`) that a
	person has reached by this step.
	"""

	key: str
	label: str
	title: str
	article: int
	after: tuple[str, ...]
	phase: int
	handled_by: str
	meeting: str | None
	vote: str | None
	vote_article: int | None
	document: str | None
	stage: str | None
	materials: tuple[Material, ...]


@dataclass(frozen=True)
class Limit:
	"""A time condition between two steps: `amount` in years (`age`), calendar months or working days.

	`extended` is the longer limit of special cases, in the same unit.
	"""

	kind: str
	start: str
	end: str
	amount: int
	extended: int | None
	article: int
	severity: str


@dataclass(frozen=True)
class AdmissionConditions:
	"""What the rules of admission ask beside the order of steps: numbers of people, length of training and extension.

	Training is long enough by `training_days` or by `training_hours`. An extension of the probation lasts from
	`extension_minimum` to `extension_maximum` calendar months.
	"""

	mentors_minimum: int
	mentors_maximum: int
	introducers: int
	training_days: int
	training_hours: int
	extension_minimum: int
	extension_maximum: int
	extension_article: int


@dataclass(frozen=True)
class Rulebook:
	"""One edition of the rules of admission (发展党员工作细则)."""

	key: str
	title: str
	citation: str
	effective_from: date
	effective_to: date | None
	steps: tuple[Step, ...]
	limits: tuple[Limit, ...]
	conditions: AdmissionConditions

	def step(self, key: str) -> Step:
		"""Return one step by its key. Raise `KeyError` for an unknown one."""
		for step in self.steps:
			if step.key == key:
				return step
		raise KeyError(key)

	def in_force(self, on: date) -> bool:
		"""Return whether the edition binds on the day `on`."""
		return _in_force(self, on)


T = TypeVar("T")


def clauses() -> tuple[Clause, ...]:
	"""Return all clauses R01–R67 of the guide in order."""
	return _CLAUSES


def national_clauses() -> tuple[Clause, ...]:
	"""Return the clauses of national rules that the guide presupposes, N01 and following."""
	return _NATIONAL_CLAUSES


def all_clauses() -> tuple[Clause, ...]:
	"""Return the clauses of the guide and of the national rules, all of which may be checked."""
	return _CLAUSES + _NATIONAL_CLAUSES


def clause(clause_id: str) -> Clause:
	"""Return one clause by its number, such as `R22` or `N01`. Raise `KeyError` for an unknown number."""
	return _CLAUSE_BY_ID[clause_id]


def clauses_in_force(on: date) -> tuple[Clause, ...]:
	"""Return the clauses that bind on the day `on`."""
	return tuple(clause for clause in all_clauses() if clause.in_force(on))


def evaluated_clauses(on: date) -> tuple[Clause, ...]:
	"""Return the clauses that bind on the day `on` and that this version measures from records."""
	return tuple(clause for clause in clauses_in_force(on) if clause.evaluated)


def thresholds(key: str = "guide", on: date | None = None) -> Thresholds:
	"""Return the thresholds `guide` or `national` in force on a day. Raise `KeyError` if there are none."""
	return _pick((item for item in _THRESHOLDS if item.key == key), on, f"thresholds {key!r}")


def dues_standard(on: date | None = None) -> DuesStandard:
	"""Return the dues standard in force on a day. Raise `KeyError` if there is none."""
	return _pick(_DUES_STANDARDS, on, "dues standard")


def dues_payer_words() -> tuple[str, ...]:
	"""Return the words by which a payer's name is told to be an organisation's, which may not pay for a member."""
	return _DUES_PAYER_WORDS


def dues_standards() -> tuple[DuesStandard, ...]:
	"""Return all dues standards, oldest first."""
	return _DUES_STANDARDS


def posts() -> tuple[Post, ...]:
	"""Return all posts in the order of lists."""
	return _POSTS


def post(key: str) -> Post:
	"""Return one post by its key. Raise `KeyError` for an unknown key."""
	return _POST_BY_KEY[key]


def meeting_kinds() -> tuple[MeetingKind, ...]:
	"""Return all kinds of meetings in the order of lists."""
	return _MEETING_KINDS


def meeting_kind(key: str) -> MeetingKind:
	"""Return one kind of meeting by its key. Raise `KeyError` for an unknown key."""
	return _MEETING_KIND_BY_KEY[key]


def also_ticks() -> Mapping[str, MeetingKind]:
	"""Return by field of a meeting's record the kind for which it counts besides its own."""
	return _KIND_BY_TICK


def rulebooks() -> tuple[Rulebook, ...]:
	"""Return the editions of the rules of admission, oldest first."""
	return _RULEBOOKS


def rulebook(key: str) -> Rulebook:
	"""Return one edition of the rules of admission by its year. Raise `KeyError` for an unknown one."""
	return _RULEBOOK_BY_KEY[key]


def _in_force(entry: Any, on: date) -> bool:
	return entry.effective_from <= on and (entry.effective_to is None or on <= entry.effective_to)


def _pick(entries: Iterable[T], on: date | None, what: str) -> T:
	found = [entry for entry in entries if on is None or _in_force(entry, on)]
	if not found:
		raise KeyError(f"{what} in force on {on}" if on else what)
	return max(found, key=lambda entry: entry.effective_from)


# --- reading ---------------------------------------------------------------------------------------------------------


def parse_clauses(raw: Mapping[str, Any]) -> tuple[Clause, ...]:
	"""Return the clauses of a decoded `clauses.json`. Raise `GuideDataError` for a contradiction."""
	entries = _build(Clause, raw["clauses"], "clauses.json", name="id", parameters=MappingProxyType)
	for entry in entries:
		for field, allowed in (("force", FORCES), ("severity", SEVERITIES), ("held", WAYS_HELD)):
			_one_of(getattr(entry, field), allowed, "clauses.json", entry.id, field)
		for field, allowed in (("kind", KINDS), ("period", PERIODS)):
			_one_of(getattr(entry, field), (None, *allowed), "clauses.json", entry.id, field)
		_require(
			(entry.held == "measured") == (entry.kind is not None),
			"clauses.json",
			entry.id,
			"kind goes with held 'measured'",
		)
		_require(
			entry.kind is None or entry.period is not None,
			"clauses.json",
			entry.id,
			"a measured clause needs a period",
		)
		_require(
			entry.kind not in ("frequency", "event") or entry.evidence is not None,
			"clauses.json",
			entry.id,
			"evidence is missing",
		)
		_require(
			entry.kind == "event" or entry.trigger is None,
			"clauses.json",
			entry.id,
			"only an event has a trigger",
		)
		_require(
			not (entry.evaluated and entry.kind == "event") or entry.trigger is not None,
			"clauses.json",
			entry.id,
			"an evaluated event needs a trigger",
		)
		_require(
			entry.kind != "frequency" or entry.period != "point",
			"clauses.json",
			entry.id,
			"a frequency needs a calendar period",
		)
		_require(
			not entry.evaluated or entry.kind is not None,
			"clauses.json",
			entry.id,
			"only a measured clause is evaluated",
		)
		_require(
			not (entry.evaluated and entry.kind == "state") or entry.predicate is not None,
			"clauses.json",
			entry.id,
			"an evaluated state needs a predicate",
		)
	return entries


def parse_thresholds(raw: Mapping[str, Any]) -> tuple[Thresholds, ...]:
	"""Return the entries of a decoded `thresholds.json`. Raise `GuideDataError` for a contradiction."""
	entries = _build(
		Thresholds, raw["thresholds"], "thresholds.json", unique=False, citations=MappingProxyType
	)
	for entry in entries:
		for name in ("general_branch_binding", "joint_firms_binding"):
			_one_of(getattr(entry, name), ("must", "may"), "thresholds.json", entry.key, name)
		rising = (
			entry.branch_minimum,
			entry.committee_minimum,
			entry.general_branch_minimum,
			entry.primary_committee_minimum,
		)
		_require(
			list(rising) == sorted(set(rising)), "thresholds.json", entry.key, "the thresholds must rise"
		)
	return entries


def parse_dues_standards(raw: Mapping[str, Any]) -> tuple[DuesStandard, ...]:
	"""Return the standards of a decoded `dues_tiers.json`. Raise `GuideDataError` for a contradiction."""
	entries = _build(
		DuesStandard,
		raw["standards"],
		"dues_tiers.json",
		monthly_cap=_decimal,
		large_voluntary_from=_decimal,
		plausible_base=_decimal,
		same_tiers_as=MappingProxyType,
		tiers=_tiers,
	)
	for entry in entries:
		_one_of(entry.rounding, ROUNDINGS, "dues_tiers.json", entry.key, "rounding")
		for category in {tier.category for tier in entry.tiers}:
			_require(
				entry.covers_every_base(category),
				"dues_tiers.json",
				entry.key,
				f"{category}: the tiers must cover every base once, or ask one fixed sum",
			)
	return entries


def parse_posts(raw: Mapping[str, Any]) -> tuple[Post, ...]:
	"""Return the posts of a decoded `posts.json`. Raise `GuideDataError` for a contradiction."""
	entries = _build(Post, raw["posts"], "posts.json")
	for entry in entries:
		_one_of(entry.pairing, PAIRINGS, "posts.json", entry.key, "pairing")
	return tuple(sorted(entries, key=lambda entry: entry.order))


def parse_meeting_kinds(raw: Mapping[str, Any]) -> tuple[MeetingKind, ...]:
	"""Return the kinds of a decoded `meeting_kinds.json`. Raise `GuideDataError` for a contradiction."""
	source = "meeting_kinds.json"
	lists = dict.fromkeys(("stands_in", "guests", "minutes", "votes", "also", "clauses"), tuple)
	entries = _build(MeetingKind, raw["meeting_kinds"], source, **lists)
	ticked = [entry.key for entry in entries if entry.tick]
	allowed = {
		"minutes": MINUTES_FIELDS,
		"guests": GUEST_KINDS,
		"votes": STEP_VOTES,
		"also": tuple(ticked),
		"stands_in": (COMMITTEE_SEAT, *_POST_BY_KEY),
		"clauses": tuple(_CLAUSE_BY_ID),
	}
	for entry in entries:
		for attribute, values in allowed.items():
			for value in getattr(entry, attribute):
				_one_of(value, values, source, entry.key, attribute)
		_require(
			bool(entry.stands_in) == (entry.stand_in_citation is not None)
			and (entry.chaired_by is not None or entry.chair_citation is None),
			source,
			entry.key,
			"who chairs or stands in needs an article, and an article somebody who does",
		)
	return tuple(sorted(entries, key=lambda entry: entry.order))


def parse_rulebooks(raw: Mapping[str, Any]) -> tuple[Rulebook, ...]:
	"""Return the editions of a decoded `development_steps.json`. Raise `GuideDataError` for a contradiction."""
	source = "development_steps.json"
	entries = _build(
		Rulebook,
		raw["rulebooks"],
		source,
		steps=lambda rows: _build(Step, rows, source, after=tuple, materials=_materials),
		limits=lambda rows: tuple(_entry(Limit, row, source, row.get("end", "?"), {}) for row in rows),
		conditions=lambda row: _entry(AdmissionConditions, row, source, "conditions", {}),
	)
	for entry in entries:
		known: set[str] = set()
		for step in entry.steps:
			_require(
				known.issuperset(step.after),
				source,
				f"{entry.key} {step.key}",
				"a step comes before one it must follow",
			)
			known.add(step.key)
			for attribute, allowed in (
				("phase", PHASES),
				("vote", (None, *STEP_VOTES)),
				("document", (None, *SEVERITIES)),
				("stage", (None, *STAGES)),
			):
				_one_of(getattr(step, attribute), allowed, source, f"{entry.key} {step.key}", attribute)
			_require(
				(step.vote is None) == (step.vote_article is None)
				and (step.vote is None or step.meeting is not None),
				source,
				f"{entry.key} {step.key}",
				"a vote needs a meeting and an article",
			)
		stages = [step.stage for step in entry.steps if step.stage]
		_require(
			stages == list(STAGES), source, entry.key, "each stage must be reached by one step, in order"
		)
		for limit in entry.limits:
			_one_of(limit.kind, LIMIT_KINDS, source, f"{entry.key} {limit.end}", "kind")
			_one_of(limit.severity, SEVERITIES, source, f"{entry.key} {limit.end}", "severity")
			_require(
				known.issuperset({limit.start, limit.end} - {"birth_date"}),
				source,
				f"{entry.key} {limit.end}",
				"unknown step",
			)
	return entries


def _materials(rows: list[Mapping[str, Any]]) -> tuple[Material, ...]:
	return _build(Material, rows, "development_steps.json", name="title")


def _tiers(rows: list[Mapping[str, Any]]) -> tuple[Tier, ...]:
	money = {field.name: _decimal for field in fields(Tier) if field.name != "category"}
	return tuple(_entry(Tier, row, "dues_tiers.json", row.get("category", "?"), money) for row in rows)


def _build(
	kind: type[T],
	rows: list[Mapping[str, Any]],
	source: str,
	name: str = "key",
	unique: bool = True,
	**convert: Callable,
) -> tuple[T, ...]:
	entries = []
	seen: set[str] = set()
	for row in rows:
		label = str(row.get(name, "?"))
		_require(not unique or label not in seen, source, label, "the entry is there twice")
		seen.add(label)
		entries.append(_entry(kind, row, source, label, convert))
	return tuple(entries)


def _entry(
	kind: type[T], row: Mapping[str, Any], source: str, label: str, convert: Mapping[str, Callable]
) -> T:
	expected = {field.name for field in fields(kind)}
	_require(set(row) == expected, source, label, f"fields differ from {', '.join(sorted(expected))}")
	convert = {"effective_from": _date, "effective_to": _date, **convert}
	values = {key: convert[key](value) if key in convert else value for key, value in row.items()}
	if "effective_to" in values:
		_require(
			values["effective_to"] is None or values["effective_from"] <= values["effective_to"],
			source,
			label,
			"effective_to lies before effective_from",
		)
	return kind(**values)


def _date(text: str | None) -> date | None:
	return None if text is None else date.fromisoformat(text)


def _decimal(text: str | None) -> Decimal | None:
	return None if text is None else Decimal(text)


def _one_of(value: Any, allowed: tuple[Any, ...], source: str, label: str, field: str) -> None:
	_require(value in allowed, source, label, f"{field} {value!r} is none of {allowed}")


def _require(condition: bool, source: str, label: str, problem: str) -> None:
	if not condition:
		raise GuideDataError(f"{source}, {label}: {problem}")


def _read(source: str) -> Mapping[str, Any]:
	return json.loads(Path(__file__).with_name(source).read_text(encoding="utf-8"))


_CLAUSES = parse_clauses(_read("clauses.json"))
_NATIONAL_CLAUSES = parse_clauses(_read("national_clauses.json"))
_CLAUSE_BY_ID = {entry.id: entry for entry in all_clauses()}
_THRESHOLDS = parse_thresholds(_read("thresholds.json"))
_DUES_STANDARDS = parse_dues_standards(_read("dues_tiers.json"))
_POSTS = parse_posts(_read("posts.json"))
_POST_BY_KEY = {entry.key: entry for entry in _POSTS}
_MEETING_KINDS = parse_meeting_kinds(_read("meeting_kinds.json"))
_MEETING_KIND_BY_KEY = {entry.key: entry for entry in _MEETING_KINDS}
_KIND_BY_TICK = MappingProxyType({entry.tick: entry for entry in _MEETING_KINDS if entry.tick})
_RULEBOOKS = parse_rulebooks(_read("development_steps.json"))
_RULEBOOK_BY_KEY = {entry.key: entry for entry in _RULEBOOKS}
_DUES_PAYER_WORDS: tuple[str, ...] = tuple(_read("dues_payers.json")["organisation_words"])
