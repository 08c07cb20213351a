"""The member's record: standing changes by documents alone, and who may make, see and receive them."""

import json
from copy import deepcopy

import pytest

import frappe

from party_affairs.api.members import record as api
from party_affairs.exceptions import MembershipError, StandingError, TransferError
from party_affairs.party_affairs.doctype.party_membership_change.party_membership_change import (
	float_members_away,
)
from tests.site import factory

pytestmark = pytest.mark.site

TODAY = "2026-05-20"
TRANSFER = "Party Membership Transfer"


@pytest.fixture(autouse=True)
def frozen(freeze):
	freeze(TODAY)


def build_house():
	"""A committee with an old and a new branch, each with a secretary, and a member of the old one."""
	committee = factory.committee()
	firm, new_firm = factory.firm(committee), factory.firm(committee)
	old = factory.branch(parent=committee, firms=[firm])
	new = factory.branch(parent=committee, firms=[new_firm])
	return frappe._dict(
		committee=committee,
		firm=firm,
		new_firm=new_firm,
		old=old,
		new=new,
		person=factory.member(old, "张三", firm=firm.name),
	)


@pytest.fixture(scope="module")
def built(built_once):
	return built_once(build_house, TODAY)


@pytest.fixture
def house(built):
	return deepcopy(built)


def stored(document, *fields):
	return frappe.db.get_value(document.doctype, document.name, fields, as_dict=len(fields) > 1)


def names(doctype, **kwargs):
	return set(frappe.get_list(doctype, pluck="name", limit=0, order_by="name", **kwargs))


def assert_nothing_of(document):
	"""The caller meets the document in no list, form, count or link search."""
	assert document.name not in names(document.doctype) if frappe.has_permission(document.doctype) else True
	assert not frappe.has_permission(document.doctype, "read", doc=document.name)


# Standing changes through documents alone


@pytest.mark.parametrize(
	("values", "document"),
	[
		({"status": "Membership Suspended", "left_branch_on": "2026-01-01"}, "党籍变动"),
		({"status": "Floating"}, "党籍变动"),
		({"status": "Transferred Out", "left_branch_on": "2026-01-01"}, "组织关系接转"),
		({"left_branch_on": "2026-01-01"}, "党籍变动"),
		({"stage": "Probationary Member"}, "发展党员纪实"),
		({"branch": "new"}, "组织关系接转"),
	],
)
def test_standing_is_not_changed_by_hand_and_the_sentence_names_the_document(house, values, document):
	if values.get("branch"):
		values = {"branch": house.new.name}
	person = frappe.get_doc("Party Member", house.person.name).update(values)
	with pytest.raises(StandingError, match=document):
		person.save()
	fields = ("status", "stage", "branch", "left_branch_on")
	assert stored(house.person, *fields) == {field: house.person.get(field) for field in fields}


def test_standing_cannot_be_smuggled_in_with_flags(house):
	sent = {**house.person.as_dict(), "status": "Deceased", "flags": {"changed_by": "me"}}
	with pytest.raises(StandingError):
		frappe.get_doc(json.loads(frappe.as_json(sent))).save()


def test_what_was_left_empty_may_be_completed_and_other_fields_stay_free(house):
	person = factory.member(house.old, applied_on=None, joined_on=None)
	person.update({"applied_on": "2013-01-01", "joined_on": "2014-06-01", "mobile": "13800000000"}).save()
	former = factory.member(house.old, status="Transferred Out")
	former.update({"left_branch_on": "2020-01-01"}).save()
	assert str(stored(former, "left_branch_on")) == "2020-01-01"


def test_stage_dates_are_open_to_correction_until_a_development_case_tells_them(house):
	house.person.reload()
	house.person.update({"joined_on": "2014-05-01"}).save()
	person = factory.member(
		house.old, stage="Applicant", joined_on=None, full_member_on=None, applied_on="2026-01-05"
	)
	frappe.get_doc(doctype="Party Development Case", member=person.name, branch=house.old.name).insert()
	person.reload()
	person.applied_on = "2025-12-05"
	with pytest.raises(StandingError, match="发展党员纪实"):
		person.save()


