"""Party Election: from the request to the posts, with every refusal on the way, and back again."""

import pytest

import frappe

from party_affairs.api.organisation import elections as api
from party_affairs.exceptions import ElectionError
from party_affairs.permissions.row_access import get_condition
from tests.site import factory

pytestmark = pytest.mark.site

TODAY = "2026-06-30"
HELD = "2026-06-10"
STEPS = {
	"requested_on": "2026-03-01",
	"agreed_on": "2026-03-10",
	"nominated_on": "2026-04-01",
	"candidates_agreed_on": "2026-04-20",
	"held_on": HELD,
	"reported_on": "2026-06-11",
	"approved_on": "2026-06-20",
}
SURNAMES = "丁马王石刘李吴张陈林赵黄"


@pytest.fixture(autouse=True)
def today(freeze):
	freeze(TODAY)


@pytest.fixture(scope="module")
def house(rolled_back):
	"""A branch of twelve full members with a committee whose term ends on 30 June 2026, and one of five without."""
	with rolled_back():
		first = factory.committee()
		yield frappe._dict(first=first, large=branch_of(first, 12), small=branch_of(first, 5))


def fresh(document):
	"""The stored record: what the house holds stays as it was for the next test."""
	return frappe.get_doc(document.doctype, document.name)


def branch_of(committee, size):
	branch = factory.branch(parent=committee, term_start="2023-07-01", term_years=3)
	people = [factory.member(branch, f"{surname}某") for surname in SURNAMES[:size]]
	return frappe._dict(branch=branch, people=people)


def assembly(house_of_branch, present=None, **values):
	people = house_of_branch.people[:present]
	return factory.meeting(
		house_of_branch.branch, "Member Assembly", f"{HELD} 14:00:00", attendees=people, **values
	)


def tables(of, seats=3, has_committee=True):
	"""Seats, candidates and officers: as many candidates as the rules want, the last two people watch and count."""
	names = [person.name for person in of.people]
	if has_committee:
		needed = {3: 4, 4: 5, 5: 6}[seats]
		values = {
			"seats": [{"office": "Committee Member", "seats": seats}, {"office": "Secretary", "seats": 1}],
			"candidates": [{"office": "Committee Member", "member": name} for name in names[:needed]]
			+ [{"office": "Secretary", "member": names[0]}],
		}
	else:
		values = {
			"seats": [{"office": "Secretary", "seats": 1}, {"office": "Deputy Secretary", "seats": 1}],
			"candidates": [
				{"office": "Secretary", "member": names[0]},
				{"office": "Deputy Secretary", "member": names[1]},
			],
		}
	return {
		**values,
		"officers": [
			{"duty": "Chief Scrutineer", "member": names[-1]},
			{"duty": "Teller", "member": names[-2]},
		],
	}


def ballot(office, number=1, entitled=12, present=12, **numbers):
	values = {"issued": present, "returned": present, "valid": present, **numbers}
	return {"office": office, "round": number, "entitled": entitled, "present": present, **values}


def votes(office, of, in_favour, number=1, valid=12):
	"""Votes in favour by the place of a person in the branch; the others are against."""
	return [
		{
			"office": office,
			"round": number,
			"member": of.people[place].name,
			"in_favour": cast,
			"against": valid - cast,
		}
		for place, cast in in_favour.items()
	]


def election(of, upto="approved_on", has_committee=True, **values):
	"""A record with all steps up to `upto`, unless it is changed by `values`."""
	names = list(STEPS)
	steps = {name: STEPS[name] for name in names[: names.index(upto) + 1]} if upto else {}
	held = {"rules_adopted": 1} if "held_on" in steps else {}
	return frappe.get_doc(
		{
			"doctype": "Party Election",
			"branch": of.branch.name,
			"has_committee": int(has_committee),
			**steps,
			**held,
			**tables(of, has_committee=has_committee),
			**values,
		}
	)


