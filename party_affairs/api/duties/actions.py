"""The button of a line of this month: the record that answers it, filled in with what is known."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

import frappe
from frappe import _
from frappe.utils import get_datetime, getdate, nowdate

from party_affairs.api.caller import check_right
from party_affairs.api.meetings.records import last_meeting
from party_affairs.api.texts.personal_texts import talk_about_event
from party_affairs.checks.dates import check_year
from party_affairs.exceptions import rules_speak_to_user
from party_affairs.facts.duties import records
from party_affairs.facts.duties.findings import FINDING
from party_affairs.facts.loading import load
from party_affairs.guide.duties.actions import Action, find_action
from party_affairs.ledgers.duties import this_month
from party_affairs.permissions import scope_for
from party_affairs.permissions.roles import AUDITOR, MANAGER, MEMBER, ORGANISATION, SECRETARY
from party_affairs.permissions.scope import access_of
from party_affairs.rules.duties.month import DutyLine, OpenItem
from party_affairs.rules.periods import Period, calendar_year, parse, period_of
from party_affairs.rules.texts import talks
from party_affairs.rules.texts.talks import APPRAISAL, OCCASIONS

_MEETING, _TALK, _MEMBER, _EVENT = "Party Meeting", "Heart Talk", "Party Member", "Party Member Event"
_REMINDING = (MANAGER, SECRETARY, ORGANISATION)
_WRITTEN_ON = {"collect-dues": "Party Dues Receipt"}
"""What is made on the pages to which buttons lead."""
_HALVES = {1: "First Half", 2: "Second Half"}
_PLANNED_FOR_THE_YEAR = ("R30",)
"""Clauses whose line of the whole year asks for the plan, and those of its periods for what is planned."""


@frappe.whitelist()
def start(
	branch: str, rule: str, period_key: str, finding: str | None = None, member: str | None = None
) -> dict[str, Any]:
	"""Return what the button of a line opens: a `route` (with `options`), a `new` record with its `values` and `rows`, or
	what there is to `choose` from first. `done` is returned where nothing of it is open any more.

	`finding` is the one of the line's that was chosen, `member` the person. Raise PermissionError for a branch or a record that is not the caller's to
	keep.
	"""
	scope_for(FINDING).check_branch(branch)
	if not may_act(branch):
		frappe.throw(
			_("You can read the duties of this organisation, but not act for it."), frappe.PermissionError
		)
	line = _line_of(branch, rule, period_key)
	if line is None:
		return {"done": True}
	item = next((one for one in line.items if one.finding == finding), None)
	if finding and item is None:
		return {"done": True}
	return _Opening(line, item, member, find_action(rule)).answer()


def may_act(branch: str) -> bool:
	"""Whether the caller does more for an organisation than read: by a post other than an instructor's, or as Administrator."""
	if scope_for(FINDING).unrestricted:
		return True
	reach = access_of(frappe.session.user).branches_by_role
	return any(branch in names for role, names in reach.items() if role not in (AUDITOR, MEMBER))


def may_remind(branch: str) -> bool:
	"""Whether the caller may remind the persons behind the lines of an organisation: its secretary, its organisation commissioner, those above."""
	reach = access_of(frappe.session.user).branches_by_role
	return scope_for(FINDING).unrestricted or any(branch in reach.get(role, ()) for role in _REMINDING)


def is_offered(action: Action | None) -> bool:
	"""Whether a role of the caller has the right that the button of a clause needs; who may remind is asked of the organisation."""
	if action is None or action.does == "remind":
		return True
	if action.does == "page":
		return bool(frappe.has_permission(_WRITTEN_ON[action.page], "create"))
	needed = "create" if action.does in ("new", "self_check") else "write"
	return bool(frappe.has_permission(action.doctype, needed))


def _line_of(branch: str, rule: str, period_key: str) -> DutyLine | None:
	today, period = getdate(nowdate()), parse_period(period_key)
	# Of a year that is over its own last month has all lines.
	month = period_of("month", min(today, calendar_year(period.start.year).end))
	lines = this_month.load([branch], today, month).open_lines
	return next((line for line in lines if line.key == (branch, rule, period_key)), None)


def parse_period(key: str) -> Period:
	"""Return the period that a request names. Raise ValidationError for one that is none, or of a year without records."""
	with rules_speak_to_user():
		period = parse(key)
	check_year(period.start.year, 1)
	return period


