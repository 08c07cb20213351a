"""The page on which a member writes his self review, hands it in and takes it back."""

import frappe
from frappe import _
from frappe.utils import cint, getdate, nowdate

from party_affairs.api.texts import personal_texts
from party_affairs.party_affairs.doctype.member_self_review.member_self_review import FOUR_POINTS
from party_affairs.portal import HOME, answer_form, of_member_alone, open_page

no_cache = 1
sitemap = 0

_PATH = f"{HOME}/self-review"
_PARTS = (*FOUR_POINTS, "problems", "direction")
_WORDS = ("year", "purpose", *_PARTS)


@of_member_alone
def get_context(context: frappe._dict) -> None:
	"""Show the review that `name` names, or the draft or an empty form for `year` (`period` of a duty) and `purpose`."""
	open_page(context, "Member Self Review", _PATH)
	form = frappe.form_dict
	if form.get("period") and not form.get("year"):
		form.year = form.period
	answer_form(context, _act, f"{HOME}/texts")
	review = personal_texts.my_text(personal_texts.REVIEW, form.get("name") or _begun(form))
	context.review = review
	context.is_open = not (review and review.handed_in_on)
	context.may_take_back = bool(review and review.handed_in_on and not review.entered_by_committee)
	context.values = _values(review)
	meta = frappe.get_meta(personal_texts.REVIEW)
	context.parts = [(part, _(meta.get_label(part)), part in FOUR_POINTS) for part in _PARTS]


def _begun(form) -> str | None:
	year, purpose = cint(form.get("year")), form.get("purpose") or personal_texts.PURPOSES[0]
	return personal_texts.draft_for(personal_texts.REVIEW, year=year, purpose=purpose) if year else None


def _act() -> None:
	form = frappe.form_dict
	if form.get("action") == "take_back":
		personal_texts.take_back(personal_texts.REVIEW, form.get("name"))
		return
	personal_texts.save_self_review(
		**{word: form[word] for word in _WORDS if word in form},
		name=form.get("name") or None,
		hand_in=form.get("action") == "hand_in",
	)


def _values(review) -> dict:
	form = frappe.form_dict
	if frappe.request.method == "POST":
		return {word: form.get(word) for word in _WORDS}
	if review:
		return {word: review.get(word) for word in _WORDS}
	purpose = form.get("purpose")
	return {
		"year": cint(form.get("year")) or getdate(nowdate()).year,
		"purpose": purpose if purpose in personal_texts.PURPOSES else personal_texts.PURPOSES[0],
	}
