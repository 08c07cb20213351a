"""A ledger on paper or in a workbook is narrowed as its report is: no filter gets lost on the way to the download."""

import re
from dataclasses import fields
from pathlib import Path

from party_affairs.api.ledgers import LedgerFilters

APP = Path(__file__).parents[2] / "party_affairs"
KNOWN = {field.name for field in fields(LedgerFilters)}
OFFERED = re.compile(r'(?:fieldname: |choice_filter\(\s*)"(\w+)"')
READ = re.compile(r'\bfilter\(\s*"(\w+)"|\bfilters\.get\("(\w+)"|\bfilters\["(\w+)"\]')


def _found(pattern, files):
	return {
		name
		for file in files
		for found in pattern.findall(file.read_text())
		for name in (found if isinstance(found, tuple) else (found,))
		if name
	}


def test_every_filter_that_a_report_offers_reaches_the_download():
	reports = [
		file for file in APP.glob("party_affairs/report/*/*.js") if "ledger_report(" in file.read_text()
	]
	offered = _found(OFFERED, [*reports, APP / "public/js/ledger_report.js"])
	assert "follow_up_status" in offered and offered <= KNOWN


def test_every_filter_that_a_ledger_reads_reaches_the_download():
	read = _found(READ, APP.glob("ledgers/**/*.py"))
	assert "responsible" in read and read <= KNOWN
