"""An urn: sealed contents of equal standing, in no order."""

from collections.abc import Iterable
from dataclasses import dataclass

import frappe
from frappe.query_builder import DocType
from frappe.query_builder.functions import Count

from party_affairs.ballots import rows
from party_affairs.ballots.seal import seal, unseal


@dataclass(frozen=True)
class Urn:
	"""The urns that stand in the table `doctype`, whose field `of` names the document and `sealed` holds the seal."""

	doctype: str
	of: str

	def put(self, document: str, moment, public_key: str, contents: Iterable[bytes]) -> None:
		"""Seal contents, each by itself, and put them into the urn."""
		sealed = [seal(public_key, content) for content in contents]
		rows.insert(self.doctype, moment, [{self.of: document, "sealed": text} for text in sealed])

	def open(self, document: str, private_key: str) -> list[bytes]:
		"""Return what lies in the urn. It reads what is committed now; raise SealError for a wrong key."""
		table = DocType(self.doctype)
		sealed = (
			frappe.qb.from_(table).select(table.sealed).where(table[self.of] == document).for_update()
		).run(pluck=True)
		return [unseal(private_key, text) for text in sealed]

	def number(self, document: str) -> int:
		"""Return how many contents lie in the urn."""
		table = DocType(self.doctype)
		return frappe.qb.from_(table).select(Count(table.name)).where(table[self.of] == document).run()[0][0]

	def is_empty(self, document: str) -> bool:
		"""Whether nothing is in the urn."""
		table = DocType(self.doctype)
		return not frappe.qb.from_(table).select(table.name).where(table[self.of] == document).limit(1).run()

	def destroy(self, document: str) -> None:
		"""Remove what is sealed; no copy is kept."""
		table = DocType(self.doctype)
		frappe.qb.from_(table).delete().where(table[self.of] == document).run()
