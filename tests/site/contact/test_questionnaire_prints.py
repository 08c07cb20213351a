"""The papers of a questionnaire: in Chinese at every stage, with charts, by either engine, and with no more than may be shown."""

import io
import re
import shutil
import subprocess

import pytest
from PIL import Image
from pypdf import PdfReader

import frappe
from frappe.www.printview import get_html_and_style

from party_affairs.api.contact import questionnaires as api
from party_affairs.language import CHINESE, in_language
from party_affairs.printing import documents, html, pages
from party_affairs.printing.contact import questionnaire_papers as papers
from tests.site import factory
from tests.site.appraisal import appraisals
from tests.site.contact import questionnaires as q
from tests.site.test_prints import squeezed, text_of
from tests.support.described import in_word

pytestmark = pytest.mark.site

WORDS = "公示栏更新慢<了些>"


@pytest.fixture(scope="module")
def of(rolled_back):
	with rolled_back():
		yield appraisals.branch(full=3, probationary=0)


@pytest.fixture(autouse=True)
def today(freeze):
	freeze(q.DURING)


def counted(of, number=5):
	document = q.opened(of)
	q.answered_with_codes(
		document, *({"satisfaction": step, "words": WORDS} for step in range(1, number + 1))
	)
	return q.counted(document)


def handed_out(document, kind):
	with in_language(CHINESE):
		return html.to_html(papers.HANDED_OUT[kind](document))


def test_results_have_charts_and_words_and_no_english(of):
	document = counted(of)
	html = documents.party_document(document, "questionnaire_results")
	assert html.count("<svg") == 3 and "<script" not in html
	text = squeezed(text_of(documents.to_pdf(document, "questionnaire_results")))
	for part in (of.name, "5份", "平均3", "走访群众", "很不满意1", WORDS):
		assert part.replace("5份", "答卷份数5") in text
	assert re.findall(r"[A-Za-z]{3,}", text) == []


def test_word_says_the_same_and_shows_charts_and_codes(of):
	document = counted(of)
	described = documents.paper_of(document, "questionnaire_results")
	assert in_word(described) == ([], 3)
	with in_language(CHINESE):
		blank, slips = papers.blank(document), papers.slips(document, ["ABCD-EFGH-JKMN"])
	assert in_word(blank).unlike == []
	assert in_word(slips) == ([], 1)


def test_too_few_answers_print_as_such(of):
	html = documents.party_document(counted(of, 3), "questionnaire_results")
	assert "不足5份" in html and "<svg" not in html and WORDS not in html


def test_the_print_format_makes_the_paper_for_whoever_may_read(of, set_user):
	document = counted(of)
	set_user(factory.holder(of.document, "Secretary"))
	html = get_html_and_style(doc=document.doctype, name=document.name, print_format="Questionnaire Results")[
		"html"
	]
	assert of.name in html and "<svg" in html


def test_a_blank_sheet_asks_everything_and_for_no_name(of):
	text = squeezed(text_of(pages.to_pdf(handed_out(q.prepared(of), "sheet"))))
	for part in ("您对支部工作是否满意", "□很满意", "□公益法律服务", "可多选,最多2项", "请勿署名"):
		assert squeezed(part) in text


@pytest.mark.parametrize(
	("audience", "part"), [(q.LINK, "请用手机扫码作答"), (q.MEMBERS, "我的党务"), (q.CODES, "不设公开链接")]
)
def test_a_poster_says_how_to_answer(of, audience, part):
	document = q.opened(of, audience=audience)
	html = handed_out(document, "poster")
	assert part in html
	assert ("<svg" in html) == (audience != q.CODES)
	if audience == q.LINK:
		assert f"/survey?k={document.link_token}" in html


def test_a_poster_stays_on_one_page_whatever_is_written_on_it(of):
	document = q.opened(of, audience=q.LINK)
	document.update(
		{"title": "关于公益法律服务情况的群众满意度问卷" * 2, "introduction": "请如实作答，谢谢支持。" * 22}
	)
	pdf = pages.to_pdf(handed_out(document, "poster"))
	assert len(PdfReader(io.BytesIO(pdf)).pages) == 1


def test_slips_have_their_codes_and_nobody_knows_them_afterwards(of):
	document = q.opened(of)
	codes = document.make_slips(9)
	with in_language(CHINESE):
		page = html.to_html(papers.slips(document, codes))
	assert page.count("<svg") == 9 and all(code in page for code in codes)
	# Each on one line, six on a sheet.
	pdf = pages.to_pdf(page)
	lines = text_of(pdf).split()
	assert all(code in lines for code in codes) and len(PdfReader(io.BytesIO(pdf)).pages) == 2


def test_papers_that_are_handed_out_bear_no_mark(of, set_user):
	document = q.opened(of, audience=q.LINK)
	set_user(factory.holder(of.document, "Secretary"))
	for kind in papers.HANDED_OUT:
		api.paper(document.name, kind)
		response = frappe.local.response
		assert response.type == "pdf" and "@" not in text_of(response.filecontent)
		api.paper(document.name, kind, "docx")
		assert response.type == "binary" and response.filename == f"{kind}.docx"
		assert response.filecontent.startswith(b"PK")
	with pytest.raises(frappe.ValidationError):
		api.paper(document.name, "results")


def dark_share(pdf_or_png, page=1):
	"""Which share of a page is not white."""
	image = Image.open(io.BytesIO(pdf_or_png)).convert("L")
	histogram = image.histogram()
	return sum(histogram[:200]) / sum(histogram)


def test_both_engines_draw_charts_and_codes(of, tmp_path):
	"""Of Chromium the same page is asked as of wkhtmltopdf."""
	document = counted(of)
	poster = q.opened(of, audience=q.LINK)
	for name, part in (
		("results", documents.party_document(document, "questionnaire_results")),
		("poster", handed_out(poster, "poster")),
	):
		with in_language(CHINESE):
			page = pages.whole_page(part)
		(tmp_path / f"{name}-old.pdf").write_bytes(pages.to_pdf(part))
		(tmp_path / f"{name}.html").write_text(page, encoding="utf-8")
		subprocess.run(
			[
				*(
					shutil.which("chromium"),
					"--headless",
					"--no-sandbox",
					"--disable-gpu",
					"--no-pdf-header-footer",
				),
				*(f"--user-data-dir={tmp_path}/profile", f"--print-to-pdf={tmp_path}/{name}-new.pdf"),
				f"file://{tmp_path}/{name}.html",
			],
			check=True,
			capture_output=True,
			timeout=90,
		)
		shares = []
		for engine in ("old", "new"):
			path = tmp_path / f"{name}-{engine}.pdf"
			subprocess.run(
				["pdftoppm", "-r", "40", "-f", "1", "-l", "1", "-png", path, tmp_path / f"{name}-{engine}"],
				check=True,
			)
			shares.append(dark_share(next(tmp_path.glob(f"{name}-{engine}-*.png")).read_bytes()))
		assert min(shares) > 0.03 and max(shares) < 2 * min(shares), (name, shares)
