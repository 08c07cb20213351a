"""The sample year: its workbooks lead to exactly the findings that stand in the table beside them."""

import csv
import unicodedata
from collections import Counter
from datetime import date, timedelta

import pytest
from pypdf import PdfReader

import frappe
from frappe.utils import getdate

from party_affairs import ledgers
from party_affairs.compliance import figures, report, schedule
from party_affairs.compliance.run import run_compliance
from party_affairs.demo import current_year, organisation, outputs, tasks, this_year
from party_affairs.demo import run as demo
from party_affairs.guide.meetings import meeting_kinds
from party_affairs.permissions.roles import MANAGER, MEMBER, SECRETARY
from party_affairs.rules.periods import parse, period_of

pytestmark = pytest.mark.site

OPEN = ("Missed", "Late", "Due")
TASKS = (
	*("Committee Notice", "Notice Delivery", "Key Work Point", "Key Work Task", "On Site Check"),
	*("Development Quota", "Duty Exemption", "Compliance Report"),
)


@pytest.fixture(scope="module")
def sample(rolled_back):
	"""The sample year on the site, checked as of the day after it."""
	with rolled_back():
		frappe.set_user("Administrator")
		loaded = demo.load_site()
		run_compliance(demo.YEAR, demo.AS_OF)
		yield loaded


def expected_findings():
	with (organisation.SAMPLES / "expected_findings.csv").open(encoding="utf-8") as file:
		return {
			(row["rule"], row["branch"], row["subject_type"], row["subject"], row["period"], row["status"])
			for row in csv.DictReader(file)
		}


def subject_of(finding):
	"""What the table calls a finding's subject: meetings by day and kind, since their names are running numbers."""
	if finding.subject_doctype == "Party Meeting":
		day, kind = frappe.db.get_value("Party Meeting", finding.subject, ["meeting_date", "kind"])
		return f"{day} {meeting_kinds.meeting_kind(frappe.scrub(kind)).title}"
	if finding.subject_doctype == "Party Group":
		return frappe.db.get_value("Party Group", finding.subject, "group_name")
	return finding.subject if finding.subject_doctype == "Party Branch" else finding.subject_name


def test_findings_are_exactly_the_expected_ones(sample):
	fields = ["rule", "branch", "subject_doctype", "subject", "subject_name", "period_key", "status"]
	findings = frappe.get_all(
		"Compliance Finding",
		filters={"status": ["in", OPEN], "period_start": ["between", [date(2025, 1, 1), date(2025, 12, 31)]]},
		fields=fields,
	)
	found = {
		(row.rule, row.branch, row.subject_doctype, subject_of(row), row.period_key, row.status)
		for row in findings
	}
	assert found == expected_findings()
	assert len(findings) == len(found)


def test_every_finding_that_can_be_missed_is_met_somewhere(sample):
	"""So that the sample shows each evaluated clause from both sides, where it applies to the sample at all."""
	met = set(frappe.get_all("Compliance Finding", filters={"status": "Met"}, pluck="rule", distinct=True))
	assert {rule for rule, *_rest in expected_findings()} - met == {"R03"}


def test_sample_is_what_it_says(sample):
	branches = frappe.get_all("Party Branch", fields=["name", "branch_type"])
	types = [row.branch_type for row in branches]
	assert (types.count("Primary Committee"), types.count("General Branch")) == (1, 1)
	assert (types.count("Branch"), types.count("Joint Branch")) == (4, 1)
	assert 75 <= frappe.db.count("Party Member") <= 85
	numbers = {
		branch: frappe.db.count(
			"Party Member", {"branch": branch, "stage": "Full Member", "status": "On Register"}
		)
		for branch in frappe.get_all("Party Branch", filters={"is_group": 0}, pluck="name")
	}
	assert sorted(numbers.values()) == [5, 9, 12, 17, 22]


def test_id_numbers_belong_to_nobody(sample):
	"""Area 000000 was never given out."""
	numbers = frappe.get_all("Party Member", pluck="id_number")
	assert all(number.startswith("000000") for number in numbers)


def test_loading_again_changes_nothing(sample):
	doctypes = (
		"Law Firm",
		"Party Branch",
		"Party Group",
		"Party Member",
		"Party Post",
		"Party Meeting",
		"Dues Assessment",
	)
	stamps = lambda: {  # noqa: E731
		(doctype, row.name): row.modified
		for doctype in (
			*doctypes,
			"Party Dues Entry",
			"Contact Pairing",
			"Public Welfare Activity",
			"Honour",
			"User",
			*TASKS,
		)
		for row in frappe.get_all(doctype, fields=["name", "modified"])
	}
	before = stamps()
	assert demo.load_site() == sample
	assert stamps() == before