COUNT = {0: 12, 1: 11, 2: 10, 3: 3}


def counted(of, **values):
	"""A term election with committee, counted: the first three people elected, the first of them secretary."""
	names = [person.name for person in of.people]
	defaults = {
		"meeting": assembly(of).name,
		"ballots": [ballot("Committee Member"), ballot("Secretary", entitled=3, present=3)],
		"votes": votes("Committee Member", of, COUNT) + votes("Secretary", of, {0: 3}, valid=3),
		"appointments": [
			{"member": names[0], "post": "Secretary"},
			{"member": names[1], "post": "Organisation Commissioner"},
			{"member": names[2], "post": "Publicity Commissioner"},
			{"member": names[2], "post": "Discipline Commissioner"},
		],
		"approval_no": "金律党〔2026〕8号",
	}
	return election(of, **{**defaults, **values})


def held_posts(branch, day):
	rows = frappe.get_all(
		"Party Post",
		filters={"branch": branch.name, "start_date": ["<=", day], "end_date": [">=", day]},
		fields=["member_name", "post"],
		order_by="post",
	)
	return {row.post: row.member_name for row in rows}


# Steps and days


@pytest.mark.parametrize(
	("upto", "status"),
	[
		(None, "Preparing"),
		("requested_on", "Requested"),
		("agreed_on", "Agreed"),
		("nominated_on", "Agreed"),
		("candidates_agreed_on", "Candidates Agreed"),
		("held_on", "Held"),
		("approved_on", "Held"),
	],
)
def test_the_status_follows_the_steps(house, upto, status):
	assert election(house.large, upto).insert().status == status


def test_steps_follow_each_other(house):
	with pytest.raises(ElectionError, match="上级同意日期"):
		election(house.large, "nominated_on", agreed_on="2026-02-01").insert()
	with pytest.raises(ElectionError, match="候选人批复日期"):
		election(house.large, "held_on", candidates_agreed_on=None).insert()


@pytest.mark.parametrize("step", list(STEPS))
def test_no_step_lies_in_the_future(house, step):
	document = election(house.large, step)
	document.set(step, "2026-07-01")
	with pytest.raises(ElectionError, match="2026"):
		document.insert()
	document.set(step, TODAY)
	assert document.insert()


def test_the_new_term_begins_with_the_election_and_lasts_three_years(house):
	document = election(house.large).insert()
	assert [str(document.get(name)) for name in ("previous_term_end", "term_start", "term_end")] == [
		"2026-06-30",
		"2026-06-10",
		"2029-06-09",
	]
	document.update({"term_start": "2026-07-01", "term_years": 5})
	assert str(document.save().term_end) == "2031-06-30"
	document.term_start = "2026-06-09"
	with pytest.raises(ElectionError, match="本届任期开始"):
		document.save()


# Seats and candidates


@pytest.mark.parametrize(("seats", "refused"), [(2, True), (3, False), (6, False), (7, True)])
def test_the_committee_of_twelve_has_three_to_six_seats(house, seats, refused):
	document = election(house.large, None, candidates=[])
	document.seats[0].seats = seats
	if refused:
		with pytest.raises(ElectionError, match="支部委员会"):
			document.insert()
	else:
		assert document.insert().seats[0].least_candidates == {3: 4, 6: 8}[seats]


def test_candidates_are_a_fifth_more_once_they_were_agreed_on(house):
	document = election(house.large, "nominated_on")
	document.candidates = document.candidates[1:]
	document.insert()
	document.candidates_agreed_on = STEPS["candidates_agreed_on"]
	with pytest.raises(ElectionError, match="至少"):
		document.save()


def test_committee_members_are_elected_only_where_there_is_a_committee(house):
	with pytest.raises(ElectionError, match="选举支部委员会"):
		election(house.large, None).update({"has_committee": 0}).insert()


