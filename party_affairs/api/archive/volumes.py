"""Endpoints of the volumes of the archive: looked over, bound, opened again, lent, brought back, verified, downloaded."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import frappe
from frappe import _

from party_affairs.api.archive.progress import told_of
from party_affairs.api.caller import check_right
from party_affairs.arguments import parse_day
from party_affairs.compliance.archive import job_id
from party_affairs.facts.archive import volumes
from party_affairs.facts.archive.volumes import VOLUME
from party_affairs.guide.archive import volume_contents
from party_affairs.language import CHINESE, in_language
from party_affairs.party_affairs.doctype.archive_volume import steps
from party_affairs.printing.archive import verifying, volume_book


@frappe.whitelist()
def kinds_of_material() -> list[str]:
	"""Return the titles of what belongs in a volume, for the choice to which a scan belongs."""
	check_right(VOLUME, "read")
	return [item.title for item in volume_contents.items()]


@frappe.whitelist(methods=["POST"])
def look_again(volume: str) -> dict[str, int]:
	"""Look anew at what belongs in a volume and what is there, ledgers included; return how many kinds are missing or incomplete."""
	check_right(VOLUME, "write")
	document = _document(volume, "write")
	with in_language(CHINESE):
		document.flags.ledger_rows = volume_book.row_counts(document.branch, document.year)
	document.save()
	gaps = sum(row.standing in ("Not There", "Incomplete") for row in document.contents)
	return {"gaps": gaps, "there": len(document.contents) - gaps}


@frappe.whitelist(methods=["POST"])
def bind(volume: str) -> dict[str, str]:
	"""Bind a volume in the background, or begin again where that broke off; return its `status`."""
	check_right(VOLUME, "write")
	step = steps.Bind.of(volume)
	step.take()
	return {"status": step.document.status}


@frappe.whitelist()
def progress(name: str) -> dict[str, Any]:
	"""Return how far the binding of a volume is: `status`, `percent`, and whether nobody is at it any more, `broken_off`."""
	check_right(VOLUME, "read")
	return told_of(_document(name), volumes.BINDING, job_id(name))


@frappe.whitelist(methods=["POST"])
def open_again(volume: str, reason: str) -> dict[str, str]:
	"""Open a bound volume again, with the reason that stands in it; for leaders of a committee above."""
	check_right(VOLUME, "read")
	step = steps.OpenAgain.of(volume, reason=reason)
	step.take()
	return {"status": step.document.status}


@frappe.whitelist(methods=["POST"])
def lend(volume: str, lent_to: str, due_on: str, purpose: str = "") -> None:
	"""Note to whom a volume is lent, for what, and by which day it is due back."""
	check_right(VOLUME, "write")
	due: date = parse_day(due_on)
	steps.Lend.of(volume, lent_to=lent_to, due_on=due, purpose=purpose).take()


@frappe.whitelist(methods=["POST"])
def bring_back(volume: str) -> None:
	"""Note that a volume is back in the cabinet."""
	check_right(VOLUME, "write")
	steps.BringBack.of(volume).take()


@dataclass(frozen=True)
class Verified:
	"""What differs: `files` of what is stored, `records` of what they said when it was bound; lines as sentences."""

	files: list[str]
	records: list[str]
	supplements: int

	@property
	def is_whole(self) -> bool:
		return not self.files


@frappe.whitelist(methods=["POST"])
def verify(volume: str) -> dict[str, Any]:
	"""Compare the stored files of a bound volume with their sums, and today's records with those that were bound."""
	check_right(VOLUME, "read")
	document = _document(volume)
	if not document.edition:
		frappe.throw(_("The volume was not bound yet, so there is nothing to compare."))
	found = Verified(
		verifying.of_files(document),
		verifying.of_records(document),
		sum(bool(row.after_binding) for row in document.scans),
	)
	return {
		**{"is_whole": found.is_whole, "files": found.files, "records": found.records},
		"supplements": found.supplements,
	}


@frappe.whitelist()
def download(volume: str, kind: str = "pdf") -> None:
	"""Send the bound volume as `pdf` or `zip` to those who may read it."""
	check_right(VOLUME, "read")
	document = _document(volume)
	address = {"pdf": document.pdf_file, "zip": document.zip_file}.get(kind)
	path = verifying.path_of_stored(document, address) if address else None
	if not path:
		frappe.throw(
			_("The volume is not bound yet, or its file is missing. Bind it first."), frappe.DoesNotExistError
		)
	frappe.local.response.filename = Path(address).name
	frappe.local.response.filecontent = path.read_bytes()
	frappe.local.response.type = "download"


def _document(volume: str, right: str = "read"):
	document = frappe.get_doc(VOLUME, volume)
	document.check_permission(right)
	return document
