"""The member page, the roster's filters, the statistics, and the letter of introduction, as each reader sees them."""

import io
import json
from copy import deepcopy

import openpyxl
import pytest

import frappe
from frappe.desk.query_report import run as run_report
from frappe.www.printview import get_html_and_style

from party_affairs import ledgers
from party_affairs.api import ledgers as ledger_api
from party_affairs.api.members import record as api
from party_affairs.printing.documents import party_document
from tests.site import factory

pytestmark = pytest.mark.site

TODAY = "2026-05-20"
ID_NUMBER = "000000199003150014"


@pytest.fixture(autouse=True)
def frozen(freeze):
	freeze(TODAY)


def build_house():
	committee = factory.committee()
	firm, new_firm = factory.firm(committee), factory.firm(committee)
	old = factory.branch(parent=committee, firms=[firm])
	new = factory.branch(parent=committee, firms=[new_firm])
	person = factory.member(
		old,
		"张三",
		firm=firm.name,
		birth_date=None,
		id_number=ID_NUMBER,
		gender="Male",
		applied_on="2013-01-01",
	)
	return frappe._dict(committee=committee, firm=firm, new_firm=new_firm, old=old, new=new, person=person)


@pytest.fixture(scope="module")
def built(built_once):
	return built_once(build_house, TODAY)


@pytest.fixture
def house(built):
	return deepcopy(built)


def labels(history):
	return [(str(entry["day"]), entry["label"]) for entry in history]


# The member page


def test_history_is_complete_and_the_latest_stands_first(house):
	post = factory.post(house.person, "Publicity Commissioner", start="2024-01-01")
	post.removed_on = "2026-02-01"
	post.save()
	factory.event(house.person, "Award", "2026-03-01")
	factory.event(house.person, "Firm Change", "2026-03-05", to_firm=house.new_firm.name)
	factory.change(house.person, "Away", "2026-03-10")
	letter = factory.transfer(house.person, house.new, letter_date="2026-04-01")
	letter.accept("2026-05-01")
	overview = api.overview(house.person.name)
	assert (overview["age"], overview["party_age"]) == (36, 10)
	assert labels(overview["history"]) == [
		("2026-05-01", "已接收"),
		("2026-05-01", "编入本支部日期"),
		("2026-04-01", "已开介绍信"),
		("2026-03-10", "外出流动"),
		("2026-03-05", "执业场所变动"),
		("2026-03-01", "表彰奖励"),
		("2026-02-01", "宣传委员"),
		("2024-01-01", "宣传委员"),
		("2015-06-01", "转正日期"),
		("2014-06-01", "入党日期"),
		("2013-01-01", "申请入党日期"),
	]
	accepted = overview["history"][0]
	assert accepted["detail"] == f"{house.old.name} → {house.new.name}"
	assert (accepted["doctype"], accepted["name"]) == (letter.doctype, letter.name)


def test_the_page_shows_of_each_part_what_its_reader_may_see(house, set_user):
	factory.event(house.person, "Family Dispute", "2026-03-01", details="内情")
	factory.change(house.person, "Away", "2026-03-10")
	factory.finding(house.person, "R49", house.old, month="2026-03")
	readers = {
		post: factory.holder(house.old, post)
		for post in ("Secretary", "Publicity Commissioner", "Discipline Commissioner")
	}
	stranger, own = factory.holder(house.new, "Secretary"), factory.login(house.person)

	def seen(user):
		set_user(user)
		overview = api.overview(house.person.name)
		assert "内情" not in repr(overview)
		return {label for _day, label in labels(overview["history"])}, len(overview["duties"])

	history, duties = seen(readers["Secretary"])
	assert {"家庭纠纷", "外出流动", "入党日期"} <= history and duties == 1
	history, _duties = seen(readers["Publicity Commissioner"])
	assert "家庭纠纷" in history and "外出流动" not in history
	history, _duties = seen(own)
	assert "家庭纠纷" not in history and "外出流动" not in history and "入党日期" in history
	set_user(stranger)
	with pytest.raises(frappe.PermissionError):
		api.overview(house.person.name)
	set_user("Guest")
	with pytest.raises(frappe.PermissionError):
		api.overview(house.person.name)


def test_events_of_the_old_branch_stay_with_it_after_a_transfer(house, set_user):
	factory.event(house.person, "Family Dispute", "2026-03-01")
	user = factory.holder(house.new, "Secretary")
	factory.moves(house.person, house.new, "2026-05-01")
	set_user(user)
	history = {label for _day, label in labels(api.overview(house.person.name)["history"])}
	assert "已接收" in history and "家庭纠纷" not in history


