"""The access matrix: every user at every door of every document, both ways, against the oracle written by hand.

The ordinary run asks each user for each document at the doors that show rows, and the other doors for a sample that is the
same each time. `--hypothesis-profile=thorough` asks everything.
"""

import re
from collections import Counter
from functools import cache
from zlib import crc32

import pytest

import frappe

from party_affairs.permissions.companions import COMPANIONS
from tests.access import doors, oracle
from tests.access import world as built
from tests.access.oracle import CHILD_TABLES, DOCUMENTS, PEOPLE, SENSITIVE, may, may_at_all
from tests.support.requests import ask, call, rest

pytestmark = pytest.mark.site

CELLS = Counter()
"""How often each door was asked, as (person, what was asked for, door)."""

ROWS_OF_DOCTYPES = [doctype for doctype in DOCUMENTS if doctype != "Party Affairs Settings"]
LEAST = 2000


@pytest.fixture(scope="module")
def world(built_once):
	return built_once(built.build, built.TODAY)


@pytest.fixture(autouse=True)
def _today(freeze):
	freeze(built.TODAY)


@pytest.fixture
def thorough(request):
	return request.config.getoption("--hypothesis-profile", None) == "thorough"


ONE_IN = {
	"list": 1,
	"get": 3,
	"count": 8,
	"count of list": 16,
	"value": 24,
	"link search": 16,
	"export": 16,
	"print": 32,
	"list of secrets": 5,
	"sensitive fields": 6,
	"file": 4,
	"tree": 4,
	"child rows": 8,
	"companion list": 5,
	"companion get": 8,
	"report": 8,
	"card": 3,
	"page": 7,
	"own method": 16,
}
"""How many cells of a door stand behind one that the ordinary run asks; of the others it is `FEW`."""

FEW = 96


def chosen(thorough, door, *key):
	"""Whether a cell belongs to the run: in the ordinary one some of each door, the same each time."""
	return thorough or crc32("|".join((door, *key)).encode()) % ONE_IN.get(door, FEW) == 0


def doors_of(kind, thorough):
	here = [door for door in kind if doors.HAS_VERSION_TWO or not door.name.startswith("v2")]
	return [door for door in here if thorough or not door.thorough]


def people():
	return pytest.mark.parametrize("key", PEOPLE)


@pytest.fixture
def judge(world):
	return Judge(world)


class Judge:
	"""Compares an answer with the oracle, and keeps what is wrong until the test ends."""

	def __init__(self, world):
		self.world = world
		self.wrong = []

	def nothing_foreign(self, key, what, answer, asked=None, besides=(), text=None):
		"""No row in the answer that the person may not read, and no secret of one whose secrets he may not.

		`besides` are DocTypes of which he is shown rows of his organisation there.
		"""
		person = PEOPLE[key]
		if answer.status >= 500:
			self.wrong.append(f"{what}: answers {answer.status}")
		text = answer.text if text is None else text
		told, secrets = built.rows_told(self.world, text)
		# The name that was asked for may come back; nothing else of the row.
		echoed = {asked} if asked and not (asked.mark and asked.mark in text) else set()
		for row in told - echoed:
			shown_there = row.doctype in besides and row.place in {person.home, *person.below}
			if not may(person, row) and not shown_there:
				self.wrong.append(f"{what}: tells of {describe(row)}")
		for row in secrets:
			if not may(person, row, level=1):
				self.wrong.append(f"{what}: tells a secret of {describe(row)}")
		return told, secrets

	def exactly(self, what, expected, found):
		for row in expected - found:
			self.wrong.append(f"{what}: does not show {describe(row)}")
		for row in found - expected:
			self.wrong.append(f"{what}: shows {describe(row)}")

	def finish(self):
		assert not self.wrong, f"{len(self.wrong)} wrong:\n" + "\n".join(self.wrong[:60])


