"""The papers of reports and life reviews: Chinese, complete, numbered, and in one bound set."""

import io

import pytest
from pypdf import PdfReader

import frappe

from party_affairs.printing import documents
from party_affairs.printing.meetings.life_review_papers import LIFE_REVIEW_PAPERS, PAPERS
from tests.site import factory
from tests.site.test_prints import squeezed, text_of
from tests.support.described import in_word

pytestmark = pytest.mark.site

FORMATS = {
	"Life Review Set": "life_review_set",
	"Life Review Plan": "life_review_plan",
	"Life Review Study Record": "life_review_study",
	"Life Review Opinions": "life_review_opinions",
	"Life Review Talks": "life_review_talks",
	"Life Review Self Examinations": "life_review_self_examinations",
	"Life Review Branch Examination": "life_review_branch_examination",
	"Life Review Minutes": "life_review_minutes",
	"Life Review Personal Problems": "life_review_personal_problems",
	"Life Review Rectification List": "life_review_rectification",
	"Life Review Situation Report": "life_review_report",
}


@pytest.fixture(scope="module")
def house(rolled_back):
	with rolled_back():
		committee = factory.committee("材料测试党委")
		branch = factory.branch("材料测试支部", parent=committee)
		person = factory.member(branch, "文立言")
		meeting = factory.meeting(
			branch, "Organisation Life Meeting", "2025-06-20 14:00:00", attendees=[person]
		)
		review = factory.life_review(
			branch,
			meeting,
			theme="对照检查找差距",
			talks_confirmed_by=person.name,
			plan="一、时间安排\n二、参加人员",
			branch_examination="支部在制度落实上还有差距。",
			measures=[factory.measure(person, problem="学习制度落实不严", measure="按月公布出勤")],
			reported_on="2025-06-30",
			situation_report="会议达到预期效果。",
		)
		factory.criticism(
			review,
			{
				"member": person.name,
				"self_criticism": "学习不系统",
				"criticism": "多带新人",
				"problems": "学习时断时续",
			},
		)
		assembly = factory.meeting(branch, "Member Assembly", "2025-06-25 14:00:00", attendees=[person])
		yield frappe._dict(branch=branch, person=person, review=review, assembly=assembly)


def printed(document, paper=None):
	frappe.local.lang = "en"
	return squeezed(text_of(documents.to_pdf(document, paper)))


def test_every_paper_has_a_print_format():
	assert set(FORMATS.values()) == set(LIFE_REVIEW_PAPERS)
	for name, paper in FORMATS.items():
		print_format = frappe.get_doc("Print Format", name)
		assert (print_format.doc_type, print_format.standard) == ("Party Life Review", "Yes")
		assert f'"{paper}"' in print_format.html


@pytest.mark.parametrize(
	("paper", "expected"),
	[
		("life_review_plan", ("组织生活会方案", "对照检查找差距", "一、时间安排", "2025年6月1日")),
		("life_review_study", ("会前学习记录", "2025-06-05")),
		("life_review_opinions", ("征求意见汇总表", "党外（1条）", "希望多听意见")),
		("life_review_talks", ("谈心谈话情况", "3", "文立言")),
		("life_review_self_examinations", ("党员个人对照检查", "文立言", "学习不系统")),
		("life_review_branch_examination", ("支部检查材料", "支部在制度落实上还有差距。")),
		(
			"life_review_minutes",
			("会议记录", "应到1人，实到1人", "自我批评：学习不系统", "相互批评意见：多带新人"),
		),
		("life_review_personal_problems", ("个人问题清单", "学习时断时续")),
		(
			"life_review_rectification",
			("支部整改清单", "按月公布出勤", "文立言", "2025-09-30", "整改方向：抓好学习"),
		),
		("life_review_report", ("情况的报告", "材料测试党委：", "会议达到预期效果。", "2025年6月30日")),
	],
)
def test_each_paper_holds_what_the_record_has(house, paper, expected):
	text = printed(house.review, paper)
	assert "参考样式" in text and "材料测试支部" in text
	for part in expected:
		assert squeezed(part) in text, part


