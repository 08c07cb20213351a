"""The workbook made for a branch: its people stand in it, as far as the caller may read them, and unchanged it changes nothing."""

# ruff: noqa: F811  (fixtures of another module are asked for by their names)

import io

import pytest
from openpyxl import load_workbook

import frappe

from party_affairs.api.importing import download_template
from party_affairs.importing import workbook
from party_affairs.importing.run import import_workbook
from party_affairs.permissions import seen
from tests.site import factory
from tests.site.test_importing_sheets import SHEETS, stamps
from tests.site.year_book import NAME, YEAR, branch, file_of  # noqa: F401  (a fixture)

pytestmark = pytest.mark.site


@pytest.fixture
def full(branch):
	"""The branch with a year of its own."""
	result = import_workbook(file_of({**YEAR, **{name: SHEETS[name] for name in ("思想汇报", "学时培训")}}))
	assert not result.problems, [problem.line() for problem in result.problems]
	return branch


def template(**given):
	download_template(**given)
	return frappe.local.response.pop("filecontent")


def cells(content, sheet, column):
	"""The values below a heading, without the example row."""
	table = load_workbook(io.BytesIO(content))[sheet]
	heading = next(cell for row in table.iter_rows(max_row=4) for cell in row if cell.value == column)
	example = int(table.print_title_rows.rpartition("$")[2]) + 1
	found = [table.cell(row, heading.column).value for row in range(example + 1, table.max_row + 1)]
	return [value for value in found if value not in (None, "")]


def test_members_posts_and_pairings_stand_in_it(full):
	content = template(branch=NAME, year=2025)
	assert cells(content, "党员花名册", "姓名") == ["张三", "李四", "王五", "赵六", "钱七"]
	assert cells(content, "党员花名册", "党员类别")[-2:] == ["预备党员", "入党积极分子"]
	assert cells(content, "党员花名册", "身份证号") == ["000000199003030012"]
	assert set(cells(content, "党内职务", "党内职务")) == {"书记", "组织委员", "党小组长"}
	assert cells(content, "联系群众", "联系对象姓名") == ["孙八", "周九"]
	assert cells(content, "党费", "姓名") == ["张三", "李四", "王五", "赵六"]
	assert cells(content, "思想汇报", "所属半年")[:2] == ["上半年", "下半年"]
	assert cells(content, "发展党员", "姓名") == ["赵六", "钱七"]


def test_unchanged_or_unfilled_it_changes_nothing_and_says_so(full):
	before = stamps()
	for quarter in (None, 2):
		result = import_workbook(template(branch=NAME, year=2025, quarter=quarter))
		assert not result.problems, [problem.line() for problem in result.problems]
		assert (result.created, result.updated, result.unchanged) == (0, 0, 12)
		assert {note.sheet for note in result.notes} <= {"党费", "思想汇报", "民主评议", "发展党员"}
	result = import_workbook(template(branch=NAME, year=2025, prefilled=False))
	assert result.ok
	assert (result.created, result.updated, result.unchanged) == (0, 0, 0)
	assert [note.sheet for note in result.notes] == [""]
	assert stamps() == before


def test_quarter_has_its_months_alone(full):
	content = template(branch=NAME, year=2025, quarter=3)
	titles = {
		str(cell.value)
		for row in load_workbook(io.BytesIO(content))["党费"].iter_rows(max_row=3)
		for cell in row
	}
	assert {title for title in titles if title.endswith("月")} == {"7月", "8月", "9月"}
	assert {sheet.quarter for sheet in workbook.read(content).sheets} == {3}
	assert set(cells(content, "思想汇报", "所属半年")) == {"下半年"}
	assert cells(content, "民主评议", "姓名") == []


def test_quarters_months_of_dues_leave_the_others_alone(full):
	before = stamps()
	book = load_workbook(io.BytesIO(template(branch=NAME, year=2025, quarter=4)))
	table = book["党费"]
	heads = [cell.value for cell in table[2]]
	row = next(row for row in table.iter_rows(min_row=4) if row[1].value == "李四")
	row[heads.index("月应交")].value = 15
	row[heads.index("10月")].value = 15
	row[heads.index("10月") + 1].value = "10月15日"
	stream = io.BytesIO()
	book.save(stream)
	result = import_workbook(stream.getvalue())
	assert not result.problems, [problem.line() for problem in result.problems]
	months = frappe.get_all(
		"Party Dues Entry",
		{"branch": NAME, "dues_month": [">=", "2025-10-01"], "paid_amount": [">", 0]},
		pluck="dues_month",
	)
	assert [str(month) for month in months] == ["2025-10-01"]
	assert not [note for note in result.notes if "党费" in note.sheet and "1月" in note.line()]
	assert {key: value for key, value in stamps().items() if key in before} == before


def test_what_the_caller_may_not_see_is_left_out(full, set_user):
	frappe.db.set_value("Party Post", {"post": "Organisation Commissioner"}, "removed_on", "2025-01-01")
	user = factory.holder(full, "Secretary", in_organisation=full.parent_party_branch, name="上级书记")
	with set_user(user):
		content = template(branch=NAME, year=2025)
	assert cells(content, "党员花名册", "姓名")
	other = factory.branch("浙江高山律师事务所党支部", parent=full.parent_party_branch)
	stranger = factory.holder(other, "Secretary", name="高山书记")
	with set_user(stranger), pytest.raises(frappe.PermissionError):
		template(branch=NAME, year=2025)


def test_download_of_personal_data_is_marked_and_noted(full):
	seen.take()
	content = template(branch=NAME, year=2025)
	assert any(one.doctype == "Party Member" for one in seen.take())
	assert load_workbook(io.BytesIO(content)).properties.description
	empty = template(branch=NAME, year=2025, prefilled=False)
	assert seen.take() == []
	assert not load_workbook(io.BytesIO(empty)).properties.description
	with pytest.raises(frappe.ValidationError, match="5"):
		template(branch=NAME, year=2025, quarter=5)