def describe(row):
	facts = (row.place, row.about and f"about {row.about}", row.draft and "draft", row.second, row.covered)
	return f"{row.doctype} {row.name} ({', '.join(filter(None, facts))})"


def seen_in(world, doctype, text):
	"""Rows of a DocType whose names stand in an answer; of an organisation, the one above does not count."""
	text = re.sub(r'"(parent_party_branch|old_parent)": "[^"]*"', "", text)
	return {row for row in world.of(doctype) if f'"{row.name}"' in text or f",{row.name}" in text}


# The oracle itself


def test_the_oracle_speaks_of_every_document():
	app = {"module": "Party Affairs"}
	assert set(DOCUMENTS) == set(frappe.get_all("DocType", {**app, "istable": 0}, pluck="name"))
	assert set(CHILD_TABLES) == set(frappe.get_all("DocType", {**app, "istable": 1}, pluck="name"))
	assert set(COMPANIONS) <= set(oracle.COMPANIONS)


def test_the_oracle_knows_every_sensitive_field():
	for doctype in DOCUMENTS:
		fields = {df.fieldname for df in frappe.get_meta(doctype).fields if df.permlevel}
		assert fields == SENSITIVE.get(doctype, set()), doctype


def test_the_world_has_a_row_in_every_place(world):
	for doctype, document in DOCUMENTS.items():
		if document.whose != "all" and doctype != "Law Firm":
			places = {row.place for row in world.of(doctype)}
			least = {"near", "sister", "foreign"}
			assert least <= places, doctype
			assert doctype in built._MADE_BY_FACTORY or {"committee", "general"} <= places, doctype
	assert all(
		world.children.get(child)
		for child, parent in CHILD_TABLES.items()
		if parent != "Party Affairs Settings"
	)


def test_every_mark_is_found_where_it_is_told(world):
	row = next(row for row in world.of("Party Dues Entry") if row.place == "near")
	stored = frappe.as_json(frappe.get_doc(row.doctype, row.name).as_dict())
	told, secrets = built.rows_told(world, stored)
	assert row in told and secrets == {row}
	assert built.rows_told(world, "1,927,002.07 9a27002 mk2700q") == (set(), set())


# Rows in lists


@people()
def test_lists_show_exactly_what_may_be_seen(world, judge, thorough, key):
	person, user = PEOPLE[key], world.users[key]
	for doctype in ROWS_OF_DOCTYPES:
		expected = {row for row in world.of(doctype) if may(person, row)}
		for door in doors_of(doors.LISTS, thorough):
			if not chosen(thorough, door.name, key, doctype):
				continue
			answer = door.ask(user, doctype)
			CELLS[key, doctype, door.name] += 1
			what = f"{key}: {door.name} of {doctype}"
			judge.nothing_foreign(key, what, answer)
			if not door.must:
				found = seen_in(world, doctype, answer.text)
				judge.exactly(what, set(), found - expected)
				continue
			open_to_him = (
				{row for row in expected if may(person, row, door.letter)} if person.uses_desk else set()
			)
			found = seen_in(world, doctype, answer.text)
			# Who may export rows of others is given his own with them.
			own = {row for row in expected if row.about == key}
			judge.exactly(what, open_to_him, found - (own - open_to_him))
	judge.finish()


@people()
def test_sensitive_columns_are_listed_for_whom_they_are(world, judge, thorough, key):
	person, user = PEOPLE[key], world.users[key]
	for doctype in SENSITIVE:
		if SENSITIVE[doctype] <= doors.SENSITIVE_TABLE_FIELDS:
			continue
		if doctype == "Dues Assessment" and not may_at_all(person, doctype):
			continue
		if not chosen(thorough, "list of secrets", key, doctype):
			continue
		answer = doors.rest_list_of_secrets(user, doctype)
		CELLS[key, doctype, "list of secrets"] += 1
		what = f"{key}: secrets of {doctype}"
		_told, secrets = judge.nothing_foreign(key, what, answer)
		listed = {row for row in world.of(doctype) if may(person, row) and person.uses_desk}
		# Frappe drops or shows a column for the whole list: it is shown to who may read it of every row.
		if listed and all(may(person, row, level=1) for row in listed):
			judge.exactly(what, listed, secrets)
	judge.finish()


