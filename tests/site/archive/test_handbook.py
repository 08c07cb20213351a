"""The handbook: what stands in it and what must not, how it is made, who may have it."""

import json
import re
import subprocess
import zipfile
from dataclasses import replace
from datetime import date
from types import SimpleNamespace

import pytest

import frappe

from party_affairs import jobs
from party_affairs.api.archive import handbooks as api
from party_affairs.exceptions import BookError
from party_affairs.facts.archive import handbooks as facts
from party_affairs.importing import watch
from party_affairs.ledgers.archive import activities, registers
from party_affairs.ledgers.archive.discretion import Reader
from party_affairs.ledgers.archive.registers import BookYear
from party_affairs.ledgers.ledger import Column
from party_affairs.party_affairs.doctype.party_handbook import steps
from party_affairs.printing import book, html
from party_affairs.printing.archive import handbook, making
from party_affairs.printing.page_setup import BOOK_LANDSCAPE
from tests.site import factory
from tests.site.test_prints import squeezed

pytestmark = pytest.mark.site

YEAR = 2025
SECRETS = [f"密{letter}密{letter}密" for letter in "子丑寅卯辰巳午未申酉戌亥甲乙丙丁戊己庚辛壬癸天地金木水火"]
"""One for each field whose text stays out of the book."""


def build():
	secret = iter(SECRETS)
	committee = factory.committee()
	branch = factory.branch(
		"浙江手册律师事务所党支部", parent=committee, introduction="成立以来坚持三会一课。"
	)
	users = {
		post: factory.holder(branch, post, member_name=name)
		for post, name in (
			("Secretary", "石敢当"),
			("Organisation Commissioner", "余守正"),
			("Publicity Commissioner", "宣传兵"),
		)
	}
	users["Manager"] = factory.holder(branch, "Party Affairs Officer", committee)
	head = frappe.get_doc("Party Member", {"user": users["Secretary"]})
	people = [
		factory.member(branch, name, address=next(secret), mobile=f"1390000{number}111", id_number=None)
		for number, name in enumerate(("甲一凡", "䶮子谦"))
	]
	activist = factory.member(
		branch,
		"积极向",
		stage="Applicant",
		applied_on="2024-01-05",
		joined_on=None,
		full_member_on=None,
	)
	_meetings(branch, head, people, secret)
	factory.plan(branch, YEAR, responsible=head, topic="重温誓词", prepared_on="2025-01-05")
	factory.heart_talk(head, people[0], content=next(secret), opinions=next(secret), follow_up=next(secret))
	factory.thought_report(people[0], thought=next(secret), suggestions=next(secret))
	factory.self_review(people[0], political_thought=next(secret))
	factory.dues_entry(
		people[0], "2025-03-01", due="15.00", paid="15.00", paid_on="2025-03-09", remarks=next(secret)
	)
	factory.pairing(
		people[0],
		contact_name=next(secret),
		address=next(secret),
		family=next(secret),
		measures=next(secret),
		results=next(secret),
		contact_log=[{"contact_date": "2025-04-01", "matter": next(secret), "handling": "已办"}],
	)
	factory.event(people[1], "Integrity Complaint", "2025-05-05", details=next(secret))
	factory.welfare(branch, *people, day="2025-05-01", project="社区普法进楼道")
	factory.honour(people[0], honour_name="优秀共产党员称号")
	case = factory.development_case(activist, {"Application": "2024-01-05"})
	of_case = {"parent": case.name, "parenttype": case.doctype, "parentfield": "investigations", "idx": 1}
	frappe.get_doc(
		{"doctype": "Party Development Investigation", **of_case, "opinion": next(secret)}
	).db_insert()
	return SimpleNamespace(
		branch=branch,
		users=users,
		people=people,
		head=head,
		stranger=factory.holder(factory.branch(), "Secretary"),
		member=factory.login(people[0]),
	)


