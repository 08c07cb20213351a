"""Which kind a test is follows from where it stands; the fixtures of each kind are in tests/support/."""

from pathlib import Path

import pytest

pytest_plugins = ["tests.support.site", "tests.support.spare", "tests.support.browser"]

ROOT = Path(__file__).parent
KIND_OF_FOLDER = {"rules": "rules", "importing": "rules", "repository": "rules", "browser": "browser"}


def kind_of(path):
	"""`rules`, `browser` or `site`: the tests beside the app's documents and reports are site tests too."""
	parts = path.relative_to(ROOT).parts
	return KIND_OF_FOLDER.get(parts[1], "site") if parts[0] == "tests" else "site"


def pytest_collection_modifyitems(items):
	for item in items:
		item.add_marker(getattr(pytest.mark, kind_of(item.path)))
	# Pure rules first, the browser last: the quick answers come early.
	items.sort(key=lambda item: ("rules", "site", "browser").index(kind_of(item.path)))
