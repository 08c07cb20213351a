"""What the tests of two people at once start: `python -m tests.support.dues_rivals COMMAND SITE`, in the sites folder.

`fill` makes a branch that received 100 yuan in March and is owed 20 by a member, with two drafts of everything. The other
commands say that they are ready once they have read the account, wait for a line that says what to do, do it, say so, wait
for another line, commit, and print what became of it: `spend` submits an expense of 80 yuan (0 or 1: which draft), `remit`
the slip of March, `collect` takes that many yuan from the member (all if empty), `settle` collects the matched lines of
the statement, and `match` matches them again. `balance`, `receipts`, `entries` and `lines` print what there is; `clear` deletes what
was made.
"""

import json
import sys
from collections.abc import Callable
from datetime import date
from decimal import Decimal

import frappe

from devbench.preparing import site_session
from party_affairs.dues import account, statements
from party_affairs.dues.collection import CollectionLine, collect
from party_affairs.exceptions import DuesError
from party_affairs.facts.dues import account as facts
from tests.importing import statements as files
from tests.site import factory

COMMITTEE, BRANCH, PAYER = "并发测试党委", "并发测试支部", "张三"
DAY, MONTH, DUE = "2026-03-15", "2026-03-01", "20.00"
STATEMENT, ENTRY = "Party Dues Statement", "Party Dues Entry"


def fill() -> None:
	committee = factory.committee(COMMITTEE)
	branch = factory.branch(BRANCH, parent=committee)
	person = factory.member(branch, PAYER)
	factory.dues_received(person, DAY, dues="100.00")
	factory.dues_entry(person, MONTH, due=DUE)
	approved = factory.approval(branch, DAY)
	for _number in range(2):
		factory.expense(branch, DAY, "80.00", approved, submit=False, handled_by=person)
		factory.remittance(branch, MONTH, submit=False, paid_on="2026-04-02", handled_by=person.name)
	content = files.wechat(("2026-03-20", PAYER, DUE, "党费", "W1"))
	file = factory._insert("File", file_name="账单.csv", content=content, is_private=1)
	statement = factory._insert(STATEMENT, branch=BRANCH, source="WeChat", file=file.file_url)
	assert not statements.read_file(statement)
	frappe.db.commit()


def spend() -> dict[str, str]:
	return _rival(lambda which: _submit(facts.EXPENSE, int(which)))


def remit() -> dict[str, str]:
	return _rival(lambda which: _submit(facts.REMITTANCE, int(which)))


def collect_dues() -> dict[str, str]:
	def act(amount: str) -> None:
		member = frappe.db.get_value("Party Member", {"branch": BRANCH}, "name")
		line = CollectionLine(member, Decimal(amount) if amount else None)
		collect(BRANCH, date.fromisoformat(DAY), "Cash", [line])

	return _rival(act)


def settle() -> dict[str, str]:
	return _rival(lambda _nothing: statements.collect_matched(_statement()))


def match() -> dict[str, str]:
	return _rival(lambda _nothing: statements.match_again(_statement()))


def _rival(act: Callable[[str], None]) -> dict[str, str]:
	try:
		act(_told("ready"))
	except DuesError as error:
		frappe.db.rollback()
		return {"outcome": "refused", "sentence": str(error)}
	_told("done")
	frappe.db.commit()
	return {"outcome": "done"}


def _told(state: str) -> str:
	"""Say how far this process is, and wait for what it is told."""
	account.balance_on(BRANCH, date.fromisoformat(DAY))
	print(state, flush=True)
	return sys.stdin.readline().strip()


def _submit(doctype: str, which: int) -> None:
	drafts = frappe.get_all(
		doctype, filters={"branch": BRANCH, "docstatus": 0}, pluck="name", order_by="name"
	)
	frappe.get_doc(doctype, drafts[which]).submit()


def _statement():
	return frappe.get_doc(STATEMENT, {"branch": BRANCH})


def balance() -> str:
	return str(account.balance_on(BRANCH, date.fromisoformat(DAY))["balance"])


def receipts() -> list[list[str]]:
	"""Number and sum of the numbered receipts."""
	rows = frappe.get_all(
		facts.RECEIPT,
		filters={"branch": BRANCH, "receipt_no": ["is", "set"]},
		fields=["receipt_no", "amount"],
		order_by="receipt_no",
	)
	return [[row.receipt_no, f"{row.amount:.2f}"] for row in rows]


def entries() -> list[list[str]]:
	"""Month, sum paid and state of the member's entries."""
	rows = frappe.get_all(
		ENTRY,
		filters={"branch": BRANCH},
		fields=["dues_month", "paid_amount", "status"],
		order_by="dues_month",
	)
	return [[f"{row.dues_month:%Y-%m}", f"{row.paid_amount:.2f}", row.status] for row in rows]


def lines() -> list[list[str]]:
	"""Payer and state of the statement's lines."""
	return [[line.payer, line.state] for line in _statement().lines]


def clear() -> None:
	meetings = frappe.get_all("Party Meeting", filters={"branch": BRANCH}, pluck="name", order_by="name")
	frappe.db.delete("Party Meeting Resolution", {"parent": ["in", meetings]})
	receipts = frappe.get_all(facts.RECEIPT, filters={"branch": BRANCH}, pluck="name", order_by="name")
	frappe.db.delete("Party Dues Receipt Item", {"parent": ["in", receipts]})
	of_branch = (facts.EXPENSE, facts.REMITTANCE, facts.RECEIPT, ENTRY, STATEMENT)
	for doctype in (*of_branch, "Party Dues Statement Line", "Party Meeting", "Party Member"):
		frappe.db.delete(doctype, {"branch": BRANCH})
	frappe.delete_doc("File", frappe.db.get_value("File", {"file_name": ["like", "账单%"]}), force=True)
	for name in (BRANCH, COMMITTEE):
		frappe.delete_doc("Party Branch", name, force=True)
	frappe.db.commit()


_COMMANDS = {
	**{"fill": fill, "clear": clear, "balance": balance, "receipts": receipts, "entries": entries},
	**{
		"lines": lines,
		"spend": spend,
		"remit": remit,
		"collect": collect_dues,
		"settle": settle,
		"match": match,
	},
}

if __name__ == "__main__":
	with site_session(sys.argv[2]):
		print(json.dumps(_COMMANDS[sys.argv[1]]()))
