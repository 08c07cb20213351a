"""The check beside scenarios that a secretary can read: a class for each file, a test for each day on which it is checked."""

import pytest

from tests.support import scenario_file
from tests.support.scenario_file import Checked, Scenario
from tests.support.scenario_house import House
from tests.support.site import _at

pytestmark = pytest.mark.site


@pytest.fixture(scope="class")
def house(request, rolled_back) -> House:
	"""The documents of a scenario, made once for all days on which it is checked, after all has happened."""
	scenario: Scenario = request.cls.scenario
	with rolled_back(), _at(scenario.last_day):
		yield House(scenario)


def _what_is_found(self, house: House, checked: Checked) -> None:
	problems = house.problems(checked)
	if problems:
		pytest.fail("\n".join(problems), pytrace=False)


def _case(number: int, checked: Checked):
	marks = []
	if checked.awaited:
		awaited = {"reason": f"待落实：{checked.awaited}", "raises": pytest.fail.Exception}
		marks = [pytest.mark.xfail(strict=True, **awaited)]
	return pytest.param(checked, id=f"{number}-{checked.day}", marks=marks)


def _tests_of(scenario: Scenario) -> type:
	cases = [_case(number, checked) for number, checked in enumerate(scenario.checks, start=1)]

	@pytest.mark.parametrize("checked", cases)
	def test_what_is_found(self, house, checked):
		_what_is_found(self, house, checked)

	return type(
		f"Test{scenario.path.stem}",
		(),
		{"__module__": __name__, "scenario": scenario, "test_what_is_found": test_what_is_found},
	)


globals().update(
	{tests.__name__: tests for tests in map(_tests_of, map(scenario_file.load, scenario_file.paths()))}
)
