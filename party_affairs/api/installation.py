"""What the server lacks for this app, for the form of the settings."""

import shutil
import subprocess
from typing import Any

import frappe
from frappe.utils import getdate, nowdate

from party_affairs.api.caller import check_right
from party_affairs.settings import workdays

_FONT_LIST = ("fc-list", ":lang=zh", "family")
_FONT_LIST_SECONDS = 20


@frappe.whitelist()
def installation_health() -> dict[str, Any]:
	"""Whether the workdays of this and next year are announced, and which Chinese fonts the server can print with.

	`fonts` is None where the server cannot list its fonts.
	"""
	check_right("Party Affairs Settings", "write")
	year = getdate(nowdate()).year
	calendar = workdays()
	return {
		"workdays": [{"year": each, "announced": calendar.is_announced(each)} for each in (year, year + 1)],
		"fonts": _chinese_fonts(),
	}


def _chinese_fonts() -> list[str] | None:
	if not shutil.which(_FONT_LIST[0]):
		return None
	listed = subprocess.run(
		_FONT_LIST, capture_output=True, text=True, timeout=_FONT_LIST_SECONDS, check=False
	)
	return sorted({line.split(",")[0].strip() for line in listed.stdout.splitlines() if line.strip()})
