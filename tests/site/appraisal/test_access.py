"""Who sees and does what in an appraisal: its own officers the record, nobody roll and urn, committees above the sums."""

import json
import re
import secrets
from pathlib import Path

import pytest

import frappe
from frappe import client
from frappe.desk import query_report, reportview
from frappe.desk.form import load
from frappe.utils import set_request
from frappe.website.serve import get_response

from party_affairs import ledgers
from party_affairs.api import papers, portal
from party_affairs.api.appraisal import appraisals as api
from party_affairs.api.appraisal import voting
from party_affairs.api.appraisal.own import open_appraisals
from party_affairs.api.caller import own_member
from party_affairs.ballots import keys, roll
from party_affairs.exceptions import AppraisalError
from party_affairs.permissions import scope_for
from party_affairs.permissions.linked_records import get_count
from party_affairs.printing import pages
from tests.site import factory
from tests.site.appraisal import appraisals
from tests.site.appraisal.appraisals import DURING
from tests.support.described import text_of as in_docx

pytestmark = pytest.mark.site

APPRAISAL, VOTER, BALLOT = "Democratic Appraisal", "Appraisal Voter", "Appraisal Ballot"
CHILDREN = ("Democratic Appraisal Member", "Democratic Appraisal Result", "Democratic Appraisal Count")
OPINION = "本年度表现的组织意见"

OFFICERS = ("secretary", "organisation commissioner")
OTHERS = (
	"publicity commissioner",
	"discipline commissioner",
	"instructor",
	"deputy",
	"secretary of the sister branch",
	"officer above",
	"secretary above",
	"organisation commissioner above",
	"auditor",
	"system manager",
	"member",
	"Guest",
)


@pytest.fixture(scope="module")
def house(rolled_back):
	with rolled_back():
		yield build_house()


def build_house():
	above = factory.committee("评议测试党委")
	of = appraisals.branch(parent=above)
	sister = appraisals.branch(full=1, probationary=0, parent=above)
	near, far = of.document, sister.document
	users = {
		"secretary": factory.holder(near, "Secretary"),
		"organisation commissioner": factory.holder(near, "Organisation Commissioner"),
		"publicity commissioner": factory.holder(near, "Publicity Commissioner"),
		"discipline commissioner": factory.holder(near, "Discipline Commissioner"),
		"deputy": factory.holder(near, "Deputy Secretary"),
		"instructor": factory.holder(far, "Party Work Instructor", near),
		"secretary of the sister branch": factory.holder(far, "Secretary"),
		"officer above": factory.holder(far, "Party Affairs Officer", above),
		"secretary above": factory.holder(far, "Secretary", above),
		"organisation commissioner above": factory.holder(far, "Organisation Commissioner", above),
		"member": factory.login(of.people[0]),
		"auditor": auditor(above),
		"system manager": system_manager(),
		"Guest": "Guest",
	}
	counted = counted_appraisal(of)
	open_one = appraisals.opened(of, year=2025)
	appraisals.vote(open_one, of.people[1], "excellent")
	return frappe._dict(above=above, of=of, sister=sister, users=users, counted=counted, open_one=open_one)


def auditor(above):
	user = new_user("pingyi-shenji@example.com", "Party Affairs Auditor")
	frappe.get_doc(doctype="User Permission", user=user, allow="Party Branch", for_value=above.name).insert()
	return user


def system_manager():
	return new_user("pingyi-it@example.com", "System Manager")


def new_user(email, role):
	user = frappe.get_doc(doctype="User", email=email, first_name="x", send_welcome_email=0).insert()
	user.add_roles(role)
	return email


def counted_appraisal(of):
	document = appraisals.opened(of)
	for person in of.people[:5]:
		appraisals.vote(document, person)
	appraisals.vote_outside(document, 5)
	appraisals.counted(appraisals.closed(document))
	document.members[0].opinion = OPINION
	document.save()
	return document


