#!/usr/bin/env python3
"""Builds the sample workbooks and the table of the findings that they must lead to.

    python samples/build_samples.py [FOLDER]

Who is in them stands in people.json, what they say in texts.json, how the organisations hang together in
organisation.json. A year is made as a diligent branch would have it, and each gap of GAPS is then taken out of it; the
table expected_findings.csv is GAPS again, so that an import and a check of the workbooks must find exactly these. Every
workbook is written in another of the ways in which people write dates, times, names and sums. The same input gives the
same workbooks, whenever it is run.
"""

import csv
import io
import json
import random
import re
import sys
import zipfile
from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

from stdnum.iso7064 import mod_11_2  # noqa: E402  (the path comes first)

from party_affairs.importing import layout, template  # noqa: E402
from party_affairs.importing.layout.choices import DUES_CATEGORIES  # noqa: E402
from party_affairs.importing.layout.table import Column, Sheet  # noqa: E402
from party_affairs.importing.normalise import parse_choice  # noqa: E402
from party_affairs.rules.calendar import Workdays, theme_day  # noqa: E402
from party_affairs.rules.dues.monthly_dues import monthly_due  # noqa: E402

YEAR = 2025
ANCIENT = datetime(2026, 1, 1)
"""Stamped on the files, so that they do not change from one run to the next."""

FIRST, SECOND, SMALL, LARGE, JOINT = (
	"浙江澄砚律师事务所第一党支部",
	"浙江澄砚律师事务所第二党支部",
	"浙江溪桥律师事务所党支部",
	"浙江禾穗律师事务所党支部",
	"城东律师行业联合党支部",
)

WORKDAYS = Workdays()
_WITH_PARTNERS = 5
"""The month to whose theme day the branches invite partners who are not in the Party."""


@dataclass(frozen=True)
class Gap:
	"""A finding that the sample year must lead to. Months are given as 2025-03, quarters as 2025-Q1, the year as 2025."""

	rule: str
	branch: str
	subject_type: str
	subject: str
	period: str
	status: str
	why: str


def _branch(rule: str, branch: str, period: str, why: str, status: str = "Missed") -> Gap:
	return Gap(rule, branch, "Party Branch", branch, period, status, why)


def _group(group: str, period: str, why: str = "当月没有党小组会记录") -> Gap:
	return Gap("R24", FIRST, "Party Group", group, period, "Missed", why)


def _member(rule: str, branch: str, member: str, period: str, why: str, status: str = "Missed") -> Gap:
	return Gap(rule, branch, "Party Member", member, period, status, why)


def _event(rule: str, branch: str, subject_type: str, member: str, period: str, why: str) -> Gap:
	"""A gap of the JSON files beside the workbooks: a letter, a talk, a report and the like, known by its title or person."""
	return Gap(rule, branch, subject_type, member, period, "Missed", why)


def _late(gap: Gap) -> Gap:
	"""The same, done after its time."""
	return replace(gap, status="Late")


def _meeting(rule: str, branch: str, kind: str, month: int, why: str) -> Gap:
	"""The subject's day is filled in when the meetings have been made."""
	return Gap(rule, branch, "Party Meeting", f"{YEAR}-{month:02d} {kind}", str(YEAR), "Missed", why)


TICKED = (
	"R18",
	"R19",
	"R20",
	"R21",
	"R31",
	"R53",
	"R54",
	"R55",
	"R56",
	"R60",
	"R61",
	"R62",
	"R63",
	"R66",
	"R67",
)
"""Clauses of the self-check sheet (samples/self_checks.json), in the order of the guide."""


def _unticked(branch: str, clauses: tuple[str, ...], why: str) -> list[Gap]:
	"""Clauses that a branch has not ticked: one omission, which each of them finds."""
	return [_branch(clause, branch, "2025", why) for clause in clauses]


