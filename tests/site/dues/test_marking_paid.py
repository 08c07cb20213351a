"""Several entries of dues are marked as paid at once: all of them, or none."""

import pytest

import frappe

from party_affairs.api.dues import collection as dues
from party_affairs.exceptions import DuesError
from tests.site.two_branches import TODAY, build_house


@pytest.fixture(scope="module")
def house(rolled_back):
	with rolled_back():
		yield build_house()


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
