"""A vote leaves nothing behind that leads from the voter to his ballot: looked for in the database itself."""

import errno
import json
from datetime import datetime
from itertools import pairwise

import pytest
import time_machine

import frappe
from frappe.utils import get_datetime, set_request

from party_affairs.api.appraisal import appraisals as steps_api
from party_affairs.api.appraisal import voting as api
from party_affairs.ballots import keys, roll, seal
from party_affairs.exceptions import AppraisalError, FileError
from party_affairs.party_affairs.doctype.democratic_appraisal import steps
from party_affairs.rules.appraisal import grades as rules
from tests.site import factory
from tests.site.appraisal import appraisals
from tests.support.site import TIME_ZONE

pytestmark = pytest.mark.site

OPENED = get_datetime(appraisals.OPENS)
VOTED = ("2026-03-03 10:11:12", "2026-03-04 13:14:15", "2026-03-05 16:17:18")
ROLL, URN = "Appraisal Voter", "Appraisal Ballot"
CONSTANT = ("creation", "modified", "owner", "modified_by")


def tables():
	return [row[0] for row in frappe.db.sql("show tables")]


def content():
	"""Every row of every table of the site, as it stands."""
	return {table: frappe.db.sql(f"select * from `{table}`", as_dict=True) for table in tables()}


def vote_over_the_wire(user, body):
	"""What a page does: the body as plain text, the method without arguments."""
	frappe.set_user(user)
	set_request(method="POST", path="/api/method/vote", data=json.dumps(body), content_type="text/plain")
	frappe.local.form_dict = frappe._dict(cmd="party_affairs.api.appraisal.voting.vote")
	try:
		return api.vote()
	finally:
		frappe.set_user("Administrator")


@pytest.fixture(scope="module")
def voted(rolled_back):
	with rolled_back():
		yield vote_in_order()


def at(moment):
	return time_machine.travel(get_datetime(moment).replace(tzinfo=TIME_ZONE, microsecond=1))


def vote_in_order():
	"""Three members vote in a known order, each in his own way, at known times."""
	with at(appraisals.OPENS):
		of = appraisals.branch(full=6, probationary=0)
		users = [factory.login(person) for person in of.people[:3]]
		document = appraisals.opened(of)
	before = content()
	grades = ("excellent", "basically_qualified", "unqualified")
	for user, person, grade, moment in zip(users, of.people, grades, VOTED, strict=False):
		places = [place for place, row in enumerate(document.members) if row.member != person.name]
		answers = [[place, rules.OVERALL, grade] for place in places]
		with at(moment):
			vote_over_the_wire(user, {"appraisal": document.name, "answers": answers})
	return frappe._dict(of=of, users=users, document=document, before=before, after=content())


def changed_rows(voted):
	"""Rows that the votes added or changed, by table."""
	found = {}
	for table, rows in voted.after.items():
		known = [json.dumps(row, default=str, sort_keys=True) for row in voted.before.get(table, ())]
		new = [row for row in rows if json.dumps(row, default=str, sort_keys=True) not in set(known)]
		if new:
			found[table] = new
	return found


def test_votes_touch_roll_and_urn_and_nothing_else(voted):
	assert set(changed_rows(voted)) == {f"tab{ROLL}", f"tab{URN}"}


def test_no_row_names_a_voter_and_a_ballot(voted):
	ballots = {row.name for row in voted.after[f"tab{URN}"]} | {
		row.sealed for row in voted.after[f"tab{URN}"]
	}
	people = {person.name for person in voted.of.people} | set(voted.users)
	people |= {person.member_name for person in voted.of.people}
	voters = {row.name for row in voted.after[f"tab{ROLL}"]}
	for table, rows in voted.after.items():
		for row in rows:
			values = {str(value) for value in row.values() if value is not None}
			text = "\n".join(values)
			has_ballot = any(name in text for name in ballots)
			if has_ballot:
				assert table == f"tab{URN}"
				assert not [name for name in people | voters if name in text]


def test_the_roll_notes_nothing_but_that_somebody_voted(voted):
	before = {row.name: row for row in voted.before[f"tab{ROLL}"]}
	for row in voted.after[f"tab{ROLL}"]:
		changed = {key for key in row if row[key] != before[row.name][key]}
		assert changed in (set(), {"way"})
	assert [row.way for row in voted.after[f"tab{ROLL}"]].count(roll.ELECTRONIC) == 3


