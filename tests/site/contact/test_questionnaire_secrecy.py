"""An answer leaves nothing behind that leads from who answered to what he answered: looked for in the database itself."""

import json
from datetime import datetime
from itertools import pairwise

import pytest

import frappe
from frappe.utils import get_datetime, set_request
from frappe.website.serve import get_response

from party_affairs.api.contact import questionnaires as steps_api
from party_affairs.ballots import keys
from party_affairs.ballots.answering import ROLL, URN, Way
from party_affairs.ballots.rolls import ELECTRONIC, code_key
from party_affairs.ballots.seal import unseal
from party_affairs.exceptions import QuestionnaireError
from party_affairs.party_affairs.doctype.questionnaire import steps
from party_affairs.rules.contact import questionnaires as rules
from tests.site import factory
from tests.site.appraisal import appraisals
from tests.site.appraisal.test_ballot_secrecy import at, changed_rows, content
from tests.site.contact import questionnaires as q

pytestmark = pytest.mark.site

OPENED = get_datetime(f"{q.OPENS} 09:00:00")
MOMENTS = ("2026-03-03 10:11:12", "2026-03-04 13:14:15", "2026-03-05 16:17:18")
ROWS, SEALED = "Questionnaire Voter", "Questionnaire Answer"
CONSTANT = ("creation", "modified", "owner", "modified_by")
WORDS = ("停车难没有人管", "学习材料太多", "支部书记很负责")


def send(path, user, fields):
	"""What a form of the page sends, without a script: plain text, the fields marked."""
	body = "form=ab12\r\n" + "".join(
		f"ab12-{name}={value}\r\n" for name, values in fields.items() for value in values
	)
	frappe.set_user(user)
	set_request(method="POST", path=path, data=body.encode(), content_type="text/plain")
	frappe.local.form_dict = frappe._dict(dict(part.split("=") for part in path.split("?")[1:]))
	frappe.local.request_ip = frappe.generate_hash(length=8)
	try:
		response = get_response(path.split("?")[0])
		return response.get_data(as_text=True)
	finally:
		frappe.set_user("Administrator")


def fields(number):
	return {
		f"q{place}": values for place, values in q.answers(number + 1, (number,), 0, WORDS[number]).items()
	}


@pytest.fixture(scope="module")
def answered(rolled_back):
	with rolled_back():
		yield answer_in_order()


def answer_in_order():
	"""Three members and three people with a code answer in a known order, each in his own way, at known times."""
	with at(f"{q.OPENS} 09:00:00"):
		of = appraisals.branch(full=6, probationary=0)
		users = [factory.login(person) for person in of.people[:3]]
		mine = q.opened(of, audience=q.MEMBERS)
		coded = q.opened(of, title="凭码问卷")
		codes = coded.make_slips(5)
	before = content()
	for number, moment in enumerate(MOMENTS):
		with at(moment):
			shown = send(
				f"/party/questionnaire?name={mine.name}", users[number], {"sent": "1", **fields(number)}
			)
			assert "谢谢您" in shown
			shown = send("/survey", "Guest", {"code": [codes[number]], "sent": "1", **fields(number)})
			assert "谢谢您" in shown
	return frappe._dict(
		of=of, users=users, mine=mine, coded=coded, codes=codes, before=before, after=content()
	)


def test_answers_touch_roll_and_urn_and_nothing_else(answered):
	assert set(changed_rows(answered)) == {f"tab{ROWS}", f"tab{SEALED}"}


def test_no_row_names_somebody_and_an_answer(answered):
	sealed = {row.name for row in answered.after[f"tab{SEALED}"]}
	sealed |= {row.sealed for row in answered.after[f"tab{SEALED}"]}
	people = {person.name for person in answered.of.people} | set(answered.users)
	rolled = {row.name for row in answered.after[f"tab{ROWS}"]}
	for table, rows in answered.after.items():
		for row in rows:
			text = "\n".join(str(value) for value in row.values() if value is not None)
			if any(name in text for name in sealed):
				assert table == f"tab{SEALED}"
				assert not [name for name in people | rolled if name in text]


def test_nothing_that_was_written_stands_in_clear(answered):
	text = json.dumps(answered.after, default=str, ensure_ascii=False)
	assert not [words for words in WORDS if words in text]
	assert not [code for code in answered.codes if code in text or code.replace("-", "") in text]
	for document in (answered.mine, answered.coded):
		assert keys.load(document.name) not in text
	assert all(code_key(code) in text for code in answered.codes)


def test_the_roll_notes_nothing_but_that_somebody_answered(answered):
	before = {row.name: row for row in answered.before[f"tab{ROWS}"]}
	for row in answered.after[f"tab{ROWS}"]:
		changed = {key for key in row if row[key] != before[row.name][key]}
		assert changed in (set(), {"way"})
	assert [row.way for row in answered.after[f"tab{ROWS}"]].count(ELECTRONIC) == 6


@pytest.mark.parametrize("doctype", [ROWS, SEALED])
def test_no_row_has_a_time_an_owner_or_a_place_of_its_own(answered, doctype):
	rows = answered.after[f"tab{doctype}"]
	assert {tuple(row[key] for key in CONSTANT) for row in rows} == {
		(OPENED, OPENED, "Administrator", "Administrator")
	}
	assert {value for row in rows for value in row.values() if isinstance(value, datetime)} == {OPENED}
	assert {row.idx for row in rows} == {0} and {len(row.name) for row in rows} == {20}
	lying = [row.name for row in frappe.db.sql(f"select name from `tab{doctype}`", as_dict=True)]
	assert sorted(lying) == sorted(row.name for row in rows)


