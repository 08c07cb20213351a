"""What a member may ask to have corrected of his record, and what he writes as the right value (个人信息保护法 第四十六条)."""

import re
from collections.abc import Iterable
from datetime import date

from party_affairs.rules.contact.persons import is_phone
from party_affairs.rules.errors import RuleError
from party_affairs.rules.members.membership import birth_date_of_id_number

FIELDS = {
	"Full Name": "member_name",
	"Gender": "gender",
	"Date of Birth": "birth_date",
	"Ethnicity": "ethnicity",
	"Native Place": "native_place",
	"Education": "education",
	"Mobile": "mobile",
	"Email": "email",
	"Home Address": "address",
	"ID Number": "id_number",
	"Applied to Join On": "applied_on",
	"Joined the Party On": "joined_on",
	"Full Member On": "full_member_on",
	"Position in Firm": "firm_position",
	"Practice Licence No.": "licence_no",
}
"""By its label the field of the member's record that is set when a request is accepted."""

SOMETHING_ELSE = "Something Else"
"""What is about no single field: whoever accepts it has corrected it himself."""

MASKED = ("Home Address", "ID Number", "Mobile", "Email")
"""What a page shows in part, for whoever looks over a shoulder."""

_SHOWN_AT_EACH_END = 3
_ADDRESS = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")


def masked(label: str, value: str) -> str:
	"""Return a value as the member's own page shows it.

	>>> masked("Mobile", "13812345678")
	'138*****678'
	>>> masked("Ethnicity", "汉族")
	'汉族'
	"""
	if label not in MASKED or len(value) <= _SHOWN_AT_EACH_END:
		return value
	ends = _SHOWN_AT_EACH_END if len(value) > 2 * _SHOWN_AT_EACH_END else 1
	return f"{value[:ends]}{'*' * (len(value) - 2 * ends)}{value[-ends:]}"


def right_value(label: str, text: str, kind: str, options: Iterable[tuple[str, str]]) -> str:
	"""Return what a member wrote as the right value of a field, as it is stored. Raise `RuleError` for what it cannot be.

	`kind` is the type of the field (`Date`, `Select` …), `options` those of a `Select` with the words that the reader has for them.
	"""
	text = text.strip()
	if not text:
		raise RuleError("Write down the right value.")
	if label == "Mobile" and not is_phone(text):
		raise RuleError("Write the telephone number in digits, as 13812345678.")
	if label == "Email" and not _ADDRESS.fullmatch(text):
		raise RuleError("Write the address as name@example.com.")
	if label == "ID Number":
		text = text.upper()
		birth_date_of_id_number(text)
	if kind == "Date":
		return _day(text)
	if kind == "Select":
		choices = list(options)
		for option, word in choices:
			if text in (option, word):
				return option
		raise RuleError("Write one of these: {options}.", options=tuple(word for _option, word in choices))
	return text


def _day(text: str) -> str:
	written = text.replace("年", "-").replace("月", "-").replace("日", "").replace("/", "-").replace(".", "-")
	try:
		return date(*(int(part) for part in written.split("-"))).isoformat()
	except (TypeError, ValueError):
		raise RuleError("Write the day as 2026-03-15.") from None
