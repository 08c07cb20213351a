"""What a committee looks at: its organisations by clause, what got worse, whom to call, and the figures beside the duties.

Counts of duties are sums of the summary (`facts.duties.summary`); a level stands for all below it. Nothing here names a
member but the secretaries whom one would call.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property
from typing import Any

import frappe
from frappe import _
from frappe.utils import cint, cstr

from party_affairs.facts.contact import welfare
from party_affairs.facts.contact.welfare import Served
from party_affairs.facts.criteria import Which
from party_affairs.facts.dues import movements
from party_affairs.facts.dues.account import REMITTANCE
from party_affairs.facts.dues.movements import RemittedIn
from party_affairs.facts.duties import overview, silence, summary
from party_affairs.facts.duties import rules as rule_facts
from party_affairs.facts.duties.findings import FINDING
from party_affairs.facts.duties.summary import Spoken
from party_affairs.facts.members import development, honours, numbers, register
from party_affairs.facts.organisation import posts
from party_affairs.guide.duties.short_titles import short_title
from party_affairs.guide.duties.themes import themes
from party_affairs.ledgers.members.member_roster import AGE_GROUPS, STAGES, age_label
from party_affairs.ledgers.selection import select
from party_affairs.rules.duties.overview import (
	BY_URGENCY,
	DUE,
	LATE,
	MISSED,
	Cell,
	Page,
	Place,
	below_each,
	cell_of,
	met_share,
	months_of_getting_worse,
	page_of,
	totals,
	worst_first,
)
from party_affairs.rules.members.honours import LEVELS

DOCTYPE = FINDING
_MEMBER, _CASE, _WELFARE, _HONOUR = (
	"Party Member",
	"Party Development Case",
	"Public Welfare Activity",
	"Honour",
)
_CALLED = 10
_WORSE = 8
_ACTIVE = "Active"


@dataclass(frozen=True)
class Column:
	"""A clause at the head of the map."""

	rule: str
	short: str
	title: str
	citation: str
	numbers: Counter


@dataclass(frozen=True)
class Row:
	"""An organisation in the map with all below it, or the looking organisation `alone`; `size` is how many it stands for."""

	branch: str
	label: str
	alone: bool
	opens: bool
	size: int
	numbers: Counter
	cells: tuple[Cell, ...]
	words: tuple[str, ...]


@dataclass(frozen=True)
class Worse:
	"""How much became missed this month and in the last one: of a clause, or in an organisation."""

	key: str
	label: str
	number: int
	before: int


@dataclass(frozen=True)
class Call:
	"""An organisation that needs help, with its secretary; his telephone number only if the reader may see it."""

	branch: str
	label: str
	numbers: Counter
	secretary: str | None
	phone: str | None


@dataclass(frozen=True)
class Members:
	"""People on register by stage and members of the Party by age; both as (label, number)."""

	stages: tuple[tuple[str, int], ...]
	ages: tuple[tuple[str, int], ...]
	unknown_age: int

	@property
	def in_the_party(self) -> int:
		return sum(number for _label, number in self.stages[:2])


class Overview:
	"""The view of one organisation, or of all that the reader sees, in one year. Parts that he has no right to are None."""

	def __init__(self, branch: str | None = None, year: int | None = None, user: str | None = None) -> None:
		"""Raise PermissionError for an organisation whose duties the reader may not see, or if he sees none."""
		selection = select(DOCTYPE, {"branch": branch, "year": year}, user)
		roots = [row.name for row in selection.branches.values() if row.parent not in selection.branches]
		if branch is None and len(roots) == 1:
			selection = select(DOCTYPE, {"branch": roots[0], "year": year}, user)
		self.selection = selection
		self.branch: str | None = selection.branch
		self.year: int = selection.year.start.year
		self.day: date = selection.as_of

	# Who stands in it

	@property
	def label(self) -> str:
		return self.selection.name_of(self.branch) if self.branch else _("All Organisations")

	@cached_property
	def tops(self) -> list[str]:
		"""The organisations directly below, in the order of the tree."""
		rows = self.selection.branches.values()
		if self.branch:
			return [row.name for row in rows if row.parent == self.branch and self._is_shown(row.name)]
		return [row.name for row in rows if row.parent not in self.selection.branches]

	@cached_property
	def path(self) -> list[tuple[str, str]]:
		"""The organisations above that the reader may look at too, the highest first, as (name, label)."""
		above, found = self._readers_own.get(self.branch or ""), []
		while above and above.parent in self._readers_own:
			above = self._readers_own[above.parent]
			found.append((above.name, above.short_name or above.name))
		return found[::-1]

	@cached_property
	def _readers_own(self) -> Mapping[str, Any]:
		return select(DOCTYPE, {"year": self.year}, self.selection.user).branches

	def _is_shown(self, name: str) -> bool:
		row = self.selection.branches[name]
		return row.status == _ACTIVE or bool(self._of_top(name).total())

	@cached_property
	def _below(self) -> dict[str, list[str]]:
		places = [Place(row.name, row.lft, row.rgt) for row in self.selection.branches.values()]
		return below_each(places, places)

	def _size(self, name: str) -> int:
		rows = self.selection.branches
		return sum(rows[each].status == _ACTIVE for each in self._below[name])

	# The duties

	@cached_property
	def _which(self) -> Which:
		scope = self.selection.scope()
		return lambda table: scope.criterion(table, short=True)

	@cached_property
	def _by_branch(self) -> dict[str, Counter]:
		return summary.by_branch(self._which, self.selection.year)

	def _of_top(self, name: str) -> Counter:
		return totals(self._by_branch[each] for each in self._below[name] if each in self._by_branch)

	@cached_property
	def numbers(self) -> Counter:
		"""All duties by status, those of the organisation itself included."""
		return totals(self._by_branch.values())

	@property
	def met_share(self) -> Decimal | None:
		return met_share(self.numbers)

	@cached_property
	def spoken(self) -> Spoken:
		"""For which time the figures speak."""
		active = [name for name, row in self.selection.branches.items() if row.status == _ACTIVE]
		return summary.spoken_for(active, self.year)

	@property
	def number_of_organisations(self) -> int:
		return sum(row.status == _ACTIVE for row in self.selection.branches.values())

	@property
	def number_with_gaps(self) -> int:
		return sum(bool(self._by_branch.get(name, {}).get(MISSED)) for name in self.selection.branches)

	@cached_property
	def _by_rule(self) -> dict[str, Counter]:
		return overview.by_rule(self._which, self.selection.year)

	@property
	def missed_by_rule(self) -> dict[str, int]:
		"""By clause how many duties are missed."""
		return {rule: counted[MISSED] for rule, counted in self._by_rule.items()}

	@cached_property
	def columns(self) -> list[tuple[str, list[Column]]]:
		"""The clauses of which anything is asked, by theme (its label); a rule of the site's own stands in the last one."""
		asked = {rule: counted for rule, counted in self._by_rule.items() if counted.total()}
		by_theme = [(_(theme.label), [rule for rule in theme.clauses if rule in asked]) for theme in themes()]
		placed = {rule for theme in themes() for rule in theme.clauses}
		by_theme.append((_("Rules of This Site"), sorted(set(asked) - placed)))
		described = rule_facts.described(asked)
		return [
			(label, [_column(rule, asked[rule], described[rule]) for rule in rules if rule in described])
			for label, rules in by_theme
			if rules
		]

	@cached_property
	def ranked(self) -> list[str]:
		"""The organisations directly below, the worst first."""
		counted = {name: self._of_top(name) for name in self.tops}
		return worst_first(self.tops, counted, {name: self._size(name) for name in self.tops})

	def rows(self, number: int = 1, search: str | None = None) -> Page[Row]:
		"""Return a page of rows: the organisation itself and those directly below, the worst first.

		With `search` they are all organisations below whose name has that in it.
		"""
		searched = cstr(search).strip().casefold()
		if searched:
			found = [
				row.name
				for row in self.selection.branches.values()
				if searched in row.name.casefold() or searched in cstr(row.short_name).casefold()
			]
			counted = {name: self._of_top(name) for name in found}
			names = worst_first(found, counted, {name: self._size(name) for name in found})
		else:
			names = self.ranked
		page = page_of(names, number)
		alone = [self.branch] if self.branch and not searched and page.number == 1 else []
		rows = self._alone(alone) + self._stand_for_all_below(page.items)
		return Page(tuple(rows), page.number, page.pages, page.total)

	def _alone(self, names: Sequence[str]) -> list[Row]:
		if not names:
			return []
		counted = summary.by_branch_and_rule(
			lambda table: table.branch.isin(list(names)), self.selection.year
		)
		return [self._row(name, counted, alone=True) for name in names]

	def _stand_for_all_below(self, names: Sequence[str]) -> list[Row]:
		if not names:
			return []
		counted = overview.by_subtree_and_rule(self._which, self.selection.year, names)
		return [self._row(name, counted, alone=False) for name in names]

	def _row(self, name: str, counted: Mapping[tuple[str, str], Counter], *, alone: bool) -> Row:
		rules = [column.rule for _label, columns in self.columns for column in columns]
		of_rules = [counted.get((name, rule), Counter()) for rule in rules]
		return Row(
			branch=name,
			label=_("{0} itself").format(self.selection.name_of(name))
			if alone and self.tops
			else self.selection.name_of(name),
			alone=alone,
			opens=not alone and len(self._below[name]) > 1,
			size=1 if alone else self._size(name),
			numbers=totals(of_rules),
			cells=tuple(map(cell_of, of_rules)),
			words=tuple(map(in_words, of_rules)),
		)

	def by_theme(self, names: Sequence[str]) -> list[tuple[str, tuple[Cell, ...]]]:
		"""Return for some of the organisations directly below their label and a cell for each theme of `columns`."""
		counted = overview.by_subtree_and_rule(self._which, self.selection.year, names)
		return [
			(
				self.selection.name_of(name),
				tuple(
					cell_of(totals(counted.get((name, column.rule), {}) for column in columns))
					for _label, columns in self.columns
				),
			)
			for name in names
		]

	# What got worse, and whom to call

	@cached_property
	def worse(self) -> tuple[list[Worse], list[Worse]]:
		"""By clause and by organisation directly below what became missed this month, most first, with the last month beside it."""
		windows = months_of_getting_worse(self.day)
		now, before = (overview.missed_of_ended(self._which, first, last) for first, last in windows)
		described = rule_facts.described({rule for _branch, rule in now})
		by_rule = _summed(now, lambda branch, rule: rule), _summed(before, lambda branch, rule: rule)
		top_of = {each: top for top in self.tops for each in self._below[top]}
		of_top = lambda branch, rule: top_of.get(branch, branch)  # noqa: E731
		by_top = _summed(now, of_top), _summed(before, of_top)
		return (
			_most(
				by_rule, lambda rule: f"{rule} {described[rule].title if rule in described else ''}".strip()
			),
			_most(by_top, self.selection.name_of),
		)

	@cached_property
	def calls(self) -> list[Call]:
		"""The organisations directly below that miss most, the worst first, with their secretaries."""
		names = [name for name in self.ranked if self._of_top(name)[MISSED]][:_CALLED]
		held = posts.secretaries(names, self.selection.rows_of, self.day) if names else {}
		phones = self._phones([member for member, _name in held.values()])
		return [
			Call(
				branch=name,
				label=self.selection.name_of(name),
				numbers=self._of_top(name),
				secretary=held[name][1] if name in held else None,
				phone=phones.get(held[name][0]) if name in held else None,
			)
			for name in names
		]

	def silent(self, days: int) -> list[str]:
		"""Return the branches of which no record tells for `days` days, the longest silent first; committees keep few records.

		Of one that was entered within that time nothing is said. Only those that are read whole are asked.
		"""
		today, limit = self.day, self.day - timedelta(days=days)
		names = [
			name
			for name, row in self.selection.branches.items()
			if row.status == _ACTIVE and row.rgt - row.lft == 1 and name != self.branch
		]
		if not names:
			return []
		last = silence.last_records(names, today + timedelta(days=1))
		begun = silence.begun(names)
		found = {name: last.get(name, begun[name]) for name in names if begun[name] < limit}
		return sorted(
			(name for name, day in found.items() if day < limit), key=lambda name: (found[name], name)
		)

	def _phones(self, members: Sequence[str]) -> dict[str, str]:
		level = cint(frappe.get_meta(_MEMBER).get_field("mobile").permlevel)
		scope = self.selection.scope(_MEMBER, permlevel=level)
		people = register.people(scope.criterion, members, ("mobile",))
		return {name: row.mobile for name, row in people.items() if row.mobile}

	# Beside the duties

	def _readable(self, doctype: str) -> Which | None:
		"""The criterion of the rows that the reader may add up, None if his right does not reach all branches shown."""
		scope = self.selection.scope(doctype)
		if not set(self.selection.branches) <= scope.branches:
			return None
		return lambda table: scope.criterion(table, short=True)

	@cached_property
	def months(self) -> list[tuple[int, Counter]]:
		"""By month, from January, the duties whose periods end in it; those of a whole year are left out."""
		found = overview.by_month_of_end(self._which, self.selection.year)
		return [(month, found.get(month, Counter())) for month in range(1, 13)]

	@cached_property
	def dues(self) -> list[tuple[int, RemittedIn]] | None:
		"""By month what the organisations below remitted to this one."""
		which = self._readable(REMITTANCE)
		if which is None or not self.branch:
			return None
		found = movements.remitted_up_by_month(which, self.branch, self.selection.year)
		return [(month, found.get(month, RemittedIn(Decimal(0), 0))) for month in range(1, 13)]

	@cached_property
	def members(self) -> Members | None:
		which = self._readable(_MEMBER)
		if which is None:
			return None
		stages = numbers.by_stage(which)
		ages, unknown = numbers.by_age(which, self.day, AGE_GROUPS)
		return Members(
			tuple((_(stage), stages.get(stage, 0)) for stage in STAGES),
			tuple((age_label(*group), ages[group]) for group in AGE_GROUPS),
			unknown,
		)

	@cached_property
	def development(self) -> list[tuple[str, int, int]] | None:
		"""By next step of the cases under way: its label in English, how many wait for it, of how many it is overdue."""
		which = self._readable(_CASE)
		return None if which is None else development.by_next_step(which, self.day)

	@cached_property
	def welfare(self) -> Served | None:
		which = self._readable(_WELFARE)
		return None if which is None else welfare.served(which, self.selection.year.start, self.day)

	@cached_property
	def honours(self) -> list[tuple[str, int]] | None:
		"""By level, the highest first, how many honours were awarded in the year."""
		which = self._readable(_HONOUR)
		if which is None:
			return None
		counted = Counter(row.level for row in honours.in_years(which, self.selection.year.start, self.day))
		return [(_(level), counted[level]) for level in LEVELS if counted[level]]


