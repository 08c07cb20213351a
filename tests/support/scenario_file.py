"""Reads a scenario: an organisation, its people and records, and what a check must find on which day, in Chinese words.

Each text of the file stays text, whatever it looks like (the usual loader makes `no` False and `12:30` 750). Tables are
blocks of text: the first line names the columns, cells are divided by blanks, `-` is an empty cell, `#` begins a remark.
Keys, columns and words come from closed sets; what is unknown, double or missing is refused with file and line.
CONTRIBUTING tells how to write one.
"""

import csv
import difflib
import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache, partial
from pathlib import Path
from typing import Any

import yaml

from party_affairs.guide import registry
from party_affairs.rules.periods import MONTHS, calendar_year, parse, periods_between

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "tests" / "scenarios"
_DOCTYPES = ROOT / "party_affairs" / "party_affairs" / "doctype"
_TRANSLATIONS = ROOT / "party_affairs" / "translations" / "zh.csv"

RESULTS = {
	"完成": "Met",
	"逾期完成": "Late",
	"缺失": "Missed",
	"待办": "Due",
	"计划": "Planned",
	"免除": "Excused",
	"不适用": None,
}
"""The words for a result and the label of the finding; what does not apply has no finding."""


class ScenarioError(ValueError):
	"""A scenario that cannot be read, or says what cannot be; the sentence names file and line."""


class Refused(ValueError):
	"""What is wrong with a value; the reader adds file and line."""


@dataclass(frozen=True)
class Place:
	"""A line of a file."""

	file: str
	line: int

	def error(self, sentence: str) -> ScenarioError:
		return ScenarioError(f"{self.file}:{self.line}: {sentence}")


@dataclass(frozen=True)
class Row:
	"""One row of a table: values by column (None: an empty cell), and where it stands."""

	values: Mapping[str, Any]
	place: Place

	def __getitem__(self, column: str) -> Any:
		return self.values[column]

	def get(self, column: str, default: Any = None) -> Any:
		value = self.values.get(column)
		return default if value is None else value


@dataclass(frozen=True)
class Expectation:
	"""One finding that there must be (`status` its label), or none about clause, subject and period.

	`branch` is the organisation that answers, None where the scenario leaves it open; `words` stand in the sentence.
	`counted` is the clause under which the finding is counted, None where that is left open.
	"""

	clause: str
	subject: str
	period: str
	branch: str | None
	status: str | None
	words: tuple[str, ...]
	counted: str | None
	place: Place
	text: str


@dataclass(frozen=True)
class Checked:
	"""What a check of `year` on `day` must find; `awaited` names what has to come before it does."""

	day: date
	year: int
	expected: tuple[Expectation, ...]
	awaited: str | None
	place: Place


@dataclass(frozen=True)
class Scenario:
	"""A scenario as its file tells it; `tables` by their key, rows in the order of the file."""

	path: Path
	title: str
	note: str
	year: int
	clauses: tuple[str, ...]
	tables: Mapping[str, tuple[Row, ...]]
	checks: tuple[Checked, ...]

	@property
	def last_day(self) -> date:
		"""The last day that the file speaks of: by then everything has happened."""
		days = [check.day for check in self.checks]
		for rows in self.tables.values():
			for row in rows:
				for value in row.values.values():
					days += [
						day
						for day in (value if isinstance(value, tuple) else (value,))
						if isinstance(day, date)
					]
		return max(days)


def paths() -> list[Path]:
	"""Return the files of all scenarios, sorted."""
	return sorted(FOLDER.glob("*.yaml"))


def load(path: Path) -> Scenario:
	"""Return the scenario of a file. Raise `ScenarioError`."""
	return read(path.read_text(encoding="utf-8"), path)


# --- cells -----------------------------------------------------------------------------------------------------------


def _text(cell: str) -> str:
	return cell


def _number(cell: str) -> int:
	if not re.fullmatch(r"\d+", cell):
		raise Refused(f"{cell} is no whole number")
	return int(cell)


def _money(cell: str) -> str:
	if not re.fullmatch(r"\d+(\.\d{1,2})?", cell):
		raise Refused(f"{cell} is no sum of money")
	return cell


