"""奖惩与重要事项: Party Member Event."""

from collections.abc import Mapping
from typing import Any

from frappe import _
from frappe.utils import getdate

from party_affairs.facts.documents import stored
from party_affairs.importing.layout import EVENTS
from party_affairs.importing.matching import match
from party_affairs.importing.rows import Record
from party_affairs.importing.sheets import Context, columns, settle, settle_person
from party_affairs.rules.message import Message

_AS_TYPED = ("kind", "happened_on", "details", "decided_by", "sanction", "influence_until", "new_position")
_OF_KINDS = {
	"to_firm": ("Firm Change",),
	"new_position": ("Position Change",),
	"sanction": ("Party Sanction",),
	"influence_until": ("Party Sanction", "Professional Sanction"),
}
"""What the document keeps of these kinds alone."""

_FIELDS = (*_AS_TYPED, "member", "member_name", "branch", "to_firm", "honour", "import_row")


def bring_in(records: list[Record], context: Context) -> None:
	"""Insert and update what happened to the members of the branch in the year."""
	context.lookups.load_firms(record.get("to_firm") for record in records)
	prepared = [_values(record, context) for record in records]
	filters = {"branch": context.branch, "happened_on": ["between", context.days_of(EVENTS)]}
	events = stored("Party Member Event", filters, _FIELDS)
	found = match(prepared, events, (_by_day,), _is_same_event)
	for position, record in enumerate(records):
		if record.ready:
			existing = events[found[position]] if position in found else None
			context.save(record, "Party Member Event", prepared[position], existing)
		else:
			context.unsettled.add((EVENTS.key, prepared[position]["member"]))
	context.note_left_over(EVENTS, events, found.values(), lambda row: f"{row.member_name} {_(row.kind)}")


def _values(record: Record, context: Context) -> dict[str, Any]:
	context.check_day(record, "happened_on")
	person = settle_person(record, "member", context)
	for key, kinds in _OF_KINDS.items():
		if record.get(key) and record.get("kind") and record.get("kind") not in kinds:
			record.refuse(
				key,
				"A matter of the kind {kind} has nothing of this. Leave the cell empty, or choose another kind.",
				kind=Message(record.get("kind")),
			)
	values = columns(record, *_AS_TYPED)
	if record.get("to_firm"):
		values["to_firm"] = settle(record, "to_firm", context.lookups.firm, record.get("to_firm"))
	return {
		**values,
		"member": person.name if person else None,
		"branch": context.branch,
		"import_row": context.import_row(record),
	}


def _by_day(row: Mapping[str, Any]) -> Any:
	if row.get("member") and row.get("kind") and row.get("happened_on"):
		return row["member"], row["kind"], getdate(row["happened_on"])
	return None


def _is_same_event(row: Mapping[str, Any], event: Mapping[str, Any]) -> bool:
	same_day = bool(row.get("happened_on")) and getdate(row["happened_on"]) == getdate(event["happened_on"])
	# What follows from an honour has its day from there: an award of another day is another one.
	same_kind = row.get("kind") == event["kind"] and not event["honour"]
	return row.get("member") == event["member"] and (same_day or same_kind)
