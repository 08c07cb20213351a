"""Cards of members: who is on register, who is on the way into the Party, which letters nobody received."""

import json

import frappe
from frappe.utils import getdate, nowdate

from party_affairs.api.cards import card, counted
from party_affairs.facts.members import development, register, standing
from party_affairs.permissions.scope import IN_THE_PARTY, ON_REGISTER

_MEMBER, _TRANSFER = "Party Member", "Party Membership Transfer"


@frappe.whitelist()
def party_members() -> str:
	"""Number of full and probationary members on register."""
	numbers = register.numbers_on_register(counted(_MEMBER).criterion)
	return card(
		str(sum(numbers.values())),
		_MEMBER,
		status=json.dumps(["in", list(ON_REGISTER)]),
		stage=json.dumps(["in", list(IN_THE_PARTY)]),
	)


@frappe.whitelist()
def open_development_cases() -> str:
	"""Number of people whose way into the Party is under way."""
	number = development.number_open(counted(development.DOCTYPE).criterion)
	return card(str(number), development.DOCTYPE, status="Open")


@frappe.whitelist()
def letters_not_received() -> str:
	"""Number of transfer letters that are past their validity and that nobody received."""
	today = getdate(nowdate())
	number = standing.number_of_letters_not_received(counted(_TRANSFER).criterion, today)
	return card(str(number), _TRANSFER, status="Letter Issued", valid_until=json.dumps(["<", str(today)]))