def _day(cell: str) -> date:
	try:
		if not re.fullmatch(r"\d{4}-\d\d-\d\d", cell):
			raise ValueError
		return date.fromisoformat(cell)
	except ValueError:
		raise Refused(f"{cell} is no day: write 2025-03-15") from None


_DAY_OF_MONTHS = re.compile(r"(?P<months>\d{4}(?:各月|年\d+月(?:至\d+月)?))(?P<day>\d+)日")


def _days(cell: str) -> tuple[date, ...]:
	"""Days, divided by `、`; `2025各月15日` and `2025年4月至11月15日` are one in each month."""
	found: list[date] = []
	for part in cell.split("、"):
		monthly = _DAY_OF_MONTHS.fullmatch(part)
		if monthly:
			months = [parse(key).start for key in periods(monthly["months"])]
			try:
				found += [month.replace(day=int(monthly["day"])) for month in months]
			except ValueError:
				raise Refused(f"{part}: not each of these months has that day") from None
		else:
			found.append(_day(part))
	return tuple(found)


_DAY_OF_MONTH = re.compile(r"当月(\d+)日")


def _day_or_day_of_month(cell: str) -> date | int:
	"""A day, or the number of a day in the month that the row is about (`当月5日`)."""
	found = _DAY_OF_MONTH.fullmatch(cell)
	return int(found[1]) if found else _day(cell)


def _names(cell: str) -> tuple[str, ...]:
	return tuple(cell.split("、"))


def _many(cell: str) -> tuple[str, ...]:
	"""Names divided by `、`; `律师×30` are 律师1 to 律师30."""
	found: list[str] = []
	for part in cell.split("、"):
		name, times, number = part.partition("×")
		found += [f"{name}{place}" for place in range(1, _number(number) + 1)] if times else [name]
	return tuple(found)


def _tick(cell: str) -> bool:
	if cell not in ("是", "否"):
		raise Refused(f"{cell} is unknown: write 是 or 否")
	return cell == "是"


_PERIOD = re.compile(
	r"(?P<year>\d{4})(?:年(?:(?P<month>\d{1,2})月(?:至(?P<last>\d{1,2})月)?)?|(?P<half>[上下])半年|(?P<quarter>[一二三四])季度"
	r"|各(?P<each>月|季度|半年))"
)
_EACH = {"月": "month", "季度": "quarter", "半年": "half_year"}


def periods(cell: str) -> tuple[str, ...]:
	"""Return the keys of the periods that a cell names: `2025年`, `2025上半年`, `2025一季度`, `2025年4月至6月`, `2025各月` …"""
	keys: list[str] = []
	for part in cell.split("、"):
		found = _PERIOD.fullmatch(part)
		if not found:
			raise Refused(f"{part} is no period: write 2025年, 2025上半年, 2025一季度, 2025年3月 or 2025各月")
		year = found["year"]
		if found["month"]:
			months = range(int(found["month"]), int(found["last"] or found["month"]) + 1)
			if not months or months[0] < 1 or months[-1] > 12:
				raise Refused(f"{part} names no months")
			keys += [f"{year}-{month:02d}" for month in months]
		elif found["half"]:
			keys.append(f"{year}-H{'上下'.index(found['half']) + 1}")
		elif found["quarter"]:
			keys.append(f"{year}-Q{'一二三四'.index(found['quarter']) + 1}")
		elif found["each"]:
			whole = calendar_year(int(year))
			keys += [period.key for period in periods_between(_EACH[found["each"]], whole.start, whole.end)]
		else:
			keys.append(year)
	return tuple(keys)


def _period(cell: str) -> str:
	keys = periods(cell)
	if len(keys) != 1:
		raise Refused(f"{cell} is more than one period")
	return keys[0]


def _months(cell: str) -> tuple[str, ...]:
	keys = periods(cell)
	if any(parse(key).kind != "month" for key in keys):
		raise Refused(f"{cell} names no months")
	return keys


def _numbers(cell: str) -> tuple[int, ...]:
	"""Numbers of months in a year: `1、3、7-12`."""
	found: list[int] = []
	for part in cell.split("、"):
		ends = [_number(end) for end in part.split("-")]
		found += range(ends[0], ends[-1] + 1)
	if not found or min(found) < 1 or max(found) > MONTHS["year"]:
		raise Refused(f"{cell} names no months of a year")
	return tuple(found)