@pytest.mark.parametrize("doctype", [ROLL, URN])
def test_no_row_has_a_time_or_an_owner_of_its_own(voted, doctype):
	rows = voted.after[f"tab{doctype}"]
	assert {tuple(row[key] for key in CONSTANT) for row in rows} == {
		(OPENED, OPENED, "Administrator", "Administrator")
	}
	moments = [value for row in rows for value in row.values() if isinstance(value, datetime)]
	assert set(moments) == {OPENED}


@pytest.mark.parametrize("doctype", [ROLL, URN])
def test_no_column_counts_the_rows_in_their_order(voted, doctype):
	table = f"tab{doctype}"
	columns = frappe.db.sql(f"show columns from `{table}`", as_dict=True)
	assert [column.Field for column in columns if "auto_increment" in column.Extra] == []
	assert {row.idx for row in voted.after[table]} == {0}
	# Frappe's names of random documents begin with the time in some versions; these are random in whole.
	names = [row.name for row in voted.after[table]]
	assert {len(name) for name in names} == {20}
	# Two of them may begin alike by chance; that two pairs do is once in some 40 million runs.
	assert len({name[:4] for name in names}) >= len(names) - 1


@pytest.mark.parametrize("doctype", [ROLL, URN])
def test_rows_lie_in_the_order_of_their_random_names(voted, doctype):
	"""InnoDB keeps rows by primary key, and each index by its columns: what is neither random nor constant would tell."""
	table = f"tab{doctype}"
	lying = frappe.db.sql(f"select * from `{table}`", as_dict=True)
	assert [row.name for row in lying] == sorted(row.name for row in lying)
	indexed = {row.Column_name for row in frappe.db.sql(f"show index from `{table}`", as_dict=True)}
	assert "name" in indexed
	# A voter's key follows from the vote and the member, whenever he votes.
	for column in indexed - {"name", "voter_key"}:
		assert len({row[column] for row in lying}) == 1, column


def test_marks_of_one_ballot_do_not_lie_together(voted):
	"""Unsealed with the key, and in the order in which they lie, the marks do not fall into the three ballots."""
	private_key = keys.load(voted.document.name)
	lying = frappe.db.sql(f"select sealed from `tab{URN}` order by name", pluck=True)
	grades = [rules.unpack(seal.unseal(private_key, text)).grade for text in lying]
	assert len(grades) == 3 * 6
	runs = 1 + sum(one != other for one, other in pairwise(grades))
	# Three ballots one after the other would make about three to six runs.
	assert runs > 6
	# Nor does a mark say who left out himself: an empty one is as long and as random as any.
	assert grades.count(None) == 3


def test_without_the_key_equal_votes_look_different(voted):
	sealed = [row.sealed for row in voted.after[f"tab{URN}"]]
	assert len(set(sealed)) == len(sealed) == 18
	assert len({len(text) for text in sealed}) == 1
	assert not any(grade in text for text in sealed for grade in rules.GRADES)


def test_the_private_key_is_nowhere_in_the_database(voted):
	private_key = keys.load(voted.document.name)
	assert private_key not in json.dumps(voted.after, default=str)


def test_after_the_count_there_is_no_trace_of_roll_or_urn(voted, freeze):
	roll_names = {row.name for row in voted.after[f"tab{ROLL}"]}
	urn_names = {row.name for row in voted.after[f"tab{URN}"]}
	sealed = {row.sealed for row in voted.after[f"tab{URN}"]}
	freeze("2026-03-09")
	document = appraisals.closed(frappe.get_doc(appraisals.DOCTYPE, voted.document.name))
	private_key = keys.load(document.name)
	document.count_votes(at=appraisals.AFTER)
	frappe.db.commit()
	text = json.dumps(content(), default=str)
	assert not [name for name in roll_names | urn_names | sealed if name in text]
	assert keys.load(document.name) is None
	# The votes come back with the end of the test, and so does their key.
	keys.store(document.name, private_key)


@pytest.fixture
def to_count(voted, freeze):
	"""The votes of `voted` as they wait to be counted; what a count takes away comes back."""
	freeze("2026-03-09")
	document = appraisals.closed(frappe.get_doc(appraisals.DOCTYPE, voted.document.name))
	private_key = keys.load(document.name)
	frappe.db.commit()
	yield document
	keys.store(document.name, private_key)


