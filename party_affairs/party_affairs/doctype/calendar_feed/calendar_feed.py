import json
from collections.abc import Iterable
from dataclasses import asdict
from datetime import date, datetime

from frappe.model.document import Document

from party_affairs.rules.duties.feed import Entry, Told, retell

_TIME = "%Y-%m-%dT%H:%M:%S"


class CalendarFeed(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		last_read: DF.Datetime | None
		revoked_on: DF.Datetime | None
		told: DF.LongText | None
		token_digest: DF.Data
		user: DF.Link
	# end: auto-generated types

	def tell(self, entries: Iterable[Entry], now: datetime) -> list[Told]:
		"""Return what the calendar is told at `now`, and keep it where it differs from what it was told before."""
		before = _read(self.told)
		told = retell(before, entries, now.replace(microsecond=0))
		values = {"last_read": now}
		if told != before:
			values["told"] = _written(told)
		self.db_set(values, update_modified=False)
		return list(told.values())

	def revoke(self, now: datetime) -> None:
		"""Close the address for ever; what it was told is forgotten."""
		self.db_set({"revoked_on": now, "told": None})


def _written(told: dict[str, Told]) -> str:
	return json.dumps([asdict(each) for each in told.values()], default=_text, ensure_ascii=False)


def _text(value: date) -> str:
	return value.strftime(_TIME) if isinstance(value, datetime) else value.isoformat()


def _read(kept: str | None) -> dict[str, Told]:
	found = {}
	for row in json.loads(kept or "[]"):
		entry = row["entry"]
		entry |= {name: _moment(entry[name]) for name in ("starts", "ends")}
		row |= {"entry": Entry(**entry), "changed_on": _moment(row["changed_on"])}
		row["called_off_on"] = row["called_off_on"] and date.fromisoformat(row["called_off_on"])
		found[row["entry"].uid] = Told(**row)
	return found


def _moment(text: str) -> date:
	return datetime.strptime(text, _TIME) if "T" in text else date.fromisoformat(text)
