"""党费欠交台账: who is in arrears with which months, how long running, and whether he was reminded.

What a month in arrears is says `rules.dues`; the sums are those of the collection ledger. Committees above may ask for
the sums of each branch alone. Letters to members are seen by those who look after them in their own branch.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from frappe import _

from party_affairs.facts.dues import arrears as dues_arrears
from party_affairs.facts.dues import reminders
from party_affairs.guide.dues import reminders as dues_reminders
from party_affairs.ledgers.compose import compose, labels_of
from party_affairs.ledgers.ledger import Chart, Column, Figure, Ledger
from party_affairs.ledgers.selection import Selection, select
from party_affairs.ledgers.text import full_date, periods_text
from party_affairs.rules.dues.monthly_dues import LAPSE_MONTHS, NOTHING, stage_to_tell
from party_affairs.rules.periods import period_of

DOCTYPE = "Party Dues Entry"
TITLE = "Dues Arrears Ledger"
_VIEWS = ("member", "branch")
_BY_BRANCH = "branch"


def build(filters: Mapping[str, Any] | None = None, user: str | None = None, ptype: str = "read") -> Ledger:
	"""Return who is in arrears with months of the year, or earlier ones, on a day; own filters: `as_of` (default: today), `view`.

	With the view `branch` there is one row of sums for each branch.
	"""
	selection = select(DOCTYPE, filters, user, ptype, goes_on=True)
	rows = _by_member(selection)
	is_by_branch = selection.filter("view", _VIEWS) == _BY_BRANCH
	shown = _by_branch(rows) if is_by_branch else rows
	return compose(
		selection,
		_(TITLE),
		_columns_by_branch() if is_by_branch else _columns(),
		shown,
		totals=_totals(rows, is_by_branch),
		chart=_chart(selection, rows),
		figures=_figures(rows),
		notes=(
			_(
				"In yuan, as of {0}. A month is in arrears once the day by which it is payable is over; for quarterly payers "
				"that is the last day of the quarter."
			).format(full_date(selection.as_of)),
			_(
				"After {0} months running without good reason the matter is for the assembly; nothing changes by itself. The "
				"organisation may neither pay dues for a member nor deduct them from his pay."
			).format(LAPSE_MONTHS),
		),
		key=__name__,
	)


def _columns() -> tuple[Column, ...]:
	return (
		Column("member_name", _("Full Name"), width_mm=20),
		Column("oldest", _("Oldest Month"), width_mm=22, align="center"),
		Column("months_text", _("Months in Arrears"), "Small Text", 58),
		Column("months", _("Number of Months"), "Int", 18),
		Column("running", _("Months Running"), "Int", 18),
		Column("amount", _("Arrears"), "Currency", 24),
		Column("reminded", _("Last Reminded"), "Small Text", 34),
		Column("flag", _("For the Branch to Decide"), "Small Text", 42),
	)


def _columns_by_branch() -> tuple[Column, ...]:
	return (
		Column("members", _("Members in Arrears"), "Int", 26),
		Column("months", _("Number of Months"), "Int", 26),
		Column("at_flag", _("{0} Months Running or More").format(LAPSE_MONTHS), "Int", 32),
		Column("amount", _("Arrears"), "Currency", 32),
	)


def _by_member(selection: Selection) -> list[dict[str, Any]]:
	day = selection.as_of
	entries = defaultdict(list)
	for row in dues_arrears.load(day, lambda entry, _member: selection.rows_of(entry)):
		if row.dues_month <= selection.year.end:
			entries[row.branch, row.member].append(row)
	runs = dues_arrears.runs({member for _branch, member in entries}, day)
	told_to = reminders.by_member(selection.rows_of, day)
	decisions = labels_of("Party Dues Reminder", "decision")
	rows = []
	for (branch, member), months in entries.items():
		found = runs[member]
		told = [row for row in told_to.get(member, ()) if found.run and row.first_month == found.run[0].start]
		rows.append(
			{
				"doctype": "Party Member",
				"name": member,
				"branch": branch,
				"member_name": months[0].member_name,
				"oldest": f"{months[0].dues_month:%Y-%m}",
				"months_text": periods_text(period_of("month", row.dues_month).key for row in months),
				"months": len(months),
				"running": found.running,
				"amount": sum((row.open for row in months), NOTHING),
				"reminded": _reminded(told),
				"flag": _flag(found.running, told, decisions),
			}
		)
	return sorted(rows, key=lambda row: (row["oldest"], row["member_name"], row["name"]))


def _reminded(told: Iterable) -> str:
	sent = [row for row in told if not row.is_flag]
	return _("at {0} months, on {1}").format(sent[-1].stage, sent[-1].sent_on) if sent else ""


def _flag(running: int, told: Iterable, decisions: Mapping[str, str]) -> str:
	if running < LAPSE_MONTHS:
		return ""
	decided = [row for row in told if row.is_flag and row.decision]
	if not decided:
		return _("{0} months running: to be looked into").format(running)
	return _("{0}, on {1}").format(decisions[decided[-1].decision], decided[-1].decided_on)


def _by_branch(rows: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
	of_branch: dict[str, list] = defaultdict(list)
	for row in rows:
		of_branch[row["branch"]].append(row)
	return [
		{"doctype": "Party Branch", "name": branch, "branch": branch, **_sums(of_its)}
		for branch, of_its in of_branch.items()
	]


def _sums(rows: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
	rows = list(rows)
	return {
		"members": len(rows),
		"months": sum(row["months"] for row in rows),
		"at_flag": sum(row["running"] >= LAPSE_MONTHS for row in rows),
		"amount": sum((row["amount"] for row in rows), NOTHING),
	}


def _totals(rows: Iterable[Mapping[str, Any]], is_by_branch: bool) -> dict[str, Any]:
	sums = _sums(rows)
	if is_by_branch:
		return sums
	return {
		"member_name": _("{0} people").format(sums["members"]),
		"months": sums["months"],
		"amount": sums["amount"],
	}


def _chart(selection: Selection, rows: list) -> Chart | None:
	"""Where several branches are shown what each is owed, else how many members are how far behind; never a person."""
	if not rows:
		return None
	if selection.shows_branch:
		amounts: dict[str, Decimal] = defaultdict(lambda: NOTHING)
		for row in sorted(rows, key=lambda row: selection.position(row["branch"])):
			amounts[selection.name_of(row["branch"])] += row["amount"]
		return Chart(tuple(amounts), ((_("Arrears"), tuple(amounts.values())),))
	stages = [stage_to_tell(row["running"], ()) for row in rows]
	steps = (None, *dues_reminders.stages())
	labels = (_("Older months alone"), *(_("{0} months running").format(step.months) for step in steps[1:]))
	return Chart(labels, ((_("Members"), tuple(stages.count(step) for step in steps)),))


def _figures(rows: list) -> tuple[Figure, ...]:
	sums = _sums(rows)
	return (
		Figure(_("Members in Arrears"), sums["members"], indicator="Orange" if rows else "Green"),
		Figure(_("Months in Arrears"), sums["months"]),
		Figure(_("Arrears"), sums["amount"], "Currency", "Orange" if rows else "Green"),
		Figure(
			_("{0} Months Running or More").format(LAPSE_MONTHS),
			sums["at_flag"],
			indicator="Red" if sums["at_flag"] else "Green",
		),
	)
