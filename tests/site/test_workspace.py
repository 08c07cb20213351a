"""The workspace and its standard records fit together, and each role is shown what it may read."""

import json
import re
from pathlib import Path

import pytest

import frappe

import party_affairs
from party_affairs.api.caller import may_use_desk
from party_affairs.patches.v0_10 import show_period_of_findings
from party_affairs.permissions.register import SCOPED_DOCTYPES
from party_affairs.setup import list_views
from tests.site.two_branches import build_house

APP = Path(party_affairs.__file__).parent


@pytest.fixture(scope="module")
def house(rolled_back):
	with rolled_back():
		yield build_house()


# Who is shown what


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
		assert may_use_desk() is offered


def test_workspace_shows_each_role_what_it_may_read(house):
	from frappe.desk.desktop import get_desktop_page

	def links(user):
		frappe.set_user(user)
		page = get_desktop_page(json.dumps({"name": "Party Affairs", "title": "Party Affairs", "public": 1}))
		return {link["link_to"] for card in page["cards"]["items"] for link in card["links"]}

	assert {"Party Branch", "Party Dues Entry", "Compliance Finding"} <= links(house.secretary)
	assert "Dues Assessment" not in links(house.publicity)


# Lists


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


def columns_of_findings():
	stored = frappe.db.get_value("List View Settings", "Compliance Finding", "fields")
	return [field["fieldname"] for field in json.loads(stored)]


@pytest.mark.parametrize(
	("before", "gets_the_period"),
	[(["status_field", "rule", "due_date", "branch"], True), (["status_field", "rule"], False)],
)
def test_the_list_of_findings_gets_its_period_unless_somebody_set_it_up(before, gets_the_period):
	fields = json.dumps([{"fieldname": name, "label": name} for name in before])
	if not frappe.db.exists("List View Settings", "Compliance Finding"):
		list_views.create_missing()
	frappe.db.set_value("List View Settings", "Compliance Finding", "fields", fields)
	show_period_of_findings.execute()
	after = list(list_views.COLUMNS["Compliance Finding"]) if gets_the_period else before
	assert columns_of_findings() == after
	assert ("period_key" in after) == gets_the_period


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


def test_a_branch_leads_to_its_boards_and_its_archive():
	groups = frappe.get_meta("Party Branch").get_dashboard_data().transactions
	offered = [linked for group in groups for linked in group["items"]]
	boards = {"Wall Board", "Party Notice", "Board Photo", "Party Venue Check", "Study Material"}
	assert boards | {"Publicity Item", "Party Handbook", "Archive Volume"} <= set(offered)
	assert len(offered) == len(set(offered))


def test_the_icon_of_the_app_is_there():
	from party_affairs import hooks

	(icon,) = standard("desktop_icon")
	for address in (icon["logo_url"], hooks.add_to_apps_screen[0]["logo"]):
		assert (APP / "public" / address.removeprefix("/assets/party_affairs/")).exists()
	assert frappe.get_attr(hooks.add_to_apps_screen[0]["has_permission"])() is True