def findings_behind(
	branch: str, rule: str | None, year: int, statuses: Sequence[str] = (MISSED, DUE, LATE)
) -> list:
	"""Return the findings behind a cell or row of the map. Raise PermissionError unless the caller sees the organisation whole."""
	selection = select(DOCTYPE, {"branch": branch, "year": year})
	return overview.of_cell(selection.rows_of, branch, rule, selection.year, statuses)


def in_words(counted: Mapping[str, int]) -> str:
	"""Return counts by status in words, the most urgent first; empty where there are none."""
	return " ".join(f"{_(status)}{counted[status]}" for status in BY_URGENCY if counted.get(status))


def _column(rule: str, counted: Counter, described: Any) -> Column:
	return Column(rule, short_title(rule), described.title, cstr(described.citation), counted)


def _summed(counted: Mapping[tuple[str, str], int], key: Callable[[str, str], str]) -> Counter:
	found: Counter = Counter()
	for (branch, rule), number in counted.items():
		found[key(branch, rule)] += number
	return found


def _most(windows: tuple[Counter, Counter], label_of: Callable[[str], str]) -> list[Worse]:
	now, before = windows
	return [
		Worse(key, label_of(key), number, before[key])
		for key, number in sorted(now.items(), key=lambda item: (-item[1], item[0]))[:_WORSE]
	]
