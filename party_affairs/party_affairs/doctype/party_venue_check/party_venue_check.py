import frappe
from frappe import _
from frappe.model.document import Document

from party_affairs.checks.dates import refuse_future_date
from party_affairs.checks.fields import label_of
from party_affairs.checks.files import attach_files_of_rows, require_picture, require_private_file
from party_affairs.exceptions import NoticeError
from party_affairs.guide.notice import venue_items
from party_affairs.rules.notice import venue

_ANSWERED = ("state", "photo", "note")


class PartyVenueCheck(Document):
	def onload(self):
		if self.is_new():
			self.list_items()

	def before_insert(self):
		self.list_items()

	def validate(self):
		refuse_future_date(self, "checked_on", exception=NoticeError)
		self.list_items()
		self.validate_items()
		self.count()

	def on_update(self):
		attach_files_of_rows(self, [row.photo for row in self.items if row.photo])

	def list_items(self):
		"""The sheet asks what the guide asks, in its order; what was answered stays, also of what is asked no more."""
		before = self.get_doc_before_save()
		known = {item.key for item in venue_items.items()} | {
			row.item for row in (before.items if before else ())
		}
		given = {row.item: row for row in self.items if row.item in known}
		rows = [
			given.pop(item.key, None) or self.append("items", {"item": item.key})
			for item in venue_items.items()
		]
		for row, item in zip(rows, venue_items.items(), strict=True):
			row.update({"place": _(venue.PLACES[item.place]), "label": item.label, "clause": item.clause})
		kept = [row for row in given.values() if row.state]
		self.items = [*rows, *kept]
		for number, row in enumerate(self.items, start=1):
			row.idx = number

	def validate_items(self):
		"""Photos are private files and pictures; what is not applicable says why: where the rooms allow it, it is asked."""
		for row in self.items:
			require_private_file(row, "photo", NoticeError)
			require_picture(row, "photo", NoticeError)
			if row.state == venue.NOT_APPLICABLE and not (row.note or "").strip():
				frappe.throw(
					_(
						"{0}, row {1}: say in the note why it is not applicable, such as that the rooms do not allow it."
					).format(label_of(self, "items"), row.idx),
					NoticeError,
				)

	def count(self):
		states = [row.state for row in self.items]
		self.missing = states.count(venue.MISSING)
		self.open_items = sum(not state for state in states)


def on_doctype_update():
	frappe.db.add_index("Party Venue Check", ["branch", "checked_on"])
