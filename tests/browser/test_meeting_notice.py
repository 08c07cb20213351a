"""A meeting before it is held: the secretary calls it, a member answers on his telephone, and on the day the roll is called by thumb."""

import re
from datetime import datetime, timedelta

import pytest

from tests.support.site import TIME_ZONE

SECRETARY, MEMBER = "shuji@example.com", "dangyuan@example.com"
TELEPHONE = {"width": 360, "height": 760}
TOPIC = "学习年度计划"


def now():
	"""The time of the site, whose clock may be hours ahead of this machine's."""
	return datetime.now(TIME_ZONE)


def called(visit, starts_on, topic=TOPIC):
	"""The name of a notice that the secretary of `visit` has issued to all members of his branch."""
	page = visit.open("/app/meeting-notice", ready=".page-head")
	return page.evaluate(
		"""async ([starts_on, topic]) => {
			const branch = await party_affairs.only_branch();
			const api = "party_affairs.api.meetings.notices";
			const asked = { branch, kind: "Member Assembly", day: starts_on.slice(0, 10) };
			const invitees = await frappe.xcall(`${api}.whom_it_concerns`, asked);
			const notice = await frappe.db.insert({
				...{ doctype: "Meeting Notice", branch, kind: "Member Assembly", topic, starts_on, invitees },
				location: "三楼会议室",
				agenda_items: [{ item: "通报上月工作" }],
			});
			await frappe.xcall(`${api}.issue`, { notice: notice.name });
			return notice.name;
		}""",
		[f"{starts_on:%Y-%m-%d %H:%M:%S}", topic],
	)


@pytest.fixture
def secretary(log_in):
	visit = log_in(SECRETARY, viewport=TELEPHONE, has_touch=True)
	yield visit
	assert visit.errors == []


def fits(page):
	return page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_a_member_asks_for_leave_on_his_telephone_and_the_secretary_grants_it(secretary, log_in):
	notice = called(secretary, now() + timedelta(days=4))
	visit = log_in(MEMBER, viewport=TELEPHONE)
	page = visit.open("/party/meetings", ready="main h1")
	page.get_by_role("link", name=TOPIC).first.click()
	page.get_by_text("通报上月工作").wait_for()
	page.get_by_label("我要请假").check()
	page.get_by_role("button", name="提交答复").click()
	page.get_by_text("请选择请假类别").wait_for()
	page.locator("#leave_kind").select_option(label="公务")
	page.get_by_role("button", name="提交答复").click()
	page.get_by_text("您的答复已记下").wait_for()
	assert re.findall(r"[A-Za-z]{3,}", page.locator("main").inner_text()) == []
	assert fits(page)
	desk = secretary.open(f"/app/meeting-notice/{notice}", ready=".party-answers")
	desk.get_by_role("button", name="准假", exact=True).click()
	desk.locator(".party-answers", has_text="已准假").wait_for()
	page.reload()
	page.get_by_text("已准假").first.wait_for()
	assert visit.errors == []


def test_the_roll_is_called_by_tapping_who_is_absent(secretary):
	notice = called(secretary, now().replace(hour=23, minute=59, second=0), "点名测试会议")
	page = secretary.open(f"/app/meeting-notice/{notice}", ready=".party-answers")
	page.evaluate(
		"""async (notice) => {
			const opened = await frappe.xcall("party_affairs.api.meetings.notices.open_minutes", { notice });
			party_affairs.roll_asked_for = opened;
			frappe.set_route("Form", "Party Meeting", opened);
		}""",
		notice,
	)
	roll = page.locator(".modal.show .party-roll")
	roll.locator(".party-roll-name").first.wait_for()
	total = roll.locator(".party-roll-name").count()
	first = roll.locator(".party-roll-name").first
	assert first.bounding_box()["height"] >= 44
	assert roll.bounding_box()["width"] <= 360
	first.tap()
	assert f"实到{total - 1}人，应到{total}人" in roll.locator(".party-roll-head").inner_text()
	roll.get_by_role("button", name="病假").tap()
	assert "请假：病假" in first.inner_text()
	roll.locator(".party-roll-name").nth(1).tap()
	roll.locator(".party-roll-name").nth(1).tap()
	page.locator(".modal.show .btn-modal-primary").tap()
	page.locator(".modal.show").wait_for(state="hidden")
	page.wait_for_function("cur_frm.doc.attendees.some((row) => row.reason === '病假')")
	assert page.evaluate("cur_frm.doc.present_count") == total - 1
