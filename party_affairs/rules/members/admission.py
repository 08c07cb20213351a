"""What the rules of admission ask beside the dates of the steps: people, votes, publicity, review, training, papers.

Each condition is judged by the edition in force on the day of the step it belongs to, and cites that edition's article.
A condition of the matter itself blocks; what is only not yet on record warns.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from party_affairs.guide.members.rulebooks import Rulebook, Step
from party_affairs.rules.errors import RuleError
from party_affairs.rules.members.development import (
	Calendar,
	Violation,
	case_violations,
	edition_on,
	in_order,
	missing_before,
	probation,
)
from party_affairs.rules.members.sanctions import PROBATION, SANCTION_LABELS, Sanction
from party_affairs.rules.message import Message
from party_affairs.rules.voting import Tally, tally

MENTOR = "mentor"
INTRODUCER = "introducer"

REVIEW_PASSED = "review_passed"
REVIEW_FAILED = "review_failed"
OBJECTIONS_STAND = "objections_stand"

_BARRING = (PROBATION, "expulsion")


@dataclass(frozen=True)
class Sponsor:
	"""A mentor (培养联系人) or introducer (入党介绍人) of an applicant.

	`person` identifies the sponsor, `name` is what a person reads. `full_from` and `full_until` are the first and last day as
	a full member (`full_from` None: no member). `first` and `last` bound the time as sponsor, None for an open end.
	"""

	capacity: str
	person: str
	name: str
	full_from: date | None
	full_until: date | None = None
	first: date | None = None
	last: date | None = None
	sanctions: tuple[Sanction, ...] = ()

	def serves(self, day: date) -> bool:
		"""Return whether the person is mentor or introducer on `day`."""
		return (self.first is None or self.first <= day) and (self.last is None or day <= self.last)

	def is_full_member(self, day: date) -> bool:
		"""Return whether the person is a full member on `day`."""
		return (
			self.full_from is not None
			and self.full_from <= day
			and (self.full_until is None or day <= self.full_until)
		)


@dataclass(frozen=True)
class Vote:
	"""The count of a vote: full members expected (应到) and present (实到), votes of those present, written opinions."""

	eligible: int
	present: int
	in_favour: int
	against: int = 0
	abstained: int = 0
	written_in_favour: int = 0


@dataclass(frozen=True)
class Case:
	"""What is on record of one person's development.

	`steps` maps step keys (and `birth_date`) to days, `votes` and `meetings` (the kinds for which the minutes count) step
	keys to what is recorded of them; `documents` are the steps with the number of the higher committee's paper.
	`cultivated_before` and `extension_months` are calendar months; `extended_before` says that the probation had been
	extended already. Training is in days and study hours.
	"""

	person: str
	steps: Mapping[str, date]
	votes: Mapping[str, Vote] = field(default_factory=dict)
	meetings: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
	documents: frozenset[str] = frozenset()
	sponsors: tuple[Sponsor, ...] = ()
	cultivated_before: int = 0
	is_recommended: bool = False
	publicity_result: str | None = None
	political_review_result: str | None = None
	training_days: float = 0
	training_hours: float = 0
	training_exempt: bool = False
	extension_months: int = 0
	extended_on: date | None = None
	extended_before: bool = False


def judge(case: Case, is_workday: Calendar | None = None) -> list[Violation]:
	"""Return all that is wrong with a case, in the order of the steps: dates, missing steps, and every condition.

	Raise `RuleError` for votes that contradict each other, unknown steps, and values that are no dates.
	"""
	found = case_violations(case.steps, is_workday, case.cultivated_before, case.extension_months)
	found += missing_before(case.steps)
	for condition in _CONDITIONS:
		found += condition(case)
	return in_order(found)


def vote_matter(step: Step, meeting_kinds: tuple[str, ...]) -> str | None:
	"""Return the arithmetic of a step's vote; a branch without a committee decides in its assembly, by resolution."""
	if step.vote == "committee" and "member_assembly" in meeting_kinds and step.meeting not in meeting_kinds:
		return "resolution"
	return step.vote


def tally_of(step: Step, vote: Vote, meeting_kinds: tuple[str, ...] = ()) -> Tally:
	"""Return the result of a step's vote. Raise `RuleError`, naming the step, for counts that contradict each other."""
	cast = vote.in_favour + vote.against + vote.abstained
	try:
		result = tally(
			vote_matter(step, meeting_kinds),
			vote.eligible,
			vote.present,
			vote.in_favour,
			vote.written_in_favour,
		)
		if cast > vote.present:
			raise RuleError(
				"In favour, against and abstained ({votes}) must not exceed Number Present ({present}).",
				votes=cast,
				present=vote.present,
			)
	except RuleError as error:
		raise RuleError("{step}: {problem}", step=_name(step), problem=error.message) from error
	return result


# --- conditions ------------------------------------------------------------------------------------------------------


