"""Suggestions of pairings on the site: what they rest on, who decides about them, and that nothing is made twice."""

import pytest

import frappe

from party_affairs.api.contact import suggestions as api
from tests.site import factory

pytestmark = pytest.mark.site

TODAY = "2025-09-01"


@pytest.fixture(autouse=True)
def frozen(freeze):
	freeze(TODAY)


@pytest.fixture
def house():
	above = factory.committee()
	firm, other = factory.firm(above, "甲所"), factory.firm(above, "乙所")
	branch = factory.branch(parent=above, firms=[firm, other], records_from="2025-01-01")
	head, person = (factory.member(branch, name, firm=firm.name) for name in ("甲书记", "乙党员"))
	factory.post(head, "Secretary")
	house = frappe._dict(branch=branch, head=head, person=person, secretary=factory.login(head))
	house.boss = factory.contact(branch, "主任", contact_kind="Firm Head", firm=firm.name)
	house.lawyers = [factory.contact(branch, f"律师{number}", firm=firm.name) for number in range(3)]
	factory.contact(branch, "已入党", joined_party_on="2025-05-01", firm=firm.name)
	factory.pairing(head, contact=house.lawyers[0])
	return house


def lines_of(name):
	return {(line.member, line.contact): line for line in frappe.get_doc("Contact Suggestion", name).lines}


def test_a_suggestion_keeps_pairings_respects_posts_and_leaves_out_who_is_no_contact_any_more(
	house, set_user
):
	set_user(house.secretary)
	name = api.make(house.branch.name, 3, 2)
	found = lines_of(name)
	assert (house.head.name, house.boss.name) in found
	assert (house.head.name, house.lawyers[0].name) not in found
	assert len(found) == 4 and all(line.decision == "Undecided" for line in found.values())
	document = frappe.get_doc("Contact Suggestion", name)
	assert document.shortages == "" or document.shortages is None
	assert api.make(house.branch.name) == name, "one that waits is gone on with"


def test_who_stays_short_is_told_with_the_reason(house, set_user):
	set_user(house.secretary)
	document = frappe.get_doc("Contact Suggestion", api.make(house.branch.name, 1, 1))
	assert "甲书记" in document.shortages and "已达设定" in document.shortages


def test_adopting_makes_each_pairing_once(house, set_user):
	set_user(house.secretary)
	name = api.make(house.branch.name)
	rows = [line.name for line in lines_of(name).values()]
	before = frappe.db.count("Contact Pairing", {"branch": house.branch.name})
	told = api.decide(name, rows, "Followed")
	assert told == {"made": len(rows), "overtaken": 0}
	assert api.decide(name, rows, "Followed") == {"made": 0, "overtaken": 0}
	assert frappe.db.count("Contact Pairing", {"branch": house.branch.name}) == before + len(rows)
	document = frappe.get_doc("Contact Suggestion", name)
	assert document.status == "Decided"
	for line in document.lines:
		pairing = frappe.get_doc("Contact Pairing", line.pairing)
		assert (pairing.member, pairing.contact, str(pairing.start_date)) == (
			line.member,
			line.contact,
			TODAY,
		)
		assert line.decided_by == house.secretary


def test_changing_takes_another_and_declining_keeps_the_reason(house, set_user):
	other = factory.contact(house.branch, "另一人", contact_kind="Masses")
	set_user(house.secretary)
	name = api.make(house.branch.name)
	first, second, *_rest = lines_of(name).values()
	with pytest.raises(frappe.ValidationError):
		api.decide(name, [first.name], "Changed")
	api.decide(name, [first.name], "Changed", changed_to=other.name)
	with pytest.raises(frappe.ValidationError):
		api.decide(name, [second.name], "Declined")
	api.decide(name, [second.name], "Declined", note="本人不便")
	document = frappe.get_doc("Contact Suggestion", name)
	changed, declined = document.lines[0], document.lines[1]
	assert frappe.db.get_value("Contact Pairing", changed.pairing, ["contact", "contact_kind"]) == (
		other.name,
		"Masses",
	)
	assert (declined.decision, declined.decision_note, declined.pairing) == ("Declined", "本人不便", None)


def test_a_pairing_made_meanwhile_overtakes_its_line(house, set_user):
	set_user(house.secretary)
	name = api.make(house.branch.name)
	lines = list(lines_of(name).values())
	made = factory.pairing(
		frappe.get_doc("Party Member", lines[0].member), contact=frappe._dict(name=lines[0].contact)
	)
	assert api.bring_up_to_date(name) == 1
	line = next(line for line in lines_of(name).values() if line.name == lines[0].name)
	assert (line.decision, line.pairing) == ("Overtaken", made.name)
	assert api.decide(name, [line.name], "Followed") == {"made": 0, "overtaken": 0}
	factory.pairing(
		frappe.get_doc("Party Member", lines[1].member), contact=frappe._dict(name=lines[1].contact)
	)
	assert api.decide(name, [lines[1].name], "Followed") == {"made": 0, "overtaken": 1}


def test_lines_are_changed_by_decisions_alone_and_nothing_ticked_decides_nothing(house, set_user):
	set_user(house.secretary)
	name = api.make(house.branch.name)
	with pytest.raises(frappe.ValidationError):
		api.decide(name, [], "Declined", note="本人不便")
	document = frappe.get_doc("Contact Suggestion", name)
	number = len(document.lines)
	document.lines[0].decision = "Declined"
	document.remove(document.lines[1])
	document.save()
	kept = frappe.get_doc("Contact Suggestion", name)
	assert [line.decision for line in kept.lines] == ["Undecided"] * number
	assert not frappe.get_meta("Contact Suggestion").get_field("lines").read_only, "rows can be ticked"


def test_a_second_open_suggestion_is_refused_and_the_first_named(house, set_user):
	set_user(house.secretary)
	first = api.make(house.branch.name)
	second = frappe.get_doc(
		doctype="Contact Suggestion", branch=house.branch.name, most_contacts=4, most_members=2
	)
	with pytest.raises(frappe.DuplicateEntryError, match=first):
		second.insert()
	api.decide(first, [line.name for line in lines_of(first).values()], "Declined", note="另行安排")
	assert second.insert().name != first


def test_only_those_in_charge_of_the_branch_make_and_decide(house, set_user):
	sister = factory.branch(parent=house.branch.parent_party_branch)
	others = (
		factory.holder(sister, "Secretary"),
		factory.holder(house.branch, "Publicity Commissioner"),
		factory.login(house.person),
	)
	set_user(house.secretary)
	name = api.make(house.branch.name)
	rows = [line.name for line in lines_of(name).values()]
	for user in others:
		set_user(user)
		with pytest.raises(frappe.PermissionError):
			api.make(house.branch.name)
		with pytest.raises(frappe.PermissionError):
			api.decide(name, rows, "Followed")
