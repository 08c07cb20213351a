from frappe.model.document import Document

from party_affairs.checks.supplied import refuse_deleting_supplied
from party_affairs.guide.notice import publicity


class PublicityMedium(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.
	# end: auto-generated types

	def before_insert(self):
		self.medium_name = " ".join((self.medium_name or "").split())

	def on_trash(self):
		refuse_deleting_supplied(self, [row.name for row in publicity.media()])
