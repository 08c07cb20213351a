"""A Wall Board as what is drawn: of each of its parts the official or own words, or what the records say on the day."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from hashlib import sha256
from html import unescape

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import cint, getdate, nowdate

from party_affairs.checks.fields import require
from party_affairs.exceptions import WallBoardError
from party_affairs.facts.criteria import of_branches
from party_affairs.facts.evaluation import schemes
from party_affairs.facts.files import with_address
from party_affairs.facts.meetings import plans
from party_affairs.facts.notice import notices, photos, wall_boards
from party_affairs.guide.data import pick
from party_affairs.guide.members.rulebooks import rulebooks
from party_affairs.guide.notice import notice_kinds, wall_texts
from party_affairs.ledgers.text import full_date
from party_affairs.printing.notice import board as boards
from party_affairs.printing.notice.board import Board, Drawing, Panel
from party_affairs.printing.notice.bodies import Body, Words
from party_affairs.printing.notice.development_flow import DevelopmentFlow
from party_affairs.printing.notice.frames import FiguresOverWords, Frame, Frames, Photos
from party_affairs.printing.notice.looks import look
from party_affairs.printing.notice.structure_chart import StructureChart
from party_affairs.printing.notice.tables import Column, Rows
from party_affairs.printing.photos import logo_source, source_of_file
from party_affairs.rules.notice import kinds, sizes
from party_affairs.rules.notice.notices import EVERYBODY
from party_affairs.rules.notice.own_words import head_and_text, read_own_words

_MOST_PHOTOS, _MOST_LINES = 9, 6
_LONGEST_LINE = 60
_BLOCK_END = re.compile(r"</(?:p|div|li|h\d)>|<br\s*/?>", re.IGNORECASE)
_TAG = re.compile(r"<[^>]+>")


@dataclass
class _Made:
	"""What a part became, and what its maker has to be told of it."""

	body: Body
	note: str = ""
	remarks: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Composed:
	"""A board ready to be drawn, and sentences about what is missing on it or not official."""

	board: Board
	remarks: tuple[str, ...]


def compose(document: Document, day: date | None = None, size: sizes.BoardSize | None = None) -> Composed:
	"""Return what a board shows on `day` (default: :func:`day_of`), at its own or at another size.

	Callers see to it that it happens in Chinese and that the caller may read the records of the branch. Raise WallBoardError if
	nothing stands on it.
	"""
	require(document, "parts", exception=WallBoardError)
	day = day or day_of(document)
	size = size or sizes.board_size(
		*(document.size or "", document.orientation or ""),
		*(cint(document.width_mm), cint(document.height_mm), cint(document.bleed_mm)),
	)
	panels, remarks = [], []
	for row in document.parts:
		kind = kinds.kind(row.kind)
		made = _own(kind, row.own_text) if row.own_text else _MAKERS[kind.made_of](document, kind, day)
		panels.append(Panel(row.board_title or _title(kind), made.body, made.note))
		remarks += [*made.remarks, *_about_edition(row, kind)]
	several = len(panels) > 1
	board = Board(
		tuple(panels),
		size,
		look(document.look or ""),
		organisation=document.branch,
		firm=document.firm or "",
		title=(document.title or "") if several and document.title != _joined(panels) else "",
		logo=logo_source(document.logo) or "",
		with_emblem=bool(cint(document.emblem_place)),
	)
	return Composed(board, tuple(dict.fromkeys(remarks)))


def day_of(document: Document) -> date:
	"""Return the day for whose figures a board stands: the one that it names, that on which it was hung up, or today."""
	return getdate(document.as_of or document.hung_on or nowdate())


def remarks_on(drawing: Drawing, distance_cm: int) -> list[str]:
	"""Return sentences about what had no room on a board and about type that cannot be read from the distance."""
	size = drawing.board.size
	found = [
		_("{0} has no room on this board. Choose a larger size, or put it on a sheet of its own.").format(
			title
		)
		for title in drawing.overflowing
	]
	least = sizes.least_type_mm(size, distance_cm)
	if not found and drawing.type_mm < least:
		found.append(
			_(
				"The smallest type is {0} mm high and should be {1} mm to be read from there. Choose a larger size, or fewer boards."
			).format(f"{drawing.type_mm:.1f}", f"{least:.1f}")
		)
	return found


def mark_of(document: Document, day: date) -> str:
	"""Return a sum over what stands on a board on a day: another one means that the wall says something else."""
	board = compose(document, day).board
	bare = replace(board, panels=tuple(replace(panel, note="") for panel in board.panels), logo="")
	words = _TAG.sub("", boards.draw(bare).inside)
	return sha256(words.encode()).hexdigest()


def _joined(panels: Sequence[Panel]) -> str:
	return "、".join(panel.title for panel in panels)


def _title(kind: kinds.BoardKind) -> str:
	"""The usual title: that of the official wording, which reads 党支部简介 where the kind is called 支部简介."""
	return (
		wall_texts.wall_text(kind.text).title if kind.made_of == kinds.WORDS and kind.text else _(kind.label)
	)


def _about_edition(row: Document, kind: kinds.BoardKind) -> list[str]:
	if not (row.own_text and kind.text):
		return []
	official = wall_texts.wall_text(kind.text)
	if row.official_mark and row.official_mark != official.mark:
		return [
			_(
				"{0}: the official wording has changed since your own was written. Compare it with {1}, {2}."
			).format(_(row.kind), wall_texts.edition(official.edition).title, official.citation)
		]
	return [
		_("{0}: your own wording stands in place of that of {1}, {2}.").format(
			_(row.kind), wall_texts.edition(official.edition).title, official.citation
		)
	]


# What each kind is made of


def _own(kind: kinds.BoardKind, text: str) -> _Made:
	words = read_own_words(text)
	official = wall_texts.wall_text(kind.text).layout if kind.text else "list"
	divided = tuple(map(head_and_text, words.articles))
	if official == "cards" and divided and all(head for head, _text in divided):
		return _Made(Words(words.lead, divided, "cards"))
	return _Made(Words(words.lead, tuple(("", article) for article in words.articles), "list"))


def _words(document: Document, kind: kinds.BoardKind, day: date) -> _Made:
	official = wall_texts.wall_text(kind.text)
	text = official.mended(basic_tasks=wall_texts.constitution(day).basic_tasks)
	edition = wall_texts.edition(official.edition)
	note = _("From {0}, {1}").format(edition.title, official.citation)
	return _Made(_set(text), note)


def _set(text: wall_texts.WallText) -> Words:
	return Words(text.lead, tuple((item.head, item.text) for item in text.items), text.layout)


def _firm(document: Document, kind: kinds.BoardKind, day: date) -> _Made:
	firm = wall_boards.firm(document.firm) if document.firm else None
	if not firm:
		return _Made(
			Words((_("Choose the firm whose introduction hangs here."),)), remarks=[_("No firm is chosen.")]
		)
	figures = [
		(str(number), label)
		for number, label in (
			(firm.number_of_partners, _("Partners")),
			(firm.number_of_lawyers, _("Practising Lawyers")),
			(firm.number_of_staff, _("Other Staff")),
		)
		if number
	]
	if firm.registered_on:
		figures.insert(0, (str(firm.registered_on.year), _("Founded in the Year")))
	paragraphs = _plain(firm.introduction)
	remarks = []
	if not paragraphs:
		paragraphs = (_firm_in_short(firm),)
		remarks.append(
			_("{0} has no introduction yet. Write one in the record of the firm.").format(firm.firm_name)
		)
	return _Made(FiguresOverWords(tuple(figures), Words(paragraphs, layout="text")), "", remarks)


def _firm_in_short(firm) -> str:
	if firm.registered_on:
		return _("{0} was founded on {1}.").format(firm.firm_name, full_date(firm.registered_on))
	return firm.firm_name


def _plain(html: str | None) -> tuple[str, ...]:
	"""The paragraphs of a text of the editor."""
	text = _TAG.sub("", _BLOCK_END.sub("\n", html or ""))
	lines = (unescape(line).replace("\xa0", " ").strip() for line in text.splitlines())
	return tuple(filter(None, lines))


def _introduction(document: Document, kind: kinds.BoardKind, day: date) -> _Made:
	figures = wall_boards.figures(document.branch, day)
	honours = "、".join(figures.honours)
	text = wall_texts.wall_text(kind.text).mended(
		organisation=document.branch,
		founded_on=full_date(figures.founded_on),
		members=figures.members,
		full=figures.full,
		probationary=figures.probationary,
		honours=f"，取得了{honours}等荣誉" if honours else "",
	)
	return _Made(_set(text), _as_of(day))


def _as_of(day: date) -> str:
	return _("As of {0}").format(full_date(day))


def _structure(document: Document, kind: kinds.BoardKind, day: date) -> _Made:
	return _Made(StructureChart(wall_boards.structure(document.branch, day)), _as_of(day))


def _plan(document: Document, kind: kinds.BoardKind, day: date) -> _Made:
	lines = plans.lines_of(document.branch, day.year)
	columns = (
		Column(_("Month"), 1.7, centred=True),
		Column(_("Kind"), 2.9, centred=True),
		Column(_("Plan Topic"), 7),
		Column(_("Responsible"), 2.6, centred=True),
	)
	rows = tuple(
		(
			_("Month {0}").format(line.month),
			_(line.kind),
			line.topic or "",
			line.responsible_name or line.lecturer or "",
		)
		for line in lines
	)
	if rows:
		return _Made(Rows(columns, rows), _("Plan of {0}").format(day.year))
	sentence = _("There is no plan for {0} yet. Make the annual plan first.").format(day.year)
	return _Made(Words((sentence,), layout="text"), remarks=[sentence])


def _flow(document: Document, kind: kinds.BoardKind, day: date) -> _Made:
	rulebook = pick(rulebooks(), max(day, rulebooks()[0].effective_from), "rules of admission")
	return _Made(DevelopmentFlow(rulebook), _("After {0}").format(rulebook.title))


def _stars(document: Document, kind: kinds.BoardKind, day: date) -> _Made:
	name, is_adopted = wall_boards.star_version(document.branch, day)
	if not name:
		sentence = _("No scheme for members' stars is in force. Adopt one first.")
		return _Made(Words((sentence,), layout="text"), remarks=[sentence])
	version = frappe.get_cached_doc(schemes.VERSION, name)
	columns = (
		Column(_("Dimension"), 2.6, centred=True),
		Column(_("Criterion"), 7.4),
		Column(_("Maximum Points"), 2.0, centred=True),
	)
	rows, before = [], None
	for row in version.criteria:
		rows.append(
			("" if row.dimension == before else row.dimension or "", row.title or "", f"{row.max_points:g}")
		)
		before = row.dimension
	bands = sorted(version.bands, key=lambda band: -(band.minimum_points or 0))
	closing = [
		"；".join(
			_("{0}: {1} points and more").format(band.band, f"{band.minimum_points:g}") for band in bands
		)
	]
	vetoes = "；".join(row.title for row in version.vetoes if row.title)
	if vetoes:
		closing.append(_("Held down by: {0}").format(vetoes))
	note, remarks = (
		(_("Scheme of {0}").format(version.adopted_by), [])
		if is_adopted
		else (
			_("Example, not adopted by any organisation"),
			[_("The criteria of stars are those of an example that no organisation has adopted.")],
		)
	)
	return _Made(Rows(columns, tuple(rows), tuple(closing)), note, remarks)


def _openness(document: Document, kind: kinds.BoardKind, day: date) -> _Made:
	published = notices.hanging(of_branches([document.branch]), day)
	# Visitors of the firm pass a wall: what is for members alone stands on their pages.
	hanging = [notice for notice in published if notice.audience == EVERYBODY]
	remarks = []
	if left := len(published) - len(hanging):
		remarks.append(
			_("{0} notices for members alone stand on their pages and not on the wall.").format(left)
		)
	part_of = {each.key: each.part for each in notice_kinds.kinds()}
	frames = []
	for part in notice_kinds.parts():
		lines = [_line_of(notice) for notice in hanging if part_of.get(frappe.scrub(notice.kind)) == part.key]
		frames.append(Frame(part.title, tuple(lines[:_MOST_LINES]), _("Pin the sheet here")))
	return _Made(Frames(tuple(frames)), _as_of(day), remarks)


def _line_of(notice) -> str:
	body = "".join(_plain(notice.body))
	body = body if len(body) <= _LONGEST_LINE else f"{body[:_LONGEST_LINE]}…"
	until = _("until {day}").format(day=full_date(notice.published_until))
	return f"● {notice.title}（{until}）{body}"


def _photos(document: Document, kind: kinds.BoardKind, day: date) -> _Made:
	rows = photos.hanging(of_branches([document.branch]), day)[:_MOST_PHOTOS]
	# The copies that hang are made for every member to see; none of them is anything else's attachment.
	copies = set(photos.files_of(row.name for row in rows))
	shown = []
	for row in rows:
		file = next((name for name in with_address(row.display_copy) if name in copies), None)
		if source := file and source_of_file(file):
			shown.append((source, row.caption or ""))
	remarks = [] if shown else [_("No photo hangs on the board of photos. Choose some there first.")]
	return _Made(Photos(tuple(shown), _("Place for a photo")), "", remarks)


_MAKERS: dict[str, Callable[[Document, kinds.BoardKind, date], _Made]] = {
	kinds.WORDS: _words,
	kinds.FIRM: _firm,
	kinds.INTRODUCTION: _introduction,
	kinds.STRUCTURE: _structure,
	kinds.PLAN: _plan,
	kinds.FLOW: _flow,
	kinds.STARS: _stars,
	kinds.OPENNESS: _openness,
	kinds.PHOTOS: _photos,
}