def test_logins_have_the_rights_of_their_posts(sample):
	roles = {row["user"]: set(frappe.get_roles(row["user"])) for row in sample["logins"]}
	assert SECRETARY in roles["shuji@example.com"]
	assert MANAGER in roles["dangwei@example.com"]
	assert MEMBER in roles["dangyuan@example.com"]
	assert not {SECRETARY, MANAGER} & roles["dangyuan@example.com"]
	assert all(set(row) == {"role", "user", "password"} for row in sample["logins"])


def test_logins_outlive_the_terms_of_the_sample(sample, freeze):
	freeze("2031-05-20")
	organisation.appoint(organisation.read())
	secretary = {"branch": sample_branch(), "post": "Secretary", "end_date": [">", "2031-05-20"]}
	assert frappe.db.count("Party Post", secretary) == 1
	organisation.appoint(organisation.read())
	assert frappe.db.count("Party Post", secretary) == 1


def sample_branch():
	return organisation.read()["logins"][0]["branch"]


def test_current_year_has_something_to_do(sample, freeze):
	freeze("2027-03-20")
	current_year.create(organisation.read())
	branch = sample_branch()
	drafts = frappe.get_all(
		"Party Meeting",
		filters={"branch": branch, "docstatus": 0, "meeting_date": [">", "2027-03-20"]},
		pluck="meeting_date",
	)
	assert [str(day) for day in drafts] == ["2027-04-15"]
	member = frappe.db.get_value("Party Member", {"user": "dangyuan@example.com"}, "name")
	owed = frappe.get_all(
		"Party Dues Entry",
		filters={"member": member, "status": "Unpaid"},
		pluck="dues_month",
		order_by="dues_month",
	)
	assert [str(month) for month in owed][-2:] == ["2027-02-01", "2027-03-01"]
	assert frappe.db.exists("Dues Assessment", {"member": member, "effective_from": "2027-01-01"})
	numbers = frappe.db.count("Party Dues Entry"), frappe.db.count("Party Meeting")
	current_year.create(organisation.read())
	assert (frappe.db.count("Party Dues Entry"), frappe.db.count("Party Meeting")) == numbers


def test_refused_sample_workbook_stops_the_loading(sample, monkeypatch, tmp_path):
	broken = tmp_path / "broken.xlsx"
	broken.write_bytes(b"not a workbook")
	monkeypatch.setattr(organisation, "workbooks", lambda _sample: [broken])
	with pytest.raises(frappe.ValidationError, match="xlsx"):
		demo.load_site()


def test_handbooks_and_boards_are_among_the_papers(sample, tmp_path):
	written = outputs.Outputs(tmp_path)
	outputs._write_handbooks_and_boards(written)
	names = [name for section in written.sections.values() for name in section]
	assert "2025年度党组织活动手册.pdf" in names and sum("展板" in name for name in names) == 3
	assert all(len(PdfReader(path).pages) for path in tmp_path.rglob("*.pdf"))


def test_papers_of_a_branch_are_written_and_listed(sample, monkeypatch, tmp_path):
	branch = "浙江溪桥律师事务所党支部"
	monkeypatch.setattr(outputs, "_branches", lambda: [branch])
	reports = report.freeze(demo.LAST_MONTH, demo.AS_OF, [branch])
	files = outputs.write_all(tmp_path, demo.YEAR, demo.AS_OF, reports)
	assert sorted(files) == sorted(
		str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*") if path.is_file()
	)
	index = (tmp_path / "index.html").read_text(encoding="utf-8")
	assert all(name.rpartition("/")[2] in index for name in files if name != "index.html")
	names = [name.rpartition("/")[2] for name in files]
	for name in outputs.AS_WORKBOOKS:
		title = f"2025年度{frappe._(ledgers.get(name).TITLE)}"
		assert {f"{title}.pdf", f"{title}.xlsx"} <= set(names)
	assert {"党员星级评价表（2025年度）.pdf", "党员星级评价结果公示（2025年度）.pdf"} <= set(names)
	pages = PdfReader(tmp_path / branch / "2025-12履职报告.pdf").pages
	# PDFs name some characters by their radicals.
	text = unicodedata.normalize("NFKC", "".join(page.extract_text() for page in pages))
	assert "党员每月交纳党费" in text and "秦一苇" in text