@dataclass(frozen=True)
class _Opening:
	"""What is opened for a line, or for one of those behind it."""

	line: DutyLine
	item: OpenItem | None
	member: str | None
	action: Action | None

	@property
	def branch(self) -> str:
		return self.line.branch

	@property
	def period(self) -> Period:
		return parse(self.line.period_key)

	def answer(self) -> dict[str, Any]:
		"""Return what :func:`start` returns."""
		item = self.item or (self.line.items[0] if len(self.line.items) == 1 else None)
		return getattr(replace(self, item=item), f"_{self.action.does}" if self.action else "_subject")()

	def _new(self) -> dict[str, Any]:
		if self.line.rule in _PLANNED_FOR_THE_YEAR and self.period.kind == "year":
			return self._record("Party Annual Plan", {})
		if self.item is None:
			return self._choice()
		if self.action.doctype == _TALK and self.item.subject_doctype == "Party Branch" and not self.member:
			partners = _partners(self.line, self.period)
			if len(partners) > 1:
				return {"choose": partners}
			member = partners[0]["member"] if partners else None
			return replace(self, member=member)._record(_TALK, self.action.values)
		return self._record(self.action.doctype, self.action.values)

	def _open(self) -> dict[str, Any]:
		if self.item is None:
			return self._choice()
		if self.item.subject_doctype == self.action.doctype:
			return _form(self.action.doctype, self.item.subject)
		return self._record(self.action.doctype, self.action.values)

	def _list(self) -> dict[str, Any]:
		doctype = self.action.doctype
		subjects = [item.subject for item in self.line.items if item.subject_doctype == doctype]
		filters = {"name": ["in", subjects]} if subjects else {"branch": self.branch}
		people = [item.subject for item in self.line.items if item.subject_doctype == _MEMBER]
		if people and not subjects:
			filters = {"member": ["in", [self.item.subject] if self.item else people]}
		if self.item and self.item.subject_doctype == doctype:
			return _form(doctype, self.item.subject)
		check_right(doctype, "read")
		return {"route": ["List", doctype], "options": filters}

	def _branch(self) -> dict[str, Any]:
		return _form("Party Branch", self.branch)

	def _page(self) -> dict[str, Any]:
		return {"route": [self.action.page], "options": {"branch": self.branch}}

	def _remind(self) -> dict[str, Any]:
		"""Of one person behind the line: his record, to be entered for him. The line's own button sends the reminders."""
		if self.item is None:
			return self._choice()
		return self._record(self.action.doctype, self.action.values)

	def _self_check(self) -> dict[str, Any]:
		return self._record(self.action.doctype, self.action.values)

	def _subject(self) -> dict[str, Any]:
		return self._choice() if self.item is None else _form(self.item.subject_doctype, self.item.subject)

	def _choice(self) -> dict[str, Any]:
		return {
			"choose": [
				{"finding": item.finding, "label": item.subject_name, "message": item.message}
				for item in self.line.items
			]
		}

	def _record(self, doctype: str, given: Mapping[str, Any]) -> dict[str, Any]:
		values = {"branch": self.branch, **given, **_FILLED.get(doctype, _nothing)(self)}
		rows = values.pop("rows", {})
		there = self._there(doctype, values)
		if there and frappe.has_permission(doctype, "read", there):
			return _form(doctype, there)
		check_right(doctype, "create")
		return {"new": doctype, "values": values, "rows": rows}

	def _there(self, doctype: str, values: Mapping[str, Any]) -> str | None:
		"""The record that is there already, None without one; of meetings the draft that was prepared for the time."""
		if doctype == _MEETING:
			kind, group = values["kind"], values.get("party_group")
			return records.prepared_meeting(self.branch, kind, group, self.period.start, self.period.end)
		known = _KNOWN_BY.get(doctype)
		if not known:
			return None
		named = {field: values[field] for field in known if field in values}
		return records.latest(doctype, named, only_drafts=doctype in _DRAFTS)


def _form(doctype: str, name: str) -> dict[str, Any]:
	frappe.get_doc(doctype, name).check_permission("read")
	return {"route": ["Form", doctype, name]}


def _partners(line: DutyLine, period: Period) -> list[dict[str, Any]]:
	"""The members with whom talks of the year are still lacking: all of them by R41, those heard in no way by R14."""
	day = min(getdate(nowdate()), period.end)
	known = load([line.branch], day)
	asked, heard = known.talk_facts(day)
	if line.rule == "R14":
		unheard = set(heard[line.branch].members_unheard)
		people = [person for person in asked[line.branch].people if person.label in unheard]
		return [{"member": person.name, "label": person.label, "message": ""} for person in people]
	return [
		{"member": person.name, "label": person.label, "message": talks.labels(pairs)}
		for person, pairs in talks.lacking(asked[line.branch].people, 1)
	]


# What a new record begins with, by its kind. `rows` are those of its tables.


def _nothing(opening: _Opening) -> dict[str, Any]:
	return {}