GAPS = [
	_branch("R03", JOINT, "2025", "联合党支部覆盖六家律所，超过五家"),
	_branch("R06", LARGE, "2025", "正式党员九名，支委五名，超过半数"),
	_branch("R09", SECOND, "2025", "党纪处分只经支委会讨论，没有提交党员大会"),
	_branch("R11", SECOND, "2025", "没有副书记"),
	_branch("R11", JOINT, "2025", "没有副书记和纪检委员"),
	_branch("R12", LARGE, "2025", "年度计划没有登记讨论决定的会议"),
	_branch("R12", JOINT, "2025", "年度计划没有登记讨论决定的会议"),
	_branch("R13", SMALL, "2025-H1", "上半年没有报告工作"),
	_branch("R13", JOINT, "2025-H2", "下半年报告还没有报上级，1月31日前仍算及时", "Due"),
	_branch("R16", SMALL, "2025", "书记没有参加合伙人联席会议的记录"),
	_branch("R17", SMALL, "2025", "没有邀请非党合伙人参加活动"),
	_branch("R22", SMALL, "2025-Q3", "第三季度没有召开党员大会"),
	_branch("R22", JOINT, "2025-Q1", "第一季度没有召开党员大会"),
	_branch("R23", SECOND, "2025-08", "当月没有支委会记录"),
	_branch("R23", LARGE, "2025-02", "当月没有支委会记录"),
	_branch("R23", LARGE, "2025-10", "当月没有支委会记录"),
	_branch("R23", JOINT, "2025-07", "当月没有支委会记录"),
	_group("第二党小组", "2025-07"),
	_group("第三党小组", "2025-02"),
	_group("第三党小组", "2025-10"),
	_group("第一党小组", "2025", "5月的会议记录没有主持人，也没有召集人"),
	_meeting("R25", FIRST, "党小组会", 5, "第一党小组会议记录缺主持人"),
	_meeting("R25", SECOND, "支部委员会", 3, "会议记录缺议决结果"),
	_meeting("R25", JOINT, "支部党员大会", 6, "会议记录缺发言摘录"),
	_meeting("R25", SMALL, "党课", 5, "党课记录缺参会人员和缺席人员"),
	_meeting("R25", LARGE, "主题党日", 4, "主题党日记录缺地点"),
	_branch("R26", SMALL, "2025-02", "当月没有主题党日记录"),
	_branch("R26", JOINT, "2025-08", "当月没有主题党日记录"),
	_meeting("R27", LARGE, "主题党日", 6, "主题党日只有一小时"),
	_meeting("R27", SMALL, "主题党日", 9, "没有记结束时间，时长不明"),
	_branch("R28", SMALL, "2025", "没有年度计划"),
	_branch("R28", JOINT, "2025", "计划中有两项没有责任人"),
	_branch("R28", LARGE, "2025", "计划中有一项党课没有责任人"),
	_branch("R28", SECOND, "2025", "年度计划到2月20日才制定", "Late"),
	_meeting("R29", JOINT, "主题党日", 5, "没有勾选五项内容中的任何一项"),
	_branch("R30", LARGE, "2025-Q3", "第三季度没有党课"),
	_branch("R30", SMALL, "2025", "没有党课计划"),
	_branch("R30", JOINT, "2025", "计划中第四季度没有党课"),
	_branch("R30", LARGE, "2025", "计划中的一次党课没有落实讲课人"),
	_branch("R39", SMALL, "2025", "只有党内测评，没有党外测评"),
	_branch("R40", LARGE, "2025", "已经测评，没有确定等次"),
	_branch("R40", JOINT, "2025", "等次没有用于星级评定或年终考核"),
	_branch("R34", SMALL, "2025-H1", "上半年没有向党员报告工作"),
	_event(
		"R35", LARGE, "Party Work Report", "2025年下半年工作报告（禾穗支部）", "2025", "报告后没有审议结果"
	),
	_meeting("R37", LARGE, "组织生活会", 12, "没有会前准备和会后整改的记录"),
	_event("R37", SMALL, "Party Life Review", "溪桥支部2025年度组织生活会", "2025", "会前没有征求意见"),
	_event("R37", JOINT, "Party Life Review", "城东联合支部2025年度组织生活会", "2025", "一项整改逾期未销号"),
	_member("R43", FIRST, "贾沐阳", "2025", "只联系一名群众"),
	_member("R43", SECOND, "昝新竹", "2025", "没有联系对象"),
	_member("R43", LARGE, "尚修远", "2025", "书记没有联系律所负责人"),
	_member("R43", JOINT, "幸念之", "2025", "支委没有联系非党业务骨干"),
	_member("R43", SECOND, "车以恒", "2025", "新任支委没有联系非党业务骨干"),
	_member("R43", LARGE, "暨闻笛", "2025", "年底转来，六十日内落实联系对象即可", "Due"),
	_member("R43", SMALL, "牛望山", "2025", "一名联系对象9月结束，年底只剩一名"),
	_branch("R48", SMALL, "2025", "书记没有述职"),
	_branch("R48", LARGE, "2025", "书记述职没有组织评议"),
	*(_member("R49", JOINT, "燕怀远", f"2025-{month:02d}", "未交党费") for month in range(7, 13)),
	_member("R49", FIRST, "支长风", "2025-09", "只交了一部分"),
	_member("R49", SMALL, "秦一苇", "2025-02", "未交党费"),
	_member("R49", SECOND, "狄君昊", "2025-05", "到6月10日才交", "Late"),
	_member("R49", LARGE, "魏同舟", "2025-10", "到12月15日才交", "Late"),
	_member("R49", LARGE, "魏同舟", "2025-11", "到12月15日才交", "Late"),
	_branch("R44", SMALL, "2025", "没有召开民主恳谈会、党群议事会、发展联席会"),
	_branch("R46", SMALL, "2025", "没有双向培养名单"),
	_branch("R46", LARGE, "2025", "没有双向培养名单"),
	_event("N02", FIRST, "Party Membership Transfer", "钮思远", "2025-08", "介绍信过期没有接收"),
	_event("N03", JOINT, "Party Member Event", "游子云", "2025-05", "变更执业机构半年没有转组织关系"),
	_member("N05", SMALL, "秦一苇", "2025", "学时不足32"),
	_member("N05", JOINT, "颜如许", "2025", "学时不足32"),
	_branch("R14", SMALL, "2025", "秦一苇全年既没有谈话，也没有思想汇报"),
	_member("R32", SECOND, "冀北辰", "2025-H1", "12月底转出，上半年没有思想汇报"),
	_member("R32", SECOND, "冀北辰", "2025-H2", "12月底转出，下半年没有思想汇报"),
	_member("R32", SMALL, "秦一苇", "2025-H1", "上半年没有思想汇报"),
	_member("R32", SMALL, "秦一苇", "2025-H2", "下半年没有思想汇报"),
	_member("R32", JOINT, "燕怀远", "2025-H2", "下半年没有思想汇报"),
	_member("R32", SECOND, "费初雪", "2025-H1", "到7月10日才交", "Late"),
	_event("R33", FIRST, "Thought Report", "贾沐阳", "2025-06", "思想汇报没有点评"),
	_late(_event("R33", LARGE, "Thought Report", "闻香远", "2025-06", "到8月1日才点评")),
	_member("R38", SECOND, "冀北辰", "2025", "12月底转出，没有个人剖析材料"),
	_member("R38", FIRST, "支长风", "2025", "没有个人剖析材料"),
	_member("R38", JOINT, "颜如许", "2025", "没有个人剖析材料"),
	*_unticked(JOINT, TICKED, "没有自查表"),
	*_unticked(
		SMALL, ("R18", "R19", "R20", "R21", "R56", "R60", "R61", "R62", "R63", "R66", "R67"), "自查表没有填完"
	),
	_branch("R53", SMALL, "2025", "墙上制度不全"),
	_branch("R55", SMALL, "2025", "没有单独的资料橱柜"),
	_branch("R60", SECOND, "2025", "上级退回的一项没有重填"),
	_branch("R66", SECOND, "2025", "公开栏没有更新党费情况"),
	_branch("R55", LARGE, "2025", "借阅登记不全"),
	_branch("R62", LARGE, "2025", "网站栏目没有开设"),
	_branch("R50", SECOND, "2025", "没有六有自查表"),
	_branch("R50", SMALL, "2025", "没有六有自查表"),
	_branch("R50", JOINT, "2025", "没有六有自查表"),
	_branch("R50", LARGE, "2025", "领导班子一项部分做到"),
	_branch("R51", LARGE, "2025", "申报六好正在公示", "Due"),
	_branch("R41", SMALL, "2025", "秦一苇没有谈心谈话，党员与群众之间没有谈心谈话"),
	_branch("R41", LARGE, "2025", "没有党员之间的谈心谈话"),
	_event("R42", JOINT, "Party Member Event", "游子云", "2025-05", "变更执业机构后没有谈话"),
	_event("R42", LARGE, "Party Member Event", "席清欢", "2025-09", "受表彰后没有谈话"),
	_member("R42", SMALL, "秦一苇", "2025-11", "民主评议后没有谈话"),
	_late(_event("R42", JOINT, "Party Member Event", "宣若谷", "2025-09", "到10月10日才谈话")),
	_event("N06", SECOND, "Party Development Case", "聂子衿", "2025-H1", "确定为积极分子后上半年没有考察"),
	_event("N06", FIRST, "Party Development Case", "边若水", "2025-H2", "下半年没有考察"),
	_event("N07", FIRST, "Party Development Case", "郁小满", "2025-11", "预备期满没有讨论转正"),
	_late(_event("N09", FIRST, "Raised Opinion", "2025-07-08 其他会议", "2025-07", "四十多天才答复")),
	_event("N09", FIRST, "Raised Opinion", "2025-10-16 联系群众", "2025-10", "交办后一直没有答复"),
	_event("N09", JOINT, "Raised Opinion", "2025-09-22 直接提出", "2025-09", "过了登记的答复期限"),
]


