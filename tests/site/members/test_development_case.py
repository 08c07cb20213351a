"""The form, the board and the papers of development cases: what they show, to whom, and what they refuse."""

import json
from collections import Counter
from copy import deepcopy
from datetime import date

import pytest

import frappe

from party_affairs.api.members import development
from party_affairs.exceptions import DevelopmentError
from party_affairs.party_affairs.doctype.party_development_case.test_party_development_case import House
from party_affairs.printing import documents, docx
from party_affairs.printing.members.development_papers import DEVELOPMENT_PAPERS
from party_affairs.setup import development_board
from tests.site import factory
from tests.site.test_prints import squeezed, text_of
from tests.support.development import SOUND
from tests.support.papers import pages_of, unlike_widths, word_text

pytestmark = pytest.mark.site

LATER = "2029-10-01"
MOVE = {"old_index": 0, "new_index": 0}


@pytest.fixture(scope="module")
def built(built_once):
	return built_once(House)


@pytest.fixture
def house(built):
	return deepcopy(built)


@pytest.fixture
def later(freeze):
	with freeze(LATER):
		yield


@pytest.fixture
def stranger(house):
	return factory.holder(factory.branch(parent=house.committee), "Secretary")


def states(progress):
	return {row["step"]: row["state"] for phase in progress["phases"] for row in phase["steps"]}


# --- progress --------------------------------------------------------------------------------------------------------


def test_progress_tells_steps_done_open_late_and_to_come(house, later):
	progress = development.progress(house.case("approval").name)
	found = states(progress)
	assert (found["Approval"], found["Oath"], found["Application for Full Membership"]) == (
		"done",
		"late",
		"late",
	)
	assert found["Full Membership by the Assembly"] == "coming"
	assert [phase["is_done"] for phase in progress["phases"]] == [True, True, True, True, False]


def test_progress_shows_days_articles_and_warnings(house, later):
	days = {**SOUND, "first_talk": date(2026, 7, 2)}
	progress = development.progress(house.case("activist", days).name)
	(first, talk) = progress["phases"][0]["steps"]
	assert (first["article"], first["done_on"], talk["article"]) == (5, SOUND["application"], 7)
	assert any("第7条" in sentence for sentence in progress["warnings"])
	assert (
		progress["missed_investigations"]
		== [f"{year}年{half}半年" for year in (2027, 2028, 2029) for half in "上下"][:5]
	)
	assert talk["missing_papers"] == ["同入党申请人谈话记录"]


def test_a_step_that_the_old_edition_settled_is_not_asked(house, freeze):
	with freeze("2026-11-23"):
		days = {
			"Application": "2024-01-08",
			"First Talk": "2024-01-20",
			"Named as Activist": "2024-03-01",
			"Activist Filed": "2024-03-05",
			"Mentors Assigned": "2024-03-05",
			"Named as Development Target": "2026-03-01",
			"Agreed by the Committee Above": "2026-05-10",
		}
		case = factory.development_case(house.person, days, sponsors=house.sponsors())
		found = states(development.progress(case.name))
	assert (found["Publicity Begins"], found["Publicity Ends"]) == ("not_asked", "not_asked")
	assert (found["Introducers Named"], case.stage) == ("open", "Development Target")


def test_a_terminated_case_has_no_open_step(house, later):
	case = house.case("activist")
	case.update({"ended_on": "2027-06-01", "end_reason": "本人提出"})
	case.save()
	assert set(states(development.progress(case.name)).values()) == {"done", "coming"}


# --- recording a step ------------------------------------------------------------------------------------------------


def test_a_secretary_records_a_step_with_what_belongs_to_it(house, later, set_user):
	case = house.case("first_talk", recommended_by=None)
	meeting = house.meeting("activist", SOUND["activist"])
	with set_user(factory.holder(house.branch, "Secretary")):
		assert development.voters_of(meeting.name) == {"eligible": 8, "present": 8}
		following = development.record_step(
			case.name,
			"Named as Activist",
			meeting=meeting.name,
			eligible=8,
			present=8,
			in_favour=8,
			recommended_by="第一党小组",
			training_days=9,
		)
	case.reload()
	assert (following, case.stage, case.recommended_by) == ("Activist Filed", "Activist", "第一党小组")
	assert case.training_days == 3


