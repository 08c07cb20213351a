"""What the Desk shows beside documents is limited to the caller's scope, and its standard records fit together."""

import html
import json
import re
from pathlib import Path

import pytest

import frappe

import party_affairs
from party_affairs.api import desk
from party_affairs.api.dues import collection as dues
from party_affairs.api.meetings import records as meetings
from party_affairs.exceptions import DuesError
from party_affairs.permissions.register import SCOPED_DOCTYPES
from party_affairs.setup import list_views
from tests.site import factory

APP = Path(party_affairs.__file__).parent
TODAY = "2026-03-10"


@pytest.fixture(scope="module")
def house(rolled_back):
	with rolled_back():
		yield build_house()


def build_house():
	"""A committee over two branches: the first with 3 members, 2 findings missed and 1 due, the second with 1 each."""
	committee = factory.committee("桌面测试党委")
	house = frappe._dict(committee=committee, rows={})
	for name, members in (("甲支部", 3), ("乙支部", 1)):
		branch = factory.branch(name, parent=committee, records_from="2025-01-01")
		people = [factory.member(branch, f"{name}党员{number}") for number in range(members)]
		for person in people:
			factory.dues_entry(person, "2026-03-01", due="10.10")
			factory.dues_entry(person, "2026-02-01", due="20.20", paid="5.10", paid_on="2026-02-09")
			factory.dues_entry(person, "2026-01-01", due="30.00", paid="30", paid_on="2026-01-09")
		for number in range(members - 1 or 1):
			factory.finding(people[number], "R49", branch, month="2026-02")
		factory.finding(people[0], "R49", branch, "Due", month="2026-03")
		factory.finding(people[0], "R49", branch, "Missed", month="2025-07")
		factory.meeting(branch, topic=f"{name}的会议", starts_on="2026-02-16 14:00:00", attendees=people)
		house.rows[name] = frappe._dict(branch=branch, people=people)
	house.first, house.second = house.rows["甲支部"], house.rows["乙支部"]
	factory.holder(house.first.branch, None)
	house.secretary = factory.login(house.first.people[0])
	factory.post(house.first.people[0], "Secretary")
	house.publicity = factory.login(house.first.people[1])
	factory.post(house.first.people[1], "Publicity Commissioner")
	house.other = factory.login(house.second.people[0])
	factory.post(house.second.people[0], "Secretary")
	house.officer = factory.holder(house.second.branch, "Secretary", committee)
	house.plain = factory.holder(house.first.branch)
	return house


# Cards and charts


def shown(card, user):
	"""The number a card prints for a user, and the filters of the list behind it."""
	frappe.set_user(user)
	text = card()
	link = re.search(r'href="([^"]*)">([^<]*)</a>', text)
	return link[2], html.unescape(link[1])


@pytest.mark.parametrize(
	("card", "secretary", "other", "officer"),
	[
		("duties_due", "1", "1", "2"),
		("duties_missed", "2", "1", "3"),
		("dues_of_month", "30.30元", "10.10元", "40.40元"),
		("dues_in_arrears", "45.30元", "15.10元", "60.40元"),
		("party_members", "5", "2", "7"),
	],
)
def test_cards_count_only_what_the_caller_may_see(house, freeze, card, secretary, other, officer):
	freeze(TODAY)
	card = getattr(desk, card)
	figures = [
		shown(card, user)[0].replace(" ", "") for user in (house.secretary, house.other, house.officer)
	]
	assert figures == [secretary, other, officer]


def test_cards_of_terms_letters_and_cases_count_only_what_the_caller_may_see(house, freeze):
	freeze(TODAY)
	for row, term_start in ((house.first, "2023-09-11"), (house.second, "2023-09-12")):
		row.branch.reload()
		row.branch.update({"term_start": term_start, "term_years": 3})
		row.branch.save()
		factory.development_case(
			factory.member(row.branch, stage="Applicant", joined_on=None, full_member_on=None)
		)
	factory.transfer(house.first.people[2], letter_date="2025-12-01", valid_days=60)
	factory.transfer(factory.member(house.second.branch), letter_date="2026-03-01", valid_days=60)
	users = (house.secretary, house.other, house.officer)
	numbers = {
		card: [shown(getattr(desk, card), user)[0] for user in users]
		for card in ("terms_ending", "open_development_cases", "letters_not_received")
	}
	assert numbers == {
		"terms_ending": ["1", "0", "1"],
		"open_development_cases": ["1", "1", "2"],
		"letters_not_received": ["1", "0", "1"],
	}


