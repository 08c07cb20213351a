"""The registry of clauses: R01–R67 of the guide and N01 and following of the national rules behind it.

Clauses are read once, checked to the last word, and typed by how they are judged. Whatever a file says that the program
does not know (`guide.vocabulary`) is refused here, with the file, the clause, the place, what stands there and what may.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from types import MappingProxyType
from typing import Any, ClassVar

from party_affairs.guide import vocabulary
from party_affairs.guide.data import SEVERITIES, GuideDataError, in_force, read
from party_affairs.guide.vocabulary import CALENDAR_PERIODS, FORCES, PERIODS, WAYS_HELD, Schema, Value


@dataclass(frozen=True, kw_only=True)
class Clause:
	"""One clause: R01–R67 of the guide, N01 and following of the national rules behind it.

	`text` is the guide's own wording; of a national rule it is the substance. `severity` is how heavily an unmet clause
	weighs in a finding. `held` says whether it is `measured` from records, ticked on a `checklist` (`guide.duties.self_checks`), or
	printed as `text`; `evaluated` says whether this version checks it. `subject` is whom it is asked of, `applies_when` the condition under
	which it is. Clauses that are measured are of one of the three kinds below. `parameters` may be replaced by a site's
	settings with `with_parameters`; `schema` says what each can be. `linked` names clauses cited before this one that ask for the
	same thing: one omission is one gap, which the first cited of them carries (`rules.linked`). `remedy` tells the secretary what to do,
	`remedy_of_state` what to do about the state of a clause that counts as well, where that is something else.
	"""

	kind: ClassVar[str | None] = None

	id: str
	citation: str
	title: str
	text: str
	force: str
	severity: str
	subject: str
	held: str
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
	linked: tuple[str, ...] = ()
	remedy_of_state: str | None = None

	@property
	def schema(self) -> Schema:
		"""The parameters that the clause may have, and what each can be."""
		return vocabulary.schema(
			self.kind, self.period, self.subject, self.trigger, self.applies_when, self.predicate
		)

	def in_force(self, on: date) -> bool:
		"""Return whether the clause binds on the day `on`."""
		return in_force(self, on)

	def with_parameters(self, **changes: Any) -> "Clause":
		"""Return the clause with single parameters replaced, such as the theme day of a site's settings."""
		return replace(self, parameters=MappingProxyType({**self.parameters, **changes}))


@dataclass(frozen=True, kw_only=True)
class Frequency(Clause):
	"""How often: as many records of the kind `evidence` in each `period` as `parameters` ask for.

	One that also names a predicate is judged twice: each period by its records, the year by its state.
	"""

	kind: ClassVar[str | None] = "frequency"

	period: str
	evidence: str


@dataclass(frozen=True, kw_only=True)
class State(Clause):
	"""In what state: does the subject satisfy `predicate`, on a day or for a whole `period`?"""

	kind: ClassVar[str | None] = "state"

	period: str


@dataclass(frozen=True, kw_only=True)
class Event(Clause):
	"""How soon: was each `trigger` answered by a record of the kind `evidence` within its time?"""

	kind: ClassVar[str | None] = "event"

	period: str
	evidence: str


_TYPES: Mapping[str | None, type[Clause]] = {
	None: Clause,
	**{kind.kind: kind for kind in (Frequency, State, Event)},
}
KINDS = tuple(kind for kind in _TYPES if kind)


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


# --- reading ---------------------------------------------------------------------------------------------------------

_KEYS = (
	*(
		"id",
		"citation",
		"title",
		"text",
		"force",
		"severity",
		"subject",
		"held",
		"kind",
		"period",
		"evidence",
	),
	*("trigger", "applies_when", "predicate", "parameters", "evaluated", "effective_from", "effective_to"),
	"remedy",
)
_OPTIONAL = ("linked", "remedy_of_state")
_NUMBER = re.compile(r"[RN]\d\d")


def parse_clauses(raw: Mapping[str, Any], source: str = "clauses.json") -> tuple[Clause, ...]:
	"""Return the clauses of a decoded file. Raise `GuideDataError` for the first thing in it that cannot be."""
	found: dict[str, Clause] = {}
	for row in raw["clauses"]:
		entry = _Reader(source, row).clause()
		if entry.id in found:
			raise GuideDataError(f"{source}, {entry.id}: the entry is there twice")
		found[entry.id] = entry
	return tuple(found.values())


