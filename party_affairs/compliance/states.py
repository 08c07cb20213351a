"""How each branch was checked last: as of which day, by which rules, and from when on time alone changes an answer."""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from hashlib import sha256
from typing import Any

import frappe
from frappe.utils import now_datetime

from party_affairs import __version__
from party_affairs.compliance.duties import Duty
from party_affairs.facts.duties import touched
from party_affairs.language import site_language
from party_affairs.rows import write_over
from party_affairs.rules.calendar import Workdays

_NAME_LENGTH = 20
_FINGERPRINT_LENGTH = 20
_ERROR_LENGTH = 500
_CLAUSE = re.compile(r"(?:^|; )([RNL]\d\d): ")
_COLUMNS = {
	"name": "varchar(140)",
	"branch": "varchar(140)",
	"year": "int",
	"changes_on": "date",
	"fingerprint": "varchar(140)",
	"error": "text",
}


def fingerprint(duties: Iterable[Duty], calendar: Workdays) -> str:
	"""Return what changes whenever the same records may give other findings: version, duties, workdays, language."""
	said = json.dumps(
		_plain([__version__, list(duties), vars(calendar), site_language()]), sort_keys=True, default=repr
	)
	return sha256(said.encode()).hexdigest()[:_FINGERPRINT_LENGTH]


def _plain(value: Any) -> Any:
	"""Return what reads the same in every process: sets and mappings of Python do not."""
	if is_dataclass(value) and not isinstance(value, type):
		return [type(value).__name__, *(_plain(getattr(value, field.name)) for field in fields(value))]
	if isinstance(value, Mapping):
		return sorted([str(key), _plain(item)] for key, item in value.items())
	if isinstance(value, set | frozenset):
		return sorted(map(str, value))
	if isinstance(value, list | tuple):
		return [_plain(item) for item in value]
	return value


def clauses_in(error: str) -> tuple[str, ...]:
	"""Return the clauses that the word about a branch says could not be checked; none where nothing of it could be."""
	return tuple(dict.fromkeys(_CLAUSE.findall(error)))


def keep(
	year: int,
	as_of: date,
	mark: str,
	changes: Mapping[str, date | None],
	errors: Mapping[str, str | None] | None = None,
) -> None:
	"""Note that the branches of `changes` were checked as of a day; one with an error is tried again the next time."""
	errors = errors or {}
	rows = [
		json.dumps(
			(
				frappe.generate_hash(length=_NAME_LENGTH),
				branch,
				year,
				day and day.isoformat(),
				None if errors.get(branch) else mark,
				(errors.get(branch) or "")[:_ERROR_LENGTH] or None,
			),
			ensure_ascii=False,
		)
		for branch, day in changes.items()
	]
	now, user = now_datetime(), frappe.session.user
	always = {"modified": now, "modified_by": user, "checked_on": now, "checked_for": as_of}
	write_over(
		touched.STATE, _COLUMNS, rows, always, {"creation": now, "owner": user, "docstatus": 0, "idx": 0}
	)
