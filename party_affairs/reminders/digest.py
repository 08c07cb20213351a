"""The digest: once a day at most, each person is told of the duties that have reached a stage, and of what was kept back.

A secretary is told of the lines of his branch, together with whoever sees to such records there; a member of what he can do
himself; officers of a committee once a week how the branches below stand. Nobody is written to in his quiet hours: nothing
is noted as told then, and the next run tells it. What a run missed the next one finds.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

import frappe
from frappe import _
from frappe.utils import cint, now_datetime

from party_affairs import jobs, settings
from party_affairs.compliance.notify import Mail, ring, send
from party_affairs.facts.duties import preferences, reminded
from party_affairs.facts.duties.preferences import PREFERENCE, Recipient
from party_affairs.facts.duties.reminded import HELD
from party_affairs.guide.duties import reminders
from party_affairs.language import in_site_language
from party_affairs.ledgers.duties import this_month
from party_affairs.ledgers.duties.this_month import Entry, ThisMonth, sentence
from party_affairs.permissions.roles import (
	COMMITTEE_TYPES,
	MANAGER,
	ORGANISATION,
	is_stand_in,
	role_of_post,
)
from party_affairs.permissions.scope import active_posts
from party_affairs.reminders import claims, overview
from party_affairs.reminders.claims import Claim
from party_affairs.rows import insert

DESK_PAGE = "/app/this-month"
_PEOPLE_A_CHUNK = 300
_LINES_SHOWN = 20
_DUES_PAGE = "collect-dues"
_SEEN = "party_affairs_digests"
_SEEN_SECONDS = 2 * 24 * 60 * 60
_LEADERS = (MANAGER, ORGANISATION)
"""Roles of those who lead a committee, or see to its members."""


@dataclass
class Person:
	"""A login that may be told something: his member record, the posts he holds by branch, and whether he leads a committee."""

	user: str
	member: str | None = None
	branch: str | None = None
	posts: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
	leads_committee: bool = False

	@property
	def branches(self) -> set[str]:
		return {*self.posts, *([self.branch] if self.branch else [])}


@dataclass(frozen=True)
class Digests:
	"""What a run did: how many people were sent a digest, and of how many stages of duties."""

	people: int = 0
	stages: int = 0

	def __add__(self, other: "Digests") -> "Digests":
		return Digests(self.people + other.people, self.stages + other.stages)


def run(now: datetime | None = None, users: Iterable[str] | None = None, *, commit: bool = False) -> Digests:
	"""Send the digests that are due at `now` (default: the present), to `users` or to everybody; return what was done.

	With `commit`, as in a background job, each chunk of people stands for itself, and two runs never meet.
	"""
	now = now or now_datetime()
	if not commit:
		return _run(now, users, commit=False)
	with jobs.claimed("reminder digests") as is_ours:
		return _run(now, users, commit=True) if is_ours else Digests()


def _run(now: datetime, users: Iterable[str] | None, *, commit: bool) -> Digests:
	is_workday = settings.workdays().is_workday
	found = people(now.date())
	wanted = None if users is None else set(users)
	asked = [person for person in found if wanted is None or person.user in wanted]
	done = Digests()
	with in_site_language():
		for part in jobs.in_chunks(
			asked, _PEOPLE_A_CHUNK, lambda chunk: _chunk(chunk, now, is_workday), commit=commit
		):
			done += part
	return done


def people(day: date) -> list[Person]:
	"""Return whoever may be told something on `day`, those of one branch together: four queries."""
	found: dict[str, Person] = {}
	for row in reminded.members_with_login():
		found[row.user] = Person(row.user, row.member, row.branch)
	for row in active_posts(on=day):
		if not row.user or row.user not in found:
			continue
		person = found[row.user]
		stands_in = is_stand_in(row.post, row.branch_type) and row.leads
		post = "Secretary" if stands_in else row.post
		person.posts[row.branch].add(post)
		role = role_of_post(row.post, row.branch_type) if row.branch_type in COMMITTEE_TYPES else None
		if role == MANAGER:
			# A committee's deputy and officer do what its secretary does.
			person.posts[row.branch].add("Secretary")
		person.leads_committee = person.leads_committee or role in _LEADERS
	for user in reminded.waiting():
		found.setdefault(user, Person(user))
	return list(found.values())


def _chunk(chunk: Sequence[Person], now: datetime, is_workday: Callable[[date], bool]) -> Digests:
	recipients = preferences.of_users(person.user for person in chunk)
	awake = [
		person
		for person in chunk
		if person.user in recipients and not recipients[person.user].preference.is_quiet(now, is_workday)
	]
	if not awake:
		return Digests()
	kept = _kept(awake, recipients, now, is_workday)
	due = _of_whom_duties_are_looked_at(awake, recipients, now, is_workday)
	taken = _stages_to_tell(due, recipients, now.date())
	overviews = {
		person.user: mail
		for person in due
		if person.leads_committee and _takes_overview(recipients[person.user], now.date())
		for mail in [overview.of_user(person.user, now.date())]
		if mail
	}
	sent = []
	for person in awake:
		recipient = recipients[person.user]
		mails = [
			*_of_duties(person, taken.get(person.user, ()), now.date()),
			*([overviews[person.user]] if person.user in overviews else []),
		]
		if _deliver(recipient, mails, [row for row in kept if row.user == person.user]):
			sent.append(person.user)
	_note_sent(sent, list(overviews), [row.name for row in kept], now.date())
	_note_seen(due, now.date())
	return Digests(len(sent), sum(map(len, taken.values())))


def _kept(awake: Sequence[Person], recipients: dict[str, Recipient], now, is_workday) -> list:
	"""What was kept back and can be sent now: at once to who wants it at once, else with the digest."""
	takers = [
		person.user
		for person in awake
		for preference in [recipients[person.user].preference]
		if preference.is_mailed_now(now, is_workday) or preference.takes_digest(now, is_workday)
	]
	return reminded.held(takers)


def _of_whom_duties_are_looked_at(awake, recipients: dict[str, Recipient], now, is_workday) -> list[Person]:
	"""Those whose digest is due and whose duties were not looked at today: these change by the night."""
	seen = _seen(now.date())
	return [
		person
		for person in awake
		if person.user not in seen and recipients[person.user].preference.takes_digest(now, is_workday)
	]


def _stages_to_tell(
	due: Sequence[Person], recipients: dict[str, Recipient], day: date
) -> dict[str, list[Claim]]:
	"""Claim and return by login what is to be told of duties."""
	asked = [person for person in due if recipients[person.user].preference.wants("duties")]
	branches = {branch for person in asked for branch in person.branches}
	if not branches:
		return {}
	by_branch = _entries_by_branch(this_month.build(sorted(branches), day))
	wanted = [claim for person in asked for claim in _of_person(person, by_branch, day)]
	taken = defaultdict(list)
	for claim in claims.take(wanted, day):
		taken[claim.told.recipient].append(claim)
	return taken


def _entries_by_branch(month: ThisMonth) -> dict[str, list[Entry]]:
	found = defaultdict(list)
	for entry in month.open_entries:
		found[entry.line.branch].append(entry)
	return found


def _of_person(person: Person, by_branch: dict[str, list[Entry]], day: date) -> Iterable[Claim]:
	"""Yield what a person is to be told by the stages reached on `day`, told before or not."""
	for branch, held in person.posts.items():
		for entry in by_branch.get(branch, ()):
			if held.intersection(reminders.posts_for(entry.action)):
				for item in entry.items:
					claim = claims.reached(person.user, entry, item, day)
					if claim:
						yield claim
	for entry in by_branch.get(person.branch, ()) if person.member else ():
		if not (entry.action and entry.action.portal):
			continue
		for item in entry.items:
			if item.subject == person.member and item.subject_doctype == "Party Member":
				claim = claims.reached(person.user, entry, item, day)
				if claim and not _is_told_by_letter(claim):
					yield claim


def _is_told_by_letter(claim: Claim) -> bool:
	"""Whether a member gets a letter of dues in arrears instead (`dues.reminders`): once they are overdue."""
	action = claim.entry.action
	is_dues = action is not None and action.page == _DUES_PAGE
	return is_dues and claim.told.stage.startswith("+") and settings.reminds_of_arrears()


# --- words -----------------------------------------------------------------------------------------------------------


def _of_duties(person: Person, taken: Sequence[Claim], day: date) -> list[Mail]:
	"""Return what a digest says of duties: those of the branches that he sees to, in one, and his own, each with its page."""
	lines, own = {}, {}
	for claim in taken:
		entry = claim.entry
		sees_to_it = person.posts.get(claim.branch, set()).intersection(reminders.posts_for(entry.action))
		if sees_to_it:
			lines[entry.line.key] = entry
		is_own = claim.item.subject == person.member and entry.action and entry.action.portal
		if is_own and not _is_told_by_letter(claim):
			own[entry.line.key] = entry
	mails = []
	if lines:
		told = sorted(lines.values(), key=_nearest_first)
		said = [sentence(entry) for entry in told]
		shown = said[:_LINES_SHOWN]
		if len(said) > len(shown):
			shown.append(_("and {0} more, on the page of this month").format(len(said) - len(shown)))
		subject = _("{0} duties of the branch: {1}").format(len(said), told[0].title)
		mails.append(Mail("duties", subject, "\n".join(shown), DESK_PAGE))
	mails += [own_mail(entry) for entry in own.values()]
	return mails


def _nearest_first(entry: Entry) -> tuple[int, int]:
	"""What can still be in time, the nearest day first; then what is late, the latest first; then what has no day."""
	if entry.days_left is None:
		return (2, 0)
	return (1, -entry.days_left) if entry.days_left < 0 else (0, entry.days_left)


def own_mail(entry: Entry) -> Mail:
	"""Return what a member is told of a duty of his own: its name and period, and how long he has."""
	subject = _("{duty}, {period}").format(duty=entry.short, period=entry.period)
	text = _("{duty} is still open for you. {deadline}").format(duty=subject, deadline=entry.deadline)
	return Mail(
		"duties", subject, f"{text.strip()}\n{entry.citation} {entry.text}".strip(), entry.action.portal
	)


# --- delivery --------------------------------------------------------------------------------------------------------


def _deliver(recipient: Recipient, mails: Sequence[Mail], kept: Sequence) -> bool:
	"""Tell a person `mails` in his bell, and by mail together with what was `kept` back; return whether there was anything."""
	held = [
		Mail(
			row.kind,
			row.subject,
			row.text or "",
			row.link or "",
			(row.reference_doctype, row.reference_name) if row.reference_doctype else None,
			row.letter,
		)
		for row in kept
		if recipient.preference.wants(row.kind)
	]
	if not (mails or held):
		return False
	subject = _subject([*mails, *held])
	if mails and recipient.preference.by_bell:
		ring(recipient, _in_one(mails, subject))
	if recipient.preference.by_mail and recipient.address:
		send(recipient, [*mails, *held], subject)
	return True


def _subject(mails: Sequence[Mail]) -> str:
	if len(mails) == 1:
		return mails[0].subject
	return _("{0}; {1} more notices").format(mails[0].subject, len(mails) - 1)


def _in_one(mails: Sequence[Mail], subject: str) -> Mail:
	"""Return one notice for all: it leads to the page of the only one, of several to where all are."""
	if len(mails) == 1:
		return mails[0]
	text = "\n".join(line for mail in mails for line in (mail.subject, *mail.text.splitlines()))
	return Mail(mails[0].kind, subject, text, mails[0].link)


# --- what is remembered ----------------------------------------------------------------------------------------------


def _takes_overview(recipient: Recipient, day: date) -> bool:
	"""Whether the week's overview is still to be sent: on its first day on which he is written to."""
	last = recipient.preference.last_overview_on
	monday = day - timedelta(days=day.weekday())
	return recipient.preference.wants("branches") and (last is None or last < monday)


