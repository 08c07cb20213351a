"""The structure chart of the handbook."""

from party_affairs.ledgers.archive import activities as year
from party_affairs.ledgers.archive.registers import BookYear
from party_affairs.printing.paper import Block, Cell, Grid


def chart(book_year: BookYear) -> tuple[Block, ...]:
	"""Return who holds which post, the branch at the head."""
	posts = year.profile(book_year).posts.rows
	rows = [(Cell(book_year.branch, is_fact=True, colspan=2),)]
	rows += [
		(Cell(row["posts"], width=50, align="center"), Cell(row["name"], width=50, align="center"))
		for row in posts
	]
	return (Grid(tuple(rows), heights=12),)
