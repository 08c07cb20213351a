"""The member's page and its API: his own records, whatever he asks for, and nothing to anybody else."""

from datetime import date

import pytest

import frappe
from frappe.auth import CookieManager, LoginManager
from frappe.utils import set_request
from frappe.website.serve import get_response
from frappe.website.utils import get_home_page, get_home_page_via_hooks

from party_affairs import portal_pages
from party_affairs.api import portal
from party_affairs.permissions.home_page import first_desk_page, home_page_of, open_this_month_first
from tests.site import factory
from tests.support.requests import ask, call

TODAY = "2026-03-10"


@pytest.fixture(scope="module")
def house(rolled_back):
	with rolled_back():
		yield build_house()


def build_house():
	committee = factory.committee()
	branch = factory.branch("门户测试支部", parent=committee, records_from="2025-01-01")
	first, second = factory.group(branch, "门户第一小组"), factory.group(branch, "门户第二小组")
	me = factory.member(
		branch, "门户本人", party_group=first.name, joined_on="2009-07-01", full_member_on="2010-07-01"
	)
	other = factory.member(branch, "门户他人", party_group=second.name)
	for person, due in ((me, "31.31"), (other, "77.77")):
		factory.dues_entry(person, "2026-01-01", due=due, paid=due, paid_on="2026-01-08", method="WeChat")
		factory.dues_entry(person, "2026-02-01", due=due)
		factory.dues_entry(person, "2025-12-01", due=due, paid="1.01", paid_on="2025-12-20")
		factory.finding(person, "R49", branch, month="2026-02")
		factory.finding(person, "R43", branch, month="2026-01", message=f"{person.member_name}缺一名联系对象")
		factory.pairing(
			person,
			contact_name=f"{person.member_name}的联系人",
			phone="13711112222",
			address="某路9号",
			family="三口之家",
			contact_log=[{"contact_date": "2026-02-03", "method": "Visit", "matter": "不公开的谈话"}],
		)
	return frappe._dict(
		branch=branch,
		first=first,
		second=second,
		me=me,
		other=other,
		user=factory.login(me),
		other_user=factory.login(other),
	)


def page(user, path="/party", /, **query):
	"""Status and text of a page for a user, with `query` in its address."""
	frappe.set_user(user)
	set_request(method="GET", path=path, query_string=query)
	frappe.local.form_dict = frappe._dict(query)
	response = get_response()
	return response.status_code, response.get_data(as_text=True)


def test_pages_show_own_records_in_the_sites_language(house, freeze):
	freeze(TODAY)
	frappe.local.lang = "en"
	shown = {
		"/party": ("门户本人", "门户第一小组", "交纳党费", "2025年12月、2026年2月", "三联"),
		"/party/dues": ("31.31", "微信", "已交", "未交"),
		"/party/my-data": ("门户测试支部", "2009-07-01"),
		"/party/contacts": ("门户本人的联系人",),
	}
	for path, words in shown.items():
		status, text = page(house.user, path)
		assert status == 200
		for word in words:
			assert word in text, (path, word)
	assert frappe.db.get_value("Guide Rule", "R43", "citation") in page(house.user)[1]


def test_page_shows_nothing_of_another_member(house, freeze):
	freeze(TODAY)
	for each in portal_pages.PAGES:
		_status, text = page(house.user, each.path)
		for hidden in ("门户他人", "77.77", "门户第二小组", house.other.name, house.other_user):
			assert hidden not in text, each.path


@pytest.mark.parametrize("argument", ["member", "name", "user", "branch", "overview", "profile", "docname"])
def test_no_argument_of_the_address_shows_another_member(house, freeze, argument):
	freeze(TODAY)
	for value in (house.other.name, house.other_user, house.other.member_name):
		_status, text = page(house.user, "/party/dues", **{argument: value})
		assert "31.31" in text
		assert "77.77" not in text
		assert "门户他人的联系人" not in text


def test_contacts_are_shown_without_their_personal_data(house, freeze):
	freeze(TODAY)
	for hidden in ("13711112222", "某路9号", "三口之家", "不公开的谈话"):
		assert hidden not in page(house.user)[1]
		assert hidden not in str(overview_of(house.user))


def overview_of(user, **arguments):
	frappe.set_user(user)
	return portal.my_overview(**arguments)