def test_a_card_leads_to_the_list_of_what_it_counts(house, freeze):
	freeze(TODAY)
	_number, address = shown(desk.duties_missed, house.secretary)
	assert "/compliance-finding?" in address
	assert "status=Missed" in address
	assert "2026-01-01" in address


def test_missed_duties_are_those_of_the_year_checked_last(house, freeze):
	freeze("2027-01-05")
	frappe.set_user(house.secretary)
	assert "2026" in desk.duties_missed()


def test_last_check_is_told_and_so_is_that_there_was_none(house):
	assert re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d|尚未.*", shown(desk.last_check, house.secretary)[0])
	frappe.set_user("Administrator")
	frappe.db.delete("Compliance Finding")
	frappe.db.set_single_value("Party Affairs Settings", "last_compliance_run", None)
	assert shown(desk.last_check, house.secretary)[0] == frappe._("Not checked yet")
	frappe.db.set_single_value("Party Affairs Settings", "last_compliance_run", "2026-03-01 02:00:00")
	assert shown(desk.last_check, house.secretary)[0] == "2026-03-01 02:00"
	assert shown(desk.duties_missed, house.secretary)[0] == "0"
	assert desk.duties_by_status() == {}


def test_cards_and_charts_are_refused_to_whoever_may_not_read_the_records(house):
	frappe.set_user(house.plain)
	for method in (desk.duties_due, desk.duties_missed, desk.last_check, desk.duties_by_status):
		with pytest.raises(frappe.PermissionError):
			method()


def test_a_members_own_dues_are_all_he_can_count(house, freeze):
	freeze(TODAY)
	assert shown(desk.dues_in_arrears, house.plain)[0].startswith("0.00")


def test_charts_are_of_the_callers_branches_whoever_looked_before(house, freeze):
	freeze(TODAY)
	factory.finding(house.first.people[2], "R49", house.first.branch, "Late", month="2026-01")
	factory.finding(house.first.people[2], "R49", house.first.branch, "Met", month="2026-02")
	for user, numbers in ((house.officer, [2, 2, 3]), (house.secretary, [2, 1, 2]), (house.other, [0, 1, 1])):
		frappe.set_user(user)
		assert desk.duties_by_status()["datasets"][0]["values"] == numbers
	frappe.set_user(house.secretary)
	assert desk.duties_by_status({"year": 2025})["datasets"][0]["values"] == [0, 0, 1]
	due, paid = (row["values"] for row in desk.dues_by_month('{"year": 2026}')["datasets"])
	assert (due[:3], paid[:3]) == ([90.0, 60.6, 30.3], [90.0, 15.3, 0.0])


@pytest.mark.parametrize(
	"filters", [None, "", "{}", "[]", {"year": "abc"}, {"year": 12345}, '{"year": null}']
)
def test_a_chart_without_a_sensible_year_takes_its_own(house, freeze, filters):
	freeze(TODAY)
	frappe.set_user(house.secretary)
	assert desk.duties_by_status(filters)["datasets"][0]["name"] == "2026"


def visible(doctype, user):
	frappe.set_user(user)
	names = frappe.get_all(doctype, filters={"module": "Party Affairs"}, pluck="name")
	return {
		name for name in names if frappe.has_permission(doctype, doc=frappe.get_doc(doctype, name), user=user)
	}


def test_who_has_no_right_to_the_dues_of_the_branch_is_not_offered_them(house):
	assert len(visible("Number Card", house.secretary)) == 9
	assert len(visible("Dashboard Chart", house.secretary)) == 2
	assert visible("Number Card", house.secretary) - visible("Number Card", house.publicity) == {
		"Dues of This Month",
		"Dues in Arrears",
	}
	assert visible("Dashboard Chart", house.publicity) == {"Duties by Status"}


