"""Questionnaires (guide 一（四）6 听取意见, 二 群众满意度): kinds of questions, answers torn apart and packed, what they add up to.

A sheet of answers is torn into one mark for each question, so that nothing of what one person wrote hangs together once
the marks are in the urn.
"""

import re
import struct
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

from party_affairs.rules.errors import RuleError
from party_affairs.rules.message import Message

SINGLE, MULTIPLE, SATISFACTION, WORDS = "single_choice", "multiple_choice", "satisfaction", "own_words"
KINDS: Mapping[str, Message] = {
	SINGLE: Message("Single Choice"),
	MULTIPLE: Message("Multiple Choice"),
	SATISFACTION: Message("Satisfaction"),
	WORDS: Message("Own Words"),
}

SCALE: tuple[Message, ...] = (
	Message("Very Dissatisfied"),
	Message("Dissatisfied"),
	Message("So-so"),
	Message("Satisfied"),
	Message("Very Satisfied"),
)
"""The words of the scale, from 1 to 5."""

ALL_ANSWERS, TOO_FEW = "all_answers", "too_few_answers"
"""What is shown once the answers are counted."""

MOST_QUESTIONS, MOST_OPTIONS, LONGEST_WORDS = 40, 20, 500
_PLACE = struct.Struct(">HHI")
"""Of every mark: the question, who answers (0 where nobody is named), and the options chosen, a bit each."""
_LENGTH = struct.Struct(">H")
_BYTES_OF_WORDS = 4 * LONGEST_WORDS
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff]")
_NOT_READABLE = "The page sent nothing that can be read. Please load it again."

Answer = tuple[int, ...] | str
"""The options chosen, counted from 0, or what was written."""


@dataclass(frozen=True)
class Question:
	"""A question; `options` are those of a choice, in their order. `most_choices` 0 sets no limit."""

	text: str
	kind: str
	options: tuple[str, ...] = ()
	required: bool = False
	most_choices: int = 0

	@property
	def choices(self) -> int:
		"""How many options there are to choose from."""
		return len(SCALE) if self.kind == SATISFACTION else len(self.options)


def options_of(text: str | None) -> tuple[str, ...]:
	"""Return the options that stand one a line."""
	return tuple(line.strip() for line in (text or "").splitlines() if line.strip())


def check_questions(questions: Sequence[Question]) -> None:
	"""Raise `RuleError`, which names the question, unless these can be asked."""
	if not 1 <= len(questions) <= MOST_QUESTIONS:
		raise RuleError("A questionnaire has from 1 to {most} questions.", most=MOST_QUESTIONS)
	for number, question in enumerate(questions, start=1):
		if not question.text.strip():
			raise RuleError("Question {number}: write what is asked.", number=number)
		if question.kind in (SINGLE, MULTIPLE):
			_check_options(number, question)
		elif question.options:
			raise RuleError(
				"Question {number}: {kind} has no options of its own. Leave them empty.",
				number=number,
				kind=KINDS[question.kind],
			)
		if question.most_choices and question.kind != MULTIPLE:
			raise RuleError("Question {number}: only multiple choice has most choices.", number=number)


def _check_options(number: int, question: Question) -> None:
	if len(set(question.options)) != len(question.options):
		raise RuleError("Question {number}: an option stands twice.", number=number)
	if not 2 <= question.choices <= MOST_OPTIONS:
		raise RuleError(
			"Question {number}: write from 2 to {most} options, one a line.", number=number, most=MOST_OPTIONS
		)
	if not 0 <= question.most_choices <= question.choices:
		raise RuleError(
			"Question {number}: most choices cannot be more than its {options} options.",
			number=number,
			options=question.choices,
		)


# Answers


def read_answers(questions: Sequence[Question], given: Mapping[int, Sequence[str]]) -> dict[int, Answer]:
	"""Return by place of the question what was answered; `given` has by place what the page sent: numbers of options, or words.

	What was left empty is left out. Raise `RuleError`, which names the question and never repeats an answer.
	"""
	if not set(given) <= set(range(len(questions))):
		raise RuleError(_NOT_READABLE)
	found: dict[int, Answer] = {}
	for place, question in enumerate(questions):
		answer = _read(place + 1, question, given.get(place, ()))
		if answer:
			found[place] = answer
		elif question.required:
			raise RuleError("Question {number} is not answered yet.", number=place + 1)
	return found


def _read(number: int, question: Question, values: Sequence[str]) -> Answer:
	if question.kind == WORDS:
		words = plain_words("\n".join(values))
		if len(words) > LONGEST_WORDS:
			raise RuleError(
				"Question {number}: write at most {most} characters.", number=number, most=LONGEST_WORDS
			)
		return words
	if not all(re.fullmatch(r"[0-9]{1,2}", value) for value in values):
		raise RuleError(_NOT_READABLE)
	chosen = tuple(sorted({int(value) for value in values}))
	if any(option >= question.choices for option in chosen):
		raise RuleError(_NOT_READABLE)
	most = (question.most_choices or question.choices) if question.kind == MULTIPLE else 1
	if len(chosen) > most:
		raise RuleError("Question {number}: choose at most {most}.", number=number, most=most)
	return chosen


def plain_words(text: str) -> str:
	"""Return what somebody wrote without control characters and blanks around it; lines stay."""
	return _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip()


class Mark(NamedTuple):
	"""The answer to one question: options chosen, or words; empty if there is none.

	`respondent` is the number of whoever answers with his name, 0 where nobody is named.
	"""

	place: int
	chosen: tuple[int, ...] = ()
	words: str = ""
	respondent: int = 0