def test_dues_of_the_year_and_arrears_of_all_years(house, freeze):
	freeze(TODAY)
	dues = overview_of(house.user)["dues"]
	assert (dues["year"], dues["years"]) == (2026, [2026, 2025])
	assert len(dues["months"]) == 12
	assert [str(dues[key]) for key in ("total_due", "total_paid", "arrears")] == ["62.62", "31.31", "61.61"]
	assert dues["months_in_arrears"] == 2
	before = overview_of(house.user, year="2025")["dues"]
	assert [str(before[key]) for key in ("total_due", "total_paid", "arrears")] == ["31.31", "1.01", "61.61"]
	assert [row["entry"].status for row in before["months"] if row["entry"]] == ["Partly Paid"]


@pytest.mark.parametrize("year", ["abc", "-1", "0", "99999999", "2025; drop table", ""])
def test_a_year_that_is_none_shows_this_year(house, freeze, year):
	freeze(TODAY)
	assert overview_of(house.user, year=year)["dues"]["year"] == 2026


def test_dues_that_are_not_due_yet_are_no_arrears(house, freeze):
	freeze(TODAY)
	frappe.set_user("Administrator")
	factory.dues_entry(house.me, "2026-04-01", due="31.31")
	assert overview_of(house.user)["dues"]["months_in_arrears"] == 2


def test_what_is_overdue_is_a_task_apart_from_what_is_still_in_time(house, freeze):
	freeze(TODAY)
	frappe.set_user("Administrator")
	factory.dues_entry(house.me, "2026-03-01", due="31.31")
	frappe.set_user(house.user)
	tasks = portal.first_page()["tasks"]
	owed, in_time = (task for task in tasks if task.path == "/party/dues")
	assert owed.late and not in_time.late
	assert "61.61" in owed.words and "3月" not in owed.words
	assert "31.31" in in_time.words and in_time.until == date(2026, 3, 31)


def test_what_is_payable_next_is_said_with_its_day(house, freeze):
	freeze(TODAY)
	frappe.set_user("Administrator")
	factory.dues_entry(house.me, "2026-03-01", due="31.31")
	following = overview_of(house.user)["dues"]["next"]
	assert (str(following["day"]), following["months"], str(following["amount"])) == (
		"2026-03-31",
		["2026-03"],
		"31.31",
	)
	_status, html = page(house.user, "/party/dues")
	assert "近期应交：2026年3月的党费31.31元，请在2026-03-31前交纳。" in html
	assert "您还有2个月的党费尚未交纳，共61.61元，最早为2025年12月" in html
	assert "不能为您垫交" in html


def test_receipts_of_the_year_are_the_members_own(house, freeze):
	freeze(TODAY)
	receipts = overview_of(house.user)["dues"]["receipts"]
	assert [(str(row.received_on), str(row.amount)) for row in receipts] == [("2026-01-08", "31.31")]
	_status, html = page(house.user, "/party/dues")
	assert "我的2026年党费收据" in html and f"收据号{receipts[0].receipt_no}" in html
	others = frappe.get_all("Party Dues Receipt", filters={"member": ["!=", house.me.name]}, pluck="name")
	assert others, "another member has receipts of his own"


def test_next_meetings_are_those_to_which_the_member_is_expected(house, freeze):
	freeze(TODAY)
	frappe.set_user("Administrator")
	planned = {"starts_on": "2026-03-16 14:00:00", "submit": False}
	factory.meeting(house.branch, "Theme Day", topic="会议甲", **planned)
	factory.meeting(house.branch, "Group Meeting", topic="会议乙", party_group=house.first.name, **planned)
	factory.meeting(house.branch, "Group Meeting", topic="会议丙", party_group=house.second.name, **planned)
	factory.meeting(house.branch, "Committee Meeting", topic="会议丁", **planned)
	factory.meeting(factory.branch(), "Theme Day", topic="会议戊", **planned)
	factory.meeting(house.branch, "Theme Day", topic="会议己", starts_on="2026-03-09 14:00:00", submit=False)
	factory.meeting(house.branch, "Theme Day", topic="会议庚", starts_on="2026-02-16 14:00:00")
	assert topics(house.user) == ["会议甲", "会议乙"]
	_status, text = page(house.user)
	assert "会议甲" in text
	assert "会议丙" not in text
	frappe.set_user("Administrator")
	factory.post(house.me, "Publicity Commissioner")
	assert topics(house.user) == ["会议甲", "会议乙", "会议丁"]