@pytest.mark.parametrize("table", ["seats", "candidates", "officers"])
def test_nobody_and_nothing_is_listed_twice(house, table):
	document = election(house.large)
	document.append(table, document.get(table)[0].as_dict(no_default_fields=True))
	with pytest.raises(ElectionError, match="重复"):
		document.insert()


def test_only_full_members_of_the_branch_stand(house):
	probationary = factory.member(
		house.large.branch, stage="Probationary Member", joined_on="2026-01-05", full_member_on=None
	)
	stranger = house.small.people[0]
	sanctioned = house.large.people[0]
	factory.event(
		sanctioned,
		"Party Sanction",
		"2025-12-01",
		sanction="Probation within the Party",
		influence_until="2026-12-01",
	)
	for person in (probationary, stranger, sanctioned):
		document = election(house.large, candidates=[{"office": "Committee Member", "member": person.name}])
		with pytest.raises(ElectionError, match=person.member_name):
			document.insert()


# Meeting and officers


def test_a_candidate_neither_watches_nor_counts(house):
	for duty in ("Chief Scrutineer", "Scrutineer", "Teller"):
		candidate = house.large.people[0]
		with pytest.raises(ElectionError, match=f"{candidate.member_name}</strong>是候选人"):
			election(house.large, officers=[{"duty": duty, "member": candidate.name}]).insert()


def test_a_scrutineer_is_entitled_to_vote(house):
	probationary = factory.member(
		house.large.branch, stage="Probationary Member", joined_on="2026-01-05", full_member_on=None
	)
	with pytest.raises(ElectionError, match=probationary.member_name):
		election(house.large, officers=[{"duty": "Scrutineer", "member": probationary.name}]).insert()
	assert election(house.large, officers=[{"duty": "Teller", "member": probationary.name}]).insert()


@pytest.mark.parametrize(
	"wrong",
	[
		{"kind": "Theme Day"},
		{"submit": False},
		{"starts_on": "2026-06-09 14:00:00", "ends_on": "2026-06-09 16:00:00"},
	],
)
def test_the_meeting_is_a_submitted_assembly_of_that_day(house, wrong):
	values = {"kind": "Member Assembly", "starts_on": f"{HELD} 14:00:00", **wrong}
	meeting = factory.meeting(house.large.branch, attendees=house.large.people, **values)
	with pytest.raises(ElectionError, match="党员大会"):
		election(house.large, meeting=meeting.name).insert()


def test_a_theme_day_that_was_an_assembly_as_well_will_do(house):
	meeting = factory.meeting(
		house.large.branch, "Theme Day", f"{HELD} 14:00:00", attendees=house.large.people, also_assembly=1
	)
	assert election(house.large, meeting=meeting.name).insert()


def test_who_is_left_out_needs_the_agreement_above_and_of_the_meeting(house):
	absent = house.large.people[8]
	row = {"member": absent.name, "reason": "Bedridden by Age or Illness", "agreed_above": 1}
	document = election(house.large, exclusions=[row], exclusions_adopted=1).insert()
	assert document.entitled == 11
	for change in ({"exclusions_adopted": 0}, {"exclusions": [{**row, "agreed_above": 0}]}):
		with pytest.raises(ElectionError, match=absent.member_name):
			election(house.large, **{"exclusions": [row], "exclusions_adopted": 1, **change}).insert()
	detained = {"member": absent.name, "reason": "Rights Suspended in Detention"}
	assert election(house.large, exclusions=[detained]).insert().entitled == 11


# Count


def test_a_count_is_judged_by_those_present(house):
	document = counted(house.large).insert()
	assert [row.outcome for row in document.votes] == [
		"Elected",
		"Elected",
		"Elected",
		"Not Elected",
		"Elected",
	]
	assert [row.seats for row in document.ballots] == [3, 1]
	assert "丁某、马某、王某" in document.ballots[0].result