@pytest.mark.parametrize("doctype", [ROWS, SEALED])
def test_indexes_keep_no_order_of_coming_in(answered, doctype):
	columns = frappe.db.sql(f"show columns from `tab{doctype}`", as_dict=True)
	assert [column.Field for column in columns if "auto_increment" in column.Extra] == []
	indexed = {row.Column_name for row in frappe.db.sql(f"show index from `tab{doctype}`", as_dict=True)}
	# A key follows from document and member or code, whenever he answers; the rest is the same for all of a questionnaire.
	assert indexed <= {"name", "voter_key", "questionnaire", "modified", "creation"}


def test_sealed_answers_are_alike_but_for_their_question(answered):
	for document in (answered.mine, answered.coded):
		sealed = [row.sealed for row in answered.after[f"tab{SEALED}"] if row.questionnaire == document.name]
		assert len(set(sealed)) == len(sealed) == 3 * len(q.QUESTIONS)
		# Choices have one length, words another, whatever was answered.
		assert len({len(text) for text in sealed}) == 2


def test_marks_of_one_sheet_do_not_lie_together(answered):
	"""Unsealed with the key, and in the order in which they lie, the marks do not fall into the sheets."""
	runs = 0
	for document in (answered.mine, answered.coded):
		private_key = keys.load(document.name)
		lying = frappe.db.sql(
			f"select sealed from `tab{SEALED}` where questionnaire = %s order by name",
			document.name,
			pluck=True,
		)
		marks = [rules.unpack(unseal(private_key, text)) for text in lying]
		assert {mark.respondent for mark in marks} == {0}
		runs += sum(one.place != other.place for one, other in pairwise(marks))
	assert runs > 6


def test_after_the_count_nothing_is_left_but_sums_and_words_in_an_order_of_their_own(answered, freeze):
	freeze(q.AFTER)
	document = frappe.get_doc(q.DOCTYPE, answered.coded.name)
	private_key = keys.load(document.name)
	for number in (3, 4):
		q.answer(document, Way(code=answered.codes[number]), words=f"后来的意见{number}")
	rolled = {row.name for row in answered.after[f"tab{ROWS}"] if row.questionnaire == document.name}
	sealed = {row.sealed for row in answered.after[f"tab{SEALED}"] if row.questionnaire == document.name}
	q.counted(document)
	frappe.db.commit()
	text = json.dumps(content(), default=str, ensure_ascii=False)
	assert not [name for name in rolled | sealed if name in text]
	assert not [code for code in answered.codes if code_key(code) in text]
	assert keys.load(document.name) is None
	# One row holds one answer in own words, beside no other answer of whoever wrote it.
	for row in document.words:
		assert row.member is None and {row.creation for row in document.words} == {row.creation}
	# The answers come back with the end of the test, and so does their key.
	keys.store(document.name, private_key)


def test_an_error_while_answering_is_noted_without_answers_and_takes_none(answered, freeze, monkeypatch):
	freeze(MOMENTS[-1])
	noted = []
	monkeypatch.setattr(frappe, "log_error", lambda **values: noted.append(values))

	def broken(_urn, *arguments):
		raise RuntimeError(f"{arguments}")

	frappe.db.commit()
	monkeypatch.setattr(type(URN), "put", broken)
	given = {"code": [answered.codes[3]], "sent": "1", **fields(1)}
	shown = send("/survey", "Guest", given)
	assert "没有提交成功" in shown
	text = json.dumps(noted, default=str, ensure_ascii=False)
	assert "RuntimeError" in text and WORDS[1] not in text and answered.codes[3] not in text
	assert ROLL.find(code_key(answered.codes[3]), locked=False)["way"] == "Not Voted"


def test_an_error_while_counting_is_noted_without_answers_and_counts_nothing(answered, freeze, monkeypatch):
	freeze(q.AFTER)
	noted = []
	monkeypatch.setattr(frappe, "log_error", lambda **values: noted.append(values))

	def broken(step, shown):
		raise RuntimeError(f"{step.marks}")

	frappe.db.commit()
	monkeypatch.setattr(steps.CountAnswers, "set_results", broken)
	with pytest.raises(QuestionnaireError, match="未完成") as refusal:
		steps_api.count_answers(answered.coded.name)
	text = json.dumps(noted, default=str, ensure_ascii=False) + str(refusal.value)
	assert "RuntimeError" in text and not [words for words in WORDS if words in text]
	assert refusal.value.__cause__ is None and refusal.value.__context__ is None
	assert URN.number(answered.coded.name) == 3 * len(q.QUESTIONS) and keys.load(answered.coded.name)


def test_a_damaged_answer_is_named_and_nothing_is_counted(answered, freeze):
	freeze(q.AFTER)
	damaged = frappe.db.get_value(SEALED, {"questionnaire": answered.coded.name})
	frappe.db.set_value(SEALED, damaged, "sealed", "A" * 68, update_modified=False)
	with pytest.raises(QuestionnaireError, match="损坏") as refusal:
		steps_api.count_answers(answered.coded.name)
	assert refusal.value.__context__ is None
	assert frappe.db.get_value(q.DOCTYPE, answered.coded.name, "status") == "Answers Open"
