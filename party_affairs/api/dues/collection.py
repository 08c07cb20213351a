"""Dues collected: the collection sheet, and several entries paid at once."""

from collections import defaultdict
from decimal import Decimal
from typing import Any

import frappe
from frappe import _
from frappe.utils import cstr, getdate

from party_affairs.arguments import parse_day, parse_list
from party_affairs.checks.members import require_members_of
from party_affairs.dues import receipts, twins
from party_affairs.dues.collection import CollectionLine, collect
from party_affairs.exceptions import DuesError, rules_speak_to_user
from party_affairs.facts.dues import sheet as dues_sheet
from party_affairs.facts.dues.account import sum_of_receipts
from party_affairs.permissions.scope import scope_for
from party_affairs.rules.dues.monthly_dues import check_amount
from party_affairs.rules.message import Message

_LIMIT = 500
_LONGEST_REQUEST_ID = 64
_SETTLED = ("Paid", "Exempt")


@frappe.whitelist(methods=["POST"])
def mark_paid(
	entries: list[str] | str, paid_on: str, method: str, paid_by: str | None = None
) -> dict[str, Any]:
	"""Enter for each of `entries` that its full amount was paid on `paid_on` by `method`, one receipt a member: all of them, or none.

	Entries that are paid or exempt already stay as they are. Returns the numbers `marked` and `untouched` and the sum
	`received` in yuan, as text. Raises PermissionError if the caller may not change one of the entries.
	"""
	documents = [frappe.get_doc("Party Dues Entry", name) for name in _names(entries)]
	for document in documents:
		document.check_permission("write")
	_check_payment(paid_on, method)
	open_entries = [document for document in documents if document.status not in _SETTLED]
	by_branch = defaultdict(lambda: defaultdict(list))
	for document in open_entries:
		by_branch[document.branch][document.member].append(getdate(document.dues_month))
	day, written = parse_day(paid_on), []
	for branch in sorted(by_branch):
		lines = [
			CollectionLine(member, paid_by=paid_by, months=tuple(months))
			for member, months in sorted(by_branch[branch].items())
		]
		written += collect(branch, day, method, lines)
	twins.warn_of(written)
	return {
		"marked": len(open_entries),
		"untouched": len(documents) - len(open_entries),
		"received": f"{sum_of_receipts(written):.2f}",
	}


@frappe.whitelist()
def collection_sheet(branch: str, received_on: str) -> list[dict[str, Any]]:
	"""Return who may pay dues in `branch` and what each owes by the end of the month of `received_on`, in yuan.

	Rows have `member`, `member_name`, `months` (of which something is owed; ISO first days), `due`, and `paid_until` (the last month
	paid in full, None if there is none). Members who owe nothing come too: they may pay in advance or more. Raises PermissionError for
	somebody who may not collect there.
	"""
	scope_for("Party Dues Receipt", "create").check_branch(branch)
	day = parse_day(received_on)
	return [
		{
			"member": row.member,
			"member_name": row.member_name,
			"months": [str(month.month) for month in row.months],
			"due": str(row.due),
			"paid_until": row.paid_until and str(row.paid_until),
		}
		for row in dues_sheet.rows(branch, day)
	]


@frappe.whitelist(methods=["POST"])
def collect_dues(
	branch: str, received_on: str, method: str, lines: list[dict] | str, request_id: str
) -> dict[str, Any]:
	"""Write receipts for what several members of `branch` paid on a day: all of them, or none.

	`lines` have `member`, and optionally `amount` (yuan, without the voluntary extra; empty: all that is due), `voluntary`, `paid_by` and
	`remarks`. `request_id` tells one press of the button from the next: sent twice it collects once. Returns the names of the `receipts` and
	the sum `received` in yuan, as text. Raises PermissionError for somebody who may not collect there, DuesError naming member and field.
	"""
	scope = scope_for("Party Dues Receipt", "create")
	scope.check_branch(branch)
	scope_for("Party Dues Receipt", "submit").check_branch(branch)
	_check_payment(received_on, method)
	_check_request_id(request_id)
	parsed = [_line(line, request_id) for line in _rows(lines)]
	members = [line.member for line in parsed]
	require_members_of(members, branch, DuesError, subtree=True, former=True)
	# Asked first: who sends again what was collected, because no answer had come, would be told that nothing is owed.
	if receipts.any_recorded(line.key for line in parsed):
		_refuse_second_time()
	try:
		written = collect(branch, parse_day(received_on), method, parsed)
	except Exception as error:
		if not frappe.db.is_unique_key_violation(error):
			raise
		_refuse_second_time()
	twins.warn_of(written)
	return {"receipts": written, "received": f"{sum_of_receipts(written):.2f}"}


def _refuse_second_time() -> None:
	frappe.throw(_("These payments were recorded already. Please load the sheet anew."), DuesError)


def _check_request_id(request_id: str) -> None:
	if not 0 < len(request_id.strip()) <= _LONGEST_REQUEST_ID:
		frappe.throw(_("The sheet is out of date. Please load it anew."), DuesError)


def _rows(lines: list[dict] | str) -> list[dict]:
	rows = parse_list(lines, dict)
	if not rows or not all(isinstance(row.get("member"), str) and row["member"] for row in rows):
		frappe.throw(_("Please select at least one member."), DuesError)
	if len(rows) > _LIMIT:
		frappe.throw(_("Please select at most {0} members at a time.").format(_LIMIT), DuesError)
	if len({row["member"] for row in rows}) < len(rows):
		frappe.throw(_("A member is listed twice. Put his payment into one row."), DuesError)
	return rows


def _line(row: dict, request_id: str) -> CollectionLine:
	amount, voluntary = (
		_sum(row, "amount", Message("Amount Received (Yuan)")),
		_sum(row, "voluntary", Message("Voluntary Extra (Yuan)")),
	)
	return CollectionLine(
		member=row["member"],
		amount=amount,
		voluntary=voluntary or Decimal(0),
		paid_by=cstr(row.get("paid_by")).strip() or None,
		key=f"{request_id}:{row['member']}",
		remarks=cstr(row.get("remarks")).strip() or None,
	)


def _sum(row: dict, key: str, field: Message) -> Decimal | None:
	if row.get(key) in (None, ""):
		return None
	with rules_speak_to_user(DuesError):
		return check_amount(cstr(row[key]).replace(",", ""), field)


def _names(entries: list[str] | str) -> list[str]:
	names = list(dict.fromkeys(parse_list(entries)))
	if not names:
		frappe.throw(_("Please select at least one entry."), DuesError)
	if len(names) > _LIMIT:
		frappe.throw(_("Please select at most {0} entries at a time.").format(_LIMIT), DuesError)
	return names


def _check_payment(paid_on: str, method: str) -> None:
	methods = [
		option for option in frappe.get_meta("Party Dues Entry").get_options("method").split("\n") if option
	]
	if method not in methods:
		frappe.throw(
			_("{0}: please choose one of {1}.").format(
				frappe.bold(_("Payment Method")), "、".join(_(option) for option in methods)
			),
			DuesError,
		)
	if not paid_on:
		frappe.throw(_("Please enter the day of payment."), DuesError)
