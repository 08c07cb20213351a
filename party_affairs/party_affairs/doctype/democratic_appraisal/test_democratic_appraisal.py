"""An appraisal from its preparation to its announcement: what each step asks for, fixes and keeps."""

import pytest

import frappe

from party_affairs.ballots import keys, roll, urn, voting
from party_affairs.daily import destroy_unused_keys
from party_affairs.exceptions import AppraisalError
from tests.site import factory
from tests.site.appraisal import appraisals
from tests.site.appraisal.appraisals import AFTER, CLOSES, DURING, OPENS, votes

pytestmark = pytest.mark.site

INSIDE, OUTSIDE, BOTH = "Within the Party", "Outside the Party", "Both Together"


@pytest.fixture(autouse=True)
def today(freeze):
	freeze("2026-03-20")


@pytest.fixture(scope="module")
def of(rolled_back):
	with rolled_back():
		yield appraisals.branch()


@pytest.fixture
def document(of):
	return appraisals.opened(of)


@pytest.fixture
def counted(of, document):
	for person in of.people[:6]:
		appraisals.vote(document, person)
	appraisals.vote_outside(document, 5)
	return appraisals.counted(appraisals.closed(document))


# Preparing


def test_members_of_the_day_are_brought_in_and_graded_if_full(of):
	factory.member(of.document, stage="Applicant", joined_on=None, full_member_on=None)
	factory.leaves(factory.member(of.document), "2026-02-01")
	document = appraisals.prepared(of)
	assert {row.member for row in document.members} == {person.name for person in of.people}
	assert [row.is_graded for row in document.members].count(0) == 1
	assert {row.stage for row in document.members if not row.is_graded} == {"Probationary Member"}
	assert (document.inside_weight, document.outside_weight) == (50, 50)


def test_one_appraisal_a_branch_and_year(of):
	first = appraisals.prepared(of)
	with pytest.raises(frappe.DuplicateEntryError, match="已有2026年"):
		appraisals.prepared(of)
	appraisals.prepared(of, year=2025)
	assert frappe.db.get_value("DocField", {"parent": first.doctype, "fieldname": "appraisal_key"}, "unique")


@pytest.mark.parametrize(
	("values", "message"),
	[
		({"closes_on": OPENS}, "投票截止时间应晚于"),
		({"inside_weight": 101}, "党内测评权重"),
		({"year": 2027}, "2026"),
	],
)
def test_what_cannot_be_is_refused_by_name(of, values, message):
	with pytest.raises(frappe.ValidationError) as refusal:
		appraisals.prepared(of, **values)
	assert message in frappe.utils.strip_html(str(refusal.value))


def test_only_members_of_the_branch_are_appraised_and_each_once(of):
	stranger = factory.member(factory.branch(parent=of.document.parent_party_branch))
	for members, message in (
		([of.people[0].name, stranger.name], "不是"),
		([of.people[0].name, of.people[0].name], "两次|重复"),
	):
		with pytest.raises(AppraisalError, match=message):
			appraisals.prepared(of, members=[{"member": name} for name in members])


def test_what_steps_write_cannot_be_sent_along(of):
	document = appraisals.prepared(of, status="Votes Counted", inside_ballots=9, shown_as="By Electorate")
	assert (document.status, document.inside_ballots, document.shown_as or None) == (
		"Being Prepared",
		None,
		None,
	)
	document.update({"status": "Voting Open", "public_key": "x", "counted_on": AFTER})
	document.append("results", {"member": of.people[0].name, "excellent": 5})
	document.save()
	document.reload()
	assert (document.status, document.public_key, document.counted_on, document.results) == (
		"Being Prepared",
		None,
		None,
		[],
	)


# Voting


def test_opening_makes_roll_and_key(of):
	document = appraisals.opened(of)
	assert document.status == "Voting Open" and document.least_ballots == 5
	assert roll.numbers(document.name)["within_the_party"][0] == 7 == document.inside_voters
	assert keys.load(document.name) and urn.is_empty(document.name)
	with pytest.raises(AppraisalError, match="筹备中"):
		document.open_voting(at=OPENS)


@pytest.mark.parametrize("missing", ["opens_on", "closes_on"])
def test_voting_is_opened_with_its_times(of, missing):
	document = appraisals.prepared(of, **{missing: None})
	with pytest.raises(AppraisalError, match="投票"):
		document.open_voting(at=OPENS)


def test_voting_that_is_over_is_not_opened(of):
	with pytest.raises(AppraisalError, match="已经过去"):
		appraisals.prepared(of).open_voting(at=CLOSES)