@pytest.fixture
def as_(house, set_user, freeze):
	def switch(role):
		return set_user(house.users.get(role, role))

	freeze(DURING)
	return switch


# Who sees the record


def form(document):
	load.getdoc(document.doctype, document.name)
	return frappe.response.docs


def value(document):
	return client.get_value(document.doctype, ["status", "shown_as"], {"name": document.name})


def rest_list(document):
	return client.get_list(document.doctype, fields=["name", "branch"])


def list_view(document):
	frappe.local.form_dict = frappe._dict(
		doctype=document.doctype, fields=json.dumps([f"`tab{document.doctype}`.`name`"])
	)
	return reportview.get()


def export(document):
	frappe.local.form_dict = frappe._dict(
		doctype=document.doctype,
		fields=json.dumps([f"`tab{document.doctype}`.`name`"]),
		file_format_type="CSV",
		title="x",
	)
	reportview.export_query()
	return str(frappe.response.get("result") or frappe.response.get("filecontent"))


def children(document):
	return [
		client.get_list(child, fields=["name", "parent", "member"], parent=document.doctype)
		for child in CHILDREN
	]


def children_of_record(document):
	return [
		frappe.get_list(child, filters={"parent": document.name}, fields=["parent"], parent_doctype=APPRAISAL)
		for child in CHILDREN
	]


def print_out(document):
	frappe.get_doc(document.doctype, document.name).check_permission("print")
	return frappe.get_print(document.doctype, document.name)


def word(document):
	papers.download(document.doctype, document.name, "Appraisal Summary")
	return in_docx(frappe.local.response.filecontent)


def step_shown(document):
	return {"name": document.name, **api.standing(document.name)}


DOORS = (form, value, rest_list, list_view, export, children, children_of_record, print_out, word, step_shown)


def shown(door, document):
	try:
		answer = door(document)
	except (frappe.PermissionError, frappe.DoesNotExistError, frappe.AuthenticationError):
		return ""
	return json.dumps(json.loads(frappe.as_json(answer)), ensure_ascii=False)


def tells(door, document):
	frappe.response.docs = []
	text = shown(door, document)
	if door is value:
		return "By Electorate" in text
	return document.name in text or OPINION in text


@pytest.mark.parametrize("role", OFFICERS)
def test_the_branchs_own_officers_come_in_by_every_door(house, as_, role):
	as_(role)
	assert [door.__name__ for door in DOORS if not tells(door, house.counted)] == []
	assert get_count(APPRAISAL) == 2


@pytest.mark.parametrize("role", OTHERS)
def test_nobody_else_comes_in_by_any_door(house, as_, role):
	as_(role)
	assert [door.__name__ for door in DOORS if tells(door, house.counted)] == []
	for doctype in (APPRAISAL, *CHILDREN):
		try:
			assert get_count(doctype) == 0
		except frappe.PermissionError:
			continue


@pytest.mark.parametrize("role", (*OFFICERS, *OTHERS))
@pytest.mark.parametrize("doctype", [VOTER, BALLOT])
def test_roll_and_urn_are_seen_by_nobody(house, as_, role, doctype):
	as_(role)
	assert scope_for(doctype).is_empty
	assert not frappe.has_permission(doctype)
	for name in frappe.get_all(doctype, pluck="name", limit=3):
		assert not frappe.has_permission(doctype, "read", doc=name)
	for ask in (
		lambda: frappe.get_list(doctype),
		lambda: client.get_list(doctype),
		lambda: get_count(doctype),
		lambda: client.get(doctype, frappe.get_all(doctype, pluck="name")[0]),
	):
		with pytest.raises(frappe.PermissionError):
			ask()


def test_rights_given_by_hand_do_not_open_roll_and_urn(house, as_):
	for doctype in (VOTER, BALLOT):
		frappe.get_doc(
			doctype="Custom DocPerm", parent=doctype, role="Party Branch Secretary", read=1, report=1
		).insert()
		frappe.clear_cache(doctype=doctype)
	as_("secretary")
	for doctype in (VOTER, BALLOT):
		assert frappe.get_list(doctype) == []
		assert get_count(doctype) == 0
		name = frappe.get_all(doctype, pluck="name")[0]
		assert not frappe.has_permission(doctype, "read", doc=name)


