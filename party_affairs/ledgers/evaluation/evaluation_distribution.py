"""评价结果分布: how many reached which band, by scheme and organisation; nobody's name is in it.

The sheets of members are read within their branch. Committees above see these sums, of a branch with fewer people than the
scheme's least group not even those, and of a larger one no band with so few: a few people are known to each other.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from frappe import _

from party_affairs.facts.evaluation import rounds, schemes
from party_affairs.ledgers.compose import compose
from party_affairs.ledgers.ledger import Chart, Column, Figure, Ledger
from party_affairs.ledgers.selection import Selection, select
from party_affairs.permissions import scope_for
from party_affairs.rules.evaluation.what_if import by_rank, shielded

DOCTYPE = "Evaluation"
TITLE = "Evaluation Distribution"
_MEMBER = "Party Member"


def build(filters: Mapping[str, Any] | None = None, user: str | None = None, ptype: str = "read") -> Ledger:
	"""Return a row for each scheme and organisation with its number of sheets by band; `scheme` narrows it to one."""
	selection = select(DOCTYPE, filters, user, ptype, sums=True)
	scheme = selection.filter("scheme")
	counted = [
		row
		for row in rounds.bands_of_year(selection.year.start.year, selection.rows_of)
		if not scheme or row.scheme == scheme
	]
	bands = _bands(counted)
	rows = _rows(selection, counted, bands)
	hidden = [row for row in rows if row["is_small"]]
	shown = [row for row in rows if not row["is_small"]]
	keys = ("sheets", "final", "to_judge", *(f"band_{place}" for place in range(len(bands))))
	# The same people are evaluated by several schemes: only the numbers of one add up.
	of_scheme = {
		name: {key: sum(row[key] or 0 for row in shown if row["scheme"] == name) for key in keys}
		for name in dict.fromkeys(row["scheme"] for row in rows)
	}
	return compose(
		selection,
		_(TITLE),
		_columns(bands, several=len(selection.branches) > 1),
		rows,
		totals=next(iter(of_scheme.values())) if len(of_scheme) == 1 else None,
		chart=Chart(
			tuple(name or _("No Band") for name in bands),
			tuple(
				(name, tuple(sums[f"band_{place}"] for place in range(len(bands))))
				for name, sums in of_scheme.items()
			),
		),
		figures=_figures(rows, list(of_scheme)),
		notes=_notes(hidden, any(row["is_partly_shown"] for row in rows)),
		key=__name__,
	)


def _figures(rows: list[dict[str, Any]], names: list[str]) -> tuple[Figure, ...]:
	"""How many sheets there are, how many final and still to be judged; of several schemes how many each has."""
	if len(names) > 1:
		return tuple(
			Figure(name, sum(row["sheets"] for row in rows if row["scheme"] == name)) for name in names
		)
	return (
		Figure(_("Sheets"), sum(row["sheets"] for row in rows)),
		Figure(_("Final Results"), sum(row["final"] for row in rows), indicator="Green"),
		Figure(_("Still to Be Judged"), sum(row["to_judge"] for row in rows), indicator="Orange"),
	)


def _bands(counted: Iterable) -> list[str]:
	"""The bands of all versions in the order of their rank; what a veto keeps out of all of them comes last."""
	names: dict[str, None] = {}
	counted = list(counted)
	versions = schemes.by_name({row.scheme_version for row in counted if row.scheme_version})
	for version in versions.values():
		names.update(dict.fromkeys(by_rank(version.bands)))
	names.update(dict.fromkeys(row.band for row in counted if row.band))
	found = list(names)
	if any(not row.band and not row.is_open for row in counted):
		found.append("")
	return found


def _rows(selection: Selection, counted: Iterable, bands: list[str]) -> list[dict[str, Any]]:
	found: dict[tuple, dict[str, Any]] = {}
	for row in counted:
		of_members = row.subject_doctype == _MEMBER
		# Sheets of branches are counted with the organisation that evaluates them.
		branch = row.branch if of_members or row.conductor not in selection.branches else row.conductor
		key = (branch, row.scheme, row.scheme_version)
		if key not in found:
			found[key] = {
				"branch": branch,
				"path": _path(selection, branch),
				"scheme": row.scheme,
				"version": row.scheme_version,
				"doctype": rounds.ROUND if row.round else "Party Branch",
				"name": row.round or branch,
				"of_members": of_members,
				**dict.fromkeys(("sheets", "final", "to_judge"), 0),
				**{f"band_{place}": 0 for place in range(len(bands))},
			}
		line = found[key]
		line["sheets"] += row.sheets
		line["final"] += row.sheets if row.docstatus else 0
		if row.is_open:
			line["to_judge"] += row.sheets
		else:
			line[f"band_{bands.index(row.band or '')}"] += row.sheets
	open_to_reader = scope_for(DOCTYPE, selection.ptype, selection.user)
	least = schemes.least_groups({line["version"] for line in found.values() if line["version"]})
	keys = [f"band_{place}" for place in range(len(bands))]
	for line in found.values():
		is_open = not line["of_members"] or (
			open_to_reader.unrestricted or line["branch"] in open_to_reader.seats
		)
		fewest = 0 if is_open else least.get(line["version"], 0)
		line["is_small"] = line["sheets"] < fewest
		shown = shielded([line[key] for key in keys], fewest)
		line["is_partly_shown"] = not line["is_small"] and None in shown
		line.update(zip(keys, [None] * len(keys) if line["is_small"] else shown, strict=True))
	return sorted(found.values(), key=lambda line: (line["scheme"], line["version"] or ""))


def _path(selection: Selection, branch: str) -> str:
	"""The organisations above a branch, from the top of the selection down."""
	above = []
	parent = selection.branches[branch].parent
	while parent in selection.branches:
		above.insert(0, selection.name_of(parent))
		parent = selection.branches[parent].parent
	return " / ".join(above)


def _columns(bands: Iterable[str], *, several: bool) -> tuple[Column, ...]:
	return (
		*((Column("path", _("Under"), width_mm=30),) if several else ()),
		Column("scheme", _("Evaluation Scheme"), width_mm=48),
		Column("sheets", _("Evaluated"), "Int", 14),
		*(Column(f"band_{place}", name or _("No Band"), "Int", 14) for place, name in enumerate(bands)),
		Column("to_judge", _("Still to Be Judged"), "Int", 16),
		Column("final", _("Final Results"), "Int", 14),
	)


def _notes(hidden: list[dict[str, Any]], partly_shown: bool) -> tuple[str, ...]:
	notes = [_("Sheets of members are read within their branch; above it only these sums.")]
	if hidden:
		notes.append(
			_(
				"Of {0} branches with {1} members in all no bands are shown, and none are in the sums: so few people could be picked out."
			).format(len(hidden), sum(row["sheets"] for row in hidden))
		)
	if partly_shown:
		notes.append(
			_(
				"Bands with few people are left empty, with one beside them, and are in no sum: they could be picked out."
			)
		)
	return tuple(notes)
