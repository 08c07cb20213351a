"""How many members there are, counted by the database: for figures about many branches."""

from collections.abc import Sequence
from datetime import date

from pypika.terms import PseudoColumn

import frappe
from frappe.query_builder import DocType
from frappe.query_builder.functions import Count

from party_affairs.facts.criteria import Which
from party_affairs.permissions.scope import IN_THE_PARTY, ON_REGISTER


def by_stage(which: Which) -> dict[str, int]:
	"""Return by stage (its label) how many people are on register now: one query."""
	member = DocType("Party Member")
	query = frappe.qb.from_(member).select(member.stage, Count(member.name))
	return dict(query.where(which(member) & member.status.isin(ON_REGISTER)).groupby(member.stage).run())


def by_age(
	which: Which, day: date, groups: Sequence[tuple[int, int]]
) -> tuple[dict[tuple[int, int], int], int]:
	"""Return how many members of the Party on register are of each age group on `day`, and of how many no birthday is known: one query."""
	member = DocType("Party Member")
	age = PseudoColumn(f"timestampdiff(year, birth_date, '{day:%Y-%m-%d}')")
	query = frappe.qb.from_(member).select(age, Count(member.name))
	query = query.where(which(member) & member.status.isin(ON_REGISTER) & member.stage.isin(IN_THE_PARTY))
	numbers = dict(query.groupby(age).run())
	unknown = numbers.pop(None, 0)
	return {
		(first, last): sum(number for years, number in numbers.items() if first <= years <= last)
		for first, last in groups
	}, unknown
