"""A branch and a small year of it, with what belongs in its volume of the archive and what must not be in it."""

import unicodedata
from pathlib import Path

import pypdfium2

import frappe

from party_affairs.api.archive import volumes as api
from party_affairs.printing.archive import binding_job
from tests.site import factory

YEAR, TODAY = 2025, "2026-02-10"
SECRET = "只对组织说的话"
ADDRESS = "某街七号"


class House:
	"""A committee over the branch `near`, with logins of those who read volumes and of those who must not, and a year's records."""

	def __init__(self):
		self.committee = factory.committee("归档测试党委")
		self.near = factory.branch(
			"归档测试党支部", parent=self.committee, firms=[factory.firm(self.committee)]
		)
		self.far = factory.branch("归档测试远处党支部", parent=self.committee)
		self.officer = factory.holder(self.near, "Secretary", self.committee)
		self.secretary = factory.holder(self.near, "Secretary")
		self.publicist = factory.holder(self.near, "Publicity Commissioner")
		self.neighbour = factory.holder(self.far, "Secretary")
		self.people = [factory.member(self.near, f"归档党员{word}") for word in "甲乙丙"]
		first, second, third = self.people
		self.meetings = [
			factory.meeting(self.near, starts_on=f"2025-0{month}-14 14:00:00", topic=f"学习讨论{month}")
			for month in (3, 4)
		]
		self.report = factory.work_report(self.near)
		self.plan = factory.plan(self.near)
		self.welfare = factory.welfare(self.near, first)
		self.contact = factory.contact(self.near, address=ADDRESS)
		self.pairing = factory.pairing(first, contact=self.contact)
		self.talk = factory.heart_talk(first, second, content=SECRET)
		self.thought = factory.thought_report(third, thought=SECRET)
		factory.dues_entry(first, "2025-03-01")

	def volume(self, **values):
		"""A volume of the year, with one scan."""
		scan = {"belongs_to": "签到表原件", "title": "三月签到表", "file": factory.image("签到表.png")}
		return frappe.get_doc(
			{
				**{"doctype": "Archive Volume", "branch": self.near.name, "year": YEAR, "volume_no": 1},
				**{"scans": [scan], **values},
			}
		).insert()


def bound(volume):
	"""Bind a volume as its button and the queue do; return it as it is stored then."""
	api.bind(volume.name)
	assert binding_job.run(volume.name), frappe.db.get_value("Archive Volume", volume.name, "failure")
	return frappe.get_doc("Archive Volume", volume.name)


def text_of(pdf):
	"""What a PDF says; its fonts share the glyphs of some characters with those of radicals."""
	document = pypdfium2.PdfDocument(pdf)
	try:
		pages = [document[number].get_textpage().get_text_range() for number in range(len(document))]
	finally:
		document.close()
	return unicodedata.normalize("NFKC", "".join(pages))


def stored(address):
	"""Where a stored file lies."""
	return Path(frappe.get_site_path(address.lstrip("/")))
