import pytest

from party_affairs.guide import registry
from tests.support.clauses import applies, judge

FIRM = {
	"full_members": 3,
	"party_members": 3,
	"own_organisation": None,
	"in_joint_branch": False,
	"approval_no": None,
	"child_branches": 0,
}
BRANCH = {
	"branch_type": "branch",
	"full_members": 10,
	"has_committee": True,
	"committee_members": 5,
	"secretaries": 1,
	"deputies": 0,
	"contact_persons": 0,
	"covered_firms": 1,
}
NO_COMMITTEE = {"full_members": 5, "has_committee": False, "committee_members": 1}


@pytest.mark.parametrize(
	("full", "party", "own", "joint"),
	[
		(0, 0, False, False),
		(0, 1, False, True),
		(2, 2, False, True),
		(3, 3, True, False),
		(6, 7, True, False),
	],
)
def test_which_firm_needs_an_organisation_of_its_own_and_which_a_joint_branch(full, party, own, joint):
	facts = {**FIRM, "full_members": full, "party_members": party}
	assert applies("R01", facts) is own
	assert applies("R02", facts) is joint


def test_a_firm_is_in_order_once_it_has_what_it_needs():
	assert not judge("R01", FIRM).ok
	assert judge("R01", {**FIRM, "own_organisation": "branch"}).ok
	assert not judge("R02", {**FIRM, "full_members": 2}).ok
	assert judge("R02", {**FIRM, "full_members": 2, "in_joint_branch": True}).ok


@pytest.mark.parametrize(("firms", "ok"), [(1, True), (5, True), (6, False)])
def test_a_joint_branch_covers_at_most_five_firms(firms, ok):
	outcome = judge("R03", {**BRANCH, "branch_type": "joint_branch", "covered_firms": firms})
	assert (outcome.ok, outcome.required, outcome.found) == (ok, 5, firms)


def test_the_limit_of_firms_is_a_parameter():
	assert judge("R03", {**BRANCH, "covered_firms": 6}, joint_firms_maximum=6).ok


@pytest.mark.parametrize(("full", "small"), [(2, True), (3, True), (6, True), (7, False), (30, False)])
def test_below_seven_full_members_a_branch_is_small(full, small):
	assert applies("R04", {**BRANCH, "full_members": full}) is small
	assert applies("R05", {**BRANCH, "full_members": full}) is not small


def test_an_organisation_above_branches_is_asked_nothing_of_a_branch():
	for clause_id in ("R04", "R05", "R06", "R22", "R23", "R26", "R28", "R30"):
		assert not applies(clause_id, {**BRANCH, "branch_type": "primary_committee", "full_members": 80})


@pytest.mark.parametrize(
	("changes", "ok"),
	[
		({}, True),
		({"deputies": 1}, True),
		({"contact_persons": 1}, True),
		({"deputies": 1, "contact_persons": 1}, False),
		({"deputies": 2}, False),
		({"secretaries": 0}, False),
		({"secretaries": 2}, False),
		({"has_committee": True, "committee_members": 3}, False),
	],
)
def test_the_posts_of_a_small_branch(changes, ok):
	assert judge("R04", {**BRANCH, **NO_COMMITTEE, **changes}).ok is ok


@pytest.mark.parametrize(
	("has_committee", "seats", "ok", "required"),
	[
		(False, 1, False, 3),
		(True, 2, False, 3),
		(True, 3, True, 3),
		(True, 5, True, 3),
		(True, 6, True, 3),
		(True, 7, True, 3),
		(True, 8, False, 7),
	],
)
def test_the_committee_of_a_larger_branch(has_committee, seats, ok, required):
	outcome = judge(
		"R05", {**BRANCH, "full_members": 20, "has_committee": has_committee, "committee_members": seats}
	)
	assert (outcome.ok, outcome.required, outcome.found) == (ok, required, seats)


def test_six_or_seven_seats_are_in_order_but_not_usual():
	assert "usual" in judge("R05", {**BRANCH, "full_members": 20, "committee_members": 6}).message
	assert "usual" not in judge("R05", {**BRANCH, "full_members": 20, "committee_members": 5}).message


FOUR_POSTS = (
	"discipline_commissioner",
	"organisation_commissioner",
	"publicity_commissioner",
	"secretary",
)


@pytest.mark.parametrize(
	("full", "held", "ok", "required", "found"),
	[
		(9, FOUR_POSTS, True, 4, 4),
		(10, FOUR_POSTS, False, 5, 4),
		(10, (*FOUR_POSTS, "deputy_secretary"), True, 5, 5),
		(9, FOUR_POSTS[1:], False, 4, 3),
		(8, (*FOUR_POSTS[1:], "deputy_secretary"), True, 4, 4),
		(7, FOUR_POSTS[:3], False, 3, 2),
		(7, FOUR_POSTS[1:], True, 3, 3),
		(7, ("secretary", "united_front_commissioner"), False, 3, 1),
		(7, (*FOUR_POSTS, "united_front_commissioner"), True, 3, 3),
		(4, ("secretary", "organisation_commissioner"), True, 2, 2),
		(30, (*FOUR_POSTS, "deputy_secretary", "secrecy_commissioner"), True, 5, 5),
	],
)
def test_the_posts_of_a_committee_are_filled(full, held, ok, required, found):
	outcome = judge("R11", {**BRANCH, "full_members": full, "posts_held": held})
	assert (outcome.ok, outcome.required, outcome.found) == (ok, required, found)


