"""Contact persons: one record a person whoever is paired with him, what his consent opens, and since when he counts no more."""

import pytest

import frappe

from party_affairs.guide.privacy import retention
from party_affairs.patches.v0_9 import enter_contact_persons
from tests.site import factory

pytestmark = pytest.mark.site

TODAY = "2025-09-01"
PERSONAL = {"phone": "13900000001", "address": "某路1号", "family": "三口之家"}


@pytest.fixture(autouse=True)
def frozen(freeze):
	freeze(TODAY)


@pytest.fixture
def house():
	above = factory.committee()
	branch = factory.branch(parent=above, records_from="2025-01-01")
	return frappe._dict(
		above=above,
		branch=branch,
		first=factory.member(branch, "张三"),
		second=factory.member(branch, "李四"),
	)


def pairings(person):
	return frappe.get_all("Contact Pairing", filters={"contact": person.name}, fields=["*"], order_by="name")


def test_one_contact_of_several_members_is_one_record_that_carries_through(house):
	person = factory.contact(house.branch, "孙八", **PERSONAL)
	factory.pairing(house.first, contact=person)
	by_name = factory.pairing(house.second, contact_name="孙 八")
	assert by_name.contact == person.name and by_name.phone == "13900000001"
	person.reload()
	person.update({"contact_name": "孙九", "phone": "13900000002"})
	person.save()
	assert {(row.contact_name, row.phone) for row in pairings(person)} == {("孙九", "13900000002")}


def test_a_second_record_is_asked_about_in_the_branch_and_below_its_committee(house):
	factory.contact(house.branch, "孙八", **PERSONAL)
	for name, values in (("孙八", {}), ("别的名字", {"phone": "139 0000 0001"})):
		with pytest.raises(frappe.DuplicateEntryError, match=name):
			factory.contact(house.branch, name, **values)
	assert factory.contact(house.branch, "孙八", phone="13700000000")
	assert factory.contact(house.branch, "孙八", is_another=1)
	factory.contact(house.above, "周九")
	with pytest.raises(frappe.DuplicateEntryError, match=house.above.name):
		factory.contact(house.branch, "周九")


def test_a_secretary_is_not_told_the_number_of_a_record_above_him(house, set_user):
	kept_above = factory.contact(house.above, "周九")
	set_user(factory.holder(house.branch, "Secretary"))
	with pytest.raises(frappe.DuplicateEntryError) as refused:
		frappe.get_doc(doctype="Contacted Person", branch=house.branch.name, contact_name="周九").insert()
	assert kept_above.name not in str(refused.value)
	with pytest.raises(frappe.PermissionError):
		frappe.get_doc(
			doctype="Contact Pairing",
			member=house.first.name,
			contact=kept_above.name,
			start_date="2025-01-01",
		).insert()


def test_nobody_is_paired_anew_as_what_he_has_ceased_to_be(house):
	person = factory.contact(house.branch, joined_party_on="2025-05-01")
	with pytest.raises(frappe.ValidationError, match="入党"):
		factory.pairing(house.first, contact=person, start="2025-05-01")
	assert factory.pairing(house.first, contact=person, start="2025-04-30")
	assert factory.pairing(house.second, "Firm Head", contact=person, start="2025-06-01")


def test_a_contact_who_became_a_member_joined_on_that_members_day(house):
	joined = factory.member(house.branch, "新党员", joined_on="2023-03-03", full_member_on="2024-03-03")
	person = factory.contact(house.branch, "新党员", party_member=joined.name)
	assert str(person.joined_party_on) == "2023-03-03"
	with pytest.raises(frappe.ValidationError):
		factory.pairing(joined, "Firm Head", contact=person, start="2025-01-01")


def test_consent_has_its_day_and_who_noted_it_and_a_refusal_leaves_nothing(house, set_user):
	user = factory.holder(house.branch, "Secretary")
	person = factory.contact(house.branch, "孙八", **PERSONAL)
	pairing = factory.pairing(house.first, contact=person)
	set_user(user)
	person = frappe.get_doc("Contacted Person", person.name)
	person.consent = "Consent Declined"
	with pytest.raises(frappe.MandatoryError):
		person.save()
	person.reload()
	person.update(
		{"consent": "Consent Declined", "consent_on": "2025-08-01", "consent_way": "By Word of Mouth"}
	)
	person.save()
	assert person.consent_noted_by == user
	assert [person.get(key) for key in PERSONAL] == [None] * 3
	assert frappe.db.get_value("Contact Pairing", pairing.name, list(PERSONAL)) == (None, None, None)
	person.phone = "13900000009"
	with pytest.raises(frappe.ValidationError, match="联系电话"):
		person.save()


def test_what_a_contact_refuses_is_not_asked_for(house):
	from party_affairs.compliance.run import Check

	person = factory.contact(house.branch, "孙八")
	pairing = factory.pairing(house.first, contact=person, measures="走访", results="有效")

	def status():
		lines = Check(2025).lines([house.branch.name], frappe.utils.getdate(TODAY))
		return {line.subject: line.status for line in lines if line.rule == "R57"}[pairing.name]

	assert status() == "Missed"
	person.update({"consent": "Consent Declined", "consent_on": "2025-08-01", "consent_way": "In Writing"})
	person.save()
	assert status() == "Met"


