"""Public welfare in sums: by person, branch, project, form, month and year; the photos of the board; the member's page."""

from datetime import date

import pytest

import frappe

from party_affairs.api import portal
from party_affairs.api.contact.welfare import photo_sheets
from party_affairs.facts.contact import welfare
from party_affairs.facts.criteria import of_branches
from party_affairs.importing.layout import ACTIVITIES
from party_affairs.importing.words import words_for
from party_affairs.ledgers.contact import public_welfare_summary
from party_affairs.printing.documents import paper_of, party_document
from party_affairs.printing.paper import Photos
from tests.site import factory
from tests.support.described import in_word

pytestmark = pytest.mark.site
YEAR = (date(2025, 1, 1), date(2025, 12, 31))


@pytest.fixture(scope="module")
def house(rolled_back):
	with rolled_back():
		committee = factory.committee("公益测试党委")
		near, far = (factory.branch(f"公益{mark}支部", parent=committee) for mark in "近远")
		names = ("甲勤", "乙少", "丙无")
		house = frappe._dict(committee=committee, near=near, far=far)
		house.people = {name: factory.member(near, name) for name in names}
		house.other = factory.member(far, "丁远")
		first, second, _idle = house.people.values()
		factory.welfare(
			near,
			first,
			{"member": second.name, "hours": 0.5},
			"赵律师",
			day="2025-03-10",
			hours=2,
			sessions=2,
			people_served=30,
			other_lawyers=2,
			project="普法",
		)
		factory.welfare(near, first, day="2025-03-20", hours=3, project="援助", form_of_service="法律援助")
		factory.welfare(near, first, day="2024-11-05", hours=1, people_served=5, project="普法")
		factory.welfare(
			far, house.other, day="2025-05-01", hours=4, project="调解", form_of_service="纠纷调解"
		)
		factory.welfare(committee, house.other, second, day="2025-06-01", hours=1, project="集中服务")
		house.secretary = factory.login(first)
		factory.post(first, "Secretary")
		house.publicity = factory.holder(near, "Publicity Commissioner", name="己宣")
		house.plain = factory.login(second)
		yield house


def build(user="Administrator", **filters):
	return public_welfare_summary.build({"year": 2025, **filters}, user=user)


def table(ledger, *columns):
	return [tuple(row[column] for column in columns) for row in ledger.rows]


def test_people_are_listed_with_their_own_hours_and_those_who_did_nothing(house):
	ledger = build(house.secretary, branch=house.near.name)
	assert table(ledger, "person", "sessions", "hours", "remark") == [
		("丙无", 0, 0.0, "未参加"),
		("乙少", 2, 0.5, ""),
		("己宣", 0, 0.0, "未参加"),
		("甲勤", 3, 5.0, ""),
		("赵律师", 2, 2.0, ""),
	]
	assert ledger.totals == {"sessions": 7, "hours": 7.5}
	assert ledger.chart.series[0][1] == (2, 2)
	assert {figure.label: figure.value for figure in ledger.figures}["参加党员"] == "2/4人"


def test_those_above_count_members_in_their_own_branch(house):
	rows = {row["person"]: row for row in build(branch=house.committee.name).rows}
	assert (rows["乙少"]["branch"], rows["乙少"]["hours"]) == (house.near.name, 1.5)
	assert (rows["丁远"]["branch"], rows["丁远"]["hours"]) == (house.far.name, 5.0)


@pytest.mark.parametrize(
	("view", "expected"),
	[
		("project", [("普法", 2, 2.0, 2.5, 3, 30), ("援助", 1, 3.0, 3.0, 0, 0)]),
		("form", [("普法宣传", 2, 2.0, 2.5, 3, 30), ("法律援助", 1, 3.0, 3.0, 0, 0)]),
		("month", [("2025年3月", 3, 5.0, 5.5, 3, 30)]),
		("branch", [("公益近支部", 3, 5.0, 5.5, 3, 30)]),
		("year", [("2025年度", 3, 5.0, 5.5, 3, 30)]),
	],
)
def test_sums_of_each_group(house, view, expected):
	ledger = build(house.secretary, branch=house.near.name, view=view)
	columns = ("label", "sessions", "hours", "member_hours", "lawyers", "people_served")
	assert table(ledger, *columns) == expected
	for key in ("sessions", "hours", "member_hours", "people_served"):
		assert ledger.totals[key] == sum(row[key] for row in ledger.rows)
	assert ledger.totals["share"] == 50.0
	assert sum(ledger.chart.series[0][1]) == ledger.totals["member_hours"]


def test_several_years_stand_side_by_side(house):
	ledger = build(house.secretary, branch=house.near.name, view="year", from_year=2024)
	assert table(ledger, "label", "activities") == [("2024年度", 1), ("2025年度", 2)]
	assert ledger.title == "2024至2025年度公益活动汇总"
	for year in (2026, 1999):
		with pytest.raises(frappe.ValidationError):
			build(house.secretary, view="year", from_year=year)