@pytest.mark.parametrize("role", ["officer above", "secretary above", "organisation commissioner above"])
def test_committees_above_see_sums_of_the_branches_below(house, as_, role):
	as_(role)
	answer = query_report.run("Appraisal Overview", filters=json.dumps({"year": 2026}))
	row = next(row for row in answer["result"] if row.get("branch") == house.of.name)
	assert (row["inside_ballots"], row["outside_ballots"], row["graded"]) == (5, 5, 11)
	assert (row["votes_qualified"], row["votes_excellent"]) == (2 * 5 * 12 - 5, 0)
	text = repr(answer)
	assert OPINION not in text
	assert not [person.member_name for person in house.of.people if person.member_name in text]


@pytest.mark.parametrize(
	"role", [role for role in OTHERS if "above" not in role and role != "secretary of the sister branch"]
)
def test_others_do_not_see_the_sums_either(house, as_, role):
	as_(role)
	with pytest.raises(frappe.PermissionError):
		query_report.run("Appraisal Overview", filters=json.dumps({"year": 2026}))
	with pytest.raises(frappe.PermissionError):
		ledgers.get("appraisals").build({"year": 2026})


def test_a_secretary_sees_the_sums_of_his_own_branch_alone(house, as_):
	as_("secretary of the sister branch")
	rows = ledgers.get("appraisals").build({"year": 2026}).rows
	assert {row["branch"] for row in rows} == {house.sister.name}
	with pytest.raises(frappe.PermissionError):
		ledgers.get("appraisals").build({"year": 2026, "branch": house.of.name})


# Nothing before the closing


@pytest.mark.parametrize("role", (*OFFICERS, "Administrator"))
def test_while_voting_is_open_only_numbers_of_voters_are_told(house, as_, role):
	as_(role)
	told = api.standing(house.open_one.name)
	voters = len(roll_of(house.open_one))
	assert told["turnout"] == [
		{"electorate": "党内", "voters": voters, "voted": 1},
		{"electorate": "党外", "voters": 8, "voted": 0},
	]
	document = frappe.get_doc(APPRAISAL, house.open_one.name)
	assert document.results == [] and not document.shown_as and not document.inside_ballots
	assert [row.suggested or row.grade for row in document.members] == [None] * len(document.members)


def roll_of(document):
	return frappe.get_all(VOTER, filters={"appraisal": document.name})


# Who takes the steps

STEPS = (
	lambda name: api.open_voting(name),
	lambda name: api.close_voting(name),
	lambda name: api.count_votes(name),
	lambda name: api.abandon_voting(name),
	lambda name: api.announce(name, "2026-03-10"),
	lambda name: api.make_slips(name, 1),
	lambda name: api.revoke_slips(name),
	lambda name: api.mark_on_paper(name, "PM-1"),
)


@pytest.mark.parametrize("role", OTHERS)
def test_nobody_else_takes_a_step(house, as_, role):
	as_(role)
	for step in STEPS:
		with pytest.raises(frappe.PermissionError):
			step(house.open_one.name)
	with pytest.raises(frappe.PermissionError):
		frappe.get_doc({"doctype": APPRAISAL, "branch": house.of.name, "year": 2024}).insert()


def test_steps_change_things_by_post_alone():
	for name in (
		"open_voting",
		"close_voting",
		"count_votes",
		"abandon_voting",
		"announce",
		"make_slips",
		"revoke_slips",
		"mark_on_paper",
	):
		assert frappe.allowed_http_methods_for_whitelisted_func[getattr(api, name)] == ["POST"]
	for name in ("vote", "vote_with_code", "ballot_of_code"):
		assert frappe.allowed_http_methods_for_whitelisted_func[getattr(voting, name)] == ["POST"]


