"""Papers as files to take away: PDF, Word, and Excel where there is a table."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

import frappe
from frappe import _
from frappe.utils import escape_html

from party_affairs.language import CHINESE, in_language
from party_affairs.printing import docx, pages, xlsx
from party_affairs.printing.paper import EXPORT_MARK, Paper, Text, flat
from party_affairs.privacy import mark


class Format(NamedTuple):
	"""A kind of file: the right it takes, how Frappe answers with it, and what writes it of papers and the mark of privacy."""

	right: str
	answer: str
	write: Callable[[Sequence[Paper], str], bytes]


def _pdf(papers: Sequence[Paper], sentence: str) -> bytes:
	return pages.papers_to_pdf(papers, mark.line_of(sentence) if sentence else "")


def _docx(papers: Sequence[Paper], sentence: str) -> bytes:
	return docx.papers_to_docx(papers, sentence, _author(sentence))


def _xlsx(papers: Sequence[Paper], sentence: str) -> bytes:
	if not xlsx.tables_of(papers):
		frappe.throw(_("There is no table on this paper. Take it as PDF or as a Word document instead."))
	sentence = sentence or _mark_on(papers)
	return xlsx.to_xlsx(papers, sentence or mark.plain_sentence(), _author(sentence))


def _mark_on(papers: Sequence[Paper]) -> str:
	"""Return the mark that stands on one of the papers; empty if none has its own."""
	blocks = (block for paper in papers for block in flat(paper.blocks) if isinstance(block, Text))
	return next((block.text for block in blocks if block.css == EXPORT_MARK), "")


def _author(sentence: str) -> str:
	"""Return who takes a marked file out, and remember that it is marked."""
	if not sentence:
		return ""
	frappe.flags.party_affairs_marked = True
	return mark.who()


FORMATS = {
	"pdf": Format("print", "pdf", _pdf),
	"docx": Format("print", "binary", _docx),
	"xlsx": Format("export", "binary", _xlsx),
}


def format_named(file_format: str) -> Format:
	"""Return a kind of file by its ending. Raise ValidationError for one that we do not write."""
	if file_format not in FORMATS:
		frappe.throw(
			_("A paper is sent as {0}, not as {1}.").format(
				" / ".join(FORMATS), frappe.bold(escape_html(file_format))
			)
		)
	return FORMATS[file_format]


def write(papers: Sequence[Paper], file_format: str, sentence: str = "") -> bytes:
	"""Return papers as a file; `sentence` is the mark of privacy, empty where nothing sensitive is on them."""
	with in_language(CHINESE):
		return format_named(file_format).write(papers, sentence)


def answer_with(name: str, file_format: str, content: bytes) -> None:
	"""Answer the request with a file, named `name` with its ending."""
	frappe.local.response.update(
		{
			"filename": f"{name.replace('/', '-').replace(' ', '-')}.{file_format}",
			"filecontent": content,
			"type": format_named(file_format).answer,
		}
	)
