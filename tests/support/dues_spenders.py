"""What the test of two spenders at once starts: `python -m tests.support.dues_spenders COMMAND SITE`, in the sites folder.

`fill` makes a branch with 100 yuan; `spend` says that it is ready once it has read the account, waits for a line, submits
an expense of 80 yuan, says so, waits for another line, commits, and prints what became of it; `balance` prints what is
left; `clear` deletes what was made.
"""

import json
import sys
from datetime import date

import frappe

from devbench.preparing import site_session
from party_affairs.dues import account
from party_affairs.exceptions import DuesError
from party_affairs.facts import dues_account as facts
from tests.site import factory

COMMITTEE, BRANCH = "并发测试党委", "并发测试支部"
DAY = "2026-03-15"


def fill() -> None:
	committee = factory.committee(COMMITTEE)
	branch = factory.branch(BRANCH, parent=committee)
	person = factory.member(branch)
	factory.dues_received(person, DAY, dues="100.00")
	approved = factory.approval(branch, DAY)
	for _number in range(2):
		factory.expense(branch, DAY, "80.00", approved, submit=False, handled_by=person)
	frappe.db.commit()


def spend() -> dict[str, str]:
	name = frappe.get_all(
		facts.EXPENSE, filters={"branch": BRANCH, "docstatus": 0}, pluck="name", order_by="name"
	)[int(_told("ready"))]
	try:
		frappe.get_doc(facts.EXPENSE, name).submit()
	except DuesError as error:
		frappe.db.rollback()
		return {"outcome": "refused", "sentence": str(error)}
	_told("submitted")
	frappe.db.commit()
	return {"outcome": "spent"}


def _told(state: str) -> str:
	"""Say how far this process is, and wait for what it is told."""
	account.balance_on(BRANCH, date.fromisoformat(DAY))
	print(state, flush=True)
	return sys.stdin.readline().strip()


def balance() -> str:
	return str(account.balance_on(BRANCH, date.fromisoformat(DAY))["balance"])


def clear() -> None:
	meetings = frappe.get_all("Party Meeting", filters={"branch": BRANCH}, pluck="name", order_by="name")
	frappe.db.delete("Party Meeting Resolution", {"parent": ["in", meetings]})
	for doctype in (facts.EXPENSE, facts.RECEIPT, "Party Meeting", "Party Member"):
		frappe.db.delete(doctype, {"branch": BRANCH})
	for name in (BRANCH, COMMITTEE):
		frappe.delete_doc("Party Branch", name, force=True)
	frappe.db.commit()


if __name__ == "__main__":
	with site_session(sys.argv[2]):
		command = {"fill": fill, "spend": spend, "balance": balance, "clear": clear}[sys.argv[1]]
		print(json.dumps(command()))