# Transfers


def test_a_letter_moves_nobody_until_it_is_accepted(house):
	letter = factory.transfer(house.person, house.new, to_firm=house.new_firm.name, letter_date="2026-05-01")
	assert (letter.status, str(letter.valid_until)) == ("Letter Issued", "2026-07-30")
	assert stored(house.person, "branch") == house.old.name
	letter.accept("2026-05-10", "收1号")
	assert stored(letter, "status", "receipt_no", "confirmed_by") == {
		"status": "Accepted",
		"receipt_no": "收1号",
		"confirmed_by": "Administrator",
	}
	moved = stored(house.person, "branch", "status", "firm", "party_group", "joined_branch_on")
	assert str(moved.pop("joined_branch_on")) == "2026-05-10"
	assert moved == {
		"branch": house.new.name,
		"status": "On Register",
		"firm": house.new_firm.name,
		"party_group": None,
	}


def test_acceptance_ends_group_and_posts_in_the_old_branch(house):
	group = factory.group(house.old)
	person = factory.member(house.old, party_group=group.name)
	user = factory.login(person)
	post = factory.post(person, "Organisation Commissioner")
	assert "Party Organisation Commissioner" in frappe.get_roles(user)
	factory.moves(person, house.new, "2026-05-10")
	assert stored(person, "party_group") is None
	assert str(stored(post, "removed_on")) == "2026-05-10"
	assert "Party Organisation Commissioner" not in frappe.get_roles(user)
	assert "Party Member" in frappe.get_roles(user)


def test_a_development_case_moves_along(house):
	person = factory.member(
		house.old,
		stage="Activist",
		joined_on=None,
		full_member_on=None,
		applied_on="2025-01-05",
		activist_on="2025-06-05",
	)
	case = frappe.get_doc(
		doctype="Party Development Case", member=person.name, branch=house.old.name
	).insert()
	factory.moves(person, house.new, "2026-05-10")
	assert stored(case, "branch") == house.new.name


def test_a_member_transferred_out_loses_his_login_rights(house):
	user = factory.login(house.person)
	assert "Party Member" in frappe.get_roles(user)
	factory.leaves(house.person, "2026-05-10")
	assert stored(house.person, "status") == "Transferred Out"
	assert str(stored(house.person, "left_branch_on")) == "2026-05-10"
	assert "Party Member" not in frappe.get_roles(user)


@pytest.mark.parametrize(
	("values", "sentence"),
	[
		({"letter_date": "2026-05-21"}, "晚于今天"),
		({"letter_date": None}, "开具日期"),
		({"to": None, "other_organisation": ""}, "系统外党组织"),
		({"to": "old"}, "转入党支部"),
		({"to": "committee"}, "转入党支部"),
		({"letter_no": " "}, "介绍信编号"),
	],
)
def test_impossible_letters_are_explained(house, values, sentence):
	to = house.get(values.pop("to", "new") or "")
	with pytest.raises((TransferError, frappe.MandatoryError), match=sentence):
		factory.transfer(house.person, to, **values)


def test_only_one_letter_is_open_for_a_member(house):
	first = factory.transfer(house.person, house.new)
	with pytest.raises(TransferError, match=first.name):
		factory.transfer(house.person, house.new, submit=False)
	first.send_back("材料不全")
	assert stored(first, "status", "returned_reason") == {
		"status": "Sent Back",
		"returned_reason": "材料不全",
	}
	assert stored(house.person, "branch") == house.old.name
	assert factory.transfer(house.person, house.new).status == "Letter Issued"


def test_letter_numbers_are_unique_in_the_branch_that_issues_them(house):
	factory.transfer(house.person, house.new, letter_no="〔2026〕1号")
	other = factory.member(house.old)
	with pytest.raises(TransferError, match="1号"):
		factory.transfer(other, house.new, letter_no="〔2026〕1号")
	assert factory.transfer(factory.member(house.new), house.old, letter_no="〔2026〕1号")