def tear(questions: Sequence[Question], answers: Mapping[int, Answer], respondent: int = 0) -> list[Mark]:
	"""Return a sheet of answers as its marks: one for each question, whether it was answered or not."""
	marks = []
	for place, question in enumerate(questions):
		answer = answers.get(place) or ()
		words = question.kind == WORDS
		marks.append(Mark(place, () if words else answer, answer or "" if words else "", respondent))
	return marks


def pack(questions: Sequence[Question], mark: Mark) -> bytes:
	"""Return a mark as bytes: for one question always the same number of them, whatever the answer is."""
	bits = sum(1 << option for option in mark.chosen)
	content = _PLACE.pack(mark.place, mark.respondent, bits)
	if questions[mark.place].kind != WORDS:
		return content
	words = mark.words.encode()
	return content + _LENGTH.pack(len(words)) + words.ljust(_BYTES_OF_WORDS, b"\0")


def unpack(content: bytes) -> Mark:
	"""Return the mark that :func:`pack` made into bytes."""
	place, respondent, bits = _PLACE.unpack(content[: _PLACE.size])
	chosen = tuple(option for option in range(bits.bit_length()) if bits >> option & 1)
	rest = content[_PLACE.size :]
	if not rest:
		return Mark(place, chosen, "", respondent)
	length = _LENGTH.unpack(rest[: _LENGTH.size])[0]
	return Mark(place, chosen, rest[_LENGTH.size : _LENGTH.size + length].decode(), respondent)


# Counting


@dataclass(frozen=True)
class Counted:
	"""What the answers to a question add up to; `words` are (respondent, text)."""

	answered: int
	numbers: tuple[int, ...]
	words: tuple[tuple[int, str], ...]

	@property
	def mean(self) -> Fraction | None:
		"""The mean on the scale from 1 to 5; None without an answer. It means nothing for other kinds."""
		return mean(self.numbers)


def mean(numbers: Sequence[int]) -> Fraction | None:
	"""Return the mean on a scale that begins with 1, given how often each step was chosen; None if none was."""
	total = sum(numbers)
	if not total:
		return None
	return Fraction(sum(step * number for step, number in enumerate(numbers, start=1)), total)


def mean_of_means(means: Iterable[tuple[int, Fraction]]) -> Fraction:
	"""Return the mean over several questions, given how often each was answered and its own mean.

	It weighs every answer alike. Raise ZeroDivisionError if nothing was answered.
	"""
	of_questions = list(means)
	answered = sum(number for number, _mean in of_questions)
	return Fraction(sum((number * of_one for number, of_one in of_questions), Fraction(0)), answered)


def percent(of_scale: Fraction) -> Fraction:
	"""Return a mean on the scale from 1 to 5 as points from 0 to 100."""
	return (of_scale - 1) / (len(SCALE) - 1) * 100


def check_whole(marks: Sequence[Mark], sheets: int, questions: int) -> None:
	"""Raise `RuleError` unless the urn holds exactly one mark for each question of each sheet."""
	if len(marks) != sheets * questions:
		raise RuleError(
			"The urn holds {found} answers where {expected} are due. Nothing was counted.",
			found=len(marks),
			expected=sheets * questions,
		)


def count(questions: Sequence[Question], marks: Iterable[Mark]) -> list[Counted]:
	"""Return what the marks add up to, question by question."""
	by_place: dict[int, list[Mark]] = {}
	for mark in marks:
		by_place.setdefault(mark.place, []).append(mark)
	found = []
	for place, question in enumerate(questions):
		of_question = by_place.get(place, [])
		numbers = [sum(option in mark.chosen for mark in of_question) for option in range(question.choices)]
		words = tuple((mark.respondent, mark.words) for mark in of_question if mark.words)
		answered = sum(bool(mark.chosen or mark.words) for mark in of_question)
		found.append(Counted(answered, tuple(numbers), words))
	return found


def check_paper(number: int, question: Question, sheets: int, numbers: Sequence[int]) -> None:
	"""Raise `RuleError`, which names the question, if sheets of paper give more answers than there are sheets."""
	given = max(numbers, default=0) if question.kind == MULTIPLE else sum(numbers)
	if given > sheets:
		raise RuleError(
			"Question {number}: {given} answers were entered, but there are {sheets} sheets of paper.",
			number=number,
			given=given,
			sheets=sheets,
		)


def check_paper_sheets(paper: int, asked: int, electronic: int) -> None:
	"""Raise `RuleError` if more sheets of paper came in than people who are `asked` have not answered electronically."""
	if paper > asked - electronic:
		raise RuleError(
			"{paper} sheets of paper, but only {most} of those asked have not answered electronically. Correct the number.",
			paper=paper,
			most=asked - electronic,
		)


def with_paper(question: Question, counted: Counted, sheets: int, numbers: Sequence[int]) -> Counted:
	"""Return what a question adds up to together with the `numbers` of `sheets` of paper.

	Of several choices nobody counts how many sheets have any: all count as answered, if one does.
	"""
	given = sum(numbers)
	answered = (sheets if given else 0) if question.kind == MULTIPLE else given
	together = tuple(one + other for one, other in zip(counted.numbers, numbers, strict=True))
	return Counted(counted.answered + answered, together, counted.words)


def way_to_show(electronic: int, paper: int, least: int, named: bool) -> str:
	"""Return whether the result is shown: where nobody is named, fewer than `least` sheets would tell who wrote what.

	Whoever counted the sheets of paper knows their part and could subtract it, so the electronic ones must be as many too, or
	none.
	"""
	sheets = electronic + paper
	enough = sheets >= least and (electronic == 0 or electronic >= least)
	return ALL_ANSWERS if sheets and (named or enough) else TOO_FEW
