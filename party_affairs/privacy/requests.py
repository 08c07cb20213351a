"""Frappe's requests of persons about their data: the copy holds what the app has of them, and a deletion anonymises it.

Frappe itself knows one column that names a login; what is about a member or a contact is found here. Who is still on register
has his contact data forgotten: his membership is kept as the Party's rules ask (个人信息保护法 第四十七条).
"""

import json
from collections.abc import Sequence
from typing import Any

from frappe import _
from frappe.website.doctype.personal_data_deletion_request.personal_data_deletion_request import (
	PersonalDataDeletionRequest,
)
from frappe.website.doctype.personal_data_download_request.personal_data_download_request import (
	PersonalDataDownloadRequest,
)

from party_affairs.facts.contact import persons as contact_persons
from party_affairs.facts.privacy import of_person
from party_affairs.facts.privacy import retention as facts
from party_affairs.guide.privacy import copies
from party_affairs.guide.privacy import retention as periods
from party_affairs.language import in_site_language
from party_affairs.permissions.scope import ON_REGISTER
from party_affairs.privacy import retention

_MEMBER, _PAIRING, _PERSON, _OPINION = "Party Member", "Contact Pairing", "Contacted Person", "Raised Opinion"


class DownloadRequest(PersonalDataDownloadRequest):
	"""Frappe's request for a copy, with what the app has of the person."""

	def generate_file_and_send_mail(self, personal_data: str):
		"""Write the file that is mailed: the rows of each DocType as a list."""
		super().generate_file_and_send_mail(
			json.dumps(
				{**json.loads(personal_data), **data_of(self.user)}, indent=2, ensure_ascii=False, default=str
			)
		)


class DeletionRequest(PersonalDataDeletionRequest):
	"""Frappe's request for deletion, which anonymises what the app has of the person as well."""

	def _anonymize_data(self, email=None, anon=None, set_data=True, commit=False):
		# Before Frappe gives the login another name: afterwards nobody would be found by it.
		forget_person(email or self.email)
		super()._anonymize_data(email, anon, set_data, commit)


def data_of(address: str) -> dict[str, list[dict[str, Any]]]:
	"""Return by DocType what the app has of the person with this login, confidential judgements of others left out."""
	found: dict[str, list[dict[str, Any]]] = {}
	for member in of_person.members(address):
		for copy in copies.handed_out():
			found.setdefault(copy.document_type, []).extend(of_person.copy_of(copy, member.name))
	for doctype, rows in of_person.of_contacts([row.name for row in of_person.contacts(address)]).items():
		found.setdefault(doctype, []).extend(rows)
	return {doctype: rows for doctype, rows in found.items() if rows}


def forget_person(address: str) -> None:
	"""Anonymise what the app has of the person with this login, and record it. Not committed."""
	for member in of_person.members(address):
		if member.status in ON_REGISTER:
			_forget_contact_data(member)
		else:
			_forget_member(member.name)
	forget_contacts(of_person.contacts(address))


def _forget_contact_data(member) -> None:
	group = next(group for group in periods.groups() for kept in group.documents if kept.person == "name")
	(kept,) = group.documents
	retention.forget_columns(_MEMBER, member.name, kept.on_request)
	with in_site_language():
		fields = [_(label) for label in facts.labels(_MEMBER, kept.on_request)]
	retention.record(retention.ON_REQUEST, group.key, _MEMBER, facts.by_branch([member]), fields)


def _forget_member(member: str) -> None:
	"""All that is about him, however long it has been kept; what a law keeps longer is about nobody alone."""
	documents = [(group, kept) for group in periods.groups() for kept in group.documents if kept.person]
	# The names that copies are found by go last.
	for group, kept in sorted(documents, key=lambda pair: pair[1].person == "name"):
		names = facts.of_person(kept, member)
		retention.forget(group, kept, facts.overdue(kept, None, names=names), retention.ON_REQUEST)


def forget_contacts(persons: Sequence) -> int:
	"""Anonymise contact persons (rows with name and branch) in their records, pairings and opinions, and record it.

	Return how many records that was. Not committed.
	"""
	names = [row.name for row in persons]
	documents = {
		kept.document_type: (group, kept)
		for group in periods.groups()
		for kept in group.documents
		if kept.document_type in (_PAIRING, _PERSON)
	}
	done = _forget_raiser(names)
	# The persons go last: by them the others are found.
	pairings = [row.name for row in contact_persons.pairings_of(names)]
	for doctype, of_doctype in ((_PAIRING, pairings), (_PERSON, names)):
		group, kept = documents[doctype]
		done += retention.forget(
			group, kept, facts.overdue(kept, None, names=of_doctype), retention.ON_REQUEST
		)
	return done


def _forget_raiser(persons: Sequence[str]) -> int:
	"""Of what contacts raised, who it was is forgotten; opinion and answer belong to the branch."""
	rows = contact_persons.opinions_of(persons)
	if not rows:
		return 0
	names = [row.name for row in rows]
	group = next(
		group for group in periods.groups() for kept in group.documents if kept.document_type == _OPINION
	)
	columns = ("contact", "raised_by_name")
	retention.forget_columns_of(_OPINION, names, columns[:1], columns[1:])
	with in_site_language():
		fields = [_(label) for label in facts.labels(_OPINION, columns)]
	retention.record(retention.ON_REQUEST, group.key, _OPINION, facts.by_branch(rows), fields)
	return len(rows)