@people()
def test_child_rows_are_listed_with_their_document(world, judge, thorough, key):
	person, user = PEOPLE[key], world.users[key]
	for child, parent in CHILD_TABLES.items():
		if not chosen(thorough, "child rows", key, child):
			continue
		level = int(child in oracle.SENSITIVE_TABLES)
		rows = world.children.get(child, {})
		answer = call(
			user,
			"frappe.client.get_list",
			doctype=child,
			parent=parent,
			fields=["name", "parent"],
			limit_page_length=doors.ALL,
		)
		CELLS[key, child, "list of child rows"] += 1
		found = {name for name in rows if f'"{name}"' in answer.text}
		if level:
			number = doors.number_in(doors.count_of_child(user, child))
			CELLS[key, child, "count of child rows"] += 1
			if (number or 0) != len(found):
				judge.wrong.append(f"{key}: {child} is counted as {number}, not {len(found)}")
		expected = {
			name
			for name, row in rows.items()
			if person.uses_desk and may(person, row) and may(person, row, level=level)
		}
		if child in oracle.NEVER_LISTED:
			expected = set()
		for name in expected ^ found:
			verb = "shows" if name in found else "does not show"
			judge.wrong.append(f"{key}: {child} {verb} a row of {describe(rows[name])}")
	judge.finish()


@people()
def test_counts_count_what_may_be_seen(world, judge, thorough, key):
	person, user = PEOPLE[key], world.users[key]
	for doctype in ROWS_OF_DOCTYPES:
		if doctype in oracle.GROWS_BY_BEING_ASKED:
			continue
		expected = sum(person.uses_desk and may(person, row) for row in world.of(doctype))
		for door in doors_of(doors.COUNTS, thorough):
			if not chosen(thorough, door.name, key, doctype):
				continue
			answer = door.ask(user, doctype)
			CELLS[key, doctype, door.name] += 1
			number = doors.number_in(answer)
			if (number or 0) != expected:
				judge.wrong.append(f"{key}: {door.name} of {doctype} is {number}, not {expected}")
	judge.finish()


# One row


def rows_to_ask(world, person, doctype, thorough):
	"""Rows that are asked for one by one: of each kind of row, or of all, one that may be seen and one that may not."""
	first = {}
	for row in sorted(world.of(doctype), key=lambda row: crc32(f"{person.key}{row.name}".encode())):
		kind = (row.place, row.about, row.draft, row.second, row.writer) if thorough else None
		first.setdefault((may(person, row), kind), row)
	return list(first.values())


def rows_at(door, rows, thorough):
	"""Of the rows the one that the ordinary run asks at the door that it asks most; it asks the others by chance."""
	return rows if thorough or door.name != "get" else rows[:1]


@people()
def test_single_rows_open_to_whom_they_may(world, judge, thorough, key):
	person, user = PEOPLE[key], world.users[key]
	for doctype in ROWS_OF_DOCTYPES:
		one_of_each = rows_to_ask(world, person, doctype, False)
		rows = rows_to_ask(world, person, doctype, thorough)
		for door in doors_of(doors.ROWS, thorough):
			for row in rows_at(door, rows, thorough):
				if door.thorough and row not in one_of_each:
					continue
				if not chosen(thorough, door.name, key, doctype, row.name):
					continue
				answer = door.ask(user, row)
				CELLS[key, doctype, door.name] += 1
				what = f"{key}: {door.name} of {describe(row)}"
				told, _secrets = judge.nothing_foreign(key, what, answer, asked=row)
				allowed = person.uses_desk and may(person, row) and may(person, row, door.letter)
				if allowed and door.must and answer.status != 200:
					judge.wrong.append(f"{what}: refused with {answer.status}")
				elif allowed and door.must and row.mark and row not in told:
					judge.wrong.append(f"{what}: is not shown")
				elif not may(person, row) and row.mark and row.mark in answer.text:
					judge.wrong.append(f"{what}: is shown")
	judge.finish()


