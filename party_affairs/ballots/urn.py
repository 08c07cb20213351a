"""The urn: the sealed marks of all electronic ballots of an appraisal, in no order."""

from collections import Counter
from collections.abc import Iterable

import frappe
from frappe.query_builder import DocType

from party_affairs.ballots import rows
from party_affairs.ballots.seal import seal, unseal
from party_affairs.rules.appraisal.grades import Mark, pack, unpack

BALLOT = "Appraisal Ballot"


def put(appraisal: str, moment, public_key: str, marks: Iterable[Mark]) -> None:
	"""Seal the marks of a ballot and put them into the urn."""
	sealed = [seal(public_key, pack(mark)) for mark in marks]
	rows.insert(BALLOT, moment, [{"appraisal": appraisal, "sealed": text} for text in sealed])


def empty(appraisal: str, private_key: str) -> Counter:
	"""Return how often each mark lies in the urn. It reads what is committed now; raise SealError for a wrong key."""
	ballot = DocType(BALLOT)
	sealed = (
		frappe.qb.from_(ballot).select(ballot.sealed).where(ballot.appraisal == appraisal).for_update()
	).run(pluck=True)
	return Counter(unpack(unseal(private_key, text)) for text in sealed)


def is_empty(appraisal: str) -> bool:
	"""Whether no ballot is in the urn."""
	ballot = DocType(BALLOT)
	return not frappe.qb.from_(ballot).select(ballot.name).where(ballot.appraisal == appraisal).limit(1).run()


def destroy(appraisal: str) -> None:
	"""Remove the sealed marks of an appraisal; no copy is kept."""
	ballot = DocType(BALLOT)
	frappe.qb.from_(ballot).delete().where(ballot.appraisal == appraisal).run()
