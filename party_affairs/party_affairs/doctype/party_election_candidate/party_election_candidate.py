from frappe.model.document import Document


class PartyElectionCandidate(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		introduction: DF.SmallText | None
		member: DF.Link
		member_name: DF.Data | None
		nominated_by: DF.Data | None
		office: DF.Literal["Committee Member", "Secretary", "Deputy Secretary"]
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
	# end: auto-generated types