def test_an_error_while_counting_is_noted_without_votes_and_counts_nothing(to_count, monkeypatch):
	noted = []
	monkeypatch.setattr(frappe, "log_error", lambda **values: noted.append(values))

	def broken(_document, marks):
		raise RuntimeError(f"{marks}")

	monkeypatch.setattr(steps.CountVotes, "set_results", broken)
	with pytest.raises(AppraisalError, match="未完成") as refusal:
		steps_api.count_votes(to_count.name)
	text = json.dumps(noted, default=str) + str(refusal.value)
	assert "RuntimeError" in text and "set_results" in text
	assert "excellent" not in text and "Mark(" not in text and keys.load(to_count.name) not in text
	assert refusal.value.__cause__ is None and refusal.value.__context__ is None
	assert frappe.db.count(URN, {"appraisal": to_count.name}) and keys.load(to_count.name)
	monkeypatch.undo()
	assert steps_api.count_votes(to_count.name) == "Votes Counted"


def test_a_database_that_is_gone_while_counting_brings_no_values_into_the_log(to_count, monkeypatch):
	noted = []
	monkeypatch.setattr(frappe, "log_error", lambda **values: noted.append(values))

	def gone(*_args, **_options):
		raise frappe.db.OperationalError(2006, "Server has gone away")

	monkeypatch.setattr(steps.CountVotes, "save", gone)
	monkeypatch.setattr(frappe.db, "rollback", gone)
	with pytest.raises(AppraisalError, match="未完成") as refusal:
		steps_api.count_votes(to_count.name)
	monkeypatch.undo()
	frappe.db.rollback()
	assert "OperationalError" in noted[0]["message"] and "excellent" not in json.dumps(noted)
	assert refusal.value.__context__ is None


def test_a_damaged_ballot_is_named_and_nothing_is_counted(to_count):
	damaged = frappe.db.get_value(URN, {"appraisal": to_count.name})
	frappe.db.set_value(URN, damaged, "sealed", "A" * 68, update_modified=False)
	with pytest.raises(AppraisalError, match="损坏") as refusal:
		steps_api.count_votes(to_count.name)
	assert refusal.value.__context__ is None
	assert frappe.db.get_value(appraisals.DOCTYPE, to_count.name, "status") == "Voting Closed"


def test_a_key_that_finds_no_room_on_the_disk_is_not_left_in_part(voted, monkeypatch):
	def full(_descriptor):
		raise OSError(errno.ENOSPC, "No space left on device")

	monkeypatch.setattr(keys.os, "fsync", full)
	with pytest.raises(FileError, match="磁盘"):
		keys.store("no-room", keys.load(voted.document.name))
	assert keys.load("no-room") is None


def test_a_key_that_cannot_be_overwritten_goes_all_the_same(voted, monkeypatch):
	keys.store("worn-out", keys.load(voted.document.name))

	def worn_out(_descriptor):
		raise OSError(errno.EIO, "Input/output error")

	monkeypatch.setattr(keys.os, "fsync", worn_out)
	with pytest.raises(OSError, match="Input/output"):
		keys.destroy("worn-out")
	assert keys.load("worn-out") is None


def test_codes_are_kept_as_hashes_alone(voted, freeze):
	freeze(VOTED[-1])
	document = frappe.get_doc(appraisals.DOCTYPE, voted.document.name)
	codes = document.make_slips(5)
	text = json.dumps(content(), default=str)
	for code in codes:
		assert code not in text and code.replace("-", "") not in text
		assert roll.code_key(code) in text


def test_a_voter_is_once_on_the_roll_by_a_key_of_the_database(voted):
	assert frappe.db.sql(
		"select count(*) from information_schema.statistics where table_schema = database() "
		"and table_name = %s and column_name = 'voter_key' and non_unique = 0",
		f"tab{ROLL}",
	)[0][0]
	document, person = voted.document, voted.of.people[4]
	with pytest.raises(Exception, match="Duplicate") as refused:
		roll.enter_members(document.name, OPENED, [person.name])
	assert frappe.db.is_duplicate_entry(refused.value)