def test_a_branch_without_any_activity_is_told_of(house, rolled_back):
	with rolled_back():
		idle = factory.branch("公益空支部", parent=house.committee)
		factory.member(idle)
		rows = {row["label"]: row for row in build(branch=house.committee.name, view="branch").rows}
		assert (rows[idle.name]["activities"], rows[idle.name]["share"]) == (0, 0.0)


# Photos


@pytest.fixture
def photos(house, rolled_back):
	with rolled_back():
		shown = {
			"photo": factory.image("a.png"),
			"caption": "普法摊位",
			"consent": "Consent Given",
			"on_board": 1,
		}
		rows = [
			shown,
			{"photo": factory.image("b.png", "#2f5d8a"), "consent": "Nobody Recognisable", "on_board": 1},
			{"photo": factory.image("c.png", "#6b7f3a"), "caption": "不展示", "consent": "Consent Given"},
			{"photo": factory.image("d.png", "#c27c2c"), "caption": "未同意", "consent": ""},
		]
		activity = factory.welfare(house.near, day="2025-07-01", project="广场普法", photos=rows)
		frappe.db.set_value("Public Welfare Photo", activity.photos[3].name, "on_board", 1)
		yield activity


def test_photos_of_the_board_are_those_marked_and_agreed_to(house, photos):
	rows = welfare.photos(of_branches([house.near.name]), *YEAR)
	assert [(row.caption, str(row.taken_on), row.name) for row in rows] == [
		("普法摊位", "2025-07-01", photos.name),
		(None, "2025-07-01", photos.name),
	]


def test_photo_sheets_show_pictures_with_caption_day_and_project(house, photos, set_user):
	set_user(house.secretary)
	branch = frappe.get_doc("Party Branch", house.near.name)
	frappe.form_dict.year = "2025"
	page = party_document(branch, "welfare_photos")
	assert page.count("data:image/jpeg") == 2
	assert "普法摊位" in page and "广场普法，2025年7月1日" in page and "1次活动，2张照片" in page
	assert "不展示" not in page and "未同意" not in page
	described = paper_of(branch, "welfare_photos")
	assert in_word(described) == ([], 2)
	frappe.form_dict.year = "2024"
	assert "没有可上墙的照片" in party_document(branch, "welfare_photos")


def test_photos_leave_room_for_their_captions(house, photos, set_user):
	set_user(house.secretary)
	branch = frappe.get_doc("Party Branch", house.near.name)
	branch.flags.photos_of = 2025

	def highest():
		shown = next(
			block for block in paper_of(branch, "welfare_photos").blocks if isinstance(block, Photos)
		)
		return max(picture.height_mm for picture, _caption in shown.photos)

	before = highest()
	frappe.db.set_value("Public Welfare Photo", photos.photos[0].name, "caption", "律师走进社区普法" * 8)
	assert 30 < highest() < before


def test_photo_sheets_are_sent_to_who_may_print_the_activities(house, photos, set_user):
	set_user(house.publicity)
	photo_sheets(house.near.name, 2025)
	assert frappe.local.response.filecontent.startswith(b"%PDF")
	for user, branch in ((house.publicity, house.far.name), (house.plain, house.near.name)):
		set_user(user)
		with pytest.raises(frappe.PermissionError):
			photo_sheets(branch, 2025)


# The member's page


def test_member_sees_what_he_took_part_in(house, set_user, freeze):
	freeze("2025-12-01")
	set_user(house.plain)
	(year,) = portal.my_overview()["welfare"]
	assert (year["year"], year["sessions"], year["hours"]) == (2025, 3, 1.5)
	assert [row.project for row in year["activities"]] == ["集中服务", "普法"]
	set_user(house.secretary)
	assert [row["year"] for row in portal.my_overview()["welfare"]] == [2025, 2024]


# Forms of a site in workbooks


def test_a_form_that_the_site_added_is_a_choice_of_the_workbook(house, rolled_back):
	with rolled_back():
		frappe.get_doc(doctype="Public Welfare Form", form_name="法律夜校").insert()
		frappe.get_doc(
			doctype="Party Workbook Word",
			branch=house.near.name,
			kind="Choice",
			sheet="公益活动",
			workbook_column="方式",
			word="夜校讲座",
			meaning="法律夜校",
		).insert()
		choices = words_for(house.near.name).choices("activities", ACTIVITIES.column("form"))
		assert choices["法律夜校"] == ("法律夜校", "夜校讲座")
		assert words_for(house.far.name).choices("activities", ACTIVITIES.column("form"))["法律夜校"]
	assert "法律夜校" not in words_for(house.near.name).choices("activities", ACTIVITIES.column("form"))
