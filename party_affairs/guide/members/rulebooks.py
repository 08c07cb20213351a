"""The editions of the rules of admission (发展党员工作细则): steps, time limits, papers and conditions."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from party_affairs.guide.data import SEVERITIES, build, build_one, in_force, one_of, read, require

LIMIT_KINDS = ("age", "within_months", "after_months", "workdays")
PHASES = (1, 2, 3, 4, 5)
STAGES = ("applicant", "activist", "development_target", "probationary_member", "full_member")
STEP_VOTES = ("committee", "resolution", "admission")


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
		return in_force(self, on)


def rulebooks() -> tuple[Rulebook, ...]:
	"""Return the editions of the rules of admission, oldest first."""
	return _RULEBOOKS


def rulebook(key: str) -> Rulebook:
	"""Return one edition of the rules of admission by its year. Raise `KeyError` for an unknown one."""
	return _RULEBOOK_BY_KEY[key]


def parse_rulebooks(raw: Mapping[str, Any]) -> tuple[Rulebook, ...]:
	"""Return the editions of a decoded `members/development_steps.json`. Raise `GuideDataError` for a contradiction."""
	source = "members/development_steps.json"
	entries = build(
		Rulebook,
		raw["rulebooks"],
		source,
		steps=lambda rows: build(Step, rows, source, after=tuple, materials=_materials),
		limits=lambda rows: tuple(build_one(Limit, row, source, row.get("end", "?"), {}) for row in rows),
		conditions=lambda row: build_one(AdmissionConditions, row, source, "conditions", {}),
	)
	for entry in entries:
		known: set[str] = set()
		for step in entry.steps:
			require(
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
				one_of(getattr(step, attribute), allowed, source, f"{entry.key} {step.key}", attribute)
			require(
				(step.vote is None) == (step.vote_article is None)
				and (step.vote is None or step.meeting is not None),
				source,
				f"{entry.key} {step.key}",
				"a vote needs a meeting and an article",
			)
		stages = [step.stage for step in entry.steps if step.stage]
		require(stages == list(STAGES), source, entry.key, "each stage must be reached by one step, in order")
		for limit in entry.limits:
			one_of(limit.kind, LIMIT_KINDS, source, f"{entry.key} {limit.end}", "kind")
			one_of(limit.severity, SEVERITIES, source, f"{entry.key} {limit.end}", "severity")
			require(
				known.issuperset({limit.start, limit.end} - {"birth_date"}),
				source,
				f"{entry.key} {limit.end}",
				"unknown step",
			)
	return entries


def _materials(rows: list[Mapping[str, Any]]) -> tuple[Material, ...]:
	return build(Material, rows, "members/development_steps.json", name="title")


_RULEBOOKS = parse_rulebooks(read("members/development_steps.json"))
_RULEBOOK_BY_KEY = {entry.key: entry for entry in _RULEBOOKS}