def test_workspace_is_for_the_apps_roles_alone(house):
	from frappe.desk.desktop import get_workspace_sidebar_items

	for user, offered in ((house.secretary, True), (house.officer, True), (house.plain, False)):
		frappe.set_user(user)
		pages = {page["name"] for page in get_workspace_sidebar_items()["pages"]}
		assert ("Party Affairs" in pages) is offered
		assert desk.may_use_desk() is offered


def test_workspace_shows_each_role_what_it_may_read(house):
	from frappe.desk.desktop import get_desktop_page

	def links(user):
		frappe.set_user(user)
		page = get_desktop_page(json.dumps({"name": "Party Affairs", "title": "Party Affairs", "public": 1}))
		return {link["link_to"] for card in page["cards"]["items"] for link in card["links"]}

	assert {"Party Branch", "Party Dues Entry", "Compliance Finding"} <= links(house.secretary)
	assert "Dues Assessment" not in links(house.publicity)


# Tree, calendar, branch


def test_tree_begins_with_the_highest_organisation_the_caller_may_see(house):
	frappe.set_user(house.secretary)
	(root,) = desk.get_branch_nodes("Party Branch", "党组织", is_root="true")
	assert (root.value, root.members) == (house.first.branch.name, 5)
	frappe.set_user(house.officer)
	(root,) = desk.get_branch_nodes("Party Branch", "党组织", is_root=True)
	assert root.value == house.committee.name
	below = desk.get_branch_nodes("Party Branch", house.committee.name, is_root="false")
	assert [node.value for node in below] == [house.first.branch.name, house.second.branch.name]


def test_tree_shows_nothing_below_an_organisation_of_others(house):
	frappe.set_user(house.secretary)
	below = desk.get_branch_nodes("Party Branch", house.committee.name)
	assert [node.value for node in below] == [house.first.branch.name]
	frappe.set_user(house.plain)
	with pytest.raises(frappe.PermissionError):
		desk.get_branch_nodes("Party Branch", house.committee.name)


@pytest.mark.parametrize(
	"filters",
	[None, "[]", '[["Party Meeting", "branch", "=", "乙支部"]]', '[["Party Meeting", "name", "is", "set"]]'],
)
def test_calendar_shows_the_callers_meetings_whatever_he_filters(house, filters):
	frappe.set_user(house.secretary)
	found = {row.topic for row in desk.get_meetings("2026-02-01", "2026-02-28", filters)}
	assert found == (set() if filters and "乙支部" in filters else {"甲支部的会议"})
	frappe.set_user(house.officer)
	assert len(desk.get_meetings("2026-02-01", "2026-02-28")) == 2
	frappe.set_user(house.plain)
	with pytest.raises(frappe.PermissionError):
		desk.get_meetings("2026-02-01", "2026-02-28")


def test_calendar_shows_the_days_asked_for_and_no_cancelled_meeting(house):
	frappe.set_user(house.secretary)
	assert desk.get_meetings("2026-02-16", "2026-02-16")[0].title == "主题党日：甲支部的会议"
	assert desk.get_meetings("2026-02-17", "2026-02-28") == []
	frappe.set_user("Administrator")
	frappe.get_doc("Party Meeting", {"topic": "甲支部的会议"}).cancel()
	frappe.set_user(house.secretary)
	assert desk.get_meetings("2026-02-16", "2026-02-16") == []


def test_branch_at_a_glance(house, freeze):
	freeze(TODAY)
	frappe.set_user(house.secretary)
	glance = desk.branch_at_a_glance(house.first.branch.name)
	assert glance["members"] == {"full": 5, "probationary": 0}
	assert [(row["post"], row["member_name"]) for row in glance["posts"]] == [
		("书记", "甲支部党员0"),
		("宣传委员", "甲支部党员1"),
	]
	assert glance["duties"]["year"] == 2026
	assert dict(glance["duties"]["numbers"])["Missed"] == 2
	frappe.set_user(house.officer)
	assert desk.branch_at_a_glance(house.committee.name)["members"]["full"] == 7