def _meetings(branch, head, people, secret):
	said = [{"member": people[0].name, "speech": "大家一起学习。"}]
	factory.meeting(
		branch,
		topic="学习党章精神",
		attendees=[head, people[0]],
		absent={people[1].name: next(secret)},
		starts_on="2025-03-14 14:00:00",
		chair=head.name,
		speeches_by_person=said,
		method="集中学习",
		resolutions=[{"resolution": "通过学习计划"}],
	)
	for kind, day in (("Committee Meeting", "2025-04-02"), ("Organisation Life Meeting", "2025-12-20")):
		factory.meeting(
			branch,
			kind,
			f"{day} 09:00:00",
			topic=f"会议{day}",
			attendees=[head, people[0]],
			speeches=next(secret),
			speeches_by_person=[{"member": people[0].name, "speech": next(secret)}],
		)
	factory.meeting(
		branch,
		"Group Meeting",
		"2025-05-20 09:00:00",
		topic="互评互议",
		agenda=f"开展批评与自我批评\n{people[0].member_name}的问题：{next(secret)}",
		attendees=[head, people[0]],
		party_group=factory.group(branch).name,
		speeches_by_person=[{"member": people[0].name, "speech": next(secret)}],
		resolutions=[{"resolution": f"甲一凡整改{next(secret)}"}],
	)
	factory.meeting(
		branch,
		"Theme Day",
		"2025-06-20 09:00:00",
		topic="甲一凡电话13812345678",
		agenda="领学文件\n住址金华市丹溪路1号2幢3室",
		attendees=[head, people[0]],
		speeches_by_person=[
			{"member": people[0].name, "speech": f"我的身份证号码330702198001011232，{next(secret)}"},
			{"member": head.name, "speech": "按时参加志愿服务。"},
		],
	)
	factory.meeting(branch, topic="草稿不算数", starts_on="2025-06-01 09:00:00", submit=False)
	factory.meeting(branch, topic="取消不算数", starts_on="2025-06-02 09:00:00", attendees=[head]).cancel()
	factory.meeting(branch, topic="去年的事情", starts_on="2024-06-02 09:00:00", attendees=[head])


@pytest.fixture(scope="module")
def house(built_once):
	return built_once(build, "2026-01-20")


def made_by(house, **values):
	frappe.set_user(house.users["Secretary"])
	document = frappe.get_doc(
		{"doctype": steps.DOCTYPE, "branch": house.branch.name, "year": YEAR, **values}
	).insert()
	return made_anew(document)


def made_anew(document):
	"""Make the book as the job does, without the queue."""
	document.db_set("status", "Queued")
	making.run(document.name)
	document.reload()
	return document