def test_the_sample_lives_in_the_year_in_which_it_is_loaded(sample):
	"""Each branch keeps its duties as well or badly as it is told to, up to two weeks ago."""
	year = getdate().year
	if getdate() < date(year, 9, 1):
		pytest.skip("In the first months they are all much alike.")
	names = [row["branch"] for row in this_year.read()["branches"]]
	numbers = {name: figures.of([name], year).numbers for name in names}
	assert all(figures.of([name], year).is_checked for name in names)
	share = {
		name: (one["Met"] + one["Late"]) / (one["Met"] + one["Late"] + one["Missed"])
		for name, one in numbers.items()
	}
	assert len({round(value, 1) for value in share.values()}) >= 3, share
	assert max(share.values()) > 0.9 and max(share.values()) - min(share.values()) > 0.15, share
	last = frappe.get_all(
		"Party Meeting",
		filters={"branch": ["in", names[1:]], "docstatus": 1},
		fields=["max(meeting_date) as day"],
	)[0].day
	assert last <= getdate() - timedelta(days=this_year.UNTIL_DAYS_AGO)
	stamps = {row.name: row.modified for row in frappe.get_all("Party Meeting", fields=["name", "modified"])}
	this_year.create(this_year.read())
	after = {row.name: row.modified for row in frappe.get_all("Party Meeting", fields=["name", "modified"])}
	assert after == stamps


def test_something_has_come_down_and_the_branches_are_at_it(sample):
	def states(doctype, field="status", **filters):
		return Counter(frappe.get_all(doctype, filters=filters, pluck=field))

	assert states("Notice Delivery") == {"Acknowledged": 2, "Not Read": 4}
	readers = frappe.get_all("Notice Reader", filters={"acknowledged_on": ["is", "set"]}, pluck="reader_name")
	assert sorted(readers) == sorted(["沈砚秋", "辛立本", "童亦凡", "邵明屿"])
	assert states("Key Work Task") == {"Under Way": 2, "To Be Done": 4}
	assert states("On Site Check") == {"To Be Mended": 1}
	items = states("On Site Check Item", "state")
	assert (items["To Be Mended"], items["Confirmed"]) == (1, 1)
	assert states("Development Quota", "year") == {getdate().year: 7}
	assert states("Duty Exemption") == {"Approved": 1, "Asked For": 1}
	asked = frappe.get_all("Duty Exemption", fields=["owner", "decided_by", "status"], order_by="status")
	assert [row.owner for row in asked] == ["chengdong@example.com", "shuji@example.com"]
	assert "楼予安" in asked[0].decided_by and not asked[1].decided_by


def test_the_reports_of_the_last_months_are_in_and_two_of_them_reviewed(sample):
	last = schedule.last_month()
	reports = frappe.get_all("Compliance Report", fields=["branch", "period_key", "status", "previous"])
	every = frappe.db.count("Party Branch")
	before = period_of("month", parse(last).start - timedelta(days=1)).key
	assert len([row for row in reports if row.period_key == before]) == every
	of_last = [row for row in reports if row.period_key == last]
	assert len(of_last) == every and all(row.previous for row in of_last)
	assert {row.branch for row in of_last if row.status == "Acknowledged"} == {"浙江溪桥律师事务所党支部"}
	assert {row.branch for row in of_last if row.status == "Returned"} == {"城东律师行业联合党支部"}


@pytest.mark.parametrize("day", ["2027-12-31", "2028-01-01"])
def test_what_goes_down_is_entered_on_any_day(sample, freeze, day):
	freeze(f"{day} 09:00:00")
	organisation.appoint(organisation.read())
	numbers = {doctype: frappe.db.count(doctype) for doctype in TASKS[:-1]}
	tasks.create(tasks.read())
	more = {doctype: frappe.db.count(doctype) - number for doctype, number in numbers.items()}
	assert list(more.values()) == [1, 6, 1, 6, 1, 7, 2]
	tasks.create(tasks.read())
	assert {doctype: frappe.db.count(doctype) - number for doctype, number in numbers.items()} == more


@pytest.mark.parametrize("name", ["compliance_matrix", "period_reports"])
def test_a_secretary_reads_in_the_reports_whose_they_are(sample, set_user, name):
	set_user("shuji@example.com")
	ledger = ledgers.get(name).build({})
	assert "branch_name" in [column.fieldname for column in ledger.columns]
	assert [row["branch_name"] for row in ledger.rows] == ["澄砚一支部"]


def test_in_the_first_days_of_january_nothing_is_made_up(sample, freeze):
	freeze("2028-01-10")
	before = frappe.db.count("Party Meeting"), frappe.db.count("Party Dues Entry")
	this_year.create(this_year.read())
	assert (frappe.db.count("Party Meeting"), frappe.db.count("Party Dues Entry")) == before
