"""R57 and R58 on the site: pairings and welfare activities of which something is not recorded."""

from datetime import date

import pytest

import frappe

from party_affairs.compliance.run import Check
from party_affairs.guide.privacy import retention
from tests.site import factory
from tests.support.queries import counted_queries

pytestmark = pytest.mark.site

AFTER = date(2026, 2, 1)
COMPLETE = {
	"address": "某街1号",
	"phone": "13800000000",
	"family": "三口之家",
	"measures": "法律咨询",
	"results": "纠纷已调解",
}


@pytest.fixture(autouse=True)
def frozen(freeze):
	freeze("2026-02-01")


@pytest.fixture
def branch():
	return factory.branch(parent=factory.committee(), records_from="2025-01-01")


def found(rule, *branches, as_of=AFTER):
	names = [branch.name for branch in branches]
	return {line.subject: line for line in Check(2025).lines(names, as_of) if line.rule == rule}


def test_of_each_pairing_the_fields_that_are_empty_are_named_and_nothing_is_told(branch):
	person = factory.member(branch, "张三")
	whole = factory.pairing(person, start="2025-03-01", contact_name="孙八", **COMPLETE)
	part = factory.pairing(
		person, start="2025-03-01", contact_name="周九", **{**COMPLETE, "phone": None, "family": ""}
	)
	lines = found("R57", branch)
	assert {name: line.status for name, line in lines.items()} == {whole.name: "Met", part.name: "Missed"}
	line = lines[part.name]
	assert line.message == "自2025-03-01起尚未登记：联系电话、家庭基本情况。"
	assert (line.subject_name, line.required, line.found) == ("张三", "6", "4")
	told = repr(lines)
	assert not any(value in told for value in (*COMPLETE.values(), "孙八", "周九"))


@pytest.mark.parametrize(
	("lacking", "day", "status"),
	[
		("address", date(2025, 10, 31), "Due"),
		("address", date(2025, 11, 1), "Missed"),
		("results", date(2025, 12, 30), "Due"),
		("results", date(2025, 12, 31), "Missed"),
	],
)
def test_a_new_pairing_has_a_month_for_the_record_and_a_quarter_for_its_effect(branch, lacking, day, status):
	pairing = factory.pairing(factory.member(branch), start="2025-10-01", **{**COMPLETE, lacking: None})
	assert found("R57", branch, as_of=day)[pairing.name].status == status


def test_only_pairings_that_run_are_asked_about_and_of_the_branch_of_their_member(branch):
	sister = factory.branch(parent=branch.parent_party_branch, records_from="2025-01-01")
	person = factory.member(branch)
	factory.pairing(person, start="2024-01-01", end_date="2025-03-31")
	forgotten = factory.pairing(person, start="2024-01-01")
	forgotten.db_set("contact_name", retention.placeholder())
	kept = factory.pairing(person, start="2024-01-01")
	assert set(found("R57", branch)) == {kept.name}
	factory.moves(person, sister, "2025-09-01")
	assert found("R57", branch) == {}
	assert found("R57", sister)[kept.name].status == "Missed"


def activity(branch, **values):
	return frappe.get_doc(
		doctype="Public Welfare Activity",
		branch=branch.name,
		project="社区普法",
		**{"activity_date": "2025-05-01", "effect": "居民反映好", "other_lawyers": 2, **values},
	).insert()


def test_of_each_activity_what_is_not_recorded_is_named(branch):
	person = factory.member(branch)
	whole = activity(branch, other_lawyers=0, participants=[{"member": person.name}])
	nobody = activity(branch, other_lawyers=0)
	no_effect = activity(branch, effect="")
	lines = found("R58", branch)
	assert {name: line.status for name, line in lines.items()} == {
		whole.name: "Met",
		nobody.name: "Missed",
		no_effect.name: "Missed",
	}
	assert lines[nobody.name].message == "自2025-05-01起尚未登记：参加人员。"
	assert lines[no_effect.name].message == "自2025-05-01起尚未登记：效果。"
	assert found("R58", branch, as_of=date(2025, 5, 31))[no_effect.name].status == "Due"
	assert found("R58", branch, as_of=date(2025, 6, 1))[no_effect.name].status == "Missed"


def test_the_number_of_queries_does_not_depend_on_the_number_of_records(branch):
	def fill():
		person = factory.member(branch)
		factory.pairing(person)
		activity(branch, other_lawyers=0, participants=[{"member": person.name}])

	fill()
	found("R57", branch)
	with counted_queries() as one:
		found("R57", branch)
	for _number in range(3):
		fill()
	with counted_queries() as more:
		found("R57", branch)
	assert len(more) == len(one)
