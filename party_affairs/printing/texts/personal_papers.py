"""Records of talks (form D8), thought reports (D9) and self reviews on paper. Frappe checks that the user may read them."""

from collections.abc import Callable, Sequence

from frappe import _
from frappe.model.document import Document

from party_affairs.ledgers.compose import labels_of
from party_affairs.ledgers.text import full_date, lines, period_text
from party_affairs.printing.paper import (
	Block,
	Cell,
	Closing,
	Grid,
	Heading,
	Paper,
	Reference,
	Signatures,
	Space,
	Text,
	Title,
	facts,
)
from party_affairs.printing.parts import pair_of_facts, reference

_ASPECTS = ("thought", "work", "discipline", "style")
POINTS = ("political_thought", "work_style", "party_discipline", "vanguard_role", "problems", "direction")


def heart_talk(doc: Document) -> Paper:
	"""Return the record of a talk with room for both signatures."""
	title = _("Record of a Heart-to-Heart Talk")
	occasion = labels_of(doc.doctype, "occasion").get(doc.occasion, "")
	partner_post = doc.partner_post if doc.partner else labels_of(doc.doctype, "partner_is")[doc.partner_is]
	pairs = (
		(_("Time"), f"{full_date(doc.talk_on)} {doc.talk_time or ''}".strip()),
		(_("Place"), doc.location or ""),
		(_("Talker (Post)"), _with_post(doc.talker_name, doc.talker_post)),
		(_("Partner of the Talk (Post)"), _with_post(doc.partner_name, partner_post)),
		(_("Pair Kind"), labels_of(doc.doctype, "pair_kind").get(doc.pair_kind, "")),
		(_("Must-Talk Occasion"), occasion or _("None of the five")),
	)
	return Paper(
		title,
		(
			reference(),
			Title(f"{doc.branch}\n{title}"),
			facts(pairs, columns=2, label_width=24),
			Heading(_("I. Main content")),
			Text(doc.content or ""),
			Heading(_("II. Opinions and suggestions")),
			Text(doc.opinions or _("None")),
			Heading(_("III. What follows")),
			Text(_follow_up(doc) or _("None")),
			Signatures((_("Signature of the talker:"), _("Signature of the partner:"))),
		),
	)


def _with_post(name: str, post: str | None) -> str:
	return _("{name} ({reason})").format(name=name, reason=post) if post else name


def _follow_up(doc: Document) -> str:
	parts = [doc.follow_up or ""]
	if doc.follow_up_by:
		parts.append(_("to be done by {0}").format(full_date(doc.follow_up_by)))
	if doc.follow_up_done_on:
		parts.append(_("done on {0}").format(full_date(doc.follow_up_done_on)))
	return lines(parts)


def thought_report(doc: Document) -> Paper:
	"""Return a report as a letter to the Party organisation, with the comment below it."""
	title = _("Thought Report")
	form = labels_of(doc.doctype, "form")[doc.form]
	return Paper(
		title,
		(
			_handed_in_or_draft(doc),
			Title(title),
			Title(_("{0} ({1})").format(period_text(doc.half_year), form), level=2),
			Text(_("To the Party organisation of {0}:").format(doc.branch), flush=True),
			*_parts(doc, ("summary",) if doc.form == "Oral" else _ASPECTS),
			*_headed(_("Suggestions to the Organisation"), doc.suggestions),
			Closing((_("Reported by: {0}").format(doc.member_name), _handed_in_on(doc))),
			*((Space(4), _comment(doc)) if doc.handed_in_on else ()),
		),
	)


def _comment(doc: Document) -> Grid:
	"""What the committee said to the report, and what came of its suggestions."""
	rows = [
		(
			Cell(_("Comment of the Committee"), is_fact=True, width=20),
			Cell(doc.comment or "", colspan=3),
		),
		(
			Cell(_("Commented By"), is_fact=True),
			Cell(doc.commented_by_name or "", width=30),
			Cell(_("Commented On"), is_fact=True, width=20),
			Cell(full_date(doc.commented_on)),
		),
	]
	if doc.suggestions:
		rows.append(
			pair_of_facts(
				*(_("Handling of the Suggestions"), doc.handling or ""),
				*(_("Suggestions Settled On"), full_date(doc.handled_on)),
			)
		)
	return Grid(tuple(rows))


def self_review(doc: Document) -> Paper:
	"""Return a self review with its four points, problems and direction."""
	title = _("Member Self Review")
	purpose = labels_of(doc.doctype, "purpose")[doc.purpose]
	return Paper(
		title,
		(
			_handed_in_or_draft(doc),
			Title(title),
			Title(
				_("{branch}, {year}, {purpose}").format(branch=doc.branch, year=doc.year, purpose=purpose),
				level=2,
			),
			*_parts(doc, POINTS),
			Closing((_("Written by: {0}").format(doc.member_name), _handed_in_on(doc))),
		),
	)


def _handed_in_or_draft(doc: Document) -> Reference:
	return Reference(_("Reference layout") + ("" if doc.handed_in_on else _("(draft, not handed in)")))


def _handed_in_on(doc: Document) -> str:
	return full_date(doc.handed_in_on) or _("(date)")


def _parts(doc: Document, fieldnames: Sequence[str]) -> tuple[Block, ...]:
	"""Return headings with the paragraphs below them; what is empty is left out."""
	blocks = [
		block
		for fieldname in fieldnames
		for block in _headed(_(doc.meta.get_label(fieldname)), doc.get(fieldname))
	]
	return tuple(blocks) or (Text(_("See the paper handed in.")),)


def _headed(heading: str, text: str | None) -> tuple[Block, ...]:
	return (Heading(heading), Text(text)) if (text or "").strip() else ()


PERSONAL_PAPERS: dict[str, Callable[[Document], Paper]] = {
	"Heart Talk": heart_talk,
	"Thought Report": thought_report,
	"Member Self Review": self_review,
}
