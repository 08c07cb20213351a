"""Card of organisations: whose term of office ends."""

import json

import frappe
from frappe.utils import getdate, nowdate

from party_affairs.api.cards import card, counted
from party_affairs.facts.organisation import branches
from party_affairs.rules.organisation.elections import reminded_until

_BRANCH = "Party Branch"


@frappe.whitelist()
def terms_ending() -> str:
	"""Number of organisations whose term of office ends within six months, or has ended."""
	horizon = reminded_until(getdate(nowdate()))
	found = branches.terms_ending(counted(_BRANCH).criterion, horizon)
	return card(str(len(found)), _BRANCH, status="Active", term_end=json.dumps(["<=", str(horizon)]))
