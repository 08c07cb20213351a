from frappe.model.document import Document

from party_affairs.checks.dates import require_order
from party_affairs.exceptions import DuesError, rules_speak_to_user
from party_affairs.facts.dues.standard import as_rule_standard
from party_affairs.rules.dues import monthly_dues as dues_rules


class DuesStandard(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		from party_affairs.party_affairs.doctype.dues_tier.dues_tier import DuesTier

		citation: DF.SmallText | None
		effective_from: DF.Date
		effective_to: DF.Date | None
		large_voluntary_from: DF.Currency
		monthly_cap: DF.Currency
		plausible_base: DF.Currency
		rounding: DF.Literal["Round Half Up to Cent", "Round Down to Cent", "Round Half Up to Jiao"]
		standard_name: DF.Data
		tiers: DF.Table[DuesTier]
	# end: auto-generated types

	def validate(self):
		require_order(self, "effective_from", "effective_to")
		self.validate_tiers()

	def validate_tiers(self):
		"""Every base falls into exactly one tier of its category."""
		with rules_speak_to_user(DuesError):
			dues_rules.check_standard(as_rule_standard(self))
