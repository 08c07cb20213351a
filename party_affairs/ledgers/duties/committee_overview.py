"""What a committee looks at: its organisations by clause, what got worse, whom to call, and the figures beside the duties.

Counts of duties are sums of the summary (`facts.duties.summary`); a level stands for all below it. Nothing here names a
member but the secretaries whom one would call.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property

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
from party_affairs.facts.members import development, honours, register
from party_affairs.facts.members import numbers as member_numbers
from party_affairs.facts.organisation import branches as branch_facts
from party_affairs.facts.organisation import posts
from party_affairs.facts.organisation.tree import branch_and_above
from party_affairs.guide.duties.short_titles import short_title
from party_affairs.guide.duties.themes import themes
from party_affairs.ledgers.members.member_roster import AGE_GROUPS, STAGES, age_label
from party_affairs.ledgers.selection import select
from party_affairs.permissions import scope_for
from party_affairs.permissions.scope import IN_THE_PARTY
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
_MEMBER, _POST, _CASE, _WELFARE, _HONOUR = (
	"Party Member",
	"Party Post",
	"Party Development Case",
	"Public Welfare Activity",
	"Honour",
)
_ALONE = ""
"""Stands for the looking organisation without those below it."""
_NOTHING: Counter = Counter()
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


@dataclass(frozen=True)
class Map:
	"""A page of the map: its columns by theme (the theme's label), and its rows."""

	columns: list[tuple[str, list[Column]]]
	page: Page[Row]

	@property
	def rules(self) -> list[str]:
		return [column.rule for _label, of_theme in self.columns for column in of_theme]


@dataclass(frozen=True)
class ByTheme:
	"""Organisations by theme: the themes' labels, and for each organisation its label and a cell a theme."""

	themes: list[str]
	rows: list[tuple[str, tuple[Cell, ...]]]


class Overview:
	"""The view of one organisation, or of all that the reader sees, in one year. Parts that he has no right to are None."""

	def __init__(self, branch: str | None = None, year: int | None = None, user: str | None = None) -> None:
		"""Raise PermissionError for an organisation whose duties the reader may not see, or if he sees none."""
		selection = select(DOCTYPE, {"branch": branch, "year": year}, user)
		roots = [row.name for row in selection.branches.values() if row.parent not in selection.branches]
		if branch is None and len(roots) == 1:
			selection = replace(selection, branch=roots[0])
		self.selection = selection
		self._sums: dict[str, Counter] = {}
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
		scope = scope_for(DOCTYPE, user=self.selection.user)
		above = branch_and_above(self.branch)[:-1] if self.branch else []
		names = [name for name in above if scope.covers(name)]
		labels = {row.name: row.short_name or row.name for row in branch_facts.load(names)} if names else {}
		return [(name, labels.get(name, name)) for name in names]

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
	def _by_branch(self) -> dict[str, Counter]:
		return overview.by_branch(self.selection.branches, self.selection.year)

	@cached_property
	def _by_rule_and_end(self) -> dict[tuple[str, date, str], Counter]:
		return overview.by_rule_and_end(self.selection.branches, self.selection.year)

	def _of_top(self, name: str) -> Counter:
		if name not in self._sums:
			below = self._below[name]
			self._sums[name] = totals(self._by_branch[each] for each in below if each in self._by_branch)
		return self._sums[name]

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

	@property
	def missed_by_rule(self) -> dict[str, int]:
		"""By clause how many duties are missed."""
		found: Counter = Counter()
		for (rule, _end, _key), counted in self._by_rule_and_end.items():
			found[rule] += counted[MISSED]
		return dict(found)

	@cached_property
	def ranked(self) -> list[str]:
		"""The organisations directly below, the worst first."""
		return self._worst_first(self.tops)

	def _worst_first(self, names: Sequence[str]) -> list[str]:
		counted = {name: self._of_top(name) for name in names}
		return worst_first(names, counted, {name: self._size(name) for name in names})

	def map(self, number: int = 1, search: str | None = None) -> Map:
		"""Return a page of the map: the organisation itself and those directly below, the worst first.

		With `search` they are all organisations at and below it whose name has that in it.
		"""
		searched = cstr(search).strip().casefold()
		page = page_of(self._found(searched) if searched else self.ranked, number)
		alone = self.branch if self.branch and not searched and page.number == 1 else None
		below = {name: self._below[name] for name in page.items}
		counted = overview.by_top_and_rule(
			{**below, _ALONE: [alone]} if alone else below, self.selection.year
		)
		columns = _columns(counted)
		rules = [column.rule for _label, of_theme in columns for column in of_theme]
		rows = [self._row(alone, _ALONE, rules, counted)] if alone else []
		rows += [self._row(name, name, rules, counted) for name in page.items]
		return Map(columns, Page(tuple(rows), page.number, page.pages, page.total))

	def _found(self, searched: str) -> list[str]:
		names = [
			row.name
			for row in self.selection.branches.values()
			if searched in row.name.casefold() or searched in cstr(row.short_name).casefold()
		]
		return self._worst_first(names)

	def _row(
		self, name: str, key: str, rules: Sequence[str], counted: Mapping[tuple[str, str], Counter]
	) -> Row:
		alone = key == _ALONE
		of_rules = [counted.get((key, rule), _NOTHING) for rule in rules]
		label = self.selection.name_of(name)
		return Row(
			branch=name,
			label=_("{0} itself").format(label) if alone and self.tops else label,
			alone=alone,
			opens=not alone and len(self._below[name]) > 1,
			size=1 if alone else self._size(name),
			numbers=totals(of_rules),
			cells=tuple(map(cell_of, of_rules)),
			words=tuple(map(in_words, of_rules)),
		)

	def by_theme(self, names: Sequence[str]) -> ByTheme:
		"""Return the themes of which anything is asked, and for some organisations their label with a cell for each of them."""
		counted = overview.by_top_and_rule({name: self._below[name] for name in names}, self.selection.year)
		columns = _columns(counted)
		rows = [
			(
				self.selection.name_of(name),
				tuple(
					cell_of(totals(counted.get((name, column.rule), _NOTHING) for column in of_theme))
					for _label, of_theme in columns
				),
			)
			for name in names
		]
		return ByTheme([label for label, _of_theme in columns], rows)

	# What got worse, and whom to call

	@cached_property
	def worse(self) -> tuple[list[Worse], list[Worse]]:
		"""By clause and by organisation directly below what became missed this month, most first, with the last month beside it."""
		(first, last), (before, _end) = months_of_getting_worse(self.day)
		top_of = {each: top for top in self.tops for each in self._below[top]}
		by_rule, by_top = (Counter(), Counter()), (Counter(), Counter())
		for branch, rule, end, number in overview.missed_of_ended(self.selection.branches, before, last):
			window = 0 if first <= end else 1
			by_rule[window][rule] += number
			by_top[window][top_of.get(branch, branch)] += number
		described = rule_facts.described(by_rule[0])
		return (
			_most(
				by_rule, lambda rule: f"{rule} {described[rule].title if rule in described else ''}".strip()
			),
			_most(by_top, self.selection.name_of),
		)

	@cached_property
	def calls(self) -> list[Call]:
		"""The organisations directly below that miss most, most first, with their secretaries."""
		missing = [name for name in self.ranked if self._of_top(name)[MISSED]]
		names = sorted(missing, key=lambda name: -self._of_top(name)[MISSED])[:_CALLED]
		held = posts.secretaries(names, self._short(_POST), self.day) if names else {}
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
		limit = self.day - timedelta(days=days)
		asked = [
			name
			for name, row in self.selection.branches.items()
			if row.status == _ACTIVE and row.rgt - row.lft == 1 and name != self.branch
		]
		if not asked:
			return []
		heard_of = silence.heard_of(asked, limit, self.day)
		names = [name for name in asked if name not in heard_of]
		begun = silence.begun(names) if names else {}
		names = [name for name in names if begun[name] < limit]
		last = silence.last_records(names, limit) if names else {}
		return sorted(names, key=lambda name: (last.get(name, begun[name]), name))

	def _phones(self, members: Sequence[str]) -> dict[str, str]:
		level = cint(frappe.get_meta(_MEMBER).get_field("mobile").permlevel)
		people = register.people(self._short(_MEMBER, level), members, ("mobile",))
		return {name: row.mobile for name, row in people.items() if row.mobile}

	def _short(self, doctype: str, permlevel: int = 0) -> Which:
		"""The criterion of the rows that the reader may see of a DocType, without naming each of many branches."""
		scope = self.selection.scope(doctype, permlevel)
		return lambda table: scope.criterion(table, short=True)

	# Beside the duties

	def _readable(self, doctype: str) -> Which | None:
		"""The criterion of the rows that the reader may add up, None if his right does not reach all branches shown."""
		scope = self.selection.scope(doctype)
		return self._short(doctype) if set(self.selection.branches) <= scope.branches else None

	@cached_property
	def months(self) -> list[tuple[int, Counter]]:
		"""By month, from January, the duties whose periods end in it; those of a whole year are left out."""
		found: dict[int, Counter] = defaultdict(Counter)
		for (_rule, end, key), numbers in self._by_rule_and_end.items():
			if key != self.selection.year.key and end.year == self.year:
				found[end.month].update(numbers)
		return [(month, found[month]) for month in range(1, 13)]

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
		stages: Counter = Counter()
		ages: Counter = Counter()
		for (stage, years), number in member_numbers.by_stage_and_age(which, self.day).items():
			stages[stage] += number
			if stage in IN_THE_PARTY:
				ages[years] += number
		unknown = ages.pop(None, 0)
		return Members(
			tuple((_(stage), stages[stage]) for stage in STAGES),
			tuple(
				(age_label(first, last), sum(ages[years] for years in ages if first <= years <= last))
				for first, last in AGE_GROUPS
			),
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


def _columns(counted: Mapping[tuple[str, str], Counter]) -> list[tuple[str, list[Column]]]:
	"""Return the clauses of which anything is asked, by theme; rules of the site's own stand under a theme of their own, the last."""
	asked: dict[str, Counter] = defaultdict(Counter)
	for (_top, rule), found in counted.items():
		if found.total():
			asked[rule].update(found)
	placed = [(_(theme.label), [rule for rule in theme.clauses if rule in asked]) for theme in themes()]
	own = sorted(set(asked) - {rule for theme in themes() for rule in theme.clauses})
	described = rule_facts.described(asked)
	return [
		(
			label,
			[
				Column(rule, short_title(rule), row.title, cstr(row.citation), asked[rule])
				for rule in rules
				if (row := described.get(rule))
			],
		)
		for label, rules in (*placed, (_("Rules of This Site"), own))
		if rules
	]


def _most(windows: tuple[Counter, Counter], label_of: Callable[[str], str]) -> list[Worse]:
	now, before = windows
	return [
		Worse(key, label_of(key), number, before[key])
		for key, number in sorted(now.items(), key=lambda item: (-item[1], item[0]))[:_WORSE]
	]