def _meeting(opening: _Opening) -> dict[str, Any]:
	"""The meeting of the line, at the hours and the place of the last of its kind."""
	kind, item = opening.action.values["kind"], opening.item
	group = item.subject if item and item.subject_doctype == "Party Group" else None
	last = last_meeting(opening.branch, kind, group) or {}
	values = {name: value for name, value in last.get("values", {}).items() if value}
	begins, ends = _hours(opening, last)
	return {**values, "party_group": group, "starts_on": begins, "ends_on": ends}


def _hours(opening: _Opening, last: Mapping[str, Any]) -> tuple[str | None, str | None]:
	day = _day_of_meeting(opening.line)
	if day is None or not last.get("starts_on"):
		return None, None
	began = get_datetime(last["starts_on"])
	begins = datetime.combine(day, began.time())
	length = get_datetime(last["ends_on"]) - began if last.get("ends_on") else None
	ends = begins + length if length is not None and timedelta(0) < length < timedelta(days=1) else None
	return str(begins), ends and str(ends)


def _day_of_meeting(line: DutyLine) -> date | None:
	"""The day that the clause names, else today; None for a time that is over, of which only the branch knows the day."""
	today = getdate(nowdate())
	if find_action(line.rule).values.get("kind") == "Theme Day" and parse(line.period_key).kind == "month":
		return line.due_date
	return today if parse(line.period_key).contains(today) else None


def _half_of(period: Period) -> str | None:
	return _HALVES[period.number] if period.kind == "half_year" else None


def _report(opening: _Opening) -> dict[str, Any]:
	half = _half_of(opening.period)
	return {"year": opening.period.start.year, **({"half": half} if half else {})}


def _year(opening: _Opening) -> dict[str, Any]:
	return {"year": opening.period.start.year}


def _talk(opening: _Opening) -> dict[str, Any]:
	item = opening.item
	if item and item.subject_doctype == _EVENT:
		return talk_about_event(item.subject)
	if item and item.subject_doctype == _MEMBER:
		occasion = OCCASIONS[APPRAISAL].label.template
		return {
			"partner_is": "Party Member",
			"partner": item.subject,
			"occasion": occasion,
			**_today("talk_on"),
		}
	partner = {"partner_is": "Party Member", "partner": opening.member} if opening.member else {}
	return {**partner, **_today("talk_on")}


def _today(fieldname: str) -> dict[str, str]:
	return {fieldname: nowdate()}


def _of_person(opening: _Opening) -> dict[str, Any]:
	item = opening.item
	return {"member": item.subject} if item and item.subject_doctype == _MEMBER else {}


def _pairing(opening: _Opening) -> dict[str, Any]:
	return {**_of_person(opening), **_today("start_date")}


def _thought_report(opening: _Opening) -> dict[str, Any]:
	return {**_of_person(opening), "half_year": opening.line.period_key, **_today("handed_in_on")}


def _self_review(opening: _Opening) -> dict[str, Any]:
	return {
		**_of_person(opening),
		**_year(opening),
		"purpose": "Democratic Appraisal",
		**_today("handed_in_on"),
	}


def _training(opening: _Opening) -> dict[str, Any]:
	return {"rows": {"participants": [_of_person(opening)]}, **_today("starts_on")}


def _transfer(opening: _Opening) -> dict[str, Any]:
	event = frappe.get_doc(_EVENT, opening.item.subject)
	event.check_permission("read")
	return {
		"branch": event.branch,
		"member": event.member,
		"member_name": event.member_name,
		"to_firm": event.to_firm,
		**_today("letter_date"),
	}


def _life_review(opening: _Opening) -> dict[str, Any]:
	item = opening.item
	meeting = item.subject if item and item.subject_doctype == _MEETING else None
	return {**_year(opening), "meeting": meeting}


_FILLED: Mapping[str, Callable[[_Opening], dict[str, Any]]] = {
	_MEETING: _meeting,
	_TALK: _talk,
	"Party Work Report": _report,
	"Party Annual Plan": _year,
	"Self Check": _year,
	"Democratic Appraisal": _year,
	"Party Life Review": _life_review,
	"Contact Pairing": _pairing,
	"Thought Report": _thought_report,
	"Member Self Review": _self_review,
	"Party Training": _training,
	"Party Membership Transfer": _transfer,
}
_KNOWN_BY: Mapping[str, tuple[str, ...]] = {
	"Party Work Report": ("branch", "kind", "year", "half"),
	"Party Annual Plan": ("branch", "year"),
	"Self Check": ("branch", "kind", "year"),
	"Democratic Appraisal": ("branch", "year"),
	"Thought Report": ("member", "half_year"),
	"Member Self Review": ("member", "year", "purpose"),
	"Party Membership Transfer": ("member", "to_firm"),
	"Party Election": ("branch", "kind"),
}
"""By which fields a record is known that is already there and is opened in place of a new one."""
_DRAFTS = ("Party Election",)
"""Records that are gone on with only until they are submitted: what follows is a new one."""
