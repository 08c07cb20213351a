from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from party_affairs.rules.contact.pairing import CONTACT_KINDS, duties, required
from party_affairs.rules.contact.suggestion import NOBODY_YET, Contact, Paired, suggest
from party_affairs.rules.errors import RuleError

FIRMS = st.sampled_from([None, "甲所", "乙所"])
CONTACTS = st.lists(st.tuples(st.sampled_from(CONTACT_KINDS), FIRMS, st.integers(0, 2)), max_size=9).map(
	lambda rows: [Contact(f"C{number}", *row) for number, row in enumerate(rows)]
)
MEMBERS = st.lists(
	st.tuples(FIRMS, st.sampled_from([(), ("secretary",), ("committee_member",)]), st.integers(0, 3)),
	max_size=6,
).map(
	lambda rows: [
		Paired(f"M{number}", firm, posts, tuple((f"X{number}{one}", "masses") for one in range(had)))
		for number, (firm, posts, had) in enumerate(rows)
	]
)
LIMITS = st.integers(1, 4)


@given(MEMBERS, CONTACTS, LIMITS, LIMITS)
def test_nobody_gets_above_a_limit_and_posts_are_respected(members, contacts, most_contacts, most_members):
	found = suggest(members, contacts, most_contacts, most_members)
	people, known = {one.name: one for one in members}, {one.name: one for one in contacts}
	given_to, given_with = Counter(), Counter()
	for line in found.lines:
		given_to[line.member] += 1
		given_with[line.contact] += 1
		kinds = {kind for duty in duties(people[line.member].posts) for kind in required(duty).target_kinds}
		assert line.kind == known[line.contact].kind and line.kind in kinds
	for name, number in given_to.items():
		assert number + len(people[name].contacts) <= most_contacts
	for name, number in given_with.items():
		assert number + known[name].members <= most_members or number == 0
	assert len({(line.member, line.contact) for line in found.lines}) == len(found.lines)


@given(MEMBERS, CONTACTS, LIMITS, LIMITS)
def test_the_same_branch_gives_the_same_suggestion(members, contacts, most_contacts, most_members):
	assert suggest(members, contacts, most_contacts, most_members) == suggest(
		members, list(reversed(contacts)), most_contacts, most_members
	)


@given(MEMBERS, CONTACTS)
def test_whoever_is_short_is_told_why_and_nobody_else_is(members, contacts):
	found = suggest(members, contacts, 4, 2)
	fulfilled = Counter()
	for member in members:
		for _name, kind in member.contacts:
			fulfilled[member.name, kind] += 1
	for line in found.lines:
		if line.duty != NOBODY_YET:
			fulfilled[line.member, line.kind] += 1
	short = {(one.member, one.duty): one.lacking for one in found.short}
	for member in members:
		for duty in duties(member.posts):
			wanted = required(duty)
			have = sum(fulfilled[member.name, kind] for kind in wanted.target_kinds)
			assert max(0, wanted.minimum - have) == short.get((member.name, duty), 0)
	assert all(one.why.template for one in found.short)


@given(MEMBERS, CONTACTS)
def test_beyond_duties_nobody_gets_a_second_before_another_has_his_first(members, contacts):
	"""Contacts with whom nobody keeps contact go to those with the fewest of all who may have them."""
	found = suggest(members, contacts, 9, 9)
	number = Counter({one.name: len(one.contacts) for one in members})
	number.update(line.member for line in found.lines)
	people = {one.name: one for one in members}
	for line in found.lines:
		if line.duty != NOBODY_YET:
			continue
		for other in members:
			kinds = {kind for duty in duties(other.posts) for kind in required(duty).target_kinds}
			if line.kind in kinds:
				assert number[line.member] <= max(number[other.name], len(people[line.member].contacts)) + 1


def test_the_own_firm_comes_first_and_then_whoever_is_least_kept_in_touch_with():
	members = [Paired("甲", "甲所")]
	contacts = [
		Contact("乙所的人", "non_party_lawyer", "乙所"),
		Contact("甲所已有人联系", "non_party_lawyer", "甲所", 1),
		Contact("甲所无人联系", "non_party_lawyer", "甲所"),
	]
	lines = suggest(members, contacts, 2, 2).lines
	assert {line.contact for line in lines} == {"甲所已有人联系", "甲所无人联系"}
	assert all(line.same_firm for line in lines)


def test_somebody_moves_over_where_that_gives_another_a_contact():
	"""Of the lawyer of their firm there is one place left; he who could take another makes room for him who could not."""
	members = [
		Paired("甲", "甲所", (), (("别人", "masses"),)),
		Paired("乙", "甲所", (), (("乙所的人", "non_party_lawyer"),)),
	]
	contacts = [
		Contact("甲所的人", "non_party_lawyer", "甲所", 1),
		Contact("乙所的人", "non_party_lawyer", "乙所", 1),
	]
	found = suggest(members, contacts, 4, 2)
	assert not found.short
	assert {(line.member, line.contact) for line in found.lines} == {("甲", "乙所的人"), ("乙", "甲所的人")}


def test_posts_ask_for_their_own_kinds():
	members = [Paired("书记", "甲所", ("secretary",), (("a", "masses"), ("b", "masses")))]
	contacts = [Contact("主任", "firm_head", "甲所"), Contact("骨干", "key_non_party_professional", "甲所")]
	(line,) = suggest(members, contacts, 4, 2).lines
	assert (line.contact, line.duty) == ("主任", "secretary")


def test_a_limit_below_one_is_refused():
	with pytest.raises(RuleError, match="at least 1"):
		suggest([], [], 0, 2)
