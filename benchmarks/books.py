"""Year workbooks of made-up branches: as many members and meetings as wanted, written as secretaries write them."""

import io
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any
from zlib import crc32

from openpyxl import Workbook

YEAR = 2025
BASE = 8000
MONTHLY = 80
"""Yuan a month by the national standard for that base."""

_SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章"
_GIVEN = "建国志强丽娟晓明文博海燕永红思远佳宁浩然雨桐子轩梓涵"
_KINDS = ("主题党日", "支部党员大会", "支委会", "党课", "主题党日、支部党员大会")
_REASONS = ("出差", "开庭", "病假")
_DAYS = 330
_DAYS_OF_BIRTH = 10_000


def people(branch: str, members: int) -> list[str]:
	"""Return the names of a branch's members; no two within a branch are alike."""
	chosen = crc32(branch.encode()) // _DAYS_OF_BIRTH
	return [
		_SURNAMES[number % len(_SURNAMES)]
		+ _GIVEN[chosen % len(_GIVEN)]
		+ _GIVEN[(chosen + 1 + number // len(_SURNAMES)) % len(_GIVEN)]
		for number in range(members)
	]


def _born(branch: str, number: int) -> date:
	return date(1960, 1, 1) + timedelta((crc32(branch.encode()) + 211 * number) % _DAYS_OF_BIRTH)


def workbook(branch: str, members: int, meetings: int, year: int = YEAR, corrected: int = 0) -> bytes:
	"""Return the file of a branch's year: roster, posts, meetings with names and contents, dues, contacts, activities.

	The first `corrected` meetings were held in another place.
	"""
	everybody = people(branch, members)
	book = Workbook(write_only=True)
	for title, rows in (
		("党员花名册", _roster(branch, everybody)),
		("党内职务", _posts(everybody)),
		("组织生活", _meetings(everybody, meetings, year, corrected)),
		("党费", _dues(everybody)),
		("联系群众", _contacts(everybody)),
		("公益活动", _activities(everybody)),
	):
		sheet = book.create_sheet(title)
		sheet.append([f"{branch} {year}年度 {title}"])
		for row in rows:
			sheet.append(row)
	buffer = io.BytesIO()
	book.save(buffer)
	return buffer.getvalue()


def _roster(branch: str, everybody: list[str]) -> Iterator[list[Any]]:
	yield [
		"序号",
		"姓名",
		"性别",
		"出生日期",
		"党员类别",
		"编入本支部日期",
		"入党日期",
		"转正日期",
		"联系电话",
	]
	for number, name in enumerate(everybody):
		yield [
			number + 1,
			name,
			"男" if number % 2 else "女",
			_born(branch, number),
			"正式党员",
			"2018-07-01",
			"2010-07-01",
			"2011-07-01",
			f"100000{number:05d}",
		]


def _posts(everybody: list[str]) -> Iterator[list[Any]]:
	yield ["序号", "姓名", "职务", "任职日期", "任期届满日期"]
	posts = ("支部书记", "支部副书记", "组织委员", "宣传委员", "纪检委员")
	for number, (name, post) in enumerate(zip(everybody, posts, strict=False)):
		yield [number + 1, name, post, "2024-03-01", "2029-02-28"]


def _meetings(everybody: list[str], meetings: int, year: int, corrected: int) -> Iterator[list[Any]]:
	yield [
		*("序号", "日期", "时间", "类型", "议题", "地点", "主持人", "记录人", "参会人员", "缺席人员及原因"),
		*("列席人员", "会议内容", "发言摘录", "议决结果", "赞成", "责任人", "完成时限"),
	]
	for number in range(meetings):
		day, round_of_day = date(year, 1, 2) + timedelta(number % _DAYS), number // _DAYS
		kind = _KINDS[number % len(_KINDS)]
		in_committee = kind == "支委会"
		called = everybody[:5] if in_committee else everybody
		absent = [] if in_committee else called[5 + number % 3 :: 9]
		present = [name for name in called if name not in absent]
		votes = number % 4 == 0
		yield [
			number + 1,
			day,
			f"{8 + round_of_day}:00-{8 + round_of_day}:50",
			kind,
			f"第{number + 1}次学习讨论",
			"会议室" if number < corrected else "党群活动室",
			everybody[0],
			everybody[1],
			"、".join(present),
			"、".join(f"{name}（{_REASONS[place % 3]}）" for place, name in enumerate(absent)) or None,
			"周某（非党律师）" if number % 5 == 0 else None,
			"一是集中学习文件，二是通报近期工作。" * 4,
			"同志们结合执业谈了认识和体会，大家表示赞同。" * 4,
			"会议同意所提计划，请责任人按期完成。",
			len(present) if votes else None,
			everybody[1] if votes else None,
			f"{year}-12-31" if votes else None,
		]


def _dues(everybody: list[str]) -> Iterator[list[Any]]:
	months = [heading for month in range(1, 13) for heading in (f"{month}月", f"{month}月交纳日期")]
	yield ["序号", "姓名", "人员类别", "月交纳基数", *months]
	for number, name in enumerate(everybody):
		paid = [cell for month in range(1, 13) for cell in (MONTHLY, f"{month}月15日")]
		yield [number + 1, name, "按月领薪", BASE, *paid]


def _contacts(everybody: list[str]) -> Iterator[list[Any]]:
	yield ["序号", "联系人", "联系对象姓名", "对象类别", "结对日期", "联系时间", "联系形式", "反映问题"]
	for number, name in enumerate(everybody):
		yield [
			number + 1,
			name,
			f"{_SURNAMES[number % len(_SURNAMES)]}春生",
			"群众",
			"2024.1.5",
			"3月3日",
			"面谈",
			"办公场地",
		]


def _activities(everybody: list[str]) -> Iterator[list[Any]]:
	yield ["序号", "日期", "项目", "方式", "参加党员", "参加律师", "服务对象及人数", "时长", "效果"]
	for month in range(1, 13):
		yield [
			month,
			f"{month}月20日",
			f"社区普法{month}",
			"普法",
			"、".join(everybody),
			"非党律师甲",
			"居民60余人",
			"90分钟",
			"好",
		]