@pytest.mark.parametrize("key", ["secretary", "officer", "publicity", "member of the sister"])
def test_pdfs_are_made_for_whom_they_may(world, judge, thorough, key):
	person, user = PEOPLE[key], world.users[key]
	for doctype in ROWS_OF_DOCTYPES if thorough else ("Party Meeting",):
		for row in rows_to_ask(world, person, doctype, False):
			# Making one takes a second.
			if may(person, row) and not (thorough or key == "secretary"):
				continue
			answer = doors.pdf(user, row)
			CELLS[key, doctype, "PDF"] += 1
			what = f"{key}: PDF of {describe(row)}"
			made = answer.content.startswith(b"%PDF")
			if made and not may(person, row, "p"):
				judge.wrong.append(f"{what}: is made")
			if not made:
				judge.nothing_foreign(key, what, answer, asked=row)
				if person.uses_desk and may(person, row, "p"):
					judge.wrong.append(f"{what}: is refused with {answer.status}")
	judge.finish()


@people()
def test_sensitive_fields_are_read_by_whom_they_may(world, judge, thorough, key):
	person, user = PEOPLE[key], world.users[key]
	for doctype in SENSITIVE:
		for row in rows_to_ask(world, person, doctype, thorough):
			if not chosen(thorough, "sensitive fields", key, row.name):
				continue
			answer = doors.get(user, row)
			CELLS[key, doctype, "sensitive fields"] += 1
			what = f"{key}: sensitive fields of {describe(row)}"
			_told, secrets = judge.nothing_foreign(key, what, answer, asked=row)
			if person.uses_desk and may(person, row, level=1) and row not in secrets:
				judge.wrong.append(f"{what}: are not shown")
	judge.finish()


@people()
def test_rights_to_a_row_are_those_of_the_oracle(world, judge, thorough, key):
	person, user = PEOPLE[key], world.users[key]
	for doctype in ROWS_OF_DOCTYPES:
		for row in rows_to_ask(world, person, doctype, False):
			for letter, right in oracle.RIGHTS.items():
				if letter == "c" or not chosen(thorough, f"right {right}", key, doctype):
					continue
				if letter in "sxa" and not frappe.get_meta(doctype).is_submittable:
					continue
				answer = call(
					user, "frappe.client.has_permission", doctype=doctype, docname=row.name, perm_type=right
				)
				CELLS[key, doctype, f"right {right}"] += 1
				allowed = answer.status == 200 and bool(answer.data["has_permission"])
				expected = person.uses_desk and may(person, row, letter)
				if allowed != expected:
					judge.wrong.append(f"{key}: {right} of {describe(row)} is {allowed}, not {expected}")
	judge.finish()


# What is left beside a row, or changes it


@people()
def test_nothing_is_left_beside_a_row_by_whom_it_is_closed_to(world, judge, thorough, key):
	person, user = PEOPLE[key], world.users[key]
	for doctype in ROWS_OF_DOCTYPES:
		for row in rows_to_ask(world, person, doctype, False):
			for door in (*doors_of(doors.ACTS, thorough), doors.SHARE):
				if chosen(thorough, door.name, key, doctype, row.name):
					_act(world, judge, person, user, row, door)
	judge.finish()


