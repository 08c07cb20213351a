"""The check beside scenarios that a secretary can read: one test for each file and day."""

import pytest

from tests.support import scenario_file
from tests.support.scenario_file import Checked, Scenario
from tests.support.scenario_house import House
from tests.support.site import _at

pytestmark = pytest.mark.site

SCENARIOS = {path.stem: scenario_file.load(path) for path in scenario_file.paths()}


def _cases():
	for name, scenario in SCENARIOS.items():
		for number, check in enumerate(scenario.checks, start=1):
			marks = []
			if check.awaited:
				awaited = {"reason": f"待落实：{check.awaited}", "raises": pytest.fail.Exception}
				marks = [pytest.mark.xfail(strict=True, **awaited)]
			yield pytest.param(name, check, id=f"{name}-{number}-{check.day}", marks=marks)


@pytest.fixture(scope="module")
def house(request, rolled_back) -> House:
	"""The documents of a scenario, made once for all days on which it is checked, after all has happened."""
	scenario: Scenario = SCENARIOS[request.param]
	with rolled_back(), _at(scenario.last_day):
		yield House(scenario)


@pytest.mark.parametrize(("house", "checked"), _cases(), indirect=["house"])
def test_what_is_found_on_the_day(house: House, checked: Checked):
	problems = house.problems(checked)
	if problems:
		pytest.fail("\n".join(problems), pytrace=False)