def test_vacant_posts_are_named_in_their_order():
	outcome = judge("R11", {**BRANCH, "posts_held": ("organisation_commissioner", "publicity_commissioner")})
	assert outcome.message == (
		"3 committee post(s) are vacant: Secretary, Deputy Secretary, Discipline Commissioner."
	)
	assert not applies("R11", {**BRANCH, "branch_type": "general_branch"})


def test_a_branch_of_seven_is_told_what_three_seats_can_hold():
	outcome = judge("R11", {**BRANCH, "full_members": 7, "posts_held": ("secretary",)})
	assert outcome.message == (
		"1 of 3 committee posts are filled, as many as there may be seats. Vacant: Deputy Secretary, "
		"Organisation Commissioner, Publicity Commissioner, Discipline Commissioner. One person may hold two posts."
	)
	outcome = judge("R11", {**BRANCH, "full_members": 8, "posts_held": FOUR_POSTS})
	assert outcome.message == (
		"4 committee posts are filled, as many as there may be seats. Without a holder: Deputy Secretary."
	)


@pytest.mark.parametrize("full", range(7, 40))
def test_whoever_fills_every_seat_that_is_allowed_is_asked_no_further_post(full):
	"""R06 and R11 never contradict each other."""
	seats = judge("R06", {**BRANCH, "full_members": full, "committee_members": 1}).required
	posts = registry.clause("R11").parameters["posts"]
	assert judge("R11", {**BRANCH, "full_members": full, "posts_held": posts[:seats]}).ok


def test_a_site_may_ask_for_fewer_posts():
	facts = {**BRANCH, "full_members": 10, "posts_held": ("secretary",)}
	assert judge("R11", facts, posts=["secretary"]).ok
	assert not judge("R11", facts, posts=["secretary", "organisation_commissioner"]).ok


@pytest.mark.parametrize(("members", "ok"), [(49, True), (50, True), (51, False)])
def test_a_branch_has_usually_at_most_fifty_members(members, ok):
	outcome = judge("N08", {"party_members": members})
	assert (outcome.ok, outcome.required, outcome.found) == (ok, 50, members)


@pytest.mark.parametrize(
	("full", "seats", "ok", "most"),
	[
		(7, 3, True, 3),
		(7, 4, False, 3),
		(9, 4, True, 4),
		(9, 5, False, 4),
		(10, 5, True, 5),
		(14, 7, True, 7),
		(30, 8, False, 7),
		(6, 3, True, 3),
		(5, 3, False, 2),
	],
)
def test_a_committee_has_at_most_half_of_the_full_members(full, seats, ok, most):
	outcome = judge("R06", {**BRANCH, "full_members": full, "committee_members": seats})
	assert (outcome.ok, outcome.required, outcome.found) == (ok, most, seats)


def test_the_national_rule_knows_no_share_of_half():
	assert judge("R06", {**BRANCH, "full_members": 7, "committee_members": 5}, thresholds="national").ok


@pytest.mark.parametrize(
	("full", "own", "expected"),
	[(29, None, False), (30, None, True), (50, None, True), (51, None, False), (20, "general_branch", True)],
)
def test_when_a_general_branch_is_in_question(full, own, expected):
	assert applies("R07", {**FIRM, "full_members": full, "own_organisation": own}) is expected


@pytest.mark.parametrize(
	("changes", "ok"),
	[
		({"full_members": 30, "own_organisation": "branch"}, True),
		({"full_members": 30, "own_organisation": "general_branch"}, False),
		(
			{"full_members": 30, "own_organisation": "general_branch", "approval_no": "金律党〔2024〕3号"},
			True,
		),
		(
			{"full_members": 29, "own_organisation": "general_branch", "approval_no": "金律党〔2024〕3号"},
			False,
		),
	],
)
def test_a_general_branch_may_be_set_up_on_approval(changes, ok):
	assert judge("R07", {**FIRM, **changes}).ok is ok


def test_nationally_a_firm_of_fifty_must_have_a_general_branch_or_more():
	fifty = {**FIRM, "full_members": 50, "own_organisation": "branch"}
	assert not judge("R07", fifty, thresholds="national").ok
	assert judge("R07", {**fifty, "own_organisation": "primary_committee"}, thresholds="national").ok
	assert not applies("R08", fifty, thresholds="national")
	assert applies("R08", {**fifty, "full_members": 100}, thresholds="national")


@pytest.mark.parametrize(("full", "expected"), [(49, False), (50, True), (51, True), (100, True)])
def test_from_fifty_members_a_primary_committee_is_asked_for(full, expected):
	assert applies("R08", {**FIRM, "full_members": full}) is expected


@pytest.mark.parametrize(
	("changes", "ok"),
	[
		({"own_organisation": "branch"}, False),
		({"own_organisation": "primary_committee"}, False),
		({"own_organisation": "primary_committee", "child_branches": 2}, True),
		({"own_organisation": "general_branch"}, False),
		({"own_organisation": "general_branch", "approval_no": "金律党〔2024〕3号"}, True),
		(
			{"own_organisation": "general_branch", "approval_no": "金律党〔2024〕3号", "full_members": 51},
			False,
		),
	],
)
def test_at_fifty_an_approved_general_branch_will_do_for_the_time_being(changes, ok):
	assert judge("R08", {**FIRM, "full_members": 50, **changes}).ok is ok
