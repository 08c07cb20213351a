"""The file that a request sends: what it is, how many rows it holds, and the mark that is put on it.

Workbooks and tables of text are marked on a line below their rows, or, where Frappe's Data Import is to read them back, beside
them; PDFs and Word documents are marked when they are made (`privacy/mark.py`, `printing/files.py`).
"""

import csv
import io
import re
from dataclasses import dataclass
from urllib.parse import quote

from openpyxl import load_workbook

import frappe

from party_affairs.permissions.requests import address
from party_affairs.permissions.seen import EXPORTED, PRINTED
from party_affairs.privacy import mark

_XLSX, _CSV, _PDF, _DOCX = ".xlsx", ".csv", ".pdf", ".docx"
_TEMPLATES = ".download_template"
"""Frappe's Data Import reads its own template back, row by row."""


@dataclass(frozen=True)
class Sent:
	"""A file that is about to be sent."""

	kind: str
	content: bytes
	is_template: bool

	@property
	def way(self) -> str:
		"""How sensitive data leaves in it."""
		return PRINTED if self.kind == _PDF else EXPORTED

	@property
	def rows(self) -> int:
		"""How many rows a table holds below its heading; a paper counts as one record."""
		if self.kind == _XLSX:
			sheet = load_workbook(io.BytesIO(self.content), read_only=True).active
			return max(sum(any(row) for row in sheet.iter_rows(values_only=True)) - 1, 0)
		if self.kind == _CSV:
			text = self.content.decode("utf-8-sig", errors="replace")
			return max(sum(any(row) for row in csv.reader(io.StringIO(text))) - 1, 0)
		return 1

	def mark(self, response) -> None:
		"""Put the mark on the file of a response, unless it was made with one: who takes it out of the house, and when."""
		if frappe.flags.party_affairs_marked:
			return
		text = mark.sentence()
		if self.kind == _XLSX:
			response.set_data(mark.on_workbook(self.content, text, below=not self.is_template))
		elif self.kind == _CSV and not self.is_template:
			response.set_data(mark.on_table(self.content, text))
		elif self.kind == _CSV:
			name = f"{mark.short()}.csv"
			response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"


def sent_by(response) -> Sent | None:
	"""Return the file that a response sends, None where it sends none."""
	name = str(frappe.local.response.get("filename") or "").lower()
	disposition = response.headers.get("Content-Disposition", "").lower()
	kind = next(
		(kind for kind in (_XLSX, _CSV, _PDF, _DOCX) if name.endswith(kind) or kind in disposition), None
	)
	if kind is None and response.mimetype in ("text/csv", "application/pdf"):
		kind = f".{response.mimetype.rpartition('/')[2]}"
	if kind is None or response.direct_passthrough:
		return None
	return Sent(
		kind,
		response.get_data(),
		(address.method() or "").endswith(_TEMPLATES),
	)


def words_of(text: str) -> list[str]:
	"""Return the names in a text, such as those of fields in a query."""
	return re.findall(r"\w+", text)
