"""The one door to ERPNext: dues documents go in, submitted Journal Entries come out; all in the caller's transaction.

It is closed where ERPNext is not installed or not switched on in Party Affairs Settings; then every function does nothing.
Entries are made for the user who collects dues: no rights in ERPNext are needed, and the entry names the user.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pypika import Case

import frappe
from frappe import _
from frappe.utils import get_fullname

from party_affairs.exceptions import DuesError, rules_speak_to_user
from party_affairs.integrations.erpnext import books, journal
from party_affairs.integrations.erpnext.journal import AllBooks, Entry
from party_affairs.integrations.erpnext.presence import is_open, is_ready

ENTRY = "Journal Entry"
LINK, RECEIVER_LINK = "journal_entry", "receiver_journal_entry"
"""Fields of the dues documents that name their Journal Entry; a remittance has a second one, of the receiver."""

Builder = Callable[[Mapping[str, Any], AllBooks], Entry | None]


@dataclass(frozen=True)
class Source:
	"""A DocType that is booked: what is read of it, its organisations, and who makes the entry of each link field."""

	fields: tuple[str, ...]
	branches: tuple[str, ...]
	builders: Mapping[str, Builder]


SOURCES = {
	"Party Dues Receipt": Source(
		("branch", "received_on", "method", "amount", "receipt_no", "source"),
		("branch",),
		{LINK: journal.receipt},
	),
	"Party Dues Remittance": Source(
		("branch", "to_branch", "paid_on", "received_on", "method", "amount", "voucher_no", "receipt_no"),
		("branch", "to_branch"),
		{LINK: journal.remittance_sent, RECEIVER_LINK: journal.remittance_received},
	),
	"Party Dues Expense": Source(
		("branch", "spent_on", "method", "amount", "voucher_no"),
		("branch",),
		{LINK: journal.expense},
	),
}


def post(doctype: str, names: Sequence[str]) -> None:
	"""Make the Journal Entries that submitted documents lack, and cancel that of a receipt which was taken back.

	Each document has entries of its own, so that it can be cancelled alone: besides theirs, four queries, however many
	documents there are. Raises DuesError, naming organisation and field, where an account is missing.
	"""
	if not (names and is_open()):
		return
	source = SOURCES[doctype]
	rows = _rows(doctype, names, submitted=True)
	known = books.of_branches(row[field] for row in rows for field in source.branches if row[field])
	for link, build in source.builders.items():
		made = {}
		for row in rows:
			if row[link]:
				continue
			with rules_speak_to_user(DuesError):
				entry = build(row, known)
			if entry:
				made[row.name] = _make(doctype, entry)
		_set_links(doctype, link, made)
	_withdraw(doctype, rows)


def cancel(doctype: str, names: Sequence[str]) -> None:
	"""Cancel the Journal Entries of cancelled documents, whether or not posting is still switched on."""
	if not (names and is_ready()):
		return
	for row in _rows(doctype, names):
		_cancel(row[link] for link in SOURCES[doctype].builders)


def _rows(doctype: str, names: Sequence[str], submitted: bool = False) -> list[Any]:
	source = SOURCES[doctype]
	filters = {"name": ["in", list(names)], **({"docstatus": 1} if submitted else {})}
	fields = ["name", *source.fields, *source.builders]
	return frappe.get_all(doctype, filters=filters, fields=fields, order_by="name")


def _make(doctype: str, entry: Entry) -> str:
	remark = _("{0} {1}, {2}. Booked by Party Affairs for {3}.").format(
		_(doctype), entry.reference, entry.branch, get_fullname(frappe.session.user)
	)
	document = frappe.get_doc(
		{
			"doctype": ENTRY,
			"voucher_type": "Journal Entry",
			"company": entry.company,
			"posting_date": entry.posting_date,
			"cheque_no": entry.reference,
			"cheque_date": entry.posting_date,
			"user_remark": remark,
			"accounts": [
				{
					"account": line.account,
					"debit_in_account_currency": float(line.debit),
					"credit_in_account_currency": float(line.credit),
					"cost_center": entry.cost_center,
				}
				for line in entry.lines
			],
		}
	)
	document.flags.ignore_permissions = True
	document.insert()
	document.submit()
	return document.name


def _set_links(doctype: str, link: str, made: Mapping[str, str | None]) -> None:
	"""One query: the documents are submitted, and what is booked is no change of theirs."""
	if not made:
		return
	table = frappe.qb.DocType(doctype)
	value = Case()
	for name, entry in made.items():
		value = value.when(table.name == name, entry)
	frappe.qb.update(table).set(table[link], value).where(table.name.isin(list(made))).run()
	for name in made:
		frappe.clear_document_cache(doctype, name)


def _withdraw(doctype: str, rows: Iterable[Any]) -> None:
	"""The receiver took its receipt back: the money is in transit again."""
	if RECEIVER_LINK not in SOURCES[doctype].builders:
		return
	gone = [row for row in rows if row[RECEIVER_LINK] and not row.received_on]
	_cancel(row[RECEIVER_LINK] for row in gone)
	_set_links(doctype, RECEIVER_LINK, {row.name: None for row in gone})


def _cancel(names: Iterable[str | None]) -> None:
	for name in filter(None, names):
		document = frappe.get_doc(ENTRY, name)
		if document.docstatus.is_submitted():
			document.flags.ignore_permissions = True
			# Its source may go on without it, as a remittance does whose receipt was taken back.
			document.flags.ignore_links = True
			document.flags.cancelled_with_source = True
			document.cancel()


def post_document(doc) -> None:
	"""Book a document that was just submitted or received through its form; it shows its entries at once."""
	if is_open():
		post(doc.doctype, [doc.name])
		# What is in memory may be saved again, and must not take the links back.
		doc.update(
			frappe.db.get_value(doc.doctype, doc.name, list(SOURCES[doc.doctype].builders), as_dict=True)
		)


def cancel_document(doc) -> None:
	"""Cancel what was booked for a document that was just cancelled."""
	cancel(doc.doctype, [doc.name])


def refuse_cancel_by_hand(doc, method: str | None = None) -> None:
	"""Document event of Journal Entry: one that stands for a dues document is cancelled with that, not by itself."""
	if doc.flags.cancelled_with_source or not is_open():
		return
	for doctype, source in SOURCES.items():
		for link in source.builders:
			name = frappe.db.get_value(doctype, {link: doc.name, "docstatus": 1}, "name")
			if name:
				frappe.throw(
					_("This entry stands for {0} {1}. Cancel that: the entry is cancelled with it.").format(
						_(doctype), frappe.bold(name)
					),
					DuesError,
				)
