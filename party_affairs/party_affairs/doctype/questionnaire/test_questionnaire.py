"""A questionnaire from its preparation to its result: what each step asks for, fixes and keeps."""

import pytest

import frappe

from party_affairs.ballots import answering, keys
from party_affairs.ballots.answering import ROLL, URN, Way
from party_affairs.exceptions import QuestionnaireError
from party_affairs.party_affairs.doctype.questionnaire.questionnaire import count_closed
from party_affairs.party_affairs.doctype.questionnaire.steps import AbandonAnswers, RevokeSlips, TakeOver
from tests.site import factory
from tests.site.appraisal import appraisals
from tests.site.contact import questionnaires as q

pytestmark = pytest.mark.site

FIVE = tuple({"satisfaction": step, "words": f"第{step}条意见"} for step in range(1, 6))


@pytest.fixture(autouse=True)
def today(freeze):
	freeze(q.DURING)


@pytest.fixture(scope="module")
def of(rolled_back):
	with rolled_back():
		yield appraisals.branch(full=6, probationary=0)


def reloaded(document):
	document.reload()
	return document


# Preparing


@pytest.mark.parametrize(
	("questions", "sentence"),
	[
		([{"question": "选一个", "kind": "Single Choice", "options": "只有一项"}], "2"),
		([{"question": "选一个", "kind": "Single Choice", "options": "甲\n甲"}], "两次"),
		([{"question": "选", "kind": "Multiple Choice", "options": "甲\n乙", "most_choices": 3}], "最多"),
	],
)
def test_what_cannot_be_asked_is_refused_by_its_number(of, questions, sentence):
	with pytest.raises(QuestionnaireError, match=sentence):
		q.prepared(of, questions=questions)


def test_it_cannot_close_before_it_opens(of):
	with pytest.raises(QuestionnaireError):
		q.prepared(of, closes_on="2026-03-01")


def test_names_are_for_members_alone(of):
	assert not q.prepared(of, named=1).named
	assert q.prepared(of, named=1, audience=q.MEMBERS).named


def test_the_life_review_is_one_of_the_branch(of):
	other = factory.branch()
	review = life_review(other)
	with pytest.raises(QuestionnaireError, match="组织生活会"):
		q.prepared(of, purpose="Opinions before a Life Review", life_review=review.name)


def life_review(branch):
	return frappe.get_doc(
		doctype="Party Life Review", branch=branch.name, year=2026, theme="专题组织生活会"
	).insert()


# Opening


def test_opening_fixes_what_people_are_asked_and_promised(of):
	document = q.opened(of)
	assert (document.status, document.least_answers) == ("Answers Open", 5)
	for change in ({"title": "另一个"}, {"audience": q.LINK}, {"opens_on": "2026-03-03"}):
		document = reloaded(document)
		document.update(change)
		with pytest.raises(QuestionnaireError):
			document.save()
	document = reloaded(document)
	document.questions[0].question = "您很满意吧？"
	with pytest.raises(QuestionnaireError):
		document.save()
	document = reloaded(document)
	document.closes_on = "2026-03-20"
	document.save()


def test_what_steps_write_is_not_set_from_outside(of):
	document = q.prepared(of, status="Answers Counted", answers=30, link_token="x", public_key="y")
	assert (document.status, document.answers or 0) == ("Being Prepared", 0)
	assert not document.link_token and not document.public_key
	document.append("words", {"question_no": 1, "text": "编出来的意见"})
	document.questions[0].mean = 5
	document.save()
	assert not document.words and not document.questions[0].mean


def test_an_end_that_is_over_or_a_branch_without_members_opens_nothing(of):
	document = q.prepared(of)
	with pytest.raises(QuestionnaireError, match="已过"):
		document.open_answers(at="2026-03-11 09:00:00")
	empty = q.prepared(factory.branch(), audience=q.MEMBERS)
	with pytest.raises(QuestionnaireError, match="没有"):
		empty.open_answers(at=f"{q.OPENS} 09:00:00")


# Answering


def test_a_code_takes_one_answer(of):
	document = q.opened(of)
	(code,) = document.make_slips(1)
	assert answering.sheet_for(Way(code=code.lower().replace("-", " "))).title == document.title
	q.answer(document, Way(code=code))
	for act in (lambda: q.answer(document, Way(code=code)), lambda: answering.sheet_for(Way(code=code))):
		with pytest.raises(QuestionnaireError, match="已使用"):
			act()
	assert URN.number(document.name) == len(q.QUESTIONS)