def test_the_time_of_keeping_runs_from_the_last_pairing(house):
	person = factory.contact(house.branch)
	until = lambda: frappe.db.get_value("Contacted Person", person.name, "paired_until")  # noqa: E731
	assert str(until()) == TODAY, "nobody is paired with him"
	first, second = (factory.pairing(member, contact=person) for member in (house.first, house.second))
	assert until() is None
	for pairing, day in ((first, "2025-08-31"), (second, "2025-06-30")):
		pairing.reload()
		pairing.end_date = day
		pairing.save()
	assert str(until()) == "2025-08-31"
	first.delete()
	assert str(until()) == "2025-06-30"


def test_a_changed_contact_is_looked_at_by_the_next_check(house):
	from party_affairs.facts.duties import touched

	person = factory.contact(house.above, "孙八")
	factory.pairing(house.first, contact=person)
	frappe.db.delete(touched.TOUCH)
	person.reload()
	person.joined_party_on = "2025-08-01"
	person.save()
	from party_affairs import touches

	touches.write()
	assert house.branch.name in frappe.get_all(touched.TOUCH, pluck="branch")


def before_persons(pairing, **values):
	"""The pairing as it stood before contacts were records of their own."""
	frappe.db.set_value("Contact Pairing", pairing.name, {"contact": None, **values}, update_modified=False)


def test_the_patch_makes_one_person_of_each_name_unless_phones_contradict(house):
	firm = factory.firm(house.above, "某所")
	sister = factory.branch(parent=house.above)
	elsewhere = factory.member(sister)
	made = [
		factory.pairing(person, contact_name=f"旧{number}", start=f"2024-0{number}-01")
		for number, person in enumerate((house.first, house.second, house.first, elsewhere, house.second), 1)
	]
	frappe.db.set_value("Contact Pairing", made[0].name, "end_date", "2024-12-31")
	before_persons(made[0], contact_name="钱七", phone="13900000001")
	before_persons(made[1], contact_name="钱 七", firm=firm.name, address="新地址")
	before_persons(made[2], contact_name="钱七", phone="13900000002")
	before_persons(made[3], contact_name="钱七", phone="13900000001")
	before_persons(made[4], contact_name=retention.placeholder())
	frappe.db.delete("Contacted Person")
	enter_contact_persons.execute()
	enter_contact_persons.execute()
	persons = frappe.get_all(
		"Contacted Person",
		fields=["branch", "contact_name", "phone", "address", "firm", "paired_until"],
		order_by="name",
	)
	assert sorted((row.branch, row.phone) for row in persons) == sorted(
		[(house.branch.name, "13900000001"), (house.branch.name, "13900000002"), (sister.name, "13900000001")]
	)
	(merged,) = [row for row in persons if row.branch == house.branch.name and row.phone == "13900000001"]
	assert (merged.address, merged.firm, merged.paired_until) == ("新地址", firm.name, None)
	of_pairing = lambda one: frappe.db.get_value("Contact Pairing", one.name, ["contact", "phone"])  # noqa: E731
	assert of_pairing(made[0]) == of_pairing(made[1]) and of_pairing(made[1])[1] == "13900000001"
	assert of_pairing(made[4])[0] is None


def test_the_patch_signs_old_lines_of_the_log_with_whoever_wrote_them(house):
	pairing = factory.pairing(house.first, contact_log=[{"contact_date": "2025-01-02", "method": "Visit"}])
	(line,) = pairing.contact_log
	frappe.db.set_value("Contact Pairing Log", line.name, {"written_on": None, "written_by": None})
	enter_contact_persons.execute()
	assert frappe.db.get_value("Contact Pairing Log", line.name, "written_by") == "Administrator"


def test_a_person_who_asks_is_forgotten_in_his_record_pairings_and_opinions(house, set_user):
	from party_affairs.api.privacy.contacts import anonymise

	person = factory.contact(house.branch, "孙八", **PERSONAL)
	pairing = factory.pairing(
		house.first,
		contact=person,
		contact_log=[{"contact_date": "2025-01-02", "method": "Visit", "matter": "家事"}],
	)
	raised = factory.opinion(house.branch, contact=person.name)
	secretary, publicity = (
		factory.holder(house.branch, post) for post in ("Secretary", "Publicity Commissioner")
	)
	set_user(secretary)
	with pytest.raises(frappe.ValidationError, match="结束日期"):
		anonymise(person.name)
	frappe.set_user("Administrator")
	pairing.reload()
	pairing.end_date = "2025-08-01"
	pairing.save()
	set_user(publicity)
	with pytest.raises(frappe.PermissionError):
		anonymise(person.name)
	set_user(secretary)
	assert anonymise(person.name) == 3
	frappe.set_user("Administrator")
	gone = retention.placeholder()
	person.reload()
	assert (person.contact_name, person.phone, person.address, person.family) == (gone, None, None, None)
	stored = frappe.get_doc("Contact Pairing", pairing.name)
	assert (stored.contact_name, stored.phone, stored.contact) == (gone, None, None)
	assert stored.contact_log[0].matter is None or stored.contact_log[0].matter == ""
	raised.reload()
	assert (raised.contact, raised.raised_by_name, raised.opinion) == (None, gone, "建议增加业务培训。")
	assert anonymise(person.name) == 0


@pytest.mark.parametrize(
	("values", "sentence"), [({"phone": "没有"}, "电话"), ({"left_firm_on": "2099-01-01"}, "离所")]
)
def test_telephones_and_days_that_cannot_be_are_refused(house, values, sentence):
	with pytest.raises(frappe.ValidationError, match=sentence):
		factory.contact(house.branch, **values)
