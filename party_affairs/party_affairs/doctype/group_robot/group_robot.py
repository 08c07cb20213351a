import frappe
from frappe import _
from frappe.model.document import Document

from party_affairs.checks.fields import label_of
from party_affairs.compliance.robots import is_allowed
from party_affairs.rules.duties.robots import KINDS


class GroupRobot(Document):
	def validate(self):
		self.validate_address()
		self.validate_secret()
		self.start_anew()

	def validate_address(self):
		address = (self.address or "").strip()
		if self.is_kept(address):
			# Another kind has other addresses.
			address = self.get_password("address") if self.has_value_changed("kind") else None
		else:
			self.address = address
		if address and not is_allowed(self.kind, address):
			frappe.throw(
				_(
					"{0}: this is no address of a robot of {1}. Copy it whole from the group; it begins with {2}."
				).format(
					label_of(self, "address"),
					_(self.kind),
					f"https://{KINDS[self.kind].host}{KINDS[self.kind].path}",
				)
			)

	def is_kept(self, value: str) -> bool:
		"""Whether the stars of a password field stand for what is stored: of a new robot nothing is."""
		return self.is_dummy_password(value) and not self.is_new()

	def validate_secret(self):
		if self.secret and not KINDS[self.kind].signs:
			frappe.throw(
				_("{0}: a robot of {1} does not sign. Leave it empty.").format(
					label_of(self, "secret"), _(self.kind)
				)
			)
		if self.secret and self.is_dummy_password(self.secret) and not self.is_kept(self.secret):
			frappe.throw(
				_("{0}: these are stars. Copy the signing secret from the group.").format(
					label_of(self, "secret")
				)
			)

	def start_anew(self):
		"""Whoever switches a robot on again, or changes it, gives it a new chance at once."""
		self.refusals, self.wait_until = 0, None
