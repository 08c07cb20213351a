"""Voting in an appraisal, by a member on his own page and by people outside the Party with the code on their slip.

Answers come in the body of the request as plain text, which Frappe takes no notice of: what it writes into its logs are
arguments, and answers are none. An error that nobody foresaw is noted without the values of variables.
"""

import json
from typing import Any

import frappe
from frappe import _
from frappe.rate_limiter import rate_limit

from party_affairs.api.caller import required_member
from party_affairs.ballots import roll, voting
from party_affairs.ballots.discretion import nothing_logged
from party_affairs.exceptions import AppraisalError
from party_affairs.language import site_language
from party_affairs.rules.appraisal.grades import GRADES, OVERALL, POINTS
from party_affairs.rules.message import Message

_GUEST_TRIES, _GUEST_SECONDS = 30, 10 * 60
"""Requests from one address: a firm's whole office may vote from one, and no code is found by trying."""

_LONGEST_BODY = 100_000
_BALLOT = "party_affairs/templates/includes/appraisal_ballot.html"
_CAST = "party_affairs/templates/includes/appraisal_cast.html"


_nothing_logged = nothing_logged(
	"A vote was not cast", Message("The vote was not cast because of an error. Please try again.")
)


@frappe.whitelist(methods=["POST"])
@_nothing_logged
def vote() -> str:
	"""Cast the caller's ballot; the body is `{"appraisal": …, "answers": [[place, aspect, grade], …]}`.

	Returns what the page then shows, which is the same for every ballot. Raise PermissionError for a login that belongs
	to no member, and AppraisalError if he may not vote.
	"""
	member = required_member()
	body = _body()
	voting.cast(roll.member_key(_text(body, "appraisal"), member), _answers(body))
	return _page(_CAST, {})


@frappe.whitelist(allow_guest=True, methods=["POST"])
@rate_limit(limit=_GUEST_TRIES, seconds=_GUEST_SECONDS)
@_nothing_logged
def ballot_of_code() -> str:
	"""Return the ballot that belongs to a code, as the page shows it; the body is `{"code": …}`."""
	return ballot_page(voting.ballot_for(roll.code_key(_text(_body(), "code"))))


@frappe.whitelist(allow_guest=True, methods=["POST"])
@rate_limit(limit=_GUEST_TRIES, seconds=_GUEST_SECONDS)
@_nothing_logged
def vote_with_code() -> str:
	"""Cast the ballot that belongs to a code; the body is that of :func:`vote` with `code` instead of `appraisal`."""
	body = _body()
	voting.cast(roll.code_key(_text(body, "code")), _answers(body))
	return _page(_CAST, {})


def ballot_of_member(appraisal: str) -> str:
	"""Return the caller's own ballot as his page shows it. Raise AppraisalError if he has none or has voted."""
	return ballot_page(voting.ballot_for(roll.member_key(appraisal, required_member())))


def ballot_page(ballot: voting.Ballot) -> str:
	"""Return a ballot as a piece of a page."""
	return _page(
		_BALLOT,
		{
			"ballot": ballot,
			"grades": [(key, label.template) for key, label in GRADES.items()],
			"labels": {OVERALL: "Overall Grade", **{key: label.template for key, label in POINTS.items()}},
		},
	)


def _page(template: str, context: dict[str, Any]) -> str:
	# In the site's language, whatever language the browser asks for.
	frappe.local.lang = site_language()
	return frappe.render_template(template, context)


# The body of the request


def _body() -> dict[str, Any]:
	"""Return the body, which must be a JSON object sent as plain text."""
	text = frappe.request.get_data(as_text=True) if frappe.request.mimetype == "text/plain" else ""
	try:
		body = json.loads(text) if len(text) <= _LONGEST_BODY else None
	except (ValueError, RecursionError):
		body = None
	if not isinstance(body, dict):
		frappe.throw(_("The page sent nothing that can be read. Please load it again."), AppraisalError)
	return body


def _text(body: dict[str, Any], key: str) -> str:
	value = body.get(key)
	if not isinstance(value, str) or not value.strip():
		frappe.throw(_("The page sent nothing that can be read. Please load it again."), AppraisalError)
	return value.strip()


def _answers(body: dict[str, Any]) -> dict[tuple[int, str], str]:
	rows = body.get("answers")
	fits = isinstance(rows, list) and all(
		isinstance(row, list) and [type(value) for value in row] == [int, str, str] for row in rows
	)
	if not fits:
		frappe.throw(_("The page sent nothing that can be read. Please load it again."), AppraisalError)
	answers = {(place, aspect): grade for place, aspect, grade in rows}
	if len(answers) != len(rows):
		# Which of the two was meant nobody can say.
		frappe.throw(
			_("The ballot names somebody twice. Give one grade for each person and point."), AppraisalError
		)
	return answers