@pytest.mark.parametrize(
	("numbers", "field"),
	[
		({"present": 13, "entitled": 12}, "实到有选举权人数"),
		({"issued": 13}, "发出选票"),
		({"returned": 11, "valid": 12}, "有效票"),
	],
)
def test_counts_that_contradict_each_other_are_refused(house, numbers, field):
	document = counted(house.large, meeting=None)
	document.ballots[0].update(numbers)
	with pytest.raises(ElectionError, match=field):
		document.insert()


def test_more_votes_than_people_present_are_refused(house):
	document = counted(house.large)
	document.votes[0].in_favour = 13
	with pytest.raises(ElectionError, match="丁某的得票合计13票"):
		document.insert()


def test_more_voters_than_people_in_the_minutes_are_refused(house):
	document = counted(house.large, meeting=assembly(house.large, present=11).name)
	with pytest.raises(ElectionError, match="11"):
		document.insert()


def test_every_candidate_has_a_row_and_every_row_a_round(house):
	document = counted(house.large)
	document.votes = document.votes[1:]
	with pytest.raises(ElectionError, match="丁某"):
		document.insert()
	document = counted(house.large)
	document.votes[0].round = 2
	with pytest.raises(ElectionError, match="2"):
		document.insert()


def test_rounds_are_numbered_without_a_gap(house):
	document = counted(house.large)
	document.ballots[0].round = 2
	for vote in document.votes[:4]:
		vote.round = 2
	with pytest.raises(ElectionError, match="轮"):
		document.insert()


def test_the_committee_elects_its_secretary_from_its_own_members(house):
	document = counted(house.large)
	document.ballots[1].entitled = document.ballots[1].present = 4
	with pytest.raises(ElectionError, match="3"):
		document.insert()
	document = counted(house.large)
	document.candidates[-1].member = document.votes[-1].member = house.large.people[3].name
	with pytest.raises(ElectionError, match="石某"):
		document.insert()


def test_more_ballots_returned_than_issued_make_a_round_void(house):
	document = counted(house.large)
	document.ballots[0].update({"issued": 11, "returned": 12})
	document.ballots = document.ballots[:1]
	document.votes = document.votes[:4]
	document.appointments = []
	document.insert()
	assert [row.outcome for row in document.votes] == [None] * 4
	assert "无效" in document.ballots[0].result


def test_a_round_that_stands_in_for_a_void_one_is_about_all_candidates_again(house):
	document = counted(house.large, appointments=[])
	document.ballots = document.ballots[:1]
	document.votes = document.votes[:4]
	document.ballots[0].update({"issued": 11, "returned": 12})
	document.append("ballots", ballot("Committee Member", 2))
	for row in votes("Committee Member", house.large, {0: 12, 1: 11, 2: 10}, number=2):
		document.append("votes", row)
	with pytest.raises(ElectionError, match="石某"):
		document.insert()
	for row in votes("Committee Member", house.large, {3: 3}, number=2):
		document.append("votes", row)
	document.insert()
	assert document.courses["Committee Member"].next == "complete"


# Rounds prepared


def test_the_first_round_is_prepared_from_register_minutes_and_candidates(house):
	factory.member(
		house.large.branch, stage="Probationary Member", joined_on="2026-01-05", full_member_on=None
	)
	document = election(house.large, "held_on", meeting=assembly(house.large, present=11).name)
	document.candidates = document.candidates[::-1]
	document.insert()
	assert api.prepare_round(document.name)["rounds"] == [{"office": "Committee Member", "round": 1}]
	document.reload()
	assert [(row.entitled, row.present, row.seats) for row in document.ballots] == [(12, 11, 3)]
	assert [row.member_name for row in document.votes] == ["丁某", "马某", "王某", "石某"]
	with pytest.raises(ElectionError):
		api.prepare_round(document.name)