def _among(words: Callable[[], Mapping[str, Any]], cell: str) -> Any:
	known = words()
	if cell not in known:
		raise Refused(_unknown(cell, known))
	return known[cell]


def _each_among(words: Callable[[], Mapping[str, Any]], cell: str) -> tuple:
	return tuple(_among(words, part) for part in cell.split("、"))


def _unknown(word: str, known: Iterable[str]) -> str:
	known = list(known)
	near = difflib.get_close_matches(word, known, 1, 0.5)
	return f"{word} is unknown, {f'near to it is {near[0]}' if near else 'known are ' + '、'.join(known)}"


@cache
def _translations() -> dict[str, str]:
	with _TRANSLATIONS.open(encoding="utf-8", newline="") as file:
		return {row[0]: row[1] for row in csv.reader(file) if len(row) >= 2}


@cache
def labels(doctype: str, fieldname: str) -> dict[str, str]:
	"""Return the choices of a field by the words that the site shows: scenarios speak as the forms do."""
	definition = json.loads((_DOCTYPES / doctype / f"{doctype}.json").read_text(encoding="utf-8"))
	(options,) = [row["options"] for row in definition["fields"] if row["fieldname"] == fieldname]
	return {_translations().get(label, label): label for label in options.split("\n") if label}


def _label(doctype: str, fieldname: str) -> Callable[[str], str]:
	return partial(_among, partial(labels, doctype, fieldname))


def _each_label(doctype: str, fieldname: str) -> Callable[[str], tuple[str, ...]]:
	return partial(_each_among, partial(labels, doctype, fieldname))


def _one_of(words: Mapping[str, Any]) -> Callable[[str], Any]:
	return partial(_among, lambda: words)


def _each_of(words: Mapping[str, Any]) -> Callable[[str], tuple]:
	return partial(_each_among, lambda: words)


# --- tables ----------------------------------------------------------------------------------------------------------

CONTENTS = {
	"集中学习": "has_study",
	"汇报思想": "has_thought_report",
	"交纳党费": "has_dues_payment",
	"民主议事": "has_democratic_council",
	"志愿服务": "has_voluntary_service",
	"无": None,
}
MINUTES = {
	"地点": "location",
	"主持人": "chair",
	"议题": "agenda",
	"发言摘录": "speeches",
	"议决结果": "outcome",
	"讲课人": "lecturer",
	"结束时间": "ends_on",
}
"""What the minutes of a meeting may lack."""
ALSO = {
	"支部党员大会": "also_assembly",
	"主题党日": "also_theme_day",
	"党课": "also_lecture",
	"组织生活会": "also_life_meeting",
}
PARTS_OF_REVIEW = {
	"会前学习": {"studies": []},
	"征求意见": {"opinions": []},
	"谈心谈话": {"talks_held": 0},
	"查摆问题": {"problems": []},
	"整改方向": {"direction": None},
	"批评与自我批评": None,
	"整改清单": {"measures": []},
}


@dataclass(frozen=True)
class Table:
	"""The columns of a table, those that each row must fill marked with `*` in `must`."""

	columns: Mapping[str, Callable[[str], Any]]
	must: frozenset[str] = field(default_factory=frozenset)


def _table(**columns: Callable[[str], Any]) -> Table:
	"""Columns by their names; one whose name ends in an underscore must be filled."""
	return Table(
		{name.rstrip("_"): column for name, column in columns.items()},
		frozenset(name.rstrip("_") for name in columns if name.endswith("_")),
	)