def _act(world, judge, person, user, row, door):
	frappe.db.savepoint("before_act")
	before = _beside(row)
	answer = door.ask(user, row)
	CELLS[person.key, row.doctype, door.name] += 1
	what = f"{person.key}: {door.name} of {describe(row)}"
	judge.nothing_foreign(person.key, what, answer, asked=row)
	frappe.set_user("Administrator")
	allowed = may(person, row, door.letter) and door is not doors.SHARE
	if not allowed and _beside(row) != before and DOCUMENTS[row.doctype].whose != "all":
		after = _beside(row)
		left = {key: after[key] for key in after if after[key] != before.get(key)}
		judge.wrong.append(f"{what}: leaves {left} ({answer.status})")
	if allowed and door.must and person.uses_desk and answer.status != 200:
		judge.wrong.append(f"{what}: refused with {answer.status}")
	frappe.db.rollback(save_point="before_act")


def _beside(row):
	"""What the tables hold of a row and beside it, so far as an act can change it."""
	stored = frappe.db.get_value(row.doctype, row.name, "*", as_dict=True) or {}
	counts = {
		doctype: frappe.db.count(doctype, {of_doctype: row.doctype, of_name: row.name})
		for doctype, (of_doctype, of_name) in oracle.COMPANIONS.items()
		if doctype
		in ("Comment", "Document Follow", "DocShare", "File", "Tag Link", "ToDo", "Deleted Document")
	}
	return {**stored, **counts}


# Companions


@people()
def test_what_lies_beside_a_document_is_seen_by_its_readers(world, judge, thorough, key):
	person, user = PEOPLE[key], world.users[key]
	for companion, rows in world.companions.items():
		if not chosen(thorough, "companion list", key, companion):
			continue
		answer = rest(user, companion, fields=["name"], limit_page_length=10000)
		CELLS[key, companion, "list"] += 1
		found = {str(entry["name"]) for entry in answer.data} if answer.status == 200 else set()
		expected = {name for name, row in rows.items() if may(person, row)}
		for name in sorted(found & set(rows) - expected):
			judge.wrong.append(f"{key}: {companion} of {describe(rows[name])} is listed")
		# Whom the platform shows all of its own records is shown these.
		if found and "System Manager" in person.roles and companion not in ("Notification Log",):
			for name in sorted(expected - found):
				judge.wrong.append(f"{key}: {companion} of {describe(rows[name])} is not listed")
		for seen in (True, False):
			names = [name for name in rows if (name in expected) == seen]
			if names and chosen(thorough, "companion get", key, companion, str(seen)):
				name = min(names, key=lambda name: crc32(f"{key}{name}".encode()))
				answer = rest(user, companion, name)
				CELLS[key, companion, "get"] += 1
				judge.nothing_foreign(
					key, f"{key}: {companion} of {describe(rows[name])}", answer, rows[name]
				)
				if answer.status == 200 and not seen:
					judge.wrong.append(f"{key}: {companion} of {describe(rows[name])} is read")
	judge.finish()


@people()
def test_private_files_are_sent_to_the_readers_of_their_document(world, judge, thorough, key):
	person, user = PEOPLE[key], world.users[key]
	for url, row in world.files.items():
		for path, arguments in (
			(url, {}),
			("/api/method/download_file", {"file_url": url}),
			("/api/method/frappe.core.doctype.file.file.download_file", {"file_url": url}),
		):
			if not chosen(thorough, "file", key, path, row.place):
				continue
			answer = ask(user, path, **arguments)
			CELLS[key, row.doctype, f"file by {path.rpartition('/')[2] if arguments else 'address'}"] += 1
			told, _secrets = judge.nothing_foreign(key, f"{key}: file of {describe(row)}", answer, row)
			if may(person, row) and not arguments and (answer.status != 200 or row not in told):
				judge.wrong.append(f"{key}: file of {describe(row)} is not sent ({answer.status})")
	judge.finish()


# Reports, cards, calendar, tree


