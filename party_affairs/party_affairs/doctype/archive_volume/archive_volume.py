import hashlib

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import cint, now_datetime

from party_affairs.checks import archived
from party_affairs.checks.dates import check_year
from party_affairs.checks.fields import changed_fields, keep_what_steps_wrote, label_of
from party_affairs.checks.files import attach_files_of_rows
from party_affairs.checks.members import require_members_of
from party_affairs.checks.scans import page_count_and_sum, require_scan
from party_affairs.exceptions import ArchiveError
from party_affairs.facts.archive import volumes
from party_affairs.guide.archive import volume_contents
from party_affairs.language import in_site_language
from party_affairs.party_affairs.doctype.archive_volume import steps
from party_affairs.rules.archive.volumes import how_complete, missed_of

_MADE = {
	"paper": "Printed Paper",
	"file": "Printed Paper",
	"ledger": "Ledger",
	"sealed": "Sealed List",
	"scan": "Scan",
}
_FIXED_SCAN = ("belongs_to", "title", "file")
_LONGEST_TITLE = 140


class ArchiveVolume(Document):
	def validate(self):
		keep_what_steps_wrote(self, steps.WRITTEN_BY_STEPS)
		check_year(cint(self.year))
		self.validate_number()
		self.validate_keeper()
		self.keep_bound_scans()
		self.validate_scans()
		self.set_title()
		if self.status == volumes.COLLECTED:
			self.set_contents()

	def on_update(self):
		attach_files_of_rows(self, [row.file for row in self.scans])
		self.note_supplements()

	def on_trash(self):
		steps.Delete(self).take()

	# What is in the record

	def validate_number(self):
		"""There is one volume of a branch, year and number."""
		if cint(self.volume_no) < 1:
			frappe.throw(_("{0} must be at least {1}.").format(label_of(self, "volume_no"), 1))
		key = f"{self.branch}\n{cint(self.year)}\n{cint(self.volume_no)}"
		self.volume_key = hashlib.sha256(key.encode()).hexdigest()
		other = volumes.with_key(self.volume_key, leaving_out=self.name or "")
		if other:
			frappe.throw(
				_(
					"{0} has the volume {1} of {2} already: {3}. Open that one, or give this one another number."
				).format(frappe.bold(self.branch), self.volume_no, self.year, frappe.bold(other)),
				frappe.DuplicateEntryError,
			)

	def validate_keeper(self):
		if self.keeper and (self.is_new() or changed_fields(self, ("keeper",))):
			require_members_of([self.keeper], self.branch, subtree=True)

	def keep_bound_scans(self):
		"""What lies in a bound volume, or in one that is being bound, stays as it is; what comes later is a supplement."""
		before = self.get_doc_before_save()
		if not before or before.status == volumes.COLLECTED or self.flags.step:
			return
		kept = {row.name: row for row in self.scans}
		for row in before.scans:
			now = kept.get(row.name)
			if now is None or any(
				str(now.get(name) or "") != str(row.get(name) or "") for name in _FIXED_SCAN
			):
				frappe.throw(
					_(
						"{0}, row {1}: what is bound stays in the volume. Add what is new as a further row."
					).format(label_of(self, "scans"), row.idx),
					ArchiveError,
				)

	def validate_scans(self):
		before = {row.name: row for row in (self.get_doc_before_save() or frappe._dict(scans=())).scans}
		for row in self.scans:
			stored = before.get(row.name)
			if stored and stored.file == row.file:
				row.update({name: stored.get(name) for name in ("pages", "digest", "added_on", "added_by")})
				row.after_binding = row.after_binding if self.flags.step else stored.after_binding
			else:
				require_scan(self, "scans", row)
				row.pages, row.digest = page_count_and_sum(self, "scans", row)
				row.added_on, row.added_by = now_datetime(), frappe.session.user
				row.after_binding = int(self.status != volumes.COLLECTED)
			self.validate_kind_of_scan(row)

	def validate_kind_of_scan(self, row):
		titles = [item.title for item in volume_contents.items()]
		if row.belongs_to not in titles:
			frappe.throw(
				_("{0}, row {1}: {2} is none of the kinds of material. Choose one of the list.").format(
					label_of(self, "scans"),
					row.idx,
					frappe.bold(frappe.utils.escape_html(row.belongs_to or "")),
				)
			)

	def set_title(self):
		with in_site_language():
			title = _("Archive of {year}, {branch}, volume {number}")
		self.title = title.format(year=self.year, branch=self.branch, number=self.volume_no)[:_LONGEST_TITLE]

	def set_contents(self):
		"""What belongs in the volume, what is there and what is missing, as of now; a fixed number of queries."""
		counts = {}
		for record in volumes.records(self.branch, self.year):
			counts[record.item_key] = counts.get(record.item_key, 0) + 1
		gaps = volumes.gaps(self.branch, self.year)
		counts.update(self.flags.ledger_rows or self.ledger_rows_before())
		parts = {part.key: part.title for part in volume_contents.parts()}
		known, lines = {row.item_key: row for row in self.contents}, []
		for item in volume_contents.items():
			there, missed = counts.get(item.key, 0), missed_of(item, gaps)
			scans = sum(row.belongs_to == item.title for row in self.scans)
			line = known.get(item.key) or self.append("contents", {})
			line.update(
				{
					**{"item_key": item.key, "part": parts[item.part], "title": item.title},
					**{"clauses": "、".join(item.clauses), "made": _MADE[item.made]},
					**{"there": there, "missing": missed, "scans": scans},
					"standing": how_complete(item, there, scans, missed),
				}
			)
			lines.append(line)
		self.contents = lines
		for number, line in enumerate(lines, start=1):
			line.idx = number

	def ledger_rows_before(self):
		"""How many rows the ledgers had when they were looked at last: only the step that looks again builds them."""
		before = self.get_doc_before_save()
		rows = before.contents if before else ()
		return {row.item_key: row.there for row in rows if row.made == _MADE["ledger"]}

	def note_supplements(self):
		"""Supplements are noted in the volume, so that none is added silently."""
		before = self.get_doc_before_save()
		if not before or self.status == volumes.COLLECTED or self.flags.step:
			return
		known = {row.name for row in before.scans}
		for row in self.scans:
			if row.name not in known:
				archived.note(
					self.name,
					steps.SUPPLEMENT,
					remark=f"{row.belongs_to}：{row.title}",
					user=frappe.session.user,
				)