TABLES: Mapping[str, Table] = {
	"律所": _table(名称_=_text, 主管=_text, 停业=_tick),
	"支部": _table(
		名称_=_text,
		类型=_label("party_branch", "branch_type"),
		上级=_text,
		成立=_day,
		记录自=_day,
		撤销=_day,
		批准文号=_text,
		届始=_day,
		任期=_number,
	),
	"覆盖律所": _table(支部_=_text, 律所_=_text, 自=_day, 至=_day),
	"人员": _table(
		姓名_=_many,
		支部_=_text,
		身份=_label("party_member", "stage"),
		到支部=_day,
		入党=_day,
		转正=_day,
		律所=_text,
		岗位=_text,
		出生=_day,
		年老体弱=_tick,
		体弱自=_day,
		体弱至=_day,
	),
	"党小组": _table(名称_=_text, 支部_=_text, 成立=_day, 撤销=_day, 组长=_text),
	"职务": _table(谁_=_text, 职务_=_label("party_post", "post"), 支部=_text, 自=_day, 至=_day, 党小组=_text),
	"接转": _table(谁_=_text, 到=_text, 开信_=_day, 有效天数=_number, 接收=_day, 退回=_day, 代号=_text),
	"转入": _table(
		谁_=_text,
		到_=_text,
		开信_=_day,
		接收_=_day,
		身份=_label("party_member", "stage"),
		党费交至=_day,
	),
	"变动": _table(
		谁_=_text,
		种类_=_label("party_membership_change", "kind"),
		日期_=_day,
		登记=_day,
		会议=_text,
		代号=_text,
	),
	"重要事项": _table(
		谁_=_text,
		种类_=_label("party_member_event", "kind"),
		日期_=_day,
		律所=_text,
		会议=_text,
		代号=_text,
	),
	"记录变更": _table(谁_=_text, 日期_=_day, 律所=_text, 岗位=_text),
	"会议": _table(
		支部_=_text,
		种类_=_label("party_meeting", "kind"),
		日期_=_days,
		兼=_each_of(ALSO),
		代号=_text,
		党小组=_text,
		主持=_text,
		参加=_names,
		请假=_names,
		列席=_each_label("party_meeting_guest", "guest_kind"),
		内容=_each_of(CONTENTS),
		小时=_text,
		讲课人=_text,
		缺记=_each_of(MINUTES),
	),
	"年度计划": _table(
		支部_=_text,
		年度_=_number,
		制定_=_day,
		月份=_numbers,
		种类=_label("party_annual_plan_line", "kind"),
		责任人=_text,
		讲课人=_text,
		讨论会议=_text,
	),
	"思想汇报": _table(谁_=_text, 期间_=_period, 交_=_day, 点评人=_text, 点评=_day, 代号=_text),
	"个人剖析": _table(谁_=_text, 年度_=_number, 交_=_day),
	"谈心谈话": _table(
		谁_=_text,
		对象_=_text,
		日期_=_days,
		支部=_text,
		事由=_label("heart_talk", "occasion"),
		事项=_text,
	),
	"联系对象": _table(
		谁_=_text,
		种类_=_label("contact_pairing", "contact_kind"),
		人数=_number,
		对象=_text,
		自=_day,
		至=_day,
		入党=_day,
		离所=_day,
		电话=_text,
		地址=_text,
		家庭=_text,
		措施=_text,
		成效=_text,
		代号=_text,
	),
	"意见建议": _table(支部_=_text, 提出_=_day, 期限=_day, 答复=_day, 代号=_text),
	"党费": _table(谁_=_many, 期间_=_months, 应交=_money, 实交=_money, 日期=_day_or_day_of_month, 免交=_tick),
	"党费核定": _table(谁_=_text, 自_=_day, 至=_day, 类别=_label("dues_assessment", "category"), 基数=_money),
	"工作报告": _table(
		支部_=_text,
		期间_=_period,
		报告人_=_text,
		大会=_text,
		审议=_label("party_work_report", "review_result"),
		报送=_day,
		上级评议=_day,
		代号=_text,
	),
	"组织生活会": _table(
		支部_=_text,
		年度_=_number,
		会议_=_text,
		缺少=_each_of(PARTS_OF_REVIEW),
		责任人=_text,
		时限=_day,
		销号=_day,
		代号=_text,
	),
	"民主评议": _table(
		支部_=_text,
		年度_=_number,
		投票_=_day,
		党内票_=_number,
		党外票_=_number,
		定等次=_text,
		用于=_text,
	),
	"学习培训": _table(支部_=_text, 日期_=_day, 学时_=_number, 参加_=_names),
	"双向培养": _table(支部_=_text, 对象_=_text, 导师_=_text, 自_=_day, 考察=_day, 止=_day),
	"公益活动": _table(
		支部_=_text, 项目_=_text, 日期_=_day, 参加=_names, 次数=_number, 效果=_text, 代号=_text
	),
	"发展步骤": _table(
		谁_=_text, 步骤_=_label("party_development_step", "step"), 日期_=_day, 会议=_text, 票数=_number
	),
	"发展考察": _table(谁_=_text, 日期_=_days),
	"发展终止": _table(谁_=_text, 日期_=_day),
	"换届": _table(支部_=_text, 召开_=_day, 上届届满_=_day),
	"豁免": _table(支部_=_text, 条款_=_text, 谁=_text, 自_=_day, 至_=_day, 决定_=_day, 撤销=_day),
	"自查": _table(
		支部_=_text,
		种类=_label("self_check", "kind"),
		年度_=_number,
		建表_=_day,
		填写=_day,
		未填=_names,
		否=_names,
		部分=_names,
		不适用=_names,
		会议=_text,
		上报=_day,
		确认=_day,
		退回=_names,
		公示=_day,
		决定=_label("self_check", "decision"),
		决定日=_day,
		撤回=_day,
	),
	"设置": _table(项目_=_text, 值_=_text),
	"本地参数": _table(条款_=_text, 参数_=_text, 值_=_text),
}
"""Every table that a scenario may have: the organisation, its people, and its records."""