def topics(user):
	return [meeting["topic"] for meeting in overview_of(user)["meetings"]]


def test_nothing_of_the_minutes_is_shown(house, freeze):
	freeze(TODAY)
	frappe.set_user("Administrator")
	factory.meeting(
		house.branch,
		starts_on="2026-03-16 14:00:00",
		submit=False,
		topic="公开的议题",
		agenda="草拟的内容",
		speeches="预拟的发言",
		outcome="预拟的决议",
	)
	_status, text = page(house.user)
	assert "公开的议题" in text
	for hidden in ("草拟的内容", "预拟的发言", "预拟的决议"):
		assert hidden not in text
		assert hidden not in str(overview_of(house.user))


def test_what_people_typed_is_escaped(house, freeze):
	freeze(TODAY)
	frappe.set_user("Administrator")
	meeting = factory.meeting(house.branch, starts_on="2026-03-16 14:00:00", submit=False)
	meeting.db_set({"topic": "<i id=evil>甲</i>", "location": "<i id=evil>乙</i>"})
	_status, text = page(house.user)
	assert "&lt;i id=evil&gt;甲" in text
	assert "<i id=evil>" not in text


def test_theme_day_moves_to_a_working_day_and_names_the_plan(house, freeze):
	"""15 March 2026 is a Sunday; once the day has passed, the next month's is shown."""
	frappe.set_user("Administrator")
	factory.plan(house.branch, 2026)
	frappe.db.set_value(
		"Party Annual Plan Line", {"parent": f"{house.branch.name}-2026", "kind": "Theme Day"}, "month", 3
	)
	freeze("2026-03-16")
	theme_day = overview_of(house.user)["theme_day"]
	assert (str(theme_day["day"]), theme_day["topics"]) == ("2026-03-16", ["主题党日"])
	freeze("2026-03-17")
	theme_day = overview_of(house.user)["theme_day"]
	assert (str(theme_day["day"]), theme_day["topics"]) == ("2026-04-15", [])


def test_open_duties_are_gathered_by_clause(house, freeze):
	freeze(TODAY)
	frappe.set_user("Administrator")
	factory.finding(house.me, "R49", house.branch, "Due", month="2026-03", due_date="2026-03-31")
	factory.finding(house.me, "R49", house.branch, "Met", month="2026-01")
	factory.finding(house.me, "R49", house.branch, "Missed", month="2024-01")
	duties = {duty["title"]: duty for duty in overview_of(house.user)["duties"]}
	dues = duties[frappe.db.get_value("Guide Rule", "R49", "title")]
	assert [(row["key"], row["status"]) for row in dues["periods"]] == [
		("2026-02", "Missed"),
		("2026-03", "Due"),
	]
	assert dues["shortfall"] is None
	pairing = duties[frappe.db.get_value("Guide Rule", "R43", "title")]
	assert pairing["shortfall"] == "门户本人缺一名联系对象"


def test_guest_is_sent_to_the_login(house):
	status, text = page("Guest")
	assert status in (301, 302)
	assert "31.31" not in text
	with pytest.raises(frappe.PermissionError):
		overview_of("Guest")


def test_login_without_a_member_gets_an_explanation(house):
	frappe.get_doc(
		doctype="User", email="stranger@example.com", first_name="Stranger", send_welcome_email=0
	).insert()
	status, text = page("stranger@example.com")
	assert status == 200
	assert "尚未关联" in text or "未关联" in text
	assert "31.31" not in text
	with pytest.raises(frappe.PermissionError):
		overview_of("stranger@example.com")


def test_who_logs_out_and_whoever_is_a_guest_stays_in_the_sites_language(house):
	frappe.local.lang = "en"
	status, text = page("Guest", "/party/logged-out")
	assert status == 200 and "已退出登录" in text and "_lang=zh" in text


def test_an_address_that_is_no_page_is_answered_in_the_sites_language(house):
	answer = ask(house.user, "/party/nope")
	assert answer.status == 404
	assert "没有" in answer.text and "Frappe" not in answer.text


def test_an_error_tells_members_and_guests_nothing_of_the_server(house):
	for user in (house.user, "Guest"):
		answer = call(user, "party_affairs.api.dues.own_receipts.receipt", verb="GET", name="PDR-none")
		assert answer.status == 403 and "Traceback" not in answer.text


