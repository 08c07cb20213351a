"""Endpoints of reminders: to remind the persons behind a duty, to choose what one is told, to try out a group robot."""

from typing import Any

import frappe
from frappe import _
from frappe.utils import cint, now_datetime

from party_affairs.api.caller import may_use_desk
from party_affairs.compliance import robots, switching_off
from party_affairs.facts.duties.reminded import ROBOT
from party_affairs.facts.duties.reminded import robots as robot_rows
from party_affairs.guide.duties import reminders
from party_affairs.ledgers.text import joined
from party_affairs.permissions import scope_for
from party_affairs.permissions.roles import MANAGER, ORGANISATION, SECRETARY
from party_affairs.permissions.scope import access_of
from party_affairs.reminders import asking
from party_affairs.reminders.asking import Asked

_CHOICES = ("how_often", "by_bell", "by_mail", "quiet_from", "quiet_until", "on_days_off")
_OF_DESK = ("branches", "reports")
_WITHIN, _ABOVE = (SECRETARY, MANAGER, ORGANISATION), (SECRETARY, MANAGER)


@frappe.whitelist(methods=["POST"])
def remind(branch: str, rule: str, period_key: str) -> dict[str, Any]:
	"""Remind of a line of duties, each person once a day: those in charge of the branch its members, a committee above its secretary.

	Returns `told`, `already`, `without_login` and `switched_off` as numbers, `names` (to those in charge of the branch alone) and a `message`.
	"""
	is_within = _may_remind(branch)
	if is_within:
		asked = asking.persons(branch, rule, period_key)
	else:
		asked = asking.secretary(branch, rule, period_key)
	return {
		"told": asked.told,
		"already": asked.already,
		"without_login": len(asked.without_login),
		"switched_off": len(asked.switched_off),
		"names": {"without_login": asked.without_login, "switched_off": asked.switched_off}
		if is_within
		else None,
		"message": _said(asked, is_within),
	}


def _may_remind(branch: str) -> bool:
	"""Whether the caller is in charge of the branch itself; False of a committee above. Raise PermissionError for everybody else."""
	scope = scope_for("Compliance Finding")
	scope.check_branch(branch)
	if scope.unrestricted:
		return True
	access = access_of(frappe.session.user)
	if any(branch in access.seats_by_role.get(role, ()) for role in _WITHIN):
		return True
	if any(branch in access.branches_by_role.get(role, ()) for role in _ABOVE):
		return False
	frappe.throw(
		_(
			"Only the secretary and the organisation commissioner of a Party branch, or a committee above it, remind of its duties."
		),
		frappe.PermissionError,
	)


def _said(asked: Asked, is_within: bool) -> str:
	parts = [_("{0} were reminded.").format(asked.told)]
	if asked.already:
		parts.append(_("{0} had been reminded today already.").format(asked.already))
	if asked.without_login:
		who = joined(asked.without_login) if is_within else str(len(asked.without_login))
		parts.append(_("Without a login, so please speak with them: {0}.").format(who))
	if asked.switched_off:
		who = joined(asked.switched_off) if is_within else str(len(asked.switched_off))
		parts.append(_("Have switched reminders off: {0}.").format(who))
	return " ".join(parts)


@frappe.whitelist()
def my_choices() -> dict[str, Any]:
	"""Return what the caller has chosen to be told, when and how, with the options that there are. Raise PermissionError for guests."""
	document = switching_off.of_user(_login())
	fields = {df.fieldname: df for df in document.meta.fields}
	return {
		"values": {name: document.get(name) for name in (*_CHOICES, *_kinds())},
		"kinds": [{"field": name, "label": _(fields[name].label)} for name in _kinds()],
		"how_often": [{"value": word, "label": _(word)} for word in fields["how_often"].options.split("\n")],
		"hours": fields["quiet_from"].options.split("\n"),
	}


@frappe.whitelist(methods=["POST"])
def choose(
	how_often: str,
	by_bell: int | str = 0,
	by_mail: int | str = 0,
	quiet_from: str = "21:00",
	quiet_until: str = "08:00",
	on_days_off: int | str = 0,
	kinds: list | str | None = None,
) -> dict[str, str]:
	"""Save what the caller wants to be told, when and how; `kinds` are those that he wants. Raise PermissionError for guests."""
	document = switching_off.of_user(_login())
	wanted = frappe.parse_json(kinds or "[]")
	if not isinstance(wanted, list) or not set(wanted) <= set(reminders.kinds()):
		frappe.throw(_("Of what: choose among the kinds of reminders that are listed."))
	if how_often != "Never" and not cint(by_bell) and not cint(by_mail):
		frappe.throw(
			_("Choose the bell or the mail, or both; whoever wants nothing chooses {0}.").format(_("Never"))
		)
	document.update(
		{
			"how_often": how_often,
			"by_bell": cint(by_bell),
			"by_mail": cint(by_mail),
			"quiet_from": quiet_from,
			"quiet_until": quiet_until,
			"on_days_off": cint(on_days_off),
			**{name: int(name.removeprefix("about_") in wanted) for name in _kinds()},
		}
	)
	document.save(ignore_permissions=True)
	return {"message": _("It is saved.")}


def _kinds() -> tuple[str, ...]:
	"""The kinds of which the caller may be told something: branches below and reports concern people with the Desk alone."""
	of_desk = () if may_use_desk() else _OF_DESK
	return tuple(f"about_{kind}" for kind in reminders.kinds() if kind not in of_desk)


def _login() -> str:
	user = frappe.session.user
	if user == "Guest":
		frappe.throw(_("Please log in to choose what you are told."), frappe.PermissionError)
	return user


@frappe.whitelist(methods=["POST"])
def try_robot(name: str) -> dict[str, Any]:
	"""Send a message for trying out to the group of a robot; return whether it `is_sent`, and a `message` that says so or why not."""
	document = frappe.get_doc(ROBOT, name)
	document.check_permission("write")
	robot = robot_rows(now_datetime(), [name])[0]
	verdict = robots.send(
		robot,
		_("A message for trying out"),
		[_("If you read this, {0} reaches the group.").format(document.robot_name)],
		"/app/group-robot",
		now_datetime(),
	)
	return {
		"is_sent": verdict.is_sent,
		"message": _("The group has got the message.") if verdict.is_sent else verdict.reason.text(_),
	}