def has_gap(rule: str, subject: str, period: str) -> bool:
	"""Whether GAPS holds a finding of a clause about a subject and period."""
	return any((gap.rule, gap.subject, gap.period) == (rule, subject, period) for gap in GAPS)


def has_meeting_gap(rule: str, branch: str, kind: str, day: date) -> bool:
	"""Whether GAPS holds a finding of a clause about the meeting of that kind in that month."""
	return any((gap.rule, gap.branch, gap.subject) == (rule, branch, f"{day:%Y-%m} {kind}") for gap in GAPS)


def quarter(month: int) -> str:
	return f"{YEAR}-Q{(month + 2) // 3}"


def workday_after(day: date) -> date:
	"""Return the day itself or the next working day, within its month."""
	last = date(day.year, day.month, monthrange(day.year, day.month)[1])
	while not WORKDAYS.is_workday(day) and day < last:
		day += timedelta(days=1)
	return day


# --- how people write --------------------------------------------------------------------------------------------------


class Style:
	"""One way of writing days, spans of time, sums and names. This one is Excel's own: dates, times and numbers."""

	def day(self, day: date) -> Any:
		return datetime(day.year, day.month, day.day)

	def year_day(self, day: date) -> Any:
		"""A day within the year of the workbook."""
		return self.day(day)

	def times(self, start: time, end: time | None) -> dict[str, Any]:
		"""The cells that say from when to when."""
		return {"start_time": start, "end_time": end}

	def money(self, amount: Decimal) -> Any:
		return float(amount)

	def name(self, name: str) -> str:
		return name

	def names(self, names: list[str]) -> str:
		return "、".join(names)

	def tick(self) -> str:
		return "√"


class TextStyle(Style):
	"""Everything typed as text."""

	def times(self, start: time, end: time | None) -> dict[str, Any]:
		return {"time": self.span(start, end)}

	def span(self, start: time, end: time | None) -> str:
		return f"{start:%H:%M}-{end:%H:%M}" if end else f"{start:%H:%M}"


class DottedStyle(TextStyle):
	"""2025.3.17, sums with 元, two-character names spread with a space, full-width digits in times."""

	def day(self, day: date) -> str:
		return f"{day.year}.{day.month}.{day.day}"

	def span(self, start: time, end: time | None) -> str:
		wide = str.maketrans("0123456789:-", "０１２３４５６７８９：－")
		return super().span(start, end).translate(wide)

	def money(self, amount: Decimal) -> str:
		return f"{amount.normalize():f}元" if amount == amount.to_integral_value() else f"{amount}元"

	def name(self, name: str) -> str:
		return f"{name[0]}　{name[1]}" if len(name) == 2 else name

	def names(self, names: list[str]) -> str:
		return "，".join(names)


class DashedStyle(TextStyle):
	"""2025-03-17, names by new lines, 是."""

	def day(self, day: date) -> str:
		return f"{day:%Y-%m-%d}"

	def names(self, names: list[str]) -> str:
		return "\n".join(names)

	def tick(self) -> str:
		return "是"


class SpokenStyle(TextStyle):
	"""3月17日, 下午2点-4点, sums as text."""

	def day(self, day: date) -> str:
		return f"{day.year}年{day.month}月{day.day}日"

	def year_day(self, day: date) -> str:
		return f"{day.month}月{day.day}日"

	def span(self, start: time, end: time | None) -> str:
		part = "上午" if start.hour < 12 else "下午"
		return f"{part}{self._clock(start)}" + (f"-{self._clock(end)}" if end else "")

	@staticmethod
	def _clock(moment: time) -> str:
		hour = moment.hour - 12 if moment.hour > 12 else moment.hour
		return f"{hour}点半" if moment.minute == 30 else f"{hour}点"

	def names(self, names: list[str]) -> str:
		return " ".join(names)


