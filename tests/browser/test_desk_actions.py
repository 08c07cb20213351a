"""The secretary's workspace and the buttons of lists and forms do what they say."""

import re

import pytest

SECRETARY = "shuji@example.com"
BRANCH = "浙江澄砚律师事务所第一党支部"


@pytest.fixture
def desk(log_in):
	visit = log_in(SECRETARY)
	yield visit
	assert visit.errors == []


def test_workspace_shows_the_figures_of_the_branch_and_leads_to_them(desk):
	page = desk.open("/app/party-affairs", ready=".number-widget-box .number")
	page.wait_for_function("document.querySelectorAll('.number-widget-box .number').length == 9")
	cards = page.locator(".number-widget-box")
	assert cards.filter(has_text="在册党员").locator(".number").inner_text().strip() == "24"
	arrears = cards.filter(has_text="欠交党费").locator(".number")
	assert re.fullmatch(r"[\d,]+\.\d\d ?元", arrears.inner_text().strip())
	arrears.locator("a").click()
	page.locator(".list-row .indicator-pill", has_text="未交").first.wait_for()


def test_dues_are_marked_as_paid_from_the_list(desk):
	page = desk.open("/app/party-dues-entry?status=Unpaid", ready=".list-row")
	rows = page.locator(".list-row-container:visible")
	first = rows.first.locator("a[data-name]").get_attribute("href")
	for row in range(2):
		rows.nth(row).locator(".list-row-checkbox").check()
	page.locator(".actions-btn-group button").click()
	page.locator(".actions-btn-group").get_by_text("标记为已交").click()
	page.locator(".modal.show select[data-fieldname=method]").select_option("WeChat")
	# Frappe reads a list anew only some seconds after the last time; no person is that quick.
	page.wait_for_function("!cur_list.last_args")
	page.locator(".modal.show .btn-primary:visible").click()
	page.locator(".desk-alert", has_text="2条记录").wait_for()
	page.locator(f'a[href="{first}"]').first.wait_for(state="detached")


def test_attendees_are_brought_in_and_incomplete_minutes_are_asked_about(desk):
	page = desk.open("/app/party-meeting/new", ready="[data-fieldname=topic] input")
	page.wait_for_function(f"cur_frm && cur_frm.doc.branch == '{BRANCH}'")
	# The form is there once it offers its button; before that, values are set under its feet.
	page.get_by_role("button", name="带入参会人员").wait_for()
	page.evaluate(
		"cur_frm.set_value({topic: '读书会', starts_on: '2026-01-05 09:00:00', location: '会议室'})"
	)
	# The kind is that of an assembly, so all members are there already; the button adds whom somebody took out.
	page.wait_for_function("cur_frm.doc.attendees && cur_frm.doc.attendees.length >= 20")
	page.evaluate("cur_frm.get_field('attendees').grid.grid_rows[0].remove()")
	number = page.evaluate("cur_frm.doc.attendees.length")
	page.get_by_role("button", name="带入参会人员").click()
	page.wait_for_function(f"cur_frm.doc.attendees.length == {number} + 1")
	page.get_by_role("button", name="保存").click()
	page.locator(".form-message", has_text="发言摘录").wait_for()
	# Whom nobody names was absent by the register, and the form asks why.
	page.evaluate("cur_frm.get_field('attendees').grid.grid_rows[1].remove()")
	page.get_by_role("button", name="保存").click()
	page.get_by_role("button", name="填写缺席原因").click()
	dialog = page.locator(".modal.show")
	dialog.locator("input[type=checkbox]").first.check()
	page.evaluate("cur_dialog.set_value('reason', '外地开庭')")
	dialog.locator(".btn-primary:visible").click()
	page.wait_for_function("cur_frm.doc.attendees.some((row) => row.reason == '外地开庭')")
	page.get_by_role("button", name="保存").click()
	page.wait_for_function("!cur_frm.is_dirty() && !cur_frm.doc.attendees.some((row) => row.from_register)")
	page.get_by_role("button", name="提交").click()
	page.locator(".modal.show .btn-primary:visible").click()
	question = page.locator(".modal.show", has_text="仍")
	question.wait_for()
	assert "发言摘录" in question.inner_text()
	question.locator(".btn-secondary:visible, .btn-default:visible").first.click()
	question.wait_for(state="hidden")
	assert page.evaluate("cur_frm.doc.docstatus") == 0


def test_a_make_up_and_a_follow_up_are_entered_after_the_minutes_were_locked(desk):
	page = desk.open("/app/party-meeting?topic=通报支部工作，讨论年度志愿服务安排", ready=".list-row")
	page.locator(".list-row a[data-name]").first.click()
	page.get_by_role("button", name="登记补会补课").click()
	dialog = page.locator(".modal.show")
	dialog.locator("input[type=checkbox]").first.check()
	page.evaluate("cur_dialog.set_value('how', '自学会议材料')")
	dialog.locator(".btn-primary:visible").click()
	page.wait_for_function("cur_frm.doc.attendees.some((row) => row.made_up_how == '自学会议材料')")
	dialog.wait_for(state="hidden")
	page.get_by_role("button", name="登记决议落实").click()
	page.wait_for_function("window.cur_dialog && cur_dialog.fields_dict.note")
	page.evaluate("cur_dialog.set_value('note', '正在整理')")
	page.locator(".modal.show .btn-primary:visible").click()
	page.wait_for_function("cur_frm.doc.resolutions.some((row) => row.follow_up == '正在整理')")
	assert page.evaluate("cur_frm.doc.docstatus") == 1