def test_a_member_lists_no_login_but_his_own(house):
	frappe.set_user("Administrator")
	with_desk = factory.holder(house.branch, "Secretary")
	answer = call(
		house.user,
		"frappe.client.get_list",
		verb="GET",
		doctype="User",
		fields=["name", "full_name"],
		limit_page_length=0,
	)
	assert house.other_user not in answer.text
	assert ask(house.user, "/api/resource/User").text.count("@") <= 1
	assert (
		house.other_user
		in call(with_desk, "frappe.client.get_list", verb="GET", doctype="User", limit_page_length=0).text
	)


def test_a_member_who_left_sees_nothing(house, freeze):
	freeze(TODAY)
	frappe.set_user("Administrator")
	factory.leaves(house.me, "2026-03-01")
	_status, text = page(house.user)
	assert "31.31" not in text
	with pytest.raises(frappe.PermissionError):
		overview_of(house.user)


def test_a_secretarys_page_shows_his_own_records_alone(house, freeze):
	freeze(TODAY)
	frappe.set_user("Administrator")
	factory.post(house.me, "Secretary")
	_status, text = page(house.user, "/party/dues")
	assert "31.31" in text
	assert "77.77" not in text
	assert first_desk_page() in page(house.user)[1]


def landing(user):
	"""Address of the page on which the user lands when he logs in, as the platform tells the browser."""
	frappe.set_user(user)
	frappe.local.cookie_manager = CookieManager()
	manager = LoginManager.__new__(LoginManager)  # without looking for a request
	manager.user = user
	manager.get_user_info()
	frappe.session.data.user_type = manager.info.user_type  # as a session has it
	manager.set_user_info()
	return frappe.local.response["home_page"].strip("/")


def test_members_reach_the_page_from_the_menu_and_as_their_home(house):
	assert landing(house.user) == "party"
	routes = [row["route"] for row in frappe.get_hooks("standard_portal_menu_items")]
	assert "/party" in routes


def test_a_member_who_left_lands_on_the_page_that_says_so(house):
	left = factory.member(house.branch, "门户离开")
	user = factory.login(left)
	factory.leaves(left, "2026-03-01")
	assert landing(user) == "party"


def test_who_works_on_the_desk_lands_there_though_he_is_a_member(house):
	frappe.set_user("Administrator")
	factory.post(house.me, "Secretary")
	assert frappe.db.get_value("User", house.user, "user_type") == "System User"
	assert "Party Member" in frappe.get_roles(house.user)
	assert landing(house.user).split("/")[0] in ("app", "desk")
	assert get_home_page() != "party"


@pytest.mark.parametrize("there", [True, False])
def test_on_the_desk_the_first_page_is_this_month_and_each_side_leads_to_the_other(house, there, monkeypatch):
	frappe.set_user("Administrator")
	factory.post(house.me, "Secretary")
	exists = frappe.db.exists
	monkeypatch.setattr(
		frappe.db,
		"exists",
		lambda doctype, *args, **kwargs: there if doctype == "Page" else exists(doctype, *args, **kwargs),
	)
	frappe.set_user(house.user)
	page_of_desk = home_page_of(house.user)
	if there:
		assert page_of_desk in ("app/this-month", "desk/this-month")
		assert f"/{page_of_desk}" in page(house.user)[1]
	else:
		assert page_of_desk is None, "what Frappe itself says, which is the Desk"
		assert "/party-affairs" in page(house.user)[1]
	assert home_page_of(house.other_user) == "party"


def test_the_desk_opens_on_this_month_for_whoever_has_duties_and_chose_no_workspace(house):
	frappe.set_user("Administrator")
	factory.post(house.me, "Secretary")

	def opens_on(who, **chosen):
		frappe.set_user(who)
		boot = frappe._dict({"home_page": "Workspaces", "user": {}, **chosen})
		open_this_month_first(boot)
		return boot.home_page

	assert opens_on(house.user) == "this-month"
	assert opens_on(house.user, user={"default_workspace": {"name": "Home"}}) == "Workspaces"
	assert opens_on(house.user, home_page="setup-wizard") == "setup-wizard"
	assert opens_on(house.other_user) == opens_on("Administrator") == "Workspaces"