_EXPECTED = _table(条款_=_text, 谁_=_text, 期间_=periods, 责任支部=_text, 结果_=_text, 计入=_text, 句中=_text)
_NOT_EXPECTED = _table(条款_=_text, 谁_=_text, 期间_=periods, 责任支部=_text)
_KEYS = ("名称", "说明", "条款", "年度")
_CHECK_KEYS = ("检查日", "年度", "应有", "不应有", "待落实")


# --- reading ---------------------------------------------------------------------------------------------------------


def read(text: str, path: Path) -> Scenario:
	"""Return the scenario of a file's text. Raise `ScenarioError`."""
	return _Reader(path).scenario(text)


class _Reader:
	def __init__(self, path: Path) -> None:
		self.path = path
		self.file = path.relative_to(ROOT).as_posix() if path.is_relative_to(ROOT) else path.name

	def at(self, node: yaml.Node) -> Place:
		return Place(self.file, node.start_mark.line + 1)

	def scenario(self, text: str) -> Scenario:
		try:
			node = yaml.compose(text, Loader=yaml.BaseLoader)
		except yaml.MarkedYAMLError as error:
			raise Place(self.file, error.problem_mark.line + 1).error(error.problem) from None
		if node is None:
			raise Place(self.file, 1).error("The file is empty.")
		found = self.mapping(node, (*_KEYS, *TABLES, "检查"), must=("名称", "说明", "条款", "年度", "检查"))
		year = self.value(found["年度"], _number)
		clauses = self.clauses(found["条款"])
		checks = self.list(found["检查"])
		return Scenario(
			path=self.path,
			title=self.text(found["名称"]),
			note=self.text(found["说明"]),
			year=year,
			clauses=clauses,
			tables={key: self.table(found[key], table) for key, table in TABLES.items() if key in found},
			checks=tuple(self.check(check, year, clauses) for check in checks),
		)

	def clauses(self, node: yaml.Node) -> tuple[str, ...]:
		known = [clause.id for clause in registry.all_clauses()]
		numbers = []
		for item in self.list(node):
			number = self.text(item)
			if number not in known:
				raise self.at(item).error(f"Clause {_unknown(number, known)}.")
			if number in numbers:
				raise self.at(item).error(f"Clause {number} stands there twice.")
			numbers.append(number)
		return tuple(numbers)

	def check(self, node: yaml.Node, year: int, clauses: tuple[str, ...]) -> Checked:
		found = self.mapping(node, _CHECK_KEYS, must=("检查日",))
		if not {"应有", "不应有"} & set(found):
			raise self.at(node).error("The check says neither 应有 nor 不应有.")
		expected = []
		for key, table in (("应有", _EXPECTED), ("不应有", _NOT_EXPECTED)):
			for row in self.table(found[key], table) if key in found else ():
				expected += self.expectations(row, clauses)
		return Checked(
			day=self.value(found["检查日"], _day),
			year=self.value(found["年度"], _number) if "年度" in found else year,
			expected=tuple(expected),
			awaited=self.text(found["待落实"]) if "待落实" in found else None,
			place=self.at(node),
		)

	def expectations(self, row: Row, clauses: tuple[str, ...]) -> Iterable[Expectation]:
		if row["条款"] not in clauses:
			raise row.place.error(f"Clause {row['条款']} does not stand in 条款 of this file.")
		result = row.get("结果", "不适用")
		if result not in RESULTS:
			raise row.place.error(f"{_unknown(result, RESULTS)}.")
		words = tuple(row.get("句中", "").split("+")) if row.get("句中") else ()
		if words and RESULTS[result] is None:
			raise row.place.error("What does not apply has no sentence.")
		counted = row.get("计入")
		if counted and counted not in clauses:
			raise row.place.error(f"Clause {counted} does not stand in 条款 of this file.")
		for period in row["期间"]:
			yield Expectation(
				clause=row["条款"],
				subject=row["谁"],
				period=period,
				branch=row.get("责任支部"),
				status=RESULTS[result],
				words=words,
				counted=counted,
				place=row.place,
				text=f"{row['条款']} {row['谁']} {period} {row.get('责任支部', '')} {result}".replace(
					"  ", " "
				),
			)

	def table(self, node: yaml.Node, table: Table) -> tuple[Row, ...]:
		if not isinstance(node, yaml.ScalarNode) or node.style != "|":
			raise self.at(node).error(
				"A table is a block of text: begin it with | and put each row on a line."
			)
		header: list[str] | None = None
		rows = []
		for number, line in enumerate(node.value.split("\n"), start=node.start_mark.line + 2):
			place = Place(self.file, number)
			cells = line.split("#", 1)[0].split()
			if not cells:
				continue
			if header is None:
				header = self.header(cells, table, place)
				continue
			if len(cells) != len(header):
				raise place.error(
					f"{len(cells)} cells in a table of {len(header)} columns; write - for an empty cell."
				)
			rows.append(self.row(header, cells, table, place))
		if not rows:
			raise self.at(node).error("The table has no rows.")
		return tuple(rows)

	def header(self, names: list[str], table: Table, place: Place) -> list[str]:
		for name in names:
			if name not in table.columns:
				raise place.error(f"Column {_unknown(name, table.columns)}.")
			if names.count(name) > 1:
				raise place.error(f"Column {name} stands there twice.")
		for name in table.columns:
			if name in table.must and name not in names:
				raise place.error(f"Column {name} is missing.")
		return names

	def row(self, header: list[str], cells: list[str], table: Table, place: Place) -> Row:
		values = {}
		for name, cell in zip(header, cells, strict=True):
			if cell == "-" and name in table.must:
				raise place.error(f"{name} is empty.")
			try:
				values[name] = None if cell == "-" else table.columns[name](cell)
			except Refused as refusal:
				raise place.error(f"{name}: {refusal}.") from None
		return Row(values, place)

	def mapping(self, node: yaml.Node, known: Iterable[str], must: Iterable[str]) -> dict[str, yaml.Node]:
		if not isinstance(node, yaml.MappingNode):
			raise self.at(node).error("Keys with values are expected here.")
		found: dict[str, yaml.Node] = {}
		for key, value in node.value:
			name = self.text(key)
			if name not in known:
				raise self.at(key).error(f"Key {_unknown(name, known)}.")
			if name in found:
				raise self.at(key).error(f"Key {name} stands there twice.")
			found[name] = value
		for name in must:
			if name not in found:
				raise self.at(node).error(f"Key {name} is missing.")
		return found

	def list(self, node: yaml.Node) -> list[yaml.Node]:
		if not isinstance(node, yaml.SequenceNode) or not node.value:
			raise self.at(node).error("A list with at least one entry is expected here.")
		return node.value

	def value(self, node: yaml.Node, reader: Callable[[str], Any]) -> Any:
		try:
			return reader(self.text(node))
		except Refused as refusal:
			raise self.at(node).error(f"{refusal}.") from None

	def text(self, node: yaml.Node) -> str:
		if not isinstance(node, yaml.ScalarNode) or not node.value.strip():
			raise self.at(node).error("A text is expected here.")
		return node.value.strip()
