"""Counting an election: the rounds of each office in their order, what they come to, and the rows of the next round.

The document knows who may vote and stand, the rules say who is elected. Here the numbers in the document's tables are
checked against both, and the results are noted in them.
"""

from dataclasses import dataclass
from itertools import takewhile

from frappe import _
from frappe.model.document import Document
from frappe.utils import getdate, nowdate

from party_affairs.checks.fields import label_of, require
from party_affairs.exceptions import ElectionError, rules_speak_to_user
from party_affairs.language import in_site_language
from party_affairs.rules.names import stroke_key
from party_affairs.rules.organisation import elections as rules

COMMITTEE_MEMBER = "Committee Member"

_OUTCOMES = {"elected": "Elected", "tied": "Tied", "not_elected": "Not Elected"}
_BALLOT_NUMBERS = ("entitled", "present", "issued", "returned", "valid")


def count(election: Document) -> None:
	"""Judge each round; the numbers of a round count once its ballots were issued."""
	election.refuse_repeated("ballots", lambda row: (row.office, row.round))
	election.refuse_repeated("votes", lambda row: (row.office, row.round, row.member))
	rounds = {(row.office, row.round) for row in election.ballots}
	for row in election.votes:
		row.outcome = None
		if (row.office, row.round) not in rounds:
			election.refuse_row(
				row,
				"votes",
				_("{0} has no round {1}. Enter its ballots first.").format(_(row.office), row.round),
			)
	election.counted = {}
	for office in election.seats_by_office:
		election.counted[office] = _count_office(election, office)
	for row in election.ballots:
		if row.office not in election.seats_by_office:
			election.refuse_row(
				row, "ballots", _("{0} is not among the seats to fill.").format(_(row.office))
			)


def _count_office(election: Document, office: str) -> rules.Course:
	rows = sorted((row for row in election.ballots if row.office == office), key=lambda row: row.round)
	for number, row in enumerate(rows, start=1):
		row.update({"seats": 0, "spoiled": 0, "result": None})
		if row.round != number:
			election.refuse_row(row, "ballots", _("rounds are numbered 1, 2, 3 without a gap."))
	counted = list(takewhile(lambda row: row.issued, rows))
	if counted and not election.held_on:
		require(election, "held_on", exception=ElectionError)
	for row in counted:
		_check_electors(election, row)
		_check_vote_rows(election, row)
	with rules_speak_to_user(ElectionError):
		course = rules.count_office(
			election.seats_by_office[office],
			[(_ballot_of(row), _votes_of(election, row)) for row in counted],
			getdate(election.held_on or nowdate()),
		)
	for row, result in zip(counted, course.rounds, strict=True):
		# A first round, and one that stands in for it because it was void, is about all candidates.
		_check_candidates(election, row)
		if not result.is_void:
			break
	_note_results(election, office, rows, counted, course)
	return course


def _check_electors(election: Document, row):
	"""The assembly cannot have more voters than were present; in the committee its members vote."""
	if election.votes_in_committee(row.office):
		voters = len(election.committee_after)
		if row.entitled != voters:
			election.refuse_row(
				row,
				"ballots",
				_("{0} is elected by the committee of {1}: enter {1} as {2}.").format(
					_(row.office), voters, label_of(row, "entitled")
				),
			)
	elif election.meeting and row.present > election.assembly.present_count:
		election.refuse_row(
			row,
			"ballots",
			_("{0} ({1}) is more than the {2} people present in the minutes of the assembly.").format(
				label_of(row, "present"), row.present, election.assembly.present_count
			),
		)


def _check_vote_rows(election: Document, row):
	"""Votes are for people who may be elected; secretary and deputy of a committee come from its members."""
	if election.votes_in_committee(row.office):
		for vote in election.votes:
			if vote.office == row.office and vote.member not in election.committee_after:
				election.refuse_row(
					vote,
					"votes",
					_("{0} is no member of the committee and cannot be its {1}.").format(
						election.name_of(vote), _(row.office)
					),
				)
	for vote in election.votes:
		if (vote.office, vote.round) == (row.office, row.round):
			election.refuse_barred(vote, "votes", _("{0} cannot be elected: {1}."))


