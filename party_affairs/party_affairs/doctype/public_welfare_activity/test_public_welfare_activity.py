"""Public Welfare Activity: who took part, for how long, and nothing absurd."""

import pytest

import frappe

from tests.site import factory

pytestmark = pytest.mark.site


@pytest.fixture
def branch():
	return factory.branch(parent=factory.committee())


def record(branch, participants=(), **values):
	return frappe.get_doc(
		doctype="Public Welfare Activity",
		branch=branch.name,
		project="社区普法",
		participants=list(participants),
		**{"activity_date": "2025-05-01", **values},
	).insert()


def test_members_and_lawyers_take_part(branch):
	rows = [{"member": factory.member(branch).name}, {"lawyer_name": "李律师"}]
	assert len(record(branch, rows).participants) == 2


@pytest.mark.parametrize("row", [{}, {"member": "self", "lawyer_name": "李律师"}])
def test_participant_is_a_member_or_a_lawyer(branch, row):
	if row:
		row = {**row, "member": factory.member(branch).name}
	with pytest.raises(frappe.ValidationError, match="参加人员"):
		record(branch, [row])


def test_member_of_another_branch_is_refused(branch):
	stranger = factory.member(factory.branch(parent=branch.parent_party_branch), "外人")
	with pytest.raises(frappe.ValidationError, match="外人"):
		record(branch, [{"member": stranger.name}])


@pytest.mark.parametrize(
	"values", [{"hours": -1}, {"hours": 25}, {"activity_date": "2099-01-01"}, {"people_served": -5}]
)
def test_absurd_figures_are_refused(branch, values):
	with pytest.raises(frappe.ValidationError):
		record(branch, **values)


def test_hours_may_add_up_over_sessions(branch):
	assert record(branch, sessions=3, hours=30).hours == 30