@pytest.fixture(scope="module")
def made(house, rolled_back):
	"""A book that was made by the secretary, with the text of its files."""
	with rolled_back():
		document = made_by(house, with_speeches=1)
		pdf = making.stored_pdf(document)
		answer = subprocess.run(
			["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True, check=True
		)
		word = frappe.get_doc("File", {"file_url": document.book_docx}).get_full_path()
		with zipfile.ZipFile(word) as package:
			xml = package.read("word/document.xml").decode()
		frappe.set_user("Administrator")
		yield SimpleNamespace(
			document=document,
			pdf=pdf,
			text=squeezed(answer.stdout.decode()),
			word=squeezed(re.sub("<[^>]+>", "", xml)),
		)


def test_the_book_tells_the_year_in_the_usual_order(house, made):
	document = made.document
	assert (document.status, document.made_by) == ("Made", house.users["Secretary"])
	parts = [(part["title"], part["level"]) for part in document.parts()]
	first_level = [title for title, level in parts if level == 1]
	assert first_level[:7] == [
		"支部基本情况",
		"组织架构图",
		"党员花名册",
		"入党申请人和积极分子名册",
		"年度计划",
		"党课计划",
		"活动记录",
	]
	assert first_level[-2:] == ["工作总结", "备注"] and len(first_level) == 20
	wanted = (
		*(
			"成立以来坚持三会一课",
			"石敢当",
			"甲一凡",
			"䶮子谦",
			"积极向",
			"重温誓词",
			"学习党章精神",
			"集中学习",
			"党群活动室",
		),
		*("大家一起学习", "通过学习计划", "社区普法进楼道", "优秀共产党员称号", "15.00", "会议2025-04-02"),
	)
	for text in wanted:
		assert squeezed(text) in made.text and squeezed(text) in made.word, text


def test_nothing_personal_stands_in_the_book(house, made):
	stored = json.dumps(
		[
			frappe.get_all(doctype, fields=["*"])
			for doctype in (
				*(
					"Party Member",
					"Party Meeting",
					"Party Meeting Attendee",
					"Party Meeting Speech",
					"Heart Talk",
				),
				*(
					"Thought Report",
					"Member Self Review",
					"Party Dues Entry",
					"Contact Pairing",
					"Contacted Person",
				),
				*("Contact Pairing Log", "Party Member Event", "Party Development Investigation"),
			)
		],
		default=str,
		ensure_ascii=False,
	)
	kept = [secret for secret in SECRETS if secret in stored]
	assert len(kept) >= 20
	for secret in (*kept, "13900000111", "13900001111"):
		assert secret not in made.text and secret not in made.word


def test_what_is_left_out_is_said_so(made):
	for text in (
		"互评互议",
		"开展批评与自我批评",
		"领学文件",
		"按时参加志愿服务。",
		"发言内容从略",
		"内容从略",
	):
		assert squeezed(text) in made.text and squeezed(text) in made.word, text
	for text in ("13812345678", "丹溪路", "330702198001011232"):
		assert text not in made.text and text not in made.word, text


def test_speeches_stand_only_in_a_book_that_asks_for_them(house):
	document = frappe.new_doc(steps.DOCTYPE, branch=house.branch.name, year=YEAR)
	composed = handbook.compose(document, BookYear(house.branch.name, YEAR, date(YEAR, 12, 31)))
	assert "按时参加志愿服务" not in repr(composed.book)
	document.with_speeches = 1
	composed = handbook.compose(document, BookYear(house.branch.name, YEAR, date(YEAR, 12, 31)))
	assert "按时参加志愿服务" in repr(composed.book)


def test_people_and_groups_stand_in_one_order(house):
	for name in ("第三党小组", "第二党小组"):
		factory.group(house.branch, name)
	of_2025 = BookYear(house.branch.name, YEAR, date(YEAR, 12, 31))
	(attendance,) = activities.attendance(of_2025)
	roster = [row["member_name"] for row in registers.roster(of_2025).rows]
	assert roster[:3] == ["石敢当", "余守正", "宣传兵"]
	for ledger in (attendance, registers.dues(of_2025), registers.contacts(of_2025)):
		names = [row["member_name"] for row in ledger.rows]
		assert names and names == [name for name in roster if name in names]
		assert [row["no"] for row in ledger.rows] == list(range(1, len(names) + 1))
	groups = activities.profile(of_2025, Reader()).groups.rows
	assert [row["group_name"] for row in groups] == ["第一党小组", "第二党小组", "第三党小组"]
	assert [column.label for column in attendance.columns][2] == "1\n3月\n14"


def test_a_row_that_would_stand_alone_on_a_sheet_is_taken_in():
	columns = (Column("member_name", "姓名", width_mm=40),)

	def register_of(rows):
		of_2025 = BookYear("某支部", YEAR, date(YEAR, 12, 31))
		ledger = registers.register(
			of_2025, "名册", columns, ({"member_name": "某"},) * rows, orientation="landscape"
		)
		return handbook.bound_register(ledger)

	def sheets_as_usual(rows):
		return html.number_of_sheets(replace(register_of(rows), page=BOOK_LANDSCAPE))

	rows = next(rows for rows in range(20, 60) if sheets_as_usual(rows) == 2)
	assert html.number_of_sheets(register_of(rows)) == 1
	assert register_of(rows - 1).page == register_of(2 * rows - 8).page == BOOK_LANDSCAPE


def test_small_registers_share_a_sheet(made):
	pages = {part["title"]: part["first"] for part in made.document.parts()}
	assert pages["组织生活会"] == pages["自查情况"] == pages["所获荣誉"] < pages["工作总结"]
	assert pages["年度计划"] == pages["党课计划"] > pages["入党申请人和积极分子名册"]


def test_whoever_makes_the_book_it_says_the_same(house, made, set_user):
	document = frappe.get_doc(steps.DOCTYPE, made.document.name)
	books = []
	for maker in ("Secretary", "Organisation Commissioner", "Manager"):
		with set_user(house.users[maker]):
			books.append(handbook.compose(document, BookYear(house.branch.name, YEAR, date(YEAR, 12, 31))))
	assert books[0] == books[1] == books[2]


@pytest.fixture(autouse=True)
def queued(monkeypatch):
	"""Nothing is put on the queue, which outlives a test."""
	put = []
	monkeypatch.setattr(jobs, "put", lambda *given, **_more: put.append(given))
	return put


def test_a_book_that_was_broken_off_says_so_and_can_be_made_anew(house, made, set_user, monkeypatch):
	document = frappe.get_doc(steps.DOCTYPE, made.document.name)
	document.db_set("status", "Running")
	set_user(house.users["Secretary"])
	assert api.get_progress(document.name)["broken_off"]
	assert api.make(document.name) == "Queued"
	frappe.db.commit()
	with pytest.raises(BookError, match="正在生成"):
		monkeypatch.setattr(watch.Watch, "is_at_work", lambda _watch: True)
		api.make(document.name)
	monkeypatch.undo()
	set_user("Administrator")
	making.note_broken_off()
	document.reload()
	assert (document.status, making.stored_pdf(document)) == ("Failed", made.pdf)
	assert "中断" in document.failure


def test_what_was_not_held_is_not_told(made):
	for text in ("草稿不算数", "取消不算数", "去年的事情"):
		assert text not in made.text and text not in made.word


def test_pages_of_an_activity_are_printed_once_more(house, made, set_user):
	document = made.document
	part = next(each for each in document.parts() if "学习党章精神" in each["title"])
	assert frappe.db.get_value("Party Meeting", part["record"], "topic") == "学习党章精神"
	set_user(house.users["Publicity Commissioner"])
	api.print_pages(document.name, part["first"], part["last"])
	answer = subprocess.run(
		["pdftotext", "-", "-"], input=frappe.local.response.filecontent, capture_output=True, check=True
	)
	assert squeezed("学习党章精神") in squeezed(answer.stdout.decode())
	for first, last in ((0, 1), (2, 1), (1, document.pages + 1)):
		with pytest.raises(BookError, match=str(document.pages)):
			api.print_pages(document.name, first, last)


def test_who_may_have_it(house, made, set_user):
	name = made.document.name
	files = [
		frappe.get_doc("File", {"file_url": url}) for url in (made.document.book_pdf, made.document.book_docx)
	]
	assert all(file.is_private for file in files)
	for user, reads, makes in (
		(house.users["Organisation Commissioner"], True, True),
		(house.users["Publicity Commissioner"], True, False),
		(house.member, False, False),
		(house.stranger, False, False),
	):
		with set_user(user):
			assert frappe.get_doc(steps.DOCTYPE, name).has_permission("read") == reads
			assert all(file.has_permission("read") == reads for file in files)
			if not reads:
				for refused in (api.get_progress, lambda name: api.print_pages(name, 1, 1)):
					with pytest.raises(frappe.PermissionError):
						refused(name)
			if not makes:
				for refused in (
					api.make,
					api.call_off,
					lambda _name: api.print_blank(house.branch.name, YEAR),
				):
					with pytest.raises(frappe.PermissionError):
						refused(name)


def only(section):
	"""Values that choose one section alone: such a book is made quickly."""
	fields = frappe.get_meta(steps.DOCTYPE).fields
	return {
		field.fieldname: int(field.fieldname == f"with_{section}")
		for field in fields
		if field.fieldname.startswith("with_")
	}


def test_a_book_is_made_anew_in_the_place_of_the_old_one(house, monkeypatch):
	document = made_by(house, year=2024, **only("welfare"))
	before = making.stored_pdf(document)
	assert [part["title"] for part in document.parts()] == ["公益活动"]
	assert facts.changed_since(document.branch, 2024, document.made_on) == {}
	factory.welfare(house.branch, *house.people, day="2024-09-01", project="后来补录的活动")
	assert facts.changed_since(document.branch, 2024, document.made_on) == {"Public Welfare Activity": 1}
	bind = book.bind

	def while_somebody_writes(*given):
		factory.welfare(house.branch, *house.people, day="2024-10-01", project="排印时补录的活动")
		return bind(*given)

	monkeypatch.setattr(book, "bind", while_somebody_writes)
	made_anew(document)
	assert making.stored_pdf(document) != before
	assert facts.changed_since(document.branch, 2024, document.made_on) == {"Public Welfare Activity": 1}
	attached = frappe.get_all("File", {"attached_to_name": document.name}, pluck="attached_to_field")
	assert sorted(attached) == ["book_docx", "book_pdf"]


def test_what_breaks_or_is_called_off_leaves_the_old_book(house, made, set_user, monkeypatch):
	set_user(house.users["Secretary"])
	document = frappe.get_doc(steps.DOCTYPE, made.document.name)
	with monkeypatch.context() as patched:
		patched.setattr(book, "bind", lambda *_given: frappe.throw("某部分不能打印", BookError))
		made_anew(document)
	assert (document.status, document.failure) == ("Failed", "某部分不能打印")
	steps.watch(document.name).cancel()
	made_anew(document)
	assert (document.status, making.stored_pdf(document)) == ("Made", made.pdf)


def test_a_branch_has_one_book_a_year_and_a_committee_none(house, made):
	with pytest.raises(frappe.DuplicateEntryError, match="重新生成"):
		frappe.get_doc({"doctype": steps.DOCTYPE, "branch": house.branch.name, "year": YEAR}).insert()
	with pytest.raises(BookError, match="党支部"):
		frappe.get_doc({"doctype": steps.DOCTYPE, "branch": factory.committee().name, "year": YEAR}).insert()


def test_what_the_job_writes_no_form_writes(house, set_user):
	set_user(house.users["Secretary"])
	document = frappe.get_doc(
		{
			"doctype": steps.DOCTYPE,
			"branch": house.branch.name,
			"year": 2023,
			"status": "Made",
			"book_pdf": "/files/elsewhere.pdf",
			"pages": 9,
			"contents": "[]",
			"made_by": "Administrator",
		}
	).insert()
	assert (document.status, document.book_pdf, document.pages, document.made_by) == (
		"Not Made",
		None,
		None,
		None,
	)
	with pytest.raises(BookError):
		making.stored_pdf(document)


def test_the_book_stands_for_its_day(house, freeze):
	document = frappe.get_doc({"doctype": steps.DOCTYPE, "branch": house.branch.name, "year": YEAR})
	assert steps.Begin(document).day == date(2025, 12, 31)
	document.as_of = "2025-06-30"
	assert steps.Begin(document).day == date(2025, 6, 30)
	freeze("2025-03-05")
	assert steps.Begin(document).day == date(2025, 3, 5)


def test_the_blank_book_has_a_sheet_for_each_activity_and_nobodys_name(house, set_user):
	set_user(house.users["Secretary"])
	api.print_blank(house.branch.name, YEAR, 3)
	answer = subprocess.run(
		["pdftotext", "-", "-"], input=frappe.local.response.filecontent, capture_output=True, check=True
	)
	text = squeezed(answer.stdout.decode())
	assert all(squeezed(f"第{number}次活动") in text for number in (1, 2, 3)) and "第4次活动" not in text
	assert "甲一凡" not in text and "学习党章精神" not in text
	with pytest.raises(frappe.ValidationError, match="120"):
		api.print_blank(house.branch.name, YEAR, 121)