@pytest.mark.parametrize(
	"values",
	[{"opens_on": "2026-03-01 09:00:00"}, {"with_points": 1}, {"inside_weight": 70}, {"year": 2025}],
)
def test_what_a_voter_was_told_stays(document, values):
	document.update(values)
	with pytest.raises(AppraisalError, match="不能修改"):
		document.save()


def test_members_stay_once_voting_is_open_but_its_end_may_move(document):
	document.closes_on = "2026-03-08 18:00:00"
	document.outside_voters = 10
	document.save()
	document.members = document.members[1:]
	with pytest.raises(AppraisalError, match="参评党员"):
		document.save()


def test_slips_are_as_many_as_people_outside(document):
	assert len(set(document.make_slips(6))) == 6
	with pytest.raises(AppraisalError, match="1至2"):
		document.make_slips(3)
	document.reload()
	document.outside_voters = 5
	with pytest.raises(AppraisalError, match="6张"):
		document.save()
	document.reload()
	assert document.revoke_slips() == 6
	assert len(document.make_slips(8)) == 8


def test_grades_and_opinions_wait_for_the_count(document):
	document.members[0].grade = "Excellent"
	with pytest.raises(AppraisalError, match="计票后"):
		document.save()
	document.reload()
	document.members[0].self_grade = "Excellent"
	document.save()


def test_voting_is_closed_when_its_time_is_over_or_everybody_has_voted(of):
	document = appraisals.opened(of, outside_voters=1)
	for person in of.people[:-1]:
		appraisals.vote(document, person)
	appraisals.vote_outside(document, 1)
	document.reload()
	with pytest.raises(AppraisalError, match="才截止"):
		document.close_voting(at=DURING)
	appraisals.on_paper(document, of.people[-1])
	document.reload()
	document.close_voting(at=DURING)
	assert document.status == "Voting Closed"


def test_abandoned_voting_leaves_nothing_and_begins_anew(of, document):
	appraisals.vote(document, of.people[0])
	document.reload()
	document.abandon_voting()
	frappe.db.commit()
	assert document.status == "Being Prepared" and not document.public_key
	assert urn.is_empty(document.name) and keys.load(document.name) is None
	assert roll.numbers(document.name)["within_the_party"][0] == 0
	document.open_voting(at=OPENS)
	appraisals.vote(document, of.people[0])


def test_an_appraisal_is_deleted_only_before_voting(of, document):
	with pytest.raises(AppraisalError, match="作废"):
		frappe.delete_doc(document.doctype, document.name)
	document.abandon_voting()
	frappe.delete_doc(document.doctype, document.name)


# Counting


def test_votes_are_added_up_by_electorate(of, document):
	first, second, *others = of.people
	appraisals.vote(document, first, of={second.name: "excellent"})
	for person in (second, *others[:3]):
		appraisals.vote(document, person, "excellent", of={second.name: "unqualified"})
	appraisals.vote_outside(document, 5, "basically_qualified")
	appraisals.counted(appraisals.closed(document))
	assert (document.status, document.shown_as) == ("Votes Counted", "By Electorate")
	# Nobody grades himself, so his own ballot counts among those without a grade for him.
	assert votes(document, second) == (1, 0, 0, 3, 1)
	assert votes(document, first) == (4, 0, 0, 0, 1)
	assert votes(document, others[4]) == (4, 1, 0, 0, 0)
	assert votes(document, second, OUTSIDE) == (0, 0, 5, 0, 0)
	assert (document.inside_voters, document.inside_ballots, document.outside_ballots) == (7, 5, 5)


def test_paper_ballots_are_added_and_their_counts_removed(of, document):
	for person in of.people[:5]:
		appraisals.vote(document, person)
	for person in of.people[5:]:
		appraisals.on_paper(document, person)
	appraisals.closed(document)
	assert document.paper_inside == 2
	assert {row.electorate for row in document.paper_counts} == {INSIDE, OUTSIDE}
	document.paper_outside = 6
	appraisals.fill_paper(document, INSIDE, excellent=2)
	appraisals.fill_paper(document, OUTSIDE, qualified=5, unqualified=1)
	document.save()
	appraisals.counted(document)
	document.reload()
	assert votes(document, of.people[5]) == (2, 5, 0, 0, 0)
	assert votes(document, of.people[0]) == (2, 4, 0, 0, 1)
	assert votes(document, of.people[0], OUTSIDE) == (0, 5, 0, 1, 0)
	assert document.paper_counts == [] and not document.paper_inside and not document.paper_outside