def test_a_member_answers_once_and_a_stranger_not_at_all(of):
	document = q.opened(of, audience=q.MEMBERS)
	assert document.invited == 6
	q.answer(document, q.of_member(document, of.people[0]))
	with pytest.raises(QuestionnaireError, match="已经答过"):
		q.answer(document, q.of_member(document, of.people[0]))
	with pytest.raises(QuestionnaireError):
		q.answer(document, q.of_member(document, factory.member(factory.branch())))


def test_the_open_link_takes_more_than_one_answer(of):
	document = q.opened(of, audience=q.LINK)
	q.answered_by_link(document, {}, {})
	assert URN.number(document.name) == 2 * len(q.QUESTIONS)
	with pytest.raises(QuestionnaireError, match="地址"):
		answering.sheet_for(Way(link="unknown"))
	with pytest.raises(QuestionnaireError):
		document.make_slips(1)


@pytest.mark.parametrize(("day", "sentence"), [("2026-03-01", "开始"), ("2026-03-11", "已经结束")])
def test_answers_are_taken_from_the_first_day_to_the_last(of, day, sentence):
	document = q.opened(of)
	(code,) = document.make_slips(1)
	with pytest.raises(QuestionnaireError, match=sentence):
		q.answer(document, Way(code=code), at=day)


def test_what_is_refused_uses_up_no_code(of):
	document = q.opened(of)
	(code,) = document.make_slips(1)
	for given in ({0: []}, {0: ["9"]}, {0: ["0"], 1: ["0", "1", "2"]}, {0: ["0"], 9: ["0"]}):
		with pytest.raises(QuestionnaireError):
			answering.answer(Way(code=code), given)
	assert URN.is_empty(document.name)
	q.answer(document, Way(code=code))


def test_revoked_slips_open_nothing_and_used_ones_stay(of):
	document = q.opened(of)
	used, unused = document.make_slips(2)
	q.answer(document, Way(code=used))
	assert RevokeSlips(document).take() == 1
	with pytest.raises(QuestionnaireError, match="没有对应"):
		answering.sheet_for(Way(code=unused))
	assert len(ROLL.ways(document.name)) == 1


# Counting


def test_the_count_adds_up_shows_and_destroys(of):
	document = q.opened(of)
	q.answered_with_codes(document, *FIVE)
	q.counted(document)
	assert (document.status, document.answers, document.shown_as) == ("Answers Counted", 5, "All Answers")
	assert [(row.option, row.number) for row in document.results if row.question_no == 1] == [
		(f"{step} {word}", 1)
		for step, word in enumerate(("很不满意", "不满意", "一般", "满意", "很满意"), start=1)
	]
	assert document.questions[0].mean == 3 and document.questions[0].answered == 5
	assert [row.number for row in document.results if row.question_no == 2] == [5, 0, 0]
	assert sorted(row.text for row in document.words) == [f"第{step}条意见" for step in range(1, 6)]
	assert URN.is_empty(document.name) and not ROLL.ways(document.name)
	assert document.public_key is None


def test_too_few_answers_are_neither_shown_nor_kept(of):
	document = q.opened(of)
	q.answered_with_codes(document, *FIVE[:4])
	q.counted(document)
	assert (document.answers, document.shown_as) == (4, "Too Few Answers")
	assert not document.results and not document.words and not document.questions[0].answered
	assert URN.is_empty(document.name)


def test_with_names_members_stand_by_what_they_wrote(of):
	document = q.opened(of, audience=q.MEMBERS, named=1)
	for number in (3, 1):
		q.answer(document, q.of_member(document, of.people[number]), words=f"意见{number}")
	q.counted(document)
	assert {(row.text, row.member) for row in document.words} == {
		(f"意见{number}", of.people[number].name) for number in (1, 3)
	}
	assert all(row.member_name for row in document.words)


def test_it_is_counted_on_its_last_day_or_once_all_have_answered(of):
	document = q.opened(of)
	q.answered_with_codes(document, *FIVE)
	more = document.make_slips(1)[0]
	with pytest.raises(QuestionnaireError, match="2026-03-10"):
		document.count_answers(at="2026-03-09 08:00:00")
	q.answer(document, Way(code=more))
	document.count_answers(at="2026-03-09 08:00:00")
	assert document.answers == 6


