"""The calendar shows the caller's meetings of the days asked for."""

import pytest

import frappe

from party_affairs.api.meetings.calendar import get_meetings
from tests.site.two_branches import build_house


@pytest.fixture(scope="module")
def house(rolled_back):
	with rolled_back():
		yield build_house()


@pytest.mark.parametrize(
	"filters",
	[None, "[]", '[["Party Meeting", "branch", "=", "乙支部"]]', '[["Party Meeting", "name", "is", "set"]]'],
)
def test_calendar_shows_the_callers_meetings_whatever_he_filters(house, filters):
	frappe.set_user(house.secretary)
	found = {row.topic for row in get_meetings("2026-02-01", "2026-02-28", filters)}
	assert found == (set() if filters and "乙支部" in filters else {"甲支部的会议"})
	frappe.set_user(house.officer)
	assert len(get_meetings("2026-02-01", "2026-02-28")) == 2
	frappe.set_user(house.plain)
	with pytest.raises(frappe.PermissionError):
		get_meetings("2026-02-01", "2026-02-28")


def test_calendar_shows_the_days_asked_for_and_no_cancelled_meeting(house):
	frappe.set_user(house.secretary)
	assert get_meetings("2026-02-16", "2026-02-16")[0].title == "主题党日：甲支部的会议"
	assert get_meetings("2026-02-17", "2026-02-28") == []
	frappe.set_user("Administrator")
	frappe.get_doc("Party Meeting", {"topic": "甲支部的会议"}).cancel()
	frappe.set_user(house.secretary)
	assert get_meetings("2026-02-16", "2026-02-16") == []