def test_a_letter_is_for_a_member_on_register_of_the_branch_that_issues_it(house):
	with pytest.raises(TransferError, match="张三"):
		frappe.get_doc(
			doctype=TRANSFER,
			direction="Out",
			member=house.person.name,
			branch=house.new.name,
			other_organisation="外省某党支部",
			letter_date="2026-05-01",
		).insert()
	factory.change(house.person, "Membership Suspended", "2026-05-01")
	with pytest.raises(TransferError, match="停止党籍"):
		factory.transfer(house.person, house.new)


@pytest.mark.parametrize(
	("day", "sentence"), [("2026-05-21", "晚于今天"), ("2026-04-30", "接收日期"), ("", "接收日期")]
)
def test_receipt_needs_a_day_between_letter_and_today(house, day, sentence):
	letter = factory.transfer(house.person, house.new, letter_date="2026-05-01")
	with pytest.raises((TransferError, frappe.ValidationError), match=sentence if day else None):
		api.accept_transfer(letter.name, day)
	assert stored(letter, "status") == "Letter Issued"
	assert stored(house.person, "branch") == house.old.name


def test_a_settled_letter_is_settled(house):
	letter = factory.transfer(house.person, house.new)
	letter.accept("2026-05-01")
	with pytest.raises(TransferError, match="已接收"):
		letter.accept("2026-05-01")
	with pytest.raises(TransferError, match="已接收"):
		letter.send_back("晚了")
	letter.reload()
	with pytest.raises(TransferError):
		letter.cancel()
	waiting = factory.transfer(factory.member(house.old), house.new)
	waiting.cancel()
	assert stored(waiting, "status") == "Cancelled"


def test_a_receipt_is_not_written_by_hand(house):
	letter = factory.transfer(house.person, house.new)
	letter.reload()
	letter.update({"status": "Accepted", "received_on": "2026-05-01"})
	with pytest.raises(TransferError):
		letter.save()
	draft = frappe.get_doc(
		doctype=TRANSFER,
		direction="Out",
		member=factory.member(house.old).name,
		branch=house.old.name,
		other_organisation="外省某党支部",
		letter_date="2026-05-01",
		status="Accepted",
		received_on="2026-05-01",
	).insert()
	assert (draft.status, draft.received_on) == ("Draft", None)


def test_the_new_branch_reads_and_receives_but_does_not_write(house, set_user):
	secretary = factory.holder(house.new, "Secretary")
	sender = factory.holder(house.old, "Secretary")
	stranger = factory.holder(factory.branch(parent=house.committee), "Secretary")
	letter = factory.transfer(house.person, house.new, letter_date="2026-05-01")
	set_user(stranger)
	assert_nothing_of(letter)
	with pytest.raises(frappe.PermissionError):
		api.accept_transfer(letter.name, "2026-05-10")
	set_user(sender)
	assert letter.name in names(TRANSFER)
	with pytest.raises(frappe.PermissionError):
		api.accept_transfer(letter.name, "2026-05-10")
	set_user(secretary)
	assert letter.name in names(TRANSFER)
	assert frappe.has_permission(TRANSFER, "print", doc=letter.name)
	for right in ("write", "submit", "cancel"):
		assert not frappe.has_permission(TRANSFER, right, doc=letter.name)
	assert not frappe.has_permission("Party Member", "read", doc=house.person.name)
	assert api.accept_transfer(letter.name, "2026-05-10", "收2号")["status"] == "Accepted"
	assert frappe.has_permission("Party Member", "write", doc=house.person.name)


def test_a_publicity_commissioner_receives_nobody(house, set_user):
	letter = factory.transfer(house.person, house.new)
	set_user(factory.holder(house.new, "Publicity Commissioner"))
	assert letter.name in names(TRANSFER)
	with pytest.raises(frappe.PermissionError):
		api.accept_transfer(letter.name, "2026-05-10")
	with pytest.raises(frappe.PermissionError):
		api.send_back(letter.name, "不同意")


def test_a_member_sees_his_own_letter_and_no_other(house, set_user):
	own = factory.transfer(house.person, house.new)
	other = factory.transfer(factory.member(house.old), house.new)
	set_user(factory.login(house.person))
	assert names(TRANSFER) == {own.name}
	assert frappe.has_permission(TRANSFER, "read", doc=own.name)
	assert not frappe.has_permission(TRANSFER, "write", doc=own.name)
	assert_nothing_of(other)


