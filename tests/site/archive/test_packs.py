"""Inspection packs: the clauses asked for with what proves them, in one book, and nothing confidential in it."""

import io
import json

import docx
import pikepdf
import pytest

import frappe

from party_affairs import jobs
from party_affairs.api.archive import packs as api
from party_affairs.exceptions import ArchiveError
from party_affairs.printing.archive import pack_job
from tests.site import factory
from tests.site.archive.year import SECRET, TODAY, House, stored, text_of


@pytest.fixture(scope="module", autouse=True)
def _no_queue():
	with pytest.MonkeyPatch.context() as patch:
		patch.setattr(jobs, "put", lambda *_args, **_options: None)
		patch.setattr(jobs, "is_at_work", lambda _job: False)
		yield


def pack_of(house, **values):
	return frappe.get_doc(
		{
			**{"doctype": "Inspection Pack", "title": "迎检资料", "branch": house.near.name},
			**{"from_year": 2025, "to_year": 2025, "clauses": [{"rule": "R26"}, {"rule": "R41"}], **values},
		}
	).insert()


def proved(rule, house, month, *records, status="Met"):
	finding = factory.finding(house.near, rule, house.near, status, month)
	evidence = json.dumps([[record.doctype, record.name] for record in records])
	frappe.db.set_value(
		"Compliance Finding", finding if isinstance(finding, str) else finding.name, "evidence", evidence
	)


@pytest.fixture(scope="module")
def built(built_once):
	def build():
		house = House()
		proved("R26", house, "2025-03", house.meetings[0])
		proved("R26", house, "2025-05", status="Missed")
		proved("R41", house, "2025-04", house.talk)
		pack = pack_of(house)
		api.make(pack.name)
		assert pack_job.run(pack.name), frappe.db.get_value("Inspection Pack", pack.name, "failure")
		pack.reload()
		return house, pack, stored(pack.pdf_file).read_bytes(), stored(pack.word_file).read_bytes()

	return built_once(build, TODAY)


def test_a_pack_holds_each_clause_with_its_gaps_and_the_papers_behind_it(built):
	house, pack, pdf, word = built
	assert (pack.status, pack.evidence_count, pack.gap_count) == ("Made", 2, 1)
	with pikepdf.open(io.BytesIO(pdf)) as book:
		assert len(book.pages) == pack.page_count
	told = text_of(pdf)
	assert "每月十五日主题党日" in told and house.meetings[0].name in told and told.count("主题党日记录") == 1
	assert "2025-05" in told
	paragraphs = "".join(
		node.text or "" for node in docx.Document(io.BytesIO(word)).element.iter() if node.tag.endswith("}t")
	)
	assert "学习讨论3" in paragraphs and "R41" in paragraphs


def test_what_is_confidential_is_named_by_number_and_day_alone(built):
	house, _pack, pdf, word = built
	words = "".join(
		node.text or "" for node in docx.Document(io.BytesIO(word)).element.iter() if node.tag.endswith("}t")
	)
	assert house.talk.name in words and "2025年4月10日" in words
	for text in (text_of(pdf), words):
		assert SECRET not in text and house.talk.partner_name not in text.split("R41")[-1]


def test_what_cannot_be_asked_for_is_refused(built, freeze):
	house = built[0]
	freeze(TODAY)
	for wrong in (
		{"from_year": 2026, "to_year": 2025},
		{"to_year": 2027},
		{"from_year": 2018},
		{"subject_branch": house.far.name},
		{"clauses": [{"rule": "R26"}, {"rule": "R26"}]},
	):
		with pytest.raises(frappe.ValidationError):
			pack_of(house, **wrong)
	with pytest.raises(ArchiveError):
		api.make(pack_of(house, clauses=[]).name)
	assert "R49" in pack_of(house, clauses=[], theme="Dues").chosen_rules()


def test_a_committee_compiles_what_is_below_it_and_the_branch_does_not_read_that(built, freeze, set_user):
	house = built[0]
	freeze(TODAY)
	with set_user(house.officer):
		pack = pack_of(house, branch=house.committee.name, subject_branch=house.near.name)
		assert pack.branches() == [house.near.name]
		assert len(pack_of(house, branch=house.committee.name, with_below=1).branches()) == 3
	for user in (house.secretary, house.neighbour, house.publicist):
		with set_user(user):
			assert not frappe.has_permission("Inspection Pack", "read", pack.name)
			with pytest.raises(frappe.PermissionError):
				api.make(pack.name)
			with pytest.raises(frappe.PermissionError):
				api.download(pack.name)


def test_those_who_read_the_pack_get_its_files(built, set_user):
	house, pack, pdf, word = built
	for user in (house.secretary, house.officer):
		with set_user(user):
			for kind, content in (("pdf", pdf), ("docx", word)):
				api.download(pack.name, kind)
				assert frappe.local.response.filecontent == content
			assert api.progress(pack.name)["percent"] == 100
	with set_user(house.neighbour), pytest.raises(frappe.PermissionError):
		api.download(pack.name)
	with set_user(house.officer), pytest.raises(frappe.PermissionError):
		api.make(pack.name)


def test_a_pack_that_cannot_be_made_says_why(built, freeze, monkeypatch):
	house = built[0]
	freeze(TODAY)
	pack = pack_of(house)
	api.make(pack.name)

	def broken(_document):
		raise OSError("no room")

	monkeypatch.setattr(pack_job, "make", broken)
	assert not pack_job.run(pack.name)
	pack.reload()
	assert pack.status == "Being Compiled" and "磁盘" in pack.failure
	assert not pack_job.run(pack.name)
