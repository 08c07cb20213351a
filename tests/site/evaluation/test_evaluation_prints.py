"""The papers of evaluations: a sheet on one page, the set of a round, the notice, and the scheme with its resolution."""

import io
import unicodedata

import pytest
from pypdf import PdfReader

import frappe

from party_affairs.api.evaluation import sheets as api
from party_affairs.facts.evaluation import rounds
from party_affairs.party_affairs.doctype.evaluation_round import steps
from party_affairs.printing import documents
from party_affairs.printing.evaluation.sheet_charts import bars, dimensions_of, picture, radar
from tests.site import factory
from tests.support.described import in_word

EXAMPLE = "示例：党员星级评价"


@pytest.fixture(scope="module")
def house(rolled_back):
	with rolled_back():
		committee = factory.committee("评价打印党委")
		branch = factory.branch("评价打印支部", parent=committee)
		secretary = factory.holder(branch, "Secretary", member_name="打印书记")
		people = [factory.member(branch, member_name=f"打印党员{number}") for number in range(2)]
		for month in range(1, 13):
			factory.dues_entry(
				people[0], f"2025-{month:02d}-01", paid="15.00", paid_on=f"2025-{month:02d}-10"
			)
		version = frappe.get_doc("Evaluation Scheme Version", {"scheme": EXAMPLE})
		document = frappe.get_doc(
			doctype=rounds.ROUND, scheme_version=version.name, year=2025, branch=branch.name
		).insert()
		steps.Measure(document).take()
		steps.OpenSelfEvaluation(document, until="2999-01-01").take()
		steps.BeginReview(document).take()
		for row in rounds.sheets_of(document.name):
			sheet = frappe.get_doc(rounds.EVALUATION, row.name)
			for line in sheet.scores:
				if line.source == "Judged" and line.line == "Criterion":
					line.update({"points": line.max_points * 0.9, "basis": "表现好，理由充分。" * 6})
			sheet.opinion = "同意评定"
			sheet.save()
		steps.Publish(document, where="公告栏", contact="组织委员").take()
		yield frappe._dict(
			committee=committee,
			branch=branch,
			secretary=secretary,
			officer=factory.holder(branch, "Party Affairs Officer", committee),
			version=version,
			round=frappe.get_doc(rounds.ROUND, document.name),
			sheets=[row.name for row in rounds.sheets_of(document.name)],
		)


def text_of(pdf):
	pages = PdfReader(io.BytesIO(pdf)).pages
	return len(pages), "".join(
		unicodedata.normalize("NFKC", "".join(page.extract_text() for page in pages)).split()
	)


def test_a_sheet_has_one_page_with_picture_points_evidence_and_signatures(house):
	sheet = frappe.get_doc(rounds.EVALUATION, house.sheets[1])
	number, text = text_of(documents.to_pdf(sheet))
	assert number == 1
	for expected in ("示例方案,未经决议通过", "讲政治、有信念", "同意评定", "书记(签字)", "本人签名", "★"):
		assert expected in text, expected
	described = documents.paper_of(sheet)
	assert in_word(described) == ([], 1)


def test_the_sheets_of_a_round_are_one_set_with_a_page_each(house, set_user):
	with set_user(house.secretary):
		number, text = text_of(documents.to_pdf(house.round, "evaluation_round_set"))
	assert number == 3 and all(name in text for name in ("打印书记", "打印党员0", "打印党员1"))
	with set_user(house.officer), pytest.raises(frappe.PermissionError):
		documents.party_document(house.round, "evaluation_round_set")


def test_the_notice_names_stars_days_and_where_objections_go_and_no_points(house, set_user):
	number, text = text_of(documents.to_pdf(house.round, "evaluation_notice"))
	assert number == 1 and "打印党员0" in text and "组织委员" in text and "★" in text and "公示时间" in text
	total = frappe.db.get_value(rounds.EVALUATION, house.sheets[0], "total")
	assert f"{total:g}" not in text
	with set_user(house.officer), pytest.raises(frappe.PermissionError):
		documents.party_document(house.round, "evaluation_notice")


def test_a_scheme_is_printed_with_what_it_says_and_the_resolution(house):
	version = frappe.get_doc("Evaluation Scheme Version", house.version.name)
	_number, text = text_of(documents.to_pdf(version))
	for expected in ("示例方案,未经决议通过", "思想汇报", "否决事项", "五星", "90分起", "公示5个工作日"):
		assert expected in text, expected
	version.update(
		{
			"standing": "Adopted",
			"adopted_by": house.committee.name,
			"adopted_on": "2025-01-20",
			"resolution": "审议通过本办法",
		}
	)
	text = text_of(documents.to_pdf(version))[1]
	assert "审议通过本办法" in text and "评价打印党委" in text and "未经决议通过" not in text


@pytest.mark.parametrize("name", ["Evaluation Sheets of the Round", "Evaluation Publicity Notice"])
def test_print_formats_of_a_round_are_found(house, name):
	assert "打印党员0" in frappe.get_print("Evaluation Round", house.round.name, name)


def test_the_picture_is_a_radar_from_three_dimensions_on_and_bars_below(house):
	dimensions = dimensions_of(frappe.get_doc(rounds.EVALUATION, house.sheets[0]).scores)
	assert len(dimensions) == 4 and "polygon" in picture(dimensions)
	assert "polygon" not in picture(dimensions[:2]) and "rect" in picture(dimensions[:2])
	assert (
		picture([]) == ""
		and "&amp;" in bars([type(dimensions[0])("甲&乙", 1, 2, 1)])
		and "svg" in radar(dimensions)
	)


# What stands behind a point


def test_each_line_opens_to_the_records_behind_it_that_the_reader_may_read(house, set_user):
	sheet = next(
		name
		for name in house.sheets
		if frappe.db.get_value(rounds.EVALUATION, name, "subject_name") == "打印党员0"
	)
	set_user(house.secretary)
	view = api.sheet_view(sheet)
	dues = next(line for line in view["lines"] if line["criterion_key"] == "dues")
	assert dues["records"] == 12 and "<svg" in view["picture"]
	found = api.records_behind(sheet, "dues")
	assert len(found["records"]) == 12 and found["others"] == 0
	assert found["records"][0]["doctype"] == "Party Dues Entry"
	with pytest.raises(frappe.ValidationError):
		api.records_behind(sheet, "nichts")
	with set_user(house.officer):
		for act in (api.sheet_view, lambda name: api.records_behind(name, "dues")):
			with pytest.raises(frappe.PermissionError):
				act(sheet)
	with set_user(factory.holder(house.branch, "Publicity Commissioner")):
		assert api.records_behind(sheet, "dues")["others"] == 12