class LongStyle(TextStyle):
	"""2025年3月17日, 14：00—16：00, thousands commas."""

	def day(self, day: date) -> str:
		return f"{day.year}年{day.month}月{day.day}日"

	def span(self, start: time, end: time | None) -> str:
		return super().span(start, end).replace(":", "：").replace("-", "—")

	def money(self, amount: Decimal) -> str:
		return f"{amount:,.2f}"


STYLES = {
	FIRST: Style(),
	SECOND: DashedStyle(),
	SMALL: SpokenStyle(),
	LARGE: DottedStyle(),
	JOINT: LongStyle(),
}
TITLES = {
	FIRST: "中共浙江澄砚律师事务所第一支部委员会 {year}年度 {sheet}",
	SECOND: "党组织：浙江澄砚律师事务所第二党支部　　年度：{year}",
	SMALL: "{year}年度浙江溪桥律师事务所党支部{sheet}",
	LARGE: "中共浙江禾穗律师事务所支部委员会{year}年度{sheet}",
	JOINT: "党组织：城东律师行业联合党支部　　年度：{year}年　　{sheet}",
}
FILES = {
	FIRST: "澄砚第一党支部2025.xlsx",
	SECOND: "澄砚第二党支部2025.xlsx",
	SMALL: "溪桥党支部2025.xlsx",
	LARGE: "禾穗党支部2025.xlsx",
	JOINT: "城东联合党支部2025.xlsx",
}


# --- one branch --------------------------------------------------------------------------------------------------------


