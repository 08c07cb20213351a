"""The registers of a handbook: those that the branch keeps, with the columns that may stand in a book for many hands."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from frappe import _

from party_affairs.facts.archive import year as facts
from party_affairs.facts.criteria import of_branches
from party_affairs.facts.members import development
from party_affairs.facts.members.register import FULL_MEMBER, PROBATIONARY_MEMBER, belongs_on, stage_on
from party_affairs.facts.organisation import posts
from party_affairs.guide.members import rulebooks
from party_affairs.guide.organisation import party_posts
from party_affairs.ledgers import get
from party_affairs.ledgers.compose import labels_of
from party_affairs.ledgers.dues.dues_collection import month_field, paid_on_field
from party_affairs.ledgers.ledger import Column, Ledger
from party_affairs.ledgers.members.listed import load_members
from party_affairs.ledgers.organisation.posts import load_posts
from party_affairs.ledgers.selection import select
from party_affairs.ledgers.text import full_date, period_text
from party_affairs.rules.names import stroke_key

_LECTURE = "Party Lecture"
_NOT_YET_MEMBERS = ("development_target", "activist", "applicant")
_OF_PEOPLE = (
	*("gender", "birth_date", "ethnicity", "education", "firm", "firm_position", "applied_on"),
	"activist_on",
)
_STEPS = ("application", "activist", "candidate", "assembly", "approval", "full_assembly", "full_approval")
_ENDED = "Terminated"
_ORDER_OF_POST = {post.label: post.order for post in party_posts.posts()}
_WITHOUT_POST = max(_ORDER_OF_POST.values()) + 1


@dataclass(frozen=True)
class BookYear:
	"""Whose book it is, of which year, and the day of which it tells last."""

	branch: str
	year: int
	day: date

	@property
	def first(self) -> date:
		return date(self.year, 1, 1)

	@property
	def filters(self) -> dict[str, Any]:
		"""What narrows a ledger to the book's branch and day."""
		return {"branch": self.branch, "as_of": self.day.isoformat()}


def ledger_of(book: BookYear, name: str, columns: Sequence[str], **filters: Any) -> Ledger:
	"""Return the ledger `name` with these of its columns alone; the caller's rights hold as they do in the ledger."""
	whole = get(name).build({**book.filters, **filters}, ptype="print")
	return narrowed(whole, columns)


def narrowed(ledger: Ledger, columns: Sequence[str]) -> Ledger:
	"""Return a ledger with these columns alone, none of which is sensitive, as it stands in a book: without lines to sign."""
	kept = tuple(
		column if column.under in columns else replace(column, under=None, short=False)
		for column in ledger.columns
		if column.fieldname in ("no", *columns) and not column.sensitive
	)
	return replace(ledger, columns=kept, signatures=(), mark="", chart=None, figures=())


def register(
	book: BookYear,
	title: str,
	columns: Sequence[Column],
	rows: Iterable[Mapping[str, Any]],
	*,
	totals: Mapping[str, Any] | None = None,
	notes: Sequence[str] = (),
	orientation: str = "portrait",
) -> Ledger:
	"""Return rows of the book's own as a ledger, numbered."""
	return Ledger(
		title=title,
		subtitle=book.branch,
		year=book.year,
		dated=full_date(book.day),
		columns=(Column("no", _("No."), width_mm=10, align="center"), *columns),
		rows=tuple({**row, "no": number} for number, row in enumerate(rows, start=1)),
		totals=totals,
		notes=tuple(notes),
		orientation=orientation,
	)


# --- people ----------------------------------------------------------------------------------------------------------


def roster(book: BookYear) -> Ledger:
	"""Return the members without number of identity, telephone, address and circumstances."""
	rows = _members(book)
	columns = _columns_of_people(
		Column("joined_on", _("Joined the Party On"), "Date", 24),
		Column("full_member_on", _("Full Member On"), "Date", 24),
		Column("posts", _("Party Posts"), width_mm=30),
	)
	return register(book, _("Party Member Roster"), columns, rows, orientation="landscape")


def _members(book: BookYear) -> list[dict[str, Any]]:
	"""Return the members in the order in which the whole book names them: by post, stage and length of membership."""
	rows, ranks = _people(book, (FULL_MEMBER, PROBATIONARY_MEMBER)), ranks_of(book)
	rows.sort(
		key=lambda row: (
			ranks.get(row["name"], _WITHOUT_POST),
			row["stage_key"] != FULL_MEMBER,
			row["joined_on"] or book.day,
			stroke_key(row["member_name"]),
		)
	)
	return rows


