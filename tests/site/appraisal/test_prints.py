"""The papers of an appraisal: in Chinese, without a voter's name, and with no more of the votes than may be shown."""

import pytest

import frappe
from frappe.www.printview import get_html_and_style

from party_affairs.language import in_language
from party_affairs.printing import documents, html
from party_affairs.printing.appraisal.appraisal_papers import APPRAISAL_PAPERS, slips
from tests.site import factory
from tests.site.appraisal import appraisals
from tests.site.test_prints import squeezed, text_of
from tests.support.described import in_word

pytestmark = pytest.mark.site

FORMATS = {
	"Appraisal Ballot Paper": "appraisal_ballot",
	"Appraisal Summary": "appraisal_summary",
	"Appraisal Notice": "appraisal_notice",
}


@pytest.fixture(scope="module")
def of(rolled_back):
	with rolled_back():
		yield appraisals.branch(full=5, probationary=1)


@pytest.fixture(autouse=True)
def today(freeze):
	freeze("2026-03-20")


def paper(document, name):
	return squeezed(text_of(documents.to_pdf(document, name)))


def counted(of, inside=5, outside=5, **values):
	document = appraisals.opened(of, **values)
	for person in of.people[:inside]:
		appraisals.vote(document, person)
	appraisals.vote_outside(document, outside)
	return appraisals.counted(appraisals.closed(document))


@pytest.mark.parametrize("name", sorted(APPRAISAL_PAPERS))
def test_every_paper_is_chinese_at_every_stage(of, name):
	document = appraisals.prepared(of)
	for stage in (document, counted(of, year=2025)):
		text = paper(stage, name)
		assert of.name in text
		assert "Excellent" not in text and "Qualified" not in text


@pytest.mark.parametrize("format_name", sorted(FORMATS))
def test_the_print_formats_make_their_papers(of, set_user, format_name):
	document = counted(of)
	user = factory.login(of.people[0])
	factory.post(of.people[0], "Secretary")
	set_user(user)
	html = get_html_and_style(doc=document.doctype, name=document.name, print_format=format_name)["html"]
	assert of.name in html


def test_a_ballot_of_each_electorate_names_all_members_and_asks_for_no_signature(of):
	document = appraisals.prepared(of)
	text = paper(document, "appraisal_ballot")
	# Short lists stand twice on a sheet.
	assert text.count("(党内)") == text.count("(党外)") == 2
	assert text.count(of.people[0].member_name) == 4
	assert "不要签名" in text and "政治思想" not in text
	document.with_points = 1
	assert "政治思想" in paper(document, "appraisal_ballot")


def test_a_long_list_goes_on_over_sheets(of):
	document = appraisals.prepared(of)
	for number in range(40):
		name = f"党员{number}号" if number % 5 else f"阿卜杜热合曼·买买提{number}"
		document.append("members", {"member": of.people[0].name, "member_name": name})
	pages = text_of(documents.to_pdf(document, "appraisal_ballot")).split("\f")[:-1]
	assert "党员39号" in pages[1] and "党员39号" in pages[3]
	assert ["党内" in page for page in pages] == [True, True, False, False]


def test_slips_carry_a_code_the_address_and_nobodys_name(of):
	document = appraisals.opened(of)
	codes = document.make_slips(8)
	with in_language("zh"):
		part = html.to_html(slips(document, codes))
	assert all(part.count(code) == 1 for code in codes)
	assert "/appraisal" in part and "2026-03-06 18:00" in part
	assert not [person.member_name for person in of.people if person.member_name in part]


def test_the_summary_shows_votes_by_electorate_with_the_weights(of):
	document = counted(of, inside_weight=60)
	document.members[0].update({"opinion": "同意评为优秀", "grade": None})
	text = paper(document, "appraisal_summary")
	assert "党内优秀" in text and "党外优秀" in text and "合计" not in text.split("权重")[0].split("收回")[0]
	assert "党内60%,党外40%" in text and "同意评为优秀" in text
	assert "党内应参加6人,收回5票" in text
	assert "不评等次" in text


def test_the_summary_of_a_small_electorate_shows_the_total_alone(of):
	document = counted(of, outside=2)
	text = paper(document, "appraisal_summary")
	assert "合计优秀" in text and "党内优秀" not in text and "党外优秀" not in text
	assert "少于5张" in text


def test_the_summary_of_too_few_ballots_shows_no_votes(of):
	document = counted(of, inside=2, outside=1)
	text = paper(document, "appraisal_summary")
	assert "优秀" not in text.replace("优秀名额", "") and "票数过少" in text


def test_the_summary_has_a_part_for_each_point(of):
	document = counted(of, with_points=1)
	text = paper(document, "appraisal_summary")
	assert "综合评定" in text and "发挥先锋模范作用" in text


def test_word_says_the_same(of):
	document = counted(of, with_points=1)
	for name in APPRAISAL_PAPERS:
		assert in_word(documents.paper_of(document, name)).unlike == [], name


def test_the_notice_lists_grades_and_leaves_out_who_has_none(of):
	document = counted(of)
	appraisals.decide(document, {of.people[0].name: "Excellent"})
	text = paper(document, "appraisal_notice")
	assert "优秀1名" in text and "合格4名" in text and "党员5名" in text
	assert of.people[-1].member_name not in text
	assert frappe.utils.strip_html(documents.party_document(document, "appraisal_notice"))
