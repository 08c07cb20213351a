"""What the server lacks is told to whoever may change the settings."""

import pytest

import frappe

from party_affairs.api import installation
from tests.site.two_branches import TODAY, build_house


@pytest.fixture(scope="module")
def house(rolled_back):
	with rolled_back():
		yield build_house()


def test_health_is_for_whoever_may_change_the_settings(house, freeze):
	freeze(TODAY)
	frappe.set_user(house.officer)
	health = installation.installation_health()
	assert health["workdays"][0] == {"year": 2026, "announced": True}
	assert any("CJK" in font or "WenQuanYi" in font or "Noto" in font for font in health["fonts"])
	frappe.set_user(house.secretary)
	with pytest.raises(frappe.PermissionError):
		installation.installation_health()


def test_a_server_that_cannot_list_its_fonts_says_so(house, monkeypatch):
	monkeypatch.setattr(installation.shutil, "which", lambda name: None)
	frappe.set_user(house.officer)
	assert installation.installation_health()["fonts"] is None