def test_receipt_of_a_member_who_left_the_system_is_recorded_by_the_old_branch(house, set_user):
	sender = factory.holder(house.old, "Organisation Commissioner")
	letter = factory.transfer(house.person, letter_date="2026-05-01")
	set_user(sender)
	assert api.accept_transfer(letter.name, "2026-05-10")["status"] == "Accepted"
	assert frappe.db.get_value("Party Member", house.person.name, "status") == "Transferred Out"


def arrival(house, **values):
	document = frappe.get_doc(
		{
			"doctype": TRANSFER,
			"direction": "In",
			"to_branch": house.new.name,
			"other_organisation": "外省某律师事务所党支部",
			"member_name": "李来",
			"birth_date": "1988-08-08",
			"stage": "Full Member",
			"joined_on": "2010-06-01",
			"full_member_on": "2011-06-01",
			"letter_no": "外1号",
			"letter_date": "2026-05-01",
			"received_on": "2026-05-12",
			**values,
		}
	)
	return document.insert()


def test_an_arrival_from_outside_becomes_a_member_when_it_is_submitted(house, set_user):
	set_user(factory.holder(house.new, "Secretary"))
	document = arrival(house)
	assert document.status == "Draft" and not document.member
	document.submit()
	document.reload()
	member = frappe.get_doc("Party Member", document.member)
	assert (document.status, member.member_name, member.branch, member.status) == (
		"Accepted",
		"李来",
		house.new.name,
		"On Register",
	)
	assert (str(member.full_member_on), str(member.joined_branch_on)) == ("2011-06-01", "2026-05-12")


def test_an_arrival_belongs_to_the_branch_that_receives_it(house, set_user):
	document = arrival(house)
	other, own = factory.holder(house.old, "Secretary"), factory.holder(house.new, "Secretary")
	set_user(other)
	assert_nothing_of(document)
	with pytest.raises(frappe.PermissionError):
		arrival(house, letter_no="外2号")
	set_user(own)
	assert frappe.has_permission(TRANSFER, "submit", doc=document.name)


@pytest.mark.parametrize(
	("values", "sentence"),
	[
		({"birth_date": None}, "出生日期"),
		({"full_member_on": None}, "转正日期"),
		({"full_member_on": "2009-06-01"}, "转正日期"),
		({"member_name": ""}, "姓名"),
		({"received_on": "2026-05-21"}, "晚于今天"),
	],
)
def test_an_arrival_without_its_data_is_refused(house, values, sentence):
	with pytest.raises((TransferError, frappe.ValidationError), match=sentence):
		arrival(house, **values)


def test_an_arrival_without_the_day_of_acceptance_is_not_submitted(house):
	document = arrival(house, received_on=None)
	with pytest.raises(TransferError, match="接收日期"):
		document.submit()
	assert not frappe.db.exists("Party Member", {"member_name": "李来"})


def test_a_person_on_register_elsewhere_does_not_arrive_a_second_time(house):
	document = arrival(house, member_name="张三", birth_date=str(house.person.birth_date))
	with pytest.raises(MembershipError, match=house.old.name):
		document.submit()


def test_whoever_comes_back_takes_up_his_old_record(house):
	factory.leaves(house.person, "2026-05-01")
	document = arrival(house, member_name="张三", birth_date=str(house.person.birth_date))
	document.submit()
	assert document.member == house.person.name
	member = frappe.get_doc("Party Member", house.person.name)
	assert (member.branch, member.status, member.left_branch_on) == (house.new.name, "On Register", None)


def stay(transfer):
	found = stored(transfer, "stayed_in", "stayed_from", "stayed_until")
	return found.stayed_in, *(str(found[key]) for key in ("stayed_from", "stayed_until"))


