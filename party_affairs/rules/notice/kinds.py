"""The boards that hang on the walls of a branch (guide 一（八）, annex 一 and 二): the union of both lists (Q16)."""

from dataclasses import dataclass

WORDS, FIRM, INTRODUCTION, STRUCTURE, PLAN, FLOW, STARS, OPENNESS, PHOTOS = (
	*("words", "firm", "introduction", "structure", "plan", "flow", "stars", "openness", "photos"),
)
"""What a board is made of: official words alone, or what the records say on a day."""


@dataclass(frozen=True)
class BoardKind:
	"""A kind of board by its `label`; `text` is the key of its official wording, None where the guide gives none."""

	label: str
	made_of: str
	text: str | None = None


KINDS: tuple[BoardKind, ...] = (
	BoardKind("Firm Introduction", FIRM),
	BoardKind("Branch Introduction", INTRODUCTION, "branch_introduction"),
	BoardKind("Structure Chart", STRUCTURE),
	BoardKind("Functions of the Branch", WORDS, "functions"),
	BoardKind("Three Meetings and One Lecture", WORDS, "three_meetings"),
	BoardKind("Six Standards of a Branch", WORDS, "six_standards"),
	BoardKind("Six Conditions of a Model Branch", WORDS, "six_conditions"),
	BoardKind("Duties of the Secretary", WORDS, "secretary_duties"),
	BoardKind("Duties of the Deputy Secretary", WORDS, "deputy_duties"),
	BoardKind("Duties of the Organisation Commissioner", WORDS, "organisation_duties"),
	BoardKind("Duties of the Publicity Commissioner", WORDS, "publicity_duties"),
	BoardKind("Duties of the Discipline Commissioner", WORDS, "discipline_duties"),
	BoardKind("System of Organisation Life", WORDS, "organisation_life"),
	BoardKind("Rooms and Signs of the Branch", WORDS, "venue"),
	BoardKind("Annual Plan of Party Work", PLAN),
	BoardKind("Flow of Development", FLOW),
	BoardKind("Star Criteria of Members", STARS),
	BoardKind("Party Affairs Made Public", OPENNESS, "notice_board"),
	BoardKind("Party Members and the Public in Pictures", PHOTOS, "photo_board"),
)
"""In the order of the guide's lists."""

_BY_LABEL = {each.label: each for each in KINDS}


def kind(label: str) -> BoardKind:
	"""Return a kind of board by its label. Raise `KeyError` for an unknown one."""
	return _BY_LABEL[label]
