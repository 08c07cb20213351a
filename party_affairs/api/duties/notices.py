"""Endpoints of notices that go down: sending, reminding and taking back above, reading and acknowledging below."""

from pathlib import Path

import frappe
from frappe import _
from frappe.utils import getdate, nowdate

from party_affairs.api.caller import check_right, required_member
from party_affairs.compliance import notices
from party_affairs.facts.duties import notices as facts
from party_affairs.facts.duties.notices import DELIVERY, NOTICE
from party_affairs.facts.organisation.branches import short_names
from party_affairs.party_affairs.doctype.committee_notice import steps
from party_affairs.party_affairs.doctype.notice_delivery.steps import Acknowledge, Open, ReadByMember
from party_affairs.permissions import scope_for
from party_affairs.rules.duties import tasks

_NAMES_SHOWN = 20


@frappe.whitelist(methods=["POST"])
def send(notice: str) -> int:
	"""Send a notice down; return to how many organisations. Raise ValidationError for what it lacks, then nothing is sent."""
	check_right(NOTICE, "write")
	step = steps.Send.of(notice)
	step.take()
	return len(step.receivers())


@frappe.whitelist(methods=["POST"])
def take_back(notice: str) -> None:
	"""Take back a notice that was sent."""
	check_right(NOTICE, "write")
	steps.TakeBack.of(notice).take()


@frappe.whitelist(methods=["POST"])
def remind(notice: str) -> str:
	"""Remind those who have not acknowledged a notice, each organisation once a day; return what was done in words."""
	check_right(NOTICE, "write")
	document = frappe.get_doc(NOTICE, notice)
	document.check_permission("write")
	today = getdate(nowdate())
	rows = [row for row in facts.of_notice(notice) if row.status != tasks.TAKEN_BACK]
	already = [row for row in rows if row.reminded_on == today]
	number = notices.remind_of([row for row in rows if row.reminded_on != today])
	said = _("{0} people were reminded. Each is reminded once a day at most.").format(number)
	if already:
		said += _("{0} organisations had been reminded today already.").format(len(already))
	return said


@frappe.whitelist()
def standing(notice: str) -> list[dict]:
	"""Return for each organisation to which a notice went how it stands, those who are missing first, with their names."""
	check_right(NOTICE, "read")
	frappe.get_doc(NOTICE, notice).check_permission("read")
	scope = scope_for(DELIVERY)
	rows = [row for row in facts.of_notice(notice) if scope.covers(row.branch)]
	asked, missing = facts.asked(rows), notices.missing(rows)
	names, today = short_names({row.branch for row in rows}), getdate(nowdate())
	told = []
	for row in rows:
		people = missing[row.name]
		state = tasks.state_on(
			row.status, row.acknowledged_on and getdate(row.acknowledged_on), row.deadline, today
		)
		told.append(
			{
				**{"name": row.name, "branch": row.branch, "branch_name": names.get(row.branch, row.branch)},
				**{"state": state, "label": _(state), "read_on": row.read_on, "remark": row.remark},
				**{"acknowledged_on": row.acknowledged_on, "asked": len(asked[row.name])},
				"missing": len(people),
				"names": [person.name for person in people[:_NAMES_SHOWN]],
			}
		)
	return sorted(
		told, key=lambda row: (not row["missing"], row["acknowledged_on"] is not None, row["branch"])
	)


@frappe.whitelist(methods=["POST"])
def open_delivery(delivery: str) -> dict:
	"""Note that somebody who holds a post in the organisation has read what came down; return the `papers` with it.

	For those above, who only look on, nothing is noted.
	"""
	check_right(DELIVERY, "read")
	document = frappe.get_doc(DELIVERY, delivery)
	document.check_permission("read")
	if frappe.has_permission(DELIVERY, "write", document):
		Open.of(delivery).take()
	return {"papers": facts.papers_of_notices([document.notice]).get(document.notice, [])}


@frappe.whitelist(methods=["POST"])
def acknowledge(delivery: str, remark: str | None = None) -> None:
	"""Acknowledge for the organisation what came down."""
	check_right(DELIVERY, "write")
	Acknowledge.of(delivery, remark=remark).take()


@frappe.whitelist()
def paper(delivery: str, row: str) -> None:
	"""Send a paper of what came down to those who may read it: in the Desk, or as a member to whom it is addressed."""
	member = None
	document = frappe.get_doc(DELIVERY, delivery)
	if not frappe.has_permission(DELIVERY, "read", document):
		member = required_member()
		ReadByMember(document, member).ask_right()
	found = next((one for one in facts.papers_of(document.notice) if one.name == row), None)
	file = found and frappe.get_doc("File", {"file_url": found.file})
	if not file:
		raise frappe.DoesNotExistError
	frappe.local.response.filename = file.file_name
	# Not `get_content`, which from 15.44 on tries to read the bytes as text.
	frappe.local.response.filecontent = Path(file.get_full_path()).read_bytes()
	frappe.local.response.type = "download"
