"""The bell of a member on his pages, who has no Desk in which to look at it."""

import re
from html import unescape
from typing import Any

import frappe
from frappe.utils import strip_html

from party_affairs.compliance.notify import note_read
from party_affairs.facts.duties import bell

_SHOWN = 100
_PARAGRAPH = re.compile(r"<p[^>]*>(.*?)</p>", re.DOTALL)
_LEADS_TO = re.compile(r'<a [^>]*href="(/party(?:[/?][^"]*)?)"')
_LINK = re.compile(r"<a .*?</a>", re.DOTALL)


def my_bell() -> list[dict[str, Any]]:
	"""Return the latest notices to the caller's login: `subject`, `lines` of plain text, `link` to a page of members or None, `is_new`, `told_on`."""
	return [
		{
			"name": str(row.name),
			"subject": _plain(row.subject),
			"lines": _lines(row.email_content or ""),
			"link": _link(row.email_content or ""),
			"is_new": not row.read,
			"told_on": row.creation,
		}
		for row in bell.notices_to(frappe.session.user, _SHOWN)
	]


def read_all() -> None:
	"""Note that the caller has read the notices to his login."""
	note_read(frappe.session.user)


def _lines(html: str) -> list[str]:
	words = _LINK.sub("", html)
	return [line for part in _PARAGRAPH.findall(words) or [words] if (line := _plain(part))]


def _link(html: str) -> str | None:
	found = _LEADS_TO.search(html)
	return unescape(found[1]) if found else None


def _plain(html: str | None) -> str:
	return unescape(strip_html(html or "")).strip()
