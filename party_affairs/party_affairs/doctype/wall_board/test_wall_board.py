"""Wall Board: sizes, wording, its life from design to wall, who makes it, who approves it, and who sees it."""

import json
from contextlib import nullcontext

import pytest

import frappe

from party_affairs.api.notice import wall_boards as api
from party_affairs.exceptions import WallBoardError
from party_affairs.guide.notice import wall_texts
from tests.site import factory

pytestmark = pytest.mark.site


@pytest.fixture(scope="module")
def house(rolled_back):
	with rolled_back():
		committee = factory.committee()
		firm = factory.firm(committee)
		branch = factory.branch(parent=committee, firms=[firm])
		sister = factory.branch(parent=committee)
		posts = {
			"secretary": (branch, "Secretary"),
			"publicity": (branch, "Publicity Commissioner"),
			"organisation": (branch, "Organisation Commissioner"),
			"sister": (sister, "Secretary"),
			"above": (sister, "Secretary", committee),
		}
		users = {key: factory.holder(*place) for key, place in posts.items()}
		yield frappe._dict(branch=branch, firm=firm, plain=factory.holder(branch), **users)


def board(house, **values):
	parts = [{"kind": "Functions of the Branch"}]
	given = {"doctype": "Wall Board", "branch": house.branch.name, "parts": parts, **values}
	return frappe.get_doc(given).insert()


def test_a_board_has_the_measures_of_its_size_and_the_only_firm_of_its_branch(house):
	document = board(house, size="60 × 90 cm", orientation="Landscape")
	assert (document.width_mm, document.height_mm, document.firm) == (900, 600, house.firm.name)
	assert document.title == "党支部职能"
	assert document.status == "Being Designed"


@pytest.mark.parametrize(
	("values", "sentence"),
	[
		({"size": "Free Size", "width_mm": 20, "height_mm": 500}, "宽度"),
		({"size": "Free Size", "width_mm": 5000, "height_mm": 200}, "狭长"),
		({"bleed_mm": 60}, "出血"),
		({"as_of": "1800-01-01"}, "截至日期"),
		({"as_of": "9999-12-31"}, "截至日期"),
		({"as_of": "0001-01-01"}, "截至日期"),
		({"parts": []}, "上墙内容"),
		({"parts": [{"kind": "Functions of the Branch"}] * 13}, "12"),
		({"logo": "/files/logo.png"}, "律所标志"),
		({"parts": [{"kind": "Functions of the Branch", "own_text": "长" * 2001}]}, "自拟内容"),
	],
)
def test_what_cannot_be_made_is_refused_with_its_field(house, values, sentence):
	with pytest.raises(WallBoardError, match=sentence):
		board(house, **values)


def test_a_title_that_was_filled_in_follows_what_stands_on_the_board(house):
	document = board(house)
	document.parts[0].kind = "Structure Chart"
	document.save()
	assert document.title == "组织架构图"
	document.title = "我们的组织"
	document.parts[0].kind = "Functions of the Branch"
	document.save()
	assert document.title == "我们的组织"


def test_a_firm_of_others_is_not_named(house):
	other = factory.firm(house.branch.parent_party_branch)
	with pytest.raises(WallBoardError, match=other.name):
		board(house, firm=other.name)


def test_own_wording_keeps_which_official_one_it_replaces(house):
	document = board(
		house, parts=[{"kind": "Functions of the Branch", "own_text": "1.学习。", "official_mark": "x"}]
	)
	assert document.parts[0].official_mark == wall_texts.wall_text("functions").mark
	document.parts[0].own_text = " "
	document.save()
	assert (document.parts[0].own_text, document.parts[0].official_mark) == (None, None)


def test_from_design_to_the_wall_and_down(house, set_user):
	document = board(house, status="Hung Up", approved_by="某人", hung_on="2020-01-01")
	assert (document.status, document.approved_by, document.hung_on) == ("Being Designed", None, None)
	set_user(house.publicity)
	with pytest.raises(frappe.PermissionError, match="书记"):
		api.approve(document.name)
	set_user(house.secretary)
	with pytest.raises(WallBoardError):
		api.hang_up(document.name)
	assert api.approve(document.name) == "Board Approved"
	document.reload()
	assert document.approved_by and document.approved_on
	document.size = "A4"
	with pytest.raises(WallBoardError, match="展板尺寸"):
		document.save()
	document.reload()
	document.append("parts", {"kind": "Structure Chart"})
	with pytest.raises(WallBoardError, match="上墙内容"):
		document.save()
	document.reload()
	document.place = "前台东墙"
	document.save()
	for day in ("2099-01-01", "2020-01-01"):
		with pytest.raises(WallBoardError):
			api.hang_up(document.name, day)
	assert api.hang_up(document.name) == "Hung Up"
	assert api.picture(document.name)["outdated"] is False
	with pytest.raises(WallBoardError, match="撤下"):
		frappe.get_doc("Wall Board", document.name).delete()
	assert api.take_down(document.name) == "Taken Down"
	assert api.design_anew(document.name) == "Being Designed"
	document.reload()
	assert (document.approved_by, document.hung_on, document.content_mark) == (None, None, None)


