"""Records of talks (form D8), thought reports (D9) and self reviews on paper. Frappe checks that the user may read them."""

from collections.abc import Callable, Sequence

from frappe import _
from frappe.model.document import Document

from party_affairs.ledgers.compose import labels_of
from party_affairs.ledgers.text import full_date, lines, period_text
from party_affairs.printing import pages
from party_affairs.printing.page_setup import PORTRAIT

_ASPECTS = ("thought", "work", "discipline", "style")
POINTS = ("political_thought", "work_style", "party_discipline", "vanguard_role", "problems", "direction")


def heart_talk(doc: Document) -> str:
	"""Return the record of a talk with room for both signatures."""
	occasion = labels_of(doc.doctype, "occasion").get(doc.occasion, "")
	context = {
		"doc": doc,
		"time": f"{full_date(doc.talk_on)} {doc.talk_time or ''}".strip(),
		"talker": _with_post(doc.talker_name, doc.talker_post),
		"partner": _with_post(
			doc.partner_name,
			doc.partner_post if doc.partner else labels_of(doc.doctype, "partner_is")[doc.partner_is],
		),
		"pair": labels_of(doc.doctype, "pair_kind").get(doc.pair_kind, ""),
		"occasion": occasion or _("None of the five"),
		"follow_up": _follow_up(doc),
	}
	return pages.render("heart_talk", context, PORTRAIT)


def _with_post(name: str, post: str | None) -> str:
	return _("{name} ({reason})").format(name=name, reason=post) if post else name


def _follow_up(doc: Document) -> str:
	parts = [doc.follow_up or ""]
	if doc.follow_up_by:
		parts.append(_("to be done by {0}").format(full_date(doc.follow_up_by)))
	if doc.follow_up_done_on:
		parts.append(_("done on {0}").format(full_date(doc.follow_up_done_on)))
	return lines(parts)


def thought_report(doc: Document) -> str:
	"""Return a report as a letter to the Party organisation, with the comment below it."""
	context = {
		"doc": doc,
		"period": period_text(doc.half_year),
		"form": labels_of(doc.doctype, "form")[doc.form],
		"parts": _parts(doc, ("summary",) if doc.form == "Oral" else _ASPECTS),
		"full_date": full_date,
	}
	return pages.render("thought_report", context, PORTRAIT)


def self_review(doc: Document) -> str:
	"""Return a self review with its four points, problems and direction."""
	context = {
		"doc": doc,
		"purpose": labels_of(doc.doctype, "purpose")[doc.purpose],
		"parts": _parts(doc, POINTS),
		"full_date": full_date,
	}
	return pages.render("self_review", context, PORTRAIT)


def _parts(doc: Document, fieldnames: Sequence[str]) -> list[tuple[str, list[str]]]:
	"""Headings with the paragraphs below them; what is empty is left out."""
	return [
		(_(doc.meta.get_label(fieldname)), paragraphs)
		for fieldname in fieldnames
		if (paragraphs := [line.strip() for line in (doc.get(fieldname) or "").splitlines() if line.strip()])
	]


PERSONAL_PAPERS: dict[str, Callable[[Document], str]] = {
	"Heart Talk": heart_talk,
	"Thought Report": thought_report,
	"Member Self Review": self_review,
}