def test_where_others_land_is_for_other_apps_to_say(house, monkeypatch):
	ours = frappe.get_hooks("get_website_user_home_page")
	other = f"{__name__}.{page_of_another_app.__name__}"
	hooks = {"get_website_user_home_page": [other, *ours], "website_user_home_page": ["given"]}
	of_platform = frappe.get_hooks
	monkeypatch.setattr(
		frappe,
		"get_hooks",
		lambda name=None, *args, **kwargs: hooks.get(name) or of_platform(name, *args, **kwargs),
	)
	monkeypatch.setattr(frappe, "get_attr", {other: page_of_another_app, ours[-1]: home_page_of}.__getitem__)
	frappe.set_user("Guest")
	assert get_home_page_via_hooks() == "other"
	frappe.set_user(house.user)
	assert get_home_page_via_hooks() == "party"
	hooks["get_website_user_home_page"] = ours
	frappe.set_user("Guest")
	assert get_home_page_via_hooks() == "given"


def page_of_another_app(user):
	return "other"


# What the branch has reported, and what is to be put right


def heard(branch, person, day="2026-01-20", **values):
	"""A report of the second half of 2025 that the assembly heard on a day."""
	assembly = factory.meeting(branch, "Member Assembly", f"{day} 14:00:00")
	return factory.work_report(branch, "Second Half", reporter=person, assembly=assembly, **values)


def test_members_read_the_reports_that_their_assembly_heard(house, freeze):
	freeze(TODAY)
	heard(house.branch, house.me, **factory.APPROVED)
	factory.work_report(house.branch, "First Half", reporter=house.me)
	status, text = page(house.user, "/party/board")
	assert status == 200
	for shown in ("2025年下半年工作报告", "2026-01-20", "审议通过", "服务群众：按计划完成。"):
		assert shown in text
	assert "2025年上半年工作报告" not in text, "nobody has heard it yet"


def test_reports_of_another_branch_stay_there(house, freeze):
	freeze(TODAY)
	elsewhere = factory.branch("门户外支部", parent=factory.committee())
	other = factory.holder(elsewhere)
	heard(house.branch, house.me)
	heard(elsewhere, factory.member(elsewhere), "2026-01-22")
	assert [row.title for row in overview_of(house.user)["reports"]] == [
		"2025年下半年工作报告（门户测试支部）"
	]
	assert [str(row.meeting_date) for row in overview_of(other)["reports"]] == ["2026-01-22"]
	_status, text = page(other, "/party/board")
	assert "门户测试支部" not in text and "门户外支部" in text


def test_a_member_sees_the_items_that_name_him_and_no_others(house, freeze):
	freeze(TODAY)
	meeting = factory.meeting(house.branch, "Organisation Life Meeting", "2025-12-22 14:00:00")
	review = factory.life_review(
		house.branch,
		meeting,
		talks_confirmed_by=house.me.name,
		measures=[
			factory.measure(house.me, "2026-03-31", problem="甲的整改事"),
			factory.measure(house.me, "2026-01-31", problem="甲的逾期事"),
			factory.measure(house.other, "2026-03-31", problem="他人的整改"),
		],
	)
	factory.criticism(
		review,
		{
			"member": house.me.name,
			"self_criticism": "我的自我批评",
			"criticism": "他对我的批评",
			"problems": "我的个人问题",
		},
		{"member": house.other.name, "self_criticism": "他人的自我批评", "problems": "他人的个人问题"},
	)
	_status, text = page(house.user, "/party/matters")
	for shown in ("甲的整改事", "整改中", "甲的逾期事", "逾期未销号", "我的个人问题"):
		assert shown in text
	for hidden in ("他人的整改", "他人的个人问题", "自我批评", "他对我的批评"):
		assert hidden not in text
	_status, text = page(house.other_user, "/party/matters")
	assert "他人的整改" in text
	assert not any(hidden in text for hidden in ("甲的整改事", "我的个人问题"))


def test_what_was_closed_in_an_earlier_year_is_not_shown_any_more(house, freeze):
	freeze(TODAY)
	meeting = factory.meeting(house.branch, "Organisation Life Meeting", "2025-06-20 14:00:00")
	review = factory.life_review(
		house.branch,
		meeting,
		talks_confirmed_by=house.me.name,
		measures=[
			factory.measure(house.me, problem="早已整改"),
			factory.measure(house.me, problem="今年整改"),
		],
	)
	review.close_measure(review.measures[0].name, date(2025, 12, 31), "整改")
	review.close_measure(review.measures[1].name, date(2026, 1, 1), "整改")
	assert [row.problem for row in overview_of(house.user)["rectification"]] == ["今年整改"]
