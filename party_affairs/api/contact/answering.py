"""Answering a questionnaire: a member on his own page, others with the code on a slip or by the link that everybody has.

Answers come in the body of the request as plain text, of which Frappe takes no notice (`plain_form`). An error that nobody foresaw
is noted without the values of variables.
"""

import re
from collections.abc import Callable
from typing import Any

import frappe
from frappe import _
from frappe.rate_limiter import rate_limit

from party_affairs.api.caller import required_member
from party_affairs.api.contact import plain_form
from party_affairs.ballots import answering
from party_affairs.ballots.answering import Sheet, Way
from party_affairs.ballots.discretion import nothing_logged
from party_affairs.exceptions import QuestionnaireError, sentence_of
from party_affairs.rules.contact import questionnaires as rules
from party_affairs.rules.message import Message

_GUEST_TRIES, _GUEST_SECONDS = 60, 10 * 60
"""Forms from one address: a whole meeting may answer from one, and no code is found by trying."""

_LONGEST_BODY = 100_000
_QUESTION = re.compile(r"q([0-9]{1,2})")
_SHEET = "party_affairs/templates/includes/questionnaire_sheet.html"

_nothing_logged = nothing_logged(
	"A questionnaire was not answered",
	Message("Your answers were not taken because of an error. Please try again."),
	QuestionnaireError,
)


def guest_page(link: str | None) -> dict[str, Any]:
	"""Return what the page for people without a login shows; `link` is the token of the address, None without one.

	It has `sheet`, the form to be filled in, or `asks_code`, or `thanks`; `problem` is the sentence that says why not.
	"""
	if frappe.request.method == "POST":
		return _page(lambda: _of_form(_guest_form(), _way_of_guest))
	if link is None:
		return {"asks_code": True, "mark": plain_form.new_mark()}
	return _page(lambda: {"sheet": sheet_html(_asked(Way(link=link)), {"link": link})})


def member_page(questionnaire: str) -> dict[str, Any]:
	"""Return what the member's page shows of a questionnaire, as `guest_page` does. Raise PermissionError for strangers."""
	way = Way(questionnaire=questionnaire, member=required_member())
	if frappe.request.method == "POST":
		return _page(lambda: _of_form(_form(), lambda _form: way))
	return _page(lambda: {"sheet": sheet_html(_asked(way), {})})


def sheet_html(
	sheet: Sheet, hidden: dict[str, str], given: dict[int, list[str]] | None = None, problem: str = ""
) -> str:
	"""Return the form of a questionnaire; `hidden` goes along with the answers, `given` is what was filled in before."""
	return frappe.render_template(
		_SHEET,
		{
			"sheet": sheet,
			"mark": plain_form.new_mark(),
			"hidden": hidden,
			"given": given or {},
			"problem": problem,
			"scale": [word.template for word in rules.SCALE],
			"by_code": sheet.audience == answering.CODES,
			"by_link": sheet.audience == answering.LINK,
		},
	)


def _page(show: Callable[[], dict[str, Any]]) -> dict[str, Any]:
	"""Return what `show` returns, or the page with the sentence by which it refuses: nobody is thrown an error."""
	try:
		return show()
	except frappe.PermissionError:
		raise
	except frappe.ValidationError as error:
		frappe.clear_messages()
		return {"problem": sentence_of(error)}


def _of_form(form: dict[str, list[str]], way_of: Callable[[dict[str, list[str]]], Way]) -> dict[str, Any]:
	"""Take the answers that a form sent, or show the sheet if it asks for that alone."""
	way = way_of(form)
	hidden = {key: form[key][0] for key in ("code", "link") if form.get(key)}
	if "sent" not in form:
		try:
			return {"sheet": sheet_html(_asked(way), hidden)}
		except QuestionnaireError as error:
			frappe.clear_messages()
			return {
				"problem": sentence_of(error),
				"asks_code": way.code is not None,
				"mark": plain_form.new_mark(),
			}
	given = _given(form)
	sheet = _asked(way)
	try:
		_answer(way, given)
	except QuestionnaireError as error:
		frappe.clear_messages()
		return {"sheet": sheet_html(sheet, hidden, given, sentence_of(error))}
	return {"thanks": True, "named": sheet.named}


@_nothing_logged
def _asked(way: Way) -> Sheet:
	return answering.sheet_for(way)


@_nothing_logged
def _answer(way: Way, given: dict[int, list[str]]) -> None:
	answering.answer(way, given)


# What was sent


@rate_limit(limit=_GUEST_TRIES, seconds=_GUEST_SECONDS)
def _guest_form() -> dict[str, list[str]]:
	if frappe.get_request_header("Sec-Fetch-Site") == "cross-site":
		# Whoever answers does so on this page; another site could fill in the open link unseen.
		_refuse()
	return _form()


def _form() -> dict[str, list[str]]:
	text = frappe.request.get_data(as_text=True) if frappe.request.mimetype == "text/plain" else ""
	form = plain_form.parse(text) if len(text) <= _LONGEST_BODY else None
	if form is None:
		_refuse()
	return form


def _way_of_guest(form: dict[str, list[str]]) -> Way:
	if form.get("link"):
		return Way(link=form["link"][0])
	code = (form.get("code") or [""])[0].strip()
	if not code:
		_refuse()
	return Way(code=code)


def _given(form: dict[str, list[str]]) -> dict[int, list[str]]:
	found = {}
	for name, values in form.items():
		place = _QUESTION.fullmatch(name)
		if place:
			found[int(place.group(1))] = values
	return found


def _refuse() -> None:
	frappe.throw(_("The page sent nothing that can be read. Please load it again."), QuestionnaireError)