def test_branch_of_others_is_not_shown_at_a_glance(house):
	for user in (house.secretary, house.plain):
		frappe.set_user(user)
		with pytest.raises(frappe.PermissionError):
			desk.branch_at_a_glance(house.second.branch.name)


def test_evidence_names_the_records_the_caller_may_read(house):
	own = factory.dues_entry(house.first.people[0], "2025-05-01", due="1", paid="1", paid_on="2025-05-02")
	foreign = factory.dues_entry(
		house.second.people[0], "2025-05-01", due="1", paid="1", paid_on="2025-05-02"
	)
	finding = factory.finding(house.first.people[0], "R49", house.first.branch, "Met", month="2025-05")
	evidence = [
		["Party Dues Entry", own.name],
		["Party Dues Entry", foreign.name],
		["Party Dues Entry", "gone"],
	]
	finding.db_set("evidence", json.dumps(evidence))
	frappe.set_user(house.secretary)
	assert desk.evidence_of(finding.name) == [
		{"doctype": "Party Dues Entry", "name": own.name, "title": "甲支部党员0", "day": "2025-05-02"}
	]
	frappe.set_user(house.other)
	with pytest.raises(frappe.PermissionError):
		desk.evidence_of(finding.name)


# Meetings


def expected(house, kind, **arguments):
	rows = meetings.expected_attendees(house.first.branch.name, kind, **arguments)
	return [row["member_name"] for row in rows]


def test_attendees_follow_from_the_kind_of_meeting(house):
	newcomer = factory.member(
		house.first.branch, "预备甲", stage="Probationary Member", joined_on="2025-10-01", full_member_on=None
	)
	factory.member(house.first.branch, "积极分子甲", stage="Activist", joined_on=None, full_member_on=None)
	factory.member(
		house.first.branch,
		"转出甲",
		status="Transferred Out",
		joined_branch_on="2016-01-01",
		left_branch_on="2026-01-31",
	)
	frappe.set_user(house.secretary)
	today = {"day": "2026-03-10"}
	assert {"甲支部党员0", "甲支部党员2", "预备甲"} <= set(expected(house, "Member Assembly", **today))
	assert not {"积极分子甲", "转出甲", "乙支部党员0"} & set(expected(house, "Member Assembly", **today))
	assert "转出甲" in expected(house, "Member Assembly", day="2026-01-15")
	assert expected(house, "Committee Meeting", **today) == ["甲支部党员0", "甲支部党员1"]
	assert expected(house, "Committee Meeting", day="2023-01-01") == []
	assert expected(house, "Partners Conference", **today) == []
	votes = meetings.expected_attendees(house.first.branch.name, "Member Assembly", "2026-03-10")
	assert {row["member"]: row["has_vote"] for row in votes}[newcomer.name] == 0
	assert {row["member"]: row["has_vote"] for row in votes}[house.first.people[2].name] == 1


def test_a_groups_meeting_expects_the_group(house):
	group = factory.group(house.first.branch, "甲小组")
	frappe.get_doc("Party Member", house.first.people[2].name).update({"party_group": group.name}).save()
	frappe.set_user(house.secretary)
	assert expected(house, "Group Meeting", party_group=group.name) == ["甲支部党员2"]
	with pytest.raises(frappe.ValidationError, match="党小组"):
		expected(house, "Group Meeting")
	with pytest.raises(frappe.ValidationError, match="Tea Party"):
		expected(house, "Tea Party")


def test_attendees_are_told_only_to_whoever_may_record_the_meeting(house):
	for user in (house.other, house.plain):
		frappe.set_user(user)
		with pytest.raises(frappe.PermissionError):
			expected(house, "Member Assembly")


def test_missing_minutes_are_named(house):
	meeting = factory.meeting(
		house.first.branch, "Member Assembly", submit=False, speeches="", attendees=house.first.people
	)
	frappe.set_user(house.secretary)
	assert set(meetings.missing_minutes(meeting.name)) == {"主持人", "发言摘录"}
	frappe.set_user(house.other)
	with pytest.raises(frappe.PermissionError):
		meetings.missing_minutes(meeting.name)


