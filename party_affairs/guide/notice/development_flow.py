"""The flow of development as it hangs on a wall (guide 一（八）2; its picture is lost in the guide, Q21): five phases, 25 steps.

The limits between steps are those of the rulebook; here stands which of its steps each step of the drawing is.
"""

from dataclasses import dataclass

from party_affairs.guide.data import build, read, require
from party_affairs.guide.members.rulebooks import rulebooks

_SOURCE = "notice/development_flow.json"


@dataclass(frozen=True)
class FlowStep:
	"""A step of the drawing and the steps of the rulebook that it stands for; without any it says itself who does it."""

	title: str
	keys: tuple[str, ...]
	handled_by: str | None


@dataclass(frozen=True)
class FlowPhase:
	"""A phase of the drawing with its steps in order."""

	title: str
	steps: tuple[FlowStep, ...]


def phases() -> tuple[FlowPhase, ...]:
	"""Return the phases in order."""
	return _PHASES


def _read() -> tuple[FlowPhase, ...]:
	found = build(
		FlowPhase,
		read(_SOURCE)["phases"],
		_SOURCE,
		name="title",
		steps=lambda rows: build(FlowStep, rows, _SOURCE, name="title", keys=tuple),
	)
	drawn = [key for phase in found for step in phase.steps for key in step.keys]
	for rulebook in rulebooks():
		asked = [step.key for step in rulebook.steps]
		require(set(asked) <= set(drawn), _SOURCE, rulebook.key, "a step of the rulebook is not drawn")
	for phase in found:
		for step in phase.steps:
			require(bool(step.keys) != bool(step.handled_by), _SOURCE, step.title, "who does it is said once")
	return found


_PHASES = _read()
SOURCE: str = read(_SOURCE)["source"]
"""Where the steps come from, in one sentence."""
