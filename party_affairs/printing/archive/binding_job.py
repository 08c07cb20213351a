"""Binding a volume of the archive on the long queue: all in memory, then files, records and state in one transaction.

What is killed has changed nothing: the night, or the button once more, begins it again.
"""

from collections.abc import Callable, Sequence
from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document

from party_affairs.facts.archive import volumes
from party_affairs.importing.watch import Watch
from party_affairs.party_affairs.doctype.archive_volume import steps
from party_affairs.printing import book
from party_affairs.printing.archive import stored_files, volume_book, volume_files, whole_jobs
from party_affairs.printing.archive.volume_book import Gathered

GATHERED_PERCENT = 45
BOUND_PERCENT = 90


def run(volume: str) -> bool:
	"""Job: bind a volume that is being bound; return whether it is bound now. Two at once do it once."""
	return whole_jobs.run(
		f"archive {volume}",
		lambda: frappe.get_doc(volumes.VOLUME, volume),
		(volumes.BINDING, volumes.BOUND),
		lambda document: bind(document, _teller(volume)),
		lambda reason: steps.BreakOff(frappe.get_doc(volumes.VOLUME, volume), reason=reason).take(),
		f"Archive volume {volume} could not be bound",
	)


def bind(document: Document, tell: Callable[[int], None]) -> None:
	"""Bind a volume that is being bound, in Chinese by the caller; `tell` hears the percent that are done.

	Nothing is stored before all is there.
	"""
	gathered = volume_book.gather(
		document, lambda done, total: tell(GATHERED_PERCENT * done // max(total, 1))
	)
	bound = book.bind(
		gathered.book,
		lambda done, total: tell(
			GATHERED_PERCENT + (BOUND_PERCENT - GATHERED_PERCENT) * min(done, total) // max(total, 1)
		),
	)
	records = _records(gathered, bound)
	files = volume_files.files_of(gathered, bound, records)
	values: dict[str, Any] = {"page_count": files.pages, "record_count": len(records)}
	edition = (document.edition or 0) + 1
	for ending, content in (("pdf", files.pdf), ("zip", files.zip)):
		file_name = f"{document.name}-{edition}.{ending}"
		stored = stored_files.store(volumes.VOLUME, document.name, f"{ending}_file", file_name, content)
		values |= {f"{ending}_file": stored.address, f"{ending}_sum": stored.digest}
	document.flags.ledger_rows = {
		line.item.key: line.there for line in gathered.standings if line.item.ledger
	}
	document.set_contents()
	steps.Finish(document, values=values, records=records).take()


def _records(gathered: Gathered, bound: book.Bound) -> list[dict[str, Any]]:
	"""What the manifest tells of each record, with the pages on which it stands."""
	pages = _pages(gathered, bound)
	return [
		{
			**{"item": section.item.key, "type": doctype, "name": name, "title": title, "day": day},
			**{"digest": digest, "pages": pages.get((doctype, name))},
		}
		for section, doctype, name, title, day, digest in volume_book.kept_records(gathered)
	]


def _pages(gathered: Gathered, bound: book.Bound) -> dict[tuple[str, str], list[int]]:
	found: dict[tuple[str, str], list[int]] = {}
	ends, place = bound.ends(), 1
	for section in gathered.sections:
		for record in section.of_record:
			if record:
				pages = found.setdefault((record.doctype, record.name), [bound.starts[place], 0])
				pages[1] = ends[place]
			elif section.ledger:
				key = (volume_book.ledger_doctype(section.item), volume_book.ledger_key(section.item))
				found[key] = [bound.starts[place], ends[place]]
			place += 1
	return found


def _teller(volume: str) -> Callable[[int], None]:
	watch = Watch(volumes.VOLUME, volume)
	return lambda percent: watch.report(percent, _("The volume is being bound"))


def bind_all(names: Sequence[str]) -> int:
	"""Bind volumes one after the other, as one night does for many branches; return how many are bound."""
	return sum(run(name) for name in names)
