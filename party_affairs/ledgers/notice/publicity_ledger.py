"""宣传报道台账: what organisations had published of their work, by month and medium (guide 一（十）2—3)."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from frappe import _

from party_affairs.facts.notice import publicity
from party_affairs.ledgers.compose import compose, labels_of
from party_affairs.ledgers.ledger import Chart, Column, Figure, Ledger
from party_affairs.ledgers.selection import select

DOCTYPE = "Publicity Item"
TITLE = "Publicity Ledger"
BY_DAY, BY_MEDIUM = "day", "medium"
_MONTHS = range(1, 13)


def build(filters: Mapping[str, Any] | None = None, user: str | None = None, ptype: str = "read") -> Ledger:
	"""Return the reports of the year, or since `from_year`; `month`, `medium` and `medium_kind` narrow them.

	`view` says in which order they stand, and what the chart counts: by day, or by `medium`.
	"""
	selection = select(DOCTYPE, filters, user, ptype)
	first = selection.first_day()
	month = selection.filter("month")
	wanted = {
		"medium": selection.filter("medium"),
		"medium_kind": selection.filter("medium_kind", tuple(labels_of("Publicity Medium", "kind"))),
	}
	rows = [
		row
		for row in publicity.in_years(selection.rows_of, first, selection.until)
		if all(value is None or row[field] == value for field, value in wanted.items())
		and (not month or row.published_on.month == int(month))
	]
	by_medium = selection.filter("view", (BY_DAY, BY_MEDIUM)) == BY_MEDIUM
	if by_medium:
		rows.sort(key=lambda row: row.medium)
	for row in rows:
		row.update(doctype=DOCTYPE, kind_text=_(row.medium_kind or ""))
		if not row.counted_on:
			# Nobody has looked: that is not the same as read by nobody.
			row.update(readers=None, likes=None)
	return compose(
		selection,
		_(TITLE),
		_columns(),
		rows,
		since=first,
		totals={key: sum(row[key] or 0 for row in rows) for key in ("readers", "likes")},
		chart=_of_media(rows) if by_medium else _of_months(rows),
		figures=(
			Figure(_("Reports Published"), len(rows)),
			Figure(_("Media"), len({row.medium for row in rows})),
			Figure(_("With an Address on the Internet"), sum(bool(row.link) for row in rows)),
			Figure(_("Times Read"), sum(row.readers or 0 for row in rows), indicator="Green"),
		),
		notes=(
			_(
				"Readers and likes are as they were read off on the day given; they are not counted by this app."
			),
		),
		key=__name__,
	)


def _columns() -> tuple[Column, ...]:
	return (
		Column("title", _("Title of the Report"), width_mm=60),
		Column("published_on", _("Came Out On"), "Date", 22),
		Column("authors", _("Authors"), width_mm=24),
		Column("medium", _("Medium"), width_mm=32),
		Column("kind_text", _("Kind of Medium"), width_mm=22, under="medium"),
		Column("place", _("Account, Edition or Programme"), width_mm=28),
		Column("link", _("Address on the Internet"), "Small Text", 48),
		Column("readers", _("Times Read"), "Int", 15),
		Column("likes", _("Likes"), "Int", 13),
		Column("counted_on", _("Numbers Read On"), "Date", 22),
	)


def _of_months(rows: Sequence) -> Chart | None:
	"""By month, each kind of medium a part of the bar."""
	if not rows:
		return None
	counts = Counter((row.kind_text, row.published_on.month) for row in rows)
	kinds = sorted({row.kind_text for row in rows})
	return Chart(
		tuple(_("Month {0}").format(month) for month in _MONTHS),
		tuple((kind, tuple(counts[kind, month] for month in _MONTHS)) for kind in kinds),
		stacked=True,
	)


def _of_media(rows: Sequence) -> Chart | None:
	counts = Counter(row.medium for row in rows)
	media = [medium for medium, _number in counts.most_common()]
	return (
		Chart(tuple(media), ((_("Reports Published"), tuple(counts[medium] for medium in media)),))
		if rows
		else None
	)