def _recommendation(case: Case) -> Iterator[Violation]:
	for step, _day, _rules in _done(case, "activist"):
		if not case.is_recommended:
			yield _warn(
				step,
				Message(
					"{step}: record who recommended the person (members, or a mass organisation).",
					step=_name(step),
				),
			)


def _mentors(case: Case) -> Iterator[Violation]:
	for step, day, rules in _done(case, "mentor"):
		serving = [sponsor for sponsor in _serving(case, MENTOR, day) if sponsor.person != case.person]
		least, most = rules.conditions.mentors_minimum, rules.conditions.mentors_maximum
		if not least <= len({sponsor.person for sponsor in serving}) <= most:
			yield _block(
				step,
				Message(
					"{step}: {least} to {most} mentors are needed, {found} on record for {day}.",
					step=_name(step),
					least=least,
					most=most,
					found=len(serving),
					day=day,
				),
			)
		yield from _not_full_members(step, serving, day)


def _introducers(case: Case) -> Iterator[Violation]:
	for step, day, rules in _done(case, "introducers", "assembly"):
		serving = _serving(case, INTRODUCER, day)
		article = rules.step("introducers").article
		needed = rules.conditions.introducers
		found = {sponsor.person for sponsor in serving if sponsor.person != case.person}
		if any(sponsor.person == case.person for sponsor in serving):
			yield _block(
				step,
				Message("{step}: nobody introduces himself. Choose another member.", step=_name(step)),
				article,
			)
		if len(found) != needed:
			yield _block(
				step,
				Message(
					"{step}: {needed} introducers are needed, {found} on record for {day}.",
					step=_name(step),
					needed=needed,
					found=len(found),
					day=day,
				),
				article,
			)
		yield from _not_full_members(step, serving, day, article)
		for sponsor in serving:
			for sanction in sponsor.sanctions:
				if sanction.in_effect(day):
					yield _under_sanction(step, sponsor, sanction, article)


def _under_sanction(step: Step, sponsor: Sponsor, sanction: Sanction, article: int) -> Violation:
	names = {"name": sponsor.name, "sanction": Message(SANCTION_LABELS[sanction.kind])}
	if sanction.kind in _BARRING:
		return _block(
			step,
			Message(
				"{step}: {name} is under a sanction ({sanction}) and cannot introduce.",
				step=_name(step),
				**names,
			),
			article,
		)
	return _warn(
		step,
		Message(
			"{step}: {name} is under a sanction ({sanction}) and should not introduce.",
			step=_name(step),
			**names,
		),
		article,
	)


def _not_full_members(
	step: Step, sponsors: list[Sponsor], day: date, article: int | None = None
) -> Iterator[Violation]:
	names = tuple(sponsor.name for sponsor in sponsors if not sponsor.is_full_member(day))
	if names:
		yield _block(
			step,
			Message("{step}: not a full member on {day}: {names}.", step=_name(step), day=day, names=names),
			article,
		)


def _decisions(case: Case) -> Iterator[Violation]:
	"""Votes (票决) and the minutes that prove them."""
	for step, _day, _rules in _done(case, *(step.key for step in edition_on(None).steps if step.vote)):
		kinds = case.meetings.get(step.key, ())
		vote = case.votes.get(step.key)
		if not kinds:
			yield _warn(
				step, Message("{step}: link the minutes of the meeting that decided.", step=_name(step))
			)
		if vote is not None:
			yield from _outcome(step, vote, tally_of(step, vote, kinds))
		elif step.vote == "admission":
			yield _block(
				step,
				Message("{step}: record the vote, members expected and present.", step=_name(step)),
				step.vote_article,
			)


def _outcome(step: Step, vote: Vote, result: Tally) -> Iterator[Violation]:
	if not result.quorate:
		yield _block(
			step,
			Message(
				"{step}: {present} of {eligible} were present, {needed} are needed to open.",
				step=_name(step),
				present=vote.present,
				eligible=vote.eligible,
				needed=result.needed_to_open,
			),
		)
	elif not result.passed:
		numbers = {
			"counted": result.counted,
			"eligible": vote.eligible,
			"needed": result.needed_to_pass,
		}
		sentence = (
			Message(
				"{step}: {counted} in favour of {eligible}, written opinions included, {needed} are needed to pass.",
				step=_name(step),
				**numbers,
			)
			if result.matter == "admission"
			else Message(
				"{step}: {counted} in favour of {eligible}, {needed} are needed to pass.",
				step=_name(step),
				**numbers,
			)
		)
		yield _block(step, sentence, step.vote_article)


def _documents(case: Case) -> Iterator[Violation]:
	for step, _day, _rules in _done(case, *(step.key for step in edition_on(None).steps if step.document)):
		if step.key not in case.documents:
			yield _violation(
				step,
				step.document,
				Message("{step}: only the committee above decides; enter its document no.", step=_name(step)),
			)