def test_the_organisation_commissioner_leads_an_appraisal_through(house, as_, freeze):
	as_("organisation commissioner")
	freeze("2026-04-01 10:00:00")
	document = frappe.get_doc(
		{
			"doctype": APPRAISAL,
			"branch": house.of.name,
			"year": 2024,
			"opens_on": "2026-04-01 09:00:00",
			"closes_on": "2026-04-02 18:00:00",
		}
	).insert()
	assert api.open_voting(document.name) == "Voting Open"
	api.mark_on_paper(document.name, house.of.people[2].name, 1)
	freeze("2026-04-02 18:00:01")
	assert api.close_voting(document.name) == "Voting Closed"
	assert api.count_votes(document.name) == "Votes Counted"


def test_slips_come_as_one_pdf_and_their_codes_are_kept_nowhere(house, as_, monkeypatch):
	printed = []
	monkeypatch.setattr(pages, "to_pdf", lambda part: printed.append(part) or b"%PDF")
	as_("secretary")
	api.make_slips(house.open_one.name, 3)
	assert frappe.local.response.filecontent == b"%PDF"
	codes = set(re.findall(r"[2-9A-Z]{4}-[2-9A-Z]{4}-[2-9A-Z]{4}", printed[0]))
	assert len(codes) == 3
	assert all(roll.appraisal_of(roll.code_key(code)) == house.open_one.name for code in codes)


def test_codes_that_could_not_be_printed_are_not_made(house, as_, monkeypatch):
	def broken(part):
		raise OSError(part)

	monkeypatch.setattr(pages, "to_pdf", broken)
	as_("secretary")
	frappe.db.commit()
	before = len(roll_of(house.open_one))
	with pytest.raises(AppraisalError) as refusal:
		api.make_slips(house.open_one.name, 3)
	assert "-" not in str(refusal.value) and refusal.value.__cause__ is None
	assert len(roll_of(house.open_one)) == before


# Voting over the wire


def post(body, content_type="text/plain", method=voting.vote, address=None):
	text = body if isinstance(body, str) else json.dumps(body)
	set_request(method="POST", path="/api/method/x", data=text, content_type=content_type)
	frappe.local.request_ip = address or secrets.token_hex(8)
	frappe.local.form_dict = frappe._dict(cmd=f"party_affairs.api.appraisal.voting.{method.__name__}")
	return method()


def ballot_body(house, but, **values):
	document = frappe.get_doc(APPRAISAL, house.open_one.name)
	answers = [
		[place, "overall_grade", "excellent"]
		for place, row in enumerate(document.members)
		if row.member != but
	]
	return {"appraisal": document.name, "answers": answers, **values}


@pytest.fixture
def open_now(house, as_):
	"""The open appraisal in its days of voting."""
	frappe.db.set_value(
		APPRAISAL, house.open_one.name, {"opens_on": appraisals.OPENS, "closes_on": appraisals.CLOSES}
	)
	as_("member")
	return house.of.people[0].name


def test_a_member_votes_once(house, open_now):
	assert "已投票" in post(ballot_body(house, open_now))
	with pytest.raises(AppraisalError, match="只能投一次"):
		post(ballot_body(house, open_now))


def test_a_members_vote_names_no_member_in_the_request(house, open_now):
	"""Whose ballot it is follows from the login: another's cannot be cast."""
	other = house.of.people[3].name
	post(ballot_body(house, open_now, member=other, voter=other))
	assert roll.has_voted([house.open_one.name], other) == {house.open_one.name: False}