def ranks_of(book: BookYear) -> dict[str, int]:
	"""Return by member who holds a post on the day of the book which place the highest of his posts has: one query."""
	held = posts.labels_held(of_branches([book.branch]), book.day)
	return {member: _ORDER_OF_POST[labels[0]] for (_branch, member), labels in held.items()}


def in_order(
	book: BookYear, rows: Iterable[Mapping[str, Any]], member: str = "name"
) -> list[Mapping[str, Any]]:
	"""Return rows in the order of the roster, by the member that their field `member` names; others follow by the strokes of their names."""
	places = {row["name"]: place for place, row in enumerate(_members(book))}
	return sorted(
		rows, key=lambda row: (places.get(row[member], len(places)), stroke_key(row["member_name"] or ""))
	)


def activists(book: BookYear) -> Ledger:
	"""Return those who are on the way into the Party."""
	rows = _people(book, _NOT_YET_MEMBERS)
	rows.sort(key=lambda row: (_NOT_YET_MEMBERS.index(row["stage_key"]), row["applied_on"] or book.day))
	columns = _columns_of_people(
		Column("applied_on", _("Applied On"), "Date", 24), Column("activist_on", _("Activist On"), "Date", 24)
	)
	return register(book, _("Applicants and Activists"), columns, rows, orientation="landscape")


def _people(book: BookYear, stages: Sequence[str]) -> list[dict[str, Any]]:
	selection = select("Party Member", book.filters, ptype="print")
	held = load_posts(selection)
	genders, educations = labels_of("Party Member", "gender"), labels_of("Party Member", "education")
	found = []
	for row in load_members(selection, _OF_PEOPLE):
		stage = stage_on(row, book.day)
		if stage not in stages or not belongs_on(row, book.day):
			continue
		found.append(
			{
				**row,
				"stage_key": stage,
				"stage_text": _(stage.replace("_", " ").title()),
				"birth_month": f"{row.birth_date:%Y-%m}" if row.birth_date else "",
				"gender": genders.get(row.gender, ""),
				"education": educations.get(row.education, ""),
				"firm": row.firm_short_name or row.firm,
				"posts": held.get((row.branch, row.name), ""),
			}
		)
	return found


def _columns_of_people(*more: Column) -> tuple[Column, ...]:
	return (
		Column("member_name", _("Full Name"), width_mm=20),
		Column("gender", _("Gender"), width_mm=11, align="center"),
		Column("birth_month", _("Year and Month of Birth"), width_mm=20, align="center"),
		Column("ethnicity", _("Ethnicity"), width_mm=16, align="center"),
		Column("education", _("Education"), width_mm=18, align="center"),
		Column("firm", _("Law Firm"), width_mm=44),
		Column("firm_position", _("Position in Firm"), width_mm=26),
		Column("stage_text", _("Stage"), width_mm=24, align="center"),
		*more,
	)


def development_under_way(book: BookYear) -> Ledger:
	"""Return the people whose case is open, or was closed by full membership in the year, with the days of the main steps.

	Of what was found out about anybody, and of cases that ended otherwise, the book says nothing.
	"""
	titles = _titles_of_steps()
	rows = []
	for case in development.load([book.branch]):
		days = {key: day for key, day in development.steps_of(case).items() if day <= book.day}
		ended = case.ended_on and case.ended_on <= book.day
		if case.status == _ENDED or not days or (ended and case.ended_on < book.first):
			continue
		rows.append({"member_name": case.member_name, **{key: days.get(key) for key in _STEPS}})
	columns = [
		Column("member_name", _("Full Name"), width_mm=20),
		*(Column(key, titles[key], "Date", 22) for key in _STEPS),
	]
	return register(book, _("Development of Members"), columns, rows, orientation="landscape")


def _titles_of_steps() -> dict[str, str]:
	return {step.key: step.title for step in rulebooks.rulebooks()[-1].steps}


# --- plans, dues, contact --------------------------------------------------------------------------------------------


def plan(book: BookYear) -> Ledger:
	"""Return the lines of the annual plan but for lectures."""
	return _plan(book, _("Annual Plan"), lambda row: row["kind"] != _LECTURE)


def lectures(book: BookYear) -> Ledger:
	"""Return the lectures of the annual plan."""
	return _plan(book, _("Plan of Party Lectures"), lambda row: row["kind"] == _LECTURE)


def _plan(book: BookYear, title: str, belongs: Callable[[Mapping[str, Any]], bool]) -> Ledger:
	columns = ("month_text", "kind_text", "topic", "person", "status_text", "meeting_date")
	whole = ledger_of(book, "plan_fulfilment", columns)
	rows = [{**row, "no": number} for number, row in enumerate(filter(belongs, whole.rows), start=1)]
	return replace(whole, title=title, rows=tuple(rows), orientation="portrait")