def test_equal_votes_are_voted_on_again_among_the_tied(house):
	document = counted(house.large, appointments=[])
	document.ballots, document.votes = document.ballots[:1], []
	for row in votes("Committee Member", house.large, {0: 12, 1: 10, 2: 7, 3: 7}):
		document.append("votes", row)
	document.insert()
	assert [row.outcome for row in document.votes] == ["Elected", "Elected", "Tied", "Tied"]
	api.prepare_round(document.name)
	document.reload()
	assert [row.member_name for row in document.votes if row.round == 2] == ["王某", "石某"]
	document.ballots[1].update(ballot("Committee Member", 2))
	for vote, cast in zip(document.votes[4:], (5, 4), strict=True):
		vote.update({"in_favour": cast, "against": 12 - cast})
	document.save()
	assert document.courses["Committee Member"].next == "complete"
	assert [row.outcome for row in document.votes[4:]] == ["Elected", "Not Elected"]
	assert api.prepare_round(document.name)["rounds"] == [{"office": "Secretary", "round": 1}]


def test_for_open_seats_there_is_a_further_round_or_the_seats_are_reduced(house):
	cast = {0: 12, 1: 11, 2: 10, 3: 6, 4: 5, 5: 4}
	names = [person.name for person in house.large.people]
	document = counted(house.large, **tables(house.large, seats=5))
	document.votes = []
	for row in votes("Committee Member", house.large, cast) + votes(
		"Secretary", house.large, {0: 3}, valid=3
	):
		document.append("votes", row)
	document.insert()
	course = document.courses["Committee Member"]
	assert (course.next, course.open_seats) == ("further_round", 2)
	with pytest.raises(ElectionError, match="2"):
		document.submit()
	document.reload()
	api.prepare_round(document.name)
	document.reload()
	assert {row.member for row in document.votes if row.round == 2} == set(names[3:6])
	document.ballots = document.ballots[:2]
	document.votes = [row for row in document.votes if row.round == 1]
	document.seats[0].is_reduced = 1
	document.submit()
	assert document.status == "Result Approved"


# Submission and posts


def former_committee(house):
	people = house.large.people
	secretary = factory.post(people[5], "Secretary", start="2023-07-01", end="2026-06-30")
	publicity = factory.post(people[2], "Publicity Commissioner", start="2023-07-01", end="2026-06-30")
	contact = factory.post(people[6], "Contact Person", start="2023-07-01", end="2026-12-31")
	return secretary, publicity, contact


def test_the_result_ends_the_old_committee_and_creates_the_new_one(house):
	former_committee(house)
	branch = house.large.branch
	document = counted(house.large).insert()
	document.submit()
	before, after = held_posts(branch, "2026-06-09"), held_posts(branch, HELD)
	assert before == {"Secretary": "李某", "Publicity Commissioner": "王某", "Contact Person": "吴某"}
	assert after == {
		"Secretary": "丁某",
		"Organisation Commissioner": "马某",
		"Publicity Commissioner": "王某",
		"Discipline Commissioner": "王某",
		"Contact Person": "吴某",
	}
	post = frappe.get_doc("Party Post", document.appointments[0].party_post)
	assert (str(post.end_date), post.approval_no) == ("2029-06-09", "金律党〔2026〕8号")
	branch = fresh(branch)
	assert (str(branch.term_start), str(branch.term_end), branch.term_years) == (HELD, "2029-06-09", 3)


def test_cancelling_takes_everything_back(house):
	former = former_committee(house)
	document = counted(house.large).insert()
	document.submit()
	created = [row.party_post for row in document.appointments]
	document.reload()
	document.cancel()
	assert document.status == "Cancelled"
	assert not any(frappe.db.exists("Party Post", name) for name in created)
	assert [str(frappe.db.get_value("Party Post", post.name, "end_date")) for post in former] == [
		"2026-06-30",
		"2026-06-30",
		"2026-12-31",
	]
	assert str(fresh(house.large.branch).term_end) == "2026-06-30"


