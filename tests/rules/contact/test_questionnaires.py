"""Questionnaires: what can be asked and answered, marks that tell nothing by their length, and what answers add up to."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from party_affairs.rules.contact import questionnaires as rules
from party_affairs.rules.contact.questionnaires import (
	MULTIPLE,
	SATISFACTION,
	SINGLE,
	WORDS,
	Mark,
	Question,
)
from party_affairs.rules.errors import RuleError

SCALE = Question("满意吗", SATISFACTION, required=True)
ONE = Question("选一个", SINGLE, ("甲", "乙", "丙"))
SOME = Question("选几个", MULTIPLE, ("甲", "乙", "丙"), most_choices=2)
OWN = Question("意见", WORDS)
QUESTIONS = (SCALE, ONE, SOME, OWN)


@pytest.mark.parametrize(
	("questions", "sentence"),
	[
		([], "from 1 to"),
		([SCALE] * 41, "from 1 to"),
		([SCALE, Question("  ", WORDS)], "Question 2: write"),
		([Question("甲", SINGLE, ("甲",))], "from 2 to"),
		([Question("甲", SINGLE, ("甲", "甲"))], "twice"),
		([Question("甲", SINGLE, tuple(map(str, range(21))))], "from 2 to"),
		([Question("甲", MULTIPLE, ("甲", "乙"), most_choices=3)], "most choices"),
		([Question("甲", WORDS, ("甲",))], "no options of its own"),
		([Question("甲", SINGLE, ("甲", "乙"), most_choices=1)], "only multiple choice"),
	],
)
def test_what_cannot_be_asked_is_named(questions, sentence):
	with pytest.raises(RuleError, match=sentence):
		rules.check_questions(questions)


def test_what_can_be_asked_is():
	rules.check_questions(QUESTIONS)


def test_options_stand_one_a_line():
	assert rules.options_of(" 甲 \r\n\n乙\n") == ("甲", "乙")
	assert rules.options_of(None) == ()


@pytest.mark.parametrize(
	("sent", "found"),
	[
		({0: ["4"]}, {0: (4,)}),
		(
			{0: ["0"], 1: ["2"], 2: ["1", "0"], 3: [" 好\r\n很好 "]},
			{0: (0,), 1: (2,), 2: (0, 1), 3: "好\n很好"},
		),
		({0: ["0"], 3: ["   "]}, {0: (0,)}),
		({0: ["0"], 2: ["1", "1"]}, {0: (0,), 2: (1,)}),
		({0: ["0"], 3: ["a\x00b\x1b\u2028c"]}, {0: (0,), 3: "abc"}),
	],
)
def test_answers_are_read_as_they_were_given(sent, found):
	assert rules.read_answers(QUESTIONS, sent) == found


@pytest.mark.parametrize(
	("sent", "sentence"),
	[
		({}, "Question 1 is not answered"),
		({0: []}, "Question 1 is not answered"),
		({0: ["5"]}, "nothing that can be read"),
		({0: ["-1"]}, "nothing that can be read"),
		({0: ["٣"]}, "nothing that can be read"),
		({0: ["1", "2"]}, "Question 1: choose at most 1"),
		({0: ["1"], 2: ["0", "1", "2"]}, "Question 3: choose at most 2"),
		({0: ["1"], 4: ["0"]}, "nothing that can be read"),
		({0: ["1"], 3: ["长" * 501]}, "Question 4: write at most 500"),
	],
)
def test_what_was_not_asked_is_refused_without_the_answer(sent, sentence):
	with pytest.raises(RuleError, match=sentence) as refused:
		rules.read_answers(QUESTIONS, sent)
	assert "长" not in str(refused.value)


answers = st.fixed_dictionaries(
	{},
	optional={
		0: st.tuples(st.integers(0, 4)),
		1: st.tuples(st.integers(0, 2)),
		2: st.lists(st.integers(0, 2), min_size=1, max_size=2, unique=True).map(
			lambda chosen: tuple(sorted(chosen))
		),
		3: st.text(st.characters(exclude_categories=("Cs",)), max_size=rules.LONGEST_WORDS),
	},
)


@given(answers, st.integers(0, 200))
def test_a_sheet_is_torn_into_one_mark_a_question_whose_length_tells_nothing(found, respondent):
	marks = rules.tear(QUESTIONS, found, respondent)
	empty = rules.tear(QUESTIONS, {})
	assert [mark.place for mark in marks] == [0, 1, 2, 3]
	packed = [rules.pack(QUESTIONS, mark) for mark in marks]
	assert [len(content) for content in packed] == [len(rules.pack(QUESTIONS, mark)) for mark in empty]
	assert [rules.unpack(content) for content in packed] == marks
	assert len({len(content) for content in packed[:3]}) == 1


def test_marks_name_nobody_unless_a_respondent_is_given():
	assert {mark.respondent for mark in rules.tear(QUESTIONS, {0: (4,)})} == {0}


def test_answers_add_up_question_by_question():
	sheets = [
		{0: (4,), 1: (0,), 2: (0, 1), 3: "好"},
		{0: (2,), 2: (1,)},
		{0: (3,), 1: (0,), 3: "再好些"},
	]
	marks = [mark for sheet in sheets for mark in rules.tear(QUESTIONS, sheet)]
	scale, one, some, own = rules.count(QUESTIONS, marks)
	assert (scale.answered, scale.numbers, scale.mean) == (3, (0, 0, 1, 1, 1), 4)
	assert (one.answered, one.numbers) == (2, (2, 0, 0))
	assert (some.answered, some.numbers) == (2, (1, 2, 0))
	assert (own.answered, own.numbers, own.mean) == (2, (), None)
	assert sorted(own.words) == [(0, "再好些"), (0, "好")]
	rules.check_whole(marks, 3, 4)
	with pytest.raises(RuleError, match="12 answers where 16"):
		rules.check_whole(marks, 4, 4)


@given(st.lists(st.integers(0, 50), min_size=5, max_size=5))
def test_the_mean_lies_on_the_scale_and_its_points_from_0_to_100(numbers):
	found = rules.mean(numbers)
	assert (found is None) == (sum(numbers) == 0)
	assert found is None or (1 <= found <= 5 and 0 <= rules.percent(found) <= 100)


def test_points_of_the_ends_and_the_middle():
	assert [rules.percent(Fraction(mean)) for mean in (1, 3, 5)] == [0, 50, 100]
	assert rules.mean_of_means([(1, Fraction(5)), (3, Fraction(1))]) == 2


@pytest.mark.parametrize(
	("electronic", "paper", "named", "way"),
	[
		(0, 0, False, rules.TOO_FEW),
		(4, 0, False, rules.TOO_FEW),
		(5, 0, False, rules.ALL_ANSWERS),
		(0, 5, False, rules.ALL_ANSWERS),
		(0, 4, False, rules.TOO_FEW),
		# Whoever counted the paper would know the four others.
		(4, 20, False, rules.TOO_FEW),
		(5, 20, False, rules.ALL_ANSWERS),
		(1, 0, True, rules.ALL_ANSWERS),
		(0, 0, True, rules.TOO_FEW),
	],
)
def test_few_answers_without_names_are_not_shown(electronic, paper, named, way):
	assert rules.way_to_show(electronic, paper, 5, named) == way


def test_sheets_of_paper_are_added_by_numbers():
	counted = rules.Counted(2, (1, 1, 0), ())
	assert rules.with_paper(ONE, counted, 3, (0, 1, 1)) == rules.Counted(4, (1, 2, 1), ())
	assert rules.with_paper(SOME, counted, 3, (3, 2, 0)) == rules.Counted(5, (4, 3, 0), ())
	assert rules.with_paper(SOME, counted, 3, (0, 0, 0)) == counted


def test_more_answers_than_sheets_of_paper_are_refused():
	rules.check_paper(1, ONE, 3, (1, 1, 1))
	rules.check_paper(1, SOME, 3, (3, 3, 3))
	for question, numbers in ((ONE, (2, 2, 0)), (SOME, (4, 0, 0))):
		with pytest.raises(RuleError, match="Question 2: 4 answers"):
			rules.check_paper(2, question, 3, numbers)
	rules.check_paper_sheets(3, 5, 2)
	with pytest.raises(RuleError, match="only 2 of those"):
		rules.check_paper_sheets(3, 5, 3)


def test_a_mark_is_empty_where_nothing_was_answered():
	assert rules.tear((OWN,), {}) == [Mark(0)]
