"""The register of opinions: what is taken over from meetings, talks and contacts, who reads it, and what it adds up to."""

import pytest

import frappe

from party_affairs import ledgers
from party_affairs.api.contact import opinions as api
from party_affairs.facts.contact import opinions as facts
from party_affairs.printing import ledger_sheets
from tests.site import factory

pytestmark = pytest.mark.site

TODAY = "2025-09-01"
SECRET = "谈话中的私事"


@pytest.fixture(scope="module")
def house(rolled_back):
	import time_machine

	with time_machine.travel(f"{TODAY} 12:00:00+08:00"), rolled_back():
		yield build_house()


@pytest.fixture(autouse=True)
def frozen(freeze):
	freeze(TODAY)


def build_house():
	above = factory.committee()
	branch = factory.branch("意见测试支部", parent=above, records_from="2025-01-01")
	sister = factory.branch(parent=above, records_from="2025-01-01")
	head, person = (factory.member(branch, name) for name in ("意见书记", "意见党员"))
	factory.post(head, "Secretary")
	house = frappe._dict(above=above, branch=branch, head=head, person=person)
	house.secretary = factory.login(head)
	house.officer = factory.holder(sister, "Party Affairs Officer", above)
	house.publicity = factory.holder(branch, "Publicity Commissioner")
	house.neighbour = factory.holder(sister, "Secretary")
	house.meeting = factory.meeting(
		branch,
		"Democratic Talk",
		"2025-06-05 14:00:00",
		attendees=[head, person],
		speeches_by_person=[
			{
				"member": person.name,
				"speaker": "意见党员",
				"speech": "建议增设法律书籍",
				"answer": "已列入采购",
			},
			{"speaker": "周来宾", "speech": "建议开放会议室"},
		],
	)
	house.talk = factory.heart_talk(head, person, "2025-07-01", content=SECRET, opinions="希望调整分工")
	contact = factory.contact(branch, "孙联系")
	house.pairing = factory.pairing(
		person,
		contact=contact,
		contact_log=[{"contact_date": "2025-05-05", "method": "Visit", "matter": "停车难"}],
	)
	return house


def test_several_opinions_of_a_council_are_registered_at_once_and_each_row_once(house, set_user):
	set_user(house.secretary)
	found = api.from_source("Party Meeting", house.meeting.name)
	assert [row["opinion"] for row in found] == ["建议增设法律书籍", "建议开放会议室"]
	found[1]["is_unnamed"] = 1
	first, second = (
		frappe.get_doc("Raised Opinion", name)
		for name in api.register("Party Meeting", house.meeting.name, found)
	)
	assert (first.occasion, str(first.raised_on), first.member, first.answer, first.status) == (
		"Democratic Talk",
		"2025-06-05",
		house.person.name,
		"已列入采购",
		"Answered",
	)
	assert (second.raised_by_name, second.owner, second.status) == (None, "Administrator", "Registered")
	assert api.from_source("Party Meeting", house.meeting.name) == []
	again = api.register("Party Meeting", house.meeting.name, found)
	assert again == [first.name, second.name], "a second click registers nothing"


def test_what_was_written_by_hand_is_registered_once_however_often_one_clicks(house, set_user):
	set_user(house.secretary)
	row = {"is_unnamed": 1, "opinion": "建议延长开放时间"}
	names = api.register("Party Meeting", house.meeting.name, [row, row])
	assert len(set(names)) == 2, "two people may say the same"
	assert api.register("Party Meeting", house.meeting.name, [row, row]) == names


def test_the_database_keeps_two_of_one_row_apart(house):
	first = factory.opinion(house.branch)
	second = factory.opinion(house.branch)
	assert (first.source_row, second.source_row) == (None, None)
	first.db_set("source_row", "gleich")
	with pytest.raises(Exception, match="gleich"):
		second.db_set("source_row", "gleich")


