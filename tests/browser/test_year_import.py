"""The form of a year import: a workbook is uploaded, previewed, brought in as far as it is right, handed back marked, and undone."""

import io
from pathlib import Path

import pytest
from openpyxl import load_workbook

SECRETARY = "shuji@example.com"
SAMPLE = Path(__file__).parents[2] / "samples" / "澄砚第一党支部2025.xlsx"
AT_WORK = "['Queued', 'Running'].includes(cur_frm.doc.status)"


@pytest.fixture
def desk(log_in):
	visit = log_in(SECRETARY)
	yield visit
	assert visit.errors == []


class Book:
	"""The year that is in the system already, with a new telephone number, a name nobody has and a day that is none."""

	def __init__(self, folder):
		self._book = load_workbook(SAMPLE)
		self._put("党员花名册", "联系电话", "沈砚秋", "10000009999")
		self.unknown_name = self._put("组织生活", "主持人", "沈砚秋", "沈砚昕")
		self.no_day = self._put("公益活动", "日期", "沈砚秋", "某日")
		self.path = folder / "第一支部2025.xlsx"
		self._book.save(self.path)

	def _put(self, sheet, heading, person, value):
		"""Write into the first row that names a person; return the place."""
		rows = list(self._book[sheet].iter_rows())
		header = next(at for at, row in enumerate(rows) if heading in [cell.value for cell in row])
		column = [cell.value for cell in rows[header]].index(heading)
		row = next(row for row in rows[header + 1 :] if any(person in str(cell.value) for cell in row))
		row[column].value = value
		return row[column].coordinate


@pytest.fixture
def workbook(tmp_path):
	return Book(tmp_path)


def settle(page, status):
	page.wait_for_function(f"!({AT_WORK})", timeout=120_000)
	page.wait_for_function(f"cur_frm.doc.status === '{status}'")


def confirm(page):
	page.wait_for_function("cur_dialog && cur_dialog.display && cur_dialog.$wrapper.is('.show')")
	page.locator(".modal.show .btn-primary:visible").click()


def telephone(page):
	return page.evaluate(
		"frappe.xcall('frappe.client.get_list', {doctype: 'Party Member', fields: ['mobile'], "
		"filters: {member_name: '沈砚秋'}}).then((rows) => rows[0].mobile)"
	)


def test_a_year_is_previewed_imported_as_far_as_it_is_right_and_undone(desk, workbook):
	page = desk.open("/app/party-year-import/new", ready="[data-fieldname=workbook] .btn-attach")
	page.wait_for_function("cur_frm && cur_frm.doc.branch")
	page.evaluate("cur_frm.set_value('year', 2025)")
	page.locator("[data-fieldname=workbook] .btn-attach").click()
	page.get_by_text("将文件拖放到这里").wait_for()
	page.locator(".file-uploader input[type=file]").first.set_input_files(workbook.path)
	page.locator(".modal.show .btn-primary:visible").first.click()
	page.wait_for_function("cur_frm.doc.workbook")
	# Naming the file saves a new document as well, on some versions.
	page.wait_for_function("!cur_frm.saving")
	if page.evaluate("cur_frm.is_new() || cur_frm.is_dirty()"):
		page.locator(".primary-action:visible").first.click()

	page.get_by_role("button", name="预览", exact=True).click()
	settle(page, "Previewed")
	before = telephone(page)
	assert before != "10000009999"
	page.locator("tr", has_text="沈砚昕").filter(has_text="沈砚秋").wait_for()
	page.locator("tr", has_text="10000009999").filter(has_text=before).wait_for()
	assert page.locator("input.grid-row-check:visible").count() == 0

	page.get_by_role("button", name="只导入无误的内容").click()
	confirm(page)
	settle(page, "Partly Completed")
	assert telephone(page) == "10000009999"
	with page.expect_download() as download:
		page.get_by_text("下载标出问题的工作簿").click()
	marked = load_workbook(io.BytesIO(Path(download.value.path()).read_bytes()))
	assert "沈砚昕" in marked["组织生活"][workbook.unknown_name].comment.text
	assert marked["公益活动"][workbook.no_day].comment

	page.get_by_role("button", name="撤销本次导入").click()
	confirm(page)
	settle(page, "Undone")
	assert telephone(page) == before
