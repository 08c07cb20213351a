"""Answers that are kept while many documents are written of which none can change them.

Whoever writes such documents says so by `remembering`; everywhere else each question goes to the database.
"""

from collections.abc import Callable, Hashable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

import frappe

T = TypeVar("T")
Answers = dict[Hashable, Any]
"""What was answered, by question."""

_KEPT = "party_affairs_remembered"


@contextmanager
def remembering(answers: Answers) -> Iterator[None]:
	"""Inside, what was asked once is answered from `answers`; whoever changes what was asked about has to empty them."""
	before = frappe.local.flags.get(_KEPT)
	frappe.local.flags[_KEPT] = answers
	try:
		yield
	finally:
		frappe.local.flags[_KEPT] = before


def kept() -> Answers | None:
	"""Return the answers that are kept now, None where each question is asked anew."""
	return frappe.local.flags.get(_KEPT)


def once(question: Hashable, ask: Callable[[], T]) -> T:
	"""Return the kept answer to a question, or ask."""
	answers = kept()
	if answers is None:
		return ask()
	if question not in answers:
		answers[question] = ask()
	return answers[question]


def each_once(
	question: Hashable, names: Iterable[str], ask: Callable[[list[str]], Iterable[Any]]
) -> list[Any]:
	"""Return the rows of `names`, in the order of their names, of which `ask` reads those that are not kept.

	A row has the name that was asked for; of some names there may be none.
	"""
	wanted = sorted(set(names))
	answers = kept()
	if answers is None:
		return list(ask(wanted))
	known = answers.setdefault(question, {})
	if missing := [name for name in wanted if name not in known]:
		known.update(dict.fromkeys(missing))
		known.update((row.name, row) for row in ask(missing))
	return [known[name] for name in wanted if known[name] is not None]