@pytest.mark.parametrize(
	("body", "content_type"),
	[
		("{", "text/plain"),
		("[]", "text/plain"),
		("{}", "text/plain"),
		('{"appraisal": 1, "answers": []}', "text/plain"),
		('{"appraisal": "x", "answers": [[0, "overall_grade"]]}', "text/plain"),
		('{"appraisal": "x", "answers": [[true, "overall_grade", "excellent"]]}', "text/plain"),
		('{"appraisal": "x", "answers": []}', "application/json"),
	],
)
def test_a_body_that_cannot_be_read_is_refused(house, open_now, body, content_type):
	with pytest.raises(AppraisalError, match="无法识别"):
		post(body, content_type)


@pytest.mark.parametrize("answer", [[99, "overall_grade", "excellent"], [1, "vanguard_role", "excellent"]])
def test_answers_that_were_not_asked_for_are_refused(house, open_now, answer):
	body = ballot_body(house, open_now)
	body["answers"] = [answer]
	with pytest.raises(AppraisalError, match="不属于本次测评"):
		post(body)


def test_a_ballot_that_names_somebody_twice_is_refused(house, open_now):
	body = ballot_body(house, open_now)
	place, aspect, grade = body["answers"][0]
	for other in (grade, "unqualified"):
		with pytest.raises(AppraisalError, match="两次"):
			post({**body, "answers": [*body["answers"], [place, aspect, other]]})
	assert roll.has_voted([house.open_one.name], open_now) == {house.open_one.name: False}


def test_votes_are_refused_before_and_after_their_time(house, open_now, freeze):
	for moment, message in (("2026-03-02 08:59:59", "开始"), ("2026-03-06 18:00:01", "已经结束")):
		freeze(moment)
		with pytest.raises(AppraisalError, match=message):
			post(ballot_body(house, open_now))


@pytest.mark.parametrize("role", ["secretary of the sister branch", "system manager", "Guest"])
def test_who_is_not_on_the_roll_does_not_vote(house, open_now, as_, role):
	as_(role)
	with pytest.raises((AppraisalError, frappe.PermissionError)):
		post(ballot_body(house, open_now))


def test_who_takes_a_paper_ballot_does_not_vote_electronically(house, open_now, as_):
	with as_("secretary"):
		api.mark_on_paper(house.open_one.name, open_now, 1)
	with pytest.raises(AppraisalError, match="只能投一次"):
		post(ballot_body(house, open_now))
	with as_("secretary"):
		api.mark_on_paper(house.open_one.name, open_now, 0)
	post(ballot_body(house, open_now))
	with as_("secretary"), pytest.raises(AppraisalError, match="只能投一次"):
		api.mark_on_paper(house.open_one.name, open_now, 1)


def test_a_guest_with_a_code_votes_once_and_sees_his_ballot_alone(house, open_now, as_):
	code = frappe.get_doc(APPRAISAL, house.open_one.name).make_slips(1)[0]
	as_("Guest")
	page = post({"code": code.lower().replace("-", " ")}, method=voting.ballot_of_code)
	assert all(person.member_name in page for person in house.of.people)
	assert "优秀" in page and house.above.name not in page
	body = {**ballot_body(house, None), "code": code}
	assert "已投票" in post(body, method=voting.vote_with_code)
	for method in (voting.ballot_of_code, voting.vote_with_code):
		with pytest.raises(AppraisalError, match="只能投一次"):
			post(body, method=method)


def test_a_wrong_code_tells_nothing_and_trying_is_stopped(house, open_now, as_):
	as_("Guest")
	address = secrets.token_hex(8)
	for _number in range(voting._GUEST_TRIES):
		with pytest.raises(AppraisalError, match="选票码有误"):
			post({"code": "AAAA-BBBB-CCCC"}, method=voting.ballot_of_code, address=address)
	with pytest.raises(frappe.ValidationError) as refusal:
		post({"code": "AAAA-BBBB-CCCC"}, method=voting.ballot_of_code, address=address)
	assert not isinstance(refusal.value, AppraisalError)
	# Others are not kept from voting by it.
	with pytest.raises(AppraisalError, match="选票码有误"):
		post({"code": "AAAA-BBBB-CCCC"}, method=voting.ballot_of_code)


