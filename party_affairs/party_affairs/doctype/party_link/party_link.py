from frappe.model.document import Document

from party_affairs.checks.addresses import require_web_address
from party_affairs.checks.fields import require
from party_affairs.checks.supplied import refuse_deleting_supplied
from party_affairs.guide.notice import publicity


class PartyLink(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.
	# end: auto-generated types

	def validate(self):
		self.title = " ".join((self.title or "").split())
		require_web_address(self, "address", ("https",))
		if self.is_active:
			require(self, "address")

	def on_trash(self):
		refuse_deleting_supplied(self, [row.title for row in publicity.links()])