def test_a_transfer_keeps_the_stay_that_it_ends(house):
	group = factory.group(house.old)
	frappe.db.set_value("Party Member", house.person.name, {"party_group": group.name, "group_from": TODAY})
	letter = factory.transfer(house.person, house.new, letter_date="2026-05-01")
	assert stay(letter) == (None, "None", "None")
	letter.accept("2026-05-10")
	assert stay(letter) == (house.old.name, "2015-07-01", "2026-05-09")
	assert stored(house.person, "party_group", "group_from") == {"party_group": None, "group_from": None}
	onwards = factory.transfer(house.person, letter_date="2026-05-11")
	onwards.accept("2026-05-15")
	assert stay(onwards) == (house.new.name, "2026-05-10", "2026-05-15")


def test_whoever_comes_back_keeps_the_stay_before(house):
	former = factory.member(
		house.old, "王去", birth_date="1985-05-05", status="Transferred Out", left_branch_on="2024-03-31"
	)
	document = arrival(house, member_name="王去", birth_date="1985-05-05")
	document.submit()
	document.reload()
	assert (document.member, *stay(document)) == (former.name, house.old.name, "2015-07-01", "2024-03-31")


def test_a_stay_is_written_by_no_hand(house):
	typed = {"stayed_in": house.new.name, "stayed_from": "2020-01-01", "stayed_until": "2021-01-01"}
	letter = factory.transfer(house.person, house.new, letter_date="2026-05-01", submit=False, **typed)
	assert stay(letter) == (None, "None", "None")
	letter.submit()
	with pytest.raises(TransferError):
		letter.update(typed).save()


def test_a_record_of_another_branch_is_not_taken_by_name_and_birthday_alone(house, set_user):
	factory.leaves(house.person, "2026-05-01")
	set_user(factory.holder(house.new, "Secretary"))
	document = arrival(house, member_name="张三", birth_date=str(house.person.birth_date))
	document.submit()
	document.reload()
	assert document.member != house.person.name
	set_user("Administrator")
	assert frappe.db.get_value("Party Member", house.person.name, "branch") == house.old.name


def test_a_record_is_recognised_by_its_id_number(house, set_user):
	number = "000000199003150014"
	person = factory.member(house.old, "王回", birth_date=None, id_number=number)
	factory.leaves(person, "2026-05-01")
	set_user(factory.holder(house.new, "Secretary"))
	document = arrival(house, member_name="王回", birth_date="1990-03-15", id_number=number)
	document.submit()
	assert document.member == person.name


def test_who_left_the_party_does_not_come_back_by_a_transfer(house):
	number = "000000199003150014"
	person = factory.member(house.old, "王退", birth_date=None, id_number=number)
	factory.change(person, "Withdrew", "2026-05-01")
	document = arrival(house, member_name="王退", birth_date="1990-03-15", id_number=number)
	with pytest.raises(StandingError, match="出党"):
		document.submit()


# Changes of membership


@pytest.mark.parametrize(
	("kind", "status"),
	[
		("Membership Suspended", "Membership Suspended"),
		("Struck Off", "Left the Party"),
		("Withdrew", "Left the Party"),
		("Expelled", "Left the Party"),
		("Deceased", "Deceased"),
	],
)
def test_who_leaves_the_register_loses_posts_and_login_rights(house, kind, status):
	user = factory.login(house.person)
	post = factory.post(house.person, "Publicity Commissioner")
	document = factory.change(house.person, kind, "2026-05-10")
	assert stored(house.person, "status") == status
	assert str(stored(house.person, "left_branch_on")) == "2026-05-10"
	assert str(stored(post, "removed_on")) == "2026-05-10"
	assert not {"Party Member", "Party Publicity Commissioner"} & set(frappe.get_roles(user))
	document.reload()
	document.cancel()
	assert stored(house.person, "status") == "On Register"
	assert stored(house.person, "left_branch_on") is None
	assert "Party Member" in frappe.get_roles(user)


def test_later_changes_are_cancelled_first(house):
	suspended = factory.change(house.person, "Membership Suspended", "2026-05-01")
	restored = factory.change(house.person, "Membership Restored", "2026-05-10")
	assert stored(house.person, "status") == "On Register"
	assert stored(house.person, "left_branch_on") is None
	with pytest.raises(StandingError, match=restored.name):
		frappe.get_doc(suspended.doctype, suspended.name).cancel()
	frappe.get_doc(restored.doctype, restored.name).cancel()
	assert stored(house.person, "status") == "Membership Suspended"
	assert str(stored(house.person, "left_branch_on")) == "2026-05-01"
	frappe.get_doc(suspended.doctype, suspended.name).cancel()
	assert stored(house.person, "status") == "On Register"