@pytest.mark.parametrize(
	("paper_inside", "paper_outside", "message"), [(3, 0, "党内.*3张"), (2, 8, "党外.*8张")]
)
def test_no_more_paper_ballots_than_voters_left(of, document, paper_inside, paper_outside, message):
	for person in of.people[:5]:
		appraisals.vote(document, person)
	for person in of.people[5:]:
		appraisals.on_paper(document, person)
	appraisals.vote_outside(document, 1)
	appraisals.closed(document)
	document.update({"paper_inside": paper_inside, "paper_outside": paper_outside})
	document.save()
	with pytest.raises(AppraisalError, match=message):
		document.count_votes(at=AFTER)


def test_no_more_grades_than_paper_ballots(of, document):
	appraisals.on_paper(document, of.people[0])
	appraisals.closed(document)
	document.paper_counts[0].update({"excellent": 1, "qualified": 1})
	with pytest.raises(AppraisalError, match=r"2票.*1张"):
		document.save()


def test_rows_of_the_paper_count_cannot_be_doubled(of, document):
	appraisals.on_paper(document, of.people[0])
	appraisals.closed(document)
	document.append("paper_counts", document.paper_counts[0].as_dict(no_default_fields=True))
	with pytest.raises(AppraisalError, match="每名参评党员一行"):
		document.save()


def test_a_small_electorate_is_shown_in_the_total_alone(of, document):
	for person in of.people:
		appraisals.vote(document, person, "qualified")
	appraisals.vote_outside(document, 4, "unqualified")
	appraisals.counted(appraisals.closed(document))
	assert document.shown_as == "Total Only"
	assert {row.electorate for row in document.results} == {BOTH}
	assert votes(document, of.people[0], BOTH) == (0, 6, 0, 4, 1)


def test_few_electronic_ballots_are_not_told_apart_from_paper_by_who_counted_it(of, document):
	"""The counters of the paper know its part of a sum, and could subtract it."""
	appraisals.vote(document, of.people[0])
	for person in of.people[1:]:
		appraisals.on_paper(document, person)
	appraisals.closed(document)
	appraisals.fill_paper(document, INSIDE, qualified=6)
	document.save()
	appraisals.counted(document)
	assert (document.shown_as, document.results) == ("Too Few Ballots", [])
	assert document.inside_ballots == 7


def test_too_few_ballots_are_not_shown_at_all_and_not_kept(of, document):
	for person in of.people[:2]:
		appraisals.vote(document, person)
	appraisals.vote_outside(document, 2)
	appraisals.counted(appraisals.closed(document))
	assert (document.shown_as, document.results) == ("Too Few Ballots", [])
	assert [row.suggested for row in document.members] == [None] * 7
	assert not frappe.db.exists("Democratic Appraisal Result", {"parent": document.name})


def test_the_least_number_is_that_of_the_opening(of):
	frappe.db.set_single_value("Party Affairs Settings", "appraisal_least_ballots", 3)
	document = appraisals.opened(of)
	frappe.db.set_single_value("Party Affairs Settings", "appraisal_least_ballots", 7)
	for person in of.people[:3]:
		appraisals.vote(document, person)
	appraisals.counted(appraisals.closed(document))
	assert document.shown_as == "By Electorate"


def test_the_four_points_are_counted_where_they_are_asked_for(of):
	document = appraisals.opened(of, with_points=1)
	for person in of.people[:5]:
		answers = appraisals.answers(document, "excellent", but=(person.name,), aspect="vanguard_role")
		voting.cast(
			roll.member_key(document.name, person.name), answers, at=frappe.utils.get_datetime(DURING)
		)
	appraisals.counted(appraisals.closed(document))
	assert votes(document, of.people[6], aspect="Vanguard Role") == (5, 0, 0, 0, 0)
	assert votes(document, of.people[6]) == (0, 0, 0, 0, 5)
	assert len(document.results) == 7 * 5


def test_nothing_is_counted_without_the_key_and_nothing_lost(of, document):
	appraisals.vote(document, of.people[0])
	appraisals.closed(document)
	key = keys.load(document.name)
	keys.destroy(document.name)
	with pytest.raises(AppraisalError, match="密钥"):
		document.count_votes(at=AFTER)
	keys.store(document.name, key)
	document.reload()
	appraisals.counted(document)


def test_an_urn_that_does_not_fit_the_roll_is_not_counted(of, document):
	appraisals.vote(document, of.people[0])
	appraisals.closed(document)
	frappe.db.delete("Appraisal Ballot", {"name": frappe.db.get_value("Appraisal Ballot", {}, "name")})
	with pytest.raises(AppraisalError, match="没有计票"):
		document.count_votes(at=AFTER)