@people()
def test_reports_show_the_rows_of_the_places_that_a_post_reaches(world, judge, whole_reports, thorough, key):
	person, user = PEOPLE[key], world.users[key]
	place_of = {name: place for place, name in world.organisations.items()}
	for report in oracle.REPORTS:
		if not chosen(thorough, "report", key, report):
			continue
		answer = doors.report(user, report)
		CELLS[key, report, "report"] += 1
		what = f"{key}: report {report}"
		places = oracle.places_of_report(person, report)
		sums = {oracle.REPORTS[report]} if report in oracle.SUMS_ABOVE else ()
		judge.nothing_foreign(key, what, answer, besides=sums)
		rows = doors.rows_of_report(answer)
		if places and answer.status != 200:
			judge.wrong.append(f"{what}: refused with {answer.status}")
			continue
		if report in oracle.GROWS_BY_BEING_ASKED:
			if not {place_of.get(row["branch"]) for row in rows} <= places:
				judge.wrong.append(f"{what}: shows more than {sorted(places)}")
			continue
		expected = [row for row in whole_reports(report) if place_of.get(row["branch"]) in places]
		if len(places) == 1:
			# Rows, chart and sums are those of the one organisation.
			(place,) = places
			expected = doors.rows_of_report(whole_reports(report, place, of_answer=True))
			alone = whole_reports(report, place, of_answer=True).data
			for part in ("chart", "report_summary"):
				if answer.data.get(part) != alone.get(part):
					judge.wrong.append(f"{what}: {part} is {answer.data.get(part)}, not {alone.get(part)}")
		if report in oracle.BY_WHO_READS_IT:
			readable = {row.name for row in world.of(oracle.REPORTS[report]) if may(person, row)}
			expected = [row for row in whole_reports(report) if row["name"] in readable and places]
		field = "name" if report in oracle.BY_WHO_READS_IT else "branch"
		shown, due = (Counter(row[field] for row in each) for each in (rows, expected))
		if shown != due:
			judge.wrong.append(f"{what}: shows {dict(shown)}, not {dict(due)}, for {sorted(places)}")
	judge.finish()


@pytest.fixture(scope="module")
def whole_reports(world):
	"""What a report shows of all organisations together, or of one."""

	@cache
	def whole(report, place=None, *, of_answer=False):
		filters = {"branch": world.organisations[place]} if place else {}
		answer = doors.report("Administrator", report, **filters)
		return answer if of_answer else doors.rows_of_report(answer)

	return whole


def test_the_oracle_speaks_of_every_report():
	assert set(oracle.REPORTS) == set(frappe.get_all("Report", {"module": "Party Affairs"}, pluck="name"))


SUMS_OF = {"appraisals": {"Democratic Appraisal"}, "questionnaires": {"Questionnaire"}}
"""Ledgers of sums, with the documents whose own rows those above do not see."""


@people()
def test_workbooks_show_what_the_reports_show(world, judge, thorough, key):
	user = world.users[key]
	for ledger in doors.ledgers():
		if chosen(thorough, "workbook", key, ledger):
			answer, text = doors.workbook(user, ledger)
			CELLS[key, ledger, "workbook"] += 1
			what = f"{key}: workbook {ledger}"
			besides = SUMS_OF.get(ledger, ())
			judge.nothing_foreign(key, what, answer, besides=besides, text=text)
	judge.finish()


@people()
def test_cards_and_charts_count_what_may_be_seen(world, judge, thorough, key):
	person, user = PEOPLE[key], world.users[key]
	for doctype, card, counted in doors.CARDS:
		if not chosen(thorough, "card", key, card):
			continue
		answer = call(user, f"party_affairs.api.{card}")
		CELLS[key, doctype, f"card {card}"] += 1
		judge.nothing_foreign(key, f"{key}: card {card}", answer)
		seen = [row for row in world.of(doctype) if may(person, row)]
		number = doors.number_of_card(answer) if answer.status == 200 else None
		if not seen and number:
			judge.wrong.append(f"{key}: card {card} says {number} of nothing")
		if seen and person.uses_desk and answer.status != 200:
			judge.wrong.append(f"{key}: card {card} is refused with {answer.status}")
		if seen and counted and number is not None and number != sum(map(counted, seen)):
			judge.wrong.append(f"{key}: card {card} says {number}, not {sum(map(counted, seen))}")
	judge.finish()


