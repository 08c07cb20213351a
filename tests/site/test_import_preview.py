"""The preview: what an import would do, while nothing is changed."""

# ruff: noqa: F811  (fixtures of another module are asked for by their names)

import copy

import pytest

from party_affairs.importing.preview import nearest, preview_workbook
from party_affairs.importing.run import import_workbook
from tests.fuzz import state
from tests.site.year_book import NAME, branch, file_of, imported, put, year  # noqa: F401  (fixtures)

pytestmark = pytest.mark.site

LEFT_BEHIND = {"tabSeries"}


def previewed(sheets):
	before = state.checksums(state.tables())
	preview = preview_workbook(file_of(sheets), NAME, 2025)
	after = state.checksums(state.tables())
	assert {table for table in after if after[table] != before[table]} <= LEFT_BEHIND
	return preview


def numbers(preview):
	return {sheet["sheet"]: (sheet["new"], sheet["changed"], sheet["unchanged"]) for sheet in preview.sheets}


def sheet_of(preview, name):
	return next(sheet for sheet in preview.sheets if sheet["sheet"] == name)


def test_everything_of_a_first_year_is_new(branch, year):
	preview = previewed(year)
	assert preview.result.ok
	found = numbers(preview)
	assert found["党员花名册"] == (5, 0, 0)
	assert found["组织生活"] == (3, 0, 0)
	result = imported(year)
	assert sum(new for new, _changed, _same in found.values()) == result.created
	assert [(column["heading"], column["read_as"]) for column in sheet_of(preview, "联系群众")["columns"]][
		1
	] == (
		"联系人",
		"联系人",
	)


def test_changes_are_told_field_by_field(branch, year):
	imported(year)
	later = copy.deepcopy(year)
	put(later, "党员花名册", "联系电话", "10000000009")
	put(later, "组织生活", "发言摘录", "改了", 1)
	preview = previewed(later)
	found = numbers(preview)
	assert (found["党员花名册"], found["组织生活"], found["公益活动"]) == ((0, 1, 4), (0, 1, 2), (0, 0, 1))
	[record] = sheet_of(preview, "党员花名册")["records"]
	[changed] = record["fields"]
	assert (record["row"], record["new"]) == (3, False)
	assert "张三" in record["name"].replace(" ", "")
	assert (changed["label"], changed["old"], changed["new"]) == ("联系电话", "10000000001", "10000000009")
	[record] = sheet_of(preview, "组织生活")["records"]
	assert [(changed["old"], changed["new"]) for changed in record["fields"]] == [("李四：同意", "改了")]
	assert import_workbook(file_of(later)).updated == 2


def test_who_is_not_found_is_named_with_the_nearest(branch, year):
	put(year, "组织生活", "主持人", "张叁", 1)
	put(year, "组织生活", "记录人", "李四四", 2)
	preview = previewed(year)
	assert [(found["name"], found["nearest"]) for found in preview.unknown] == [
		("张叁", ["张三"]),
		("李四四", ["李四"]),
	]
	assert preview.unknown[0]["places"] == [{"sheet": "组织生活", "column": "主持人", "rows": "第4行"}]
	assert len(preview.result.problems) == 2
	assert numbers(preview)["党员花名册"] == (5, 0, 0)


def test_faults_of_cells_and_documents_are_told_together(branch, year):
	put(year, "公益活动", "日期", "某日")
	put(year, "组织生活", "日期", "2025-04-08", 0)
	put(year, "组织生活", "类型", "党小组会", 1)
	preview = previewed(year)
	assert {problem.sheet for problem in preview.result.problems} == {"公益活动", "组织生活"}


def test_column_that_is_not_read_says_why(branch, year):
	year["公益活动"]["head"].append("星座")
	year["公益活动"]["rows"][0].append("双鱼")
	[column] = sheet_of(previewed(year), "公益活动")["left_out"]
	assert column["heading"] == "星座" and column["reason"]


@pytest.mark.parametrize(
	"name, known, expected",
	[
		("张叁", ["张三", "李四"], ["张三"]),
		("王小明", ["王晓明", "王小朋", "李明"], ["王小朋", "王晓明"]),
		("王明", ["王小明", "王大明", "赵六"], ["王大明", "王小明"]),
		("买买提试不都", ["买买提·试不都", "张三"], ["买买提·试不都"]),
		("无名氏", ["张三"], []),
	],
)
def test_nearest_names(name, known, expected):
	assert nearest(name, known) == expected
