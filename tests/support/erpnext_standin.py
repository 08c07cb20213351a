"""Stand-ins for the DocTypes of ERPNext that dues are booked in, on a site that has no ERPNext and may be ruined.

They check what ERPNext checks of an entry: that it balances, one side a line, accounts of its company that are no groups.
"""

from types import SimpleNamespace
from unittest import mock

import frappe
from frappe.model.document import Document
from frappe.utils import flt

MODULE = "Custom"


class StandInJournalEntry(Document):
	"""Validates and submits as ERPNext's does, as far as our entries are concerned."""

	def validate(self):
		for line in self.accounts:
			if bool(flt(line.debit_in_account_currency)) == bool(flt(line.credit_in_account_currency)):
				frappe.throw("A line has to have either debit or credit")
			account = frappe.get_doc("Account", line.account)
			if account.company != self.company or account.is_group:
				frappe.throw(f"{line.account} does not belong to {self.company} or is a group")
		self.total_debit = sum(flt(line.debit_in_account_currency) for line in self.accounts)
		self.total_credit = sum(flt(line.credit_in_account_currency) for line in self.accounts)

	def before_submit(self):
		if flt(self.total_debit - self.total_credit, 2):
			frappe.throw("Total Debit must be equal to Total Credit")


def _field(fieldname, fieldtype="Data", **values):
	return {"fieldname": fieldname, "label": fieldname.title(), "fieldtype": fieldtype, **values}


def _doctype(name, fields, **values):
	frappe.get_doc(
		{
			"doctype": "DocType",
			"name": name,
			"module": MODULE,
			"custom": 1,
			"fields": fields,
			"permissions": [] if values.get("istable") else [_rights(bool(values.get("is_submittable")))],
			**values,
		}
	).insert()


def _rights(submits):
	role = {"role": "System Manager", "read": 1, "write": 1, "create": 1}
	return {**role, "submit": 1, "cancel": 1} if submits else role


def make():
	"""Make the DocTypes, two companies with their accounts, and the fields of the app; return what the scenarios use."""
	_doctype(
		"Company",
		[_field("company_name", reqd=1), _field("default_currency", default="CNY")],
		autoname="field:company_name",
	)
	_doctype(
		"Account",
		[
			_field("account_name", reqd=1),
			_field("company", "Link", options="Company"),
			_field("is_group", "Check"),
			_field("root_type"),
			_field("account_type"),
			_field("account_currency", default="CNY"),
		],
		autoname="format:{account_name} - {company}",
	)
	_doctype(
		"Cost Center",
		[
			_field("cost_center_name", reqd=1),
			_field("company", "Link", options="Company"),
			_field("is_group", "Check"),
		],
		autoname="format:{cost_center_name} - {company}",
	)
	_doctype(
		"Journal Entry Account",
		[
			_field("account", "Link", options="Account"),
			_field("debit_in_account_currency", "Currency"),
			_field("credit_in_account_currency", "Currency"),
			_field("cost_center", "Link", options="Cost Center"),
		],
		istable=1,
	)
	_doctype(
		"Journal Entry",
		[
			_field("voucher_type"),
			_field("company", "Link", options="Company", reqd=1),
			_field("posting_date", "Date", reqd=1),
			_field("cheque_no"),
			_field("cheque_date", "Date"),
			_field("user_remark", "Small Text"),
			_field("accounts", "Table", options="Journal Entry Account"),
			_field("total_debit", "Currency"),
			_field("total_credit", "Currency"),
		],
		autoname="format:JV-{#####}",
		is_submittable=1,
	)
	return companies()


def connect():
	"""Let this process take the stand-ins for ERPNext; lasts as long as the process."""
	frappe.controllers.setdefault(frappe.local.site, {})["Journal Entry"] = StandInJournalEntry
	mock.patch("party_affairs.integrations.erpnext.presence.is_installed", return_value=True).start()


def companies():
	"""Two companies in yuan."""
	return [_company("测试律师事务所"), _company("测试律师协会")]


def _company(name):
	frappe.get_doc({"doctype": "Company", "company_name": name}).insert()

	def account(title, root_type="Asset", **values):
		document = {"doctype": "Account", "account_name": title, "company": name, "root_type": root_type}
		return frappe.get_doc({**document, **values}).insert().name

	center = frappe.get_doc(
		{"doctype": "Cost Center", "cost_center_name": "党支部", "company": name}
	).insert()
	return SimpleNamespace(
		name=name,
		fund=account("党费专款", "Liability"),
		cash=account("库存现金"),
		bank=account("银行存款"),
		wechat=account("微信"),
		alipay=account("支付宝"),
		group=account("流动资产", is_group=1),
		receivable=account("应收账款", account_type="Receivable"),
		cost_center=center.name,
	)
