"""Which kind a test is follows from where it stands; the fixtures of each kind are in tests/support/."""

import gc
import os

import pytest
from hypothesis import settings

from tests.support.kinds import KINDS, kind_of

# Each worker has a site of its own (and whatever else is named after it); gw0 is the first worker.
_SITES = os.environ.get("PARTY_AFFAIRS_TEST_SITES", "").split()
if _SITES:
	_NUMBER = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
	os.environ["PARTY_AFFAIRS_TEST_SITE"] = _SITES[_NUMBER]

# The first call of a rule reads the guide and the holidays, which is no slowness of the rule; no examples are kept on disk.
# `--hypothesis-profile=thorough` tries twenty times as many.
settings.register_profile("ci", deadline=None, database=None, max_examples=100)
settings.register_profile("thorough", settings.get_profile("ci"), max_examples=2000)
settings.load_profile("ci")

pytest_plugins = [
	"tests.support.site",
	"tests.support.spare",
	"tests.support.browser",
	"tests.support.cells",
	"tests.support.seconds",
	"tests.support.workers",
]


def pytest_collection_modifyitems(items):
	for item in items:
		item.add_marker(getattr(pytest.mark, kind_of(item.path)))
	# Pure rules first, the browser last: the quick answers come early.
	items.sort(key=lambda item: KINDS.index(kind_of(item.path)))


def pytest_collection_finish():
	# What was imported stays; looking through it for garbage again and again took a tenth of the time.
	gc.collect()
	gc.freeze()
	gc.set_threshold(50_000, 20, 50)
