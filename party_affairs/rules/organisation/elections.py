"""Elections by the regulation for primary organisations (基层组织选举工作条例).

Only full members elect and stand; probationary members do not, nor members who are on probation within the Party
(留党察看). A committee is elected from at least a fifth more candidates than seats, secretary and deputy from as many as
posts: by the new committee, or by the assembly where there is no committee. Elected are people with more than half of
those **present** in favour; of more such people than seats those with most votes. Equal votes for the last seat are voted on
again among these people, and then most votes decide; for seats that stay open there is a further round, or the meeting
gives them up. What opens an election depends on the regulation in force on its day (`guide.elections`).
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from party_affairs.guide.organisation.elections import Exclusion, Regulation, exclusions, regulation
from party_affairs.guide.organisation.sizes import Thresholds
from party_affairs.rules.errors import RuleError, whole_number
from party_affairs.rules.message import Message
from party_affairs.rules.organisation.forms import committee_size, election_candidates, thresholds_of
from party_affairs.rules.periods import add_months
from party_affairs.rules.voting import tally

COMMITTEE_MEMBER = "committee_member"
SECRETARY = "secretary"
DEPUTY_SECRETARY = "deputy_secretary"
OFFICES = {
	COMMITTEE_MEMBER: Message("Committee Member"),
	SECRETARY: Message("Secretary"),
	DEPUTY_SECRETARY: Message("Deputy Secretary"),
}
"""Offices that are filled by election, in the order of the ballots, with their names."""

REMINDER_MONTHS = (
	6  # branch regulation art. 21: the organisation above reminds six months before the term ends
)
POSTPONED_MONTHS = (
	12  # branch regulation art. 21, election regulation art. 3: early or late by a year at most
)
SECRETARY_STANDING_MONTHS = 12  # branch regulation art. 23

COMPLETE = "complete"
REPEAT = "repeat"
VOTE_AGAIN = "vote_again"
FURTHER_ROUND = "further_round"


@dataclass(frozen=True)
class Ballot:
	"""The numbers of one round: people entitled and present, ballots issued, returned and valid, seats to fill."""

	seats: int
	entitled: int
	present: int
	issued: int
	returned: int
	valid: int


@dataclass(frozen=True)
class Vote:
	"""The votes of one person in a round. A person written in by voters has votes in favour only."""

	member: str
	name: str
	in_favour: int
	against: int = 0
	abstained: int = 0
	is_candidate: bool = True


@dataclass(frozen=True)
class Round:
	"""The result of one round.

	`elected` and `tied` are members by falling votes; `open_seats` stay to be filled, and `next` says how: `complete`,
	`repeat` (the round is void), `vote_again` (among the tied) or `further_round`. `needed_to_win` are the votes that
	elect; in a second vote among tied people it is 1, since most votes decide.
	"""

	elected: tuple[str, ...]
	tied: tuple[str, ...]
	open_seats: int
	next: str
	needed_to_open: int
	needed_to_win: int
	spoiled: int
	message: Message

	@property
	def is_void(self) -> bool:
		return self.next == REPEAT

	def outcome_of(self, member: str) -> str | None:
		"""Return `elected`, `tied` or `not_elected` for a person of the round, None for a round that is void."""
		if self.is_void:
			return None
		if member in self.elected:
			return "elected"
		return "tied" if member in self.tied else "not_elected"


@dataclass(frozen=True)
class Course:
	"""What all rounds for one office come to: who is elected, and what is still to be done (see `Round`)."""

	rounds: tuple[Round, ...]
	elected: tuple[str, ...]
	tied: tuple[str, ...]
	open_seats: int
	next: str


# Who may vote and stand


def bar_to_vote(stage: str, on_register: bool, on_probation: bool) -> Message | None:
	"""Return why a person has no vote and cannot be elected on a day, None for an elector.

	`stage` is the stage's key on that day; `on_register` whether he belongs to the organisation, `on_probation` whether
	a sanction of probation within the Party is in effect (election regulation art. 5).
	"""
	if not on_register:
		return Message("not a member of this organisation on that day")
	if stage == "probationary_member":
		return Message("a probationary member, without a vote")
	if stage != "full_member":
		return Message("not a member of the Party")
	if on_probation:
		return Message("on probation within the Party, without a vote")
	return None


def secretary_standing_warning(full_member_on: date | None, on: date, name: str) -> Message | None:
	"""Return a warning about a secretary who has been a full member for less than a year on the day `on`."""
	if full_member_on is None or add_months(full_member_on, SECRETARY_STANDING_MONTHS) <= on:
		return None
	return Message(
		"{name} has been a full member since {day}: a secretary usually has a year's standing (branch regulation art. 23).",
		name=name,
		day=full_member_on,
	)


def exclusion(key: str) -> Exclusion:
	"""Return a reason not to count somebody as entitled. Raise `RuleError` for an unknown one."""
	for reason in exclusions():
		if reason.key == key:
			return reason
	raise RuleError("Reason for exclusion {reason} is unknown.", reason=repr(key))


# Seats, candidates, dates


def check_seats(
	office: str, seats: int, full_members: int, seats_held: int = 0, thresholds: str | Thresholds = "guide"
) -> Message | None:
	"""Raise `RuleError` if a branch cannot have so many seats; return a remark on what it usually does not have.

	`full_members` are those of the branch, `seats_held` the committee seats that stay filled (by-election). Secretary and
	deputy are one each (branch regulation art. 20); a committee has the size that clauses R05 and R06 allow.
	"""
	seats = whole_number(seats, Message("Seats to fill"), minimum=1)
	if office not in OFFICES:
		raise RuleError("Office {office} is unknown.", office=repr(office))
	if office != COMMITTEE_MEMBER:
		if seats > 1:
			raise RuleError(
				"{office}: a branch has one only, not {seats}.", office=OFFICES[office], seats=seats
			)
		return None
	size = committee_size(full_members, thresholds)
	if size is None:
		return Message(
			"A branch of {members} full members usually has no committee (guide 一（一）2).",
			members=full_members,
		)
	total = seats + seats_held
	if total > size.maximum:
		raise RuleError(
			"A committee of {total} is too large: with {members} full members it has at most {maximum} seats "
			"(guide 一（一）3).",
			total=total,
			members=full_members,
			maximum=size.maximum,
		)
	if total < size.minimum:
		raise RuleError(
			"A committee of {total} is too small: it has at least {minimum} seats (guide 一（一）3).",
			total=total,
			minimum=size.minimum,
		)
	usual = thresholds_of(thresholds).committee_seats_usual_maximum
	if total > usual:
		return Message("A committee usually has at most {usual} seats.", usual=usual)
	return None


def candidates_needed(office: str, seats: int) -> int:
	"""Return the least number of candidates for an office: a fifth more than seats for a committee, else as many."""
	if office == COMMITTEE_MEMBER:
		return election_candidates(seats)
	return whole_number(seats, Message("Seats to fill"), minimum=1)


def check_candidates(office: str, seats: int, candidates: int) -> None:
	"""Raise `RuleError` if an office has too few candidates, or secretary and deputy more than one for a post."""
	needed = candidates_needed(office, seats)
	values = {"office": OFFICES[office], "candidates": candidates, "needed": needed, "seats": seats}
	if candidates < needed:
		raise RuleError(
			"{office}: {candidates} candidate(s) are too few, at least {needed} are needed for {seats} seat(s).",
			**values,
		)
	if office != COMMITTEE_MEMBER and candidates > needed:
		raise RuleError(
			"{office}: there are as many candidates as posts, {needed}, not {candidates}.", **values
		)


def postponement_warning(term_end: date | None, held_on: date) -> Message | None:
	"""Return a warning about an election more than a year before or after the end of the term."""
	if term_end is None:
		return None
	if add_months(term_end, -POSTPONED_MONTHS) <= held_on <= add_months(term_end, POSTPONED_MONTHS):
		return None
	return Message(
		"The term ended on {end}: an election is held early or late by a year at most, with the agreement of the "
		"organisation above (election regulation art. 3).",
		end=term_end,
	)


def reminder_day(term_end: date) -> date:
	"""Return the day from which the next election is prepared: six calendar months before the term ends."""
	return add_months(term_end, -REMINDER_MONTHS)


def reminded_until(on: date) -> date:
	"""Return the latest end of a term whose `reminder_day` has come on the day `on`."""
	tomorrow = on + timedelta(days=1)
	# From the last day of a short month on, the terms that end later in the sixth month are due as well.
	return max(add_months(on, REMINDER_MONTHS), add_months(tomorrow, REMINDER_MONTHS) - timedelta(days=1))


# Counting


def count_round(
	ballot: Ballot, votes: Sequence[Vote], on: date | Regulation, second_vote: bool = False
) -> Round:
	"""Return the result of one round, by the regulation in force on the day `on`.

	`second_vote` is a vote among people whose votes were equal: most votes elect. A round without a quorum, or with more
	ballots returned than issued, is void. Raise `RuleError`, naming the number, for counts that contradict each other.
	"""
	rules = on if isinstance(on, Regulation) else regulation(on)
	_check_ballot(ballot)
	needed_to_open = rules.needed_to_open(ballot.entitled)
	needed = 1 if second_vote else tally("election", ballot.entitled, ballot.present, 0).needed_to_pass
	void = _reason_void(ballot, needed_to_open)
	if void is not None:
		return Round((), (), ballot.seats, REPEAT, needed_to_open, needed, 0, void)
	_check_votes(ballot, votes)
	elected, tied = _winners([vote for vote in votes if vote.in_favour >= needed], ballot.seats)
	open_seats = ballot.seats - len(elected)
	step = VOTE_AGAIN if tied else FURTHER_ROUND if open_seats else COMPLETE
	return Round(
		elected=tuple(vote.member for vote in elected),
		tied=tuple(vote.member for vote in tied),
		open_seats=open_seats,
		next=step,
		needed_to_open=needed_to_open,
		needed_to_win=needed,
		spoiled=ballot.returned - ballot.valid,
		message=_sentence(step, elected, tied, open_seats, needed, second_vote),
	)


def count_office(
	seats: int, rounds: Sequence[tuple[Ballot, Sequence[Vote]]], on: date | Regulation
) -> Course:
	"""Return what the rounds for one office come to, the first round first. The seats of a round are those still open.

	Raise `RuleError` for a round after the end, for somebody who is elected already, and for a second vote among others
	than those whose votes were equal.
	"""
	done: list[Round] = []
	elected: tuple[str, ...] = ()
	tied: tuple[str, ...] = ()
	step, open_seats = FURTHER_ROUND, whole_number(seats, Message("Seats to fill"), minimum=1)
	for number, (ballot, votes) in enumerate(rounds, start=1):
		if step == COMPLETE:
			raise RuleError("Round {round}: all seats are filled already.", round=number)
		second_vote = bool(tied)
		_check_people(number, votes, elected, tied)
		ballot = Ballot(**{**vars(ballot), "seats": open_seats})
		result = count_round(ballot, votes, on, second_vote)
		done.append(result)
		elected += result.elected
		open_seats = result.open_seats
		if not result.is_void:
			tied = result.tied
		step = result.next
	return Course(tuple(done), elected, tied, open_seats, step)


def _check_people(
	number: int, votes: Sequence[Vote], elected: Collection[str], tied: Collection[str]
) -> None:
	for vote in votes:
		if vote.member in elected:
			raise RuleError("Round {round}: {name} is elected already.", round=number, name=vote.name)
		if tied and vote.member not in tied:
			raise RuleError(
				"Round {round}: only those with equal votes are voted on again, {name} is none of them.",
				round=number,
				name=vote.name,
			)
	if tied and len(votes) < len(tied):
		raise RuleError("Round {round}: all those with equal votes are voted on again.", round=number)


def _check_ballot(ballot: Ballot) -> None:
	whole_number(ballot.seats, Message("Seats to fill"), minimum=1)
	whole_number(ballot.entitled, Message("Electors Expected"), minimum=1)
	for value, field in (
		(ballot.present, Message("Electors Present")),
		(ballot.issued, Message("Ballots Issued")),
		(ballot.returned, Message("Ballots Returned")),
		(ballot.valid, Message("Valid Ballots")),
	):
		whole_number(value, field)
	for value, field, limit, limiting in (
		(ballot.present, Message("Electors Present"), ballot.entitled, Message("Electors Expected")),
		(ballot.issued, Message("Ballots Issued"), ballot.present, Message("Electors Present")),
		(ballot.valid, Message("Valid Ballots"), ballot.returned, Message("Ballots Returned")),
	):
		if value > limit:
			raise RuleError(
				"{field} ({value}) must not exceed {limiting} ({limit}).",
				field=field,
				value=value,
				limiting=limiting,
				limit=limit,
			)


def _reason_void(ballot: Ballot, needed_to_open: int) -> Message | None:
	if ballot.present < needed_to_open:
		return Message(
			"{present} of {entitled} electors are present, {needed} are needed: the election cannot be held.",
			present=ballot.present,
			entitled=ballot.entitled,
			needed=needed_to_open,
		)
	if ballot.returned > ballot.issued:
		return Message(
			"{returned} ballots were returned, but {issued} issued: the vote is void and is held again.",
			returned=ballot.returned,
			issued=ballot.issued,
		)
	return None


def _check_votes(ballot: Ballot, votes: Sequence[Vote]) -> None:
	seen = set()
	for vote in votes:
		if vote.member in seen:
			raise RuleError("{name} is listed twice among the votes of a round.", name=vote.name)
		seen.add(vote.member)
		for value, field in (
			(vote.in_favour, Message("In Favour")),
			(vote.against, Message("Against")),
			(vote.abstained, Message("Abstained")),
		):
			whole_number(value, field)
		cast = vote.in_favour + vote.against + vote.abstained
		values = {"name": vote.name, "cast": cast, "valid": ballot.valid}
		if cast > ballot.valid:
			raise RuleError("{name} has {cast} votes, more than the {valid} valid ballots.", **values)
		if vote.is_candidate and cast != ballot.valid:
			raise RuleError(
				"{name}: votes in favour, against and abstained make {cast}, but there are {valid} valid ballots.",
				**values,
			)
		if not vote.is_candidate and cast != vote.in_favour:
			raise RuleError(
				"{name} is no candidate and was written in by voters: enter votes in favour only.", **values
			)
	marks = sum(vote.in_favour for vote in votes)
	if marks > ballot.valid * ballot.seats:
		raise RuleError(
			"{marks} votes in favour are too many: {valid} valid ballots have room for {room}. A ballot with more marks "
			"than seats is spoiled.",
			marks=marks,
			valid=ballot.valid,
			room=ballot.valid * ballot.seats,
		)


def _winners(enough: Sequence[Vote], seats: int) -> tuple[list[Vote], list[Vote]]:
	"""Return those elected and those with equal votes for the last seats, among those who have enough votes."""
	ranked = sorted(enough, key=lambda vote: -vote.in_favour)
	if len(ranked) <= seats or ranked[seats - 1].in_favour > ranked[seats].in_favour:
		return ranked[:seats], []
	equal = ranked[seats].in_favour
	return (
		[vote for vote in ranked if vote.in_favour > equal],
		[vote for vote in ranked if vote.in_favour == equal],
	)


def _sentence(
	step: str,
	elected: Sequence[Vote],
	tied: Sequence[Vote],
	open_seats: int,
	needed: int,
	second_vote: bool,
) -> Message:
	values = {
		"elected": tuple(vote.name for vote in elected) or Message("nobody"),
		"tied": tuple(vote.name for vote in tied),
		"open": open_seats,
		"needed": needed,
	}
	if step == COMPLETE and second_vote:
		return Message("Elected: {elected} (with most votes in the second vote).", **values)
	if step == COMPLETE:
		return Message("Elected: {elected} (at least {needed} vote(s) needed).", **values)
	if step == VOTE_AGAIN:
		return Message(
			"Elected: {elected}. Equal votes for the last {open} seat(s): {tied}; vote again among them.",
			**values,
		)
	return Message(
		"Elected: {elected} (at least {needed} vote(s) needed). {open} seat(s) stay open: hold a further round, or let "
		"the meeting reduce the seats.",
		**values,
	)


# After the count


def check_reduction(office: str, elected: int, seats: int, seats_held: int = 0) -> None:
	"""Raise `RuleError` if the meeting cannot make do with the `elected` instead of `seats`.

	There is always a secretary, and a committee keeps its least number of seats, those held already included.
	"""
	if elected >= seats:
		raise RuleError("{office}: all seats are filled, there is none to reduce.", office=OFFICES[office])
	if office == SECRETARY:
		raise RuleError("A branch cannot do without a secretary: hold a further round.")
	least = thresholds_of("guide").committee_seats_minimum
	if office == COMMITTEE_MEMBER and elected + seats_held < least:
		raise RuleError(
			"A committee of {elected} is too small to reduce the seats: at least {least} are needed, hold a further round.",
			elected=elected + seats_held,
			least=least,
		)


def check_appointments(
	appointments: Sequence[tuple[str, str]],
	elected: Mapping[str, Collection[str]],
	names: Mapping[str, str],
	has_committee: bool,
	in_office: Collection[str] = (),
	everybody: bool = True,
) -> None:
	"""Raise `RuleError` unless posts go to exactly those who were elected.

	`appointments` are pairs of member and post key, `elected` the members by office, `in_office` members of a committee
	that stays (by-election) and may take a further post. Secretary and deputy are those elected as such; with
	`everybody` all elected have a post.
	"""
	entitled = {*in_office, *(member for members in elected.values() for member in members)}
	for member, post in appointments:
		if post in (SECRETARY, DEPUTY_SECRETARY) and post not in elected:
			raise RuleError("{office} was not elected here.", office=OFFICES[post])
		if post in elected and member not in elected[post]:
			raise RuleError(
				"{name} was not elected {office}.", name=names.get(member, member), office=OFFICES[post]
			)
		if member not in entitled:
			raise RuleError(
				"{name} was not elected and cannot be given a post.", name=names.get(member, member)
			)
		if not has_committee and post not in (SECRETARY, DEPUTY_SECRETARY):
			raise RuleError(
				"{name}: a branch without a committee has a secretary and a deputy only.",
				name=names.get(member, member),
			)
	if not everybody:
		return
	for office in (SECRETARY, DEPUTY_SECRETARY):
		for member in elected.get(office, ()):
			if (member, office) not in appointments:
				raise RuleError(
					"{name} was elected {office}: enter the post in the division of work.",
					name=names.get(member, member),
					office=OFFICES[office],
				)
	for member in elected.get(COMMITTEE_MEMBER, ()):
		if member not in {holder for holder, _post in appointments}:
			raise RuleError(
				"{name} was elected and has no work yet: enter a post in the division of work.",
				name=names.get(member, member),
			)
