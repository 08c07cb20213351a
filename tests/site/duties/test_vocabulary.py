"""What clauses may name is what the check can read: no word is skipped in silence, and none stops the nightly run."""

from datetime import date

import pytest

from party_affairs.facts import loading
from party_affairs.guide import vocabulary
from party_affairs.rules.applicability import APPLICABILITY
from party_affairs.rules.predicates import PREDICATES
from tests.site import factory

pytestmark = pytest.mark.site


def test_each_word_of_a_clause_has_its_reader():
	assert set(loading.SUBJECTS) == set(vocabulary.SUBJECTS)
	assert set(loading.EVIDENCE) == set(vocabulary.EVIDENCE)
	assert set(loading.TRIGGERS) == set(vocabulary.TRIGGERS)


def test_the_facts_that_predicates_and_conditions_read_can_be_loaded():
	wanted = {part.reads for parts in (PREDICATES, APPLICABILITY) for part in parts.values()}
	assert wanted - set(loading.FACTS) == set()


def test_what_bounds_a_clause_and_excuses_from_it_is_known_of_its_subjects():
	branch = factory.branch(parent=factory.committee())
	person = factory.member(branch, is_frail=1)
	factory.post(person, "Organisation Commissioner")
	newcomer = factory.member(branch, stage="Applicant", joined_on=None, full_member_on=None)
	factory.development_case(newcomer, {"Application": "2025-01-08"})
	known = loading.load([branch.name], date(2025, 6, 30))
	for subject in vocabulary.SUBJECTS:
		found = known.subjects(subject)
		during = {name for row in found for name in row.during}
		excused = {name for row in found for name in row.excused}
		if found:
			assert during == set(vocabulary.DURING.get(subject, ())), subject
			assert excused == set(vocabulary.EXCUSES.get(subject, ())), subject
