"""What is asked of a member, as his first page lists it: one line a duty, a vote, a sheet, each with the page where it is done."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlsplit

from party_affairs.portal_pages import HOME, page_at
from party_affairs.rules.message import Message


@dataclass(frozen=True)
class Task:
	"""One thing that a member has to do.

	`words` say for when or of what it is, in his language. `until` is its last day, None where none is set; `late` says that
	it is over. `path` is the page where he does it, `label` what the button says (by default what the page says of itself).
	`citation` and `text` are the clause that asks for it, where one does.
	"""

	title: str
	words: str = ""
	until: date | None = None
	late: bool = False
	path: str | None = None
	label: Message | None = None
	citation: str | None = None
	text: str | None = None

	@property
	def button(self) -> Message:
		"""What the button says."""
		return self.label or page_at(urlsplit(self.path or HOME).path).answer


def in_order(tasks: Iterable[Task]) -> list[Task]:
	"""Return tasks by their last day, the nearest (or longest over) first, those without one last."""
	return sorted(tasks, key=lambda task: (task.until is None, task.until or date.max, task.title))
