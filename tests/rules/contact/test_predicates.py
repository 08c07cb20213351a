from tests.support.clauses import judge


def test_contacts_are_counted_up_to_what_each_duty_needs():
	facts = {"duties": ("secretary",), "contacts": {"masses": 7}}
	outcome = judge("R43", facts)
	assert (outcome.ok, outcome.required, outcome.found) == (False, 3, 2)
	assert judge("R43", {**facts, "contacts": {"masses": 2, "firm_head": 1}}).ok
