"""Exemptions: an organisation above has decided that a clause asks nothing of somebody for a time.

They are read as spells. A period is exempt of which more than half of the days are, a state on the days of the exemption, an
event that happened, or had to be answered, on one of them. What was done in time stays done.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from party_affairs.rules.findings import EvidenceRef, Finding
from party_affairs.rules.message import Message
from party_affairs.rules.spells import Spell, Spells, merged

DOCTYPE = "Duty Exemption"
EXCUSABLE = frozenset(("planned", "due", "late", "missed"))
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Exemption:
	"""A decision that clause `rule` asks nothing from the day `first` to the day `last` of what `branch` answers for.

	`subject` narrows it to one record (DocType, name), None: everybody of whom the clause asks there. It is known from the day
	`decided_on`; `decided_by` and `reason` are texts for the reader.
	"""

	name: str
	rule: str
	branch: str
	first: date
	last: date
	decided_on: date
	decided_by: str
	reason: str
	subject: tuple[str, str] | None = None

	def is_about(self, finding: Finding) -> bool:
		"""Whether a finding is one of those that it excuses, by clause, organisation and subject."""
		return (
			self.rule == finding.rule
			and self.branch == finding.branch
			and self.subject in (None, (finding.subject_doctype, finding.subject))
		)

	def covers(self, day: date | None) -> bool:
		"""Whether `day` is one of its days."""
		return day is not None and self.first <= day <= self.last


class Exemptions:
	"""The exemptions of one clause, and what they make of its findings."""

	def __init__(self, exemptions: Iterable[Exemption] = ()) -> None:
		self._by_branch: dict[str, list[Exemption]] = {}
		for one in sorted(exemptions, key=lambda one: (one.first, one.name)):
			self._by_branch.setdefault(one.branch, []).append(one)

	def of_period(self, finding: Finding, as_of: date) -> Finding:
		"""Return the finding of a period, excused where more than half of its days are exempt."""

		def most_of_it(known: Sequence[Exemption]) -> Exemption | None:
			first, last = finding.period_start, finding.period_end
			spells = [Spell(one.first, one.last, one) for one in known]
			free = merged(spells).days_in(first, last)
			if 2 * free <= (last - first).days + 1:
				return None
			return max(known, key=lambda one: Spells((Spell(one.first, one.last, one),)).days_in(first, last))

		return self._excused(finding, as_of, most_of_it)

	def of_state(self, finding: Finding, day: date, as_of: date) -> Finding:
		"""Return the finding of a state that was judged on `day`, excused where that day is exempt.

		Time alone begins and ends an exemption of a state.
		"""
		about = self._about(finding)
		excused = self._excused(
			finding, as_of, lambda known: next((one for one in known if one.covers(day)), None)
		)
		borders = (border for one in about for border in (one.first, one.last + _DAY))
		return _changing(excused, (border for border in borders if as_of < border <= finding.period_end))

	def of_event(self, finding: Finding, day: date, as_of: date) -> Finding:
		"""Return the finding of an event of `day`, excused where that day, or the last one for the answer, is exempt."""
		return self._excused(
			finding,
			as_of,
			lambda known: next(
				(one for one in known if one.covers(day) or one.covers(finding.due_date)), None
			),
		)

	def _about(self, finding: Finding) -> list[Exemption]:
		if finding.status not in EXCUSABLE:
			return []
		return [one for one in self._by_branch.get(finding.branch, ()) if one.is_about(finding)]

	def _excused(
		self, finding: Finding, as_of: date, choose: Callable[[Sequence[Exemption]], Exemption | None]
	) -> Finding:
		about = self._about(finding)
		known = [one for one in about if one.decided_on <= as_of]
		one = choose(known) if known else None
		if one is None:
			return _changing(finding, (other.decided_on for other in about if other.decided_on > as_of))
		return replace(
			finding,
			status="exempt",
			evidence=(*finding.evidence, EvidenceRef(DOCTYPE, one.name, one.decided_on)),
			message=Message(
				"Exempt from {first} to {last} by decision of {who} on {day}: {reason}",
				first=one.first,
				last=one.last,
				who=one.decided_by,
				day=one.decided_on,
				reason=one.reason,
			),
			changes_on=None,
			lacks=frozenset(),
		)


NO_EXEMPTIONS = Exemptions()


def by_rule(exemptions: Iterable[Exemption]) -> Mapping[str, Exemptions]:
	"""Return exemptions by the clause from which they exempt."""
	found: dict[str, list[Exemption]] = {}
	for one in exemptions:
		found.setdefault(one.rule, []).append(one)
	return {rule: Exemptions(of_rule) for rule, of_rule in found.items()}


def _changing(finding: Finding, days: Iterable[date]) -> Finding:
	"""Return the finding with the earliest of `days` as the next day on which it may change, if that is earlier."""
	earliest = min((*days, *([finding.changes_on] if finding.changes_on else ())), default=None)
	return finding if earliest == finding.changes_on else replace(finding, changes_on=earliest)