# Dues


def entries_of(row, month):
	return [f"{person.name}-{month}" for person in row.people]


def amounts(names):
	rows = frappe.get_all("Party Dues Entry", filters={"name": ["in", names]}, fields=["*"], order_by="name")
	return [(row.status, row.paid_amount, row.paid_on, row.method, row.modified) for row in rows]


def test_marking_paid_fills_in_what_is_still_owed(house, freeze):
	freeze(TODAY)
	frappe.set_user(house.secretary)
	names = entries_of(house.first, "2026-02") + entries_of(house.first, "2026-01")
	settled = amounts(entries_of(house.first, "2026-01"))
	assert dues.mark_paid(names, "2026-03-09", "Cash") == {"marked": 3, "untouched": 3, "received": "45.30"}
	for row in amounts(entries_of(house.first, "2026-02")):
		assert (row[0], row[1], str(row[2]), row[3]) == ("Paid", 20.2, "2026-03-09", "Cash")
	assert amounts(entries_of(house.first, "2026-01")) == settled


def test_marking_entries_of_others_changes_nothing(house, freeze):
	freeze(TODAY)
	names = entries_of(house.first, "2026-02") + entries_of(house.second, "2026-02")
	before = amounts(names)
	for user in (house.secretary, house.publicity, house.plain):
		frappe.set_user(user)
		with pytest.raises(frappe.PermissionError):
			dues.mark_paid(names, "2026-03-09", "Cash")
		assert amounts(names) == before


@pytest.mark.parametrize(
	("paid_on", "method"),
	[("2026-03-11", "Cash"), ("", "Cash"), ("2026-03-09", "Barter"), ("2026-03-09", "")],
)
def test_marking_with_a_wrong_day_or_method_changes_nothing(house, freeze, paid_on, method):
	freeze(TODAY)
	frappe.set_user(house.secretary)
	names = entries_of(house.first, "2026-02")
	before = amounts(names)
	with pytest.raises(DuesError):
		dues.mark_paid(names, paid_on, method)
	assert amounts(names) == before


def test_one_refused_entry_keeps_all_from_being_marked(house, freeze):
	"""The second of three entries cannot be saved: the first, saved before it, is as it was."""
	freeze(TODAY)
	names = entries_of(house.first, "2026-02")
	frappe.db.set_value("Party Dues Entry", names[1], "due_amount", -1, update_modified=False)
	before = amounts(names)
	frappe.set_user(house.secretary)
	with pytest.raises(DuesError):
		dues.mark_paid(names, "2026-03-09", "Cash")
	assert amounts(names) == before
	assert any("甲支部党员1" in frappe.parse_json(message)["message"] for message in frappe.local.message_log)


@pytest.mark.parametrize("names", ["[]", [], "null"])
def test_marking_nothing_is_refused(house, names):
	frappe.set_user(house.secretary)
	with pytest.raises(DuesError):
		dues.mark_paid(names, "2026-03-09", "Cash")


def test_marking_paid_answers_to_post_alone():
	assert frappe.allowed_http_methods_for_whitelisted_func[dues.mark_paid] == ["POST"]


# Settings and setup


def test_health_is_for_whoever_may_change_the_settings(house, freeze):
	freeze(TODAY)
	frappe.set_user(house.officer)
	health = desk.installation_health()
	assert health["workdays"][0] == {"year": 2026, "announced": True}
	assert any("CJK" in font or "WenQuanYi" in font or "Noto" in font for font in health["fonts"])
	frappe.set_user(house.secretary)
	with pytest.raises(frappe.PermissionError):
		desk.installation_health()


def test_a_server_that_cannot_list_its_fonts_says_so(house, monkeypatch):
	monkeypatch.setattr(desk.shutil, "which", lambda name: None)
	frappe.set_user(house.officer)
	assert desk.installation_health()["fonts"] is None


