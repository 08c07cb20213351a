"""The accounts of each branch: read for booking, and checked when somebody enters them."""

from collections.abc import Iterable

import frappe
from frappe import _

from party_affairs.checks.fields import changed_fields, label_of
from party_affairs.exceptions import DuesError
from party_affairs.integrations.erpnext import presence
from party_affairs.integrations.erpnext.journal import (
	ALIPAY,
	BANK,
	CASH,
	COMPANY,
	COST_CENTER,
	FUND,
	LABELS,
	NO_BOOKS,
	WECHAT,
	Books,
)

_CURRENCY = "CNY"
_ASSETS = (CASH, BANK, WECHAT, ALIPAY)
_WITH_PARTY = ("Receivable", "Payable")
"""Kinds of accounts in which each line needs a customer, supplier or employee."""


def of_branches(branches: Iterable[str]) -> dict[str, Books]:
	"""Return the books of `branches`, without those that are not booked in ERPNext: one query."""
	rows = frappe.get_all(
		"Party Branch",
		filters={"name": ["in", sorted(set(branches))], NO_BOOKS: 0},
		fields=["name", *LABELS],
		order_by="name",
	)
	return {row.name: Books(row.name, row) for row in rows}


def validate(doc, method: str | None = None) -> None:
	"""Document event of Party Branch: only a user who may book there names accounts, and they must fit each other."""
	if not presence.is_ready():
		return
	changed = [name for name in LABELS if doc.get(name)] if doc.is_new() else changed_fields(doc, LABELS)
	if not changed:
		return
	_check_right(doc)
	if not doc.get(COMPANY):
		return
	_check_currency(doc)
	_check_accounts(doc)
	_check_cost_center(doc)


def _check_right(doc) -> None:
	"""The app books on behalf of users without rights in ERPNext, so the accounts are for the accountant to name."""
	before = doc.get_doc_before_save()
	companies = {doc.get(COMPANY), before and before.get(COMPANY)} - {None, "", False}
	may_book = frappe.has_permission("Journal Entry", "submit") and all(
		frappe.has_permission("Company", "read", doc=company) for company in companies
	)
	if not may_book:
		frappe.throw(
			_("Where dues are booked is entered by somebody who may submit Journal Entries of that company."),
			frappe.PermissionError,
		)


def _check_currency(doc) -> None:
	currency = frappe.db.get_value("Company", doc.get(COMPANY), "default_currency")
	if currency != _CURRENCY:
		_refuse(doc, COMPANY, _("its books are kept in {0}, dues are in yuan").format(currency or ""))


def _check_accounts(doc) -> None:
	named = {name: doc.get(name) for name in (FUND, *_ASSETS) if doc.get(name)}
	rows = frappe.get_all(
		"Account",
		filters={"name": ["in", list(named.values())]},
		fields=["name", "company", "is_group", "root_type", "account_type", "account_currency"],
		order_by="name",
	)
	accounts = {row.name: row for row in rows}
	for fieldname, name in named.items():
		account = accounts.get(name)
		if not account or account.company != doc.get(COMPANY):
			_refuse(doc, fieldname, _("it is no account of {0}").format(doc.get(COMPANY)))
		if account.is_group:
			_refuse(doc, fieldname, _("it is a group of accounts"))
		if account.account_currency and account.account_currency != _CURRENCY:
			_refuse(doc, fieldname, _("it is kept in {0}, dues are in yuan").format(account.account_currency))
		if account.account_type in _WITH_PARTY:
			_refuse(doc, fieldname, _("in a receivable or payable account each line needs a party"))
		wanted = "Liability" if fieldname == FUND else "Asset"
		if account.root_type != wanted:
			_refuse(doc, fieldname, _("it must be an account of the kind {0}").format(_(wanted)))


def _check_cost_center(doc) -> None:
	name = doc.get(COST_CENTER)
	if not name:
		return
	row = frappe.db.get_value("Cost Center", name, ["company", "is_group"], as_dict=True)
	if not row or row.company != doc.get(COMPANY) or row.is_group:
		_refuse(doc, COST_CENTER, _("it is no cost center of {0}").format(doc.get(COMPANY)))


def _refuse(doc, fieldname: str, reason: str) -> None:
	frappe.throw(
		_("{0} ({1}) cannot be used: {2}.").format(
			label_of(doc, fieldname), frappe.bold(doc.get(fieldname)), reason
		),
		DuesError,
	)
