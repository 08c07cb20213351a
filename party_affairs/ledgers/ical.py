"""Entries of a calendar as iCalendar (RFC 5545): written by a library, with a zone of our own that every calendar understands."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta, timezone

from icalendar import Calendar, Event, Timezone, TimezoneStandard, vDuration

from party_affairs.rules.duties.feed import Told

MIMETYPE = "text/calendar"
_PRODUCT = "-//Party Affairs//party_affairs//ZH"
_ZONE, _ABBREVIATION = "Asia/Shanghai", "CST"
_OFFSET = timedelta(hours=8)
_EAST = timezone(_OFFSET, _ZONE)
_READ_AGAIN_AFTER = timedelta(hours=6)


def to_ical(title: str, told: Iterable[Told], base: str = "") -> bytes:
	"""Return a calendar with the entries `told`; the same entries give the same bytes. `base` goes before their paths.

	Each line has at most 75 bytes and is cut between characters.
	"""
	calendar = Calendar()
	calendar.add("prodid", _PRODUCT)
	calendar.add("version", "2.0")
	calendar.add("calscale", "GREGORIAN")
	calendar.add("method", "PUBLISH")
	calendar.add("x-wr-calname", title)
	calendar.add("x-wr-timezone", _ZONE)
	calendar.add("refresh-interval", vDuration(_READ_AGAIN_AFTER), parameters={"VALUE": "DURATION"})
	calendar.add("x-published-ttl", vDuration(_READ_AGAIN_AFTER))
	entries = sorted(told, key=lambda each: each.entry.uid)
	if any(each.entry.is_timed for each in entries):
		calendar.add_component(_zone())
	for each in entries:
		calendar.add_component(_event(each, base))
	return calendar.to_ical()


def _event(told: Told, base: str) -> Event:
	entry, event = told.entry, Event()
	stamp = _moment(told.changed_on).astimezone(timezone.utc)
	event.add("uid", entry.uid)
	event.add("dtstamp", stamp)
	event.add("last-modified", stamp)
	event.add("sequence", told.sequence)
	event.add("summary", entry.title)
	event.add("status", "CANCELLED" if entry.called_off else "CONFIRMED")
	for name, value in (("dtstart", entry.starts), ("dtend", entry.ends)):
		if isinstance(value, datetime):
			event.add(name, value, parameters={"TZID": _ZONE})
		else:
			event.add(name, date(value.year, value.month, value.day))
	# A duty of a day keeps nobody from an appointment.
	event.add("transp", "OPAQUE" if entry.is_timed and not entry.called_off else "TRANSPARENT")
	for name, text in (("description", entry.description), ("location", entry.location)):
		if text:
			event.add(name, text)
	if entry.path:
		event.add("url", f"{base}{entry.path}")
	return event


def _moment(value: datetime) -> datetime:
	return value.replace(tzinfo=_EAST)


def _zone() -> Timezone:
	"""One standard time without rules: zones with a history are misread by some calendars."""
	zone, standard = Timezone(), TimezoneStandard()
	zone.add("tzid", _ZONE)
	standard.add("dtstart", datetime(1970, 1, 1))
	standard.add("tzoffsetfrom", _OFFSET)
	standard.add("tzoffsetto", _OFFSET)
	standard.add("tzname", _ABBREVIATION)
	zone.add_component(standard)
	return zone
