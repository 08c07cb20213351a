"""The words that clauses are made of: closed sets, with the parameters that each brings with it.

A clause is a line of JSON; what it names is found in the program: of whom it is asked, what proves it, what calls for an
answer, when it applies, which predicate judges it. A word that stands here and nowhere in the program, or the other way
round, fails a test; a word of a clause that does not stand here fails when the clauses are read.
"""

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, TypeAlias

from party_affairs.guide.organisation.party_posts import posts

_A_LEAP_YEAR = 2024


@dataclass(frozen=True)
class Whole:
	"""A whole number from `least` to `most`."""

	least: int = 1
	most: int = 366

	def fits(self, value: Any) -> bool:
		"""Whether a value is such a number."""
		return isinstance(value, int) and not isinstance(value, bool) and self.least <= value <= self.most

	def __str__(self) -> str:
		return f"a whole number from {self.least} to {self.most}"


@dataclass(frozen=True)
class Number:
	"""A number above 0, as a number or a text such as `1.5`."""

	def fits(self, value: Any) -> bool:
		"""Whether a value is such a number."""
		try:
			number = Decimal(str(value))
		except InvalidOperation:
			return False
		return not isinstance(value, bool) and number.is_finite() and number > 0

	def __str__(self) -> str:
		return "a number above 0"


@dataclass(frozen=True)
class Amount:
	"""A number from 0 to `most` (None: without end), as a number or a text such as `0.5`."""

	most: int | None = None

	def fits(self, value: Any) -> bool:
		"""Whether a value is such a number."""
		try:
			number = Decimal(str(value))
		except InvalidOperation:
			return False
		return (
			not isinstance(value, bool)
			and number.is_finite()
			and number >= 0
			and (self.most is None or number <= self.most)
		)

	def __str__(self) -> str:
		return "a number of 0 or more" if self.most is None else f"a number from 0 to {self.most}"


@dataclass(frozen=True)
class MonthAndDay:
	"""A day that every year has, such as `01-31`."""

	def fits(self, value: Any) -> bool:
		"""Whether a value is such a day."""
		try:
			day = date.fromisoformat(f"{_A_LEAP_YEAR}-{value}")
		except ValueError:
			return False
		# 29 February exists in few years only, so no limit may rest on it.
		return f"{day:%m-%d}" == value and value != "02-29"

	def __str__(self) -> str:
		return "a month and day such as 01-31"


@dataclass(frozen=True)
class Word:
	"""One of a set of words."""

	words: tuple[str, ...]

	def fits(self, value: Any) -> bool:
		"""Whether a value is one of the words."""
		return isinstance(value, str) and value in self.words

	def __str__(self) -> str:
		return f"one of {', '.join(self.words)}"


@dataclass(frozen=True)
class Words:
	"""A list out of a set of words: at least one, none twice."""

	words: tuple[str, ...]

	def fits(self, value: Any) -> bool:
		"""Whether a value is such a list."""
		return (
			isinstance(value, list)
			and bool(value)
			and all(isinstance(word, str) and word in self.words for word in value)
			and len(set(value)) == len(value)
		)

	def __str__(self) -> str:
		return f"a list out of {', '.join(self.words)}"


Value: TypeAlias = Whole | Number | Amount | MonthAndDay | Word | Words
Schema: TypeAlias = Mapping[str, Value]

FORCES = ("hard", "soft")
WAYS_HELD = ("measured", "checklist", "text")
CALENDAR_PERIODS = ("month", "quarter", "half_year", "year")
PERIODS = (*CALENDAR_PERIODS, "point")

SUBJECTS = (
	*("branch", "firm", "group", "member", "meeting", "development_case", "appraisal", "work_report"),
	*("life_review", "pairing", "welfare_activity"),
)
"""Of whom a clause is asked."""
RECORDS = ("member_event", "thought_report", "post", "venue")
"""What clauses are about that ask nobody by themselves: what an event's trigger names, or what is ticked or printed."""

EVIDENCE = (
	*("member_assembly", "committee_meeting", "group_meeting", "party_lecture", "theme_day"),
	*("organisation_life_meeting", "partners_conference", "non_party_partner_guest", "mass_line_council"),
	*("work_report", "work_report_to_assembly", "duty_report", "thought_report", "thought_report_comment"),
	*("self_review", "heart_talk", "dues_paid", "election_held", "transfer_receipt", "relations_moved"),
	*("away_settled", "development_investigation", "full_membership_decided"),
)
"""What proves a frequency, or answers an event."""

TRIGGERS: Mapping[str, Schema] = {
	"thought_report": {},
	"talk_occasion": {"setback_days": Whole(), "integrity_days": Whole()},
	"term_ending": {},
	"transfer_letter": {},
	"firm_change": {},
	"member_away": {},
	"probation_ended": {},
}
"""What calls for an answer, with the parameters that hold a time of its own."""
WITH_OWN_DAY = ("term_ending", "transfer_letter")
"""Triggers whose record says by which day it wants its answer: a clause has no limit for them."""