def test_a_change_is_not_dated_before_a_later_one(house):
	factory.change(house.person, "Away", "2026-05-10")
	with pytest.raises(StandingError, match="生效日期"):
		factory.change(house.person, "Deceased", "2026-05-01")


def test_a_change_before_a_transfer_is_not_cancelled_any_more(house):
	document = factory.change(house.person, "Away", "2026-05-01")
	letter = factory.transfer(house.person, house.new, letter_date="2026-05-02")
	letter.accept("2026-05-10")
	document.reload()
	with pytest.raises(StandingError, match=letter.name):
		document.cancel()


def test_what_is_decided_above_is_submitted_above_with_its_approval(house, set_user):
	secretary = factory.holder(house.old, "Secretary")
	manager = factory.holder(house.old, "Party Affairs Officer", house.committee)
	set_user(secretary)
	draft = factory.change(house.person, "Struck Off", "2026-05-01", submit=False)
	with pytest.raises(frappe.PermissionError, match="除名"):
		draft.submit()
	assert stored(house.person, "status") == "On Register"
	away = factory.change(factory.member(house.old), "Away", "2026-05-01", approval_no=None)
	assert away.docstatus == 1
	set_user(manager)
	draft = frappe.get_doc(draft.doctype, draft.name)
	draft.approval_no = None
	with pytest.raises(StandingError, match="批复文号"):
		draft.submit()
	draft.reload()
	draft.submit()
	assert stored(house.person, "status") == "Left the Party"


def test_changes_are_seen_by_their_branch_alone(house, set_user):
	document = factory.change(house.person, "Away", "2026-05-01")
	stranger, publicity, discipline = (
		factory.holder(branch, post)
		for branch, post in (
			(house.new, "Secretary"),
			(house.old, "Publicity Commissioner"),
			(house.old, "Discipline Commissioner"),
		)
	)
	own = factory.login(house.person)
	for user in (stranger, publicity, own):
		set_user(user)
		assert_nothing_of(document)
	set_user(stranger)
	for branch in (house.new.name, house.old.name):
		with pytest.raises((frappe.PermissionError, frappe.LinkValidationError)):
			frappe.get_doc(
				doctype="Party Membership Change",
				member=house.person.name,
				branch=branch,
				kind="Deceased",
				effective_on="2026-05-10",
			).insert()
	set_user(discipline)
	assert names("Party Membership Change") == {document.name}
	assert not frappe.has_permission(document.doctype, "write", doc=document.name)


@pytest.mark.parametrize(
	("today", "status"),
	[("2026-11-19", "On Register"), ("2026-11-20", "Floating"), ("2027-06-01", "Floating")],
)
def test_six_calendar_months_away_make_a_member_floating(house, freeze, today, status):
	factory.change(house.person, "Away", TODAY, contact_until="2026-11-20")
	assert stored(house.person, "status") == "On Register"
	freeze(today)
	float_members_away()
	float_members_away()
	assert stored(house.person, "status") == status


def test_who_is_expected_later_than_in_six_months_floats_at_once(house):
	factory.change(house.person, "Away", "2026-05-01", contact_until="2026-11-02")
	assert stored(house.person, "status") == "Floating"
	factory.change(house.person, "Back from Away", "2026-05-15")
	assert stored(house.person, "status") == "On Register"


def test_who_came_back_or_moved_does_not_float_later(house, freeze):
	moved = factory.member(house.old)
	factory.change(house.person, "Away", "2026-01-05")
	factory.change(house.person, "Back from Away", "2026-03-01")
	factory.change(moved, "Away", "2026-01-05")
	factory.moves(moved, house.new, "2026-03-01")
	freeze("2026-12-31")
	float_members_away()
	assert stored(house.person, "status") == stored(moved, "status") == "On Register"