@pytest.mark.parametrize(("step", "done_on"), [("Baptism", "2026-06-01"), ("First Talk", None)])
def test_a_step_that_is_unknown_or_has_no_day_is_refused(house, later, step, done_on):
	case = house.case("application")
	with pytest.raises(frappe.ValidationError):
		development.record_step(case.name, step, done_on=done_on)


def test_nobody_else_sees_or_records_anything(house, later, stranger, set_user):
	case = house.case("application")
	meeting = house.meeting("activist", SOUND["activist"])
	reader = factory.holder(house.branch, "Publicity Commissioner")
	with set_user(stranger):
		for call in (
			lambda: development.progress(case.name),
			lambda: development.voters_of(meeting.name),
			lambda: development.record_step(case.name, "First Talk", done_on="2026-06-02"),
		):
			with pytest.raises(frappe.PermissionError):
				call()
	with set_user(reader):
		assert development.progress(case.name)["phases"]
		with pytest.raises(frappe.PermissionError):
			development.record_step(case.name, "First Talk", done_on="2026-06-02")
	case.reload()
	assert case.steps[1].done_on is None


# --- board -----------------------------------------------------------------------------------------------------------


@pytest.fixture
def board():
	development_board.create_missing()
	return frappe.get_doc("Kanban Board", development_board.BOARD)


def test_the_board_has_a_column_for_each_stage_and_is_created_once(board):
	stages = frappe.get_meta("Party Development Case").get_options("stage").split("\n")
	assert [column.column_name for column in board.columns] == stages
	development_board.create_missing()
	filters = {"reference_doctype": "Party Development Case"}
	assert frappe.db.count("Kanban Board", filters) == 1


def test_a_card_is_not_moved_to_another_stage(house, later, board):
	case = house.case("activist")
	with pytest.raises(DevelopmentError, match="申请人"):
		development.move_card(board.name, case.name, "Activist", "Full Member", **MOVE)
	assert development.move_card(board.name, case.name, "Activist", "Activist", **MOVE).name == board.name
	assert frappe.db.get_value(case.doctype, case.name, "stage") == "Activist"


def test_a_card_of_another_branch_is_not_even_named(house, later, board, stranger, set_user):
	case = house.case("activist")
	with set_user(stranger), pytest.raises(frappe.PermissionError) as error:
		development.move_card(board.name, case.name, "Activist", "Full Member", **MOVE)
	assert "申请人" not in str(error.value)


def test_cards_of_other_boards_are_moved_as_ever():
	todo = frappe.get_doc({"doctype": "ToDo", "description": "通知党员", "status": "Open"}).insert()
	other = frappe.get_doc(
		{
			"doctype": "Kanban Board",
			"kanban_board_name": "待办",
			"reference_doctype": "ToDo",
			"field_name": "status",
			"columns": [{"column_name": name} for name in ("Open", "Closed")],
		}
	).insert()
	for column in other.columns:
		column.order = json.dumps([todo.name] if column.column_name == "Open" else [])
	other.save()
	development.move_card(other.name, todo.name, "Open", "Closed", **MOVE)
	assert frappe.db.get_value("ToDo", todo.name, "status") == "Closed"


# --- papers ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def case(house, later):
	return house.case(
		"archived",
		resolution="政治立场坚定，执业规范。",
		full_resolution="预备期内表现良好。",
		publicity_phone="0579-82000000",
	)


def printed(case, paper):
	return squeezed(text_of(documents.to_pdf(case, paper)))


