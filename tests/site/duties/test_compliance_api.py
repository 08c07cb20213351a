"""Who may start a check and an evaluation, and of what."""

import pytest

import frappe

from party_affairs import jobs
from party_affairs.api.duties import check as compliance_api
from party_affairs.api.evaluation import sheets as evaluation_api
from tests.site import factory

FINDING = "Compliance Finding"
BRANCH_SCHEME = "示例：党支部“六有”星级评价"
MEMBER_SCHEME = "示例：党员星级评价"


@pytest.fixture
def house():
	"""A committee with a general branch and two branches below it, and another committee with a branch of its own."""
	committee = factory.committee()
	general = factory.branch(branch_type="General Branch", parent=committee)
	near, sister = factory.branch(parent=general), factory.branch(parent=general)
	foreign = factory.branch(parent=factory.committee())
	return frappe._dict(committee=committee, general=general, near=near, sister=sister, foreign=foreign)


@pytest.fixture
def queued(monkeypatch):
	found = []
	monkeypatch.setattr(
		jobs, "enqueue", lambda method, *identity, **arguments: found.append((method, arguments))
	)
	return found


def checked():
	return set(frappe.get_all(FINDING, pluck="branch", distinct=True, order_by="branch"))


def test_a_secretary_checks_his_branch_at_once(house, set_user, freeze, queued):
	user = factory.holder(house.near, "Secretary")
	freeze("2026-01-10")
	before = checked()
	set_user(user)
	answer = compliance_api.run_check(2025, house.near.name)
	assert not answer["queued"] and "2025" in answer["message"]
	assert checked() - before == {house.near.name}
	assert queued == []


def test_without_a_branch_a_secretary_checks_his_own(house, set_user, freeze, queued):
	user = factory.holder(house.near, "Deputy Secretary")
	freeze("2026-01-10")
	before = checked()
	set_user(user)
	compliance_api.run_check(2025)
	assert checked() - before == {house.near.name}


@pytest.mark.parametrize("target", ["sister", "general", "committee", "foreign"])
def test_a_secretary_cannot_check_another_branch(house, set_user, target, queued):
	set_user(factory.holder(house.near, "Secretary"))
	with pytest.raises(frappe.PermissionError):
		compliance_api.run_check(2025, house[target].name)
	assert queued == []
	assert house[target].name not in checked()


@pytest.mark.parametrize(
	"post", [None, "Publicity Commissioner", "Organisation Commissioner", "Party Work Instructor"]
)
def test_whoever_does_not_lead_the_branch_cannot_check_it(house, set_user, post):
	set_user(factory.holder(house.near, post))
	for branch in (house.near.name, None):
		with pytest.raises(frappe.PermissionError):
			compliance_api.run_check(2025, branch)
	assert house.near.name not in checked()


def test_a_former_secretary_cannot_check(house, set_user, freeze):
	person = factory.member(house.near)
	user = factory.login(person)
	factory.post(person, "Secretary", end="2026-03-31")
	freeze("2026-04-01")
	set_user(user)
	with pytest.raises(frappe.PermissionError):
		compliance_api.run_check(2025, house.near.name)


def test_a_committee_checks_its_subtree_in_the_background(house, set_user, queued):
	user = factory.holder(house.near, "Secretary", house.committee)
	set_user(user)
	answer = compliance_api.run_check(2025, house.general.name)
	assert answer["queued"]
	((_method, arguments),) = queued
	assert set(arguments["branches"]) == {house.general.name, house.near.name, house.sister.name}
	assert arguments["told"] == user
	compliance_api.run_check(2025)
	assert set(queued[1][1]["branches"]) == {
		house.committee.name,
		house.general.name,
		house.near.name,
		house.sister.name,
	}
	with pytest.raises(frappe.PermissionError):
		compliance_api.run_check(2025, house.foreign.name)


@pytest.mark.parametrize("year", [1999, 2027])
def test_a_year_that_cannot_be_judged_is_refused(house, freeze, year):
	freeze("2026-11-23")
	with pytest.raises(frappe.ValidationError, match=str(year)):
		compliance_api.run_check(year, house.near.name)


def test_writing_endpoints_answer_to_post_only():
	for endpoint in (compliance_api.run_check, evaluation_api.evaluate):
		original = getattr(endpoint, "__wrapped__", endpoint)
		methods = [
			allowed
			for function, allowed in frappe.allowed_http_methods_for_whitelisted_func.items()
			if getattr(function, "__wrapped__", function) is original
		]
		assert methods == [["POST"]]


def test_a_secretary_evaluates_the_members_of_his_branch_alone(house, set_user, freeze, queued):
	person = factory.member(house.near)
	stranger = factory.member(house.sister)
	user = factory.holder(house.near, "Secretary")
	freeze("2026-01-10")
	set_user(user)
	evaluation_api.evaluate(MEMBER_SCHEME, 2025, house.near.name)
	for branch in (house.sister, house.general, house.foreign):
		with pytest.raises(frappe.PermissionError):
			evaluation_api.evaluate(MEMBER_SCHEME, 2025, branch.name)
	subjects = set(frappe.get_all("Evaluation", pluck="subject", order_by="subject"))
	assert person.name in subjects and stranger.name not in subjects


@pytest.mark.parametrize(
	"post", [None, "Organisation Commissioner", "Publicity Commissioner", "Party Work Instructor"]
)
def test_whoever_may_not_create_evaluations_cannot_start_them(house, set_user, post):
	set_user(factory.holder(house.near, post))
	with pytest.raises(frappe.PermissionError):
		evaluation_api.evaluate(MEMBER_SCHEME, 2025, house.near.name)


def test_a_sheet_is_measured_again_only_by_who_may_change_it(house, set_user, freeze):
	freeze("2026-01-10")
	person = factory.member(house.near)
	user, stranger = factory.holder(house.near, "Secretary"), factory.holder(house.sister, "Secretary")
	set_user(user)
	evaluation_api.evaluate(MEMBER_SCHEME, 2025, house.near.name)
	name = frappe.db.get_value("Evaluation", {"subject": person.name})
	set_user("Administrator")
	factory.pairing(person)
	factory.pairing(person)
	set_user(stranger)
	with pytest.raises(frappe.PermissionError):
		evaluation_api.evaluate(MEMBER_SCHEME, 2025, house.near.name)
	set_user(user)
	evaluation_api.evaluate(MEMBER_SCHEME, 2025, house.near.name)
	scores = {row.criterion_key: row for row in frappe.get_doc("Evaluation", name).scores}
	assert scores["contacts"].points == scores["contacts"].max_points