def test_posts_that_are_in_use_cannot_be_taken_back(house):
	document = counted(house.large).insert()
	document.submit()
	factory.absence(frappe.get_doc("Party Post", document.appointments[0].party_post), "2026-06-25")
	document.reload()
	with pytest.raises(ElectionError, match="书记"):
		document.cancel()


def test_a_small_branch_elects_secretary_and_deputy_directly(house):
	of = house.small
	names = [person.name for person in of.people]
	document = election(
		of,
		has_committee=False,
		meeting=assembly(of, present=4).name,
		ballots=[
			ballot("Secretary", entitled=5, present=4),
			ballot("Deputy Secretary", entitled=5, present=4),
		],
		votes=votes("Secretary", of, {0: 4}, valid=4) + votes("Deputy Secretary", of, {1: 3}, valid=4),
		appointments=[
			{"member": names[0], "post": "Secretary"},
			{"member": names[1], "post": "Deputy Secretary"},
		],
	).insert()
	document.submit()
	assert held_posts(of.branch, HELD) == {"Secretary": "丁某", "Deputy Secretary": "马某"}


def test_four_of_five_open_an_election_and_three_do_not(house):
	of = house.small
	document = election(
		of,
		has_committee=False,
		ballots=[ballot("Secretary", entitled=5, present=3)],
		votes=votes("Secretary", of, {0: 3}, valid=3),
	).insert()
	assert document.votes[0].outcome is None
	assert "4" in document.ballots[0].result


def by_election(house):
	"""The discipline commissioner left; the secretary and the publicity commissioner stay."""
	people = house.large.people
	factory.post(people[5], "Secretary", start="2023-07-01", end="2026-12-31")
	factory.post(people[2], "Publicity Commissioner", start="2023-07-01", end="2026-12-31")
	fresh(house.large.branch).update({"term_years": 4}).save()
	return counted(
		house.large,
		kind="By-Election",
		seats=[{"office": "Committee Member", "seats": 1}],
		candidates=[{"office": "Committee Member", "member": person.name} for person in people[:2]],
		ballots=[ballot("Committee Member")],
		votes=votes("Committee Member", house.large, {0: 9, 1: 3}),
		appointments=[{"member": people[0].name, "post": "Discipline Commissioner"}],
	)


def test_a_by_election_fills_seats_and_keeps_the_term(house):
	document = by_election(house).insert()
	document.submit()
	branch = fresh(house.large.branch)
	assert str(branch.term_start) == "2023-07-01"
	assert held_posts(branch, HELD) == {
		"Secretary": "李某",
		"Publicity Commissioner": "王某",
		"Discipline Commissioner": "丁某",
	}
	post = frappe.get_doc("Party Post", document.appointments[0].party_post)
	assert (str(post.start_date), str(post.end_date)) == (HELD, "2027-06-30")
	document.reload()
	document.cancel()
	assert "Discipline Commissioner" not in held_posts(branch, HELD)
	assert held_posts(branch, HELD)["Secretary"] == "李某"


def test_the_seats_of_a_by_election_and_those_that_stay_filled_fit_the_branch(house):
	document = by_election(house)
	document.seats[0].seats = 5
	with pytest.raises(ElectionError, match="7"):
		document.insert()


def test_an_older_election_does_not_end_a_newer_term(house):
	fresh(house.large.branch).update({"term_start": "2026-06-11"}).save()
	document = counted(house.large).insert()
	with pytest.raises(ElectionError, match="2026"):
		document.submit()


def test_a_post_of_the_new_term_stands_in_the_way(house):
	secretary, *_others = former_committee(house)
	factory.post(house.large.people[7], "United Front Commissioner", start="2026-06-25", end="2029-06-24")
	document = counted(house.large).insert()
	with pytest.raises(ElectionError, match=house.large.people[7].member_name):
		document.submit()
	assert str(fresh(secretary).end_date) == "2026-06-30", "nothing was changed"