def test_after_the_count_neither_roll_nor_urn_nor_key_is_left(counted):
	frappe.db.commit()
	assert frappe.db.count("Appraisal Voter", {"appraisal": counted.name}) == 0
	assert frappe.db.count("Appraisal Ballot", {"appraisal": counted.name}) == 0
	assert keys.load(counted.name) is None
	assert not counted.public_key


def test_the_key_outlives_a_count_that_is_rolled_back(of, document):
	appraisals.vote(document, of.people[0])
	appraisals.closed(document)
	frappe.db.commit()
	document.count_votes(at=AFTER)
	frappe.db.rollback()
	assert keys.load(document.name) and not urn.is_empty(document.name)


# Grades


def test_grades_are_decided_by_a_meeting_and_announced(of, counted):
	with pytest.raises(AppraisalError, match="尚未确定等次"):
		counted.submit()
	counted.reload()
	appraisals.decide(counted, {of.people[0].name: "Excellent"})
	assert (counted.status, str(counted.decided_on)) == ("Grades Decided", "2026-03-09")
	with pytest.raises(AppraisalError, match="不能早于"):
		counted.announce("2026-03-08")
	counted.reload()
	counted.announce("2026-03-12")
	counted.reload()
	assert (counted.status, str(counted.announced_on)) == ("Result Announced", "2026-03-12")


def test_grades_need_a_meeting(counted):
	for row in counted.members:
		row.grade = "Qualified" if row.is_graded else None
	with pytest.raises(AppraisalError, match="评定等次的"):
		counted.submit()


@pytest.mark.parametrize(
	("kind", "day", "fieldname", "message"),
	[
		("Theme Day", "2026-03-09", "assembly", "已提交的"),
		("Member Assembly", "2026-03-09", "committee_meeting", "已提交的"),
		("Committee Meeting", "2026-03-05", "committee_meeting", "早于投票截止"),
	],
)
def test_the_meeting_is_one_that_may_decide_after_voting(counted, kind, day, fieldname, message):
	meeting = factory.meeting(counted.branch, kind, f"{day} 14:00:00")
	counted.set(fieldname, meeting.name)
	with pytest.raises(AppraisalError, match=message):
		counted.save()


def test_a_theme_day_that_is_also_an_assembly_decides(counted):
	meeting = factory.meeting(counted.branch, "Theme Day", "2026-03-13 14:00:00", also_assembly=1)
	appraisals.decide(counted, meeting=meeting)
	assert str(counted.decided_on) == "2026-03-13"


def test_at_most_a_third_is_excellent(counted):
	graded = [row for row in counted.members if row.is_graded]
	for row in graded[:2]:
		row.grade = "Excellent"
	counted.save()
	graded = [row for row in counted.members if row.is_graded]
	graded[2].grade = "Excellent"
	with pytest.raises(AppraisalError, match="最多2人"):
		counted.save()


def test_probationary_members_get_no_grade(counted):
	row = next(row for row in counted.members if not row.is_graded)
	row.grade = "Qualified"
	with pytest.raises(AppraisalError, match="不评等次"):
		counted.save()


def test_a_grade_against_the_ballots_is_remarked(of, counted):
	row = next(row for row in counted.members if row.is_graded)
	assert row.suggested == "Qualified"
	row.grade = "Unqualified"
	frappe.clear_messages()
	counted.save()
	assert "多数为合格" in frappe.parse_json(frappe.message_log[-1])["message"]


def test_what_is_decided_is_locked_and_corrected_by_amendment(of, counted):
	appraisals.decide(counted)
	counted.members[0].grade = "Excellent"
	with pytest.raises(frappe.UpdateAfterSubmitError):
		counted.save()
	counted.reload()
	counted.status = "Result Announced"
	counted.save()
	assert counted.status == "Grades Decided"
	counted.cancel()
	amended = frappe.copy_doc(counted)
	amended.update({"amended_from": counted.name, "docstatus": 0})
	for row in amended.results:
		row.excellent = 99
	for row in amended.members:
		row.grade = "Qualified" if row.is_graded else None
	amended.insert()
	assert amended.status == "Votes Counted"
	assert votes(amended, of.people[0]) == votes(counted, of.people[0])
	assert amended.inside_ballots == counted.inside_ballots
	amended.submit()
	assert amended.status == "Grades Decided"


def test_the_use_of_the_result_may_be_added_later(counted):
	appraisals.decide(counted)
	counted.used_for = "年终考核"
	counted.save()


def test_keys_of_finished_votes_are_cleared_daily(document):
	keys.store("left-over", "x")
	destroy_unused_keys()
	assert keys.load("left-over") is None and keys.load(document.name)
