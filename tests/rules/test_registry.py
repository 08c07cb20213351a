"""Clauses are read to the last word: what the program does not know is refused by file, clause, place and nearest word."""

import copy
import json
from pathlib import Path

import pytest

from party_affairs.guide import data, registry, vocabulary
from party_affairs.guide.data import GuideDataError
from party_affairs.guide.vocabulary import MonthAndDay, Number, Whole, Word, Words
from party_affairs.rules.applicability import APPLICABILITY
from party_affairs.rules.errors import RuleError
from party_affairs.rules.parameters import adjustable, check_local
from party_affairs.rules.predicates import PREDICATES

SOURCES = ("clauses.json", "national_clauses.json")
GONE = object()


def raw(source):
	return json.loads((Path(data.__file__).parent / source).read_text(encoding="utf-8"))


def broken(clause_id, key, value, source="clauses.json"):
	"""The file with one value of a clause replaced (`parameters.times` of its parameters), or taken away."""
	content = copy.deepcopy(raw(source))
	(entry,) = [row for row in content["clauses"] if row["id"] == clause_id]
	*path, last = key.split(".")
	for step in path:
		entry = entry[step]
	if value is GONE:
		del entry[last]
	else:
		entry[last] = value
	return content


@pytest.mark.parametrize("source", SOURCES)
def test_the_files_are_read(source):
	assert registry.parse_clauses(raw(source), source)


