"""Appraisals for tests: a branch with members and logins, and an appraisal in any of its stages."""

import frappe
from frappe.utils import get_datetime

from party_affairs.ballots import roll, voting
from party_affairs.rules.appraisal.grades import OVERALL
from tests.site import factory

OPENS, CLOSES = "2026-03-02 09:00:00", "2026-03-06 18:00:00"
DURING, AFTER = "2026-03-04 10:00:00", "2026-03-07 09:00:00"
DOCTYPE = "Democratic Appraisal"


def branch(full=6, probationary=1, parent=None):
	"""A branch with members; returns it with their records in `people`, the probationary ones last."""
	document = factory.branch(parent=parent or factory.committee())
	people = [factory.member(document) for _number in range(full)]
	people += [
		factory.member(document, stage="Probationary Member", joined_on="2025-09-01", full_member_on=None)
		for _number in range(probationary)
	]
	return frappe._dict(name=document.name, document=document, people=people)


def prepared(of, **values):
	"""An appraisal of 2026 that is prepared."""
	defaults = {
		"doctype": DOCTYPE,
		"branch": of.name,
		"year": 2026,
		"opens_on": OPENS,
		"closes_on": CLOSES,
		"outside_voters": 8,
	}
	return frappe.get_doc({**defaults, **values}).insert()


def opened(of, **values):
	"""An appraisal whose voting is open."""
	document = prepared(of, **values)
	document.open_voting(at=OPENS)
	return document


def answers(document, grade="qualified", of=None, but=(), aspect=OVERALL):
	"""Answers that give everybody on the ballot a grade; `of` maps members to other grades, `but` are left out."""
	return {
		(place, aspect): (of or {}).get(row.member, grade)
		for place, row in enumerate(document.members)
		if row.member not in but
	}


def vote(document, member, grade="qualified", of=None, at=DURING):
	"""A member's electronic vote for all his colleagues."""
	name = getattr(member, "name", member)
	voting.cast(
		roll.member_key(document.name, name), answers(document, grade, of, but=(name,)), at=get_datetime(at)
	)


def vote_outside(document, number, grade="qualified", of=None, at=DURING):
	"""Votes of people outside the Party with codes."""
	for code in document.make_slips(number):
		voting.cast(roll.code_key(code), answers(document, grade, of), at=get_datetime(at))


def on_paper(document, member, at=DURING):
	"""A member takes a paper ballot."""
	voting.set_paper(
		roll.member_key(document.name, getattr(member, "name", member)), True, at=get_datetime(at)
	)


def closed(document):
	document.reload()
	document.close_voting(at=AFTER)
	return document


def fill_paper(document, electorate, **grades):
	"""The same counts for everybody on the paper ballots of an electorate."""
	for row in document.paper_counts:
		if row.electorate == electorate:
			row.update(grades)


def counted(document):
	document.count_votes(at=AFTER)
	return document


def decide(document, grades=None, meeting=None):
	"""Everybody qualified but for `grades` by member, decided by an assembly, and submitted."""
	for row in document.members:
		row.grade = (grades or {}).get(row.member, "Qualified") if row.is_graded else None
	meeting = meeting or factory.meeting(
		document.branch, "Member Assembly", "2026-03-09 14:00:00", attendees=()
	)
	document.assembly = meeting.name
	document.save()
	document.submit()
	return document


def votes(document, member, electorate="Within the Party", aspect="Overall Grade"):
	"""The kept votes of a member as (excellent, qualified, basically qualified, unqualified, not graded)."""
	name = getattr(member, "name", member)
	found = [
		(row.excellent, row.qualified, row.basically_qualified, row.unqualified, row.not_graded)
		for row in document.results
		if (row.member, row.electorate, row.aspect) == (name, electorate, aspect)
	]
	assert len(found) <= 1
	return found[0] if found else None