@people()
def test_calendar_and_tree_show_what_may_be_seen(world, judge, thorough, key):
	person, user = PEOPLE[key], world.users[key]
	for door in doors.MEETINGS:
		answer = door(user)
		CELLS[key, "Party Meeting", door.__name__] += 1
		told, _secrets = judge.nothing_foreign(key, f"{key}: {door.__name__}", answer)
		expected = {row for row in world.of("Party Meeting") if person.uses_desk and may(person, row)}
		judge.exactly(
			f"{key}: {door.__name__}", expected, {row for row in told if row.doctype == "Party Meeting"}
		)
	for door in doors.TREES:
		if not chosen(thorough, "tree", key, door.__name__):
			continue
		seen = _walk(door, user)
		CELLS[key, "Party Branch", door.__name__] += 1
		expected = {row.name for row in world.of("Party Branch") if person.uses_desk and may(person, row)}
		wrong = seen - expected if door is doors.tree_of_frappe else seen ^ expected
		if wrong:
			judge.wrong.append(f"{key}: {door.__name__} shows {sorted(seen)}, not {sorted(expected)}")
	judge.finish()


def _walk(door, user):
	seen, waiting = set(), [None]
	while waiting:
		answer = door(user, waiting.pop())
		for node in (answer.data if answer.status == 200 else None) or ():
			if node["value"] not in seen:
				seen.add(node["value"])
				waiting.append(node["value"])
	return seen


# The portal and the app's own methods


@people()
def test_the_portal_tells_of_nobody_else(world, judge, thorough, key):
	user = world.users[key]
	for path in doors.PAGES:
		if not chosen(thorough, "page", key, path):
			continue
		answer = ask(user, path)
		CELLS[key, path, "portal"] += 1
		besides = oracle.READ_TO_THE_ASSEMBLY | (oracle.ON_THE_BOARD if path == "/party/board" else set())
		judge.nothing_foreign(key, f"{key}: {path}", answer, besides=besides)
	answer = call(user, "party_affairs.api.portal.my_overview", year=2025)
	CELLS[key, "my_overview", "API"] += 1
	judge.nothing_foreign(key, f"{key}: my overview", answer, besides=oracle.READ_TO_THE_ASSEMBLY)
	if PEOPLE[key].home and answer.status != 200:
		judge.wrong.append(f"{key}: my overview is refused with {answer.status}")
	judge.finish()


@people()
def test_own_methods_tell_of_rows_within_reach(world, judge, thorough, key):
	person, user = PEOPLE[key], world.users[key]
	for doctype, method, argument, letter in doors.METHODS:
		rows = rows_to_ask(world, person, doctype, thorough)
		for row in rows:
			if not chosen(thorough, "own method", key, method, row.name):
				continue
			answer = call(
				user, f"party_affairs.api.{method}", **{argument: row.name}, **doors.BESIDES.get(method, {})
			)
			CELLS[key, doctype, method] += 1
			what = f"{key}: {method} of {describe(row)}"
			judge.nothing_foreign(key, what, answer, asked=row)
			if not may(person, row, letter) and answer.status == 200:
				judge.wrong.append(f"{what}: is answered")
	judge.finish()


def test_number_of_cells(record_property, thorough):
	"""The last test of the file: so many pairs of user and thing were asked at a door."""
	asked = sum(CELLS.values())
	record_property("cells", f"{asked} requests judged in {len(CELLS)} cells (user × document × door)")
	assert len(CELLS) > (LEAST * 4 if thorough else LEAST)