def test_number_of_queries_of_the_page_does_not_grow_with_the_history(house, monkeypatch):
	def count():
		statements = []
		database = frappe.db.sql
		with monkeypatch.context() as patch:
			patch.setattr(
				frappe.local.db,
				"sql",
				lambda query, *args, **kwargs: statements.append(query) or database(query, *args, **kwargs),
			)
			api.overview(house.person.name)
		return len(statements)

	count()
	few = count()
	for number in range(1, 5):
		factory.event(house.person, "Award", f"2026-0{number}-01")
		factory.finding(house.person, "R49", house.old, month=f"2026-0{number}")
	assert count() == few


def test_study_hours_stand_on_the_page(house):
	frappe.get_doc(
		doctype="Party Training",
		branch=house.old.name,
		topic="轮训",
		starts_on="2026-03-10",
		hours=12.5,
		participants=[{"member": house.person.name}],
	).insert()
	assert api.overview(house.person.name)["hours"] == {"found": 12.5, "required": 32.0}
	frail = factory.member(house.old, is_frail=1)
	assert api.overview(frail.name)["hours"] == {"found": 0.0, "required": None}


# Roster and statistics


@pytest.fixture
def people(house):
	"""Beside 张三 (36 years, 10 in the Party): a young probationary woman, an old partner, and an activist."""
	return frappe._dict(
		young=factory.member(
			house.old,
			"青年",
			gender="Female",
			education="Master",
			birth_date="1998-05-21",
			stage="Probationary Member",
			joined_on="2025-12-01",
			full_member_on=None,
			firm=house.firm.name,
		),
		old=factory.member(
			house.old,
			"老年",
			birth_date="1960-05-20",
			joined_on="1984-05-20",
			full_member_on="1985-05-20",
			is_partner=1,
			licence_no="1330",
			status="Floating",
			education="Bachelor",
		),
		activist=factory.member(
			house.old, "分子", stage="Activist", joined_on=None, full_member_on=None, birth_date="1999-01-01"
		),
	)


@pytest.mark.parametrize(
	("filters", "names"),
	[
		({}, {"张三", "青年", "老年"}),
		({"stage": "Probationary Member"}, {"青年"}),
		({"stage": "Activist"}, {"分子"}),
		({"gender": "Female"}, {"青年"}),
		({"status": "Floating"}, {"老年"}),
		({"education": "Bachelor"}, {"老年"}),
		({"partner": "Yes"}, {"老年"}),
		({"partner": "No"}, {"张三", "青年"}),
		({"firm": "firm"}, {"张三", "青年"}),
		({"age_to": 27}, {"青年"}),
		({"age_from": 28, "age_to": 65}, {"张三"}),
		({"age_from": "66"}, {"老年"}),
		({"age_from": 67}, set()),
		({"party_age_from": 10, "party_age_to": 40}, {"张三"}),
		({"party_age_from": 41}, {"老年"}),
		({"gender": "Female", "partner": "Yes"}, set()),
	],
)
def test_roster_is_narrowed_by_its_filters(house, people, filters, names):
	if "firm" in filters:
		filters = {"firm": house.firm.name}
	ledger = ledgers.get("member_roster").build({"branch": house.old.name, **filters})
	assert {row["member_name"] for row in ledger.rows} == names


@pytest.mark.parametrize(
	"filters",
	[{"gender": "X"}, {"stage": "Friend"}, {"age_from": "old"}, {"age_to": -1}, {"partner": "Maybe"}],
)
def test_filters_that_cannot_be_are_explained(house, filters):
	for name in ("member_roster", "member_statistics"):
		with pytest.raises(frappe.ValidationError):
			ledgers.get(name).build({"branch": house.old.name, **filters})


def test_statistics_count_the_rows_of_the_roster(house, people):
	ledger = ledgers.get("member_statistics").build({"branch": house.old.name})
	totals = ledger.totals
	assert (totals["members"], totals["full"], totals["probationary"]) == (3, 2, 1)
	assert (totals["partners"], totals["lawyers"], totals["floating"]) == (1, 1, 1)
	assert [totals[f"age_{first}"] for first in (0, 31, 41, 51, 61)] == [1, 1, 0, 0, 1]
	assert [totals[f"party_age_{first}"] for first in (0, 6, 11, 21, 31)] == [0, 1, 0, 0, 1]
	assert ledger.chart.series[0][1] == (1, 1, 0, 0, 1)
	assert {(row["firm"], row["members"]) for row in ledger.rows} == {
		(house.firm.short_name or house.firm.name, 2),
		("", 1),
	}
	notes = "\n".join(ledger.notes)
	assert "33.3" in notes and "66.7" in notes
	alone = ledgers.get("member_statistics").build({"branch": house.old.name, "gender": "Female"})
	assert alone.totals["members"] == 1


