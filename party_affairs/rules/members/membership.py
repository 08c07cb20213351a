"""A member's own dates and number, and what changes his standing: order of the stages, years in the Party, identity
number, and the changes of membership (党籍变动)."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from stdnum.iso7064 import mod_11_2

from party_affairs.rules.errors import RuleError
from party_affairs.rules.message import Message
from party_affairs.rules.periods import add_months

STAGE_DATES = ("applied_on", "activist_on", "target_on", "joined_on", "full_member_on")
"""Stage dates in the order in which a member passes them (domain B3: application to full member)."""

STAGES = ("Applicant", "Activist", "Development Target", "Probationary Member", "Full Member")
"""The stages as they are stored, in the order in which a member passes them."""

DAY_OF_STAGE: Mapping[str, str] = dict(zip(STAGES, STAGE_DATES, strict=True))
"""By stage the date that says since when."""

_STAGE_LABELS = {
	"applied_on": Message("Applied to Join On"),
	"activist_on": Message("Activist On"),
	"target_on": Message("Development Target On"),
	"joined_on": Message("Joined the Party On"),
	"full_member_on": Message("Full Member On"),
}

ADULT_MONTHS = 18 * 12
"""An applicant is at least eighteen years old (rules of admission, article 5)."""


AWAY_MONTHS = 6
"""Calendar months away after which a member counts as floating (education regulation art. 32, opinions of 2024)."""

_ON_REGISTER = ("on_register", "floating")
_STATUS_LABELS = {
	"on_register": Message("On Register"),
	"floating": Message("Floating"),
	"transferred_out": Message("Transferred Out"),
	"membership_suspended": Message("Membership Suspended"),
	"left_the_party": Message("Left the Party"),
	"deceased": Message("Deceased"),
}


@dataclass(frozen=True)
class StandingChange:
	"""A kind of change of membership (党籍变动).

	`before` are the standings in which it is possible, `after` is the one it leads to, None if it changes nothing yet.
	`needs_approval`: the organisation above decides. `members_only`: it is about Party members, not about applicants.
	"""

	label: Message
	before: tuple[str, ...]
	after: str | None
	needs_approval: bool
	members_only: bool = True


_FINAL = (*_ON_REGISTER, "membership_suspended")

STANDING_CHANGES: Mapping[str, StandingChange] = {
	"away": StandingChange(Message("Away"), ("on_register",), None, False),
	"back_from_away": StandingChange(Message("Back from Away"), _ON_REGISTER, "on_register", False),
	"membership_suspended": StandingChange(
		Message("Membership Suspended"), _ON_REGISTER, "membership_suspended", True
	),
	"membership_restored": StandingChange(
		Message("Membership Restored"), ("membership_suspended",), "on_register", True
	),
	"struck_off": StandingChange(Message("Struck Off"), _FINAL, "left_the_party", True),
	"withdrew": StandingChange(Message("Withdrew"), _FINAL, "left_the_party", True),
	"expelled": StandingChange(Message("Expelled"), _FINAL, "left_the_party", True),
	"deceased": StandingChange(Message("Deceased"), _FINAL, "deceased", False, members_only=False),
}
"""What changes a membership: education regulation art. 24 (suspension), 31 (striking off), Party Constitution art. 9."""


def standing_after(kind: str, status: str, *, is_away: bool = False, is_member: bool = True) -> str:
	"""Return the standing that the change `kind` leads to from `status`.

	`is_away`: somebody left and has not come back, which is what a return needs and a second departure excludes.
	`is_member`: full or probationary member. Raises RuleError if the change is not possible.
	"""
	change = STANDING_CHANGES[kind]
	if change.members_only and not is_member:
		raise RuleError(
			"{kind} is possible for Party members only. End the development case instead.", kind=change.label
		)
	if status not in change.before:
		raise RuleError(
			"{kind} is not possible for somebody whose standing is {status}. It must be: {known}.",
			kind=change.label,
			status=_STATUS_LABELS[status],
			known=tuple(_STATUS_LABELS[key] for key in change.before),
		)
	if kind == "away" and is_away:
		raise RuleError("This member is away already. Enter the return first.")
	if kind == "back_from_away" and not (is_away or status == "floating"):
		raise RuleError("This member is not away, so there is no return to enter.")
	return change.after or status


def floats_from(away_from: date, expected_back: date | None = None) -> date:
	"""Return the day from which a member who left on `away_from` counts as floating.

	It is the day on which six calendar months have passed, or the day of leaving if the return is expected later than
	that.
	"""
	six_months_on = add_months(away_from, AWAY_MONTHS)
	return away_from if expected_back and expected_back > six_months_on else six_months_on


def check_stage_dates(dates: Mapping[str, date], birth_date: date | None = None) -> None:
	"""Raise RuleError if a later stage is dated before an earlier one, or any stage before the 18th birthday.

	`dates` maps keys of STAGE_DATES to days; missing stages are not judged. Members who joined before the present
	rules may have become full members on the day they joined, so equal days are accepted.
	"""
	unknown = set(dates) - set(STAGE_DATES)
	if unknown:
		raise ValueError(f"unknown stage dates: {', '.join(sorted(unknown))}")
	given = [(key, dates[key]) for key in STAGE_DATES if key in dates]
	for (earlier, first), (later, second) in pairwise(given):
		if second < first:
			raise RuleError(
				"{later} ({second}) cannot be earlier than {earlier} ({first}). Please check both dates.",
				later=_STAGE_LABELS[later],
				earlier=_STAGE_LABELS[earlier],
				first=first.isoformat(),
				second=second.isoformat(),
			)
	if birth_date and given and given[0][1] < add_months(birth_date, ADULT_MONTHS):
		raise RuleError(
			"{stage} ({day}) lies before the 18th birthday. Please check it and the Date of Birth.",
			stage=_STAGE_LABELS[given[0][0]],
			day=given[0][1].isoformat(),
		)


def is_later_stage(stage: str, other: str) -> bool:
	"""Whether a member passes `stage` after the stage `other`."""
	return STAGES.index(stage) > STAGES.index(other)


def full_years(since: date | None, on: date) -> int | None:
	"""Return completed years from `since` to `on`, or None if `since` is not known or lies after `on`."""
	if since is None or since > on:
		return None
	years = on.year - since.year
	return years if (on.month, on.day) >= (since.month, since.day) else years - 1


def party_age(full_member_on: date | None, on: date) -> int | None:
	"""Return the years in the Party (党龄) on a day: they count from becoming a full member (rules of admission, 33)."""
	return full_years(full_member_on, on)


def birth_date_of_id_number(number: str) -> date:
	"""Return the date of birth inside an 18-digit resident identity number.

	Raises RuleError if the number is not 18 digits (the last may be X), has a wrong check digit, or no real date.
	"""
	if not re.fullmatch(r"[0-9]{17}[0-9X]", number):
		raise RuleError("ID Number must have 18 digits; only the last may be an X.")
	if not mod_11_2.is_valid(number):
		raise RuleError("ID Number has a wrong check digit. Please compare it with the identity card.")
	try:
		return date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
	except ValueError:
		raise RuleError(
			"ID Number contains no valid date of birth. Please compare it with the identity card."
		) from None
