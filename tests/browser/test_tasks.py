"""What goes down from a committee, as people click it, and the administrator's page of scheduled work."""

import os

ADMINISTRATOR, SECRETARY = "Administrator", "shuji@example.com"
BRANCH = "浙江澄砚律师事务所第一党支部"


def look(page, name):
	"""Keep a picture of the page where PARTY_AFFAIRS_PICTURES names a folder."""
	folder = os.environ.get("PARTY_AFFAIRS_PICTURES")
	if folder:
		page.screenshot(path=f"{folder}/{name}.png", full_page=True)


def test_an_administrator_sees_what_runs_by_itself(log_in):
	visit = log_in(ADMINISTRATOR)
	page = visit.open("/app/scheduled-work", ready=".scheduled-work table")
	shown = page.locator(".scheduled-work").inner_text()
	assert "Check of Each Night" in shown or "每夜核查及补缺" in shown
	assert page.locator(".scheduled-work tbody tr").count() >= 10
	look(page, "scheduled-work")
	assert visit.errors == []


def test_a_notice_goes_down_and_is_acknowledged(log_in):
	above = log_in(ADMINISTRATOR)
	page = above.open("/app/committee-notice", ready=".page-title")
	notice = page.evaluate(
		"""async (branch) => {
			const { message } = await frappe.db.get_value("Party Branch", branch, "parent_party_branch");
			const doc = await frappe.db.insert({
				doctype: "Committee Notice", title: "关于报送学习计划的通知", branch: message.parent_party_branch,
				text: "请于月底前报送。", addressees: [{ branch }],
			});
			return doc.name;
		}""",
		BRANCH,
	)
	page = above.open(f"/app/committee-notice/{notice}", ready=".form-layout")
	page.locator(".page-head .btn-primary", has_text="下发").or_(
		page.locator(".page-head .btn-primary", has_text="Send Down")
	).first.click()
	page.locator(".modal.show .btn-primary:visible").click()
	page.locator("[data-fieldname=standing] tbody tr").first.wait_for()
	look(page, "notice-above")
	desk = log_in(SECRETARY)
	page = desk.open("/app/notice-delivery", ready=".list-row")
	page.locator(".list-row", has_text="关于报送学习计划的通知").locator("a[data-name]").first.click()
	page.get_by_role("button", name="签阅").click()
	page.locator(".modal.show textarea").fill("3月12日党员大会已传达")
	page.locator(".modal.show .btn-primary:visible").click()
	page.locator(".page-head:visible .indicator-pill", has_text="已签阅").first.wait_for()
	look(page, "notice-below")
	assert above.errors == desk.errors == []
