"""The list of findings shows what is open, and an exemption goes from the branch to the committee and back."""

SECRETARY, OFFICER = "shuji@example.com", "dangwei@example.com"
BRANCH, SHORT = "浙江澄砚律师事务所第一党支部", "澄砚一支部"


def test_open_duties_come_first_and_branches_are_called_by_their_short_names(log_in):
	desk = log_in(SECRETARY)
	page = desk.open("/app/compliance-finding", ready=".list-row .indicator-pill")
	page.wait_for_function(f"document.querySelector('.result').innerText.includes('{SHORT}')")
	colours = page.evaluate(
		"Object.fromEntries([...document.querySelectorAll('.list-row .indicator-pill')].map((pill) => [pill.innerText.trim(),"
		" [...pill.classList].find((name) => ['red', 'orange', 'gray'].includes(name))]))"
	)
	assert {"缺失": "red", "待完成": "orange"}.items() >= {
		(text, colour) for text, colour in colours.items() if "，" not in text
	}
	days = page.evaluate("cur_list.data.map((row) => row.due_date).filter(Boolean)")
	assert days == sorted(days)
	assert desk.errors == []


def test_a_branch_asks_and_the_committee_grants(log_in):
	desk = log_in(SECRETARY)
	page = desk.open("/app/duty-exemption/new", ready="[data-fieldname=reason] textarea")
	page.wait_for_function(f"cur_frm && cur_frm.doc.branch == '{BRANCH}'")
	page.evaluate(
		"cur_frm.set_value({rule: 'R26', from_date: '2026-08-01', to_date: '2026-08-31', reason: '暑期集中外派'})"
	)
	page.get_by_role("button", name="保存").click()
	page.locator(".form-message", has_text="由上级党组织决定").wait_for()
	page.wait_for_function("!cur_frm.is_new()")
	name = page.evaluate("cur_frm.doc.name")
	assert page.get_by_role("button", name="准予豁免").count() == 0
	assert desk.errors == []
	officer = log_in(OFFICER)
	page = officer.open(f"/app/duty-exemption/{name}", ready="[data-fieldname=reason]")
	page.get_by_role("button", name="准予豁免").click()
	page.evaluate("cur_dialog.set_value('document_no', '婺示律党〔2026〕21号')")
	page.locator(".modal.show .btn-primary:visible").click()
	page.wait_for_function("cur_frm.doc.status == 'Approved'")
	assert "楼予安" in page.evaluate("cur_frm.doc.decided_by")
	assert officer.errors == []