def test_lists_show_columns_that_exist():
	for doctype, columns in list_views.COLUMNS.items():
		meta = frappe.get_meta(doctype)
		for column in set(columns) - {list_views.STATUS}:
			assert meta.get_field(column).in_list_view, f"{doctype}: {column} is not in the list"


def test_an_administrators_columns_survive_migration():
	settings = frappe.get_doc("List View Settings", "Party Meeting")
	settings.fields = '[{"fieldname": "branch", "label": "Party Branch"}]'
	settings.save()
	frappe.delete_doc("List View Settings", "Party Post")
	list_views.create_missing()
	assert frappe.db.get_value("List View Settings", "Party Meeting", "fields") == settings.fields
	assert frappe.db.exists("List View Settings", "Party Post")


# Standard records


def standard(folder):
	return [json.loads(path.read_text(encoding="utf-8")) for path in sorted(APP.glob(f"{folder}/*.json"))]


def test_every_standard_record_of_the_desk_is_on_the_site():
	for folder in ("number_card", "dashboard_chart", "workspace", "module_onboarding", "onboarding_step"):
		records = standard(f"party_affairs/{folder}/*")
		assert records
		for record in records:
			assert frappe.db.exists(record["doctype"], record["name"])


def test_links_of_workspace_and_sidebar_lead_somewhere():
	(workspace,) = standard("party_affairs/workspace/*")
	(sidebar,) = standard("workspace_sidebar")
	targets = {(link["link_type"], link["link_to"]) for link in workspace["links"] if link["type"] == "Link"}
	targets |= {(shortcut["type"], shortcut["link_to"]) for shortcut in workspace["shortcuts"]}
	targets |= {(item["link_type"], item["link_to"]) for item in sidebar["items"] if item["type"] == "Link"}
	missing = [target for target in targets if not frappe.db.exists(*target)]
	assert missing == []


def test_blocks_of_the_workspace_are_defined():
	(workspace,) = standard("party_affairs/workspace/*")
	defined = {
		"number_card": {row["number_card_name"] for row in workspace["number_cards"]},
		"chart": {row["chart_name"] for row in workspace["charts"]},
		"shortcut": {row["label"] for row in workspace["shortcuts"]},
		"card": {row["label"] for row in workspace["links"] if row["type"] == "Card Break"},
	}
	blocks = json.loads(workspace["content"])
	assert {block["type"] for block in blocks} == {*defined, "onboarding", "spacer"}
	for kind, names in defined.items():
		assert {block["data"][f"{kind}_name"] for block in blocks if block["type"] == kind} == names


def test_methods_of_cards_and_chart_sources_may_be_called():
	methods = {card["method"] for card in standard("party_affairs/number_card/*")}
	sources = "".join(path.read_text() for path in APP.glob("party_affairs/dashboard_chart_source/*/*.js"))
	methods |= set(re.findall(r'method: "([\w.]+)"', sources))
	assert len(methods) == 11
	for method in methods:
		assert frappe.get_attr(method) in frappe.whitelisted


def test_connections_name_fields_that_exist_and_lead_from_scoped_documents():
	"""Frappe counts connections without looking at rights, so they are offered only from within one scope."""
	for path in APP.glob("party_affairs/doctype/*/*_dashboard.py"):
		doctype = frappe.unscrub(path.parent.name)
		assert doctype in SCOPED_DOCTYPES
		data = frappe.get_meta(doctype).get_dashboard_data()
		for group in data.transactions:
			for linked in group["items"]:
				fieldname = data.get("non_standard_fieldnames", {}).get(linked, data.fieldname)
				assert frappe.get_meta(linked).get_field(fieldname).options == doctype


def test_the_icon_of_the_app_is_there():
	from party_affairs import hooks

	(icon,) = standard("desktop_icon")
	for address in (icon["logo_url"], hooks.add_to_apps_screen[0]["logo"]):
		assert (APP / "public" / address.removeprefix("/assets/party_affairs/")).exists()
	assert frappe.get_attr(hooks.add_to_apps_screen[0]["has_permission"])() is True