def test_a_branch_shows_what_it_has_today(desk):
	page = desk.open(f"/app/party-branch/{BRANCH}", ready=".form-dashboard")
	page.get_by_text("书记：沈砚秋", exact=True).wait_for()
	page.get_by_role("button", name="打印台账").click()
	choice = page.locator(".modal.show select[data-fieldname=ledger]")
	choice.wait_for()
	assert "党费收缴台账" in choice.locator("option").all_inner_texts()


def test_a_branch_shows_what_the_rules_require_of_it(desk):
	page = desk.open(f"/app/party-branch/{BRANCH}", ready=".form-dashboard")
	row = page.locator(".form-dashboard tr", has_text="支委人数与正式党员")
	row.wait_for()
	assert "R06" in row.inner_text() and "符合要求" in row.inner_text()


def test_a_step_is_recorded_from_the_case_and_refused_out_of_time(desk):
	"""司徒朗 is next to be checked by the committee."""
	page = desk.open("/app/party-development-case?member_name=司徒朗", ready=".list-row")
	page.locator(".list-row a[data-name]").first.click()
	page.get_by_role("button", name="登记步骤").click()
	dialog = page.locator(".modal.show")
	page.wait_for_function("window.cur_dialog && cur_dialog.fields_dict.done_on")
	page.evaluate("() => { window.step_dialog = cur_dialog; }")
	page.evaluate(
		"step_dialog.set_value('done_on', frappe.datetime.add_days(frappe.datetime.get_today(), 1))"
	)
	dialog.locator(".btn-primary:visible").click()
	page.locator(".msgprint", has_text="晚于今天").wait_for()
	page.locator(".modal.show", has=page.locator(".msgprint")).locator(".btn-modal-close").click()
	page.locator(".msgprint").wait_for(state="hidden")
	page.evaluate("step_dialog.set_value('done_on', frappe.datetime.get_today())")
	dialog.locator(".btn-primary:visible").click()
	page.wait_for_function("cur_frm.doc.next_step == 'Pre-Review Passed'")


def test_a_letter_is_accepted_by_the_branch_it_is_addressed_to(log_in):
	sender = log_in(SECRETARY)
	page = sender.open("/app/party-membership-transfer/new", ready="[data-fieldname=direction] select")
	page.wait_for_function("cur_frm && cur_frm.doctype == 'Party Membership Transfer'")
	name = page.evaluate(
		"""async () => {
			const [member] = await frappe.db.get_list("Party Member", {
				filters: { member_name: "骆一鸣" }, fields: ["name"],
			});
			await cur_frm.set_value({
				member: member.name, to_branch: "城东律师行业联合党支部", letter_no: "浏〔1〕号",
				letter_date: frappe.datetime.get_today(),
			});
			await cur_frm.save();
			return cur_frm.doc.name;
		}"""
	)
	page.get_by_role("button", name="提交").click()
	page.locator(".modal.show .btn-primary:visible").click()
	page.wait_for_function("cur_frm.doc.status == 'Letter Issued'")
	receiver = log_in("chengdong@example.com")
	page = receiver.open(f"/app/party-membership-transfer/{name}", ready=".form-layout")
	page.get_by_role("button", name="接收").first.click()
	page.locator(".modal.show .btn-primary:visible").click()
	page.wait_for_function("cur_frm.doc.status == 'Accepted'")
	assert (sender.errors, receiver.errors) == ([], [])


def test_dues_of_several_are_collected_on_one_sheet_and_a_receipt_is_cancelled(desk):
	page = desk.open("/app/collect-dues", ready=".collect-row")
	rows = page.locator(".collect-row")
	name = rows.nth(0).locator(".collect-name").inner_text()
	rows.nth(0).locator("input[data-key=amount]").fill("1.50")
	rows.nth(0).locator("input[data-key=voluntary]").fill("2")
	rows.nth(1).locator("input[type=checkbox]").check()
	assert page.locator(".collect-count").inner_text() == "已选 2 人"
	page.get_by_role("button", name="确认收款").click()
	page.locator(".modal.show", has_text="请选择交纳方式").locator(".btn-modal-close").click()
	page.locator(".modal.show").wait_for(state="hidden")
	page.select_option("select[data-fieldname=method]", "Cash")
	page.get_by_role("button", name="确认收款").click()
	page.locator(".modal.show .btn-primary:visible").click()
	page.locator(".desk-alert", has_text="已开具 2 张收据").wait_for()
	page.locator(".collect-count", has_text="已选 0 人").wait_for()
	page.get_by_role("button", name="收据", exact=True).click()
	page.locator(".list-row", has_text=name).first.locator("a[data-name]").click()
	page.wait_for_function("cur_frm && cur_frm.doc.amount == 3.5 && cur_frm.doc.voluntary == 2")
	page.get_by_role("button", name="取消").first.click()
	page.locator(".modal.show .btn-primary:visible").click()
	reason = page.locator(".modal.show textarea")
	reason.fill("收错人")
	page.locator(".modal.show .btn-primary:visible").click()
	page.wait_for_function("cur_frm.doc.docstatus == 2 && cur_frm.doc.cancel_reason == '收错人'")
