"""Endpoint of the ledgers: the printed page, the Word document and the workbook."""

from dataclasses import asdict, dataclass
from typing import Any

import frappe
from frappe import _
from frappe.core.doctype.access_log.access_log import make_access_log

from party_affairs import ledgers
from party_affairs.arguments import as_object
from party_affairs.exceptions import files_are_written
from party_affairs.ledgers.xlsx import to_xlsx
from party_affairs.permissions import scope_for
from party_affairs.printing import ledger_sheets as printing

_RENDERERS = {
	"pdf": ("print", printing.to_pdf),
	"docx": ("print", printing.to_docx),
	"xlsx": ("export", to_xlsx),
}


@dataclass(frozen=True)
class LedgerFilters:
	"""What a ledger is narrowed to; each ledger reads what it knows.

	`branch` stands for all below it, None for all branches that the caller sees; without `year` it is the current one. `kind`
	and `month` narrow the organisation life ledger, `half` is the half-year of outstanding thought reports, `status` that of
	the compliance overview. From `status` to `party_age_to` they pick out of the roster and the statistics of members.
	`state` narrows the rectification ledger, `remittance_status` that of remittances, `plan_status` plans, `make_up_status` what is
	made up, `follow_up_status` and `responsible` resolutions, `opinion_status` opinions, `notice_state`, `task_state`, `item_state` and `quota_state` what went down, `scheme` evaluations, `reader`, `way` and `document_type` the access to personal data. `month` or `quarter` is the time of the
	publication of dues, which hangs from `posted_from` until `posted_until`; `as_of` is the day of the ledger of arrears,
	whose `view` may be `branch`. `view` is also by what public welfare is summed up, and whether the register of honours shows those
	in force; both reach back to `from_year`; `level` and `recipient` narrow the latter. `period_key` is the period of frozen reports.
	`notice_state`, `task_state`, `item_state` and `quota_state` narrow what goes down from a committee: its notices, points of work, findings on site, quotas.
	`notice_state` narrows what was made known on the board as well, `venue_state` what a check of the rooms found.
	`medium` and `medium_kind` narrow the publicity log.
	"""

	branch: str | None = None
	year: int | None = None
	kind: str | None = None
	month: int | None = None
	half: int | None = None
	status: str | None = None
	stage: str | None = None
	firm: str | None = None
	gender: str | None = None
	education: str | None = None
	partner: str | None = None
	age_from: int | None = None
	age_to: int | None = None
	party_age_from: int | None = None
	party_age_to: int | None = None
	state: str | None = None
	quarter: int | None = None
	as_of: str | None = None
	view: str | None = None
	posted_from: str | None = None
	posted_until: str | None = None
	remittance_status: str | None = None
	plan_status: str | None = None
	make_up_status: str | None = None
	follow_up_status: str | None = None
	notice_state: str | None = None
	venue_state: str | None = None
	task_state: str | None = None
	item_state: str | None = None
	quota_state: str | None = None
	opinion_status: str | None = None
	scheme: str | None = None
	responsible: str | None = None
	reader: str | None = None
	way: str | None = None
	document_type: str | None = None
	from_year: int | None = None
	level: str | None = None
	notice_state: str | None = None
	task_state: str | None = None
	item_state: str | None = None
	quota_state: str | None = None
	recipient: str | None = None
	period_key: str | None = None
	medium: str | None = None
	medium_kind: str | None = None


@frappe.whitelist(methods=["GET"])
def download(ledger: str, file_format: str = "pdf", **filters: Any) -> None:
	"""Send a ledger as `pdf`, `docx` or `xlsx`, narrowed by the `filters` that LedgerFilters names."""
	asked = asdict(as_object(LedgerFilters, filters))
	right, render = _RENDERERS.get(file_format) or _refuse_format(file_format)
	scope_for(ledgers.get(ledger).DOCTYPE, ptype=right).check_not_empty()
	document = printing.build_in_chinese(ledger, asked, ptype=right)
	make_access_log(
		doctype=ledgers.get(ledger).DOCTYPE,
		file_type=file_format.upper(),
		report_name=ledger,
		filters=asked,
	)
	with files_are_written():
		content = render(document)
	frappe.local.response.filename = f"{document.file_name}.{file_format}"
	frappe.local.response.filecontent = content
	frappe.local.response.type = "pdf" if file_format == "pdf" else "binary"


def _refuse_format(file_format: str):
	frappe.throw(
		_("A ledger is sent as {0}, not as {1}.").format(" / ".join(_RENDERERS), frappe.bold(file_format))
	)
