"""意见建议登记: Raised Opinion, one an opinion; whoever is a member or a contact of the branch is linked, others stand by name."""

from collections.abc import Mapping
from typing import Any

from frappe.utils import getdate

from party_affairs.facts.documents import stored
from party_affairs.importing.layout import RAISED_OPINIONS
from party_affairs.importing.lookups import Unsettled
from party_affairs.importing.matching import alike, match
from party_affairs.importing.problems import CellError
from party_affairs.importing.rows import Record
from party_affairs.importing.sheets import Context, columns
from party_affairs.rules.names import name_key

_AS_TYPED = (
	"raised_on",
	"occasion",
	"opinion",
	"referred_on",
	"answer_until",
	"answer",
	"answered_on",
	"told_on",
	"told_how",
)
_FIELDS = (
	*_AS_TYPED,
	*(
		"branch",
		"is_unnamed",
		"member",
		"contact",
		"raised_by_name",
		"referred_to",
		"referred_body",
		"import_row",
	),
)
_UNNAMED = frozenset(("不记名", "匿名", "无记名", "不署名", "未署名", "不具名"))


def bring_in(records: list[Record], context: Context) -> None:
	"""Insert and update the opinions of the year; without an occasion one was raised directly."""
	contacts = _contacts(context)
	prepared = [_values(record, contacts, context) for record in records]
	filters = {"branch": context.branch, "raised_on": ["between", context.days_of(RAISED_OPINIONS)]}
	opinions = stored("Raised Opinion", filters, _FIELDS)
	found = match(prepared, opinions, (_by_day_and_text,), _is_same_opinion)
	for position, record in enumerate(records):
		if record.ready:
			existing = opinions[found[position]] if position in found else None
			context.save(record, "Raised Opinion", prepared[position], existing)
	context.note_left_over(
		RAISED_OPINIONS,
		opinions,
		found.values(),
		lambda opinion: f"{getdate(opinion.raised_on)} {opinion.opinion}"[:40],
	)


def _contacts(context: Context) -> dict[str, str | None]:
	"""The branch's contacts by name; of namesakes nobody knows who is meant."""
	found: dict[str, str | None] = {}
	for row in stored("Contacted Person", {"branch": context.branch}, ("contact_name",)):
		key = name_key(row.contact_name)
		found[key] = None if key in found else row.name
	return found


def _values(record: Record, contacts: Mapping[str, str | None], context: Context) -> dict[str, Any]:
	context.check_day(record, "raised_on")
	values = columns(record, *_AS_TYPED)
	if record.has("occasion"):
		values["occasion"] = record.get("occasion") or "Raised Directly"
	if record.has("raised_by") and "raised_by" not in record.masked:
		values.update(_raised_by(record, contacts, context))
	if record.get("referred"):
		member = _member(record, "referred", context)
		values["referred_to"] = member and member.name
		values["referred_body"] = None if member else record.get("referred")
		if not record.get("referred_on"):
			# Whoever keeps the register in Excel writes down to whom it went, and not always when.
			values["referred_on"] = record.get("raised_on")
	if record.get("answer") and not record.get("answered_on"):
		record.refuse("answered_on", "Please fill in this cell.")
	return {**values, "branch": context.branch, "import_row": context.import_row(record)}


def _raised_by(record: Record, contacts: Mapping[str, str | None], context: Context) -> dict[str, Any]:
	name = "".join((record.get("raised_by") or "").split())
	nobody = {"is_unnamed": 0, "member": None, "contact": None, "raised_by_name": None}
	if not name or name in _UNNAMED:
		return {**nobody, "is_unnamed": 1}
	member = _member(record, "raised_by", context)
	if member:
		return {**nobody, "member": member.name, "raised_by_name": member.member_name}
	return {**nobody, "contact": contacts.get(name_key(name)), "raised_by_name": name}


def _member(record: Record, key: str, context: Context) -> Any:
	"""The member whom a cell names; whoever is no member stands there by name."""
	name = record.get(key)
	if not context.lookups.knows(name):
		return None
	try:
		return context.lookups.person(name)
	except Unsettled:
		record.waits = True
	except CellError as error:
		record.problems.append(record.about(key, error.message))
	return None


def _by_day_and_text(row: Mapping[str, Any]) -> Any:
	if row.get("raised_on") and row.get("opinion"):
		return getdate(row["raised_on"]), " ".join(row["opinion"].split())
	return None


def _is_same_opinion(row: Mapping[str, Any], opinion: Mapping[str, Any]) -> bool:
	same_day = bool(row.get("raised_on")) and getdate(row["raised_on"]) == getdate(opinion["raised_on"])
	return same_day or alike(row.get("opinion"), opinion["opinion"])
