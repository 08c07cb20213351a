"""The papers of the sample year: for every branch what its secretary would sign, and a page that leads to them."""

from datetime import date
from html import escape
from pathlib import Path

import frappe

from party_affairs.compliance import evaluation, report
from party_affairs.demo.acting import acting_as
from party_affairs.facts.contact import welfare
from party_affairs.facts.criteria import of_branches
from party_affairs.facts.evaluation import rounds
from party_affairs.facts.members import honours
from party_affairs.ledgers import LEDGERS
from party_affairs.ledgers.xlsx import to_xlsx
from party_affairs.printing import documents
from party_affairs.printing import ledger_sheets as printing
from party_affairs.printing.archive import making
from party_affairs.printing.notice import board, wall_board

FOUR_LEDGERS = ("organisation_life", "contact_pairing", "public_welfare", "dues_collection")
_SAMPLE_SHARE = 0.9
"""The share of a judged criterion's points that the sample gives."""

AS_WORKBOOKS = (*FOUR_LEDGERS, "member_roster", "dues_payments", "dues_use")

_ELECTION_PREPARED = ("election_request", "election_candidate_list", "election_ballot", "election_rules")
_ELECTION_HELD = ("election_candidate_list", "election_ballot", "election_count", "election_result")
_CASE_CLOSED = (
	*("development_register", "publicity_notice", "admission_resolution"),
	*("full_resolution", "dossier_index"),
)
_ROUND_PUBLISHED = ("evaluation_round_set", "evaluation_notice")
_REVIEW_HELD = ("life_review_set", "life_review_rectification")
_TITLES = {
	"election_request": "换届请示",
	"election_candidate_list": "候选人名单",
	"election_ballot": "选票",
	"election_rules": "选举办法",
	"election_count": "选举结果报告单",
	"election_result": "选举结果报告",
	"development_register": "发展党员全程纪实表",
	"publicity_notice": "发展对象公示",
	"admission_resolution": "接收预备党员决议",
	"full_resolution": "预备党员转正决议",
	"dossier_index": "发展党员档案目录",
	"evaluation_round_set": "党员星级评价表",
	"evaluation_notice": "党员星级评价结果公示",
	"life_review_set": "组织生活会全套材料",
	"life_review_rectification": "支部整改清单",
}

_PAGE = """<!doctype html>
<html lang="zh">
<meta charset="utf-8">
<title>{title}</title>
<style>body {{ font: 16px/1.8 sans-serif; max-width: 60em; margin: 2em auto; padding: 0 1em }} h2 {{ margin-top: 2em }}</style>
<h1>{title}</h1>
<p>示例年度的台账、履职报告和星级评价。其中的人员、律师事务所和党组织均为虚构。</p>
{sections}
</html>
"""


class Outputs:
	"""Writes files below a folder and remembers them for the page that lists them."""

	def __init__(self, folder: Path) -> None:
		self.folder = folder
		self.sections: dict[str, list[str]] = {}

	def write(self, section: str, name: str, content: bytes) -> None:
		"""Write one file into the folder of its section, such as a branch."""
		path = self.folder / section / name
		path.parent.mkdir(parents=True, exist_ok=True)
		path.write_bytes(content)
		self.sections.setdefault(section, []).append(name)

	def write_index(self, title: str) -> list[str]:
		"""Write index.html and return the paths of all files, relative to the folder."""
		sections = "\n".join(
			f"<h2>{escape(section)}</h2>\n<ul>\n{self._items(section)}\n</ul>" for section in self.sections
		)
		page = _PAGE.format(title=escape(title), sections=sections)
		(self.folder / "index.html").write_text(page, encoding="utf-8")
		return [
			"index.html",
			*(f"{section}/{name}" for section, names in self.sections.items() for name in names),
		]

	def _items(self, section: str) -> str:
		return "\n".join(
			f'<li><a href="{escape(section)}/{escape(name)}">{escape(name)}</a></li>'
			for name in self.sections[section]
		)


def write_all(folder: Path, year: int, as_of: date, reports: list[str]) -> list[str]:
	"""Write the year's papers of all branches as of a day; return the paths of the files, relative to `folder`.

	`reports` are the frozen compliance reports. Everything is in Chinese.
	"""
	outputs = Outputs(folder)
	for branch in _branches():
		_write_ledgers(outputs, branch, year)
	for name in reports:
		document = frappe.get_doc(report.REPORT, name)
		outputs.write(document.branch, f"{document.period_key}履职报告.pdf", documents.to_pdf(document))
	_write_evaluations(outputs, year, as_of)
	_write_elections(outputs)
	_write_cases(outputs)
	_write_letters(outputs)
	_write_reports(outputs)
	_write_life_reviews(outputs)
	_write_dues_papers(outputs)
	_write_photos_and_honours(outputs, year)
	_write_handbooks_and_boards(outputs)
	return outputs.write_index(f"{year}年度党建台账与履职报告")


def _branches() -> list[str]:
	return frappe.get_all("Party Branch", filters={"is_group": 0}, pluck="name", order_by="lft")


def _write_ledgers(outputs: Outputs, branch: str, year: int) -> None:
	for name in LEDGERS:
		ledger = printing.build_in_chinese(name, {"branch": branch, "year": year})
		outputs.write(branch, f"{ledger.title}.pdf", printing.to_pdf(ledger))
		if name in AS_WORKBOOKS:
			outputs.write(branch, f"{ledger.title}.xlsx", to_xlsx(ledger))


