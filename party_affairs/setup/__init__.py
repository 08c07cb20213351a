"""What the app creates on a site besides its tables. Each step is idempotent and creates only what is missing."""

from party_affairs.integrations.erpnext import setup as erpnext
from party_affairs.setup import (
	development_board,
	dues_standard,
	evaluation_schemes,
	exchange,
	guide_rules,
	list_views,
	local_rules,
	navbar,
	notifications,
	retention,
	self_check_schemes,
	settings,
	welfare_forms,
)


def create_missing() -> None:
	"""Run all steps; safe to run at every migration."""
	guide_rules.sync()
	local_rules.create_missing()
	dues_standard.create_missing()
	evaluation_schemes.create_missing()
	welfare_forms.create_missing()
	exchange.create_missing()
	self_check_schemes.create_missing()
	settings.create_missing()
	retention.create_missing()
	list_views.create_missing()
	navbar.create_missing()
	notifications.create_missing()
	development_board.create_missing()
	erpnext.create_missing()
