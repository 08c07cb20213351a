"""Writes docs/permissions.md: which role has which right to which document, whose rows that reaches, and why.

Run `python -m devbench.permissions_table` in the repository after a change of the register or of a DocType's permissions.
Needs no site and no Frappe.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any

from devbench.paths import APP, ROOT
from party_affairs.guide.organisation import party_posts
from party_affairs.permissions import companions, roles
from party_affairs.permissions.register import SUBJECTS, Reach, Row

TARGET = ROOT / "docs" / "permissions.md"
DEFINITIONS = ROOT / APP / "party_affairs" / "doctype"

SYSTEM_MANAGER = "System Manager"
COLUMNS: Mapping[str, str] = {
	"Manager": roles.MANAGER,
	"Secretary": roles.SECRETARY,
	"Organisation": roles.ORGANISATION,
	"Publicity": roles.PUBLICITY,
	"Discipline": roles.DISCIPLINE,
	"Auditor": roles.AUDITOR,
	"Member": roles.MEMBER,
	"System": SYSTEM_MANAGER,
}
"""Heading of a column -> the role it is about."""

LETTERS: Mapping[str, str] = {
	"read": "r",
	"write": "w",
	"create": "c",
	"delete": "d",
	"submit": "s",
	"cancel": "x",
	"amend": "a",
	"print": "p",
	"report": "l",
	"export": "e",
	"email": "m",
}
_USING = ("read", "write", "create", "delete", "submit", "cancel", "amend")
_SHOWING = ("print", "report", "export", "email")
NOTHING = "–"

HEADINGS: Mapping[str, str] = {
	"organisation": "Organisation",
	"members": "Members",
	"meetings": "Meetings",
	"texts": "Talks, reports, self reviews",
	"appraisal": "Democratic appraisal",
	"dues": "Dues",
	"contact": "Contact and welfare",
	"evaluation": "Evaluation",
	"duties": "Duties",
	"exchange": "Exchange, Publicity and Links",
	"privacy": "Personal data",
	"archive": "Archive",
	"notice": "Notice board and rooms",
	"common": "For all subjects",
}
REACHES: Mapping[Reach, str] = {
	Reach.EVERYWHERE: "all rows, wherever the role has the right",
	Reach.SUBTREE: "own organisation and below",
	Reach.READ_ABOVE: "own organisation and below to read, own organisation to change",
	Reach.INCOMES_WITHIN: "own organisation and below; level 1 in the own organisation",
	Reach.WITHIN: "own organisation",
	Reach.NOBODY: "nobody",
}
_NO_OWN_ROWS = "none"

_HEAD = """# Permissions

Generated from `party_affairs/permissions/` and the permissions of the DocTypes by `python -m devbench.permissions_table`; do not
edit. It says what the app brings along: an administrator may take rights away in the Role Permissions Manager, and what he adds there
reaches no further than *whose rows* allows.

Two things must come together. A **role** must have the right to the document (first table of each subject), and the **row** must be
within reach (second table). The default is nothing; Administrator alone is not asked. How the limits are kept: [architecture.md](architecture.md).

## Roles and posts

Roles follow the Party posts that somebody holds today. A post reaches its own organisation; a post in a committee or general branch
also reaches all below it. Each post counts for the right of its own role alone. A role given by hand reaches no row that belongs to an
organisation; only an auditor's does, below each Party Branch that a User Permission names for him, and there as if from a committee above.
Whom a User Permission on a Party Branch names reaches no row outside of that organisation and those below, whatever posts he holds; rows of his
own excepted.

"""
_LETTERS_HEAD = """
## How to read the tables

Rights: {letters}. ¹ stands before the rights to sensitive fields (permission level 1). {nothing} is no right. Of documents whose
rows are limited, the column *Member* is about his own rows alone; in brackets stand rights of his that reach no row.

*Whose rows* says how far the other columns reach. *Own organisation* is the one in which the post is held; a row belongs to the
organisation in its field `branch` where nothing else is said. *Member's own rows* are those that name him in the field given,
whatever posts he holds; that opens no sensitive field. Child tables (↳) have no rights of their own: their rows are seen
and changed with the document they belong to.

*Besides*:

- **confidential**: what the platform keeps about such a document is shown to nobody else, whoever wrote it. It is not assigned, and only Administrator attaches to it what acts on documents ({automation}).
- **private files**: its attachments are open to nobody by their address alone.
- **not about oneself**: nobody sees such a row about himself.
- **board**: members of the branch read the sheet on its board, but no row of others.
- **sums above**: organisations above read what the rows add up to, but no row.