def test_an_error_nobody_foresaw_is_noted_without_answers_and_casts_nothing(house, open_now, monkeypatch):
	noted = []
	monkeypatch.setattr(frappe, "log_error", lambda **values: noted.append(values))

	def broken(*arguments):
		raise RuntimeError(f"{arguments}")

	monkeypatch.setattr(voting.voting.urn, "put", broken)
	frappe.db.commit()
	with pytest.raises(AppraisalError, match="没有成功") as refusal:
		post(ballot_body(house, open_now))
	text = json.dumps(noted, default=str) + str(refusal.value)
	assert "RuntimeError" in text and "urn.put" in text
	assert "excellent" not in text and open_now not in text
	assert refusal.value.__cause__ is None and refusal.value.__context__ is None
	assert not roll.has_voted([house.open_one.name], open_now)[house.open_one.name]


# The member's page


def page(path, **query):
	set_request(method="GET", path=path, query_string=query)
	frappe.local.form_dict = frappe._dict(query)
	response = get_response()
	return response.status_code, response.get_data(as_text=True)


def test_the_page_of_a_member_leads_to_his_ballot_and_then_says_that_he_voted(house, open_now):
	name = house.open_one.name
	(vote,) = portal.my_overview()["appraisals"]
	assert (vote["appraisal"], vote["is_open"], vote["voted"]) == (name, True, False)
	assert f"/party/appraisal?appraisal={name}" in page("/party")[1]
	ballot = page("/party/appraisal", appraisal=name)[1]
	assert house.of.people[1].member_name in ballot and 'type="radio"' in ballot
	assert house.of.people[0].member_name not in ballot.split("appraisal-place")[1].split("</form>")[0]
	post(ballot_body(house, open_now))
	assert portal.my_overview()["appraisals"][0]["voted"]
	after = page("/party/appraisal", appraisal=name)[1]
	assert "您已参加本次测评投票" in after and 'type="radio"' not in after


def test_the_page_shows_no_ballot_to_whoever_is_not_on_the_roll(house, open_now, as_):
	as_("secretary of the sister branch")
	assert open_appraisals(own_member()) == []
	text = page("/party/appraisal", appraisal=house.open_one.name)[1]
	assert 'type="radio"' not in text and house.of.people[1].member_name not in text
	as_("Guest")
	assert page("/party/appraisal", appraisal=house.open_one.name)[0] in (301, 302)
	code, text = page("/appraisal")
	assert code == 200 and house.of.people[1].member_name not in text


def test_a_member_sees_his_own_grade_once_it_is_announced(house, as_, freeze):
	freeze("2026-03-20")
	document = frappe.get_doc(APPRAISAL, house.counted.name)
	me, other = house.of.people[0], house.of.people[1]
	document.show_counts = 0
	appraisals.decide(document, {me.name: "Excellent", other.name: "Basically Qualified"})
	with as_("member"):
		freeze("2026-03-20")
		assert portal.my_overview()["grades"] == []
	document.announce("2026-03-12")
	with as_("member"):
		freeze("2026-03-20")
		assert portal.my_overview()["grades"] == [{"year": 2026, "grade": "Excellent", "votes": []}]
		assert "Basically" not in json.dumps(portal.my_overview(), default=str)
	document.reload()
	document.show_counts = 1
	document.save()
	with as_("member"):
		freeze("2026-03-20")
		votes = portal.my_overview()["grades"][0]["votes"]
		assert [(vote.electorate, vote.qualified) for vote in votes] == [
			("Within the Party", 4),
			("Outside the Party", 5),
		]


def test_keys_are_files_that_only_the_server_reads(house):
	path = Path(frappe.get_site_path("appraisal_keys", f"{house.open_one.name}.key"))
	assert path.read_text() == keys.load(house.open_one.name)
	assert path.stat().st_mode & 0o077 == 0
	for public in ("public", "private/files", "private/backups"):
		assert not path.is_relative_to(frappe.get_site_path(*public.split("/")))