def _check_candidates(election: Document, row):
	standing = {
		vote.member for vote in election.votes if (vote.office, vote.round) == (row.office, row.round)
	}
	for candidate in election.candidates:
		if candidate.office == row.office and candidate.member not in standing:
			election.refuse_row(
				row,
				"ballots",
				_("the votes of the candidate {0} are missing.").format(election.name_of(candidate)),
			)


def _note_results(election: Document, office: str, rows: list, counted: list, course: rules.Course):
	open_seats = election.seats_by_office[office]
	for row, result in zip(counted, course.rounds, strict=True):
		row.seats, open_seats = open_seats, result.open_seats
		row.spoiled = result.spoiled
		with in_site_language():
			row.result = result.message.text(_)
		for vote in election.votes:
			if (vote.office, vote.round) == (office, row.round):
				vote.outcome = _OUTCOMES.get(result.outcome_of(vote.member))
	for row in rows[len(counted) :]:
		row.seats = open_seats


def _ballot_of(row) -> rules.Ballot:
	# The seats of a round are those still open, which the rules know best.
	numbers = {field: int(row.get(field) or 0) for field in _BALLOT_NUMBERS}
	return rules.Ballot(seats=1, **numbers)


def _votes_of(election: Document, row) -> list[rules.Vote]:
	candidates = {candidate.member for candidate in election.candidates if candidate.office == row.office}
	return [
		rules.Vote(
			member=vote.member,
			name=election.plain_name_of(vote),
			in_favour=int(vote.in_favour or 0),
			against=int(vote.against or 0),
			abstained=int(vote.abstained or 0),
			is_candidate=vote.member in candidates,
		)
		for vote in election.votes
		if (vote.office, vote.round) == (row.office, row.round)
	]


@dataclass(frozen=True)
class NextRound:
	"""A round that can be voted on now: who stands, and how many are entitled and present, as far as that is known."""

	office: str
	number: int
	people: list[str]
	entitled: int
	present: int


def next_rounds(election: Document) -> list[NextRound]:
	"""Return the round that comes next of each office that can be voted on now."""
	courses = election.courses
	committee = courses.get(COMMITTEE_MEMBER)
	found = []
	for row in election.seats:
		course, office = courses[row.office], row.office
		number = sum(ballot.office == office for ballot in election.ballots)
		in_committee = election.votes_in_committee(office)
		waits_for_committee = (
			in_committee
			and committee
			and committee.open_seats
			and not _is_reduced(election, COMMITTEE_MEMBER)
		)
		if (
			course.next == rules.COMPLETE
			or row.is_reduced
			or waits_for_committee
			or number > len(course.rounds)
		):
			continue
		people = _people_of_next_round(election, office, course)
		if not people:
			continue
		entitled = len(election.committee_after) if in_committee else election.entitled
		present = (
			0 if in_committee or not election.meeting else min(election.assembly.present_count, entitled)
		)
		found.append(NextRound(office, number + 1, people, entitled, present))
	return found


def prepare_rounds(election: Document) -> list[dict]:
	"""Add the rows of the rounds that come next; return `office` and `round` of each."""
	prepared = []
	for following in next_rounds(election):
		place = {"office": following.office, "round": following.number}
		election.append("ballots", {**place, "entitled": following.entitled, "present": following.present})
		for member in following.people:
			election.append("votes", {**place, "member": member})
		prepared.append(place)
	return prepared


def _people_of_next_round(election: Document, office: str, course: rules.Course) -> list[str]:
	"""The tied after equal votes, else the candidates who are not elected yet, in stroke order of their names."""
	people = course.tied or [
		row.member for row in election.candidates if row.office == office and row.member not in course.elected
	]
	return sorted(people, key=lambda member: stroke_key(election.name_by_member(member)))


def _is_reduced(election: Document, office: str) -> bool:
	return any(row.office == office and row.is_reduced for row in election.seats)
