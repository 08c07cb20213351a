"""How many members there are, counted by the database: for figures about many branches."""

from datetime import date

from pypika.terms import PseudoColumn

import frappe
from frappe.query_builder import DocType
from frappe.query_builder.functions import Count

from party_affairs.facts.criteria import Which
from party_affairs.permissions.scope import ON_REGISTER


def by_stage_and_age(which: Which, day: date) -> dict[tuple[str, int | None], int]:
	"""Return by stage (its label) and age in full years on `day` how many people are on register now: one query.

	The age is None where no birthday is entered.
	"""
	member = DocType("Party Member")
	age = PseudoColumn(f"timestampdiff(year, birth_date, '{day:%Y-%m-%d}')")
	query = frappe.qb.from_(member).select(member.stage, age, Count(member.name))
	query = query.where(which(member) & member.status.isin(ON_REGISTER)).groupby(member.stage, age)
	return {(stage, years): number for stage, years, number in query.run()}