def test_a_committee_that_stays_elects_its_new_secretary(house):
	people = house.large.people
	for place, post in (
		(2, "Publicity Commissioner"),
		(5, "Discipline Commissioner"),
		(6, "Deputy Secretary"),
	):
		factory.post(people[place], post, start="2023-07-01", end="2026-06-30")
	document = counted(
		house.large,
		kind="By-Election",
		seats=[{"office": "Secretary", "seats": 1}],
		candidates=[{"office": "Secretary", "member": people[2].name}],
		ballots=[ballot("Secretary", entitled=3, present=3)],
		votes=votes("Secretary", house.large, {2: 2}, valid=3),
		appointments=[{"member": people[2].name, "post": "Secretary"}],
	).insert()
	document.submit()
	assert held_posts(house.large.branch, HELD) == {
		"Secretary": "王某",
		"Publicity Commissioner": "王某",
		"Discipline Commissioner": "李某",
		"Deputy Secretary": "吴某",
	}


@pytest.mark.parametrize("missing", ["meeting", "approved_on", "officers", "appointments", "rules_adopted"])
def test_an_incomplete_record_is_not_submitted(house, missing):
	document = counted(house.large).insert()
	document.set(missing, [] if missing in ("officers", "appointments") else None)
	with pytest.raises(ElectionError):
		document.submit()
	assert held_posts(house.large.branch, HELD) == {}


def test_nobody_gets_a_post_without_being_elected_and_all_elected_get_one(house):
	document = counted(house.large)
	document.appointments[1].member = house.large.people[3].name
	with pytest.raises(ElectionError, match="石某"):
		document.insert()
	document = counted(house.large)
	document.appointments = document.appointments[:1]
	document.insert()
	with pytest.raises(ElectionError, match="马某"):
		document.submit()


# Rights


def test_the_secretary_prepares_and_the_committee_above_submits(house, set_user):
	secretary = factory.holder(house.large.branch, "Secretary", name="周某")
	manager = factory.holder(house.small.branch, "Secretary", in_organisation=house.first)
	with set_user(secretary):
		document = counted(house.large, ballots=[], votes=[], appointments=[]).insert()
		assert document.entitled == 13
		with pytest.raises(frappe.PermissionError):
			document.submit()
	document.reload()
	for name in ("ballots", "votes", "appointments"):
		for row in counted(house.large).get(name):
			document.append(name, row.as_dict(no_default_fields=True))
	document.save()
	with set_user(manager):
		frappe.get_doc("Party Election", document.name).submit()
	assert held_posts(house.large.branch, HELD) == {
		"Secretary": "丁某",
		"Organisation Commissioner": "马某",
		"Publicity Commissioner": "王某",
		"Discipline Commissioner": "王某",
	}
	with set_user(secretary), pytest.raises(frappe.PermissionError):
		frappe.get_doc("Party Election", document.name).cancel()
	with set_user(manager):
		frappe.get_doc("Party Election", document.name).cancel()
	assert held_posts(house.large.branch, HELD) == {"Secretary": "周某"}


def test_nobody_submits_his_own_election(house, set_user):
	manager = factory.login(house.large.people[0])
	factory.post(house.large.people[0], "Party Affairs Officer", house.first)
	document = counted(house.large).insert()
	with set_user(manager), pytest.raises(frappe.PermissionError):
		frappe.get_doc("Party Election", document.name).submit()


def test_other_branches_and_members_see_nothing(house, set_user):
	document = counted(house.large).insert()
	outsiders = [
		factory.holder(house.small.branch, "Secretary"),
		factory.holder(house.large.branch),
		factory.holder(factory.branch(parent=factory.committee()), "Secretary"),
	]
	for user in outsiders:
		with set_user(user):
			seen = frappe.has_permission("Party Election") and frappe.get_list("Party Election", pluck="name")
			assert document.name not in (seen or [])
			for child in ("Party Election Vote", "Party Election Candidate"):
				rows = frappe.db.sql(f"select name from `tab{child}` where {get_condition(child)}")
				assert not rows, child
			for call in (api.standing, api.prepare_round):
				with pytest.raises(frappe.PermissionError):
					call(document.name)
			with pytest.raises(frappe.PermissionError):
				api.beginnings(house.large.branch.name)


