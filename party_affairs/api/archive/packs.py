"""Endpoints of inspection packs: made in the background, how far they are, and their files."""

from pathlib import Path
from typing import Any

import frappe
from frappe import _

from party_affairs.api.archive.progress import told_of
from party_affairs.api.caller import check_right
from party_affairs.facts.archive.volumes import files_of
from party_affairs.file_contents import path_of
from party_affairs.party_affairs.doctype.inspection_pack import steps
from party_affairs.party_affairs.doctype.inspection_pack.steps import PACK


@frappe.whitelist(methods=["POST"])
def make(pack: str) -> dict[str, str]:
	"""Make an inspection pack in the background, or begin again where that broke off; return its `status`."""
	check_right(PACK, "write")
	step = steps.Make.of(pack)
	step.take()
	return {"status": step.document.status}


@frappe.whitelist()
def progress(name: str) -> dict[str, Any]:
	"""Return how far a pack is: `status`, `percent`, and whether nobody is at it any more, `broken_off`."""
	check_right(PACK, "read")
	return told_of(_document(name), steps.IN_THE_MAKING, steps.job_id(name))


@frappe.whitelist()
def download(pack: str, kind: str = "pdf") -> None:
	"""Send the pack as `pdf` or `docx` to those who may read it."""
	check_right(PACK, "read")
	document = _document(pack)
	address = {"pdf": document.pdf_file, "docx": document.word_file}.get(kind)
	path = path_of(address) if address and address in files_of(PACK, pack, {address}) else None
	if not path or not path.is_file():
		frappe.throw(
			_("The pack is not made yet, or its file is missing. Make it first."), frappe.DoesNotExistError
		)
	frappe.local.response.filename = Path(address).name
	frappe.local.response.filecontent = path.read_bytes()
	frappe.local.response.type = "download"


def _document(pack: str):
	document = frappe.get_doc(PACK, pack)
	document.check_permission("read")
	return document
