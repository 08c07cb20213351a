"""The page on which a member reads his own evaluation, writes his view of himself, and objects to a published result."""

import frappe
from frappe import _

from party_affairs.api.evaluation import own
from party_affairs.portal import HOME, answer_form, of_member_alone, open_page

no_cache = 1
sitemap = 0

_PATH = f"{HOME}/evaluation"
_POINTS, _BASIS = "points_", "basis_"


@of_member_alone
def get_context(context: frappe._dict) -> None:
	"""Show the caller's own sheets and what hangs out in his branch."""
	open_page(context, "My Evaluation", _PATH)
	answer_form(context, _act, _PATH)
	context.sheets = own.my_evaluations()
	context.published = own.published_to_me()
	context.form = frappe.form_dict if frappe.request.method == "POST" else {}
	context.figure = lambda number: f"{number or 0:g}"


def _act() -> None:
	form = frappe.form_dict
	if form.get("action") == "object":
		own.raise_objection(form.get("sheet") or "", form.get("objection") or "", form.get("unnamed") or 0)
	elif form.get("action") == "evaluate":
		own.evaluate_myself(form.get("sheet") or "", form.get("summary") or "", _rows(form))
	else:
		frappe.throw(_("Choose what you want to do."))


def _rows(form) -> dict[str, dict[str, str]]:
	keys = [name.removeprefix(_POINTS) for name in form if name.startswith(_POINTS)]
	rows = {key: {"points": form.get(_POINTS + key), "basis": form.get(_BASIS + key)} for key in keys}
	return {key: row for key, row in rows.items() if row["points"] or row["basis"]}