class SampleBranch:
	"""The year of one branch, sheet by sheet; each method returns rows as dicts by column key."""

	def __init__(self, name: str, people: dict[str, Any], texts: dict[str, Any]) -> None:
		self.name = name
		self.people = people
		self.texts = texts
		self.style: Style = STYLES[name]
		self.random = random.Random(name)
		self.members = [self._with_dates(number, member) for number, member in enumerate(people["members"])]
		self._add_groups()
		self.meetings = sorted(self._meetings(), key=lambda meeting: (meeting["day"], meeting["start"]))
		self._take_out_of_minutes()

	# people

	def _with_dates(self, number: int, member: dict[str, Any]) -> dict[str, Any]:
		born = date(member["born"], self.random.randint(1, 12), self.random.randint(1, 28))
		joined = date(
			member["born"] + self.random.randint(22, 27),
			self.random.randint(1, 12),
			self.random.randint(1, 28),
		)
		member = {"stage": "正式党员", "status": "在册", **member, "birth": born}
		if member["stage"] == "正式党员":
			member["joined_on"] = date.fromisoformat(member["joined"]) if "joined" in member else joined
			member["full_member_on"] = member["joined_on"].replace(year=member["joined_on"].year + 1)
		elif member["stage"] == "预备党员":
			member["joined_on"] = date.fromisoformat(member["joined"])
		is_new = member["stage"] != "正式党员"
		member["joined_branch_on"] = _day(member, "since", date(2023, 9, 1) if is_new else date(2020, 7, 1))
		member["left_branch_on"] = _day(member, "left")
		applied_on = date(member["joined_branch_on"].year, 10, 8) if is_new else None
		is_activist = member["stage"] in ("入党积极分子", "发展对象")
		member["applied_on"] = _day(member, "applied", applied_on)
		member["activist_on"] = _day(member, "activist", date(2024, 5, 20) if is_activist else None)
		member["target_on"] = _day(member, "target")
		member["id_number"] = self._id_number(born, number, member["gender"])
		return member

	def _id_number(self, born: date, number: int, gender: str) -> str:
		"""Area 000000 was never given out, so the number is nobody's, though its check digit is right."""
		order = list(FILES).index(self.name) * 100 + number * 2 + (gender == "男")
		body = f"000000{born:%Y%m%d}{order:03d}"
		return body + mod_11_2.calc_check_digit(body)

	def _add_groups(self) -> None:
		groups = list(self.people["leaders"])
		turn = 0
		for member in self.members:
			if groups and "group" not in member and member["stage"] in ("正式党员", "预备党员"):
				member["group"] = groups[turn % len(groups)]
				turn += 1

	def in_party(self, day: date) -> list[str]:
		"""Names of the full and probationary members on register on a day."""
		return [
			member["name"]
			for member in self.members
			if member.get("joined_on")
			and max(member["joined_on"], member["joined_branch_on"]) <= day
			and (member["left_branch_on"] is None or day <= member["left_branch_on"])
		]

	@property
	def secretary(self) -> str:
		return self.people["posts"]["书记"]

	@property
	def committee(self) -> list[str]:
		seats = [name for post, name in self.people["posts"].items() if post != "联系人"]
		return seats if len(seats) > 1 else []

	# meetings

	def _meetings(self):
		for month in range(1, 13):
			yield from self._theme_day(month)
			yield from self._committee_meeting(month)
			yield from self._group_meetings(month)
		for month, text in zip((3, 6, 9, 12), self.texts["assemblies"], strict=True):
			yield from self._assembly(month, text)
		for month, text, lecturer in zip(
			(2, 5, 8, 11), self.texts["lectures"], self.people["lecturers"], strict=True
		):
			yield from self._lecture(month, text, lecturer)
		yield self._made(
			"组织生活会", workday_after(date(YEAR, 12, 22)), time(14), time(17), self.texts["life_meeting"]
		)
		yield from self._councils()

	def _made(
		self, kind: str, day: date, start: time, end: time, text: dict[str, Any], **values: Any
	) -> dict[str, Any]:
		"""A meeting with complete minutes, everybody expected but one to three."""
		expected = values.pop("expected", None) or self.in_party(day)
		chair = values.pop("chair", self.secretary)
		absent = self._absent(expected, chair, values.get("lecturer"))
		speakers = [name for name in expected if name not in absent]
		speeches = [
			f"{speakers[position % len(speakers)]}：{speech}"
			for position, speech in enumerate(
				text.get("speeches", ()), start=self.random.randrange(len(speakers))
			)
		]
		meeting = {
			"kind": kind,
			"day": day,
			"start": start,
			"end": end,
			"topic": text["topic"],
			"agenda": text["agenda"],
			"speeches": "\n".join(speeches) or None,
			"outcome": text.get("outcome"),
			"location": self.random.choice(("党群活动室", "律所会议室", "一号会议室")),
			"method": text.get("method", "集中学习" if kind == "党课" else "会议讨论"),
			"tags": text.get("tags", ()),
			"chair": chair,
			"recorder": self._recorder(speakers, chair),
			"expected": expected,
			"absent": absent,
		}
		return {**meeting, **values}

	def _recorder(self, speakers: list[str], chair: str) -> str:
		"""The publicity commissioner where he is there, else somebody other than the chair."""
		others = [name for name in speakers if name != chair] or speakers
		commissioner = self.people["posts"].get("宣传委员")
		return commissioner if commissioner in others else others[0]

	def _absent(self, expected: list[str], *needed: str | None) -> dict[str, str]:
		free = [name for name in expected if name not in needed]
		number = (
			self.random.choice((0, 0, 1, 1, 2)) if len(expected) > 6 else self.random.choice((0, 0, 0, 1))
		)
		names = sorted(self.random.sample(free, min(number, len(free))))
		return {
			name: self.random.choice(("外地开庭", "出差", "病假", "年休假", "参加培训")) for name in names
		}

	def _theme_day(self, month: int):
		if has_gap("R26", self.name, f"{YEAR}-{month:02d}"):
			return
		day = theme_day(YEAR, month, WORKDAYS.is_workday)
		end = time(16) if month % 2 else time(15, 30)
		meeting = self._made("主题党日", day, time(14), end, self.texts["theme_days"][month - 1])
		if month == _WITH_PARTNERS and not has_gap("R17", self.name, str(YEAR)):
			meeting["guests"] = f"{contact_name(random.Random(self.name))}（非党合伙人）"
		if meeting["method"] in ("志愿服务", "现场走访", "现场教学"):
			meeting["location"] = {
				"志愿服务": "社区便民服务点",
				"现场走访": "工业园区",
				"现场教学": "结对村法律服务点",
			}[meeting["method"]]
		yield meeting

	def _committee_meeting(self, month: int):
		if not self.committee or has_gap("R23", self.name, f"{YEAR}-{month:02d}"):
			return
		day = workday_after(date(YEAR, month, 8))
		text = self.texts["committee_meetings"][month - 1]
		yield self._made("支部委员会", day, time(9, 30), time(11), text, expected=self.committee)

	def _group_meetings(self, month: int):
		for position, (group, leader) in enumerate(self.people["leaders"].items()):
			if has_gap("R24", group, f"{YEAR}-{month:02d}"):
				continue
			day = workday_after(date(YEAR, month, 20 + position))
			expected = [name for name in self.in_party(day) if self._member(name).get("group") == group]
			text = self.texts["group_meetings"][month - 1]
			yield self._made(
				"党小组会",
				day,
				time(12, 30),
				time(13, 30),
				text,
				expected=expected,
				chair=leader,
				group=group,
			)

	def _member(self, name: str) -> dict[str, Any]:
		return next(member for member in self.members if member["name"] == name)

	def _assembly(self, month: int, text: dict[str, Any]):
		if has_gap("R22", self.name, quarter(month)):
			return
		meeting = self._made(
			"支部党员大会", workday_after(date(YEAR, month, 24)), time(15), time(16, 30), text
		)
		voters = [
			name
			for name in meeting["expected"]
			if name not in meeting["absent"] and self._member(name)["stage"] == "正式党员"
		]
		yield {
			**meeting,
			"in_favour": len(voters),
			"responsible": self.secretary,
			"deadline": date(YEAR, 12, 31),
		}

	def _lecture(self, month: int, text: dict[str, Any], lecturer: str):
		if has_gap("R30", self.name, quarter(month)):
			return
		yield self._made(
			"党课", workday_after(date(YEAR, month, 26)), time(15), time(16, 30), text, lecturer=lecturer
		)

	def _councils(self):
		for month, text in zip((4, 5, 9, 10), self.texts["councils"], strict=True):
			if self.random.random() < 0.6:
				day = workday_after(date(YEAR, month, 28))
				expected = self.committee or self.in_party(day)[:3]
				kinds = (
					("非党合伙人", "非党律师") if text["kind"] == "合伙人联席会议" else ("非党律师", "群众")
				)
				guests = "、".join(f"{contact_name(self.random)}（{who}）" for who in kinds)
				meeting = self._made(
					text["kind"], day, time(10), time(11, 30), text, expected=expected, guests=guests
				)
				is_council = text["kind"] != "合伙人联席会议"
				if is_council:
					raised_by = [name.partition("（")[0] for name in guests.split("、")]
					meeting["opinions"] = list(zip(raised_by, text["speeches"], strict=True))
				if not (is_council and has_gap("R44", self.name, str(YEAR))):
					yield meeting

	def _take_out_of_minutes(self) -> None:
		"""Take out what the gaps of single meetings say is missing."""
		for meeting in self.meetings:
			key = (self.name, meeting["kind"], meeting["day"])
			if has_meeting_gap("R25", *key) and meeting.get("group", "第一党小组") == "第一党小组":
				lacking = {
					"支部委员会": "outcome",
					"支部党员大会": "speeches",
					"主题党日": "location",
					"党小组会": "chair",
				}
				if meeting["kind"] == "党课":
					meeting.update(expected=[], absent={})
				else:
					meeting[lacking[meeting["kind"]]] = None
			if has_meeting_gap("R27", *key):
				meeting["end"] = time(15) if self.name == LARGE else None
			if has_meeting_gap("R29", *key):
				meeting["tags"] = ()

	# sheets

	def roster_rows(self):
		for number, member in enumerate(self.members, start=1):
			firm = member.get("firm") or self.people["firm"]
			frail = self.style.tick() if member.get("frail") else None
			dates = {
				key: self.style.day(member[key]) if member.get(key) else None
				for key in (
					"joined_branch_on",
					"left_branch_on",
					"applied_on",
					"activist_on",
					"target_on",
					"joined_on",
					"full_member_on",
				)
			}
			yield {
				"serial": number,
				"member_name": self.style.name(member["name"]),
				"gender": member["gender"],
				"id_number": member["id_number"],
				"birth_date": self.style.day(member["birth"]),
				"ethnicity": "汉族",
				"native_place": "浙江婺州",
				"education": ("本科", "本科", "硕士研究生", "大专")[number % 4],
				"firm": firm,
				"party_group": member.get("group"),
				"stage": member["stage"],
				"status": member["status"],
				**dates,
				"firm_position": member.get("position", "律师"),
				"is_partner": self.style.tick() if member.get("partner") else None,
				"licence_no": f"示例证{list(FILES).index(self.name) + 1}{number:03d}",
				"licence_type": member.get("kind") or ("实习律师" if member["born"] >= 1998 else "专职律师"),
				"mobile": f"1000000{list(FILES).index(self.name) + 1}{number:03d}",
				"address": f"婺州市示例小区{number}幢",
				"is_hardship": self.style.tick() if member.get("hardship") else None,
				"is_frail": frail,
			}

	def post_rows(self):
		term = {"start_date": self.style.day(date(2024, 3, 1)), "end_date": self.style.day(date(2027, 2, 28))}
		posts = [(post, name, None) for post, name in self.people["posts"].items()]
		posts += [("党小组长", name, group) for group, name in self.people["leaders"].items()]
		for number, (post, name, group) in enumerate(posts, start=1):
			yield {
				"serial": number,
				"member": name,
				"post": post,
				"party_group": group,
				**term,
				"approval_no": "婺示律党〔2024〕2号",
			}

	def plan_rows(self):
		if has_gap("R28", self.name, str(YEAR)) and self.name == SMALL:
			return
		people = [*(self.committee or [self.secretary]), *self.people["leaders"].values()]
		number = 0
		for month, text in enumerate(self.texts["theme_days"], start=1):
			number += 1
			person = None if self.name == JOINT and month in (7, 8) else people[month % len(people)]
			yield {
				"serial": number,
				"month": f"{month}月",
				"kind": "主题党日",
				"topic": text["topic"],
				"responsible": person,
			}
		for month, text, lecturer in zip(
			(2, 5, 8, 11), self.texts["lectures"], self.people["lecturers"], strict=True
		):
			number += 1
			if self.name == JOINT and month == 11:
				continue
			person = None if self.name == LARGE and month == 8 else lecturer
			yield {
				"serial": number,
				"month": month,
				"kind": "党课",
				"topic": text["topic"],
				"responsible": person,
				"lecturer": person,
			}

	def meeting_rows(self):
		for number, meeting in enumerate(self.meetings, start=1):
			row = {
				"serial": number,
				"date": self.style.year_day(meeting["day"]),
				**self.style.times(meeting["start"], meeting["end"]),
				"kind": meeting["kind"],
				"party_group": meeting.get("group"),
				"present": self._present(meeting),
				"absent": "、".join(f"{name}（{reason}）" for name, reason in meeting["absent"].items())
				or None,
				"expected_count": len(meeting["expected"]) or None,
				"present_count": len(meeting["expected"]) - len(meeting["absent"]) or None,
				"guests": meeting.get("guests"),
				"in_favour": meeting.get("in_favour"),
				"against": 0 if "in_favour" in meeting else None,
				"abstained": 0 if "in_favour" in meeting else None,
				"responsible": meeting.get("responsible"),
				"deadline": self.style.day(meeting["deadline"]) if "deadline" in meeting else None,
				**{tag: self.style.tick() for tag in meeting["tags"]},
			}
			as_they_are = (
				"topic",
				"location",
				"method",
				"chair",
				"recorder",
				"lecturer",
				"agenda",
				"speeches",
				"outcome",
			)
			yield {**row, **{key: meeting.get(key) for key in as_they_are}}

	def opinion_rows(self):
		"""What was raised in the councils, and the answer: what the meeting resolved."""
		number = 0
		for meeting in self.meetings:
			for name, opinion in meeting.get("opinions", ()):
				number += 1
				yield {
					"serial": number,
					"date": self.style.year_day(meeting["day"]),
					"kind": meeting["kind"],
					"raised_by": name,
					"opinion": opinion,
					"answer": meeting["outcome"],
				}

	def training_rows(self):
		for number, training in enumerate(self.texts["trainings"], start=1):
			first, last = (date.fromisoformat(training[key]) for key in ("starts_on", "ends_on"))
			absent = self.people.get("untrained", ())
			names = [name for name in self.in_party(first) if name not in absent]
			if training.get("of_committee"):
				besides = self.people.get("trained_besides", ())
				names = [*(self.committee or [self.secretary]), *besides]
			yield {
				"serial": number,
				**{key: training[key] for key in ("topic", "kind", "hours", "organiser")},
				"starts_on": self.style.year_day(first),
				"ends_on": self.style.year_day(last),
				"participants": self.style.names(names),
			}

	def _present(self, meeting: dict[str, Any]) -> str | None:
		if not meeting["expected"]:
			return None
		if self.name in (FIRST, JOINT) and meeting["kind"] in (
			"支部委员会",
			"党小组会",
			"支部党员大会",
			"主题党日",
			"党课",
			"组织生活会",
		):
			return {"支部委员会": "全体支委", "党小组会": "全体组员"}.get(meeting["kind"], "全体党员")
		return self.style.names([name for name in meeting["expected"] if name not in meeting["absent"]])

	def dues_rows(self):
		number = 0
		for member in self.members:
			if not member.get("joined_on"):
				continue
			number += 1
			category = member.get("income", "按月领薪")
			base = Decimal(member["base"]) if "base" in member else None
			due = monthly_due(
				base, parse_choice(category, DUES_CATEGORIES).lower().replace(" ", "_"), date(YEAR, 1, 1)
			)
			row = {
				"serial": number,
				"member": self.style.name(member["name"]),
				"category": category,
				"basis_method": "年度核定" if base else None,
				"base": self.style.money(base) if base else None,
				"due": self.style.money(due),
				"method": None if category == "免交" else self.random.choice(("微信", "现金", "银行转账")),
				"pay_day": self.people["pay_day"],
			}
			for month in range(1, 13):
				row.update(self._dues_cells(member, month, due, category))
			yield row

	def _dues_cells(self, member: dict[str, Any], month: int, due: Decimal, category: str) -> dict[str, Any]:
		last = date(YEAR, month, monthrange(YEAR, month)[1])
		left = member["left_branch_on"]
		if max(member["joined_on"], member["joined_branch_on"]) > last or (
			left and left < last.replace(day=1)
		):
			return {}
		paid_on = theme_day(YEAR, month, WORKDAYS.is_workday)
		paid: Any = due
		for gap in GAPS:
			if (gap.rule, gap.subject, gap.period) == ("R49", member["name"], f"{YEAR}-{month:02d}"):
				if gap.status == "Late":
					paid_on = date(YEAR, 6, 10) if month == 5 else date(YEAR, 12, 15)
				else:
					paid = due / 2 if "一部分" in gap.why else Decimal(0)
		return self._written(month, paid, due, paid_on, category)

	def _written(
		self, month: int, paid: Decimal, due: Decimal, paid_on: date, category: str
	) -> dict[str, Any]:
		if category == "免交":
			return {f"paid_{month}": "免交"}
		if not paid:
			return {f"paid_{month}": "未交" if self.name == SMALL else None}
		if self.name == SMALL:
			return {f"paid_{month}": "√"}
		if self.name == LARGE:
			return {f"paid_{month}": f"{self.style.money(paid)}（{paid_on.month}.{paid_on.day}）"}
		return {
			f"due_{month}": self.style.money(due),
			f"paid_{month}": self.style.money(paid),
			f"paid_on_{month}": self.style.day(paid_on),
		}

	def pairing_rows(self):
		words = self.texts["contacts"]
		number = 0
		for member in self.members:
			if not member.get("joined_on") or member["left_branch_on"]:
				continue
			for kind in self._contacts(member["name"]):
				number += 1
				start = date(2024, self.random.randint(1, 12), self.random.randint(1, 28))
				days = sorted(self.random.sample(range(1, 340), self.random.choice((1, 2, 2, 3))))
				days = [date(YEAR, 1, 6) + timedelta(days=offset) for offset in days]
				ended = member["name"] == "牛望山" and kind == "群众" and has_gap("R43", "牛望山", str(YEAR))
				yield {
					"serial": number,
					"member": member["name"],
					"contact_name": contact_name(self.random),
					"contact_kind": kind,
					"start_date": self.style.day(max(start, member["joined_branch_on"])),
					"end_date": self.style.day(date(YEAR, 9, 30)) if ended else None,
					"address": f"婺州市{self.random.choice(('城东', '城西', '溪南'))}街道{self.random.randint(1, 99)}号",
					"phone": f"1000009{self.random.randint(0, 9999):04d}",
					"family": self.random.choice(words["family"]),
					"measures": self.random.choice(words["measures"]),
					"results": self.random.choice(words["results"]),
					**self._log(days[0], words),
				}
				for day in days[1:]:
					yield self._log(day, words)

	def _contacts(self, name: str) -> list[str]:
		"""Kinds of the contacts of a member: two of his own, and one for a post; less where a gap says so."""
		kinds = ["非党律师", "群众"]
		gap = has_gap("R43", name, str(YEAR))
		if name == "贾沐阳" and gap:
			kinds = ["群众"]
		if name == "昝新竹" and gap:
			kinds = []
		if name == self.secretary and not gap:
			kinds.append("律所负责人")
		elif name in self.committee and name != self.secretary and not gap:
			kinds.append("非党业务骨干")
		return kinds

	def _log(self, day: date, words: dict[str, Any]) -> dict[str, Any]:
		return {
			"contact_date": self.style.year_day(day),
			"contact_method": self.random.choice(("走访", "面谈", "电话", "线上")),
			"matter": self.random.choice(words["matters"]),
			"handling": self.random.choice(words["handlings"]),
		}

	def activity_rows(self):
		months = sorted(self.random.sample(range(2, 12), self.people["activities"]))
		for number, (month, text) in enumerate(zip(months, self.texts["activities"], strict=False), start=1):
			day = date(YEAR, month, self.random.randint(5, 25))
			names = sorted(
				self.random.sample(
					self.in_party(day), min(len(self.in_party(day)), self.random.randint(2, 5))
				)
			)
			lawyers = [contact_name(self.random) for _lawyer in range(self.random.randint(0, 3))]
			yield {
				"serial": number,
				"date": self.style.year_day(day),
				"project": text["project"],
				"form": text["form"],
				"location": text["location"],
				"members": self.style.names(names),
				"lawyers": self.style.names(lawyers) if number % 2 else f"{len(lawyers)}人",
				"served_group": f"{text['served']}{self.random.randint(8, 120)}人",
				"sessions": 1,
				"hours": self.random.choice((2, "2.5小时", "3小时", "90分钟")),
				"effect": text["effect"],
			}


