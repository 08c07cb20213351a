from frappe.model.document import Document


class PartyElectionExclusion(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		agreed_above: DF.Check
		member: DF.Link
		member_name: DF.Data | None
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		reason: DF.Literal[
			"Unable to Express His Will",
			"Abroad at Own Expense for Half a Year",
			"Serving a Sentence",
			"Bedridden by Age or Illness",
			"Relations Not Transferred for Half a Year",
			"Rights Suspended in Detention",
		]
	# end: auto-generated types
