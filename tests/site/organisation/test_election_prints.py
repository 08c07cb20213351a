"""The papers of an election: Chinese, in stroke order, with the record's numbers, and only for who may print it."""

import io
import re

import openpyxl
import pytest

import frappe
from frappe.www.printview import get_html_and_style

from party_affairs.party_affairs.doctype.party_election import test_party_election as elections
from party_affairs.party_affairs.doctype.party_election.counting import prepare_rounds
from party_affairs.printing import documents, docx, xlsx
from party_affairs.printing.fold import fold
from party_affairs.printing.paper import Grid, flat
from tests.site import factory
from tests.site.test_prints import squeezed, text_of
from tests.support.papers import unlike_widths, word_text

pytestmark = pytest.mark.site

FORMATS = {
	"Election Request": "election_request",
	"Election Candidates Request": "election_candidates_request",
	"Election Candidate List": "election_candidate_list",
	"Election Ballot": "election_ballot",
	"Election Rules": "election_rules",
	"Election Officers List": "election_officers",
	"Election Tally Sheet": "election_tally",
	"Election Count Report": "election_count",
	"Election Result Report": "election_result",
}

ELECTION_PAPERS = documents.PAPERS["Party Election"]


@pytest.fixture(scope="module")
def house(rolled_back):
	with rolled_back():
		first = factory.committee("选举打印党委")
		yield frappe._dict(
			large=elections.branch_of(first, 12),
			small=elections.branch_of(first, 5),
		)


@pytest.fixture
def large(house, freeze):
	freeze(elections.TODAY)
	document = elections.counted(house.large, planned_on=elections.HELD, request_no="支请[2026]3号")
	# Entered in any order: papers put them into stroke order.
	document.candidates = document.candidates[::-1]
	for row in document.candidates:
		row.introduction = "连续两年评为优秀。"
	return document.insert()


@pytest.fixture
def small(house, freeze):
	freeze(elections.TODAY)
	of = house.small
	return elections.election(
		of,
		has_committee=False,
		ballots=[elections.ballot("Secretary", entitled=5, present=4)],
		votes=elections.votes("Secretary", of, {0: 4}, valid=4),
	).insert()


def printed(document, paper):
	frappe.local.lang = "en"
	return squeezed(text_of(documents.to_pdf(document, paper)))


def test_every_paper_has_a_print_format():
	assert set(FORMATS.values()) == set(ELECTION_PAPERS)
	for name in FORMATS:
		print_format = frappe.get_doc("Print Format", name)
		assert (print_format.doc_type, print_format.standard) == ("Party Election", "Yes")


@pytest.mark.parametrize(
	("paper", "expected"),
	[
		(
			"election_request",
			(
				"选举打印党委：",
				"支请〔2026〕3号",
				"2026年6月30日届满",
				"正式党员12名",
				"支部委员3名",
				"任期3年",
				"2026年3月1日",
			),
		),
		(
			"election_candidates_request",
			(
				"丁某、马某、王某、石某",
				"按姓氏笔画为序",
				"书记候选人预备人选",
				"附件：候选人名单",
				"2026年4月1日",
			),
		),
		("election_candidate_list", ("按姓氏笔画为序", "支部委员候选人", "连续两年评为优秀", "2014.06")),
		("election_ballot", ("选举支部委员选票", "选举书记选票", "应选3名", "○", "×", "另选他人")),
		(
			"election_rules",
			(
				"选举办法（草案）",
				"基层组织选举工作条例",
				"不少于10名",
				"超过实到会有选举权人数的一半",
				"总监票人：黄某",
			),
		),
		("election_officers", ("总监票人：黄某", "计票人：赵某")),
		("election_tally", ("选举支部委员计票单", "选举书记计票单", "石某", "弃权")),
		("election_count", ("12", "丁某", "当选", "未当选", "至少需7票", "总监票人")),
		("election_result", ("丁某（赞成12票）", "实到会12人", "书记丁某", "纪检委员王某", "2026年6月11日")),
	],
)
def test_papers_hold_what_they_need(large, paper, expected):
	text = printed(large, paper)
	word = docx.to_docx(documents.paper_of(large, paper))
	for part in (*expected, "参考样式"):
		assert squeezed(part) in text, (part, text)
		assert fold(part) in word_text(word), part
	assert not re.findall(r"[A-Za-z]{3,}", text)
	assert unlike_widths(word) == []