@pytest.mark.parametrize(
	("clause_id", "key", "value", "words"),
	[
		("R22", "subject", "brunch", "R22, subject: 'brunch' stands there, allowed is one of branch, .*nearest is 'branch'"),
		("R42", "evidence", "democratic_tolk", "R42, evidence: 'democratic_tolk' stands there, allowed is one of .*heart_talk"),
		("R42", "evidence", "heart_tolk", "R42, evidence: 'heart_tolk' .*nearest is 'heart_talk'"),
		("R42", "trigger", "talk_ocasion", "R42, trigger: 'talk_ocasion' .*nearest is 'talk_occasion'"),
		("R42", "trigger", None, "R42, trigger: None stands there"),
		("R22", "applies_when", "is_brunch", "R22, applies_when: 'is_brunch' .*nearest is 'is_branch'"),
		("R25", "predicate", "minutes_complet", "R25, predicate: 'minutes_complet' .*nearest is 'minutes_complete'"),
		("R25", "predicate", None, "R25, predicate: None stands there"),
		("R25", "subject", "venue", "R25, subject: 'venue' stands there"),
		("R22", "evidence", None, "R22, evidence: None stands there"),
		("R22", "trigger", "thought_report", "R22, trigger: 'thought_report' stands there, allowed is nothing for frequency"),
		("R22", "period", "point", "R22, period: 'point' stands there, allowed is one of month, quarter"),
		("R22", "period", None, "R22, period: None stands there"),
		("R42", "period", "year", "R42, period: 'year' stands there, allowed is one of point"),
		("R25", "evidence", "heart_talk", "R25, evidence: 'heart_talk' stands there, allowed is nothing for state"),
		("R22", "kind", "frequent", "R22, kind: 'frequent' .*nearest is 'frequency'"),
		("R22", "kind", None, "R22: kind goes with held 'measured'"),
		("R22", "force", "firm", "R22, force: 'firm' stands there, allowed is one of hard, soft"),
		("R22", "severity", "wrn", "R22, severity: 'wrn' .*nearest is 'warn'"),
		("R22", "held", "mesured", "R22, held: 'mesured' .*nearest is 'measured'"),
		("R22", "held", "text", "R22: kind goes with held 'measured'"),
		("R53", "parameters.lines_of", "R54", "R53, parameters, lines_of: 'R54' stands there, allowed is the clause itself, R53"),
		("R53", "predicate", "minutes_complete", "R53: kind goes with held 'measured', or with a checklist that is ticked"),
		("R53", "parameters.due_by", "12-32", "R53, parameters, due_by: '12-32' stands there"),
		("R51", "parameters.decision_days", GONE, "R51: parameters, decision_days: missing"),
		("R22", "title", " ", "R22, title: ' ' stands there, allowed is a text"),
		("R22", "id", "R7", "R7, id: 'R7' stands there, allowed is R or N with two figures"),
		("R22", "id", "R21", "R21: the entry is there twice"),
		("R22", "evaluated", 1, "R22, evaluated: 1 stands there, allowed is true or false"),
		("R10", "evaluated", True, "R10, evaluated: True stands there"),
		("R10", "applies_when", "is_branch", "R10, applies_when: 'is_branch' stands there, allowed is nothing for text"),
		("R22", "colour", "red", "R22: the key 'colour' is unknown, allowed are id, "),
		("R22", "perod", "year", "R22: the key 'perod' is unknown, .*nearest is 'period'"),
		("R22", "remedy", GONE, "R22: the key 'remedy' is missing"),
		("R22", "effective_from", "2020-13-01", "R22, effective_from: '2020-13-01' stands there, allowed is a day"),
		("R22", "effective_from", None, "R22, effective_from: None stands there"),
		("R22", "effective_to", "2019-01-01", "R22: effective_to lies before effective_from"),
		("R22", "parameters", [], r"R22, parameters: \[\] stands there, allowed is an object"),
		("R22", "parameters.tmes", 2, "R22: parameters, tmes: unknown, allowed is .*nearest is 'times'"),
		("R22", "parameters.limit_days", 2, "R22: parameters, limit_days: unknown"),
		("R43", "parameters.times", 2, "R43: parameters, times: unknown"),
		("R22", "parameters.times", "2", "R22, parameters, times: '2' stands there, allowed is a whole number from 1 to 366"),
		("R22", "parameters.times", True, "R22, parameters, times: True stands there"),
		("R22", "parameters.times", 0, "R22, parameters, times: 0 stands there"),
		("R22", "parameters.times", GONE, "R22: parameters, times: missing"),
		("R26", "parameters.day", 32, "R26, parameters, day: 32 stands there, allowed is a whole number from 1 to 31"),
		("R26", "parameters.due_days", "them_day", "R26, parameters, due_days: 'them_day' .*nearest is 'theme_day'"),
		("R27", "parameters.least_hours", "lang", "R27, parameters, least_hours: 'lang' stands there, allowed is a number above 0"),
		("R28", "parameters.due_by", "02-29", "R28, parameters, due_by: '02-29' stands there, allowed is a month and day"),
		("R29", "parameters.tags", ["study", "tourism"], "R29, parameters, tags: .* allowed is a list out of study, "),
		("R29", "parameters.tags", [], "R29, parameters, tags: "),
		("R29", "parameters.tags", ["study", "study"], "R29, parameters, tags: "),
		("R29", "parameters.tags", GONE, "R29: parameters, tags: missing"),
		("R03", "parameters.thresholds", "nation", "R03, parameters, thresholds: 'nation' .*nearest is 'national'"),
		("R32", "parameters.during", "in_the_party", "R32, parameters, during: 'in_the_party' .*nearest is 'in_party'"),
		("R22", "parameters.during", "in_party", "R22, parameters, during: 'in_party' stands there, allowed is one of committee"),
		("R24", "parameters.during", "in_party", "R24: parameters, during: unknown"),
		("R32", "parameters.excuses", ["frial"], "R32, parameters, excuses: "),
		("R32", "parameters.presence", "half", "R32, parameters, presence: 'half' stands there"),
		("R42", "parameters.setback_days", GONE, "R42: parameters, setback_days: missing"),
		("R42", "parameters.limit_days", GONE, "R42: parameters: limit_days or limit_months is missing"),
		("R43", "parameters.presence", "any_day", "R43: parameters, presence: unknown"),
		("R36", "linked", "R15", "R36, linked: 'R15' stands there, allowed is a list of clauses"),
		("R24", "remedy_of_state", " ", "R24, remedy_of_state: ' ' stands there, allowed is a text"),
	],
)  # fmt: skip
def test_what_cannot_be_is_refused_by_file_clause_place_and_word(clause_id, key, value, words):
	with pytest.raises(GuideDataError, match=f"^clauses.json, {words}"):
		registry.parse_clauses(broken(clause_id, key, value))


def test_a_refusal_names_the_file_that_it_is_about():
	with pytest.raises(
		GuideDataError, match=r"^national_clauses.json, N05, parameters, hours: -1 stands there"
	):
		registry.parse_clauses(
			broken("N05", "parameters.hours", -1, "national_clauses.json"), "national_clauses.json"
		)


