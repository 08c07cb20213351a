"""A roll: who may take part, and whether he has. Nothing on it says when, or what he answered.

Somebody is known by a key that is unique in the database: for a member the document and himself, for somebody without a login the
hash of the code on his slip. Rows are locked while an answer is given, so of two at once one is refused.
"""

import hashlib
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import frappe
from frappe.query_builder import DocType
from frappe.query_builder.functions import Count

from party_affairs.ballots import rows

NOT_VOTED, ELECTRONIC, PAPER = "Not Voted", "Electronically", "On Paper"

_ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""Without the characters that are taken for one another."""
_CODE_LENGTH, _GROUP = 12, 4
_SALT = b"party_affairs appraisal code"
_SCRYPT = {"n": 2**13, "r": 8, "p": 1, "dklen": 24}
"""A code has 60 bits; trying codes against stolen hashes costs this much for each."""


@dataclass(frozen=True)
class Roll:
	"""The rolls that stand in the table `doctype`, whose field `of` names the document that a row is about.

	Rows have the fields `member`, `voter_key` and `way`; what else a table has is given with the rows.
	"""

	doctype: str
	of: str

	# Making it

	def enter_members(self, document: str, moment, members: Iterable[str], **others: Any) -> None:
		"""Put the Party members who may take part on the roll of a document."""
		rows.insert(
			self.doctype,
			moment,
			[self._row(document, member, member_key(document, member), others) for member in members],
		)

	def issue_codes(self, document: str, moment, number: int, **others: Any) -> list[str]:
		"""Put `number` people without a name on the roll and return their codes: only their hashes are kept."""
		codes = [_new_code() for _number in range(number)]
		rows.insert(
			self.doctype, moment, [self._row(document, None, code_key(code), others) for code in codes]
		)
		return codes

	def _row(self, document: str, member: str | None, key: str, others: Mapping[str, Any]) -> dict:
		return {self.of: document, **others, "member": member, "voter_key": key, "way": NOT_VOTED}

	def revoke_codes(self, document: str) -> int:
		"""Take those with a code that was not used off the roll, and with them their codes; return their number."""
		voter = DocType(self.doctype)
		unused = (voter[self.of] == document) & voter.member.isnull() & (voter.way == NOT_VOTED)
		number = frappe.qb.from_(voter).select(Count(voter.name)).where(unused).run()[0][0]
		frappe.qb.from_(voter).delete().where(unused).run()
		return number

	def destroy(self, document: str) -> None:
		"""Remove the roll of a document; no copy is kept."""
		voter = DocType(self.doctype)
		frappe.qb.from_(voter).delete().where(voter[self.of] == document).run()

	# Using it

	def find(self, key: str, *others: str, locked: bool = True) -> dict[str, Any] | None:
		"""Return the row with this key (name, document, member, way and the `others`), None if there is none.

		`locked` keeps the row until the end of the request.
		"""
		voter = DocType(self.doctype)
		query = (
			frappe.qb.from_(voter)
			.select(
				voter.name,
				voter[self.of].as_("document"),
				voter.member,
				voter.way,
				*(voter[field] for field in others),
			)
			.where(voter.voter_key == key)
		)
		found = (query.for_update() if locked else query).run(as_dict=True)
		return found[0] if found else None

	def document_of(self, key: str) -> str | None:
		"""Return the document on whose roll this key is, None if on none."""
		voter = DocType(self.doctype)
		found = frappe.qb.from_(voter).select(voter[self.of]).where(voter.voter_key == key).run()
		return found[0][0] if found else None

	def has_voted(self, documents: Iterable[str], member: str) -> dict[str, bool]:
		"""Return by document whether the member has taken part; those on whose roll he is not are left out: one query."""
		names = list(documents)
		if not names:
			return {}
		voter = DocType(self.doctype)
		found = (
			frappe.qb.from_(voter)
			.select(voter[self.of], voter.way)
			.where(voter.voter_key.isin([member_key(name, member) for name in names]))
		).run()
		return {document: way != NOT_VOTED for document, way in found}

	def members(self, document: str) -> list[str]:
		"""Return the members on the roll, in the order of their names: one query."""
		voter = DocType(self.doctype)
		return (
			frappe.qb.from_(voter)
			.select(voter.member)
			.where((voter[self.of] == document) & voter.member.isnotnull())
			.orderby(voter.member)
		).run(pluck=True)

	def mark(self, name: str, way: str) -> None:
		"""Note on the row of this name how somebody takes part. No time is noted, nor who wrote it."""
		table = DocType(self.doctype)
		frappe.qb.update(table).set(table.way, way).where(table.name == name).run()

	def ways(self, document: str, *others: str, locked: bool = False) -> list[tuple]:
		"""Return of each row on the roll the `others` and the way.

		`locked` reads what is committed now, whenever the request began.
		"""
		voter = DocType(self.doctype)
		query = (
			frappe.qb.from_(voter)
			.select(*(voter[field] for field in others), voter.way)
			.where(voter[self.of] == document)
		)
		return (query.for_update() if locked else query).run()


def _new_code() -> str:
	letters = "".join(secrets.choice(_ALPHABET) for _number in range(_CODE_LENGTH))
	return "-".join(letters[start : start + _GROUP] for start in range(0, _CODE_LENGTH, _GROUP))


def member_key(document: str, member: str) -> str:
	"""Return the key of a member on the roll of a document."""
	return f"{document}:{member}"


def code_key(code: str) -> str:
	"""Return the key of a code, however it was typed: the hash that is kept."""
	letters = "".join(character for character in code.upper() if character in _ALPHABET)
	return hashlib.scrypt(letters.encode(), salt=_SALT, **_SCRYPT).hex()
