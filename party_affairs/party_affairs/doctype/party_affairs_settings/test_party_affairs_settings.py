"""Party Affairs Settings: a theme day every month has, and days on which the calendar is overruled."""

from datetime import date

import pytest

import frappe

from party_affairs.settings import workdays

pytestmark = pytest.mark.site


@pytest.fixture
def settings():
	return frappe.get_single("Party Affairs Settings")


@pytest.mark.parametrize("day", [0, 29, 31, -3])
def test_theme_day_must_occur_in_every_month(settings, day):
	settings.theme_day = day
	with pytest.raises(frappe.ValidationError):
		settings.save()


def test_override_overrules_the_calendar(settings):
	assert workdays().is_workday(date(2026, 2, 14))
	settings.append("workday_overrides", {"day": "2026-02-14", "is_workday": 0})
	settings.save()
	assert not workdays().is_workday(date(2026, 2, 14))


def test_day_is_overruled_once(settings):
	for is_workday in (0, 1):
		settings.append("workday_overrides", {"day": "2026-02-14", "is_workday": is_workday})
	with pytest.raises(frappe.ValidationError, match="工作日调整"):
		settings.save()