def check_links(entries: Iterable[Clause], source: str) -> None:
	"""Raise `GuideDataError` if a clause is linked with one that is not cited before it, or with one not evaluated."""
	by_id = {entry.id: entry for entry in entries}
	places = {number: place for place, number in enumerate(by_id)}
	for entry in by_id.values():
		for number in entry.linked:
			other = by_id.get(number)
			if other is None or other is entry:
				raise _refusal(source, entry.id, "linked", number, "another clause", by_id)
			if not (other.evaluated and entry.evaluated):
				raise _refusal(source, entry.id, "linked", number, "clauses that are evaluated")
			if places[number] > places[entry.id]:
				raise _refusal(source, entry.id, "linked", number, "a clause cited before it")


def _refusal(
	source: str, clause_id: str, place: str, value: Any, allowed: str, known: Iterable[str] = ()
) -> GuideDataError:
	near = vocabulary.nearest(value, known)
	hint = f"; the nearest is {near!r}" if near and near != value else ""
	return GuideDataError(
		f"{source}, {clause_id}, {place}: {value!r} stands there, allowed is {allowed}{hint}"
	)


class _Reader:
	"""Reads one clause of a file, word by word."""

	def __init__(self, source: str, row: Mapping[str, Any]) -> None:
		self.source, self.row = source, row
		self.id = str(row.get("id", "?"))

	def error(self, problem: str) -> GuideDataError:
		return GuideDataError(f"{self.source}, {self.id}: {problem}")

	def mistake(self, place: str, value: Any, allowed: str, known: Iterable[str] = ()) -> GuideDataError:
		return _refusal(self.source, self.id, place, value, allowed, known)

	def clause(self) -> Clause:
		self.keys()
		for key in ("citation", "title", "text", "remedy"):
			self.take(key, lambda value: isinstance(value, str) and value.strip(), "a text")
		self.take(
			"id", lambda value: isinstance(value, str) and _NUMBER.fullmatch(value), "R or N with two figures"
		)
		self.take("evaluated", lambda value: isinstance(value, bool), "true or false")
		self.take("parameters", lambda value: isinstance(value, dict), "an object")
		self.word("force", FORCES)
		self.word("severity", SEVERITIES)
		self.word("held", WAYS_HELD)
		self.word("kind", KINDS, may_lack=True)
		if (self.row["held"] == "measured") != (self.row["kind"] is not None) and not self.is_ticked():
			raise self.error("kind goes with held 'measured', or with a checklist that is ticked")
		self.of_its_kind()
		self.parameters()
		first, last = self.day("effective_from"), self.day("effective_to", may_lack=True)
		if last is not None and last < first:
			raise self.error("effective_to lies before effective_from")
		linked = self.row.get("linked", [])
		if not isinstance(linked, list):
			raise self.mistake("linked", linked, "a list of clauses")
		of_state = self.row.get("remedy_of_state")
		if of_state is not None and not (isinstance(of_state, str) and of_state.strip()):
			raise self.mistake("remedy_of_state", of_state, "a text")
		kind = _TYPES[self.row["kind"]]
		values = {key: self.row[key] for key in _KEYS if key != "kind"}
		values |= {"effective_from": first, "effective_to": last, "linked": tuple(linked)}
		values["remedy_of_state"] = of_state
		return kind(**{**values, "parameters": MappingProxyType(self.row["parameters"])})

	def is_ticked(self) -> bool:
		"""Whether the clause is a checklist that names a predicate of what is ticked: of its own lines."""
		row = self.row
		if row["held"] != "checklist" or row["kind"] != "state" or row["predicate"] not in vocabulary.TICKED:
			return False
		named = row["parameters"].get("lines_of")
		if named != self.id:
			raise self.mistake("parameters, lines_of", named, f"the clause itself, {self.id}")
		return True

	def keys(self) -> None:
		for key in self.row:
			if key not in (*_KEYS, *_OPTIONAL):
				near = vocabulary.nearest(key, (*_KEYS, *_OPTIONAL))
				raise self.error(
					f"the key {key!r} is unknown, allowed are {', '.join((*_KEYS, *_OPTIONAL))}"
					+ (f"; the nearest is {near!r}" if near else "")
				)
		for key in _KEYS:
			if key not in self.row:
				raise self.error(f"the key {key!r} is missing")

	def take(self, key: str, fits: Callable[[Any], Any], allowed: str) -> None:
		if not fits(self.row[key]):
			raise self.mistake(key, self.row[key], allowed)

	def word(self, key: str, known: Iterable[str], may_lack: bool = False) -> None:
		known = tuple(known)
		value = self.row[key]
		if not (may_lack and value is None) and not (isinstance(value, str) and value in known):
			raise self.mistake(key, value, f"one of {', '.join(known)}", known)

	def nothing(self, *keys: str) -> None:
		for key in keys:
			if self.row[key] is not None:
				raise self.mistake(key, self.row[key], f"nothing for {self.row['kind'] or self.row['held']}")

	def day(self, key: str, may_lack: bool = False) -> date | None:
		value = self.row[key]
		if may_lack and value is None:
			return None
		try:
			return date.fromisoformat(value)
		except (TypeError, ValueError):
			raise self.mistake(key, value, "a day such as 2020-01-31") from None

	def of_its_kind(self) -> None:
		"""What a kind of clause names, and what it must not."""
		kind, evaluated = self.row["kind"], self.row["evaluated"]
		asked = (
			vocabulary.SUBJECTS
			if evaluated and kind != "event"
			else (*vocabulary.SUBJECTS, *vocabulary.RECORDS)
		)
		self.word("subject", asked)
		self.word("applies_when", vocabulary.CONDITIONS, may_lack=True)
		if kind is None:
			self.nothing("period", "evidence", "trigger", "predicate", "applies_when")
			if evaluated:
				raise self.mistake("evaluated", True, "false for what is not measured")
			return
		if kind == "frequency":
			self.word("period", CALENDAR_PERIODS)
			self.word("evidence", vocabulary.EVIDENCE)
			self.nothing("trigger")
			self.word("predicate", vocabulary.PREDICATES, may_lack=True)
		elif kind == "state":
			self.word("period", PERIODS)
			self.nothing("evidence", "trigger")
			self.word("predicate", vocabulary.PREDICATES, may_lack=not evaluated)
		else:
			self.word("period", ("point",))
			self.word("evidence", vocabulary.EVIDENCE)
			self.word("trigger", vocabulary.TRIGGERS, may_lack=not evaluated)
			self.nothing("predicate")

	def parameters(self) -> None:
		row = self.row
		known = vocabulary.schema(
			*(row[key] for key in ("kind", "period", "subject", "trigger", "applies_when", "predicate"))
		)
		for key, value in row["parameters"].items():
			if key not in known:
				near = vocabulary.nearest(key, known)
				raise self.error(
					f"parameters, {key}: unknown, allowed is {', '.join(sorted(known)) or 'none'}"
					+ (f"; the nearest is {near!r}" if near else "")
				)
			if not known[key].fits(value):
				raise self.mistake(f"parameters, {key}", value, str(known[key]), _words(known[key]))
		if row["evaluated"]:
			for key in sorted(self.needed() - set(row["parameters"])):
				raise self.error(f"parameters, {key}: missing, it must be {known[key]}")
			limits = {"limit_days", "limit_months"} & set(known)
			if limits and not limits & set(row["parameters"]):
				raise self.error("parameters: limit_days or limit_months is missing")

	def needed(self) -> set[str]:
		"""What the named words read of the parameters, and how often is asked."""
		row = self.row
		needed = {"times"} if row["kind"] == "frequency" else set()
		for words, name in (
			(vocabulary.TRIGGERS, row["trigger"]),
			(vocabulary.CONDITIONS, row["applies_when"]),
			(vocabulary.PREDICATES, row["predicate"]),
		):
			needed |= set(words[name]) if name else set()
		return needed


def _words(value: Value) -> tuple[str, ...]:
	return getattr(value, "words", ())


_CLAUSES = parse_clauses(read("clauses.json"))
_NATIONAL_CLAUSES = parse_clauses(read("national_clauses.json"), "national_clauses.json")
check_links(all_clauses(), "clauses.json")
_CLAUSE_BY_ID = {entry.id: entry for entry in all_clauses()}
