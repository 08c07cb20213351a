"""Texts of several lines that look like markup: stored as characters on every way in, and given back as they were typed."""

import pytest

import frappe

from party_affairs.checks.markup import TEXTS, disarm_texts, disarmed, fields_of_texts
from party_affairs.exceptions import EvaluationError
from party_affairs.facts.evaluation import rounds
from party_affairs.party_affairs.doctype.evaluation import steps as sheet_steps
from party_affairs.party_affairs.doctype.evaluation_round import steps
from party_affairs.patches.v0_9 import disarm_stored_texts
from party_affairs.permissions.register import REGISTER
from tests.site import factory
from tests.site.evaluation.test_rounds import CRITERIA, published
from tests.support.requests import rest

MARKUP = "<img src=/api/method/logout>"
HONEST = "年龄<60 & 收入>3万"
TYPED = f"{HONEST}\r\n{MARKUP}<h1>大</h1>"
STORED = f"{HONEST}\n{disarmed(MARKUP)}＜h1>大＜/h1>"
EVENT = "party_affairs.checks.markup.disarm_texts"
OWN_DOCTYPES = sorted(row.doctype for row in REGISTER.values() if not row.parent)


@pytest.mark.parametrize("doctype", OWN_DOCTYPES)
def test_no_text_of_any_doctype_reaches_the_desk_as_a_tag(doctype):
	hooks = frappe.get_doc_hooks()[doctype]
	assert EVENT in hooks["before_validate"] and EVENT in hooks["before_update_after_submit"]
	document = frappe.new_doc(doctype)
	for field in document.meta.get_table_fields():
		document.append(field.fieldname, {})
	rows = [document, *document.get_all_children()]
	for row in rows:
		row.update(dict.fromkeys(fields_of_texts(row.doctype), TYPED))
	disarm_texts(document)
	for row in rows:
		row._sanitize_content()
		assert {row.get(name) for name in fields_of_texts(row.doctype)} <= {STORED}, row.doctype


def test_every_text_of_the_register_is_covered():
	"""Child tables stand in no register row of their own event: their parents' covers them."""
	covered = set(OWN_DOCTYPES)
	for doctype in OWN_DOCTYPES:
		covered |= {field.options for field in frappe.get_meta(doctype).get_table_fields()}
	with_texts = {
		name for name in REGISTER if any(f.fieldtype in TEXTS for f in frappe.get_meta(name).fields)
	}
	assert with_texts <= covered


@pytest.fixture(scope="module")
def house(built_once):
	return built_once(build_house)


def build_house():
	branch = factory.branch(parent=factory.committee())
	person = factory.member(branch, "王甲")
	return frappe._dict(
		branch=branch,
		person=person,
		user=factory.login(person),
		secretary=factory.holder(branch, "Secretary"),
		opinion=factory.opinion(branch),
	)


def test_a_request_stores_characters_and_changes_nothing_else(house):
	answer = rest(house.secretary, "Raised Opinion", house.opinion.name, "PUT", answer=TYPED)
	assert answer.status == 200, answer.text
	assert frappe.db.get_value("Raised Opinion", house.opinion.name, "answer") == STORED


def test_what_was_stored_before_does_not_seem_changed(house):
	house.opinion.db_set("opinion", TYPED)
	opinion = frappe.get_doc("Raised Opinion", house.opinion.name)
	opinion.load_doc_before_save()
	disarm_texts(opinion)
	assert opinion.opinion == TYPED
	for _time in range(2):
		disarm_stored_texts.execute()
		assert MARKUP not in frappe.db.get_value("Raised Opinion", opinion.name, "opinion")


@pytest.fixture
def sheet(house):
	other = factory.branch(parent=factory.committee())
	factory.member(other, "评价本人")
	scheme = factory.scheme("测试方案", "Party Member", CRITERIA)
	document = frappe.get_doc(
		doctype=rounds.ROUND, scheme_version=scheme.name, year=2025, branch=other.name
	).insert()
	steps.Measure(document).take()
	(row,) = rounds.sheets_of(document.name)
	return frappe._dict(round=document.name, name=row.name)


def read(sheet):
	return frappe.get_doc(rounds.EVALUATION, sheet.name)


def test_steps_of_evaluations_store_characters_and_refuse_what_is_too_long(sheet):
	steps.OpenSelfEvaluation(frappe.get_doc(rounds.ROUND, sheet.round), until="2999-01-01").take()
	sheet_steps.SelfEvaluate(read(sheet), TYPED, {"faith": {"points": 3, "basis": TYPED}}).take()
	stored = read(sheet)
	assert stored.self_summary == STORED
	assert [row.self_basis for row in stored.scores if row.criterion_key == "faith"] == [STORED]
	# As a browser sends 2,000 characters in lines; and characters are counted, not the halves of some.
	sheet_steps.SelfEvaluate(read(sheet), "字\r\n" * 999 + "字😀", {}).take()
	sheet_steps.SelfEvaluate(read(sheet), "😀" * 2000, {"faith": {"basis": "😀" * 2000}}).take()
	for given in (("字" * 2001, {}), ("好", {"faith": {"basis": "字" * 2001}})):
		with pytest.raises(EvaluationError, match="2000"):
			sheet_steps.SelfEvaluate(read(sheet), *given).take()


def test_an_objection_is_stored_as_characters_and_tells_no_time(sheet):
	published(frappe.get_doc(rounds.ROUND, sheet.round))
	before = read(sheet)
	sheet_steps.RaiseObjection(read(sheet), objection=TYPED, unnamed=True).take()
	after = read(sheet)
	assert after.objections[0].objection == STORED
	# It moved, so that nobody writes over the row, and no further than a clock can show.
	assert 0 < (after.modified - before.modified).total_seconds() < 0.001
	assert str(after.objections[0].creation).endswith("00:00:00")
	with pytest.raises(frappe.TimestampMismatchError):
		before.save()