def _publicity(case: Case) -> Iterator[Violation]:
	step = _later_step(case, "publicity_end")
	if step is None or "publicity_end" not in case.steps:
		return
	article = _step(case, "publicity_end").article
	if case.publicity_result == OBJECTIONS_STAND:
		yield _block(
			step, Message("{step}: objections raised during publicity stand.", step=_name(step)), article
		)
	elif not case.publicity_result:
		yield _warn(step, Message("{step}: record the result of publicity first.", step=_name(step)), article)


def _political_review(case: Case) -> Iterator[Violation]:
	step = _later_step(case, "political_review")
	if step is None or case.political_review_result == REVIEW_PASSED:
		return
	article = edition_on(case.steps[step.key]).step("political_review").article
	if case.political_review_result == REVIEW_FAILED:
		yield _block(step, Message("{step}: the political review was not passed.", step=_name(step)), article)
	else:
		yield _block(
			step,
			Message("{step}: record the result of the political review first.", step=_name(step)),
			article,
		)


def _training(case: Case) -> Iterator[Violation]:
	for step, _day, rules in _done(case, "training"):
		days, hours = rules.conditions.training_days, rules.conditions.training_hours
		if case.training_exempt or case.training_days >= days or case.training_hours >= hours:
			continue
		yield _block(
			step,
			Message(
				"{step}: at least {days} days or {hours} study hours are needed, or the reason of an exemption.",
				step=_name(step),
				days=days,
				hours=hours,
			),
		)


def _extension(case: Case) -> Iterator[Violation]:
	"""An extension is judged, and cited, by the edition of the day on which it was decided."""
	if case.extension_months or case.extended_on is not None:
		rules = edition_on(case.extended_on)
		for violation in _of_extension(case, rules):
			yield replace(violation, edition=rules.key)


def _of_extension(case: Case, rules: Rulebook) -> Iterator[Violation]:
	assembly = case.steps.get("assembly")
	conditions = rules.conditions
	least, most = conditions.extension_minimum, conditions.extension_maximum
	step, article = rules.step("full_assembly"), conditions.extension_article
	if assembly is None:
		yield _block(
			step, Message("Extension of the probation: first record the assembly that admitted."), article
		)
		return
	if case.extended_on is None:
		yield _block(
			step, Message("Extension of the probation: enter the day on which it was decided."), article
		)
		return
	if case.extended_before:
		yield _block(step, Message("Extension of the probation: it may be extended only once."), article)
	if not least <= case.extension_months <= most:
		yield _block(
			step,
			Message(
				"Extension of the probation: {months} months; from {least} to {most} are possible.",
				months=case.extension_months,
				least=least,
				most=most,
			),
			article,
		)
	if case.extended_on < assembly:
		yield _block(
			step, Message("Extension of the probation: it was decided before the assembly."), article
		)
	elif case.extended_on < probation(assembly).end:
		yield _warn(
			step,
			Message(
				"Extension of the probation: decided on {day}, before the year ended on {end}.",
				day=case.extended_on,
				end=probation(assembly).end,
			),
			article,
		)


_CONDITIONS: tuple[Callable[[Case], Iterator[Violation]], ...] = (
	_recommendation,
	_mentors,
	_introducers,
	_decisions,
	_documents,
	_publicity,
	_political_review,
	_training,
	_extension,
)


# --- shared ----------------------------------------------------------------------------------------------------------


def _done(case: Case, *keys: str) -> Iterator[tuple[Step, date, Rulebook]]:
	"""Yield those of the steps that are done, with their day and the edition of that day."""
	for key in keys:
		if key in case.steps:
			rules = edition_on(case.steps[key])
			yield rules.step(key), case.steps[key], rules


def _step(case: Case, key: str) -> Step:
	return edition_on(case.steps[key]).step(key)


def _later_step(case: Case, key: str) -> Step | None:
	"""Return the first step done that must come after `key` by the edition of its own day, None if there is none."""
	for step in edition_on(None).steps:
		if step.key in case.steps and key in _all_before(edition_on(case.steps[step.key]), step.key):
			return _step(case, step.key)
	return None


def _all_before(rules: Rulebook, key: str) -> set[str]:
	direct = rules.step(key).after
	return set(direct).union(*(_all_before(rules, earlier) for earlier in direct))


def _serving(case: Case, capacity: str, day: date) -> list[Sponsor]:
	return [sponsor for sponsor in case.sponsors if sponsor.capacity == capacity and sponsor.serves(day)]


def _violation(step: Step, severity: str, sentence: Message, article: int | None = None) -> Violation:
	return Violation(article or step.article, severity, sentence, step.key)


def _block(step: Step, sentence: Message, article: int | None = None) -> Violation:
	return _violation(step, "block", sentence, article)


def _warn(step: Step, sentence: Message, article: int | None = None) -> Violation:
	return _violation(step, "warn", sentence, article)


def _name(step: Step) -> Message:
	return Message(step.label)
