"""Member data goes out as a sheet of another system's format, a sheet comes back and is compared, and the day of the last entry is kept."""

import io
import json
from datetime import date

import pytest
from openpyxl import load_workbook

import frappe

from party_affairs.api.members import exchange as api
from party_affairs.guide.members import exchange_formats
from party_affairs.ledgers.members import platform_updates
from party_affairs.setup import exchange as setup
from tests.site import factory
from tests.support.queries import counted_queries

TODAY = "2026-03-10"
LAWYERS, NATIONAL = (form.title for form in exchange_formats.formats())
ID = "000000199003150014"


@pytest.fixture(scope="module")
def house(rolled_back):
	with rolled_back():
		yield build_house()


def build_house():
	above = factory.committee("交换测试党委")
	near, far = (factory.branch(f"交换{mark}党支部", parent=above) for mark in "近远")
	firm = factory.firm(above, "浙江交换律师事务所")
	whole = factory.member(
		near,
		"甲全",
		gender="Male",
		id_number=ID,
		birth_date="1990-03-15",
		ethnicity="汉",
		education="Master",
		mobile="13700000001",
		firm=firm.name,
		address="=1+1",
		stage="Full Member",
	)
	part = factory.member(near, "乙缺", gender="Female", birth_date="1991-04-16", ethnicity="穿青人")
	# The days on which they were recorded lie before those of the tests.
	for one in (whole, part):
		one.db_set("creation", "2026-01-05 09:00:00")
	return frappe._dict(
		above=above,
		near=near,
		far=far,
		whole=whole,
		part=part,
		applicant=factory.member(near, "丙申", stage="Applicant"),
		other=factory.member(far, "丁远"),
		secretary=factory.holder(near, "Secretary", name="戊书"),
		organisation=factory.holder(near, "Organisation Commissioner", name="己组"),
		publicity=factory.holder(near, "Publicity Commissioner", name="庚宣"),
		neighbour=factory.holder(far, "Secretary", name="辛邻"),
		plain=factory.login(part),
	)


@pytest.fixture(autouse=True)
def today(freeze):
	freeze(TODAY)


def sent(**arguments):
	"""Return the workbook that a download sends."""
	api.download(**{"purpose": "季度更新", **arguments})
	frappe.flags.pop("party_affairs_marked", None)
	return load_workbook(io.BytesIO(frappe.local.response.pop("filecontent")))


def rows_of(book):
	headings, *rows = book.worksheets[0].iter_rows(values_only=True)
	return [dict(zip(headings, row, strict=True)) for row in rows]


# Setup


def test_formats_and_tables_are_there_and_what_was_adapted_stays(house):
	frappe.db.set_value("Exchange Format", NATIONAL, "receiver", "改过的系统")
	frappe.db.delete("Exchange Code Table", {"name": "是否"})
	setup.create_missing()
	assert frappe.db.get_value("Exchange Format", NATIONAL, "receiver") == "改过的系统"
	assert frappe.db.exists("Exchange Code Table", "是否")
	with pytest.raises(frappe.ValidationError, match="停用"):
		frappe.delete_doc("Exchange Format", NATIONAL)


@pytest.mark.parametrize(
	("change", "sentence"),
	[
		(lambda form: form.columns[1].update({"heading": form.columns[0].heading}), "重复"),
		(lambda form: form.set("columns", form.columns[1:]), "必须有一列为姓名"),
		(lambda form: form.columns[1].update({"code_table": None}), "请选择对应的代码表"),
		(lambda form: form.columns[2].update({"date_format": "YYYY-MM"}), "日期格式只用于日期字段"),
		(lambda form: form.columns[2].update({"source": "Same for All"}), "请填写统一填入的内容"),
		(
			lambda form: form.update({"effective_from": "2026-02-01", "effective_to": "2026-01-01"}),
			"停用日期",
		),
	],
)
def test_a_format_that_cannot_be_written_or_read_is_refused(house, change, sentence):
	form = frappe.get_doc("Exchange Format", LAWYERS)
	change(form)
	with pytest.raises(frappe.ValidationError, match=sentence):
		form.save()


# Going out


