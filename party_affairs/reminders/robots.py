"""What the robots of group chats say: once a day the duties of their branch that have reached a stage, once a week how the branches
below a committee stand. Numbers alone, unless whoever set the robot up lets it name members with their duty.
"""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from functools import partial

import frappe
from frappe import _
from frappe.utils import now_datetime

from party_affairs import jobs, settings
from party_affairs.compliance import robots
from party_affairs.facts.duties import reminded
from party_affairs.facts.duties.reminded import HELD, ROBOT
from party_affairs.facts.organisation.tree import branch_and_below
from party_affairs.language import in_site_language
from party_affairs.ledgers.duties import this_month
from party_affairs.ledgers.duties.this_month import Entry
from party_affairs.ledgers.text import joined
from party_affairs.reminders import claims, overview
from party_affairs.rules.duties.preferences import Preference

_ROBOTS_A_CHUNK = 50
_LINES_SHOWN, _NAMES_SHOWN = 30, 20
_PAGE = "/party/month"
"""A group has members in it too, who have no Desk."""
_TRIED_FOR = timedelta(days=3)


def run(now: datetime | None = None, names: Sequence[str] | None = None, *, commit: bool = False) -> int:
	"""Let the robots (those of `names`) speak that have something to say at `now`; return how many messages were taken by their groups.

	With `commit`, as in a background job, each robot stands for itself. What a group did not take is said by the next run.
	"""
	now = now or now_datetime()
	if Preference().is_quiet(now, settings.workdays().is_workday):
		return 0
	asked = reminded.robots(now, names)
	sent = 0
	with in_site_language():
		for start in range(0, len(asked), _ROBOTS_A_CHUNK):
			chunk = asked[start : start + _ROBOTS_A_CHUNK]
			entries, kept = _entries(chunk, now.date()), _kept(chunk)
			work = partial(_speak, entries=entries, kept=kept, now=now)
			sent += sum(jobs.in_chunks(chunk, 1, work, commit=commit))
	return sent


def _entries(chunk: Sequence, day: date) -> dict[str, list[Entry]]:
	branches = sorted({robot.branch for robot in chunk if robot.sends_duties and robot.last_digest_on != day})
	found = defaultdict(list)
	if branches:
		for entry in this_month.build(branches, day).open_entries:
			found[entry.line.branch].append(entry)
	return found


def speak() -> None:
	"""Job: let the robots say what was announced just now, with whatever else they have to say."""
	run(commit=True)


def _kept(chunk: Sequence) -> dict[str, list]:
	found = defaultdict(list)
	for row in reminded.held_for_robots(robot.name for robot in chunk):
		found[row.robot].append(row)
	return found


def _speak(one: Sequence, entries: dict[str, list[Entry]], kept: dict[str, list], now: datetime) -> int:
	(robot,) = one
	return (
		_say_what_was_announced(robot, kept.get(robot.name, ()), now)
		+ _say_duties(robot, entries.get(robot.branch, ()), now)
		+ _say_overview(robot, now)
	)


def _say_what_was_announced(robot, kept: Sequence, now: datetime) -> int:
	sent = 0
	for row in kept:
		is_sent = robots.send(
			robot, row.subject, (row.text or "").splitlines(), row.link or _PAGE, now
		).is_sent
		if is_sent or row.creation < now - _TRIED_FOR:
			frappe.db.delete(HELD, row.name)
		sent += is_sent
		if not is_sent:
			break
	return sent


def _say_duties(robot, entries: Sequence[Entry], now: datetime) -> int:
	day = now.date()
	if not robot.sends_duties or robot.last_digest_on == day:
		return 0
	reached = (claims.reached(robot.name, entry, item, day) for entry in entries for item in entry.items)
	taken = claims.take([claim for claim in reached if claim], day)
	if taken:
		told = list({claim.entry.line.key: claim.entry for claim in taken}.values())
		lines = [_line(entry, bool(robot.names_people)) for entry in told]
		title = _("{branch}: {number} duties to see to").format(branch=told[0].branch_name, number=len(told))
		if not robots.send(robot, title, lines[:_LINES_SHOWN], _PAGE, now).is_sent:
			claims.give_back(taken)
			return 0
	frappe.db.set_value(ROBOT, robot.name, "last_digest_on", day, update_modified=False)
	return int(bool(taken))


def _line(entry: Entry, names_people: bool) -> str:
	said = joined((entry.title, entry.deadline))
	people = [item.subject_name for item in entry.items if item.subject_doctype == "Party Member"]
	if not (names_people and people):
		return said
	names = joined(people[:_NAMES_SHOWN])
	if len(people) > _NAMES_SHOWN:
		names = _("{0} and others").format(names)
	return _("{0} ({1})").format(said, names)


def _say_overview(robot, now: datetime) -> int:
	day = now.date()
	monday = day - timedelta(days=day.weekday())
	if not robot.sends_overview or (robot.last_overview_on and robot.last_overview_on >= monday):
		return 0
	mail = overview.of_branches_below(branch_and_below(robot.branch), day)
	if mail and not robots.send(robot, mail.subject, mail.text.splitlines(), _PAGE, now).is_sent:
		return 0
	frappe.db.set_value(ROBOT, robot.name, "last_overview_on", day, update_modified=False)
	return int(bool(mail))
