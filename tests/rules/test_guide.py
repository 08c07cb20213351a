import copy
import json
import sys
from datetime import date
from pathlib import Path

import pytest

from party_affairs.guide import data, registry
from party_affairs.guide.data import GuideDataError
from party_affairs.guide.dues import tiers
from party_affairs.guide.meetings import meeting_kinds
from party_affairs.guide.members import rulebooks
from party_affairs.guide.organisation import party_posts, sizes
from party_affairs.rules.applicability import APPLICABILITY
from party_affairs.rules.contact.pairing import CONTACT_KINDS, required
from party_affairs.rules.evaluators import due_days_for
from party_affairs.rules.predicates import PREDICATES

TODAY = date(2026, 11, 23)
EVALUATED = {
	f"R{number:02d}"
	for number in (*range(1, 10), *range(11, 18), *range(22, 31), *range(32, 45), *range(46, 50), 57, 58, 59)
}
EVALUATED |= {f"R{number}" for number in (18, 19, 20, 21, 31, 50, 51, *range(53, 57), *range(60, 64), 66, 67)}
EVALUATED |= {"N01", "N02", "N03", "N04", "N05", "N06", "N07", "N08", "N09"}


def raw(name):
	return json.loads((Path(data.__file__).parent / name).read_text(encoding="utf-8"))


def test_every_clause_of_the_guide_is_there_exactly_once_and_in_order():
	assert [clause.id for clause in registry.clauses()] == [f"R{number:02d}" for number in range(1, 68)]


def in_force(day):
	return [clause for clause in registry.all_clauses() if clause.in_force(day)]


def test_the_clauses_measured_by_this_version():
	assert {clause.id for clause in in_force(TODAY) if clause.evaluated} == EVALUATED


def test_every_clause_says_where_it_stands_and_what_to_do():
	for clause in registry.clauses():
		assert clause.citation and clause.title and clause.text and clause.remedy, clause.id
		assert clause.severity == "block" or clause.held != "text" or clause.severity == "info", clause.id


@pytest.mark.parametrize("clause_id", sorted(EVALUATED))
def test_every_evaluated_clause_names_what_exists(clause_id):
	clause = registry.clause(clause_id)
	assert clause.applies_when is None or clause.applies_when in APPLICABILITY
	assert clause.predicate is None or clause.predicate in PREDICATES
	assert clause.kind in ("frequency", "event") or clause.predicate is not None
	due_days_for(clause, lambda day: True)


def test_clauses_not_yet_evaluated_name_no_condition_that_is_missing():
	for clause in registry.all_clauses():
		assert clause.applies_when is None or clause.applies_when in APPLICABILITY, clause.id
		assert clause.evaluated or clause.predicate is None, clause.id


def test_no_condition_or_predicate_is_left_without_a_clause():
	assert {clause.predicate for clause in registry.all_clauses()} - {None} == set(PREDICATES)
	assert {clause.applies_when for clause in registry.all_clauses()} - {None} == set(APPLICABILITY)


def test_no_two_rooms_name_a_predicate_alike():
	rooms = {sys.modules[predicate.judge.__module__] for predicate in PREDICATES.values()}
	assert sum(len(room.PREDICATES) for room in rooms) == len(PREDICATES)


def test_the_evidence_of_meetings_names_kinds_of_meetings():
	kinds = {kind.evidence for kind in meeting_kinds.meeting_kinds()}
	assert {registry.clause(clause_id).evidence for clause_id in ("R22", "R23", "R24", "R26", "R30")} <= kinds


def test_parameters_are_replaced_in_a_copy_only():
	moved = registry.clause("R26").with_parameters(day=20)
	assert (moved.parameters["day"], registry.clause("R26").parameters["day"]) == (20, 15)
	assert moved.parameters["times"] == 1


def test_a_clause_binds_from_its_first_to_its_last_day():
	clause = registry.clause("R22")
	assert clause.in_force(clause.effective_from) and not clause.in_force(date(2019, 12, 31))
	assert clause in in_force(TODAY)
	assert [found.id for found in in_force(date(2019, 12, 31)) if found.id[0] == "R"] == []


