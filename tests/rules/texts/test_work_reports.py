"""R13, R34, R35 and R48 without a site: outlines of the reports, and which results an assembly can come to."""

from datetime import date

import pytest

from party_affairs.guide import registry
from party_affairs.guide.texts import report_outlines
from party_affairs.rules.errors import RuleError
from party_affairs.rules.texts import work_reports
from tests.support.clauses import judge


@pytest.mark.parametrize(
	("day", "article"),
	[
		(date(2007, 10, 20), "第31条"),
		(date(2017, 10, 23), "第31条"),
		(date(2017, 10, 24), "第32条"),
		(date(2025, 6, 30), "第32条"),
	],
)
def test_the_eight_basic_tasks_stand_in_the_article_of_their_day(day, article):
	sections = report_outlines.outline("work_report", day)
	tasks = [section for section in sections if "基本任务" in section.part]
	assert len(tasks) == 8
	assert {section.part for section in tasks} == {f"《中国共产党章程》{article}规定的8项基本任务完成情况"}


def test_a_work_report_has_all_that_the_guide_names():
	parts = list(
		dict.fromkeys(section.part for section in report_outlines.outline("work_report", date(2025, 6, 30)))
	)
	asked = registry.clause("R34").text
	assert all(
		words in asked for words in ("8项基本任务完成情况", "服务经济社会发展、服务群众", "自身建设情况")
	)
	assert parts[1:3] == ["党员服务经济社会发展、服务群众情况", "支部委员会自身建设情况"]
	titles = [section.title for section in report_outlines.outline("work_report", date(2025, 6, 30))]
	assert titles[-2:] == ["存在的问题和不足", "下一步打算"]
	assert len(titles) == len(set(titles)) == 13


def test_a_duty_report_tells_of_duties_problems_and_ideas():
	sections = report_outlines.outline("duty_report", date(2025, 12, 31))
	assert list(dict.fromkeys(section.part for section in sections)) == ["履职情况", "存在的问题", "工作思路"]
	with pytest.raises(KeyError):
		report_outlines.outline("summary", date(2025, 12, 31))


@pytest.mark.parametrize(
	("kind", "half", "key"),
	[("work_report", 1, "2025-H1"), ("work_report", 2, "2025-H2"), ("duty_report", None, "2025")],
)
def test_the_period_of_a_report(kind, half, key):
	assert work_reports.period(kind, 2025, half).key == key


@pytest.mark.parametrize("half", [None, 0, 3])
def test_a_work_report_is_about_one_half_of_the_year(half):
	with pytest.raises(RuleError, match="Half of the Year"):
		work_reports.period("work_report", 2025, half)


@pytest.mark.parametrize(
	("result", "eligible", "present", "in_favour"),
	[
		("report_approved", 8, 5, 5),
		("approved_with_opinions", 8, 8, 5),
		("report_not_approved", 8, 4, 4),
		("report_not_approved", 8, 8, 4),
	],
)
def test_results_that_agree_with_the_votes(result, eligible, present, in_favour):
	work_reports.check_review(result, eligible, present, in_favour)


@pytest.mark.parametrize(
	("result", "votes", "words"),
	[
		("report_approved", (8, 4, 4), "not enough, 5 are needed"),
		("approved_with_opinions", (8, 8, 4), "not enough, 5 are needed"),
		("report_not_approved", (8, 8, 5), "was approved"),
		("report_approved", (8, 3, 3), "no quorum, at least 4"),
		("report_not_approved", (8, 3, 0), "no quorum"),
		("report_approved", (8, 9, 5), "must not exceed"),
		("report_approved", (8, 6, 5, 1, 1), "7 votes are more than the 6"),
		("report_approved", (0, 0, 0), "at least 1"),
		("heard", (8, 8, 8), "unknown"),
	],
)
def test_results_that_contradict_the_votes(result, votes, words):
	with pytest.raises(RuleError, match=words):
		work_reports.check_review(result, *votes)


def test_sections_that_say_nothing_are_named():
	sections = (("甲", "有"), ("乙", None), ("丙", "  \n"))
	assert work_reports.empty_sections(sections) == ("乙", "丙")


@pytest.mark.parametrize(
	("result", "ok"),
	[
		(None, False),
		("", False),
		("Report Approved", True),
		("Approved with Opinions", True),
		("Report Not Approved", True),
	],
)
def test_r35_asks_for_a_result_whatever_it_is(result, ok):
	facts = {"reported_on": date(2025, 6, 25), "review_result": result}
	outcome = judge("R35", facts)
	assert outcome.ok is ok
	assert ("2025-06-25" in outcome.message) is not ok
