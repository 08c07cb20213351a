"""The page on which a member writes his thought report, hands it in, takes it back, and reads the comment."""

import frappe
from frappe import _
from frappe.utils import getdate, nowdate

from party_affairs.api.texts import personal_texts
from party_affairs.ledgers.text import period_text
from party_affairs.party_affairs.doctype.thought_report.thought_report import FOUR_ASPECTS
from party_affairs.portal import HOME, answer_form, of_member_alone, open_page

no_cache = 1
sitemap = 0

_PATH = f"{HOME}/thought-report"
_WORDS = ("half_year", "form", "summary", *FOUR_ASPECTS, "suggestions")
_HINTS = {
	"thought": "What I have learnt and come to see, and where I still waver.",
	"work": "Cases and public welfare, and how I serve those who come to me.",
	"discipline": "How I keep the discipline of the Party and of the profession.",
	"style": "How I live and deal with others, and what I have to mend.",
}


@of_member_alone
def get_context(context: frappe._dict) -> None:
	"""Show the report that `name` names, or the draft or an empty form for `half_year` (`period` of a duty)."""
	open_page(context, "Thought Report", _PATH)
	form = frappe.form_dict
	if form.get("period") and not form.get("half_year"):
		form.half_year = form.period
	answer_form(context, _act, f"{HOME}/texts")
	begun = form.get("half_year") and personal_texts.draft_for(
		personal_texts.REPORT, half_year=form.half_year
	)
	report = personal_texts.my_text(personal_texts.REPORT, form.get("name") or begun)
	context.report = report
	context.period_text = period_text
	context.is_open = not (report and report.handed_in_on)
	context.may_take_back = bool(
		report and report.handed_in_on and not (report.commented_on or report.entered_by_committee)
	)
	context.half_years = personal_texts.half_years_to_report(getdate(nowdate()))
	context.values = _values(report)
	meta = frappe.get_meta(personal_texts.REPORT)
	context.aspects = [(aspect, _(meta.get_label(aspect)), _(_HINTS[aspect])) for aspect in FOUR_ASPECTS]


def _act() -> None:
	form = frappe.form_dict
	if form.get("action") == "take_back":
		personal_texts.take_back(personal_texts.REPORT, form.get("name"))
		return
	personal_texts.save_thought_report(
		**{word: form[word] for word in _WORDS if word in form},
		name=form.get("name") or None,
		hand_in=form.get("action") == "hand_in",
	)


def _values(report) -> dict:
	"""What the fields show: what was just typed, else what is stored, else an empty report of the running half-year."""
	form = frappe.form_dict
	if frappe.request.method == "POST":
		return {word: form.get(word) for word in _WORDS}
	if report:
		return {word: report.get(word) for word in _WORDS}
	running = personal_texts.half_years_to_report(getdate(nowdate()))[0].key
	return {"half_year": form.get("half_year") or running, "form": "Written"}