def test_what_hangs_is_told_apart_from_what_the_records_say_today(house):
	document = board(house, parts=[{"kind": "Structure Chart"}])
	api.approve(document.name)
	api.hang_up(document.name)
	assert api.picture(document.name)["outdated"] is False
	person = factory.member(house.branch, "新到者")
	factory.post(person, "Discipline Commissioner")
	assert api.picture(document.name)["outdated"] is True


def test_nothing_that_concerns_one_person_goes_up(house):
	document = board(
		house, parts=[{"kind": "Functions of the Branch", "own_text": "1.书记身份证号330702198001011237。"}]
	)
	with pytest.raises(WallBoardError, match="自拟内容") as refused:
		api.approve(document.name)
	assert "strong" not in str(refused.value)
	official = api.usual_words("System of Organisation Life")
	fine = board(house, parts=[{"kind": "System of Organisation Life", "own_text": official}])
	assert "第32条" in official
	assert api.approve(fine.name) == "Board Approved"


def values_of(document, **values):
	return json.dumps({**document.as_dict(convert_dates_to_str=True), **values})


def test_the_preview_shows_what_is_not_saved(house, set_user):
	document = board(house)
	set_user(house.publicity)
	shown = api.preview(
		values_of(document, look="Plain Ivory", parts=[{"kind": "Six Conditions of a Model Branch"}])
	)
	assert "六好" in shown["svg"] and shown["svg"].startswith("<svg")
	assert frappe.db.get_value("Wall Board", document.name, "look") == "Solemn Red"
	small = api.preview(values_of(document, size="A4", reading_distance_cm=900))
	assert "毫米" in small["remarks"][-1]
	for odd in (
		"[]",
		"{}",
		'{"parts": 3}',
		json.dumps({"branch": house.branch.name, "parts": [{"kind": "x"}, {"kind": []}, 5]}),
		values_of(document, as_of="morgen"),
	):
		with pytest.raises((frappe.ValidationError, frappe.PermissionError)):
			api.preview(odd)
	part = {"kind": "Functions of the Branch"}
	for refused, sentence in (
		({"look": "nix"}, "样式"),
		({"size": "nix"}, "展板尺寸"),
		({"orientation": "nix"}, "方向"),
		({"size": "Free Size", "width_mm": "x", "height_mm": 500}, "宽度"),
		({"reading_distance_cm": "weit"}, "观看距离"),
		({"as_of": "1800-01-01"}, "截至日期"),
		({"parts": [part] * 13}, "12"),
		({"parts": [part, {"kind": "nix"}]}, "展板"),
	):
		with pytest.raises(WallBoardError, match=sentence):
			api.preview(values_of(document, **refused))
	set_user("Administrator")
	with pytest.raises(WallBoardError, match="党组织"):
		api.preview(values_of(document, branch=None))


@pytest.mark.parametrize(
	("who", "sees", "changes"),
	[
		("secretary", True, True),
		("publicity", True, True),
		("organisation", True, False),
		("above", True, False),
		("sister", False, False),
		("plain", False, False),
	],
)
def test_who_sees_and_who_changes_a_board(house, set_user, who, sees, changes):
	document = board(house)
	set_user(house[who])
	assert bool(frappe.has_permission("Wall Board", "read", doc=document.name)) is sees
	assert bool(frappe.has_permission("Wall Board", "write", doc=document.name)) is changes
	for ask, may, refusal in (
		(lambda: api.picture(document.name), sees, None),
		(lambda: api.download(document.name, "gif"), sees, WallBoardError),
		(lambda: api.preview(values_of(document)), changes, None),
		(lambda: api.take_down(document.name), changes, WallBoardError),
	):
		expected = refusal if may else frappe.PermissionError
		with pytest.raises(expected) if expected else nullcontext():
			ask()


def test_members_see_what_hangs_in_their_own_branch_and_nothing_else(house, set_user):
	hanging, designed = board(house), board(house)
	api.approve(hanging.name)
	api.hang_up(hanging.name)
	set_user(house.plain)
	api.own_picture(hanging.name)
	assert frappe.local.response.filecontent[:4] == b"\x89PNG"
	with pytest.raises(frappe.PermissionError):
		api.own_picture(designed.name)
	set_user(house.sister)
	with pytest.raises(frappe.PermissionError):
		api.own_picture(hanging.name)


@pytest.mark.parametrize(
	("query", "kind"), [({"file": "pdf"}, b"%PDF"), ({"file": "png", "screen": "1080p upright"}, b"\x89PNG")]
)
def test_files_for_the_shop_and_for_a_screen(house, query, kind):
	api.download(board(house).name, **query)
	assert frappe.local.response.filecontent[:4] == kind


@pytest.mark.parametrize(
	"query",
	[
		{"file": "png", "screen": "cinema"},
		*({"file": "png", "width": odd} for odd in ("9999999", "x", "-4", "0")),
		{"file": "exe"},
	],
)
def test_files_that_are_none_are_refused(house, query):
	with pytest.raises(WallBoardError):
		api.download(board(house).name, **query)
