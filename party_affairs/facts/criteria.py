"""Which rows a query reads: said by whoever asks, as a criterion over the table that is read.

`Scope.criterion` is one: the rows that a user may see. A reader that takes a criterion adds nothing of its own to it, so
that nobody gets rows by forgetting to say whose.
"""

from collections.abc import Callable, Iterable
from typing import Any

from pypika.terms import Criterion

Which = Callable[[Any], Criterion]
"""Given the table, the criterion for its rows."""


def every(table: Any) -> Criterion:
	"""Return what leaves no row out: for whoever has made sure of the rows in another way, and for the nightly runs."""
	return table.name.isnotnull()


def of_branches(names: Iterable[str]) -> Which:
	"""Return what keeps a query to the rows of these branches, to none where there are none."""
	wanted = sorted(names) or [""]
	return lambda table: table.branch.isin(wanted)
