"""An inspection pack (迎检资料) put together: of each clause its wording, how it was kept, what proves it, and the papers behind it."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from frappe import _
from frappe.model.document import Document
from frappe.utils import nowdate

from party_affairs.facts.archive import evidence as facts
from party_affairs.facts.archive.volumes import Record
from party_affairs.facts.organisation.branches import short_names
from party_affairs.facts.organisation.tree import branch_and_below
from party_affairs.guide.archive import volume_contents
from party_affairs.guide.archive.volume_contents import LEDGER, Item
from party_affairs.ledgers.text import full_date
from party_affairs.printing import ledger_sheets
from party_affairs.printing.archive.evidence_papers import open_ledger, papers_of
from party_affairs.printing.book import Book, BookPart
from party_affairs.printing.paper import Block, Cell, Grid, Heading, Paper, Table, Text, Title
from party_affairs.printing.parts import left_and_right
from party_affairs.printing.table_layout import TableColumn, TableRow
from party_affairs.rules.archive import packs
from party_affairs.rules.archive.packs import ClauseState, Evidence

MOST_PAPERS = 600
"""So many pieces of evidence are bound with their papers; what comes after is named alone, and the page says so."""
_MOST_NAMED = 60
"""So many records without papers of their own are named one by one; of more, such as dues entries, the number stands."""
_MOST_GAPS = 40
_MOST_IN_GRID = 14
"""A table begins a page of its own where another one follows; so many lines stand between the texts instead."""


@dataclass(frozen=True)
class Made:
	"""The book of a pack, how many pieces of evidence it names, and in how many clauses something is missing."""

	book: Book
	evidence: int
	gaps: int


class PackBook:
	"""What is read once for all clauses, and the pages made of it. In Chinese by the caller."""

	def __init__(self, pack: Document):
		self.pack = pack
		self.rules = pack.chosen_rules()
		first, last = date(pack.from_year, 1, 1), date(pack.to_year, 12, 31)
		findings = facts.findings(pack.branches(), self.rules, first, last)
		self.states = packs.clause_states(self.rules, findings)
		self.clauses = facts.clauses(self.rules)
		self.papers = volume_contents.open_papers()
		self.numbers = packs.numbered(self.states, self.papers, MOST_PAPERS)
		self.named = facts.named(packs.by_doctype(one for state in self.states for one in state.evidence))
		self.branch_names = short_names(set(pack.branches()))
		self._bound: set[Evidence] = set()
		self._ledgers: dict[tuple[str, int], str] = {}

	def made(self, tell: Callable[[int, int], None] | None = None) -> Made:
		"""Return the book; `tell` hears how many clauses are written."""
		parts: list[BookPart] = [BookPart(_("Overview of the Clauses"), self.overview())]
		for number, state in enumerate(self.states, start=1):
			parts += self._of_clause(state)
			if tell:
				tell(number, len(self.states))
		return Made(
			Book(
				self.pack.title,
				(
					self.pack.subject(),
					_("Years {0} to {1}").format(self.pack.from_year, self.pack.to_year)
					if self.pack.from_year != self.pack.to_year
					else _("Year {year}").format(year=self.pack.from_year),
					_("Compiled by {0} on {1}").format(self.pack.branch, full_date(nowdate())),
				),
				tuple(parts),
			),
			len({one for state in self.states for one in state.evidence}),
			sum(state.has_gaps for state in self.states),
		)

	def overview(self) -> Paper:
		"""Return the list of the clauses with how each was kept."""
		columns = (
			TableColumn(_("No."), 10, "center"),
			TableColumn(_("Clause"), 62),
			TableColumn(_("Citation"), 44),
			*(TableColumn(_(status), 14, "center") for status in packs.TOLD),
			TableColumn(_("Pieces of Evidence"), 16, "center"),
		)
		rows = [
			TableRow(
				(
					str(number),
					self._title(state.rule),
					self._clause(state.rule, "citation"),
					*(str(state.counts[status] or "") for status in packs.TOLD),
					str(len(state.evidence) or ""),
				)
			)
			for number, state in enumerate(self.states, start=1)
		]
		return Paper(
			_("Overview of the Clauses"),
			(
				Title(_("Overview of the Clauses")),
				self._whose(),
				Table(columns, tuple(rows), name=_("Overview of the Clauses")),
				Text(
					_("As the last check found it. A number is how many findings there are."), style="notes"
				),
			),
		)

	def _of_clause(self, state: ClauseState) -> Iterator[BookPart]:
		bound = [one for one in state.evidence if one in self.numbers and one not in self._bound]
		ledgers = self._ledgers_of(state)
		yield BookPart(self._title(state.rule), self._page(state, ledgers))
		for key, item, year, paper in ledgers:
			if paper is not None:
				self._ledgers[key] = item.title
				yield BookPart(_("{0} of {1}").format(item.title, year), paper, 2)
		self._bound |= set(bound)
		for one in bound:
			yield from self._papers(one)

	def _papers(self, one: Evidence) -> Iterator[BookPart]:
		called = self.named.get((one.doctype, one.name))
		if not called:
			return
		record = Record("", one.doctype, one.name, called.title, called.day)
		for number, made in enumerate(papers_of(self.papers[one.doctype], [record])):
			title = _("Evidence {0}: {1}").format(self.numbers[one], made.line)
			yield BookPart(title, replace(made.paper, name=title), 2 if number == 0 else 3)

	def _ledgers_of(self, state: ClauseState) -> list[tuple[tuple[str, int], Item, int, Paper | None]]:
		"""The ledgers that belong to a clause, year by year; without a paper where it is bound already behind another clause."""
		found = []
		if len(self.pack.branches()) == 1 and self._is_of_several():
			return found
		for item in volume_contents.items():
			if item.made != LEDGER or state.rule not in item.clauses:
				continue
			for year in range(self.pack.from_year, self.pack.to_year + 1):
				key = (item.ledger, year)
				if key in self._ledgers:
					found.append((key, item, year, None))
					continue
				ledger = open_ledger(item.ledger, self.pack.subject(), year)
				if ledger.rows:
					found.append((key, item, year, ledger_sheets.paper_of(ledger)))
		return found

	def _is_of_several(self) -> bool:
		"""A ledger of a committee shows all below it; a pack of the committee alone must not."""
		return len(branch_and_below(self.pack.subject())) > 1

	# The page of a clause

	def _page(self, state: ClauseState, ledgers: Sequence) -> Paper:
		title = self._title(state.rule)
		blocks: list[Block] = [
			Title(title),
			self._whose(),
			Heading(_("What the Guide Says")),
			Text(self._clause(state.rule, "clause_text") or self._clause(state.rule, "title")),
			Text(_("Source: {0}").format(self._clause(state.rule, "citation")), style="notes"),
			Heading(_("How It Was Kept")),
			*self._kept(state),
			Heading(_("What Is Missing")),
			*self._missing(state),
			Heading(_("What Proves It")),
			*self._proof(state, ledgers),
		]
		return Paper(title, tuple(blocks))

	def _kept(self, state: ClauseState) -> list[Block]:
		if not state.is_asked:
			return [Text(_("The check asks nothing of this clause in these years."), flush=True)]
		labels = [_("Period"), *(_(status) for status in packs.TOLD)]
		rows = [
			(period.period_key, *(str(count or "") for count in period.counts)) for period in state.periods
		]
		if len(rows) > _MOST_IN_GRID:
			columns = [TableColumn(label, 30, "center") for label in labels]
			return [Table(tuple(columns), tuple(TableRow(row) for row in rows))]
		head = tuple(Cell(label, is_fact=True, align="center") for label in labels)
		return [
			Grid(
				(head, *(tuple(Cell(text, align="center") for text in row) for row in rows)), "table", head=1
			)
		]

	def _missing(self, state: ClauseState) -> list[Block]:
		if not state.gaps:
			return [Text(_("Nothing was missed."), flush=True)]
		several = len(self.pack.branches()) > 1
		lines = [
			"　".join(
				part
				for part in (
					gap.period_key,
					self.branch_names.get(gap.branch, gap.branch) if several else "",
					gap.subject_name if gap.subject_doctype != "Party Branch" else "",
					gap.message,
				)
				if part
			)
			for gap in state.gaps[:_MOST_GAPS]
		]
		if len(state.gaps) > _MOST_GAPS:
			lines.append(_("… and {0} more.").format(len(state.gaps) - _MOST_GAPS))
		return [Text("\n".join(lines), style="detail")]

	def _proof(self, state: ClauseState, ledgers: Sequence) -> list[Block]:
		lines = [
			_("Ledger: {0} of {1}, bound behind this clause").format(item.title, year)
			if paper is not None
			else _("Ledger: {0} of {1}, bound behind an earlier clause").format(item.title, year)
			for _key, item, year, paper in ledgers
		]
		rows = [TableRow(cells) for cells in self._evidence_lines(state)]
		columns = (
			TableColumn(_("Evidence No."), 18, "center"),
			TableColumn(_("Document Type"), 30),
			TableColumn(_("Number of the Record"), 40),
			TableColumn(_("Date"), 26, "center"),
			TableColumn(_("Title"), 52),
		)
		blocks: list[Block] = [Text("\n".join(lines), style="detail")] if lines else []
		if rows:
			blocks.append(Table(columns, tuple(rows)))
		if not rows and not lines:
			blocks.append(Text(_("There is no evidence on record."), flush=True))
		return blocks

	def _evidence_lines(self, state: ClauseState) -> Iterator[tuple[str, ...]]:
		for doctype, names in packs.by_doctype(state.evidence).items():
			if doctype not in self.papers and len(names) > _MOST_NAMED:
				yield "", _(doctype), _("{0} in all.").format(len(names)), "", _("See the ledger.")
				continue
			for name in names:
				called = self.named.get((doctype, name))
				if not called:
					yield "", _(doctype), name, "", _("The record is not there any more.")
					continue
				number = self.numbers.get(Evidence(doctype, name))
				title = (
					_("Confidential: named by number and day alone")
					if facts.is_confidential(doctype)
					else called.title
				)
				yield str(number or ""), _(doctype), name, full_date(called.day), title

	def _whose(self) -> Block:
		below = _("with the organisations below it") if len(self.pack.branches()) > 1 else ""
		return left_and_right(
			_("Party organisation: {0}").format(
				" ".join(part for part in (self.pack.subject(), below) if part)
			),
			_("Years {0} to {1}").format(self.pack.from_year, self.pack.to_year),
			34,
		)

	def _title(self, rule: str) -> str:
		return f"{rule} {self._clause(rule, 'title')}".strip()

	def _clause(self, rule: str, column: str) -> str:
		return (self.clauses.get(rule) or {}).get(column) or ""
