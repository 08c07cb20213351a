"""The week's overview for the officers of a committee: how the branches below stand, those in need of help first."""

from collections.abc import Sequence
from datetime import date

from frappe import _

from party_affairs.compliance.notify import Mail
from party_affairs.facts.criteria import of_branches
from party_affairs.facts.duties import summary
from party_affairs.facts.organisation import branches as branch_facts
from party_affairs.ledgers.duties import this_month
from party_affairs.permissions import scope_for
from party_affairs.rules.periods import calendar_year

PAGE = "/app/this-month"
_BRANCHES_SHOWN, _DUTIES_SHOWN = 10, 5


def of_user(user: str, day: date) -> Mail | None:
	"""Return the overview of the branches whose findings `user` may read, None if nothing is open there."""
	return of_branches_below(sorted(scope_for("Compliance Finding", user=user).branches), day)


def of_branches_below(branches: Sequence[str], day: date) -> Mail | None:
	"""Return the overview of a committee's `branches`, itself included, None without any below, or if nothing is open: six queries.

	Branches with most omissions stand first, of the duties those that most branches lack; counts alone, no names of people.
	"""
	if len(branches) < 2:
		return None
	year = calendar_year(day.year)
	numbers = summary.by_branch(of_branches(branches), year)
	worst = sorted(
		(name for name, row in numbers.items() if row["Missed"] or row["Due"]),
		key=lambda name: (-numbers[name]["Missed"], -numbers[name]["Due"], name),
	)
	if not worst:
		return None
	names = {row.name: row.short_name or row.name for row in branch_facts.load(worst[:_BRANCHES_SHOWN])}
	lines = [
		_("{branch}: {missed} missing, {due} to be done").format(
			branch=names.get(name, name), missed=numbers[name]["Missed"], due=numbers[name]["Due"]
		)
		for name in worst[:_BRANCHES_SHOWN]
	]
	if len(worst) > len(lines):
		lines.append(_("and {0} more branches").format(len(worst) - len(lines)))
	month = this_month.build(branches, day, together=True)
	widest = sorted((*month.late, *month.current), key=lambda entry: -entry.line.branches)[:_DUTIES_SHOWN]
	if widest:
		lines.append(_("Open in most branches:"))
		lines += [entry.title for entry in widest]
	subject = _("Branches below: {missed} duties missing in {branches} branches, as of {day}").format(
		missed=sum(row["Missed"] for row in numbers.values()),
		branches=sum(1 for row in numbers.values() if row["Missed"]),
		day=month.as_of or day,
	)
	return Mail("branches", subject, "\n".join(lines), PAGE)