def test_the_night_after_the_last_day_counts_by_itself(of, freeze):
	document, later = q.opened(of), q.opened(of, closes_on="2026-03-20")
	q.answered_with_codes(document, *FIVE)
	freeze(q.CLOSES)
	count_closed()
	assert reloaded(document).status == "Answers Open"
	freeze(q.AFTER)
	count_closed()
	assert reloaded(document).answers == 5 and reloaded(later).status == "Answers Open"
	assert keys.load(document.name) is None and keys.load(later.name)


def test_one_that_cannot_be_counted_keeps_no_other_from_it(of, freeze):
	lost, document = q.opened(of), q.opened(of)
	q.answered_with_codes(lost, *FIVE)
	q.answered_with_codes(document, *FIVE)
	keys.destroy(lost.name)
	frappe.db.commit()
	freeze(q.AFTER)
	count_closed()
	assert reloaded(lost).status == "Answers Open" and not URN.is_empty(lost.name)
	assert reloaded(document).status == "Answers Counted"


def test_abandoned_it_begins_anew(of):
	document = q.opened(of)
	q.answered_with_codes(document, *FIVE)
	AbandonAnswers(document).take()
	assert (document.status, document.public_key) == ("Being Prepared", None)
	assert URN.is_empty(document.name) and not ROLL.ways(document.name)
	document.title = "改过的问卷"
	document.save()
	document.open_answers(at=f"{q.OPENS} 09:00:00")


def test_while_it_is_open_it_is_not_deleted(of):
	document = q.opened(of)
	with pytest.raises(QuestionnaireError):
		document.delete()
	q.counted(document)
	document.delete()


# On paper


def enter_paper(document, sheets, numbers):
	"""`numbers` by number of the question: how often each option stands on the sheets of paper."""
	document.reload()
	document.paper_sheets = sheets
	places = {}
	for row in document.paper_counts:
		place = places[row.question_no] = places.get(row.question_no, -1) + 1
		row.number = numbers.get(row.question_no, {}).get(place, 0)
	document.save()


def test_sheets_of_paper_are_added_and_their_numbers_taken_away(of):
	document = q.opened(of)
	q.answered_with_codes(document, *FIVE)
	enter_paper(document, 3, {1: {4: 3}, 2: {1: 2, 2: 3}})
	q.counted(document)
	assert document.answers == 8 and not document.paper_sheets and not document.paper_counts
	assert [row.number for row in document.results if row.question_no == 1] == [1, 1, 1, 1, 4]
	assert [row.number for row in document.results if row.question_no == 2] == [5, 2, 3]
	assert [row.answered for row in document.questions] == [8, 8, 5, 5]


def test_paper_does_not_make_up_for_few_electronic_answers(of):
	document = q.opened(of)
	q.answered_with_codes(document, *FIVE[:2])
	enter_paper(document, 10, {1: {4: 10}})
	q.counted(document)
	assert (document.answers, document.shown_as) == (12, "Too Few Answers") and not document.results


def test_what_cannot_be_on_the_sheets_is_refused(of):
	document = q.opened(of)
	with pytest.raises(QuestionnaireError, match="第1题"):
		enter_paper(document, 3, {1: {0: 2, 4: 2}})
	document = reloaded(document)
	document.paper_counts = document.paper_counts[1:]
	with pytest.raises(QuestionnaireError):
		document.save()
	named = q.opened(of, audience=q.MEMBERS, named=1)
	with pytest.raises(QuestionnaireError, match="署名"):
		enter_paper(named, 1, {})


def test_members_hand_in_no_more_sheets_than_they_are(of):
	document = q.opened(of, audience=q.MEMBERS)
	q.answer(document, q.of_member(document, of.people[0]))
	enter_paper(document, 6, {1: {4: 6}})
	with pytest.raises(QuestionnaireError, match="5"):
		q.counted(document)


# Taking over


def test_opinions_go_into_the_life_review_once_each(of):
	review = life_review(of)
	document = q.opened(of, purpose="Opinions before a Life Review", life_review=review.name)
	q.answered_with_codes(document, *FIVE)
	q.counted(document)
	rows = [row.name for row in document.words][:2]
	assert TakeOver(document, rows).take() == 2
	assert TakeOver(document, [*rows, document.words[2].name]).take() == 1
	taken = frappe.get_doc("Party Life Review", review.name).opinions
	assert [(row.source, row.way) for row in taken] == [("Outside the Party", "Questionnaire")] * 3
	assert {row.opinion for row in taken} == {row.text for row in document.words if row.taken_over}
	document = reloaded(document)
	document.life_review = life_review(of).name
	with pytest.raises(QuestionnaireError):
		document.save()
