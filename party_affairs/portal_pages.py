"""The member's pages: where each stands, what it is called, and from where it is reached.

One list for the navigation, the page "More", and the tests. A page whose file is not there is named nowhere.
"""

from dataclasses import dataclass
from pathlib import Path

from party_affairs.rules.message import Message

HOME = "/party"
SECTIONS = ("home", "meetings", "dues", "texts", "more")
_LOOK = Message("Look at It")
_FOLDER = Path(__file__).parent / "www" / "party"


@dataclass(frozen=True)
class Page:
	"""A page below /party.

	`name` is the last part of its address, empty for the first page. `section` is the part of the navigation to which it belongs.
	`label` is its name in the navigation or on the page "More", None where only other pages lead to it; `icon` stands beside it.
	`answer` is what a button says that leads there from a duty. `record` is the argument that names the one record which a page is
	about. `forms` says that it takes what a member sends.
	"""

	name: str
	section: str
	label: Message | None = None
	icon: str | None = None
	answer: Message = _LOOK
	record: str | None = None
	forms: bool = False

	@property
	def path(self) -> str:
		return f"{HOME}/{self.name}" if self.name else HOME

	@property
	def is_there(self) -> bool:
		return (_FOLDER / f"{self.name or 'index'}.html").is_file()


PAGES = (
	Page("", "home", Message("Home"), "home"),
	Page("meetings", "meetings", Message("Meetings"), "meetings", record="name", forms=True),
	Page("dues", "dues", Message("Dues"), "dues", answer=Message("See My Dues")),
	Page("dues-account", "dues"),
	Page("texts", "texts", Message("Study and Reports"), "texts"),
	Page("thought-report", "texts", answer=Message("Write"), record="name", forms=True),
	Page("self-review", "texts", answer=Message("Write"), record="name", forms=True),
	Page("talk", "texts", record="name"),
	Page("study", "texts", answer=Message("See My Hours"), forms=True),
	Page("more", "more", Message("More"), "more", forms=True),
	Page("notices", "more", Message("Notices"), "notice", forms=True),
	Page("matters", "more", Message("Resolutions and Rectification"), "matters"),
	Page(
		"contacts",
		"more",
		Message("Whom I Keep in Touch With"),
		"contacts",
		answer=Message("Write Down"),
		forms=True,
	),
	Page("opinions", "more", Message("My Opinions and Suggestions"), "opinions", forms=True),
	Page("board", "more", Message("Board of My Branch"), "board", forms=True),
	Page("votes", "more", Message("Votes and Questionnaires"), "vote"),
	Page("appraisal", "more", record="appraisal"),
	Page("questionnaire", "more", record="name", forms=True),
	Page("evaluation", "more", Message("My Evaluation"), "star", forms=True),
	Page("bell", "more", Message("What I Was Told"), "bell", forms=True),
	Page("reminders", "more", Message("Reminders"), "bell", forms=True),
	Page("my-data", "more", Message("My Data"), "person", forms=True),
)
_BY_PATH = {page.path: page for page in PAGES}


def page_at(path: str) -> Page:
	"""Return the page at an address. Raise `KeyError` for one that is no page of members."""
	return _BY_PATH[path]


def navigation() -> tuple[Page, ...]:
	"""Return the five entries of the navigation, those whose pages are there: of each section the first page."""
	first = (next(page for page in PAGES if page.section == section) for section in SECTIONS)
	return tuple(page for page in first if page.is_there)


def beyond() -> tuple[Page, ...]:
	"""Return the pages to which the page "More" leads."""
	named = (page for page in PAGES if page.section == "more" and page.label and page.name != "more")
	return tuple(page for page in named if page.is_there)
