"""Distribution among workers (pytest-xdist): a site for each, whole files, the browser for one, long files first."""

import pytest

from tests.support.kinds import ROOT, file_of_test, kind_of
from tests.support.seconds import kept

GUESSED = {"rules": 0.01, "site": 0.1}
"""Seconds a test, by kind, of files that were never run here."""

BROWSER = "browser"


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
	from xdist.scheduler import LoadScopeScheduling

	seconds = kept(config)

	class ByFile(LoadScopeScheduling):
		def _split_scope(self, nodeid):
			file = file_of_test(nodeid)
			return BROWSER if kind_of(ROOT / file) == "browser" else file

		def _assign_work_unit(self, node):
			self.workqueue.move_to_end(max(self.workqueue, key=self._urgency), last=False)
			super()._assign_work_unit(node)

		def _urgency(self, scope):
			"""The browser first, since one worker does it all; then rules, whose answers are quick; then by length."""
			if scope == BROWSER:
				return 2, 0
			kind = kind_of(ROOT / scope)
			guessed = GUESSED[kind] * len(self.workqueue[scope])
			return kind == "rules", seconds.get(scope, guessed)

	return ByFile(config, log)
