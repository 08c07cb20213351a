"""What the rules require of a branch, firm or committee beside what it has, at every threshold of both sets."""

from datetime import date

import pytest

from party_affairs.rules.errors import RuleError
from party_affairs.rules.organisation.requirements import of_branch, of_committee, of_firm

DAY = date(2026, 3, 15)
FOUR_POSTS = (
	"discipline_commissioner",
	"organisation_commissioner",
	"publicity_commissioner",
	"secretary",
)
BRANCH = {
	"branch_type": "branch",
	"full_members": 10,
	"party_members": 12,
	"covered_firms": 1,
	"firm_members": (10,),
	"has_committee": True,
	"committee_members": 5,
	"secretaries": 1,
	"deputies": 1,
	"contact_persons": 0,
	"posts_held": (*FOUR_POSTS, "deputy_secretary"),
	"term_end": date(2028, 3, 14),
}
SMALL = {"has_committee": False, "committee_members": 1, "deputies": 0, "posts_held": ("secretary",)}
JOINT = {**BRANCH, **SMALL, "branch_type": "joint_branch", "full_members": 6, "firm_members": (2, 2, 2)}
FIRM = {
	"full_members": 3,
	"party_members": 3,
	"own_organisation": None,
	"in_joint_branch": False,
	"approval_no": None,
	"child_branches": 0,
}
COMMITTEE = {
	"branch_type": "primary_committee",
	"child_branches": 2,
	"term_end": date(2028, 3, 14),
	"terms_over": (),
	"terms_ending": (),
}


def states(rows):
	return {row.key: row.state for row in rows}


def row(rows, key):
	(found,) = (item for item in rows if item.key == key)
	return found


def test_a_branch_in_order_has_nothing_to_attend_to():
	assert states(of_branch(BRANCH, DAY)) == dict.fromkeys(
		("form", "committee", "share", "posts", "size", "term"), "ok"
	)
	# Neither half of the members nor the five posts are asked for by the national rule.
	assert set(states(of_branch(BRANCH, DAY, "national"))) == {"form", "committee", "size", "term"}


@pytest.mark.parametrize(
	("full", "guide", "national"),
	[
		(2, ("R02", "attention"), ("R02", "attention")),
		(3, ("R01", "ok"), ("R01", "ok")),
		(29, ("R01", "ok"), ("R01", "ok")),
		(30, ("R07", "open"), ("R01", "ok")),
		(49, ("R07", "open"), ("R01", "ok")),
		(50, ("R08", "open"), ("R07", "attention")),
		(51, ("R08", "attention"), ("R07", "attention")),
		(99, ("R08", "attention"), ("R07", "attention")),
		(100, ("R08", "attention"), ("R08", "attention")),
	],
)
def test_the_form_of_a_branch_by_its_full_members(full, guide, national):
	for thresholds, expected in (("guide", guide), ("national", national)):
		form = row(of_branch({**BRANCH, "full_members": full}, DAY, thresholds), "form")
		assert (form.clause, form.state) == expected, thresholds


def test_each_set_cites_its_own_source():
	small = {**BRANCH, **SMALL, "full_members": 6}
	assert row(of_branch(small, DAY), "small_branch").citation == "一（一）2"
	assert "第二十条" in row(of_branch(small, DAY, "national"), "small_branch").citation
	assert "第四条" in row(of_branch(BRANCH, DAY), "size").citation


@pytest.mark.parametrize(
	("thresholds", "firms", "state"),
	[("guide", 5, "ok"), ("guide", 6, "attention"), ("national", 5, "ok"), ("national", 6, "open")],
)
def test_a_joint_branch_covers_five_firms_by_the_guide_and_usually_by_the_national_rule(
	thresholds, firms, state
):
	found = row(of_branch({**JOINT, "covered_firms": firms}, DAY, thresholds), "joint_firms")
	assert (found.state, found.clause) == (state, "R03")
	assert ("Usually" in str(found.required)) is (thresholds == "national")


@pytest.mark.parametrize(("members", "state"), [((2, 2), "ok"), ((3, 2), "attention"), ((), "ok")])
def test_a_firm_large_enough_leaves_the_joint_branch(members, state):
	assert row(of_branch({**JOINT, "firm_members": members}, DAY), "form").state == state


@pytest.mark.parametrize(("full", "key"), [(6, "small_branch"), (7, "committee")])
def test_from_seven_full_members_a_committee_is_asked_for(full, key):
	rows = of_branch({**BRANCH, **SMALL, "full_members": full}, DAY)
	assert states(rows)[key] == ("ok" if full == 6 else "attention")
	assert ({"small_branch", "committee"} & set(states(rows))) == {key}


def test_half_of_the_members_is_named():
	share = row(of_branch({**BRANCH, "full_members": 9}, DAY), "share")
	assert share.state == "attention" and share.required.endswith(": 4")


@pytest.mark.parametrize(("members", "state"), [(50, "ok"), (51, "attention")])
def test_the_usual_size(members, state):
	assert row(of_branch({**BRANCH, "party_members": members}, DAY), "size").state == state


@pytest.mark.parametrize(
	("term_end", "state", "said"),
	[
		(date(2026, 9, 16), "ok", "185"),
		(date(2026, 9, 15), "open", "184"),
		(DAY, "open", "in 0 day"),
		(date(2026, 3, 14), "attention", "1 day(s) ago"),
		(None, "open", "not recorded"),
	],
)
def test_the_term_of_office(term_end, state, said):
	term = row(of_branch({**BRANCH, "term_end": term_end}, DAY), "term")
	assert term.state == state and said in term.found and term.clause == "N01"


@pytest.mark.parametrize(
	("facts", "guide", "national"),
	[
		({"full_members": 0, "party_members": 0}, {}, {}),
		({"full_members": 2, "party_members": 2}, {"R02": "attention"}, {"R02": "attention"}),
		({"full_members": 3}, {"R01": "attention"}, {"R01": "attention"}),
		({"full_members": 30, "own_organisation": "branch"}, {"R01": "ok", "R07": "ok"}, {"R01": "ok"}),
		(
			{"full_members": 50, "own_organisation": "branch"},
			{"R01": "ok", "R07": "ok", "R08": "attention"},
			{"R01": "ok", "R07": "attention"},
		),
		(
			{"full_members": 100, "own_organisation": "primary_committee", "child_branches": 3},
			{"R01": "ok", "R08": "ok"},
			{"R01": "ok", "R08": "ok"},
		),
	],
)
def test_what_is_required_of_a_firm(facts, guide, national):
	for thresholds, expected in (("guide", guide), ("national", national)):
		rows = of_firm({**FIRM, **facts}, thresholds)
		assert {item.clause: item.state for item in rows} == expected, thresholds


def test_a_committee_has_branches_below_and_elections_in_time():
	assert states(of_committee(COMMITTEE, DAY)) == {"branches_below": "ok", "term": "ok", "terms_below": "ok"}
	alone = of_committee({**COMMITTEE, "child_branches": 0, "terms_ending": ("第一党支部",)}, DAY)
	assert states(alone) == {"branches_below": "attention", "term": "ok", "terms_below": "open"}
	late = row(of_committee({**COMMITTEE, "terms_over": ("第二党支部",)}, DAY), "terms_below")
	assert late.state == "attention" and "第二党支部" in late.found


def test_unknown_thresholds_are_refused():
	with pytest.raises(RuleError):
		of_branch(BRANCH, DAY, "local")