def test_cells_are_texts_and_codes_and_the_copy_says_who_when_and_what_for(house, set_user):
	with set_user(house.secretary):
		book = sent(exchange_format=NATIONAL, branch=house.near.name)
		rows = {row["姓名"]: row for row in rows_of(book)}
		assert set(rows) == {"甲全", "乙缺", "戊书", "己组", "庚宣"}
		row = rows["甲全"]
		assert (row["性别代码"], row["民族代码"], row["学历代码"], row["人员类别代码"]) == (
			"1",
			"01",
			"14",
			"1",
		)
		assert (row["公民身份号码"], row["出生日期"], row["手机号码"]) == (ID, "19900315", "13700000001")
		assert (row["家庭住址"], row["工作岗位"]) == ("=1+1", "律师")
		cells = [cell for line in book.worksheets[0].iter_rows() for cell in line if cell.value is not None]
		assert {cell.data_type for cell in cells} == {"s"}
		about = "\n".join(
			str(value) for line in book.worksheets[-1].iter_rows(values_only=True) for value in line
		)
		assert "季度更新" in about and house.secretary in about and TODAY in about
		assert "季度更新" in book.properties.description
		logged = frappe.get_last_doc("Access Log", {"export_from": "Party Member"})
		assert "季度更新" in logged.filters


def test_what_the_receiver_would_refuse_is_told_before_and_in_the_copy(house, set_user):
	with set_user(house.secretary):
		told = api.preview(NATIONAL, house.near.name)
		assert told["count"] == 5 and told["is_example"] and "公民身份号码" in told["restricted"]
		remarks = {remark["heading"]: remark for remark in told["remarks"]}
		assert "穿青人" in remarks["民族代码"]["names"] and "民族代码" in remarks["民族代码"]["sentence"]
		assert remarks["公民身份号码"]["count"] == 4
		book = sent(exchange_format=NATIONAL, branch=house.near.name)
		listed = list(book.worksheets[1].iter_rows(min_row=2, values_only=True))
		assert ("乙缺", "民族代码", "穿青人") in [row[:3] for row in listed]
		assert {row["姓名"]: row for row in rows_of(book)}["乙缺"]["民族代码"] == "穿青人"


def test_restricted_fields_go_to_who_may_read_them_and_are_logged(house, set_user):
	from party_affairs.permissions import seen

	with set_user(house.publicity):
		row = {row["姓名"]: row for row in rows_of(sent(exchange_format=NATIONAL, branch=house.near.name))}[
			"甲全"
		]
		assert (row["公民身份号码"], row["家庭住址"], row["手机号码"]) == ("***", "***", "13700000001")
		assert not seen.take()
	with set_user(house.organisation):
		sent(exchange_format=NATIONAL, branch=house.near.name)
		(noted,) = seen.take()
		assert noted.fields == {"id_number", "address"} and noted.branches == {house.near.name}


@pytest.mark.parametrize(
	("who", "arguments", "error"),
	[
		("neighbour", {}, frappe.PermissionError),
		("plain", {}, frappe.PermissionError),
		("secretary", {"purpose": "  "}, frappe.ValidationError),
		("secretary", {"purpose": "字" * 141}, frappe.ValidationError),
		("secretary", {"exchange_format": "没有"}, frappe.ValidationError),
	],
)
def test_nothing_goes_out_without_right_purpose_or_format(house, set_user, who, arguments, error):
	with set_user(house[who]), pytest.raises(error):
		sent(**{"exchange_format": LAWYERS, "branch": house.near.name, **arguments})


def test_the_number_of_queries_does_not_grow_with_the_members(house, set_user):
	def queries():
		with counted_queries() as counted:
			api.preview(NATIONAL, house.near.name)
		return len(counted)

	queries()
	few = queries()
	for number in range(3):
		factory.member(house.near, f"多{number}")
	assert queries() == few


# Coming back


SHEET = (
	"姓名,身份证号,出生日期,民族,学历,手机号码,执业机构,所在党组织,党员类别,党籍状态\n"
	f"甲全,{ID},1990-03-15,汉族,博士研究生,13799999999,浙江另一律师事务所,交换近党支部,预备党员,正常\n"
	"乙缺,,1991-04-16,汉族,大学,13700000002,,交换近支部,,\n"
	"丁远,,,,,,,,,\n"
	"戊书,,,,,,,,,\n"
	"查无此人,,1970-01-01,,,,,,,\n"
)


