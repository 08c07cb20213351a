"""Volumes of the archive without a site: how complete, packed the same each time, and what differs in a copy, here and by the script."""

import io
import subprocess
import sys
import zipfile
from datetime import date
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from party_affairs.checks import manifest
from party_affairs.guide.archive import volume_contents
from party_affairs.guide.data import GuideDataError
from party_affairs.permissions.register import CONFIDENTIAL, REGISTER
from party_affairs.rules.archive import packs
from party_affairs.rules.archive.volumes import (
	Kept,
	differences,
	how_complete,
	missed_of,
)

SCRIPT = Path(volume_contents.__file__).parents[2] / "templates" / "archive" / "verify.txt"
FILES = {
	"01-会议记录/会议记录.pdf": b"%PDF minutes",
	"02-台账/台账.xlsx": b"PK ledger",
	manifest.MANIFEST: b"{}",
	manifest.SCRIPT: SCRIPT.read_bytes(),
}
MINUTES, SEALED = volume_contents.item("minutes"), volume_contents.item("heart_talks")
HONOURS = volume_contents.item("honours")


# What belongs in a volume


def test_nothing_confidential_lies_in_a_volume_with_its_papers():
	for item in volume_contents.items():
		if item.doctype:
			assert item.doctype in REGISTER
		if item.made in ("paper", "file"):
			assert item.doctype not in CONFIDENTIAL, item.key
	sealed = {item.doctype for item in volume_contents.items() if item.made == "sealed"}
	assert {"Heart Talk", "Thought Report", "Member Self Review", "Democratic Appraisal"} <= sealed
	named = {item.doctype for item in volume_contents.items()}
	assert not named & {"Discipline Case", "Appraisal Ballot", "Appraisal Voter", "Questionnaire Answer"}


def test_contents_that_cannot_be_are_refused():
	raw = {"parts": [{"key": "a", "title": "甲"}], "items": []}
	item = {"key": "x", "part": "a", "title": "乙", "clauses": ["R60"], "made": "scan", "always": False}
	volume_contents.parse_items({**raw, "items": [item]})
	for wrong in (
		{"clauses": ["R99"]},
		{"part": "b"},
		{"made": "paper"},
		{"made": "ledger"},
		{"made": "sealed"},
		{"made": "file", "doctype": "Party Handbook", "dated": "made_on", "year_by": "year"},
	):
		with pytest.raises(GuideDataError):
			volume_contents.parse_items({**raw, "items": [{**item, **wrong}]})
	with pytest.raises(GuideDataError):
		volume_contents.parse_items({**raw, "items": [item, {**item, "key": "y"}]})


@pytest.mark.parametrize(
	("item", "there", "scans", "missed", "expected"),
	[
		(MINUTES, 3, 0, 0, "In the Volume"),
		(MINUTES, 3, 0, 2, "Incomplete"),
		(MINUTES, 0, 1, 0, "In the Volume"),
		(MINUTES, 0, 1, 1, "Incomplete"),
		(MINUTES, 0, 0, 0, "Not There"),
		(HONOURS, 0, 0, 0, "None This Year"),
		(HONOURS, 0, 0, 1, "Not There"),
		(SEALED, 2, 0, 0, "Named Alone"),
		(SEALED, 2, 1, 0, "In the Volume"),
		(SEALED, 0, 0, 0, "Not There"),
	],
)
def test_how_complete_a_kind_of_material_is(item, there, scans, missed, expected):
	assert how_complete(item, there, scans, missed) == expected


def test_what_the_clauses_of_an_item_miss_is_added_up():
	assert missed_of(MINUTES, {"R22": 1, "R26": 2, "R49": 7}) == 3


def test_records_that_changed_went_or_came():
	one, two, three = (Kept("Party Meeting", name, name, None, "a") for name in "123")
	assert differences([one, two], [one, two]) == []
	found = differences([one, two], [one._replace(digest="b"), three])
	assert [(each.kind, each.name) for each in found] == [("changed", "1"), ("gone", "2"), ("added", "3")]


# The packed volume


def test_the_same_files_give_the_same_bytes():
	assert manifest.packed(FILES) == manifest.packed(dict(reversed(FILES.items())))


@pytest.mark.parametrize("text", ["a/b\\c:d*e?f", '"<>|', " 会议\n记录. ", "..", "", "长" * 200])
def test_names_of_files_that_every_system_takes(text):
	name = manifest.file_name(text)
	assert name and not set(name) & set('/\\:*?"<>|\n') and not name.endswith((".", " ")) and len(name) <= 60


def tampered(change):
	"""A packed volume whose files went through `change`, with the sums that it had before."""
	with zipfile.ZipFile(io.BytesIO(manifest.packed(FILES))) as archive:
		files = {name: archive.read(name) for name in archive.namelist()}
	change(files)
	stream = io.BytesIO()
	with zipfile.ZipFile(stream, "w") as archive:
		for name, content in files.items():
			archive.writestr(name, content)
	return stream.getvalue()


def one_byte():
	content = bytearray(manifest.packed(FILES))
	place = content.index(b"minutes")
	content[place] ^= 1
	return bytes(content)