def test_look_ups_of_what_is_not_there_fail():
	for look_up in (
		registry.clause,
		party_posts.post,
		meeting_kinds.meeting_kind,
		rulebooks.rulebook,
		sizes.thresholds,
	):
		with pytest.raises(KeyError):
			look_up("nonsense")
	with pytest.raises(KeyError, match="2001"):
		sizes.thresholds("guide", date(2001, 1, 1))


def test_posts_stand_in_order_and_pair_as_the_guide_says():
	posts = party_posts.posts()
	assert [post.order for post in posts] == sorted(post.order for post in posts)
	assert (posts[0].key, posts[0].title, posts[0].pairing) == ("secretary", "书记", "secretary")
	for post in posts:
		assert required(post.pairing).target_kinds
		assert (post.pairing != "member") == post.committee_seat, post.key


def test_labels_of_posts_and_meetings_give_their_keys():
	for entry in (*party_posts.posts(), *meeting_kinds.meeting_kinds()):
		assert entry.label.lower().replace(" ", "_").replace("-", "_") == entry.key


def test_the_four_kinds_of_three_meetings_and_one_lesson():
	assert [kind.key for kind in meeting_kinds.meeting_kinds() if kind.three_meetings_one_lesson] == [
		"member_assembly",
		"committee_meeting",
		"group_meeting",
		"party_lecture",
	]


def test_each_kind_of_meeting_names_its_chair_its_guests_and_its_clauses():
	kinds = {kind.key: kind for kind in meeting_kinds.meeting_kinds()}
	assert [key for key, kind in kinds.items() if kind.chair_citation] == [
		"member_assembly",
		"committee_meeting",
		"group_meeting",
	]
	assert [key for key, kind in kinds.items() if kind.may_be_enlarged] == ["committee_meeting"]
	assert [key for key, kind in kinds.items() if kind.three_councils] == [
		"democratic_talk",
		"party_mass_council",
		"development_conference",
	]
	for key, kind in kinds.items():
		first = registry.clause(kind.clauses[0])
		assert first.evidence in (kind.evidence, "mass_line_council"), key
	assert kinds["party_lecture"].guests == ("activist", "non_party_lawyer", "masses")


def test_the_ticks_of_a_record_are_four():
	assert {tick: kind.key for tick, kind in meeting_kinds.also_ticks().items()} == {
		"also_assembly": "member_assembly",
		"also_theme_day": "theme_day",
		"also_lecture": "party_lecture",
		"also_life_meeting": "organisation_life_meeting",
	}


def test_the_steps_of_admission_go_through_five_phases_and_name_their_meetings():
	kinds = {kind.key for kind in meeting_kinds.meeting_kinds()}
	for rules in rulebooks.rulebooks():
		phases = [step.phase for step in rules.steps]
		assert phases == sorted(phases) and set(phases) == set(rulebooks.PHASES)
		assert {step.meeting for step in rules.steps} - {None} <= kinds
		assert {step.key for step in rules.steps if step.vote == "admission"} == {"assembly", "full_assembly"}
		assert all(step.handled_by and step.materials for step in rules.steps)


def test_the_archive_keeps_six_papers_in_their_order():
	"""Rules of admission 2026, article 36, and 2014, article 37."""
	for rules in rulebooks.rulebooks():
		papers = [material for step in rules.steps for material in step.materials if material.archive]
		kept = sorted(papers, key=lambda material: material.archive)
		assert [material.title for material in kept] == [
			"入党志愿书",
			"入党申请书",
			"入党积极分子培养考察登记材料",
			"政治审查材料（函调、复函和综合报告）",
			"预备党员教育考察登记材料",
			"转正申请书",
		]
		assert all(material.required for material in kept)


def test_contact_kinds_are_the_words_of_the_ledger():
	assert CONTACT_KINDS == ("firm_head", "key_non_party_professional", "non_party_lawyer", "masses")


