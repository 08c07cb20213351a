"""The photo sheets 公益活动风采 of a branch and a year (guide annex 二（八））: what may hang on the board, six photos on a page."""

from dataclasses import replace
from datetime import date

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import cint, create_batch, getdate, nowdate

from party_affairs.checks.dates import check_year
from party_affairs.facts.contact import welfare
from party_affairs.ledgers.text import full_date, lines
from party_affairs.permissions import scope_for
from party_affairs.printing.block_heights import height
from party_affairs.printing.page_setup import PORTRAIT
from party_affairs.printing.paper import Block, Paper, Photos, Text, Title, bound
from party_affairs.printing.photos import pictures_of

_ACTIVITY = "Public Welfare Activity"
_A_SHEET = 6
_WIDTH_MM, _ROW_MM = 70, 70
_CELL = replace(PORTRAIT, width=PORTRAIT.left + PORTRAIT.right + 78)
"""Where a caption stands: half of the page, less the space beside the photo."""


def welfare_photos(doc: Document) -> Paper:
	"""Return the sheets of a Party Branch: of the year in `flags.photos_of`, else the request's `year`, else the present one.

	Photos whose activities the reader may not print are left out, and so are those that nobody has agreed to show.
	"""
	year = check_year(cint(doc.flags.photos_of or frappe.form_dict.get("year")) or getdate(nowdate()).year)
	scope = scope_for(_ACTIVITY, ptype="print")

	def of_branch(activity):
		return scope.criterion(activity) & (activity.branch == doc.name)

	photos = welfare.photos(of_branch, date(year, 1, 1), date(year, 12, 31))
	for row in photos:
		row.caption = lines(
			(
				row.caption or row.project,
				_("{project}, {day}").format(project=row.project, day=full_date(row.taken_on))
				if row.caption
				else full_date(row.taken_on),
			)
		)
	counted = _("{photos} photos of {activities} activities").format(
		photos=len(photos), activities=len({row.name for row in photos})
	)
	sheets = list(create_batch(pictures_of(photos, _WIDTH_MM, _height_of(photos)), _A_SHEET))
	if not sheets:
		return _sheet(doc, year, (Text(_("No photo of this year is marked for the board.")),))
	first, *others = sheets
	return bound(
		_("Public Welfare in Pictures"),
		[
			_sheet(doc, year, (Title(counted, level=2), Photos(tuple(first)))),
			*(_sheet(doc, year, (Photos(tuple(photos)),)) for photos in others),
		],
	)


def _height_of(rows) -> float:
	"""How high photos may be, so that three rows of them with their captions stand on a page."""
	captions = [height((Text(row.caption, style="detail"),), _CELL) for row in rows]
	return max(_ROW_MM - max(captions, default=0), _ROW_MM / 2)


def _sheet(doc: Document, year: int, blocks: tuple[Block, ...]) -> Paper:
	title = _("Public Welfare in Pictures")
	of = Title(_("{branch}, {year}").format(branch=doc.name, year=year), level=2)
	return Paper(title, (Title(title), of, *blocks), css="photo-wall")


WELFARE_PAPERS = {"welfare_photos": welfare_photos}
