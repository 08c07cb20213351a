"""The form of a dues statement: its file is read, a doubtful line decided, another ignored, the matched one collected."""

import pytest

from tests.importing import statements

SECRETARY = "shuji@example.com"
STRANGER = ("2026-01-05", "王先生", "1.00", "党费", "W1")
TWICE = ("2026-01-07", "陌生人", "2.50", "党费", "")
FIRM = ("2026-01-06", "浙江澄砚律师事务所", "2.00", "党费", "W2")


@pytest.fixture
def desk(log_in):
	visit = log_in(SECRETARY)
	yield visit
	assert visit.errors == []


@pytest.fixture
def bill(tmp_path):
	file = tmp_path / "微信账单.csv"
	file.write_bytes(statements.wechat(STRANGER, FIRM))
	return file


def read(desk, bill):
	"""A new statement whose file was read."""
	page = desk.open("/app/party-dues-statement/new", ready="select[data-fieldname=source]")
	page.wait_for_function("cur_frm && cur_frm.doc.branch")
	page.locator("select[data-fieldname=source]").select_option("WeChat")
	page.locator("[data-fieldname=file] .btn-attach").click()
	page.locator(".file-uploader input[type=file]").first.set_input_files(bill)
	page.locator(".modal.show .btn-primary:visible").first.click()
	page.wait_for_function("cur_frm.doc.file")
	# Naming the file saves a new document as well, on some versions.
	page.wait_for_function("!cur_frm.saving")
	if page.evaluate("cur_frm.is_new() || cur_frm.is_dirty()"):
		page.locator(".primary-action:visible").first.click()
	page.get_by_role("button", name="读取文件").click()
	return page


def test_a_statement_is_read_decided_and_collected(desk, bill):
	page = read(desk, bill)
	page.locator(".form-message", has_text="2 笔待确认").wait_for()

	page.locator("tr", has_text="王先生").get_by_role("button", name="认定").click()
	# Until it has come all the way down, the dialog loses what is typed.
	page.wait_for_function("cur_dialog && cur_dialog.display && cur_dialog.$wrapper.is('.show')")
	member = page.locator(".modal.show input[data-fieldname=member]")
	member.click()
	member.press_sequentially("毛知非", delay=50)
	page.locator(".modal.show .awesomplete li", has_text="毛知非").first.click()
	page.locator(".modal.show [data-month]").first.check()
	page.locator(".modal.show .btn-primary:visible").click()
	page.locator("tr", has_text="王先生").locator(".indicator-pill.blue").wait_for()

	page.locator("tr", has_text="单位不得").get_by_role("button", name="忽略").click()
	page.locator(".modal.show textarea[data-fieldname=reason]").fill("单位转账，已退回")
	page.locator(".modal.show .btn-primary:visible").click()
	page.locator("tr", has_text="单位转账，已退回").locator(".indicator-pill.gray").wait_for()

	page.get_by_role("button", name="收缴已匹配的 1 笔").click()
	page.locator(".modal.show .btn-primary:visible").click()
	page.locator("tr", has_text="王先生").locator(".indicator-pill.green").wait_for()
	page.locator("tr", has_text="王先生").get_by_text("查看收据").wait_for()
	page.locator(".form-message", has_text="处理完毕").wait_for()


def test_what_may_be_the_same_payment_is_shown_before_it_is_decided(desk, tmp_path):
	file = tmp_path / "另存.csv"
	file.write_bytes(statements.resaved(TWICE, TWICE))
	page = read(desk, file)
	second = page.locator("tr", has_text="本文件第 2 行")
	second.get_by_role("button", name="认定").click()
	page.wait_for_function("cur_dialog && cur_dialog.display && cur_dialog.$wrapper.is('.show')")
	member = page.locator(".modal.show input[data-fieldname=member]")
	member.click()
	member.press_sequentially("毛知非", delay=50)
	page.locator(".modal.show .awesomplete li", has_text="毛知非").first.click()
	page.locator(".modal.show", has_text="疑似同一笔款项").wait_for()
	page.locator(".modal.show [data-month]").first.check()
	page.locator(".modal.show .btn-primary:visible").click()
	page.locator(".desk-alert", has_text="是另一笔款项").wait_for()
	page.locator(".modal.show input[data-fieldname=another]").check()
	page.locator(".modal.show .btn-primary:visible").click()
	page.locator("tr", has_text="毛知非").locator(".indicator-pill.blue").wait_for()
