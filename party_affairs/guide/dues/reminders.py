"""When members are reminded of dues in arrears, in which words and who is told (dues rule of 2008, articles 13 and 14).

The last stage is a flag: the branch has to look into it and decide, the member is sent nothing.
"""

from dataclasses import dataclass

from party_affairs.guide.data import one_of, read

TEXTS = ("forgotten", "talk", "concern")
"""The wordings that a stage may choose."""


@dataclass(frozen=True)
class Stage:
	"""What is done after so many unpaid `months` running.

	`text` names the wording for the member, None where the member is sent nothing. `tells_posts` are the keys of the posts
	in the branch that are told.
	"""

	months: int
	text: str | None
	tells_member: bool
	tells_posts: tuple[str, ...]
	is_flag: bool


def stages() -> tuple[Stage, ...]:
	"""Return the stages, that of the fewest months first."""
	return _STAGES


def flag() -> Stage:
	"""Return the stage at which the branch has to decide."""
	return next(stage for stage in _STAGES if stage.is_flag)


def citation() -> str:
	"""Return the articles behind the reminders."""
	return _CITATION


def gist() -> str:
	"""Return what the articles ask for, in short."""
	return _GIST


def _read() -> tuple[tuple[Stage, ...], str, str]:
	data = read("dues/reminders.json")
	for entry in data["stages"]:
		one_of(entry["text"], (None, *TEXTS), "dues/reminders.json", str(entry["months"]), "text")
	found = (Stage(**{**entry, "tells_posts": tuple(entry["tells_posts"])}) for entry in data["stages"])
	return tuple(sorted(found, key=lambda stage: stage.months)), data["citation"], data["gist"]


_STAGES, _CITATION, _GIST = _read()