def dues(book: BookYear) -> Ledger:
	"""Return what each member paid in which month, and when; neither what it was reckoned from nor what is owed."""
	months = [field(month) for month in range(1, 13) for field in (month_field, paid_on_field)]
	whole = ledger_of(book, "dues_collection", ("member_name", *months, "paid"))
	rows = enumerate(in_order(book, whole.rows), start=1)
	return replace(
		whole,
		rows=tuple({**row, "no": number} for number, row in rows),
		title=_("Dues of the Year"),
		notes=(_("In yuan. Each month shows the amount paid and the day of payment."),),
	)


def contacts(book: BookYear) -> Ledger:
	"""Return with how many people each member keeps contact, and how often; not with whom."""
	rows = in_order(book, facts.contact_numbers(book.branch, book.first, book.day), "member")
	columns = (
		Column("member_name", _("Contact Member"), width_mm=40),
		Column("people", _("People Contacted"), "Int", 40, align="center"),
		Column("times", _("Contacts in the Year"), "Int", 40, align="center"),
	)
	totals = {
		**{key: sum(row[key] for row in rows) for key in ("people", "times")},
	}
	return register(
		book,
		_("Contact with the Masses in Numbers"),
		columns,
		rows,
		totals=totals,
		notes=(_("Whom and how: see the ledger of contacts, which is kept apart for their privacy."),),
	)


# --- talks and reports: numbers only ---------------------------------------------------------------------------------


def talks(book: BookYear) -> Ledger:
	"""Return how many talks of each kind were held by quarter, and how many thought reports were handed in by half-year."""
	pairs = labels_of("Heart Talk", "pair_kind")
	numbers = facts.talk_numbers(book.branch, book.first, book.day)
	rows = [
		_quarters(_("Talk: {0}").format(label), [numbers.get((pair, quarter), 0) for quarter in range(1, 5)])
		for pair, label in pairs.items()
	]
	handed_in = facts.thought_report_numbers(book.branch, book.year, book.day)
	columns = (
		Column("what", _("Kind"), width_mm=70),
		*(
			Column(f"q{quarter}", _("Quarter {0}").format(quarter), "Int", 20, align="center")
			for quarter in range(1, 5)
		),
		Column("total", _("Total"), "Int", 20, align="center"),
	)
	notes = [
		_("Thought reports about the {0}: {1} handed in.").format(period_text(key), number)
		for key, number in sorted(handed_in.items())
	]
	return register(
		book,
		_("Talks and Thought Reports in Numbers"),
		columns,
		rows,
		totals=_quarters("", [sum(row[f"q{quarter}"] for row in rows) for quarter in range(1, 5)]),
		notes=(*notes, _("What was said and written is kept with the talks and reports themselves.")),
	)


def _quarters(what: str, numbers: Sequence[int]) -> dict[str, Any]:
	return {
		"what": what,
		**{f"q{place}": number for place, number in enumerate(numbers, start=1)},
		"total": sum(numbers),
	}


# --- what others keep ------------------------------------------------------------------------------------------------

_ACTIVITIES = (
	"starts_on",
	"kind_text",
	"topic",
	"method",
	"location",
	"expected_count",
	"present_count",
	"chair_name",
)
_WELFARE = (
	*("activity_date", "project", "form", "location", "members", "served_group", "people_served", "sessions"),
	*("hours", "effect"),
)
_HONOURS = ("who", "honour_name", "level_text", "kind_text", "awarded_by", "document_no", "awarded_on")
_INSPECTIONS = (
	"checked_on",
	"committee",
	"item",
	"found",
	"mend_until",
	"mended_day",
	"confirmed_day",
	"state_text",
)


def welfare(book: BookYear) -> Ledger:
	"""Return the activities for the public good."""
	return ledger_of(book, "public_welfare", _WELFARE)


def honours(book: BookYear) -> Ledger:
	"""Return the honours of the year, of members and of the branch itself; sanctions stand in no book."""
	return ledger_of(book, "honours_register", _HONOURS)


def inspections(book: BookYear) -> Ledger:
	"""Return what the committee looked at on site."""
	return replace(ledger_of(book, "on_site_checks", _INSPECTIONS), title=_("Inspections by the Committee"))


def self_checks(book: BookYear) -> Ledger:
	"""Return the sheets on which the branch looked at itself."""
	whole = get("self_checks").build(book.filters, ptype="print")
	return narrowed(whole, [column.fieldname for column in whole.columns])
