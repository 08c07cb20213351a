"""The register of papers: which function writes the paper of a document, and the door through which all are printed."""

from collections.abc import Callable

import frappe
from frappe import _
from frappe.model.document import Document

from party_affairs.language import CHINESE, in_language
from party_affairs.printing import html, pages
from party_affairs.printing.appraisal.appraisal_papers import APPRAISAL_PAPERS
from party_affairs.printing.archive.volume_papers import ARCHIVE_PAPERS
from party_affairs.printing.contact.questionnaire_papers import QUESTIONNAIRE_PAPERS
from party_affairs.printing.contact.welfare_photos import WELFARE_PAPERS
from party_affairs.printing.dues.account_papers import DUES_PAPERS
from party_affairs.printing.dues.receipt import RECEIPTS
from party_affairs.printing.duties.compliance_report import COMPLIANCE_PAPERS
from party_affairs.printing.duties.on_site_check_papers import ON_SITE_CHECK_PAPERS
from party_affairs.printing.duties.self_check_papers import SELF_CHECK_PAPERS
from party_affairs.printing.evaluation.evaluation_sheet import EVALUATION_PAPERS, EVALUATION_ROUND_PAPERS
from party_affairs.printing.evaluation.scheme_papers import SCHEME_PAPERS
from party_affairs.printing.meetings.life_review_papers import LIFE_REVIEW_PAPERS
from party_affairs.printing.meetings.minutes import MINUTES
from party_affairs.printing.meetings.sign_in import NOTICE_PAPERS, SIGN_IN_OF_MEETING
from party_affairs.printing.members.development_papers import DEVELOPMENT_PAPERS
from party_affairs.printing.members.honour_papers import HONOUR_PAPERS
from party_affairs.printing.members.transfer_papers import TRANSFER_PAPERS
from party_affairs.printing.notice.notice_papers import BOARD_PAPERS, PUBLIC_NOTICE_PAPERS
from party_affairs.printing.notice.photo_board import PHOTO_PAPERS
from party_affairs.printing.notice.venue_papers import VENUE_PAPERS
from party_affairs.printing.notice.wall_papers import WALL_PAPERS
from party_affairs.printing.noting import note
from party_affairs.printing.organisation.election_letters import ELECTION_LETTERS
from party_affairs.printing.organisation.election_sheets import ELECTION_SHEETS
from party_affairs.printing.paper import Paper
from party_affairs.printing.texts.personal_papers import PERSONAL_PAPERS
from party_affairs.printing.texts.work_report_papers import WORK_REPORT_PAPERS


def to_pdf(doc: Document, paper: str | None = None) -> bytes:
	"""Return the PDF of a document: of the `paper` named, such as `ballot`, or the one paper its DocType has.

	The caller checks who may have it.
	"""
	return pages.paper_to_pdf(paper_of(doc, paper))


def party_document(doc: Document, paper: str | None = None) -> str:
	"""Template function of the print formats: the page of a document, in Chinese."""
	return html.to_html(note(paper_of(doc, paper)))


def paper_of(doc: Document, paper: str | None = None) -> Paper:
	"""Return the described paper of a document, in Chinese."""
	with in_language(CHINESE):
		write = PAPERS.get(doc.doctype, {}).get(paper or doc.doctype)
		if write is None:
			frappe.throw(
				_("This paper is not one of a {0}. Choose a print format of that record.").format(
					frappe.bold(_(doc.doctype))
				)
			)
		return write(doc)


PAPERS: dict[str, dict[str, Callable[[Document], Paper]]] = {
	"Archive Volume": ARCHIVE_PAPERS,
	"Democratic Appraisal": APPRAISAL_PAPERS,
	"Meeting Notice": NOTICE_PAPERS,
	"On Site Check": ON_SITE_CHECK_PAPERS,
	"Party Branch": {**WELFARE_PAPERS, **BOARD_PAPERS, **PHOTO_PAPERS},
	"Party Development Case": DEVELOPMENT_PAPERS,
	"Party Election": {**ELECTION_LETTERS, **ELECTION_SHEETS},
	"Party Life Review": LIFE_REVIEW_PAPERS,
	"Party Meeting": {**MINUTES, **SIGN_IN_OF_MEETING},
	"Questionnaire": QUESTIONNAIRE_PAPERS,
	"Self Check": SELF_CHECK_PAPERS,
	"Evaluation Round": EVALUATION_ROUND_PAPERS,
	**{
		doctype: {doctype: write}
		for papers in (
			*(COMPLIANCE_PAPERS, DUES_PAPERS, EVALUATION_PAPERS, HONOUR_PAPERS, PERSONAL_PAPERS),
			*(RECEIPTS, SCHEME_PAPERS, TRANSFER_PAPERS, WORK_REPORT_PAPERS),
			*(PUBLIC_NOTICE_PAPERS, VENUE_PAPERS, WALL_PAPERS),
		)
		for doctype, write in papers.items()
	},
}
"""The papers of each DocType: by its own name where it has one, by the name of the paper where it has several."""
