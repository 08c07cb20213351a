"""What the tests of imports at once start: `python -m tests.support.import_rivals COMMAND SITE`, in the sites folder.

`fill` makes three branches, of which two have a year from a workbook. The commands `first` and `second` say that they are
ready, and once they are told to, import the corrected year of one of these, which cancels and amends its meetings, and the
first year of the branch without any; `desk` does in the third branch what a secretary does in forms. Each says when it is done, waits
for another line, commits, and prints what was imported. `clear` deletes what was made.
"""

import json
import sys
from collections.abc import Callable

import frappe

from benchmarks import books
from devbench.preparing import site_session
from party_affairs.importing.run import import_workbook
from party_affairs.transactions import locking_own_rows
from tests.site import factory

COMMITTEE = "并发导入党委"
CORRECTED, NEW, DESK = "并发导入甲支部", "并发导入乙支部", "并发导入丙支部"
_OF_BRANCH = (
	*("Party Dues Receipt", "Party Dues Entry", "Dues Assessment", "Party Meeting", "Contact Pairing"),
	*("Public Welfare Activity", "Party Post", "Party Member", "Compliance Touch"),
)


def fill() -> None:
	clear()
	committee = factory.committee(COMMITTEE)
	for name in (CORRECTED, NEW, DESK):
		factory.branch(name, parent=committee)
	for name in (CORRECTED, DESK):
		_import(name, members=5, meetings=5)
	frappe.db.commit()


def _import(branch: str, members: int, meetings: int) -> list[int]:
	result = import_workbook(books.workbook(branch, members, meetings))
	assert result.ok, [problem.line() for problem in result.problems]
	return [result.created, result.updated]


def _import_as_a_job(branch: str, members: int, meetings: int) -> list[int]:
	with locking_own_rows():
		return _import(branch, members, meetings)


def first() -> list[int]:
	return _when_told(lambda: _import_as_a_job(CORRECTED, members=6, meetings=6))


def second() -> list[int]:
	return _when_told(lambda: _import_as_a_job(NEW, members=5, meetings=5))


def desk() -> None:
	_when_told(_work_in_forms)


def _work_in_forms() -> None:
	branch = frappe.get_doc("Party Branch", DESK)
	newcomer = factory.member(branch, "新来的")
	factory.post(newcomer, "Contact Person")
	imported = frappe.get_last_doc("Party Meeting", {"branch": DESK, "docstatus": 1})
	for meeting in (imported, factory.meeting(branch)):
		meeting.cancel()
		successor = frappe.copy_doc(meeting)
		successor.update({"amended_from": meeting.name, "docstatus": 0, "correction": "补记"})
		successor.insert().submit()
	factory.dues_entry(newcomer, "2025-05-01", "80", "80", "2025-05-15")
	factory.assessment(newcomer)
	factory.pairing(newcomer)
	pairing = frappe.get_last_doc("Contact Pairing", {"branch": DESK, "import_row": ["is", "set"]})
	pairing.contact_log = []
	pairing.save()


def _when_told(act: Callable[[], list[int] | None]) -> list[int] | None:
	print("ready", flush=True)
	sys.stdin.readline()
	done = act()
	print("done", flush=True)
	sys.stdin.readline()
	frappe.db.commit()
	return done


def clear() -> None:
	branches = (CORRECTED, NEW, DESK, COMMITTEE)
	for doctype in _OF_BRANCH:
		names = frappe.get_all(doctype, filters={"branch": ["in", branches]}, pluck="name", order_by="name")
		for table in frappe.get_meta(doctype).get_table_fields():
			frappe.db.delete(table.options, {"parenttype": doctype, "parent": ["in", names]})
		frappe.db.delete(doctype, {"name": ["in", names]})
	for name in branches:
		if frappe.db.exists("Party Branch", name):
			frappe.delete_doc("Party Branch", name, force=True)
	frappe.db.commit()


_COMMANDS = {"fill": fill, "first": first, "second": second, "desk": desk, "clear": clear}

if __name__ == "__main__":
	with site_session(sys.argv[2]):
		print(json.dumps(_COMMANDS[sys.argv[1]]()))