def comparison(house, text=SHEET):
	file = frappe.get_doc(
		{
			"doctype": "File",
			"file_name": f"核对{frappe.generate_hash(length=6)}.csv",
			"content": text.encode("utf-8"),
			"is_private": 1,
		}
	).insert()
	return frappe.get_doc(
		{
			"doctype": "Exchange Comparison",
			"branch": house.near.name,
			"format": LAWYERS,
			"sheet_day": "2026-03-01",
			"file": file.file_url,
		}
	).insert()


def differences(told, name):
	(row,) = (row for row in told["rows"] if row["name"] == name)
	return {one["field"]: one for one in row["differences"]}


@pytest.fixture
def compared(house, set_user):
	with set_user(house.secretary):
		yield comparison(house)


def test_differences_are_shown_and_nothing_is_changed(house, compared):
	before = frappe.get_doc("Party Member", house.whole.name).as_dict()
	told = api.compare(compared.name)
	of_whole = differences(told, "甲全")
	assert {field for field, one in of_whole.items() if one["takeable"]} == {"Education", "Mobile"}
	assert (of_whole["Mobile"]["ours"], of_whole["Mobile"]["theirs"]) == ("13700000001", "13799999999")
	assert of_whole["Education"]["becomes"] == "博士研究生"
	# What has a procedure of its own says which one.
	assert "发展" in of_whole["Stage"]["remark"] and "日期" in of_whole["Law Firm"]["remark"]
	assert set(differences(told, "乙缺")) == {"Ethnicity", "Education", "Mobile"}
	assert [(one["name"], [who["name"] for who in one["candidates"]]) for one in told["asked"]] == [
		("戊书", ["戊书"])
	]
	assert [one["name"] for one in told["unknown"]] == ["丁远", "查无此人"]
	assert {one["name"] for one in told["missing"]} == {"己组", "庚宣"}
	assert frappe.get_doc("Party Member", house.whole.name).as_dict() == before


def test_what_was_chosen_is_taken_over_and_can_be_taken_back(house, compared):
	outcome = api.take_over(compared.name, [[2, "Mobile"], [2, "Education"], [3, "Mobile"]])
	assert outcome == {"taken": 3, "problems": []}
	assert frappe.db.get_value("Party Member", house.whole.name, ["mobile", "education"]) == (
		"13799999999",
		"Doctor",
	)
	compared.reload()
	noted = compared.changes[0]
	assert (noted.member_name, noted.label, noted.before, noted.after) == (
		"甲全",
		"Education",
		"Master",
		"Doctor",
	)
	with pytest.raises(frappe.ValidationError, match="撤回"):
		compared.delete()
	# Somebody has corrected one of them since.
	member = frappe.get_doc("Party Member", house.part.name)
	member.mobile = "13788888888"
	member.save()
	outcome = api.take_back(compared.name)
	assert outcome["undone"] == 2 and [problem["name"] for problem in outcome["problems"]] == ["乙缺"]
	assert frappe.db.get_value("Party Member", house.whole.name, ["mobile", "education"]) == (
		"13700000001",
		"Master",
	)
	assert frappe.db.get_value("Party Member", house.part.name, "mobile") == "13788888888"


@pytest.mark.parametrize(
	"chosen", [[[2, "Stage"]], [[2, "Law Firm"]], [[2, "Gender"]], [[99, "Mobile"]], [[5, "Mobile"]], []]
)
def test_what_has_a_procedure_or_is_not_known_is_never_taken_over(house, compared, chosen):
	with pytest.raises(frappe.ValidationError):
		api.take_over(compared.name, chosen)
	assert frappe.db.get_value("Party Member", house.whole.name, "stage") == "Full Member"


def test_a_refused_field_is_named_and_says_why(house, compared):
	for label, sentence in (
		("Home Address", "家庭住址.*没有可核对的该列"),
		("<i>", "&lt;i&gt;"),
		("Gender", "性别"),
	):
		with pytest.raises(frappe.ValidationError, match=f"甲全.*，.*{sentence}"):
			api.take_over(compared.name, [[2, label]])