def _note_sent(users: Sequence[str], overviews: Sequence[str], held: Sequence[str], day: date) -> None:
	told = sorted({*users, *overviews})
	if told:
		_make_preferences(told)
		frappe.db.set_value(PREFERENCE, {"user": ["in", told]}, "last_digest_on", day, update_modified=False)
	if overviews:
		frappe.db.set_value(
			PREFERENCE, {"user": ["in", list(overviews)]}, "last_overview_on", day, update_modified=False
		)
	if held:
		frappe.db.delete(HELD, {"name": ["in", list(held)]})


def _make_preferences(users: Sequence[str]) -> None:
	"""Give those of `users` who have chosen nothing preferences that say what holds for everybody: one query."""
	document = frappe.new_doc(PREFERENCE)
	chosen = {
		df.fieldname: cint(document.get(df.fieldname))
		if df.fieldtype == "Check"
		else document.get(df.fieldname)
		for df in document.meta.fields
		if df.fieldtype in ("Check", "Select")
	}
	now, writer = now_datetime(), frappe.session.user
	columns = ("name", "user", "owner", "creation", "modified", "modified_by", "docstatus", "idx", *chosen)
	rows = [(user, user, writer, now, now, writer, 0, 0, *chosen.values()) for user in users]
	insert(PREFERENCE, columns, rows, ignore_duplicates=True)


def _seen(day: date) -> set[str]:
	return {
		name.decode() if isinstance(name, bytes) else name for name in frappe.cache.smembers(f"{_SEEN}|{day}")
	}


def _note_seen(looked_at: Sequence[Person], day: date) -> None:
	"""Remember, for the other hours of the day, of whom nothing more is to be found: losing it costs work, no reminder."""
	if not looked_at:
		return
	key, users = f"{_SEEN}|{day}", [person.user for person in looked_at]

	def remember() -> None:
		frappe.cache.sadd(key, *users)
		frappe.cache.expire(frappe.cache.make_key(key), _SEEN_SECONDS)

	frappe.db.after_commit.add(remember)