_THRESHOLDS: Schema = {"thresholds": Word(("guide", "national"))}
CONDITIONS: Mapping[str, Schema] = {
	"is_branch": {},
	"is_joint_branch": {},
	"is_small_branch": _THRESHOLDS,
	"is_committee_sized_branch": _THRESHOLDS,
	"firm_has_enough_members": _THRESHOLDS,
	"firm_has_too_few_members": _THRESHOLDS,
	"firm_may_have_general_branch": _THRESHOLDS,
	"firm_needs_primary_committee": _THRESHOLDS,
	"needs_minutes": {},
	"is_theme_day": {},
}
"""When a clause applies, with the parameters that the condition reads."""

_CONTENTS = ("study", "thought_report", "dues_payment", "democratic_council", "voluntary_service")
_RECORDED: Schema = {"register_days": Whole(0), "effect_days": Whole(0)}
PREDICATES: Mapping[str, Schema] = {
	"firm_has_own_organisation": _THRESHOLDS,
	"firm_in_joint_branch": {},
	"joint_branch_within_limit": _THRESHOLDS,
	"small_branch_posts": {},
	"committee_set_up": _THRESHOLDS,
	"committee_posts_filled": {
		"posts": Words(tuple(post.key for post in posts())),
		**_THRESHOLDS,
	},
	"committee_within_half": _THRESHOLDS,
	"branch_within_usual_size": {"members_maximum": Whole()},
	"general_branch_approved": _THRESHOLDS,
	"primary_committee_set_up": _THRESHOLDS,
	"matters_decided_collectively": {},
	"reserved_matters_in_assembly": {},
	"minutes_complete": {},
	"meetings_led": {"kind": Word(("member_assembly", "committee_meeting", "group_meeting"))},
	"theme_day_long_enough": {"least_hours": Number()},
	"theme_day_content": {"tags": Words(_CONTENTS), "least": Whole(1, len(_CONTENTS))},
	"annual_plan_assigned": {},
	"lecture_plan_assigned": {},
	"life_review_complete": {"list_days": Whole()},
	"development_in_order": {},
	"education_hours_reached": {"hours": Number(), "secretary_hours": Number()},
	"two_way_list_kept": {"review_months": Whole()},
	"contacts_paired": {},
	"pairing_recorded": _RECORDED,
	"welfare_recorded": _RECORDED,
	"both_electorates_voted": {},
	"appraisal_used": {},
	"work_report_reviewed": {},
	"talks_of_every_pair": {"times": Whole()},
	"members_heard": {},
	"dues_recorded": {"assessed_by": MonthAndDay(), "dues_mode": Word(("annual", "monthly"))},
}
"""What judges a state, with the parameters that it reads."""

_OF_BRANCH = ("committee", "committee_due")
DURING: Mapping[str, tuple[str, ...]] = {
	"branch": _OF_BRANCH,
	"appraisal": _OF_BRANCH,
	"member": ("in_party",),
	"development_case": ("investigated",),
}
"""By subject what bounds the time in which a clause concerns it."""
EXCUSES: Mapping[str, tuple[str, ...]] = {"member": ("frail",)}
"""By subject what excuses from a clause."""
DUE_DAYS = ("theme_day",)
SETTINGS = ("life_review_cycle",)

# Of whom something is asked in a part of a period, and who answers for it; `rules.answering` says what they mean.
_PRESENCE: Schema = {"presence": Word(("more_than_half", "any_day"))}
_ANSWERING: Schema = {"arrival_days": Whole(0)}
_COUNTING: Schema = {
	"times": Whole(),
	"grace_days": Whole(0),
	"due_days": Word(DUE_DAYS),
	"day": Whole(1, 31),
	"window_days": Whole(0, 31),
	"outside_window": Word(("late", "noted")),
	"reminder_on": MonthAndDay(),
	"period_setting": Word(SETTINGS),
}
_STATE: Schema = {
	"due_by": MonthAndDay(),
	"arrival_grace_days": Whole(0),
	"state_presence": Word(("more_than_half", "any_day")),
	"former_branches": Word(("asked",)),
}
_ANSWER: Schema = {"limit_days": Whole(), "limit_months": Whole()}

WIRING = frozenset({"during", "due_days", "excuses", "former_branches", "kind", "period_setting"})
"""Parameters that tie a clause to the program: they say what it reads, not what it asks. A site does not change them."""


def schema(
	kind: str | None,
	period: str | None,
	subject: str,
	trigger: str | None,
	condition: str | None,
	predicate: str | None,
) -> Schema:
	"""Return the parameters that a clause may have, from its kind and from what it names."""
	own: dict[str, Value] = {}
	if kind in ("frequency", "state"):
		own.update(_ANSWERING)
		if period in CALENDAR_PERIODS:
			own.update(_PRESENCE)
		if subject in DURING:
			own["during"] = Word(DURING[subject])
		if subject in EXCUSES:
			own["excuses"] = Words(EXCUSES[subject])
	if kind == "frequency":
		own.update(_COUNTING)
	if kind == "state" or predicate:
		own.update(_STATE)
	if kind == "event" and trigger not in WITH_OWN_DAY:
		own.update(_ANSWER)
	return {
		**own,
		**TRIGGERS.get(trigger or "", {}),
		**CONDITIONS.get(condition or "", {}),
		**PREDICATES.get(predicate or "", {}),
	}


def nearest(word: Any, known: Iterable[str]) -> str | None:
	"""Return the known word that somebody probably meant, None if none is near."""
	found = difflib.get_close_matches(str(word), list(known), 1)
	return found[0] if found else None
