"""Whether a stored volume is still what was bound: its files by their sums, its records by what they say today."""

from collections.abc import Iterator
from pathlib import Path

from frappe import _
from frappe.model.document import Document

from party_affairs.checks import manifest
from party_affairs.facts.archive import volumes
from party_affairs.file_contents import path_of
from party_affairs.guide.archive import volume_contents
from party_affairs.guide.archive.volume_contents import LEDGER
from party_affairs.language import CHINESE, in_language
from party_affairs.printing.archive import volume_book
from party_affairs.printing.archive.evidence_papers import open_ledger
from party_affairs.rules.archive.volumes import ADDED, CHANGED, GONE, Difference, Kept, differences


def path_of_stored(volume: Document, address: str | None) -> Path | None:
	"""Return where a file of a volume lies, None if it is missing or none of the volume's own."""
	if not address or address not in volumes.files_of(volumes.VOLUME, volume.name, {address}):
		return None
	path = path_of(address)
	return path if path.is_file() else None


def of_files(volume: Document) -> list[str]:
	"""Return a sentence for each stored file that is missing or differs, and for what differs in the ZIP; none if all is whole."""
	told = []
	for label, address, digest in (
		(_("Volume as PDF"), volume.pdf_file, volume.pdf_sum),
		(_("Volume as ZIP"), volume.zip_file, volume.zip_sum),
	):
		path = path_of_stored(volume, address)
		if path is None:
			told.append(_("{0}: the file is missing on the server.").format(label))
			continue
		content = path.read_bytes()
		if manifest.sum_of(content) == digest:
			continue
		told.append(_("{0}: the file is not the one that was bound.").format(label))
		if address == volume.zip_file:
			told += [_file_sentence(one) for one in manifest.differences(content)]
	told += _of_scans(volume)
	return told


def _of_scans(volume: Document) -> Iterator[str]:
	"""The papers added by hand, supplements too: on the server they lie beside the volume."""
	for row in volume.scans:
		path = path_of_stored(volume, row.file)
		label = f"{_('Scans')} {row.idx}, {row.title}"
		if path is None:
			yield _("{0}: the file is missing on the server.").format(label)
		elif manifest.sum_of(path.read_bytes()) != row.digest:
			yield _("{0}: the file is not the one that was added.").format(label)


def _file_sentence(one: manifest.FileDifference) -> str:
	sentences = {
		manifest.MISSING: _("Missing in the ZIP: {0}"),
		manifest.ADDED: _("Not of the volume: {0}"),
		manifest.CHANGED: _("Changed File: {0}"),
		manifest.RENAMED: _("Renamed: {0} is called {1} now"),
		manifest.UNREADABLE: _("The ZIP cannot be read: {1}"),
	}
	return sentences[one.kind].format(one.path, one.now)


def of_records(volume: Document) -> list[str]:
	"""Return a sentence for each record that says something else today, is gone, or came after the volume was bound."""
	kept = [
		Kept(row.record_type, row.record_name, row.record_title or "", row.record_day, row.digest or "")
		for row in volumes.kept(volume.name)
	]
	return [_record_sentence(one) for one in differences(kept, _today(volume))]


def _record_sentence(one: Difference) -> str:
	sentences = {
		CHANGED: _("{0} {1} ({2}) says something else today."),
		GONE: _("{0} {1} ({2}) does not belong in the volume any more, or is gone."),
		ADDED: _("{0} {1} ({2}) came after the volume was bound."),
	}
	if one.name.startswith("ledger:"):
		return _("The ledger {0} shows something else today.").format(one.title)
	return sentences[one.kind].format(_(one.doctype), one.name, one.title)


def _today(volume: Document) -> Iterator[Kept]:
	"""What would lie in the volume if it were bound today."""
	records = volumes.records(volume.branch, volume.year)
	titles = {item.key: item.title for item in volume_contents.items()}
	for doctype in {record.doctype for record in records}:
		of_doctype = [record for record in records if record.doctype == doctype]
		digests = volumes.digests(doctype, [record.name for record in of_doctype])
		for record in of_doctype:
			title = record.title or titles[record.item_key]
			yield Kept(doctype, record.name, title, record.day, digests.get(record.name, ""))
	with in_language(CHINESE):
		for item in volume_contents.items():
			if item.made != LEDGER:
				continue
			ledger = open_ledger(item.ledger, volume.branch, volume.year)
			if ledger.rows:
				yield Kept(
					volume_book.ledger_doctype(item),
					volume_book.ledger_key(item),
					item.title,
					None,
					volume_book.digest_of_ledger(ledger),
				)