def test_all_lines_are_registered_or_none(house, set_user):
	set_user(house.secretary)
	before = frappe.db.count("Raised Opinion")
	frappe.db.savepoint("all_or_none")
	with pytest.raises(frappe.ValidationError):
		api.register(
			"Contact Pairing", house.pairing.name, [{"opinion": "好", "is_unnamed": 1}, {"opinion": ""}]
		)
	frappe.db.rollback(save_point="all_or_none")
	assert frappe.db.count("Raised Opinion") == before
	with pytest.raises(frappe.ValidationError):
		api.register(
			"Party Meeting", house.meeting.name, [{"opinion": "好", "is_unnamed": 1, "source_row": "nix"}]
		)
	with pytest.raises(frappe.ValidationError):
		api.register("Party Meeting", house.meeting.name, "[]")


def test_a_talk_opens_to_nobody_by_what_was_registered_from_it(house, set_user):
	set_user(house.publicity)
	with pytest.raises(frappe.PermissionError):
		api.from_source("Heart Talk", house.talk.name)
	set_user(house.secretary)
	(row,) = api.from_source("Heart Talk", house.talk.name)
	assert row["opinion"] == "希望调整分工" and SECRET not in str(row)
	(name,) = api.register("Heart Talk", house.talk.name, [{**row, "opinion": "建议调整分工"}])
	stored = frappe.get_doc("Raised Opinion", name)
	assert stored.within_branch == 1 and SECRET not in frappe.as_json(stored.as_dict())
	set_user(house.officer)
	assert name not in frappe.get_list("Raised Opinion", pluck="name", limit_page_length=0)
	with pytest.raises(frappe.PermissionError):
		frappe.get_doc("Raised Opinion", name).check_permission("read")
	assert name not in {line["name"] for line in build(house, user=house.officer).rows}
	set_user(house.publicity)
	assert not frappe.has_permission("Heart Talk", doc=stored.source_name)


def test_an_unnamed_opinion_does_not_tell_with_whom_the_talk_or_contact_was(house, set_user):
	set_user(house.secretary)
	paired = factory_pairing(house)
	(row,) = api.from_source("Contact Pairing", paired.name)
	(name,) = api.register("Contact Pairing", paired.name, [{**row, "is_unnamed": 1}])
	told = frappe.as_json(frappe.get_doc("Raised Opinion", name).as_dict())
	for trace in (paired.name, paired.contact, paired.contact_name, row["source_row"]):
		assert trace not in told
	assert api.from_source("Contact Pairing", paired.name) == []


def factory_pairing(house):
	log = [{"contact_date": "2025-05-06", "method": "Visit", "matter": "路灯坏了"}]
	return factory.pairing(house.person, contact_name="不愿署名者", contact_log=log)


def test_what_a_contact_raised_names_him_by_his_record(house, set_user):
	set_user(house.secretary)
	(row,) = api.from_source("Contact Pairing", house.pairing.name)
	(name,) = api.register("Contact Pairing", house.pairing.name, [row])
	stored = frappe.get_doc("Raised Opinion", name)
	assert (stored.raised_by_name, str(stored.raised_on), stored.occasion) == (
		"孙联系",
		"2025-05-05",
		"Contact with the Masses",
	)


@pytest.mark.parametrize("user", ["neighbour", "officer"])
def test_only_the_branch_registers(house, set_user, user):
	set_user(house[user])
	with pytest.raises(frappe.PermissionError):
		api.register("Party Meeting", house.meeting.name, [{"opinion": "好", "is_unnamed": 1}])


def test_an_opinion_that_becomes_unnamed_is_so_in_its_history_too(house):
	stored = factory.opinion(house.branch, member=house.person.name)
	stored.occasion = "Questionnaire"
	stored.save()
	stored.is_unnamed = 1
	stored.save()
	assert not frappe.get_all("Version", filters={"docname": stored.name})
	assert frappe.db.get_value("Raised Opinion", stored.name, ["member", "raised_by_name", "owner"]) == (
		None,
		None,
		"Administrator",
	)


