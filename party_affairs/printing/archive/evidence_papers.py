"""The papers of single records, and ledgers without what is sensitive, for books that leave the branch."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace

import frappe
from frappe import _

from party_affairs.facts.archive.volumes import Record
from party_affairs.guide.archive import volume_contents
from party_affairs.guide.archive.volume_contents import Item
from party_affairs.ledgers import get
from party_affairs.ledgers.compose import MASK
from party_affairs.ledgers.ledger import Ledger
from party_affairs.ledgers.text import full_date
from party_affairs.permissions import seen
from party_affairs.printing.documents import paper_of
from party_affairs.printing.paper import PageBreak, Paper

_ALL_ROWS = "Administrator"
"""A volume holds all of its branch, whoever binds it: what may be in it, the guide's data says."""


@dataclass(frozen=True)
class RecordPaper:
	"""A record with its paper; several papers of one record follow each other."""

	record: Record
	paper: Paper
	kind: str = ""

	@property
	def line(self) -> str:
		"""What it is called in a list of contents: its day, what kind of record it is, and its title."""
		return " ".join(part for part in (full_date(self.record.day), self.kind, self.paper.name) if part)


def papers_of(item: Item, records: Iterable[Record]) -> Iterator[RecordPaper]:
	"""Yield the papers of records of one kind. Raise ValueError for a kind without open papers.

	The caller has made sure that the records may lie in the book.
	"""
	if item.made != volume_contents.PAPER:
		raise ValueError(f"{item.key} has no open papers")
	for record in records:
		document = frappe.get_doc(record.doctype, record.name)
		papers = [paper_of(document, key) for key in item.papers]
		title = record.title or _(record.doctype)
		kind = _(document.get("kind") or "") if document.meta.has_field("kind") else ""
		for number, paper in enumerate(_alike(papers)):
			yield RecordPaper(record, replace(paper, name=title if number == 0 else paper.name), kind)


def _alike(papers: Iterable[Paper]) -> Iterator[Paper]:
	"""Yield papers of one page setup that follow each other as one."""
	run: list[Paper] = []
	for paper in papers:
		if run and (run[0].page, run[0].style) != (paper.page, paper.style):
			yield _joined(run)
			run = []
		run.append(paper)
	if run:
		yield _joined(run)


def _joined(papers: list[Paper]) -> Paper:
	blocks = list(papers[0].blocks)
	for paper in papers[1:]:
		blocks += [PageBreak(), *paper.blocks]
	return replace(papers[0], blocks=tuple(blocks))


def open_ledger(name: str, branch: str, year: int) -> Ledger:
	"""Return a ledger of a branch and year with all its rows, in Chinese by the caller, and without what is sensitive."""
	with _nothing_noted():
		ledger = get(name).build({"branch": branch, "year": year}, _ALL_ROWS)
	hidden = [column.fieldname for column in ledger.columns if column.sensitive]
	rows = tuple(
		{**row, **{fieldname: MASK for fieldname in hidden if row.get(fieldname)}} for row in ledger.rows
	)
	return replace(ledger, rows=rows, mark="")


@contextmanager
def _nothing_noted() -> Iterator[None]:
	"""What is taken out again before anybody gets it is not noted as seen."""
	before = seen.take()
	try:
		yield
	finally:
		seen.take()
		for one in before:
			seen.note(one)
