"""What has been kept long enough is forgotten: at night, in chunks, if the site has switched it on; never without a record.

A row that was anonymised holds nothing more to forget, so a second run finds nothing and one that was killed goes on. What stays are
sums, counts, kinds and days. Texts in which somebody else wrote a name are not searched.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from pypika import CustomFunction

import frappe
from frappe import _
from frappe.utils import add_months, getdate, now_datetime, nowdate

from party_affairs import jobs, settings
from party_affairs.facts.privacy import retention as facts
from party_affairs.guide.privacy.retention import Group, Kept, groups, placeholder
from party_affairs.language import in_site_language
from party_affairs.permissions.companions import COMPANIONS
from party_affairs.permissions.register import UNTOLD
from party_affairs.touches import touch

ON_SCHEDULE, ON_REQUEST = "Retention Period", "Request of the Person"
_RUN = "party_affairs.privacy.retention.run"
_CHUNK = 100
_REPLACE = CustomFunction("REPLACE", ["text", "old", "new"])
_BESIDE = ("Comment", "Communication", "Deleted Document", "Notification Log", "Version")
"""Frappe's records about a document that repeat what stood in it."""
_RECORDED = (
	*("name", "creation", "modified", "owner", "modified_by", "erased_on", "occasion", "retention_group"),
	*("document_type", "branch", "untold_branch", "records", "columns_emptied", "documents"),
)


def daily() -> None:
	"""Daily hook: put the run on the long queue, if the site wants it."""
	if settings.anonymises():
		jobs.enqueue(_RUN, nowdate())


def periods(day: date | None = None) -> dict[str, date]:
	"""Return by group the last day whose records have been kept long enough on `day` (default: today).

	Groups that are kept for ever have none.
	"""
	day = day or getdate(nowdate())
	return {
		key: getdate(add_months(day, -months))
		for key, months in settings.retention_months().items()
		if months
	}


def run() -> int:
	"""Job: anonymise what is overdue; return how many records."""
	done = 0
	ends = periods()
	for group in groups():
		if group.key in ends:
			done += sum(_run_group(group, ends[group.key]))
	return done


def _run_group(group: Group, until: date) -> Iterator[int]:
	for kept in group.documents:
		names = [row.name for row in facts.overdue(kept, until)]

		def work(chunk: Sequence[str], kept: Kept = kept) -> int:
			return forget(group, kept, facts.overdue(kept, until, names=chunk), ON_SCHEDULE)

		yield from jobs.in_chunks(names, _CHUNK, work, commit=True)


def forget(group: Group, kept: Kept, rows: Sequence, occasion: str) -> int:
	"""Anonymise these rows (name, branch) and record it; return how many. Not committed."""
	names = [row.name for row in rows]
	if not names:
		return 0
	if kept.deleted:
		frappe.db.delete(kept.document_type, {"name": ["in", names]})
	else:
		if kept.person == "name":
			_forget_names_of_members(names)
		_empty(kept.document_type, {"name": ["in", names]}, kept.emptied, kept.renamed)
		for child, columns in kept.tables.items():
			_empty(child, {"parenttype": kept.document_type, "parent": ["in", names]}, columns)
		for child in kept.removed:
			frappe.db.delete(child, {"parenttype": kept.document_type, "parent": ["in", names]})
		_forget_beside(kept.document_type, names)
	members = names if kept.person == "name" else ()
	touch(kept.document_type, branches={row.branch for row in rows if row.branch}, members=members)
	with in_site_language():
		fields = fields_of(kept)
	record(occasion, group.key, kept.document_type, facts.by_branch(rows), fields)
	return len(names)


def fields_of(kept: Kept) -> list[str]:
	"""Return the labels of what is forgotten of a DocType, in the present language."""
	fields = [(kept.document_type, column) for column in (*kept.emptied, *kept.renamed)]
	fields += [(child, column) for child, columns in kept.tables.items() for column in columns]
	labels = [_(label) for doctype, column in fields for label in facts.labels(doctype, [column])]
	return list(dict.fromkeys((*labels, *map(_, kept.removed)))) or [_("Whole document")]


def forget_columns(doctype: str, name: str, columns: Sequence[str]) -> None:
	"""Empty columns of one document with its files, and what Frappe keeps of them beside it. Not recorded, not committed."""
	forget_columns_of(doctype, [name], columns)


def forget_columns_of(
	doctype: str, names: Sequence[str], emptied: Sequence[str], renamed: Sequence[str] = ()
) -> None:
	"""Do the same for several documents; `renamed` columns get the placeholder instead."""
	_empty(doctype, {"name": ["in", list(names)]}, emptied, renamed)
	_forget_beside(doctype, names)


def _empty(doctype: str, which: Mapping, emptied: Sequence[str], renamed: Sequence[str] = ()) -> None:
	meta = frappe.get_meta(doctype)
	values = {}
	for column in emptied:
		field = meta.get_field(column)
		needed = field.reqd and field.fieldtype not in ("Attach", "Attach Image")
		values[column] = 0 if facts.is_number(doctype, column) else placeholder() if needed else None
	values.update(dict.fromkeys(renamed, placeholder()))
	if values:
		frappe.db.set_value(doctype, which, values, update_modified=False)


def _forget_names_of_members(members: Sequence[str]) -> None:
	"""The copies of their names in other documents, titles included: one statement for each kind of copy."""
	member = frappe.qb.DocType("Party Member")
	for doctype, title in facts.titles_with_names():
		table = frappe.qb.DocType(doctype)
		(
			frappe.qb.update(table)
			.join(member)
			.on(member.name == table.member)
			.set(table[title], _replaced(table[title], member.member_name))
			.where(member.name.isin(members) & (member.member_name != ""))
		).run()
	for doctype, link, copy in facts.copies_of_names():
		frappe.db.set_value(doctype, {link: ["in", members]}, copy, placeholder(), update_modified=False)


def _replaced(text, name):
	return _REPLACE(text, name, placeholder())


def _forget_beside(doctype: str, names: Sequence[str]) -> None:
	"""Files, mails, comments and logs of changes about these documents, and what they were before an import."""
	for file in facts.files_of(doctype, names):
		frappe.delete_doc("File", file, ignore_permissions=True, force=True, delete_permanently=True)
	mails = facts.mails_about(doctype, names)
	if mails:
		frappe.db.delete("Email Queue Recipient", {"parent": ["in", mails]})
		frappe.db.delete("Email Queue", {"name": ["in", mails]})
	imports = facts.imports_that_changed(doctype, names)
	if imports:
		# Without a part of it an import could be undone in part only.
		frappe.db.delete("Party Import Change", {"year_import": ["in", imports]})
	for companion in _BESIDE:
		of_doctype, of_name = COMPANIONS[companion]
		frappe.db.delete(companion, {of_doctype: doctype, of_name: ["in", names]})


def record(
	occasion: str,
	group: str | None,
	doctype: str,
	names_by_branch: Mapping[str, Sequence[str]],
	fields: Sequence[str],
) -> None:
	"""Write down what was forgotten, by the labels of `fields`: a line for each organisation, with the names of the documents."""
	now, user = now_datetime(), frappe.session.user
	untold = doctype in UNTOLD
	lines = [
		(
			*(frappe.generate_hash(length=10), now, now, user, user, getdate(now), occasion, group, doctype),
			*((None, branch or None) if untold else (branch or None, None)),
			*(len(names), "、".join(fields), "\n".join(names)),
		)
		for branch, names in names_by_branch.items()
	]
	frappe.db.bulk_insert(facts.ERASURES, list(_RECORDED), lines)