def test_what_a_record_says_itself_no_clause_limits():
	with pytest.raises(GuideDataError, match=r"N01: parameters, limit_days: unknown, allowed is none"):
		registry.parse_clauses(broken("N01", "parameters.limit_days", 90, "national_clauses.json"))


@pytest.mark.parametrize(
	("linked", "words"),
	[
		(["R51x"], "R36, linked: 'R51x' stands there, allowed is another clause; the nearest is 'R51'"),
		(["R36"], "R36, linked: 'R36' stands there, allowed is another clause"),
		(["R10"], "R36, linked: 'R10' stands there, allowed is clauses that are evaluated"),
		(["R37"], "R36, linked: 'R37' stands there, allowed is a clause cited before it"),
	],
)
def test_clauses_are_linked_with_others_that_are_evaluated(linked, words):
	entries = registry.parse_clauses(broken("R36", "linked", linked))
	with pytest.raises(GuideDataError, match=f"^clauses.json, {words}$"):
		registry.check_links(entries, "clauses.json")


def test_a_clause_is_typed_by_how_it_is_judged():
	kinds = {clause.id: type(clause) for clause in registry.all_clauses()}
	assert (kinds["R22"], kinds["R25"], kinds["R42"], kinds["R10"]) == (
		registry.Frequency,
		registry.State,
		registry.Event,
		registry.Clause,
	)
	assert registry.KINDS == ("frequency", "state", "event")
	assert type(registry.clause("R22").with_parameters(times=2)) is registry.Frequency


def test_the_words_of_clauses_are_those_of_the_program():
	assert set(vocabulary.PREDICATES) == set(PREDICATES)
	assert set(vocabulary.CONDITIONS) == set(APPLICABILITY)


def test_no_word_is_left_without_a_clause():
	clauses = registry.all_clauses()
	assert {clause.predicate for clause in clauses} - {None} == set(vocabulary.PREDICATES)
	assert {clause.applies_when for clause in clauses} - {None} == set(vocabulary.CONDITIONS)
	assert {clause.trigger for clause in clauses} - {None} == set(vocabulary.TRIGGERS)
	assert {clause.evidence for clause in clauses} - {None} == set(vocabulary.EVIDENCE)
	assert {clause.subject for clause in clauses} == {*vocabulary.SUBJECTS, *vocabulary.RECORDS}


@pytest.mark.parametrize(
	("kind", "good", "bad"),
	[
		(Whole(0, 3), [0, 3], [-1, 4, 1.0, "1", True, None]),
		(Number(), [1, "1.5", 0.5], [0, "-1", "lang", True, None, "inf"]),
		(MonthAndDay(), ["01-31", "12-31"], ["02-29", "02-30", "1-31", 131, None]),
		(Word(("a", "b")), ["a"], ["c", ["a"], None]),
		(Words(("a", "b")), [["a"], ["b", "a"]], [[], ["a", "a"], ["c"], "a", None]),
	],
)
def test_what_each_kind_of_parameter_can_be(kind, good, bad):
	assert [value for value in good if not kind.fits(value)] == []
	assert [value for value in bad if kind.fits(value)] == []


def test_the_guides_own_values_pass_as_local_ones():
	for clause in registry.all_clauses():
		check_local(clause, adjustable(clause))


@pytest.mark.parametrize(
	("clause_id", "local", "words"),
	[
		("R22", {"tmes": 2}, "R22 has no 'tmes'. Do you mean times"),
		("R22", {"colour": 2}, "It has: "),
		("R22", {"times": 0}, "times must be a whole number from 1 to 366, not 0"),
		("R32", {"during": "committee"}, "R32 has no 'during'"),
		("R29", {"tags": ["tourism"]}, "tags must be a list out of"),
		("R26", {"outside_window": "ignored"}, "outside_window must be one of"),
		("R25", {"times": 1}, "R25 has none"),
	],
)
def test_local_parameters_keep_to_the_same_schema(clause_id, local, words):
	with pytest.raises(RuleError) as refusal:
		check_local(registry.clause(clause_id), local)
	assert words in str(refusal.value)
