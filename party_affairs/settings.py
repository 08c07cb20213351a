"""What the administrator has set in Party Affairs Settings, as typed values; what is left open is as the guide has it."""

from datetime import datetime
from decimal import Decimal
from typing import NamedTuple

import frappe
from frappe.utils import cint, flt, getdate

from party_affairs.guide import registry
from party_affairs.rules.appraisal.grades import LEAST_BALLOTS
from party_affairs.rules.calendar import Workdays
from party_affairs.rules.members.education import OnlineCaps

SETTINGS = "Party Affairs Settings"
_VISIT_MONTHS = 2
_DAYS_RUNS_ARE_KEPT = 90
_LEAST_SIDE, _USUAL_SIDE, _GREATEST_SIDE = 400, 1600, 4000
_THEME_DAY = registry.clause("R26").parameters["day"]


def theme_day_of_month() -> int:
	"""Return the day of the month on which the site's branches hold their theme day."""
	return cint(_value("theme_day")) or _THEME_DAY


def workdays() -> Workdays:
	"""Return the calendar of workdays of this site: the library's, with the overrides of the settings."""
	rows = frappe.get_all(
		"Workday Override",
		filters={"parenttype": SETTINGS},
		fields=["day", "is_workday"],
		order_by="day",
	)
	return Workdays({getdate(row.day): bool(row.is_workday) for row in rows})


def longest_side_of_photos() -> int:
	"""Return how many pixels the longer side of a photo on the board has at most."""
	return max(_LEAST_SIDE, min(cint(_value("board_photo_side")) or _USUAL_SIDE, _GREATEST_SIDE))


def thresholds_set() -> str:
	"""Return the set of thresholds that this site goes by: `guide` or `national`."""
	return frappe.scrub(_value("thresholds_set") or "Guide")


def duty_report_grades() -> list[str]:
	"""Return the grades that the committee above may give to a duty report, in the order of the settings."""
	text = frappe.get_single(SETTINGS).duty_report_grades
	return list(dict.fromkeys(line.strip() for line in (text or "").splitlines() if line.strip()))


class AppraisalSettings(NamedTuple):
	"""What a new appraisal begins with."""

	least_ballots: int
	inside_weight: float


def appraisal_settings() -> AppraisalSettings:
	"""Return this site's settings of democratic appraisals."""
	settings = frappe.get_single(SETTINGS)
	return AppraisalSettings(
		least_ballots=cint(settings.appraisal_least_ballots) or LEAST_BALLOTS,
		inside_weight=flt(settings.appraisal_inside_weight),
	)


def dues_mode() -> str:
	"""Return when branches that decide nothing else assess dues anew: `Annual` or `Monthly`."""
	return _value("dues_mode") or "Annual"


def makes_dues_entries() -> bool:
	"""Whether the monthly run of dues happens by itself."""
	return bool(cint(_value("make_dues_entries")))


def reminds_of_arrears() -> bool:
	"""Whether members are reminded of dues in arrears by mail."""
	return bool(cint(_value("remind_arrears")))


def mails_reports() -> bool:
	"""Whether the monthly report is mailed to the secretary of its branch."""
	return bool(cint(_value("mail_reports")))


_REPORT_KINDS = {
	"report_monthly": "month",
	"report_quarterly": "quarter",
	"report_half_yearly": "half_year",
	"report_yearly": "year",
}
_SILENT_DAYS, _DAYS_TO_ACKNOWLEDGE, _DAYS_TO_CORRECT = 30, 15, 10


def report_kinds() -> tuple[str, ...]:
	"""Return for which kinds of period compliance reports are made, the shortest first."""
	return tuple(kind for fieldname, kind in _REPORT_KINDS.items() if cint(_value(fieldname)))


def silent_days() -> int:
	"""Return after how many days without a record an organisation counts as silent."""
	return cint(_value("silent_days")) or _SILENT_DAYS


def days_to_acknowledge() -> int:
	"""Return how many days the committee above has to acknowledge or return a report."""
	return cint(_value("report_acknowledge_days")) or _DAYS_TO_ACKNOWLEDGE


def days_to_correct() -> int:
	"""Return how many days a branch has to correct a report that was returned, unless the committee names a day."""
	return cint(_value("report_correction_days")) or _DAYS_TO_CORRECT


def contact_visit_months() -> int:
	"""Return after how many months without a contact a pairing is shown as one to be seen to."""
	return cint(_value("contact_visit_months")) or _VISIT_MONTHS


def online_study_caps() -> OnlineCaps:
	"""Return how many hours of online study count at most."""
	return OnlineCaps(
		a_day=_hours("online_study_daily_hours"),
		a_year=_hours("online_study_yearly_hours"),
	)


def _hours(fieldname: str) -> Decimal | None:
	"""Hours to a tenth; None where there is no limit."""
	found = Decimal(str(flt(_value(fieldname), 1)))
	return found if found > 0 else None


def anonymises() -> bool:
	"""Whether personal data that has been kept long enough is anonymised every night."""
	return bool(cint(_value("anonymise_overdue")))


def retention_months() -> dict[str, int]:
	"""Return by group of personal data for how many months it is kept after its end; 0 is for ever."""
	rows = frappe.get_all(
		"Personal Data Retention",
		filters={"parenttype": SETTINGS},
		fields=["retention_group", "months"],
		order_by="idx",
	)
	return {row.retention_group: cint(row.months) for row in rows}


def last_check() -> datetime | None:
	"""Return when the duties of all branches were checked last, or None."""
	time = _value("last_compliance_run")
	# Frappe tells the first moment of all for what was never set.
	return None if time == datetime.min else time


def allows_local_rules() -> bool:
	"""Whether the scripts of the site's own clauses may run; the site's configuration has to allow it as well."""
	return bool(cint(_value("allow_local_rules")))


def days_runs_are_kept() -> int:
	"""Return for how many days the records of runs of the check are kept."""
	return cint(_value("keep_runs_days")) or _DAYS_RUNS_ARE_KEPT


def _value(fieldname: str):
	return frappe.db.get_single_value(SETTINGS, fieldname)