def test_how_it_stands_is_told_of_drafts_and_of_what_was_submitted(house):
	factory.member(
		house.large.branch, "周某", stage="Probationary Member", joined_on="2026-01-05", full_member_on=None
	)
	factory.member(house.large.branch, stage="Applicant", joined_on=None, full_member_on=None)
	document = counted(house.large).insert()
	standing = api.standing(document.name)
	assert {name: standing["register"][name] for name in ("full_members", "entitled", "needed")} == {
		"full_members": 12,
		"entitled": 12,
		"needed": 10,
	}
	assert [row["name"] for row in standing["register"]["barred"]] == ["周某"]
	assert [(row["elected"], row["next"]) for row in standing["offices"]] == [
		(["丁某", "马某", "王某"], "complete"),
		(["丁某"], "complete"),
	]
	document.submit()
	# A year later the secretary has moved away; the record of his election can still be read.
	factory.moves(house.large.people[0], house.small.branch, "2026-06-29")
	later = api.standing(document.name)
	assert later["register"] is None and later["offices"][1]["elected"] == ["丁某"]


def test_a_term_of_thirty_years_is_refused_before_it_begins(house):
	with pytest.raises(ElectionError, match="1至5"):
		election(house.large, "requested_on", term_years=30).insert()


def test_a_term_entered_by_hand_is_not_taken_for_the_one_before(house):
	fresh(house.large.branch).update({"term_start": HELD}).save()
	assert counted(house.large).insert().previous_term_end is None


def test_a_draft_whose_register_has_changed_says_why_it_no_longer_counts(house):
	document = counted(house.large).insert()
	factory.moves(house.large.people[0], house.small.branch, HELD)
	assert any("丁某" in remark for remark in api.standing(document.name)["remarks"])


def test_terms_that_end_are_shown_to_whom_they_concern(house, set_user, freeze):
	def shown():
		return {row.name for row in api.terms_ending()}

	both = {house.large.branch.name, house.small.branch.name}
	with set_user(factory.holder(house.large.branch, "Secretary")):
		assert shown() == {house.large.branch.name}
	with set_user(factory.holder(house.large.branch)), pytest.raises(frappe.PermissionError):
		api.terms_ending()
	for day, expected in (("2025-12-29", set()), ("2025-12-30", both), ("2026-07-01", both)):
		freeze(day)
		assert shown() & both == expected


def test_a_publicity_commissioner_reads_and_does_not_write(house, set_user):
	document = counted(house.large).insert()
	with set_user(factory.holder(house.large.branch, "Publicity Commissioner")):
		assert api.standing(document.name)["offices"][0]["elected"] == ["丁某", "马某", "王某"]
		with pytest.raises(frappe.PermissionError):
			api.prepare_round(document.name)


def test_what_a_new_record_begins_with(house):
	assert api.beginnings(house.small.branch.name)["seats"] == [{"office": "Secretary", "seats": 1}]
	large = api.beginnings(house.large.branch.name)
	assert (large["has_committee"], large["seats"][0]) == (1, {"office": "Committee Member", "seats": 3})


def test_remarks_tell_what_is_unusual(house):
	fresh(house.large.people[0]).update({"joined_on": "2024-09-01", "full_member_on": "2025-09-01"}).save()
	document = counted(house.large, previous_term_end=None).insert()
	document.previous_term_end = "2024-06-30"
	sentences = [str(remark) for remark in document.remarks()]
	assert len(sentences) == 2 and "2024-06-30" in sentences[0] and "丁某" in sentences[1]
