from pathlib import Path

import pytest
from hypothesis import settings

HERE = Path(__file__).parent

# The first call of a rule reads the guide and the holidays, which is no slowness of the rule; no examples are kept on disk.
settings.register_profile("rules", deadline=None, database=None)
settings.load_profile("rules")


def pytest_collection_modifyitems(items):
	for item in items:
		if HERE in item.path.parents:
			item.add_marker(pytest.mark.rules)