def test_a_record_that_cannot_be_saved_does_not_hold_up_the_others(house, freeze):
	spoilt = factory.member(house.old)
	for person in (spoilt, house.person):
		factory.change(person, "Away", "2026-01-05")
	frappe.db.set_value("Party Member", spoilt.name, "joined_on", "2016-01-01")
	freeze("2026-07-05")
	# Error logs outlive a rollback, so those of earlier runs are still there.
	told = {"method": ["like", f"%{spoilt.name}%"]}
	before = frappe.db.count("Error Log", told)
	float_members_away()
	assert (stored(spoilt, "status"), stored(house.person, "status")) == ("On Register", "Floating")
	assert frappe.db.count("Error Log", told) == before + 1


def test_nobody_leaves_twice_or_comes_back_unseen(house):
	with pytest.raises(StandingError):
		factory.change(house.person, "Back from Away", "2026-05-01")
	factory.change(house.person, "Away", "2026-05-01")
	with pytest.raises(StandingError):
		factory.change(house.person, "Away", "2026-05-10")


def test_a_registration_is_entered_later_and_not_in_the_future(house):
	document = factory.change(house.person, "Away", "2026-05-01")
	document.reload()
	document.registered_on = "2026-05-21"
	with pytest.raises(StandingError):
		document.save()
	document.reload()
	document.registered_on = "2026-05-20"
	document.save()
	assert str(stored(document, "registered_on")) == "2026-05-20"


# Events


def test_a_firm_change_moves_the_member_and_keeps_where_he_was(house):
	first = factory.event(house.person, "Firm Change", "2026-05-10", to_firm=house.new_firm.name)
	assert first.from_firm == house.firm.name
	assert stored(house.person, "firm") == house.new_firm.name
	earlier = factory.event(
		house.person, "Firm Change", "2026-01-10", to_firm=factory.firm(house.committee).name
	)
	assert stored(house.person, "firm") == house.new_firm.name
	for document in (first, earlier):
		with pytest.raises(StandingError):
			frappe.delete_doc(document.doctype, document.name)
	first.reload()
	first.to_firm = house.firm.name
	with pytest.raises(StandingError, match="新执业机构"):
		first.save()
	assert stored(house.person, "firm") == house.new_firm.name


def test_a_position_change_is_written_into_the_record(house):
	factory.event(house.person, "Position Change", "2026-05-10", new_position="高级合伙人")
	assert stored(house.person, "firm_position") == "高级合伙人"


@pytest.mark.parametrize(
	("kind", "values", "sentence"),
	[
		("Firm Change", {}, "新执业机构"),
		("Firm Change", {"to_firm": "firm"}, "新执业机构"),
		("Position Change", {}, "新职务"),
		("Party Sanction", {}, "党纪处分种类"),
		("Party Sanction", {"sanction": "Warning", "influence_until": "2026-01-01"}, "处分影响期至"),
	],
)
def test_an_event_lacks_nothing_that_its_kind_needs(house, kind, values, sentence):
	if values.get("to_firm"):
		values = {"to_firm": house.firm.name}
	with pytest.raises(frappe.ValidationError, match=sentence):
		factory.event(house.person, kind, "2026-05-01", **values)


def test_details_of_an_event_are_for_those_who_may_read_sensitive_fields(house, set_user):
	event = factory.event(house.person, "Family Dispute", "2026-05-01", details="内情")
	publicity, stranger, secretary = (
		factory.holder(branch, post)
		for branch, post in (
			(house.old, "Publicity Commissioner"),
			(house.new, "Secretary"),
			(house.old, "Secretary"),
		)
	)
	own = factory.login(house.person)
	set_user(publicity)
	seen = frappe.get_doc("Party Member Event", event.name)
	seen.apply_fieldlevel_read_permissions()
	assert seen.details is None
	assert names("Party Member Event") == {event.name}
	(row,) = frappe.get_list("Party Member Event", fields=["name", "details"])
	assert "内情" not in repr(row)
	for user in (stranger, own):
		set_user(user)
		assert_nothing_of(event)
	set_user(secretary)
	seen = frappe.get_doc("Party Member Event", event.name)
	seen.apply_fieldlevel_read_permissions()
	assert seen.details == "内情"
