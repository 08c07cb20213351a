"""The Desk, as the people of the sample year see it."""

from tests.support.browser import ADMINISTRATOR

SECRETARY = "shuji@example.com"
COMMITTEE_OFFICER = "dangwei@example.com"
MEMBER = "dangyuan@example.com"
OTHER_BRANCH = "禾穗支部"


def test_branch_list_opens_in_chinese(log_in):
	visit = log_in(ADMINISTRATOR)
	page = visit.open("/app/party-branch/view/list", ready=".list-row a[data-name]")
	assert "党组织" in page.locator(".page-title").inner_text()
	assert OTHER_BRANCH in page.locator(".frappe-list").inner_text()
	assert visit.errors == []


def test_secretary_lists_only_the_own_branch(log_in):
	visit = log_in(SECRETARY)
	page = visit.open("/app/party-branch/view/list", ready=".list-row a[data-name]")
	branches = page.locator(".frappe-list").inner_text()
	assert "澄砚一支部" in branches
	assert OTHER_BRANCH not in branches
	assert visit.errors == []


def test_secretary_reads_the_dues_ledger_of_a_year(log_in):
	visit = log_in(SECRETARY)
	page = visit.open("/app/query-report/Dues%20Collection%20Ledger?year=2025", ready=".dt-row")
	assert "党费收缴台账" in page.locator(".page-title").inner_text()
	page.locator(".dt-cell__content").get_by_text("傅远帆").wait_for()
	page.locator("svg.frappe-chart").wait_for()
	assert visit.errors == []


def test_templates_of_the_desk_are_programs(log_in):
	"""One that is none leaves the form empty that needs it, such as that of a record with a comment."""
	visit = log_in(SECRETARY)
	page = visit.open("/app/party-meeting/view/list", ready=".list-row a[data-name]")
	page.evaluate("frappe.require('form.bundle.js')")
	page.wait_for_function("frappe.templates.timeline_message_box")
	broken = page.evaluate(
		"Object.keys(frappe.templates).filter((name) => !frappe.template.compile(frappe.templates[name], name))"
	)
	assert broken == []


def test_committee_officer_unfolds_the_tree(log_in):
	visit = log_in(COMMITTEE_OFFICER)
	page = visit.open("/app/party-branch/view/tree", ready=".tree-label")
	page.locator(".tree-label").filter(has_text="婺州市律师行业党委").click()
	page.locator(".tree-label").filter(has_text="浙江禾穗律师事务所党支部").wait_for()
	assert visit.errors == []


def test_member_is_not_let_into_the_desk(log_in):
	visit = log_in(MEMBER)
	answer = visit.page.goto(f"{visit.url}/app/party-member")
	assert answer.status == 403


def test_secretary_takes_minutes_as_word_from_the_print_view(log_in):
	visit = log_in(SECRETARY)
	asked = f'{visit.url}/api/resource/Party Meeting?limit=1&filters=[["docstatus","=",1]]'
	(meeting,) = visit.page.request.get(asked).json()["data"]
	page = visit.open(f"/app/print/Party Meeting/{meeting['name']}", ready=".print-preview iframe")
	page.wait_for_function("$('[data-fieldname=\"print_format\"] input').first().val()")
	with page.expect_download() as taken:
		page.get_by_role("button", name="Word", exact=True).click()
	assert taken.value.suggested_filename == f"会议记录-{meeting['name']}.docx"
	page.get_by_role("button", name="Excel", exact=True).click()
	page.locator(".msgprint").filter(has_text="没有表格").wait_for()
	assert visit.errors == []