def _write_evaluations(outputs: Outputs, year: int, as_of: date) -> None:
	"""Star sheets of every branch; of members the sheets, the notice and the scheme of the rounds that were published."""
	branches = _branches()
	stars = frappe.get_all(
		evaluation.SCHEME, filters={"is_active": 1, "kind": "Branch Stars"}, pluck="name", order_by="name"
	)
	for scheme in stars:
		evaluation.evaluate_all(scheme, year, as_of, branches)
		sheets = {"scheme": scheme, "year": year, "branch": ["in", branches], "docstatus": ["<", 2]}
		for name in frappe.get_all(evaluation.EVALUATION, filters=sheets, pluck="name", order_by="name"):
			document = frappe.get_doc(evaluation.EVALUATION, name)
			_judge(document)
			outputs.write(document.branch, f"{year}年度支部星级评价.pdf", documents.to_pdf(document))
	for document in _documents("Evaluation Round"):
		if document.year == year and document.stage in (rounds.PUBLICITY, rounds.FINAL):
			_write_papers(outputs, document, _ROUND_PUBLISHED, f"{year}年度")
			version = frappe.get_doc("Evaluation Scheme Version", document.scheme_version)
			outputs.write(document.branch, f"{version.scheme}.pdf", documents.to_pdf(version))


def _write_elections(outputs: Outputs) -> None:
	"""What is on the table at an election that is being prepared, and what is reported of one that was held."""
	for document in _documents("Party Election"):
		papers = _ELECTION_HELD if document.held_on else _ELECTION_PREPARED
		_write_papers(outputs, document, papers, document.title)


def _write_cases(outputs: Outputs) -> None:
	"""The register of every development case; of one that is closed, all its papers."""
	for document in _documents("Party Development Case"):
		papers = _CASE_CLOSED if document.is_closed() else _CASE_CLOSED[:1]
		_write_papers(outputs, document, papers, document.member_name)


def _write_letters(outputs: Outputs) -> None:
	for document in _documents("Party Membership Transfer"):
		name = f"组织关系介绍信（{document.member_name}）.pdf"
		outputs.write(document.branch or document.to_branch, name, documents.to_pdf(document))


def _write_reports(outputs: Outputs) -> None:
	"""Work reports and duty reports that were submitted."""
	for document in _documents("Party Work Report"):
		if document.docstatus.is_submitted():
			outputs.write(document.branch, f"{document.title}.pdf", documents.to_pdf(document))


def _write_life_reviews(outputs: Outputs) -> None:
	"""The bound papers of the life reviews that were held, and the rectification list alone."""
	for document in _documents("Party Life Review"):
		if document.held_on:
			_write_papers(outputs, document, _REVIEW_HELD, document.title)


def _write_dues_papers(outputs: Outputs) -> None:
	"""The slips of what was remitted or given back, and the vouchers of what was spent."""
	for doctype, title, day in (
		("Party Dues Remittance", "党费上缴下拨单", "paid_on"),
		("Party Dues Expense", "党费支出凭证", "spent_on"),
	):
		for document in _documents(doctype):
			if document.docstatus.is_submitted():
				name = f"{title}（{document.get(day)} {document.name}）.pdf"
				outputs.write(document.branch, name, documents.to_pdf(document))


def _write_photos_and_honours(outputs: Outputs, year: int) -> None:
	"""The photo sheets of each branch that has photos for the board, and the notices of the year's honours."""
	first, last = date(year, 1, 1), date(year, 12, 31)
	shown = {row.branch for row in welfare.photos(of_branches(_branches()), first, last)}
	for branch in _branches():
		if branch in shown:
			document = frappe.get_doc("Party Branch", branch)
			document.flags.photos_of = year
			content = documents.to_pdf(document, "welfare_photos")
			outputs.write(branch, f"{year}年度公益活动风采.pdf", content)
	for honour in honours.awarded(_branches(), first, last):
		document = frappe.get_doc("Honour", honour.name)
		outputs.write(honour.branch, f"表彰通报（{document.title}）.pdf", documents.to_pdf(document))


def _write_handbooks_and_boards(outputs: Outputs) -> None:
	"""The handbooks that were made, and the boards for the wall as a shop prints them."""
	for document in _documents("Party Handbook"):
		if document.book_pdf:
			outputs.write(
				document.branch, f"{document.year}年度党组织活动手册.pdf", making.stored_pdf(document)
			)
	for document in _documents("Wall Board"):
		drawing = board.draw(wall_board.compose(document).board)
		outputs.write(document.branch, f"上墙展板（{document.title}）.pdf", board.to_pdf(drawing))


def _documents(doctype: str) -> list:
	branches = _branches()
	names = frappe.get_all(doctype, filters={"docstatus": ["<", 2]}, pluck="name", order_by="name")
	found = (frappe.get_doc(doctype, name) for name in names)
	return [document for document in found if {document.branch, document.get("to_branch")} & set(branches)]


def _write_papers(outputs: Outputs, document, papers: tuple[str, ...], about: str) -> None:
	for paper in papers:
		name = f"{_TITLES[paper]}（{about}）.pdf"
		outputs.write(document.branch, name, documents.to_pdf(document, paper))


def _judge(document) -> None:
	"""Fill in what people judge, as an example of the committee's officer: no sheet becomes final without its round."""
	for row in document.scores:
		if row.source == "Judged" and not row.judged_by:
			row.points = round(row.max_points * _SAMPLE_SHARE, 1)
			row.basis = "示例评定"
	with acting_as(_officer()):
		document.save()


def _officer() -> str:
	member = frappe.db.get_value("Party Post", {"post": "Party Affairs Officer"}, "member")
	return frappe.db.get_value("Party Member", member, "user")