BROKEN = [
	(
		"organisation/thresholds.json",
		sizes.parse_thresholds,
		("thresholds", 0),
		{"committee_minimum": 2},
		"guide: the thresholds must rise",
	),
	(
		"organisation/thresholds.json",
		sizes.parse_thresholds,
		("thresholds", 0),
		{"general_branch_binding": "could"},
		"guide: general_branch",
	),
	(
		"organisation/thresholds.json",
		sizes.parse_thresholds,
		("thresholds", 1),
		{"joint_firms_binding": "usually"},
		"national: joint_firms",
	),
	("dues/tiers.json", tiers.parse_dues_standards, ("standards", 0), {"rounding": "up"}, "2008: rounding"),
	(
		"dues/tiers.json",
		tiers.parse_dues_standards,
		("standards", 0, "tiers", 1),
		{"over": "4000"},
		"2008: employed",
	),
	(
		"dues/tiers.json",
		tiers.parse_dues_standards,
		("standards", 0, "tiers", 6),
		{"fixed_amount": None},
		"2008: fixed_sum",
	),
	(
		"organisation/posts.json",
		party_posts.parse_posts,
		("posts", 0),
		{"pairing": "nobody"},
		"secretary: pairing",
	),
	(
		"meetings/meeting_kinds.json",
		meeting_kinds.parse_meeting_kinds,
		("meeting_kinds", 0),
		{"minutes": ["mood"]},
		"member_assembly: minutes",
	),
	(
		"meetings/meeting_kinds.json",
		meeting_kinds.parse_meeting_kinds,
		("meeting_kinds", 0),
		{"guests": ["stranger"]},
		"member_assembly: guests",
	),
	(
		"meetings/meeting_kinds.json",
		meeting_kinds.parse_meeting_kinds,
		("meeting_kinds", 0),
		{"also": ["partners_conference"]},
		"member_assembly: also",
	),
	(
		"meetings/meeting_kinds.json",
		meeting_kinds.parse_meeting_kinds,
		("meeting_kinds", 1),
		{"stand_in_citation": None},
		"committee_meeting: who chairs",
	),
	(
		"meetings/meeting_kinds.json",
		meeting_kinds.parse_meeting_kinds,
		("meeting_kinds", 9),
		{"chair_citation": "一"},
		"partners_conference: who chairs",
	),
	(
		"members/development_steps.json",
		rulebooks.parse_rulebooks,
		("rulebooks", 0, "steps", 0),
		{"after": ["oath"]},
		"2014 application: a step",
	),
	(
		"members/development_steps.json",
		rulebooks.parse_rulebooks,
		("rulebooks", 0, "limits", 0),
		{"kind": "lunar"},
		"2014 application: kind",
	),
	(
		"members/development_steps.json",
		rulebooks.parse_rulebooks,
		("rulebooks", 0, "limits", 1),
		{"end": "party"},
		"2014 party: unknown step",
	),
	(
		"members/development_steps.json",
		rulebooks.parse_rulebooks,
		("rulebooks", 1, "steps", 0),
		{"phase": 6},
		"2026 application: phase",
	),
	(
		"members/development_steps.json",
		rulebooks.parse_rulebooks,
		("rulebooks", 1, "steps", 15),
		{"meeting": None},
		"2026 assembly: a vote needs a meeting",
	),
	(
		"members/development_steps.json",
		rulebooks.parse_rulebooks,
		("rulebooks", 1, "steps", 8),
		{"stage": None},
		"2026: each stage must be reached",
	),
	(
		"members/development_steps.json",
		rulebooks.parse_rulebooks,
		("rulebooks", 1, "steps", 17),
		{"document": "please"},
		"2026 approval: document",
	),
	(
		"members/development_steps.json",
		rulebooks.parse_rulebooks,
		("rulebooks", 0, "conditions"),
		{"godparents": 2},
		"conditions: fields differ",
	),
]


@pytest.mark.parametrize(
	("name", "parse", "place", "change", "problem"), BROKEN, ids=[item[4] for item in BROKEN]
)
def test_a_contradiction_in_a_data_file_names_file_and_entry(name, parse, place, change, problem):
	data = copy.deepcopy(raw(name))
	assert parse(data)
	entry = data
	for step in place:
		entry = entry[step]
	entry.update(change)
	with pytest.raises(GuideDataError, match=f"^{name}, {problem}"):
		parse(data)