_SURNAMES = (
	"赵钱孙周吴郑王冯陈卫蒋沈韩杨朱许何吕施张孔曹严华金陶姜谢邹喻柏水章云苏潘范彭鲁韦马苗花方袁柳鲍史唐"
)
_GIVEN = (
	"建国",
	"秀英",
	"志强",
	"丽华",
	"永康",
	"小兰",
	"国平",
	"桂芳",
	"海涛",
	"春梅",
	"德明",
	"雪琴",
	"文杰",
	"月娥",
	"立新",
	"金花",
)


def _day(member: dict[str, Any], key: str, otherwise: date | None = None) -> date | None:
	"""Return a day that people.json gives for a member, or else another."""
	return date.fromisoformat(member[key]) if key in member else otherwise


def contact_name(source: random.Random) -> str:
	"""Return an invented name of somebody outside the Party."""
	return source.choice(_SURNAMES) + source.choice(_GIVEN)


# --- writing -----------------------------------------------------------------------------------------------------------

_DUES_MONTH_KEYS = {
	FIRST: ("paid", "paid_on"),
	SECOND: ("paid", "paid_on"),
	SMALL: ("paid",),
	LARGE: ("paid",),
	JOINT: ("due", "paid", "paid_on"),
}


def columns_of(sheet: Sheet, rows: list[dict[str, Any]], branch: str) -> list[Column]:
	"""The columns that a branch uses: those with anything in them, and those that are needed."""
	used = {key for row in rows for key, value in row.items() if value is not None}
	wanted = []
	for column in sheet.columns:
		if column.group:
			if column.key.rpartition("_")[0] in _DUES_MONTH_KEYS[branch]:
				wanted.append(column)
		elif column.key in used or column.required:
			wanted.append(column)
	return wanted


