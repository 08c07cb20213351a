"""The wording for walls is the guide's, word for word: what is held against it are its chapters 一（二）to（八）and annex 二."""

from datetime import date
from pathlib import Path

import pytest

from party_affairs.guide import registry
from party_affairs.guide.data import GuideDataError, read
from party_affairs.guide.members.rulebooks import rulebook
from party_affairs.guide.notice import development_flow, wall_texts
from party_affairs.rules.notice import kinds

PRINTED = (Path(__file__).parent / "guide_on_walls.txt").read_text(encoding="utf-8").splitlines()
ALL = {text.key: text for text in wall_texts.all_texts()}
NUMBERS = {
	"six_standards": 6,
	"six_conditions": 6,
	"functions": 9,
	"secretary_duties": 7,
	"three_meetings": 4,
}


@pytest.mark.parametrize("key", ALL)
def test_each_paragraph_and_item_stands_in_the_guide_word_for_word(key):
	text = ALL[key]
	for paragraph in text.lead:
		assert any(line == paragraph or line.endswith(f"职责：{paragraph}") for line in PRINTED), paragraph
	for number, item in enumerate(text.items, start=1):
		words = f"{item.head}。{item.text}" if item.head else item.text
		assert f"{number}.{words}" in PRINTED or f"（{number}）{words}" in PRINTED, words
	assert len(text.items) == NUMBERS.get(key, len(text.items))


def test_titles_of_six_and_six_are_those_of_the_body_and_not_of_the_annex():
	assert ALL["six_standards"].title == "党支部建设“六有”标准"
	assert ALL["six_conditions"].title == "先进党支部“六好”条件"
	assert "（五）党支部建设的“六有”标准" in PRINTED and "（六）先进党支部的“六好”条件" in PRINTED


def test_what_is_mended_says_why_and_is_filled_in():
	assert all(mend.reason for text in ALL.values() for mend in text.mends)
	introduction = ALL["branch_introduction"].mended(
		organisation="示例党支部", founded_on="2018年7月1日", members=9, full=8, probationary=1, honours=""
	)
	assert introduction.lead[0].startswith(
		"示例党支部成立于2018年7月1日，目前有党员9名，其中正式党员8名、预备党员1名。党支部自成立以来"
	)
	assert introduction.lead[0].endswith("赢得社会的广泛称赞。")
	assert not any(mark in "".join(introduction.lead) for mark in ("X", "x", "{"))


@pytest.mark.parametrize(
	("day", "article"), [("2012-11-14", 31), ("2017-10-23", 31), ("2017-10-24", 32), ("2026-01-01", 32)]
)
def test_basic_tasks_are_quoted_by_the_edition_of_the_constitution(day, article):
	edition = wall_texts.constitution(date.fromisoformat(day))
	life = wall_texts.wall_text("organisation_life").mended(basic_tasks=edition.basic_tasks)
	assert f"《党章》第{article}条规定的8项基本任务" in life.items[4].text


def test_a_mark_changes_with_the_words():
	text = ALL["functions"]
	raw = read("notice/wall_texts.json")
	row = next(row for row in raw["texts"] if row["key"] == "functions")
	other = {**row, "lead": [row["lead"][0] + "。"]}
	(changed,) = wall_texts.parse_texts({**raw, "texts": [other]})
	assert changed.mark != text.mark and changed.mark.startswith("2020-")


def test_a_mend_of_what_is_not_printed_is_refused():
	raw = read("notice/wall_texts.json")
	row = {**raw["texts"][0], "mends": [{"printed": "无此语", "text": "亦无", "reason": "误"}]}
	with pytest.raises(GuideDataError, match="无此语"):
		wall_texts.parse_texts({**raw, "texts": [row]})


def test_each_board_has_its_words_and_each_clause_is_known():
	assert {kind.text for kind in kinds.KINDS} - {None} <= set(ALL)
	for text in ALL.values():
		for clause in text.clauses:
			assert registry.clause(clause)


def test_the_flow_has_five_phases_and_25_steps_and_every_step_of_both_rulebooks():
	phases = development_flow.phases()
	assert (len(phases), sum(len(phase.steps) for phase in phases)) == (5, 25)
	drawn = [key for phase in phases for step in phase.steps for key in step.keys]
	for edition in ("2014", "2026"):
		steps = [step.key for step in rulebook(edition).steps]
		assert sorted(drawn, key=steps.index) == drawn or set(steps) <= set(drawn)
