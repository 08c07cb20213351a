"""Whether a described paper says the same on a page and in Word."""

import html
import io
import re
from collections import Counter
from typing import NamedTuple

from docx import Document
from docx.oxml.ns import qn

from party_affairs.printing import docx
from party_affairs.printing.html import to_html
from party_affairs.printing.paper import Paper

_NOT_SAID = re.compile(r"<(style|svg)\b.*?</\1>", re.DOTALL)
_TAG = re.compile(r"<[^>]+>")


class InWord(NamedTuple):
	"""What is unlike in the Word document: texts that it lacks, else characters that it has more often; and its pictures."""

	unlike: list[str]
	pictures: int


def in_word(paper: Paper) -> InWord:
	"""Compare the Word document of a paper with its page, on which the heads of tables stand again and again."""
	page = _TAG.sub("\n", _NOT_SAID.sub("\n", to_html(paper)))
	said = [_squeezed(html.unescape(text)) for text in page.split("\n")]
	content = docx.to_docx(paper)
	written = text_of(content)
	more = Counter(written) - Counter("".join(said))
	lacking = [text for text in said if text not in written]
	return InWord(lacking or list(more), sum(1 for _drawing in _body(content).iter(qn("w:drawing"))))


def text_of(content: bytes) -> str:
	"""Return the text of a Word document without white space."""
	return _squeezed("".join(node.text or "" for node in _body(content).iter(qn("w:t"))))


def _body(content: bytes):
	return Document(io.BytesIO(content)).element.body


def _squeezed(text: str) -> str:
	return "".join(text.split())
