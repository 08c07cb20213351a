from frappe.model.document import Document


class WallBoardPart(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		board_title: DF.Data | None
		kind: DF.Literal[
			"Firm Introduction",
			"Branch Introduction",
			"Structure Chart",
			"Functions of the Branch",
			"Three Meetings and One Lecture",
			"Six Standards of a Branch",
			"Six Conditions of a Model Branch",
			"Duties of the Secretary",
			"Duties of the Deputy Secretary",
			"Duties of the Organisation Commissioner",
			"Duties of the Publicity Commissioner",
			"Duties of the Discipline Commissioner",
			"System of Organisation Life",
			"Rooms and Signs of the Branch",
			"Annual Plan of Party Work",
			"Flow of Development",
			"Star Criteria of Members",
			"Party Affairs Made Public",
			"Party Members and the Public in Pictures",
		]
		official_mark: DF.Data | None
		own_text: DF.LongText | None
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
	# end: auto-generated types