def workbook_of(branch: SampleBranch) -> bytes:
	"""Return the workbook of a branch as the content of a file."""
	tables = (
		(layout.ROSTER, branch.roster_rows()),
		(layout.POSTS_SHEET, branch.post_rows()),
		(layout.PLAN, branch.plan_rows()),
		(layout.MEETINGS, branch.meeting_rows()),
		(layout.OPINIONS, branch.opinion_rows()),
		(layout.DUES, branch.dues_rows()),
		(layout.PAIRINGS, branch.pairing_rows()),
		(layout.ACTIVITIES, branch.activity_rows()),
		(layout.TRAININGS, branch.training_rows()),
	)
	book = template.new_book()
	for sheet, rows in tables:
		rows = list(rows)
		if not rows:
			continue
		columns = columns_of(sheet, rows, branch.name)
		title = TITLES[branch.name].format(year=YEAR, sheet=sheet.title)
		table = template.add_sheet(book, sheet, title, columns, facts_of(sheet, branch))
		for row in rows:
			template.write_row(table, [row.get(column.key) for column in columns], columns)
			for column, cell in zip(columns, table[table.max_row], strict=True):
				if isinstance(row.get(column.key), datetime):
					cell.number_format = "yyyy-mm-dd"
				elif isinstance(row.get(column.key), time):
					cell.number_format = "hh:mm"
	return undated(book)


