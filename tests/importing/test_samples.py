"""The sample workbooks are what their builder makes, and hold what they claim to show."""

import csv
import importlib.util
import io
import json
from pathlib import Path

import pytest
from openpyxl import load_workbook

from party_affairs.importing.rows import Setting, read_records
from party_affairs.importing.workbook import read

SAMPLES = Path(__file__).resolve().parents[2] / "samples"
WORKBOOKS = json.loads((SAMPLES / "organisation.json").read_text(encoding="utf-8"))["workbooks"]


@pytest.fixture(scope="module")
def built(tmp_path_factory):
	spec = importlib.util.spec_from_file_location("build_samples", SAMPLES / "build_samples.py")
	builder = importlib.util.module_from_spec(spec)
	spec.loader.exec_module(builder)
	folder = tmp_path_factory.mktemp("samples")
	builder.build(folder)
	return folder


def cells(content):
	return {
		sheet.title: [[cell.value for cell in row] for row in sheet.iter_rows()]
		for sheet in load_workbook(io.BytesIO(content))
	}


@pytest.mark.parametrize("name", WORKBOOKS)
def test_workbook_is_what_its_builder_makes(built, name):
	assert cells((SAMPLES / name).read_bytes()) == cells((built / name).read_bytes())


def test_table_is_what_its_builder_makes(built):
	name = "expected_findings.csv"
	assert (SAMPLES / name).read_text(encoding="utf-8") == (built / name).read_text(encoding="utf-8")


def test_table_names_nothing_twice_and_says_why():
	with (SAMPLES / "expected_findings.csv").open(encoding="utf-8") as file:
		rows = list(csv.DictReader(file))
	keys = [(row["rule"], row["branch"], row["subject"], row["period"]) for row in rows]
	assert len(keys) == len(set(keys))
	assert all(row["why"] and row["status"] in ("Missed", "Late", "Due") for row in rows)
	# What may still be done after the year is due on the day after it: a report on its last half, contacts of who just came, the
	# decision on an application for 六好.
	assert {row["rule"] for row in rows if row["status"] == "Due"} == {"R13", "R43", "R51"}


@pytest.mark.parametrize("name", WORKBOOKS)
def test_workbook_reads_without_a_problem(name):
	book = read(SAMPLES / name)
	assert (book.problems, book.notes) == ([], [])
	assert {year for _sheet, year in book.years} == {2025}
	assert len({text for _sheet, text in book.branch_texts}) == 1
	for sheet in book.sheets:
		for record in read_records(sheet, Setting(2025, book.epoch)):
			assert not record.problems


def test_workbooks_are_written_in_different_ways():
	def ways(name):
		cells = read(SAMPLES / name).sheet("meetings").rows[0].cells
		return type(cells["date"]), cells.get("time") or type(cells["start_time"])

	assert len({ways(name) for name in WORKBOOKS}) == len(WORKBOOKS)