FIRST = "01-会议记录/会议记录.pdf"
TAMPERED = {
	"whole": (lambda: manifest.packed(FILES), [], ""),
	"one byte": (one_byte, [("changed", FIRST, "")], f"改动：{FIRST}"),
	"changed": (
		lambda: tampered(lambda files: files.update({FIRST: b"other"})),
		[("changed", FIRST, "")],
		f"改动：{FIRST}",
	),
	"missing": (
		lambda: tampered(lambda files: files.pop(FIRST)),
		[("missing", FIRST, "")],
		f"缺少：{FIRST}",
	),
	"added": (
		lambda: tampered(lambda files: files.update({"x.txt": b"x"})),
		[("added", "x.txt", "")],
		"多出：x.txt",
	),
	"renamed": (
		lambda: tampered(lambda files: files.update({"y.pdf": files.pop(FIRST)})),
		[("renamed", FIRST, "y.pdf")],
		f"缺少：{FIRST}\nadded 多出：y.pdf",
	),
}


@pytest.mark.parametrize("name", TAMPERED)
def test_a_tampered_volume_says_what_differs_here_and_by_its_own_script(name, tmp_path):
	build, expected, told = TAMPERED[name]
	content = build()
	assert [tuple(one) for one in manifest.differences(content)] == expected
	script, packed = tmp_path / "verify.py", tmp_path / "卷.zip"
	script.write_bytes(SCRIPT.read_bytes())
	packed.write_bytes(content)
	outcome = subprocess.run(
		[sys.executable, "-I", str(script), str(packed)],
		capture_output=True,
		text=True,
		encoding="utf-8",
		check=False,
	)
	assert (outcome.returncode, told in outcome.stdout) == (int(bool(expected)), True), outcome.stderr
	if not expected:
		assert "共4个文件" in outcome.stdout


def test_the_script_looks_at_an_unpacked_volume_too(tmp_path):
	with zipfile.ZipFile(io.BytesIO(manifest.packed(FILES))) as archive:
		archive.extractall(tmp_path)
	run = [sys.executable, "-B", str(tmp_path / manifest.SCRIPT)]
	assert subprocess.run(run, capture_output=True, check=False).returncode == 0
	(tmp_path / FIRST).write_bytes(b"other")
	assert subprocess.run(run, capture_output=True, check=False).returncode == 1
	told = subprocess.run(
		run, capture_output=True, check=False, env={"PYTHONIOENCODING": "cp1252", "PATH": ""}
	)
	assert told.returncode == 1 and b"changed" in told.stdout and b"Error" not in told.stderr
	assert len(SCRIPT.read_text(encoding="utf-8").splitlines()) <= 21


@given(st.binary(max_size=200))
def test_what_is_no_volume_is_told_and_breaks_nothing(content):
	assert manifest.differences(content)


def test_a_scan_is_called_by_its_title_and_its_ending_once():
	assert manifest.file_name_ending("三月签到表", ".png") == "三月签到表.png"
	assert manifest.file_name_ending("a.PNG", ".png") == "a.png"
	assert manifest.file_name_ending("a.jpeg", ".jpg") == "a.jpeg.jpg"
	assert manifest.file_name_ending(".pdf", ".pdf") == "pdf.pdf"
	assert manifest.file_name_ending("长" * 80 + ".pdf", ".pdf") == "长" * 60 + ".pdf"


# Inspection packs


def finding(rule, status, period="2025-03", evidence="[]", **values):
	return SimpleNamespace(
		**{"rule": rule, "status": status, "branch": "甲", "subject_doctype": "Party Branch"},
		**{"subject_name": "甲", "period_key": period, "period_start": date.fromisoformat(f"{period}-01")},
		**{"message": "", "due_date": None, "evidence": evidence, **values},
	)


def test_clauses_are_shown_with_their_periods_gaps_and_evidence_once():
	states = packs.clause_states(
		["R26", "R22", "R41"],
		[
			finding("R26", "Missed", "2025-04"),
			finding("R26", "Met", evidence='[["Party Meeting", "M1"]]'),
			finding("R22", "Late", evidence='[["Party Meeting", "M1"], ["Party Meeting", "M2"]]'),
			finding("R22", "Met", evidence='[["Party Meeting", "M2"]]'),
			finding("R22", "Not Applicable"),
			finding("R99", "Met"),
		],
	)
	theme_day, assembly, talks = states
	assert [(period.period_key, period.counts) for period in theme_day.periods] == [
		("2025-03", (1, 0, 0, 0)),
		("2025-04", (0, 0, 1, 0)),
	]
	assert theme_day.has_gaps and len(theme_day.gaps) == 1 and not assembly.has_gaps
	assert [one.name for one in assembly.evidence] == ["M1", "M2"]
	assert not talks.is_asked
	assert list(packs.numbered(states, {"Party Meeting"}, 600).values()) == [1, 2]
	assert len(packs.numbered(states, {"Party Meeting"}, 1)) == 1
	assert packs.numbered(states, set(), 600) == {}
	assert packs.by_doctype(theme_day.evidence + assembly.evidence) == {"Party Meeting": ["M1", "M2"]}
