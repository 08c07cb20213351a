from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from party_affairs.rules.contact.pairing import (
	CONTACT_KINDS,
	ceases,
	duties,
	required,
	sentence_of,
	shortfalls,
)
from party_affairs.rules.errors import RuleError

CONTACTS = st.dictionaries(st.sampled_from(CONTACT_KINDS), st.integers(0, 4))
POSTS = st.sets(st.sampled_from(["secretary", "committee_member", "member"]))


@pytest.mark.parametrize(
	("post", "expected"),
	[
		("secretary", (1, 2, ("firm_head",))),
		("committee_member", (1, 2, ("key_non_party_professional",))),
		("member", (2, None, ("non_party_lawyer", "masses"))),
	],
)
def test_what_each_post_asks_for(post, expected):
	assert required(post) == expected


def test_everyone_has_the_duty_of_a_member_besides_that_of_the_post():
	assert duties(()) == ("member",)
	assert duties(["secretary"]) == ("secretary", "member")
	assert duties(["committee_member", "secretary"]) == ("secretary", "committee_member", "member")


@pytest.mark.parametrize(
	("posts", "contacts", "expected"),
	[
		((), {}, [("member", 2, 0)]),
		((), {"masses": 1}, [("member", 2, 1)]),
		((), {"masses": 1, "non_party_lawyer": 1}, []),
		((), {"non_party_lawyer": 5}, []),
		((), {"firm_head": 2}, [("member", 2, 0)]),
		(("secretary",), {"masses": 2}, [("secretary", 1, 0)]),
		(("secretary",), {"masses": 2, "firm_head": 1}, []),
		(("committee_member",), {"firm_head": 1}, [("committee_member", 1, 0), ("member", 2, 0)]),
		(("committee_member",), {"key_non_party_professional": 3, "masses": 2}, []),
	],
)
def test_each_duty_counts_contacts_of_its_own_kinds(posts, contacts, expected):
	assert [(duty.post, duty.required, duty.found) for duty in shortfalls(posts, contacts)] == expected


def test_a_member_with_one_contact_is_told_that_it_satisfies_one_clause_of_two():
	(one,) = shortfalls((), {"masses": 1})
	(none,) = shortfalls((), {})
	assert "一（九）2" in one.message
	assert "一（九）2" not in none.message


@given(POSTS, CONTACTS, st.sampled_from(CONTACT_KINDS))
def test_one_more_contact_never_opens_a_duty(posts, contacts, kind):
	before = {duty.post for duty in shortfalls(posts, contacts)}
	after = {duty.post for duty in shortfalls(posts, {**contacts, kind: contacts.get(kind, 0) + 1})}
	assert after <= before


@pytest.mark.parametrize(
	("posts", "contacts", "sentence"),
	[
		(("treasurer",), {}, "treasurer.*secretary, committee_member, member"),
		((), {"friends": 2}, "friends"),
		((), {"masses": -1}, "Number of contacts"),
	],
)
def test_unknown_words_and_negative_numbers_are_refused(posts, contacts, sentence):
	with pytest.raises(RuleError, match=sentence):
		shortfalls(posts, contacts)


JOINED, LEFT = date(2025, 5, 1), date(2025, 6, 1)


@pytest.mark.parametrize(
	("kind", "joined", "left", "expected"),
	[
		("masses", JOINED, None, (JOINED, "joined_the_party")),
		("masses", None, LEFT, None),
		("non_party_lawyer", JOINED, LEFT, (JOINED, "joined_the_party")),
		("non_party_lawyer", LEFT, JOINED, (JOINED, "left_the_firm")),
		("key_non_party_professional", None, LEFT, (LEFT, "left_the_firm")),
		("firm_head", JOINED, None, None),
		("firm_head", JOINED, LEFT, (LEFT, "left_the_firm")),
		("firm_head", None, None, None),
	],
)
def test_since_when_a_contact_is_no_longer_of_his_kind(kind, joined, left, expected):
	ceased = ceases(kind, joined, left)
	assert (ceased and (ceased.since, ceased.reason)) == expected
	assert ceased is None or f"{ceased.since:%Y-%m-%d}" in sentence_of(ceased).text()


@given(st.sampled_from(CONTACT_KINDS), st.none() | st.dates(), st.none() | st.dates())
def test_every_pairing_that_ceases_has_a_sentence_without_a_name(kind, joined, left):
	ceased = ceases(kind, joined, left)
	assert ceased is None or sentence_of(ceased).template
