"""What becomes of a notice in one organisation: it is read, and acknowledged with what was done with it.

A step changes single fields and rows of readers and saves no document: many members read the same delivery at once.
"""

from dataclasses import dataclass

import frappe
from frappe import _
from frappe.utils import now_datetime

from party_affairs.facts.duties import notices as facts
from party_affairs.facts.duties.notices import DELIVERY, READER
from party_affairs.permissions.scope import access_of
from party_affairs.rows import insert, new_name
from party_affairs.rules.duties.tasks import ACKNOWLEDGED, ALL_MEMBERS, READ, TAKEN_BACK
from party_affairs.steps import Step

_MOST_SAID = 500


class DeliveryStep(Step):
	doctype = DELIVERY

	def check(self) -> None:
		if self.document.status == TAKEN_BACK:
			frappe.throw(
				_("{0} was taken back by {1}. Nothing need be done with it.").format(
					frappe.bold(frappe.utils.escape_html(self.document.title)),
					frappe.bold(self.document.committee),
				)
			)

	def note_reader(self, member: str, column: str) -> None:
		"""Note that a member has read (`read_on`) or acknowledged it, the first time alone."""
		name, now = self.document.name, now_datetime()
		known = facts.readings([name]).get(name, {}).get(member)
		if known:
			values = {key: known[key] or now for key in ("read_on", column)}
			frappe.db.set_value(READER, known.name, values, update_modified=False)
			return
		values = {
			**{"name": new_name(), "parent": name, "parenttype": DELIVERY, "parentfield": "readers"},
			**{"idx": facts.last_place(name) + 1, "docstatus": 0, "creation": now, "modified": now},
			**{"owner": frappe.session.user, "modified_by": frappe.session.user},
			**{
				"member": member,
				"reader_name": frappe.db.get_value("Party Member", member, "member_name"),
				"read_on": now,
			},
			**({column: now} if column != "read_on" else {}),
		}
		insert(READER, list(values), [list(values.values())])


class Open(DeliveryStep):
	"""Who holds a post in the organisation has opened it: it has been read there."""

	def check(self) -> None:
		"""Whatever state it is in, it may be opened."""

	def change(self) -> None:
		document, member = self.document, access_of(frappe.session.user).member
		if member:
			self.note_reader(member, "read_on")
		if document.read_on or document.status == TAKEN_BACK:
			return
		document.db_set({"read_on": now_datetime(), "status": READ}, update_modified=False)


@dataclass
class Acknowledge(DeliveryStep):
	"""The organisation acknowledges it; `remark` says what was done with it."""

	remark: str | None = None

	def check(self) -> None:
		"""Refuse a notice that need not be acknowledged, or was already."""
		super().check()
		if not self.document.needs_acknowledgement:
			frappe.throw(_("This notice need not be acknowledged: it is enough to have read it."))
		if self.document.acknowledged_on:
			frappe.throw(
				_("It was acknowledged for {0} already, by {1}.").format(
					frappe.bold(self.document.branch), frappe.bold(self.document.acknowledged_by)
				)
			)

	def change(self) -> None:
		document, now = self.document, now_datetime()
		member = access_of(frappe.session.user).member
		if member:
			self.note_reader(member, "acknowledged_on")
		document.db_set(
			{
				**{"read_on": document.read_on or now, "acknowledged_on": now, "status": ACKNOWLEDGED},
				"acknowledged_by": frappe.session.user,
				"remark": (self.remark or "").strip()[:_MOST_SAID] or None,
			}
		)


@dataclass
class ReadByMember(DeliveryStep):
	"""A member has read it on his page, or acknowledged it there."""

	member: str
	acknowledges: bool = False

	def ask_right(self) -> None:
		"""It is his right if he is one of those who are to read it: raise DoesNotExistError otherwise, as if it were not there."""
		people = facts.asked([self.document])[self.document.name]
		if self.member not in {person.member for person in people}:
			raise frappe.DoesNotExistError

	def change(self) -> None:
		document = self.document
		acknowledges = self.acknowledges and document.needs_acknowledgement
		self.note_reader(self.member, "acknowledged_on" if acknowledges else "read_on")
		if document.addressed_to == ALL_MEMBERS:
			return
		# Of what is for those who hold posts, one of them speaks for the organisation.
		now = now_datetime()
		values = {}
		if not document.read_on:
			values |= {"read_on": now, "status": READ}
		if acknowledges and not document.acknowledged_on:
			values |= {"acknowledged_on": now, "status": ACKNOWLEDGED, "acknowledged_by": frappe.session.user}
		if values:
			document.db_set(values, update_modified=False)
