"""R57 and R58: what is recorded of a contact and of a public welfare activity, and by when."""

from datetime import date

import pytest

from party_affairs.rules.contact.predicates import PAIRING_FIELDS, WELFARE_FIELDS
from tests.support.clauses import judge

SINCE = date(2025, 3, 10)
RECORDS = {"R57": PAIRING_FIELDS, "R58": WELFARE_FIELDS}


def outcome(rule, lacking=(), **parameters):
	return judge(rule, {"since": SINCE, "filled": frozenset(RECORDS[rule]) - set(lacking)}, **parameters)


@pytest.mark.parametrize(("rule", "number"), [("R57", 6), ("R58", 5)])
def test_a_record_is_complete_with_every_field_that_the_guide_names(rule, number):
	found = outcome(rule)
	assert (found.ok, found.required, found.found) == (True, number, number)
	for key in RECORDS[rule]:
		found = outcome(rule, [key])
		assert (found.ok, found.found) == (False, number - 1)
		assert found.message == f"Not filled in since 2025-03-10: {RECORDS[rule][key]}."


@pytest.mark.parametrize(
	("rule", "lacking", "parameters", "due"),
	[
		("R57", ["address"], {}, date(2025, 4, 9)),
		("R57", ["results"], {}, date(2025, 6, 8)),
		("R57", ["measures", "results"], {}, date(2025, 4, 9)),
		("R57", ["results"], {"effect_days": 180}, date(2025, 9, 6)),
		("R57", ["family"], {"register_days": 1}, date(2025, 3, 11)),
		("R58", ["participants"], {}, date(2025, 3, 24)),
		("R58", ["effect"], {}, date(2025, 4, 9)),
	],
)
def test_what_came_of_it_has_more_time_than_the_rest(rule, lacking, parameters, due):
	assert outcome(rule, lacking, **parameters).due == due


def test_lacking_fields_are_named_in_the_guides_order():
	found = outcome("R57", ["results", "phone", "address"])
	assert found.message == "Not filled in since 2025-03-10: Home Address, Phone, Results."
	assert (found.required, found.found) == (6, 3)