@pytest.mark.parametrize(
	("birth_date", "group"),
	[("1995-05-21", "age_0"), ("1995-05-20", "age_31"), ("1985-05-21", "age_31"), ("1985-05-20", "age_41")],
)
def test_ages_are_counted_to_the_day(house, birth_date, group):
	branch = factory.branch(parent=house.committee)
	factory.member(branch, birth_date=birth_date)
	totals = ledgers.get("member_statistics").build({"branch": branch.name}).totals
	groups = {key: number for key, number in totals.items() if key.startswith("age_") and number}
	# 30 and 40 full years still belong to the younger group.
	assert groups == {group: 1}


def test_the_files_hold_what_the_filters_leave(house, people, set_user):
	secretary = factory.holder(house.old, "Secretary", name="书记甲", gender="Male")
	set_user(secretary)
	ledger_api.download("member_roster", year=2026, file_format="xlsx", gender="Female", age_to=40)
	sheet = openpyxl.load_workbook(io.BytesIO(frappe.local.response.filecontent)).active
	text = repr(list(sheet.iter_rows(values_only=True)))
	assert "青年" in text and "张三" not in text and "书记甲" not in text
	ledger_api.download("member_statistics", year=2026, partner="Yes")
	assert frappe.local.response.filecontent.startswith(b"%PDF")


def test_statistics_of_nobody(house):
	ledger = ledgers.get("member_statistics").build({"branch": house.new.name})
	assert ledger.rows == () and ledger.totals["members"] == 0


def test_reports_are_closed_to_members_and_other_branches(house, people, set_user):
	stranger = factory.holder(house.new, "Secretary", name="外支书")
	own = factory.login(house.person)
	set_user(stranger)
	for report in ("Member Statistics", "Education Hours", "Party Member Roster", "Two Way Cultivation List"):
		answer = run_report(report, filters=json.dumps({"year": 2026}))
		assert "张三" not in repr(answer) and house.old.name not in repr(answer)
		with pytest.raises(frappe.PermissionError):
			run_report(report, filters=json.dumps({"year": 2026, "branch": house.old.name}))
	set_user(own)
	for report in ("Member Statistics", "Education Hours", "Two Way Cultivation List"):
		with pytest.raises(frappe.PermissionError):
			run_report(report, filters=json.dumps({"year": 2026}))


# The letter


def test_letter_counterfoil_and_receipt(house):
	letter = factory.transfer(
		house.person, house.new, letter_date="2026-05-01", letter_no="7", dues_paid_until="2026-04-30"
	)
	page = party_document(letter)
	assert "参考样式" in page
	for text in ("张三", house.old.name, house.new.name, "2026年5月1日", "0000**********0014"):
		assert text in page
	assert ID_NUMBER not in page
	assert page.count('class="whole slip"') == 3


def test_the_new_branch_prints_the_letter_without_the_id_number(house, set_user):
	letter = factory.transfer(house.person, house.new, letter_date="2026-05-01")
	reader = factory.holder(house.new, "Secretary")
	stranger = factory.holder(factory.branch(parent=house.committee), "Secretary")
	set_user(reader)
	page = get_html_and_style(letter.doctype, letter.name, "Letter of Introduction")["html"]
	assert "张三" in page and "0014" not in page
	set_user(stranger)
	with pytest.raises(frappe.PermissionError):
		get_html_and_style(letter.doctype, letter.name, "Letter of Introduction")


def test_of_an_arrival_only_the_receipt_is_printed(house):
	document = frappe.get_doc(
		doctype="Party Membership Transfer",
		direction="In",
		to_branch=house.new.name,
		other_organisation="外省某党支部",
		member_name="李来",
		birth_date="1988-08-08",
		stage="Full Member",
		full_member_on="2011-06-01",
		letter_no="外1号",
		letter_date="2026-05-01",
		received_on="2026-05-12",
	).insert()
	page = party_document(document)
	assert page.count('class="whole slip"') == 1
	assert "外省某党支部" in page and "2026年5月12日" in page
