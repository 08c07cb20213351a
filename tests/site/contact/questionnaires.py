"""Questionnaires for tests: prepared, open, answered, counted."""

import frappe
from frappe.utils import getdate

from party_affairs.ballots import answering
from party_affairs.ballots.answering import CODES, LINK, MEMBERS, Way

DOCTYPE = "Questionnaire"
OPENS, DURING, CLOSES, AFTER = "2026-03-02", "2026-03-04", "2026-03-10", "2026-03-11"
QUESTIONS = (
	{"question": "您对支部工作是否满意？", "kind": "Satisfaction", "required": 1},
	{
		"question": "您希望支部多做哪些事？",
		"kind": "Multiple Choice",
		"options": "公益法律服务\n走访群众\n志愿活动",
		"most_choices": 2,
	},
	{"question": "您了解支部的途径是？", "kind": "Single Choice", "options": "公示栏\n微信群"},
	{"question": "您的意见和建议", "kind": "Own Words"},
)


def prepared(branch, **values):
	"""A questionnaire of 2026 that is prepared."""
	defaults = {
		"doctype": DOCTYPE,
		"branch": getattr(branch, "name", branch),
		"title": "群众满意度问卷",
		"purpose": "Public Satisfaction",
		"audience": CODES,
		"opens_on": OPENS,
		"closes_on": CLOSES,
		"questions": [dict(row) for row in QUESTIONS],
	}
	return frappe.get_doc({**defaults, **values}).insert()


def opened(branch, **values):
	"""A questionnaire that takes answers."""
	document = prepared(branch, **values)
	document.open_answers(at=f"{OPENS} 09:00:00")
	return document


def answers(satisfaction=5, chosen=(0,), source=0, words=""):
	"""What a page sends for `QUESTIONS`."""
	return {
		0: [str(satisfaction - 1)],
		1: [str(option) for option in chosen],
		2: [str(source)],
		3: [words],
	}


def answer(document, way, at=DURING, **given):
	answering.answer(way, answers(**given), at=getdate(at))


def of_member(document, member):
	return Way(questionnaire=document.name, member=getattr(member, "name", member))


def answered_with_codes(document, *sheets, at=DURING):
	"""Each of `sheets` (arguments of `answers`) is handed in with a code of its own; returns the codes."""
	codes = document.make_slips(len(sheets))
	for code, given in zip(codes, sheets, strict=True):
		answer(document, Way(code=code), at, **given)
	return codes


def answered_by_link(document, *sheets, at=DURING):
	for given in sheets:
		answer(document, Way(link=document.link_token), at, **given)


def counted(document, at=AFTER):
	document.reload()
	document.count_answers(at=f"{at} 08:00:00")
	return document


__all__ = ("CODES", "LINK", "MEMBERS", "Way")