No document whose rows are limited can be shared by hand. What the platform keeps about a document is shown to those alone who may read it
({companions}); to-dos that he has or gave, comments that he wrote and what he follows stay with their user.
"""


def text() -> str:
	"""Return the content that docs/permissions.md should have."""
	letters = ", ".join(f"**{letter}** {right}" for right, letter in LETTERS.items())
	legend = _LETTERS_HEAD.format(
		letters=letters,
		nothing=NOTHING,
		companions=", ".join(companions.COMPANIONS),
		automation=", ".join(companions.AUTOMATION),
	)
	parts = [_HEAD, _table(("Column", "Role", "Given by"), _role_rows()), legend]
	for subject, rows in SUBJECTS.items():
		parts.append(f"\n## {HEADINGS[subject]}\n\n")
		parts.append(_table(("Document", *COLUMNS), _rights_rows(rows)))
		parts.append("\n")
		columns = ("Document", "Whose rows", "Member's own rows", "Besides", "Level 1", "Reason")
		parts.append(_table(columns, _reach_rows(rows)))
	return "".join(parts)


def _table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
	lines = [columns, ["---"] * len(columns), *rows]
	return "".join(f"| {' | '.join(cells)} |\n" for cells in lines)


def _role_rows() -> Iterator[tuple[str, str, str]]:
	by_hand = {
		roles.MEMBER: "every member on register with a login",
		SYSTEM_MANAGER: "by hand; a role of the platform",
	}
	for column, role in COLUMNS.items():
		yield column, role, by_hand.get(role) or "; ".join(_posts_granting(role))


def _posts_granting(role: str) -> Iterator[str]:
	places: dict[str, list[str]] = {}
	for branch_type, place in (
		("Branch", "branch"),
		(roles.COMMITTEE_TYPES[0], "committee or general branch"),
	):
		labels = [
			label
			for post in party_posts.posts()
			for leads, label in _ways_to_hold(post.label, branch_type)
			if roles.role_of_post(post.label, branch_type, leads=leads) == role
		]
		if labels:
			places.setdefault(", ".join(labels), []).append(place)
	yield from (f"{labels} (in a {', '.join(where)})" for labels, where in places.items())
	if role == roles.AUDITOR:
		yield "by hand, with a User Permission on a Party Branch"


def _ways_to_hold(post: str, branch_type: str) -> tuple[tuple[bool, str], ...]:
	"""Whether the holder leads, with the words for it: a branch's deputy does so only while the secretary does not."""
	if roles.is_stand_in(post, branch_type):
		return (True, f"{post} while no secretary is at work"), (False, f"{post} beside a secretary at work")
	return ((True, post),)


def _rights_rows(rows: Iterable[Row]) -> Iterator[list[str]]:
	for row in rows:
		if not row.parent:
			yield [row.doctype, *(_cell(row, role) for role in COLUMNS.values())]


def _cell(row: Row, role: str) -> str:
	"""The rights of a role: plain ones, below them those to fields of level 1."""
	plain, sensitive = (_letters(row.doctype, role, level) for level in (0, 1))
	if role == roles.MEMBER and plain and not (row.own or row.reach is Reach.EVERYWHERE):
		plain = f"({plain})"
	return "<br>".join(filter(None, (plain, sensitive and f"¹{sensitive}"))) or NOTHING


def _letters(doctype: str, role: str, level: int) -> str:
	granted = {
		right
		for permission in definition(doctype)["permissions"]
		if permission["role"] == role and permission.get("permlevel", 0) == level
		for right, value in permission.items()
		if value and right not in ("role", "permlevel")
	}
	if unknown := granted - set(LETTERS):
		raise ValueError(f"{doctype}: no letter for {', '.join(sorted(unknown))}")
	found = ["".join(LETTERS[right] for right in kind if right in granted) for kind in (_USING, _SHOWING)]
	return " ".join(filter(None, found))


def _reach_rows(rows: Iterable[Row]) -> Iterator[list[str]]:
	for row in rows:
		if row.parent:
			reach = f"level 1 of {row.parent}" if row.sensitive else f"with {row.parent}"
			yield [f"↳ {row.doctype}", reach, "", "", _sensitive_fields(row), row.reason]
			continue
		yield [
			row.doctype,
			"; ".join(_whose(row)),
			"; ".join(_own(row)),
			", ".join(_besides(row)),
			_sensitive_fields(row),
			row.reason,
		]


def _whose(row: Row) -> Iterator[str]:
	yield REACHES[row.reach]
	if row.branch_field != "branch":
		yield f"belongs to the organisation in `{row.branch_field}`"
	if row.branch_field_of_new:
		yield f"a new one to the organisation in `{row.branch_field_of_new}`"
	if row.covered_in:
		table, fieldname = row.covered_in
		yield f"and to those that name it in `{fieldname}` of {table}"
	if row.second_reader:
		yield f"the organisation in `{row.second_reader}` reads it too, and owns it where `{row.branch_field}` is empty"
	if row.within_where:
		fieldname, value = row.within_where
		yield f"within the organisation alone where `{fieldname}` is {'ticked' if value == 1 else value}"
	if row.issued_by:
		yield "until `{}` is filled in, for whoever reaches `{}` alone".format(*row.issued_by)
	if row.draft_until:
		yield f"only once `{row.draft_until}` is filled in"


def _own(row: Row) -> Iterator[str]:
	if row.reach is Reach.EVERYWHERE:
		return
	yield _named_in(row.own) if row.own else _NO_OWN_ROWS
	if row.own_to_change is not None:
		yield f"to change: {_named_in(row.own_to_change)}"


def _named_in(fieldnames: Sequence[str]) -> str:
	return " or ".join(f"`{fieldname}`" for fieldname in fieldnames)


def _besides(row: Row) -> Iterator[str]:
	marks = {
		"confidential": row.confidential,
		"private files": row.private_files,
		"not about oneself": row.not_about_oneself,
		"board": row.on_board,
		"sums above": row.sums_above,
	}
	return (mark for mark, holds in marks.items() if holds)


def _sensitive_fields(row: Row) -> str:
	if row.sensitive:
		return "whole table"
	return ", ".join(
		field.get("label") or field["fieldname"]
		for field in definition(row.doctype)["fields"]
		if field.get("permlevel")
	)


@cache
def definition(doctype: str) -> dict[str, Any]:
	"""Return a DocType of the app as its JSON file defines it."""
	folder = doctype.lower().replace(" ", "_")
	return json.loads((DEFINITIONS / folder / f"{folder}.json").read_text(encoding="utf-8"))


def main() -> None:
	"""Write the file."""
	TARGET.write_text(text(), encoding="utf-8")
	print(f"{TARGET.relative_to(ROOT)} is up to date")


if __name__ == "__main__":
	main()
