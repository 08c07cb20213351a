"""What goes up on a board, a page or a screen passes the guard first: nothing is made known that concerns one person alone."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import frappe
from frappe import _
from frappe.utils import escape_html

from party_affairs.exceptions import NoticeError
from party_affairs.facts.notice import known
from party_affairs.rules.message import Message
from party_affairs.rules.notice import guard

_MOST_SENTENCES = 8


class Passage(NamedTuple):
	"""A text that is to go up: `place` is the label of its field or column in the user's language, as plain text.

	`is_head` says that it is the head of a column, `is_file` that it is the name of a file.
	"""

	place: str
	text: str
	is_head: bool = False
	is_file: bool = False


def refuse_leaks(
	branch: str, passages: Iterable[Passage], allowed: Sequence[str] = (), exception=NoticeError
) -> None:
	"""Raise `exception` with a sentence for each leak in the texts that `branch` makes known: place, what it is, what to do.

	`allowed` are telephone numbers that may be named besides the organisation's own. A fixed number of queries.
	"""
	passages = [passage for passage in passages if passage.text and passage.text.strip()]
	if not passages:
		return
	persons = known.persons(branch)
	own = (*known.own_numbers(branch), *filter(None, allowed))
	sentences = [
		leak.sentence(passage.place).text(_)
		for passage in passages
		for leak in _leaks_of(passage, persons, own)
	]
	if not sentences:
		return
	shown = [escape_html(sentence) for sentence in dict.fromkeys(sentences)]
	if len(shown) > _MOST_SENTENCES:
		rest = Message("There are {number} more.", number=len(shown) - _MOST_SENTENCES).text(_)
		shown = [*shown[:_MOST_SENTENCES], rest]
	frappe.throw("<br>".join(shown), exception, title=_("This Must Not Be Made Known"))


def _leaks_of(passage: Passage, persons: Sequence[guard.Person], own: Sequence[str]) -> Iterable[guard.Leak]:
	if passage.is_file:
		return guard.leaks_of_file_name(passage.text, persons)
	if passage.is_head:
		return (*guard.leaks_of_head(passage.text), *guard.leaks(passage.text, persons, own))
	return guard.leaks(passage.text, persons, own)
