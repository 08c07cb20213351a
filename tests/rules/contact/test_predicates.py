from datetime import date

from party_affairs.rules.contact.pairing import ceases
from tests.support.clauses import judge


def test_contacts_are_counted_up_to_what_each_duty_needs():
	facts = {"duties": ("secretary",), "contacts": {"masses": 7}}
	outcome = judge("R43", facts)
	assert (outcome.ok, outcome.required, outcome.found) == (False, 3, 2)
	assert judge("R43", {**facts, "contacts": {"masses": 2, "firm_head": 1}}).ok


def test_a_pairing_that_ceased_is_told_of_where_its_duty_is_open():
	ceased = (ceases("non_party_lawyer", date(2025, 5, 1), None), ceases("firm_head", None, date(2025, 6, 1)))
	outcome = judge("R43", {"contacts": {"masses": 1}, "ceased": ceased})
	assert (outcome.ok, outcome.required, outcome.found) == (False, 2, 1)
	told = outcome.message.text()
	assert "joined the Party" in told and "2025-05-01" in told
	assert "2025-06-01" not in told, "whoever is no secretary owes no head of a firm"
	assert judge("R43", {"contacts": {"masses": 2}, "ceased": ceased}).ok