def test_each_sheet_of_the_workbook_has_the_title_of_its_office(large):
	book = openpyxl.load_workbook(io.BytesIO(xlsx.to_xlsx((documents.paper_of(large, "election_count"),))))
	assert book.sheetnames == ["选举支部委员结果报告单", "选举书记结果报告单"]
	first, second = (sheet["A1"].value for sheet in book)
	assert first.endswith("选举支部委员结果报告单") and second.endswith("选举书记结果报告单")
	rows = list(book.worksheets[0].values)
	assert (1, "丁某", 12, 0, 0, "当选") in rows
	assert any("参考样式" in str(row[0]) for row in rows)


def test_without_officers_their_list_is_a_form_to_fill_in(large):
	large.officers = []
	text = printed(large, "election_officers")
	for duty in ("总监票人：__", "监票人：__", "计票人：__"):
		assert squeezed(duty) in text


@pytest.mark.parametrize(
	"paper", ["election_candidate_list", "election_tally", "election_candidates_request"]
)
def test_names_stand_in_stroke_order(large, paper):
	text = printed(large, paper)
	places = [text.index(name) for name in ("丁某", "马某", "王某", "石某")]
	assert places == sorted(places)


def columns_of(document):
	"""Return the words below the columns of the first ballot with how many columns they span."""
	grid = next(
		block
		for block in flat(documents.paper_of(document, "election_ballot").blocks)
		if isinstance(block, Grid)
	)
	return [(cell.text, cell.colspan) for cell in grid.rows[-1]]


def test_ballots_stand_twice_on_a_sheet_with_room_to_write_in(large):
	assert documents.party_document(large, "election_ballot").count('class="whole ballot') == 4
	assert columns_of(large) == [("", 1), ("候选人", 4), ("另选他人", 3)]


def test_a_second_ballot_is_about_the_tied(large, house):
	large.appointments, large.ballots = [], large.ballots[:1]
	large.votes = []
	for row in elections.votes("Committee Member", house.large, {0: 12, 1: 10, 2: 7, 3: 7}):
		large.append("votes", row)
	large.save()
	prepare_rounds(large)
	large.save()
	page = documents.party_document(large, "election_ballot")
	assert "选举支部委员选票（第2轮）" in page and "应选1名" in page
	assert columns_of(large)[1] == ("候选人", 2)


def test_without_a_committee_the_papers_speak_of_a_direct_election(small):
	assert squeezed("由党员大会以无记名投票方式直接等额选举产生") in printed(small, "election_request")
	assert squeezed("书记、副书记由党员大会") in printed(small, "election_request")
	rules = printed(small, "election_rules")
	assert squeezed("由上届书记主持") in rules and squeezed("不少于4名") in rules
	assert "支部委员" not in printed(small, "election_count")


def test_a_round_that_was_void_is_reported_with_its_reason(small):
	small.ballots[0].present = small.ballots[0].issued = small.ballots[0].returned = small.ballots[
		0
	].valid = 3
	small.votes[0].in_favour = 3
	small.save()
	report = printed(small, "election_result")
	assert squeezed("未达到4人，不能进行选举") in report and "符合规定人数" not in report


def test_a_by_election_speaks_of_the_seats_it_fills_alone(large):
	large.update({"kind": "By-Election", "ballots": [], "votes": [], "appointments": []})
	large.seats, large.candidates = large.seats[:1], large.candidates[-2:]
	text = squeezed(documents.party_document(large, "election_request"))
	assert "届中补选的请示" in text and "任期与本届相同" in text and "书记由" not in text
	assert "选举大会由支部委员会主持" in documents.party_document(large, "election_rules")


@pytest.mark.parametrize("paper", sorted(ELECTION_PAPERS))
def test_papers_can_be_printed_before_anything_is_entered(house, freeze, paper):
	freeze("2026-02-01")
	empty = frappe.get_doc(doctype="Party Election", branch=house.large.branch.name, has_committee=1).insert()
	assert "参考样式" in documents.party_document(empty, paper)
	empty.seats = []
	assert ("尚未录入应选职务" in documents.party_document(empty, paper)) == (
		paper in ("election_ballot", "election_tally")
	)


@pytest.mark.parametrize("paper", sorted(ELECTION_PAPERS))
def test_typed_text_is_never_markup(large, paper):
	for row in large.candidates:
		row.introduction = "<script>alert(1)</script>"
	large.request_no = "<script>"
	assert "<script>" not in documents.party_document(large, paper)


@pytest.mark.parametrize("name", sorted(FORMATS))
def test_print_formats_ask_for_the_right_to_print(house, large, set_user, name):
	assert documents.party_document(large, FORMATS[name]) in frappe.get_print(large.doctype, large.name, name)
	set_user(factory.holder(house.small.branch, "Secretary"))
	with pytest.raises(frappe.PermissionError):
		get_html_and_style(large.doctype, large.name, name)