@pytest.mark.parametrize("paper", DEVELOPMENT_PAPERS)
def test_every_paper_says_that_it_is_a_reference_layout_and_says_the_same_in_word(case, paper):
	word = docx.to_docx(documents.paper_of(case, paper))
	text, said = "".join(pages_of(documents.to_pdf(case, paper))), word_text(word)
	assert "参考样式" in text and set(said) == set(text)
	assert not Counter(said) - Counter(text), "heads of tables stand on each page, all else once"
	assert unlike_widths(word) == []


def test_the_register_has_every_step_with_its_day_and_vote(case):
	text = printed(case, "development_register")
	for row in case.steps:
		assert squeezed(frappe._(row.step, "zh")) in text
		assert str(row.done_on) in text
	assert "应到8人,实到8人;赞成8票,不赞成0票,弃权0票" in text
	assert "金律党〔2028〕1号" in text


def test_the_register_names_who_investigated(case, house):
	investigator = house.members[5]
	case.append(
		"investigations",
		{
			"investigated_on": "2027-06-01",
			"kind": "Activist Investigation",
			"opinion": "表现良好",
			"investigator": investigator.name,
		},
	)
	text = printed(case, "development_register")
	assert f"2027-06-01{investigator.member_name}表现良好" in text


def test_the_resolution_has_what_article_21_asks_for(case):
	text = printed(case, "admission_resolution")
	for part in (
		"关于接收申请人同志为中共预备党员的决议",
		"政治立场坚定,执业规范。",
		"正式党员8名,实到会8名",
		"赞成8票,不赞成0票,弃权0票",
		"2028年6月1日",
		"书记",
	):
		assert part in text


def test_written_opinions_stand_in_the_resolution(case):
	row = next(row for row in case.steps if row.step == "Admission by the Assembly")
	row.update({"eligible": 10, "written_in_favour": 2})
	assert "2名在会前正式提出赞成的书面" in printed(case, "admission_resolution")


def test_the_resolution_on_full_membership_counts_from_the_end_of_probation(case):
	text = printed(case, "full_resolution")
	assert "按期转为中共正式党员,党龄自2029年6月1日起计算" in text
	assert "预备期内表现良好。" in text
	case.update({"extension_months": 6, "probation_end": "2029-12-01"})
	text = printed(case, "full_resolution")
	assert "的预备期已满" in text and "按期" not in text


def test_the_notice_of_publicity_has_its_working_days(case):
	text = printed(case, "publicity_notice")
	assert "2028年3月2日至2028年3月8日(5个工作日)" in text
	assert "1995年4月出生" in text and "1995年4月1日" not in text
	assert "0579-82000000" in text


def test_what_is_not_yet_recorded_is_left_to_be_filled_in(house, later):
	case = house.case("activist")
	assert "年月日" in printed(case, "admission_resolution")
	assert "None" not in "".join(printed(case, paper) for paper in DEVELOPMENT_PAPERS)


def test_the_dossier_stands_in_the_order_of_the_archive_and_names_what_is_missing(case):
	case.materials[0].received_on = "2026-06-01"
	text = printed(case, "dossier_index")
	kept = (
		"入党志愿书",
		"入党申请书",
		"入党积极分子培养考察登记材料",
		"政治审查材料",
		"预备党员教育考察登记材料",
	)
	places = [text.index(paper) for paper in kept]
	assert places == sorted(places)
	missing = sum(bool(row.is_required) for row in case.materials) - 1
	assert f"尚缺{missing}份材料" in text


def test_papers_are_printed_for_readers_of_the_case_alone(case, house, stranger, set_user):
	from frappe.www.printview import get_html_and_style

	with set_user(factory.holder(house.branch, "Publicity Commissioner")):
		html = get_html_and_style(case.doctype, case.name, print_format="Development Register")["html"]
		assert "全程纪实" in html
	with set_user(stranger), pytest.raises(frappe.PermissionError):
		get_html_and_style(case.doctype, case.name, print_format="Development Register")


def test_text_of_a_record_is_no_html(case):
	case.resolution = "<script>alert(1)</script>"
	assert "<script>alert" not in documents.party_document(case, "admission_resolution")
