"""Sending to the robot of a group chat: over HTTPS to the three vendors and nowhere else.

Address and secret are keys: they are read when a message leaves, and stand in no log and no error. What the vendors understand
stands in `rules.duties.robots`.
"""

import time
from collections.abc import Sequence
from datetime import datetime, timezone
from urllib.parse import urlsplit

import requests

import frappe
from frappe import _
from frappe.utils import add_to_date, get_url, now_datetime
from frappe.utils.password import get_decrypted_password

from party_affairs import jobs
from party_affairs.facts.duties import reminded
from party_affairs.facts.duties.reminded import HELD, ROBOT
from party_affairs.guide.duties import reminders
from party_affairs.rows import insert, new_name
from party_affairs.rules.duties import robots
from party_affairs.rules.duties.robots import Verdict
from party_affairs.rules.message import Message

_RECEIVER = "party_affairs_robot_receiver"
"""Of `site_config.json`: the beginning of addresses of a receiver for tests, such as http://127.0.0.1:8099."""
_SECONDS = (5, 10)
_SECONDS_IN_ALL = 15
_BYTES_AT_ONCE = 1_024
_LONGEST_ANSWER = 4_096
_COUNTED_SECONDS = 120
_SPEAK = "party_affairs.reminders.robots.speak"
_HELD_COLUMNS = (
	*("name", "owner", "creation", "modified", "modified_by", "docstatus", "idx"),
	*("robot", "kind", "subject", "text", "link"),
)


def is_allowed(kind: str, address: str) -> bool:
	"""Whether messages may go to an address: the vendor's own, or the receiver for tests that the site's configuration names."""
	if robots.is_address_of(kind, address):
		return True
	receiver = frappe.conf.get(_RECEIVER)
	if not receiver:
		return False
	given, named = urlsplit(address), urlsplit(receiver)
	return (given.scheme, given.netloc) == (named.scheme, named.netloc)


def announce(branch: str, kind: str, title: str, lines: Sequence[str], path: str) -> None:
	"""Have the robots of `branch` that say what is of `kind` (`meetings`, `tasks`) say it in their groups, in waking hours.

	It goes out by a job once the transaction is committed; what a group does not take is tried again for three days. `title` and
	`lines` name no people: it is for a group outside of the site.
	"""
	names = reminded.robots_saying(branch, kind)
	if not names:
		return
	now, writer = now_datetime(), frappe.session.user
	rows = [
		(new_name(), writer, now, now, writer, 0, 0, name, kind, title, "\n".join(lines), path)
		for name in names
	]
	insert(HELD, _HELD_COLUMNS, rows)
	frappe.db.after_commit.add(lambda: jobs.enqueue(_SPEAK, "robots speak"))


def send(robot, title: str, lines: Sequence[str], path: str, now: datetime) -> Verdict:
	"""Send one message through a robot (its row, with name and kind) at `now`, local to the site, and note what came of it.

	The title, each of the `lines` and a link to `path` of the site. Refused five times in a row, a robot is switched off. Whatever goes
	wrong is told by the verdict and by the robot's record; nothing is raised.
	"""
	verdict = _deliver(robot, title, lines, path, now)
	_note(robot, verdict, now)
	return verdict


def _deliver(robot, title: str, lines: Sequence[str], path: str, now: datetime) -> Verdict:
	if not _has_room(robot.name, now):
		return Verdict(False, 60, Message("The group got too many messages; the next run sends it."))
	address = get_decrypted_password(ROBOT, robot.name, "address", raise_exception=False) or ""
	secret = get_decrypted_password(ROBOT, robot.name, "secret", raise_exception=False)
	if not is_allowed(robot.kind, address):
		return Verdict(
			False,
			reason=Message(
				"The address is none of {kind}: copy it from the group anew.", kind=Message(robot.kind)
			),
		)
	message = robots.body(
		robot.kind, title, lines, (_("Look at It"), get_url(path)), _("{0} in all").format(len(lines))
	)
	address, data = robots.signed(robot.kind, address, message, secret, datetime.now(timezone.utc))
	try:
		with requests.post(
			address,
			data=data,
			headers={"Content-Type": "application/json; charset=utf-8"},
			timeout=_SECONDS,
			allow_redirects=False,
			stream=True,
		) as answer:
			said = _read(answer)
			return robots.judge(robot.kind, answer.status_code, said.decode(errors="replace"))
	except requests.Timeout:
		return Verdict(False, 300, Message("The group did not answer in time; the next run tries again."))
	except (requests.RequestException, OSError):
		# What the library says names the address.
		return Verdict(
			False,
			300,
			Message(
				"The group could not be reached; the next run tries again. Check that the server reaches the internet."
			),
		)


def _read(answer: requests.Response) -> bytes:
	"""Return the beginning of an answer. Raise `requests.Timeout` where it comes so slowly that the job would wait for it."""
	until = time.monotonic() + _SECONDS_IN_ALL
	said = b""
	# What has come is given at once: a read of many bytes would wait for all of them, each with a time of its own.
	while len(said) < _LONGEST_ANSWER and (part := answer.raw.read1(_BYTES_AT_ONCE)):
		said += part
		if time.monotonic() > until:
			raise requests.Timeout
	return said


def _has_room(name: str, now: datetime) -> bool:
	"""Whether one more message may be sent to a robot in this minute."""
	key = frappe.cache.make_key(f"party_affairs_robot|{name}|{now:%Y%m%d%H%M}")
	sent = frappe.cache.incrby(key, 1)
	frappe.cache.expire(key, _COUNTED_SECONDS)
	return sent <= robots.A_MINUTE


def _note(robot, verdict: Verdict, now: datetime) -> None:
	is_refused = not verdict.is_sent and not verdict.wait_seconds
	refusals = 0 if verdict.is_sent else (robot.refusals or 0) + is_refused
	values = {
		"last_result": _("Sent") if verdict.is_sent else verdict.reason.text(_),
		"refusals": refusals,
		"wait_until": add_to_date(now, seconds=verdict.wait_seconds) if verdict.wait_seconds else None,
	}
	if verdict.is_sent:
		values["last_sent_on"] = now
	elif refusals >= reminders.refusals_until_off():
		values["enabled"] = 0
		off = _("It was refused {0} times in a row and is switched off; put it right and switch it on again.")
		values["last_result"] += f" {off.format(refusals)}"
	robot.refusals = refusals
	frappe.db.set_value(ROBOT, robot.name, values, update_modified=False)
