"""What the cards and charts of the workspace share: whose rows they count, how a card is written, a chart's year.

Cards and charts are of the custom kind on purpose: Frappe keeps the data of its own chart kinds in one cache for all
users, and rounds or abbreviates the numbers of its own card kinds. Those of a subject stand in its room, in `cards.py`.
"""

from decimal import Decimal
from urllib.parse import urlencode, urlsplit

import frappe
from frappe import _
from frappe.utils import cint, escape_html, fmt_money, get_url_to_list

from party_affairs.api.caller import check_right
from party_affairs.permissions import Scope, scope_for


def counted(doctype: str) -> Scope:
	"""Return which rows of a DocType a card of the caller counts; a role that reaches no branch counts none.

	Raise PermissionError if no role of his may read the DocType.
	"""
	check_right(doctype, "read")
	return scope_for(doctype)


def card(text: str, doctype: str, note: str = "", **filters: str) -> str:
	"""Return a card's text as a link to the list of the records behind it."""
	address = urlsplit(get_url_to_list(doctype)).path
	if filters:
		address = f"{address}?{urlencode(filters)}"
	link = f'<a class="text-reset text-decoration-none" href="{escape_html(address)}">{escape_html(text)}</a>'
	return f'{link} <span class="small text-muted">{escape_html(note)}</span>' if note else link


def in_yuan(amount: Decimal) -> str:
	"""Return a sum as a card prints it."""
	return _("{0} yuan").format(fmt_money(amount, 2))


def year_of(filters: str | dict | None) -> int | None:
	"""Return the year that the filters of a chart name, None if they name none that makes sense."""
	values = frappe.parse_json(filters or "{}")
	year = cint(values.get("year")) if isinstance(values, dict) else 0
	return year if 1921 <= year <= 2100 else None
