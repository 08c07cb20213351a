"""How scenarios are read: text stays text, and what is wrong is refused with file, line and a sentence."""

import re
from datetime import date
from pathlib import Path

import pytest

from tests.support import scenario_file
from tests.support.scenario_file import ScenarioError

GOOD = """\
名称: 示例
说明: 一句话。
条款: [R32, R49]
年度: 2025
支部: |
  名称    记录自
  甲支部  2025-01-01   # 一句说明
人员: |
  姓名            支部    身份
  张三、乙员×2    甲支部  -
党费: |
  谁    期间               日期      实交
  张三  2025年1月至2月     当月5日   010.50
检查:
- 检查日: 2025-06-30
  应有: |
    条款  谁    期间             责任支部  结果  句中
    R32   张三  2025上半年       甲支部    待办  0+2025
    R49   张三  2025年1月至2月   -         完成  -
  不应有: |
    条款  谁    期间
    R32   张三  2025各季度
"""
NAME = Path("坏的.yaml")


def test_tables_become_typed_rows():
	scenario = scenario_file.read(GOOD, NAME)
	assert (scenario.year, scenario.clauses) == (2025, ("R32", "R49"))
	((people,), (dues,)) = (scenario.tables[key] for key in ("人员", "党费"))
	assert people["姓名"] == ("张三", "乙员1", "乙员2")
	assert people.get("身份", "Full Member") == "Full Member"
	assert (dues["期间"], dues["日期"], dues["实交"]) == (("2025-01", "2025-02"), 5, "010.50")
	(check,) = scenario.checks
	assert check.day == date(2025, 6, 30) == scenario.last_day
	told = [(one.clause, one.period, one.branch, one.status, one.words) for one in check.expected]
	assert told[:3] == [
		("R32", "2025-H1", "甲支部", "Due", ("0", "2025")),
		("R49", "2025-01", None, "Met", ()),
		("R49", "2025-02", None, "Met", ()),
	]
	assert [row[1] for row in told[3:]] == [f"2025-Q{quarter}" for quarter in (1, 2, 3, 4)]
	assert {row[3] for row in told[3:]} == {None}


@pytest.mark.parametrize(
	("cell", "keys"),
	[
		("2025年", ("2025",)),
		("2025下半年", ("2025-H2",)),
		("2025三季度", ("2025-Q3",)),
		("2025年3月、2025年11月至12月", ("2025-03", "2025-11", "2025-12")),
		("2025各半年", ("2025-H1", "2025-H2")),
	],
)
def test_periods_are_named_as_people_call_them(cell, keys):
	assert scenario_file.periods(cell) == keys


@pytest.mark.parametrize(
	("old", "new", "line", "words"),
	[
		("说明: 一句话。\n", "", 1, "说明 is missing"),
		("年度: 2025", "年度: 2025\n年度: 2026", 5, "年度 stands there twice"),
		("年度: 2025", "年度: 二〇二五", 4, "二〇二五 is no whole number"),
		("人员: |", "人员们: |", 8, "人员们 is unknown, near to it is 人员"),
		("[R32, R49]", "[R32, R99]", 3, "R99 is unknown"),
		("[R32, R49]", "[R32, R32]", 3, "R32 stands there twice"),
		("[R32, R49]", "[R32]", 19, "R49 does not stand in 条款"),
		("条款: [R32, R49]", "条款: []", 3, "at least one entry"),
		("  名称    记录自", "  名称    记录从", 6, "记录从 is unknown, near to it is 记录自"),
		("  名称    记录自", "  名称    名称", 6, "名称 stands there twice"),
		("  姓名            支部    身份", "  姓名            律所    身份", 9, "支部 is missing"),
		("甲支部  2025-01-01", "甲支部  2025-02-30", 7, "记录自: 2025-02-30 is no day"),
		("甲支部  2025-01-01", "甲支部  -  -", 7, "3 cells in a table of 2 columns"),
		("甲支部  2025-01-01", "-  2025-01-01", 7, "名称 is empty"),
		("甲支部  -\n", "甲支部  正式党圆\n", 10, "正式党圆 is unknown, near to it is 正式党员"),
		("2025年1月至2月     当月5日   010.50", "2025年1月至2月 2025-3-5 1", 13, "2025-3-5 is no day"),
		("2025年1月至2月     当月5日", "2025上半年 当月5日", 13, "names no months"),
		("010.50", "免", 13, "免 is no sum of money"),
		("待办", "待做", 18, "待做 is unknown, near to it is 待办"),
		("2025上半年", "2025上半", 18, "2025上半 is no period"),
		("待办  0+2025", "不适用  0", 18, "has no sentence"),
		("- 检查日: 2025-06-30", "- 检查日: 2025-06-31", 15, "2025-06-31 is no day"),
		(
			"- 检查日: 2025-06-30",
			"- 检查日: 2025-06-30\n  应为: 1",
			16,
			"应为 is unknown, near to it is 应有",
		),
		("支部: |\n", "支部: >\n", 5, "block of text"),
		("名称: 示例", "名称: [示例", 2, ""),
	],
)
def test_what_is_wrong_is_named_with_its_line(old, new, line, words):
	assert GOOD.count(old) >= 1
	with pytest.raises(ScenarioError) as refusal:
		scenario_file.read(GOOD.replace(old, new, 1), NAME)
	assert str(refusal.value).startswith(f"坏的.yaml:{line}: "), str(refusal.value)
	assert words in str(refusal.value)


def test_the_example_for_contributors_is_a_scenario():
	text = (scenario_file.ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
	(example,) = re.findall(r"```yaml\n(.*?)```", text, re.DOTALL)
	assert scenario_file.read(example, NAME).clauses == ("N01",)


def test_an_empty_file_and_an_empty_table_are_refused():
	with pytest.raises(ScenarioError, match="empty"):
		scenario_file.read("", NAME)
	with pytest.raises(ScenarioError, match="no rows"):
		scenario_file.read(GOOD.replace("  张三、乙员×2    甲支部  -\n", ""), NAME)
