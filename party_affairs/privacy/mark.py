"""The mark on whatever takes sensitive data out of the house: who made it and when, in Chinese, on sheet and paper."""

import csv
import io

from openpyxl import load_workbook
from openpyxl.styles import Font

import frappe
from frappe import _
from frappe.utils import escape_html, get_fullname, now_datetime

from party_affairs.language import CHINESE, in_language
from party_affairs.permissions import seen

_MINUTES = "%Y-%m-%d %H:%M"
_BODY_HOOK = "party_affairs.privacy.mark.print_body"


def sentence(purpose: str = "") -> str:
	"""Return the mark in words: the caller by name and login, the time, and what it is for if that was said."""
	with in_language(CHINESE):
		said = _(
			"Exported by: {who}  Exported at: {time}  Contains personal data: keep it safe and do not pass it on."
		).format(who=who(), time=now_datetime().strftime(_MINUTES))
		return _("{mark}  Purpose: {purpose}").format(mark=said, purpose=purpose) if purpose else said


def short() -> str:
	"""Return the mark as a name of a file."""
	with in_language(CHINESE):
		return _("Exported by {who} at {time}").format(who=who(), time=now_datetime().strftime("%Y%m%d-%H%M"))


def who() -> str:
	"""Return the caller by name and login, or that the system itself takes something out."""
	user = frappe.session.user
	if user == "Administrator" and not frappe.request:
		return _("the system, on schedule or by mail")
	name = get_fullname(user)
	return user if name == user else f"{name}（{user}）"


def on_workbook(content: bytes, text: str, below: bool = True) -> bytes:
	"""Return an Excel workbook with the mark in its properties, on the foot of its pages, and below its rows or on a sheet of its own."""
	book = load_workbook(io.BytesIO(content))
	sheet = book.active
	if below:
		cell = sheet.cell(sheet.max_row + 1, 1, text)
	else:
		with in_language(CHINESE):
			cell = book.create_sheet(_("Export Mark")).cell(1, 1, text)
	cell.font = Font(name="宋体", size=10)
	into_properties(book, text)
	sheet.oddFooter.left.text = text.replace("&", "&&")
	stream = io.BytesIO()
	book.save(stream)
	return stream.getvalue()


def plain_sentence() -> str:
	"""Return in words who takes something out that holds nothing sensitive, and when."""
	with in_language(CHINESE):
		return _("Exported by: {who}  Exported at: {time}").format(
			who=who(), time=now_datetime().strftime(_MINUTES)
		)


def into_properties(book, text: str) -> None:
	"""Put the mark into the properties of a workbook, which stay when lines are deleted."""
	book.properties.creator = book.properties.lastModifiedBy = who()
	book.properties.description = text
	frappe.flags.party_affairs_marked = True


def on_table(content: bytes, text: str) -> bytes:
	"""Return a table in CSV with the mark on a line below its rows."""
	stream = io.StringIO()
	csv.writer(stream).writerow([text])
	end = b"" if content.endswith(b"\n") or not content else b"\r\n"
	return content + end + stream.getvalue().encode()


def line() -> str:
	"""Return the mark as the last line of a printed page."""
	return line_of(sentence())


def line_of(text: str) -> str:
	"""Return a mark in words as the last line of a printed page."""
	style = "font-size: 7pt; line-height: 1.2; color: #555; text-align: right; margin: 0;"
	return f'<p class="export-mark" style="{style}">{escape_html(text)}</p>'


def on_page(html: str) -> str:
	"""Return a page that the caller made of a report, with who prints it and when; nobody knows what else it holds."""
	text = plain_sentence()
	before, end, after = html.rpartition("</body>")
	return f"{before}{line_of(text)}{end}{after}" if end else html + line_of(text)


def print_body(jenv, template, print_format, args, **others) -> str:
	"""Hook `pdf_body_html`: the body of a print as others make it, with the mark below it if it shows sensitive data."""
	before = [hook for hook in frappe.get_hooks("pdf_body_html") if hook != _BODY_HOOK]
	body = frappe.get_attr(before[-1])(
		jenv=jenv, template=template, print_format=print_format, args=args, **others
	)
	doc = args["doc"]
	return body + line() if seen.has_noted(doc.doctype, doc.name) else body
