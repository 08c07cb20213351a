"""What a handbook leaves out of typed texts, and the notes that stand in its place."""

from collections.abc import Collection
from dataclasses import dataclass, field, replace

from frappe import _

from party_affairs.facts.notice import known
from party_affairs.ledgers.archive.registers import BookYear
from party_affairs.ledgers.ledger import Ledger
from party_affairs.ledgers.text import lines
from party_affairs.rules.archive.handbook import Discretion


@dataclass(frozen=True)
class Reader:
	"""Reads the texts of a book with discretion; its answers are in the language of the book."""

	discretion: Discretion = field(default_factory=Discretion)

	def is_personal(self, text: str) -> bool:
		"""Whether a text tells what concerns one person alone."""
		return self.discretion.is_personal(text)

	def text(self, text: str, without_names: bool = False) -> str:
		"""Return the lines of a text that may stand in the book; where any is left out a note says so at its end."""
		kept, is_cut = self.discretion.public_lines(text, without_names)
		return lines((*kept, _("Contents are left out here.") if is_cut else ""))

	def line(self, text: str) -> str:
		"""Return a text of one line, or the note in its place."""
		return _("Contents are left out here.") if text and self.is_personal(text) else text

	def note_on_speeches(self) -> str:
		"""Return what stands in the place of speeches that are left out."""
		return _("Speeches are left out here.")

	def register(self, ledger: Ledger, typed: Collection[str]) -> Ledger:
		"""Return a register whose columns `typed`, into which people write what they like, are read with discretion."""
		rows = tuple(
			{
				key: self.line(value) if key in typed and isinstance(value, str) else value
				for key, value in row.items()
			}
			for row in ledger.rows
		)
		return replace(ledger, rows=rows)


def reader_of(book: BookYear) -> Reader:
	"""Return the reader of a branch's book: six queries at most."""
	return Reader(Discretion(known.persons(book.branch), known.own_numbers(book.branch)))
