"""What somebody is told: chosen in the menu of the Desk or on the telephone, and the same in both."""

SECRETARY = "shuji@example.com"
PAGE = "/party/reminders"


def test_what_is_chosen_in_the_desk_stands_on_the_page_and_back(log_in):
	desk = log_in(SECRETARY)
	page = desk.open("/app/group-robot", ready=".layout-main")
	page.evaluate("party_affairs.choose_reminders()")
	dialog = page.locator(".modal.show", has_text="免打扰时间")
	dialog.locator("[data-fieldname=how_often] select").select_option("Weekly")
	dialog.get_by_role("checkbox", name="党费").uncheck()
	dialog.get_by_role("button", name="保存").click()
	page.locator(".desk-alert", has_text="已保存").wait_for()

	phone = log_in(SECRETARY, viewport={"width": 360, "height": 740})
	page = phone.open(PAGE, ready="form")
	assert page.locator("[name=how_often]").input_value() == "Weekly"
	assert not page.get_by_label("党费").is_checked()
	page.locator("[name=how_often]").select_option("At Once")
	page.get_by_label("党费").check()
	page.get_by_role("button", name="保存").click()
	page.get_by_role("status").filter(has_text="已保存").wait_for()
	assert page.locator("[name=how_often]").input_value() == "At Once"
	assert page.get_by_label("党费").is_checked()
	assert desk.errors == phone.errors == []
