"""荣誉表彰: Honour, of a member or of the branch."""

from collections.abc import Mapping, Sequence
from typing import Any

from frappe.utils import getdate

from party_affairs.facts.criteria import every
from party_affairs.facts.documents import stored
from party_affairs.facts.organisation.branches import subtree
from party_affairs.importing.layout import HONOURS
from party_affairs.importing.matching import match
from party_affairs.importing.names import find_branch
from party_affairs.importing.rows import Record
from party_affairs.importing.sheets import Context, columns, settle_person

_AS_TYPED = (
	*("honour_name", "level", "awarded_by", "document_no", "awarded_on"),
	*("valid_until", "reason", "published_on", "published_where"),
)
_FIELDS = (*_AS_TYPED, "kind", "recipient", "member", "branch", "title", "import_row")
_MEMBER, _BRANCH = "Party Member", "Party Branch"
_THIS_BRANCH = ("本支部", "支部", "党支部", "本党支部", "本党组织", "党组织")
_SUBMITTED = 1


def bring_in(records: list[Record], context: Context) -> None:
	"""Insert and update what members and the branch were awarded in the year."""
	called = [
		(row.name, row.short_name) for row in subtree(every, top=context.branch) if row.name == context.branch
	]
	prepared = [_values(record, context, called) for record in records]
	filters = {
		"branch": context.branch,
		"docstatus": _SUBMITTED,
		"awarded_on": ["between", context.days_of(HONOURS)],
	}
	honours = stored("Honour", filters, _FIELDS)
	found = match(prepared, honours, (_by_recipient_and_day,), _is_same_honour)
	for position, record in enumerate(records):
		if record.ready:
			existing = honours[found[position]] if position in found else None
			context.save(record, "Honour", prepared[position], existing, submit=True)
	context.note_left_over(HONOURS, honours, found.values(), lambda row: row.title)


def _values(record: Record, context: Context, called: Sequence[tuple[str, str | None]]) -> dict[str, Any]:
	context.check_day(record, "awarded_on")
	values = columns(record, *_AS_TYPED)
	if record.has("kind"):
		values["kind"] = record.get("kind")
	person = None
	is_branch = _is_this_branch(record.get("recipient") or "", called)
	if not is_branch:
		person = settle_person(record, "recipient", context)
	return {
		**values,
		"recipient": _BRANCH if is_branch else _MEMBER,
		"member": person.name if person else None,
		"branch": context.branch,
		"import_row": context.import_row(record),
	}


def _is_this_branch(text: str, called: Sequence[tuple[str, str | None]]) -> bool:
	return text in _THIS_BRANCH or bool(text and find_branch(text, called))


def _by_recipient_and_day(row: Mapping[str, Any]) -> Any:
	if row.get("honour_name") and row.get("awarded_on"):
		return row["recipient"], row.get("member") or "", row["honour_name"], getdate(row["awarded_on"])
	return None


def _is_same_honour(row: Mapping[str, Any], honour: Mapping[str, Any]) -> bool:
	"""One that was corrected: of the same recipient, and either the name or the day is still the same."""
	same_day = bool(row.get("awarded_on")) and getdate(row["awarded_on"]) == getdate(honour["awarded_on"])
	return (row["recipient"], row.get("member") or None) == (
		honour["recipient"],
		honour["member"] or None,
	) and (same_day or row.get("honour_name") == honour["honour_name"])
