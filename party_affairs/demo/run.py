"""Loading the sample year into a site, and all that follows from it."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import frappe
from frappe import _
from frappe.utils import getdate, nowdate

from party_affairs.compliance import report
from party_affairs.compliance.run import run_compliance
from party_affairs.demo import (
	appraisals,
	archive,
	contact,
	current_year,
	dues_account,
	evaluations,
	exchange,
	handbooks,
	membership,
	notices,
	organisation,
	outputs,
	personal_texts,
	questionnaires,
	reviews,
	self_checks,
	tasks,
	this_year,
	wall_boards,
	welfare_and_honours,
)
from party_affairs.importing.cli import import_files
from party_affairs.language import CHINESE, in_language
from party_affairs.touches import paused, years_kept

YEAR = 2025
AS_OF = date(2026, 1, 1)
"""The sample year is over, and its findings are judged on the day after."""
LAST_MONTH = "2025-12"


def load_site(tell: Callable[[str], None] = print) -> dict[str, Any]:
	"""Load organisations, workbooks and logins, as Administrator. Safe to run again: only what is missing is created.

	Returns the `logins` (rows of role, user and password); `tell` hears how it goes on. Raises ValidationError with all
	problems if a sample workbook is refused.
	"""
	with in_language(CHINESE), paused():
		sample = organisation.read()
		organisation.create_organisations(sample)
		outcome = import_files(organisation.workbooks(sample), tell)
		if not outcome.ok:
			frappe.throw(str(outcome))
		organisation.appoint(sample)
		logins = organisation.create_logins(sample)
		membership.create(membership.read())
		appraisals.create(appraisals.read())
		reviews.create(reviews.read())
		questionnaires.create(questionnaires.read())
		personal_texts.create(personal_texts.read())
		welfare_and_honours.create(welfare_and_honours.read())
		contact.create(contact.read())
		run_compliance(YEAR, AS_OF)
		self_checks.create(self_checks.read())
		current_year.create(sample)
		this_year.create(this_year.read())
		dues_account.create(dues_account.read())
		evaluations.create(evaluations.read())
		tasks.create(tasks.read())
		exchange.create(exchange.read())
		run_compliance(getdate(nowdate()).year, getdate(nowdate()))
		tasks.hand_up_reports(tasks.read())
		notices.create(notices.read())
		wall_boards.create(wall_boards.read())
		archive.create(archive.read())
		handbooks.create(handbooks.read())
		frappe.db.commit()  # nosemgrep: a command of its own, no request
	return {"logins": logins}


def main(out_dir: str | Path, tell: Callable[[str], None] = print) -> dict[str, Any]:
	"""Load the sample year, check it, freeze its reports, evaluate, and write the papers into `out_dir`.

	Returns `logins` and `files`, the paths of what was written, relative to `out_dir`; `tell` hears how it goes on.
	"""
	logins = load_site(tell)["logins"]
	with in_language(CHINESE):
		tell(_("Checking the duties of {0} as of {1} …").format(YEAR, AS_OF))
		run_compliance(YEAR, AS_OF)
		reports = report.freeze(LAST_MONTH, AS_OF)
		tell(_("Writing ledgers, reports and evaluations …"))
		files = outputs.write_all(Path(out_dir), YEAR, AS_OF, reports)
		# The papers are those of the sample year's end; the Desk and the portal live today.
		for year in years_kept():
			run_compliance(year, getdate(nowdate()))
		frappe.db.commit()  # nosemgrep: a command of its own, no request
	return {"logins": logins, "files": files}
