"""Addresses in what is printed or mailed: the server fetches only files of its own site, never an address that somebody wrote.

The engines that make PDF files, and the one that puts styles into mails, fetch whatever the HTML names, from inside the
server's own network.
"""

import re
from typing import Any
from urllib.parse import unquote, urlsplit

from bs4 import BeautifulSoup

import frappe
from frappe import _
from frappe.core.doctype.access_log.access_log import make_access_log
from frappe.utils import get_url, pdf

from party_affairs.permissions.register import REGISTER
from party_affairs.printing import engine
from party_affairs.privacy import mark

_OWN_FILES = ("/assets/", "/files/", "/private/files/")
_REMOVED = ("base", "embed", "frame", "frameset", "iframe", "object", "script", "audio", "video", "applet")
_FETCHED = (
	"src",
	"srcset",
	"data",
	"poster",
	"background",
	"href",
	"xlink:href",
	"lowsrc",
	"dynsrc",
	"codebase",
	"profile",
)
_CSS_ADDRESS = re.compile(
	r"url\s*\(\s*(['\"]?)(.*?)\1\s*\)|@import\s+(['\"])(.*?)\3[^;]*;?", re.IGNORECASE | re.DOTALL
)
_CSS_ESCAPE = re.compile(r"\\([0-9a-fA-F]{1,6})\s?|\\(.)|/\*.*?\*/", re.DOTALL)


def pdf_body_html(template, args: dict[str, Any], **rest: Any) -> str:
	"""Hook: the body of a print; of our documents without foreign addresses."""
	html = pdf.pdf_body_html(template=template, args=args, **rest)
	document = args.get("doc")
	return without_foreign_addresses(html) if getattr(document, "doctype", None) in REGISTER else html


@frappe.whitelist()
def report_to_pdf(html: str, orientation: str = "Landscape") -> None:
	"""Stand in for Frappe's print of a report: the caller sends the page, so nothing in it is fetched but files of this site."""
	# Frappe keeps the page in its log of access, where it would be read by others than the report.
	make_access_log(file_type="PDF", method="PDF", page=_("Printed report"))
	frappe.local.response.filename = "report.pdf"
	frappe.local.response.filecontent = engine.to_pdf(
		mark.on_page(without_foreign_addresses(html)),
		{
			"orientation": "Portrait" if orientation == "Portrait" else "Landscape",
			"load-error-handling": "ignore",
		},
	)
	frappe.local.response.type = "pdf"


def clean_mail(communication, method: str | None = None) -> None:
	"""Document event of Communication: style sheets that a sender names are not fetched when his mail is made."""
	if communication.sent_or_received == "Sent" and "<" in (communication.content or ""):
		page = BeautifulSoup(communication.content, "html.parser")
		found = page.find_all(["link", "base"])
		for tag in found:
			tag.decompose()
		if found:
			communication.content = str(page)


def without_foreign_addresses(html: str) -> str:
	"""Return a page from which nothing is fetched but files of this site; as it is where it names nothing else."""
	page = BeautifulSoup(html, "html.parser")
	changed = False
	for tag in page.find_all(_REMOVED):
		# A script without an address fetches nothing by itself, and the engines run none.
		if tag.name != "script" or tag.get("src"):
			tag.decompose()
			changed = True
	for tag in page.find_all("meta"):
		if str(tag.get("http-equiv", "")).lower() == "refresh":
			tag.decompose()
			changed = True
	for tag in page.find_all(True):
		changed |= _clean_attributes(tag)
	for style in page.find_all("style"):
		css = style.string or style.get_text()
		if (clean := _clean_css(css)) != css:
			style.string = clean
			changed = True
	return str(page) if changed else html


def _clean_attributes(tag) -> bool:
	changed = False
	for name in list(tag.attrs):
		value = tag.attrs[name]
		text = " ".join(value) if isinstance(value, list) else str(value)
		if name.lower() in _FETCHED:
			# A link that somebody may click is no fetch.
			if (name.lower() == "href" and tag.name in ("a", "area")) or _is_own(text):
				continue
			del tag.attrs[name]
			changed = True
		elif name.lower() == "style" and (clean := _clean_css(text)) != text:
			tag.attrs[name] = clean
			changed = True
	return changed


def _clean_css(css: str) -> str:
	"""The style sheet without foreign addresses; escapes are read first, as they can spell an address."""
	plain = _CSS_ESCAPE.sub(_unescaped, css)
	foreign = [match for match in _CSS_ADDRESS.finditer(plain) if not _is_own(match[2] or match[4] or "")]
	if not foreign and not re.search(r"expression\s*\(|image-set\s*\(|@import", plain, re.IGNORECASE):
		return css
	clean = _CSS_ADDRESS.sub(lambda match: match[0] if _is_own(match[2] or match[4] or "") else "none", plain)
	return re.sub(r"@import[^;]*;?|image-set\s*\(|expression\s*\(", "none(", clean, flags=re.IGNORECASE)


def _unescaped(match: re.Match) -> str:
	if match[1]:
		number = int(match[1], 16)
		return chr(number) if 0 < number < 0x110000 else ""
	return match[2] or ""


def _is_own(address: str) -> bool:
	"""Whether an address is data in the page itself, a place in it, or a file of this site."""
	address = "".join(address.split())
	if not address or address.startswith("#") or address.lower().startswith("data:"):
		return True
	try:
		parts = urlsplit(address.replace("\\", "/"))
	except ValueError:
		return False
	if parts.scheme or parts.netloc:
		own = urlsplit(get_url())
		if (parts.scheme or own.scheme, parts.netloc) != (own.scheme, own.netloc):
			return False
	path = unquote(parts.path)
	return path.startswith(_OWN_FILES) and ".." not in path