def test_the_record_s_own_checks_hold_member_by_member(house, set_user):
	sheet = "姓名,身份证号,出生日期,手机号码,转正日期\n甲全,,1990-03-15,13711110000,1999-01-01\n乙缺,,1991-04-16,13722220000,\n"
	with set_user(house.secretary):
		document = comparison(house, sheet)
		said = {"2": house.whole.name}
		outcome = api.take_over(document.name, [[2, "Mobile"], [2, "Full Member On"], [3, "Mobile"]], said)
		assert outcome["taken"] == 1 and [problem["name"] for problem in outcome["problems"]] == ["甲全"]
		assert frappe.db.get_value("Party Member", house.whole.name, "mobile") == "13700000001"
		assert frappe.db.get_value("Party Member", house.part.name, "mobile") == "13722220000"


def test_only_who_may_write_the_records_of_the_branch_compares_and_takes_over(house, set_user, compared):
	for user in (house.neighbour, house.publicity, house.plain):
		with set_user(user):
			for act in (api.compare, api.take_back):
				with pytest.raises(frappe.PermissionError):
					act(compared.name)
			with pytest.raises(frappe.PermissionError):
				api.take_over(compared.name, [[2, "Mobile"]])


def test_another_file_says_what_it_is(house, set_user):
	with set_user(house.secretary):
		assert "姓名" in api.compare(comparison(house, "甲,乙\n1,2\n").name)["problem"]


# The day of the last entry


def listed(house, user="Administrator", **filters):
	ledger = platform_updates.build({"branch": house.near.name, **filters}, user=user)
	return {row["member_name"]: row for row in ledger.rows}


def test_what_changed_since_the_last_entry_is_listed(house, set_user, freeze):
	with set_user(house.secretary):
		assert listed(house)["甲全"]["state"] == "尚未录入"
		names = [house.whole.name, house.part.name]
		assert api.mark_entered(json.dumps(names), TODAY) == 2
		assert not {"甲全", "乙缺"} & set(listed(house))
		freeze("2026-03-12 09:00:00")
		member = frappe.get_doc("Party Member", house.whole.name)
		member.update({"mobile": "13766666666", "education": "Doctor", "address": "新址"})
		# Frappe writes no versions in tests unless it is asked to.
		member.save(ignore_version=False)
		factory.honour(house.part, awarded_on="2026-03-11")
		factory.post(house.part, "Mass Work Commissioner", start="2026-03-12")
		found = listed(house)
		assert "13766666666" in found["甲全"]["what"] and "博士" in found["甲全"]["what"]
		assert found["甲全"]["state"] == "录入后有变更" and found["甲全"]["recorded_on"] == date(2026, 3, 12)
		assert "家庭住址" in found["甲全"]["what"] and "新址" not in found["甲全"]["what"]
		assert "荣誉" in found["乙缺"]["what"] and "党内职务：群工（青年）委员" in found["乙缺"]["what"]
		# As of an earlier day nothing had changed yet.
		assert "甲全" not in listed(house, as_of="2026-03-11")
		# Entered from a sheet made before the change, it is still to be entered.
		api.mark_entered(names, "2026-03-12", "2026-03-11")
		assert (
			"甲全" in listed(house)
			and str(frappe.db.get_value("Party Member", house.whole.name, "platform_entered_on"))
			== "2026-03-12"
		)


def test_no_form_writes_the_day_and_nobody_marks_members_of_others(house, set_user):
	with set_user(house.secretary):
		member = frappe.get_doc("Party Member", house.applicant.name)
		member.platform_entered_on = TODAY
		member.save()
		assert not frappe.db.get_value("Party Member", house.applicant.name, "platform_entered_on")
	for user, error in ((house.neighbour, frappe.PermissionError), (house.plain, frappe.PermissionError)):
		with set_user(user), pytest.raises(error):
			api.mark_entered([house.whole.name], TODAY)
	with set_user(house.secretary):
		for arguments in (
			([], TODAY),
			([house.whole.name], "2026-03-11"),
			([house.whole.name], TODAY, "2026-03-11"),
			([house.whole.name], "1026-03-10"),
			([house.whole.name], TODAY, "1800-11-01"),
		):
			with pytest.raises(frappe.ValidationError):
				api.mark_entered(*arguments)
		with pytest.raises(frappe.PermissionError):
			api.mark_entered([house.whole.name, house.other.name], TODAY)
