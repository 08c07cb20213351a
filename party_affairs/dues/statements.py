"""Statements of accounts: their lines brought in once, matched to members, decided where doubtful, collected as receipts.

The lines of a statement are written as a whole; the number of queries does not grow with theirs. Rights are the
caller's business.
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import frappe
from frappe import _
from frappe.utils import getdate, now, nowdate

from party_affairs.checks.members import shown_name
from party_affairs.dues import bulk, collection
from party_affairs.dues.collection import CollectionLine
from party_affairs.dues.locks import lock_branches
from party_affairs.dues.twins import Recorded, keys_in, keys_text
from party_affairs.exceptions import DuesError
from party_affairs.facts.dues import statement as facts
from party_affairs.facts.dues.months import yuan
from party_affairs.importing import statement as reading
from party_affairs.importing.problems import Problem, WorkbookError
from party_affairs.rules.dues import matching as rules
from party_affairs.rules.dues.matching import DOUBTFUL, MATCHED
from party_affairs.rules.dues.twins import doubt, sound_number
from party_affairs.rules.message import Message

STATEMENT, LINE, RECEIPT = "Party Dues Statement", "Party Dues Statement Line", "Party Dues Receipt"
IGNORED, COLLECTED = "Ignored", "Collected"
METHODS = {"Bank": "Bank Transfer", "WeChat": "WeChat", "Alipay": "Alipay", "Other": "Bank Transfer"}
"""How was paid what stands in a statement of each source."""

_FIELDS = (
	*("name", "idx", "row", "paid_on", "payer", "amount", "note", "transaction_no", "state", "member"),
	*(
		"member_name",
		"months",
		"voluntary",
		"reason",
		"decided_by",
		"receipt",
		"branch",
		"line_key",
		"attempt",
	),
	*("refund", "creation", "owner", "paid_at", "twins", "told_apart"),
)
_BETWEEN_MONTHS = "、"


def read_file(doc) -> list[Problem]:
	"""Bring in the lines of the file attached to a statement and match them; return what is wrong with the file.

	With any problem nothing is changed. Lines that any statement of the branch holds already, by their transaction number,
	are left out and counted. What may only be there already is doubtful. Another file takes the place of the first one as
	long as nothing was collected from it.
	"""
	rows = _locked_rows(doc)
	try:
		found = reading.read(_content(doc), doc.file, getdate(nowdate()))
	except WorkbookError as error:
		return list(error.problems)
	if found.problems:
		return found.problems
	if doc.read_file and doc.read_file != doc.file:
		_refuse_if_collected(rows)
		rows = []
	read_before = {_place_in_file(row) for row in rows}
	new = [row for line in found.lines if _place_in_file(row := _row(doc, line)) not in read_before]
	recorded = Recorded(doc.branch, doc.name, [*rows, *new])
	known = recorded.known(new)
	new = [row for row in new if row.name not in known]
	_make_keys_unique(doc, new)
	rows += new
	_match(doc.branch, rows, recorded)
	_store(
		doc,
		rows,
		read_file=doc.file,
		known_count=len(found.lines) - len(new),
		left_out_count=found.left_out,
	)
	return []


def match_again(doc) -> None:
	"""Match anew what nobody has decided; lines whose receipt was cancelled are open again."""
	rows = _locked_rows(doc)
	_open_cancelled(rows)
	_match(doc.branch, rows, Recorded(doc.branch, doc.name, rows))
	_store(doc, rows)


def decide(
	doc,
	line: str,
	member: str,
	months: Sequence[date],
	voluntary: Decimal = Decimal(0),
	another: bool = False,
) -> None:
	"""Assign a line to a member: to `months` (first days, the oldest takes first), `voluntary` yuan of it as an extra.

	A line that was asked about because it may be there already is another payment then, which is remembered; where only
	this member shows that it may be, `another` has to say so. Raises DuesError if it does not, or if the money cannot be collected
	like that.
	"""
	rows = _locked_rows(doc)
	row = _open_row(rows, line)
	if row.refund or row.amount <= 0:
		frappe.throw(_("The money was paid back: there is nothing to collect. Ignore the line."), DuesError)
	payer = _payer(doc.branch, row, member)
	if rules.plain(row.payer) != rules.plain(payer.name):
		collection.check_payer(doc.branch, row.payer)
	covered = _covered(row, payer, months, voluntary)
	recorded = Recorded(doc.branch, doc.name, rows)
	twins = recorded.twins(row, payer.member, payer.name)
	asked = keys_in(row.twins)
	unasked = [twin for twin in twins if twin.key not in asked]
	if unasked and not another:
		frappe.throw(
			_("{0} Confirm that it is another payment, or ignore the line.").format(doubt(unasked).text(_)),
			DuesError,
		)
	row.update(
		twins=None,
		told_apart=keys_text([*keys_in(row.told_apart), *asked, *(twin.key for twin in twins)]),
		state=MATCHED,
		member=payer.member,
		member_name=payer.name,
		months=_months_text(covered),
		voluntary=voluntary,
		reason=None,
		decided_by=frappe.session.user,
	)
	_match(doc.branch, rows, recorded)
	_store(doc, rows)


def ignore(doc, line: str, reason: str) -> None:
	"""Set a line aside for a reason: it is not about dues, or was paid back."""
	if not (reason or "").strip():
		frappe.throw(_("Please say why the line is ignored."), DuesError)
	rows = _locked_rows(doc)
	_open_row(rows, line).update(
		state=IGNORED,
		member=None,
		member_name=None,
		months=None,
		voluntary=Decimal(0),
		reason=reason.strip(),
		decided_by=frappe.session.user,
	)
	_match(doc.branch, rows, Recorded(doc.branch, doc.name, rows))
	_store(doc, rows)


def reopen(doc, line: str) -> None:
	"""Take back what was decided about a line, and match it anew."""
	rows = _locked_rows(doc)
	_open_row(rows, line).update(state=DOUBTFUL, decided_by=None, told_apart=None)
	_match(doc.branch, rows, Recorded(doc.branch, doc.name, rows))
	_store(doc, rows)


def collect_matched(doc) -> int:
	"""Write a receipt for each matched line; return their number. All of them, or none.

	A line is collected once: the statement is locked, and the key of each receipt is unique in the database. One whose
	payment was recorded elsewhere since it was matched is asked about instead.
	"""
	rows = _locked_rows(doc)
	_ask_about_recorded(doc, rows)
	matched = [row for row in rows if row.state == MATCHED]
	for day, batch in _batches(matched):
		receipts = collection.collect(
			doc.branch,
			day,
			METHODS[doc.source],
			[_collection_line(row) for row in batch],
			source="Statement",
			statement=doc.name,
		)
		for row, receipt in zip(batch, receipts, strict=True):
			row.update(state=COLLECTED, receipt=receipt)
	_store(doc, rows)
	return len(matched)


def choices(doc, line: str, member: str) -> dict[str, Any]:
	"""Return what a member's line may be for: the sum, his months with what is open, and which of them are proposed.

	`twins` are payments that may be the same: where each is written, with doctype and name of the document.
	"""
	rows = _rows(doc)
	row = _open_row(rows, line)
	payer = _payer(doc.branch, row, member)
	months = _open_months(row, payer)
	twins = Recorded(doc.branch, doc.name, rows).twins(row, payer.member, payer.name)
	return {
		"amount": row.amount,
		"months": [{"month": item.month, "amount": item.amount} for item in months],
		"proposed": [item.month for item in _reached(months, row.amount)],
		"twins": [{"place": twin.place.text(_), "document": twin.document} for twin in twins if twin.place],
	}


# --- lines -----------------------------------------------------------------------------------------------------------


def _locked_rows(doc) -> list[Any]:
	"""The lines as others left them; nobody else changes them until the end of the transaction.

	The branch is locked first, as collecting does: its other statements may hold the same lines.
	"""
	lock_branches([doc.branch])
	frappe.db.get_value(STATEMENT, doc.name, "name", for_update=True)
	return _rows(doc, lock=True)


def _rows(doc, lock: bool = False) -> list[Any]:
	table = frappe.qb.DocType(LINE)
	query = (
		frappe.qb.from_(table)
		.select(*(table[field] for field in _FIELDS))
		.where((table.parent == doc.name) & (table.parenttype == STATEMENT))
		.orderby(table.idx)
	)
	rows = (query.for_update() if lock else query).run(as_dict=True)
	for row in rows:
		row.amount, row.voluntary = yuan(row.amount), yuan(row.voluntary)
	return rows


def _row(doc, line: reading.StatementLine):
	return frappe._dict(
		{
			**dict.fromkeys(_FIELDS),
			"name": bulk.new_name(),
			"row": line.row,
			"paid_on": line.paid_on,
			"payer": line.payer,
			"amount": line.amount,
			"note": line.note,
			"transaction_no": line.transaction_no,
			"refund": int(line.refund),
			"state": DOUBTFUL,
			"voluntary": Decimal(0),
			"branch": doc.branch,
			"line_key": line.key,
			"paid_at": line.paid_at,
			"attempt": 1,
			"creation": now(),
			"owner": frappe.session.user,
		}
	)


def _place_in_file(row) -> tuple[int, date, Decimal]:
	return row.row, row.paid_on, row.amount


def _make_keys_unique(doc, rows: Sequence[Any]) -> None:
	"""A line without a whole transaction number, or with that of another line, is itself in this statement alone: one query."""
	table = frappe.qb.DocType(LINE)
	keys = [row.line_key for row in rows]
	query = (
		frappe.qb.from_(table)
		.select(table.line_key)
		.where((table.branch == doc.branch) & table.line_key.isin(keys or [""]))
		.for_update()
	)
	taken = {row[0] for row in query.run()}
	for row in rows:
		if row.line_key in taken or not sound_number(row.transaction_no):
			row.line_key = hashlib.sha256(f"{doc.name}|{row.row}|{row.line_key}".encode()).hexdigest()[:40]


def _content(doc) -> bytes:
	name = frappe.db.get_value(
		"File",
		{"file_url": doc.file, "attached_to_doctype": doc.doctype, "attached_to_name": doc.name},
		"name",
	) or frappe.db.get_value("File", {"file_url": doc.file, "owner": doc.owner}, "name")
	if not name:
		frappe.throw(
			_("{0}: there is no such file of yours. Upload it again.").format(
				frappe.bold(_(doc.meta.get_label("file")))
			),
			DuesError,
		)
	return Path(frappe.get_doc("File", name).get_full_path()).read_bytes()


def _refuse_if_collected(rows: Iterable[Any]) -> None:
	if any(row.state == COLLECTED for row in rows):
		frappe.throw(
			_("Dues were collected from the lines of the first file. Make a new statement for this one."),
			DuesError,
		)


def _open_row(rows: Iterable[Any], line: str):
	row = next((row for row in rows if row.name == line), None)
	if row is None:
		frappe.throw(_("The line is no longer there. Reload the statement."), DuesError)
	if row.state == COLLECTED:
		frappe.throw(
			_("Row {0} was collected already. Cancel its receipt first, then match again.").format(row.row),
			DuesError,
		)
	return row


def _store(doc, rows: list[Any], **values) -> None:
	"""Write all lines, and what they add up to on the statement: three queries."""
	frappe.db.delete(LINE, {"parent": doc.name, "parenttype": STATEMENT})
	for position, row in enumerate(rows, start=1):
		row.idx = position
	stamp = {
		"parent": doc.name,
		"parenttype": STATEMENT,
		"parentfield": "lines",
		"modified": now(),
		"modified_by": frappe.session.user,
	}
	if rows:
		frappe.db.bulk_insert(
			LINE,
			[*_FIELDS, *stamp],
			[(*(row[field] for field in _FIELDS), *stamp.values()) for row in rows],
		)
	doc.db_set({**values, **_totals(rows)})


def _totals(rows: Sequence[Any]) -> dict[str, Any]:
	count = defaultdict(int)
	for row in rows:
		count[row.state] += 1
	days = [row.paid_on for row in rows]
	return {
		"status": _status(count),
		"period_from": min(days, default=None),
		"period_to": max(days, default=None),
		"line_count": len(rows),
		"matched_count": count[MATCHED],
		"doubtful_count": count[DOUBTFUL],
		"ignored_count": count[IGNORED],
		"collected_count": count[COLLECTED],
		"total_amount": sum(row.amount for row in rows),
		"collected_amount": sum(row.amount for row in rows if row.state == COLLECTED),
	}


def _status(count: dict[str, int]) -> str:
	if count[DOUBTFUL]:
		return "To Decide"
	if count[MATCHED]:
		return "To Collect"
	return "Completed"


# --- matching --------------------------------------------------------------------------------------------------------


def _match(branch: str, rows: Sequence[Any], recorded: Recorded) -> None:
	"""Match what nobody has decided: four queries."""
	undecided = {row.name: row for row in rows if row.state in (MATCHED, DOUBTFUL) and not row.decided_by}
	if not undecided:
		return
	people = facts.payers(branch, min(row.paid_on for row in undecided.values()))
	names = {person.member: person.name for person in people}
	taken = defaultdict(list)
	for row in rows:
		if row.state == MATCHED and row.decided_by:
			taken[row.member] += _months_of(row)

	def ask(line: rules.Line, person: rules.Payer | None) -> Message | None:
		row = undecided[line.key]
		row.update(member=None, member_name=None)
		twins = recorded.twins(row, person and person.member, person and person.name)
		row.update(twins=keys_text(twin.key for twin in twins))
		return doubt(twins) if twins else None

	found = rules.match(
		[_line(row) for row in undecided.values()], people, collection.organisations_of(branch), taken, ask
	)
	for row in undecided.values():
		result = found[row.name]
		row.update(
			state=result.state,
			member=result.member,
			member_name=names.get(result.member),
			months=_months_text(result.months),
			voluntary=Decimal(0),
			reason=result.reason.text(_) if result.reason else None,
		)


def _ask_about_recorded(doc, rows: Sequence[Any]) -> None:
	"""Make doubtful what was matched before the same payment was recorded in another place."""
	matched = [row for row in rows if row.state == MATCHED]
	recorded = Recorded(doc.branch, doc.name, matched)
	for row in matched:
		if twins := recorded.twins(row, row.member, row.member_name):
			row.update(
				state=DOUBTFUL,
				decided_by=None,
				twins=keys_text(twin.key for twin in twins),
				reason=doubt(twins).text(_),
			)


def _line(row) -> rules.Line:
	return rules.Line(row.name, row.paid_on, row.amount, row.payer, row.note or "", bool(row.refund))


def _open_cancelled(rows: Sequence[Any]) -> None:
	names = [row.receipt for row in rows if row.receipt]
	if not names:
		return
	receipt = frappe.qb.DocType(RECEIPT)
	# A locking read: a receipt that was written while this transaction waited is no cancelled one.
	query = (
		frappe.qb.from_(receipt)
		.select(receipt.name)
		.where(receipt.name.isin(names) & (receipt.docstatus == 1))
		.for_update()
	)
	standing = set(query.run(pluck=True))
	for row in rows:
		if row.receipt and row.receipt not in standing:
			row.update(state=DOUBTFUL, receipt=None, decided_by=None, attempt=row.attempt + 1)


# --- decisions -------------------------------------------------------------------------------------------------------


def _payer(branch: str, row, member: str) -> rules.Payer:
	found = facts.payers(branch, row.paid_on, [member])
	if not found:
		frappe.throw(
			_("{0} pays no dues to {1}. Choose a member of the branch.").format(
				shown_name(member),
				frappe.bold(branch),
			),
			DuesError,
		)
	return found[0]


def _open_months(row, payer: rules.Payer) -> tuple[rules.DueMonth, ...]:
	this_month = row.paid_on.replace(day=1)
	coming = [item for item in payer.coming if item.month >= this_month]
	return (*payer.owing, *coming[: rules.MOST_ADVANCE_MONTHS])


def _reached(months: Iterable[rules.DueMonth], amount: Decimal) -> list[rules.DueMonth]:
	"""Those of `months` that a sum reaches, the oldest first."""
	reached = []
	for item in sorted(months, key=lambda item: item.month):
		if amount <= 0:
			break
		reached.append(item)
		amount -= item.amount
	return reached


def _covered(row, payer: rules.Payer, months: Sequence[date], voluntary: Decimal) -> list[date]:
	"""Return the months that take the dues of a line. Raise DuesError unless they can take them all."""
	if not 0 <= voluntary <= row.amount:
		frappe.throw(
			_("The voluntary extra must lie between 0 and the {0} yuan that were paid.").format(row.amount),
			DuesError,
		)
	dues = row.amount - voluntary
	chosen = [item for item in _open_months(row, payer) if item.month in set(months)]
	room = sum((item.amount for item in chosen), Decimal(0))
	if dues > room:
		frappe.throw(
			_(
				"{0} yuan are left for dues, {1} yuan are open in the months chosen. Choose more months, or enter the rest as a voluntary extra."
			).format(dues, room),
			DuesError,
		)
	return [item.month for item in _reached(chosen, dues)]


def _months_text(months: Iterable[date]) -> str | None:
	return _BETWEEN_MONTHS.join(f"{month:%Y-%m}" for month in months) or None


def _months_of(row) -> list[date]:
	return [getdate(f"{month}-01") for month in (row.months or "").split(_BETWEEN_MONTHS) if month]


# --- collecting ------------------------------------------------------------------------------------------------------


def _batches(rows: Iterable[Any]) -> list[tuple[date, list[Any]]]:
	"""Lines of one day together, but a member's second line of a day after his first, whose receipt it has to see."""
	batches: dict[tuple[date, int], list[Any]] = defaultdict(list)
	times = defaultdict(int)
	for row in rows:
		batches[row.paid_on, times[row.paid_on, row.member]].append(row)
		times[row.paid_on, row.member] += 1
	return [(day, batch) for (day, _time), batch in sorted(batches.items(), key=lambda item: item[0])]


def _collection_line(row) -> CollectionLine:
	return CollectionLine(
		member=row.member,
		amount=row.amount - row.voluntary,
		voluntary=row.voluntary,
		paid_by=row.payer if rules.plain(row.payer) != rules.plain(row.member_name) else None,
		key=f"{row.name}-{row.attempt}",
		months=tuple(_months_of(row)),
	)