def test_the_set_has_cover_contents_and_each_paper_on_a_page_of_its_own(house):
	frappe.local.lang = "en"
	pages = PdfReader(io.BytesIO(documents.to_pdf(house.review, "life_review_set"))).pages
	texts = [squeezed(page.extract_text()) for page in pages]
	assert len(texts) == 2 + len(PAPERS)
	assert squeezed("2025年度") in texts[0] and "对照检查找差距" in texts[0]
	frappe.local.lang = "zh"
	for number, paper in enumerate(PAPERS, start=2):
		title = squeezed(paper.title.text(frappe._))
		assert title in texts[1] and title in texts[number]
	assert "-2/12-" in texts[1].replace(" ", "")


def test_word_says_the_same_of_the_whole_set(house):
	assert in_word(documents.paper_of(house.review, "life_review_set")).unlike == []


def test_personal_examinations_are_those_handed_in_for_the_review(house):
	other = factory.member(house.branch, "武守正")
	purpose = {"purpose": "Organisation Life Meeting", "political_thought": "坚定信念不放松"}
	factory.self_review(house.person, handed_in_on="2025-06-15", **purpose)
	factory.self_review(other, handed_in_on="2025-06-15", work_style="下基层少", **purpose)
	factory.self_review(factory.member(house.branch), political_thought="评议用的剖析材料")
	text = printed(house.review, "life_review_self_examinations")
	assert "坚定信念不放松" in text and "武守正" in text and "下基层少" in text
	assert "学习不系统" not in text, "who handed one in is not quoted from the meeting"
	assert "评议用的剖析材料" not in text


def test_papers_of_a_review_in_preparation_say_that_nothing_is_recorded(house):
	draft = factory.life_review(
		house.branch, talks_confirmed_by=house.person.name, plan=None, studies=[], opinions=[]
	)
	for paper in set(FORMATS.values()) - {"life_review_talks", "life_review_minutes"}:
		assert "暂无记录" in documents.party_document(draft, paper), paper


def test_a_long_rectification_list_goes_over_several_sheets(house):
	meeting = factory.meeting(house.branch, "Theme Day", "2025-07-04 14:00:00")
	rows = [factory.measure(house.person, problem=f"问题{number}" * 8) for number in range(60)]
	review = factory.life_review(house.branch, meeting, talks_confirmed_by=house.person.name, measures=rows)
	pages = PdfReader(io.BytesIO(documents.to_pdf(review, "life_review_rectification"))).pages
	assert len(pages) > 1
	assert all("整改措施" in squeezed(page.extract_text()) for page in pages), (
		"each sheet has the table's head"
	)


def test_a_work_report_is_printed_with_its_review(house):
	report = factory.work_report(
		house.branch,
		reporter=house.person,
		assembly=house.assembly,
		delivered_on="2025-06-30",
		review_opinions="增加案例教学",
		**{**factory.APPROVED, "review_result": "Approved with Opinions"},
	)
	text = printed(report)
	for part in (
		"材料测试支部2025年上半年工作报告",
		"报告人：文立言",
		"一、《中国共产党章程》第32条规定的8项基本任务完成情况",
		"（一）贯彻党的路线",
		"（八）教育党员和群众自觉抵制不良倾向",
		"三、支部委员会自身建设情况",
		"应到10人，实到8人；赞成8票",
		"审议通过并提出意见",
		"增加案例教学",
	):
		assert squeezed(part) in text, part


def test_a_duty_report_is_printed_with_its_assessment(house):
	report = factory.work_report(
		house.branch,
		kind="Duty Report",
		reporter=house.person,
		assembly=house.assembly,
		delivered_on="2025-06-30",
	)
	report.receive(frappe.utils.getdate("2025-07-02"), "履职扎实", "较好")
	text = printed(report)
	for part in (
		"2025年度党支部书记述职报告",
		"一、履职情况",
		"（一）抓党建工作情况",
		"述职评议情况",
		"履职扎实",
		"较好",
	):
		assert squeezed(part) in text, part
	assert "赞成" not in text
	assert in_word(documents.paper_of(report)).unlike == []


def test_a_draft_is_marked_as_one(house):
	report = factory.work_report(house.branch, "Second Half", reporter=house.person, submit=False)
	assert "草稿" in documents.party_document(report)
	assert "审议和签收情况" not in documents.party_document(report)