@pytest.mark.parametrize(
	("values", "sentence"),
	[
		({"answered_on": "2025-02-28", "answer": "好"}, "答复日期"),
		({"answer_until": "2025-02-28"}, "答复期限"),
		({"told_on": "2025-03-05", "told_how": "Face to Face"}, "答复"),
		({"answer": "好", "answered_on": "2025-03-05", "told_on": "2025-03-06"}, "反馈方式"),
		({"referred_on": "2025-03-05"}, "交办部门"),
		({"raised_on": "2025-09-02"}, "提出日期"),
		({"is_unnamed": 0}, "提出人"),
		({"raised_on": "1920-12-31"}, "提出日期"),
		(
			{
				"referred_body": "办公室",
				"referred_on": "2025-04-01",
				"answer": "好",
				"answered_on": "2025-03-05",
			},
			"答复日期",
		),
		({"answer_until": "2025-02-01"}, "答复期限"),
	],
)
def test_what_cannot_be_is_refused(house, values, sentence):
	with pytest.raises(frappe.ValidationError, match=sentence):
		factory.opinion(house.branch, **values)


def test_one_person_raises_an_opinion_and_one_answers_with_an_answer(house):
	contact = factory.contact(house.branch)
	with pytest.raises(frappe.ValidationError, match="只填一项"):
		factory.opinion(house.branch, member=house.person.name, contact=contact.name)
	with pytest.raises(frappe.ValidationError, match="答复"):
		factory.opinion(house.branch, answered_by=house.head.name)


def test_what_was_answered_long_ago_went_there_before(house):
	done = factory.opinion(house.branch, referred_body="办公室", answer="好", answered_on="2025-03-05")
	assert str(done.referred_on) == "2025-03-05"


def test_the_rate_says_of_how_many_it_is(house):
	branch = factory.branch(parent=house.above, records_from="2025-01-01")
	factory.opinion(branch, "2025-08-20", answer="好", answered_on="2025-08-21")
	for _number in range(2):
		factory.opinion(branch, "2025-08-25")
	rate = next(
		figure for figure in build(frappe._dict(branch=branch)).figures if figure.label == "按期答复率"
	)
	assert (rate.value, rate.indicator) == ("100% (1/1)，另2件未到期", "Blue")


def build(house, user="Administrator", **filters):
	return ledgers.get("opinion_register").build(
		{"year": 2025, "branch": house.branch.name if user == "Administrator" else None, **filters}, user=user
	)


def test_each_column_of_the_printed_register_has_a_head(house):
	(table,) = ledger_sheets.paper_of(build(house)).tables
	assert all(column.label for column in table.columns)


def test_the_register_counts_and_marks_what_is_overdue(house):
	branch = factory.branch(parent=house.above, records_from="2025-01-01")
	member = factory.member(branch, "承办人")
	in_time = factory.opinion(
		branch, "2025-03-01", answer="好", answered_on="2025-03-31", referred_to=member.name
	)
	late = factory.opinion(branch, "2025-03-02", answer="好", answered_on="2025-06-30")
	overdue = factory.opinion(branch, "2025-03-03", referred_body="办公室")
	open_yet = factory.opinion(branch, "2025-08-20")
	ledger = build(frappe._dict(branch=branch))
	states = {row["name"]: row["state"] for row in ledger.rows}
	assert states == {
		in_time.name: "已答复",
		late.name: "已答复",
		overdue.name: "已逾期",
		open_yet.name: "已登记",
	}
	figures = {figure.label: figure.value for figure in ledger.figures}
	assert figures == {"意见建议": 4, "已答复": 2, "按期答复率": "33% (1/3)，另1件未到期", "已逾期": 1}
	assert {row["raised_by"] for row in ledger.rows} == {"不记名"}
	assert [row["name"] for row in build(frappe._dict(branch=branch), opinion_status="Overdue").rows] == [
		overdue.name
	]
	before = build(frappe._dict(branch=branch), as_of="2025-03-15")
	assert {row["state"] for row in before.rows} == {"已交办", "已登记"}
	rows = facts.answering(
		[branch.name], frappe.utils.getdate("2025-01-01"), frappe.utils.getdate("2025-12-31"), 30
	)
	assert [(row.name, row.in_time, row.referred_to) for row in rows][:2] == [
		(in_time.name, True, member.name),
		(late.name, False, None),
	]
