"""What is known of the board, the rooms and the books of branches, as sentences beside the lines of a self-check sheet."""

from collections.abc import Mapping, Sequence
from datetime import date

import frappe

from party_affairs.facts.criteria import of_branches
from party_affairs.facts.notice import material, notices, photos, venue
from party_affairs.guide.notice import notice_kinds
from party_affairs.rules.message import Message
from party_affairs.rules.notice import notices as rules
from party_affairs.rules.notice.venue import MISSING, NOT_APPLICABLE

ByBranch = Mapping[str, Message]


def rooms(branches: Sequence[str], first: date, day: date) -> ByBranch:
	"""Return what the latest check of the rooms found: two queries."""
	return {check.branch: _found(check) for check in venue.latest(of_branches(branches), first, day)}


def _found(check) -> Message:
	asked = [item for item in check["items"] if item.state and item.state != NOT_APPLICABLE]
	lacking = tuple((item.label or "").partition("（")[0] for item in asked if item.state == MISSING)
	values = {"day": check.checked_on, "there": len(asked) - len(lacking), "asked": len(asked)}
	if not lacking:
		return Message("Check of the rooms of {day}: {there} of {asked} are there.", **values)
	return Message(
		"Check of the rooms of {day}: {there} of {asked} are there, lacking: {lacking}.",
		**values,
		lacking=lacking,
	)


def made_known(branches: Sequence[str], first: date, day: date) -> ByBranch:
	"""Return which of the four parts of the board were made known: one query."""
	postings: dict[str, list[rules.Posting]] = {}
	for row in notices.went_out(of_branches(branches), first, day):
		until = min(filter(None, (row.published_until, row.withdrawn_on)), default=None)
		posting = rules.Posting(frappe.scrub(row.kind), row.published_from, until)
		postings.setdefault(row.branch, []).append(posting)
	titles = {part.key: part.title for part in notice_kinds.parts()}
	found = {}
	for branch, of_branch in postings.items():
		missing = tuple(titles[part] for part in rules.missing_parts(of_branch, first, day))
		found[branch] = (
			Message(
				"{number} notices on the board, not made known: {parts}.",
				number=len(of_branch),
				parts=missing,
			)
			if missing
			else Message("{number} notices on the board, of all four parts.", number=len(of_branch))
		)
	return found


def board_photos(branches: Sequence[str], first: date, day: date) -> ByBranch:
	"""Return how many photos hang on the board: one query."""
	numbers: dict[str, int] = {}
	for row in photos.hanging(of_branches(branches), day):
		numbers[row.branch] = numbers.get(row.branch, 0) + 1
	return {
		branch: Message("{number} photos hang on the board.", number=number)
		for branch, number in numbers.items()
	}


def books(branches: Sequence[str], first: date, day: date) -> ByBranch:
	"""Return how much study material there is: three queries."""
	numbers: dict[str, list[int]] = {}
	for row in material.listed(of_branches(branches), day):
		numbers.setdefault(row.branch, []).append(row.copies)
	return {
		branch: Message(
			"{titles} titles and {copies} copies of study material.", titles=len(of_one), copies=sum(of_one)
		)
		for branch, of_one in numbers.items()
	}