def facts_of(sheet: Sheet, branch: SampleBranch) -> str:
	"""What stands above the annual plan."""
	if sheet is not layout.PLAN:
		return ""
	day = (
		date(YEAR, 2, 20)
		if has_gap("R28", branch.name, str(YEAR)) and branch.name == SECOND
		else date(YEAR, 1, 10)
	)
	return f"制定日期：{day.year}年{day.month}月{day.day}日　　制定依据：{branch.texts['plan_based_on']}"


def undated(book) -> bytes:
	"""Return a workbook's file without the time at which it was made."""
	book.properties.created = book.properties.modified = ANCIENT
	book.properties.creator = "示例"
	made = zipfile.ZipFile(io.BytesIO(template.content_of(book)))
	buffer = io.BytesIO()
	with made, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
		for entry in made.infolist():
			content = made.read(entry)
			if entry.filename == "docProps/core.xml":
				content = re.sub(
					rb"(<dcterms:modified[^>]*>)[^<]*",
					rb"\g<1>" + f"{ANCIENT:%Y-%m-%dT%H:%M:%SZ}".encode(),
					content,
				)
			package.writestr(
				zipfile.ZipInfo(entry.filename, ANCIENT.timetuple()[:6]), content, zipfile.ZIP_DEFLATED
			)
	return buffer.getvalue()


def expected_findings(branches: list[SampleBranch]) -> list[Gap]:
	"""Return GAPS with the days of their meetings."""
	by_name = {branch.name: branch for branch in branches}
	found = []
	for gap in GAPS:
		if gap.subject_type == "Party Meeting":
			month, kind = gap.subject.split()
			day = next(
				meeting["day"]
				for meeting in by_name[gap.branch].meetings
				if meeting["kind"] == kind and f"{meeting['day']:%Y-%m}" == month
			)
			gap = Gap(
				gap.rule, gap.branch, gap.subject_type, f"{day} {kind}", gap.period, gap.status, gap.why
			)
		found.append(gap)
	return sorted(found, key=lambda gap: (gap.rule, gap.branch, gap.subject, gap.period))


def build(folder: Path) -> None:
	"""Write the workbooks and the table of expected findings into a folder."""
	people = json.loads((HERE / "people.json").read_text(encoding="utf-8"))
	texts = json.loads((HERE / "texts.json").read_text(encoding="utf-8"))
	branches = [SampleBranch(name, people[name], texts) for name in FILES]
	folder.mkdir(parents=True, exist_ok=True)
	for branch in branches:
		(folder / FILES[branch.name]).write_bytes(workbook_of(branch))
	with (folder / "expected_findings.csv").open("w", encoding="utf-8", newline="") as file:
		writer = csv.writer(file, lineterminator="\n")
		writer.writerow(["rule", "branch", "subject_type", "subject", "period", "status", "why"])
		for gap in expected_findings(branches):
			writer.writerow(
				[gap.rule, gap.branch, gap.subject_type, gap.subject, gap.period, gap.status, gap.why]
			)


if __name__ == "__main__":
	build(Path(sys.argv[1]) if len(sys.argv) > 1 else HERE)
