"""党内职务: Party Post."""

from collections.abc import Mapping
from typing import Any

from frappe import _
from frappe.utils import getdate

from party_affairs.facts.documents import stored
from party_affairs.importing.layout import POSTS_SHEET
from party_affairs.importing.matching import agreeing, match
from party_affairs.importing.rows import Record
from party_affairs.importing.sheets import Context, columns, settle, settle_person

_AS_TYPED = ("post", "start_date", "end_date", "removed_on", "approval_no", "remarks")
_FIELDS = (*_AS_TYPED, "member", "member_name", "branch", "party_group", "import_row")


def bring_in(records: list[Record], context: Context) -> None:
	"""Insert and update the posts held in the branch."""
	prepared = [_values(record, context) for record in records]
	posts = stored("Party Post", {"branch": context.branch}, _FIELDS)
	found = match(
		prepared,
		posts,
		(_by_term,),
		lambda row, post: agreeing(row, post, "member", "post", "start_date") >= 2,
	)
	for position, record in enumerate(records):
		if not record.ready:
			continue
		existing = posts[found[position]] if position in found else None
		context.save(record, "Party Post", prepared[position], existing)
	context.lookups.reload_people()
	context.note_left_over(
		POSTS_SHEET, posts, found.values(), lambda post: f"{post.member_name} {_(post.post)}"
	)


def _values(record: Record, context: Context) -> dict[str, Any]:
	person = settle_person(record, "member", context)
	values = columns(record, *_AS_TYPED)
	if record.get("party_group"):
		values["party_group"] = settle(
			record, "party_group", context.lookups.group, record.get("party_group")
		)
	unknown = not values.get("party_group") and "party_group" not in record.masked
	if record.get("post") == "Group Leader" and unknown and not record.broken:
		values["party_group"] = person.party_group if person else None
	return {
		**values,
		"member": person.name if person else None,
		"branch": context.branch,
		"import_row": context.import_row(record),
	}


def _by_term(row: Mapping[str, Any]) -> Any:
	if row.get("member") and row.get("post") and row.get("start_date"):
		return row["member"], row["post"], getdate(row["start_date"])
	return None
