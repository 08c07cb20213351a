"""The themes by which duties are shown to whoever looks at many of them at once: each checked clause stands under one."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from party_affairs.guide import registry
from party_affairs.guide.data import build, read, require

_SOURCE = "duties/themes.json"


@dataclass(frozen=True)
class Theme:
	"""A theme with its label in English and its clauses in the order in which they are shown."""

	key: str
	label: str
	clauses: tuple[str, ...]


def themes() -> tuple[Theme, ...]:
	"""Return the themes in the order in which they are shown."""
	return _THEMES


def parse_themes(raw: Mapping[str, Any]) -> tuple[Theme, ...]:
	"""Return the themes of a decoded `duties/themes.json`. Raise `GuideDataError` unless each checked clause stands under one."""
	found = build(Theme, raw["themes"], _SOURCE, clauses=tuple)
	named = [clause for theme in found for clause in theme.clauses]
	checked = {clause.id for clause in registry.all_clauses() if clause.evaluated}
	require(len(named) == len(set(named)), _SOURCE, "themes", "a clause stands there twice")
	require(
		set(named) == checked,
		_SOURCE,
		"themes",
		f"these are checked or named alone: {sorted(set(named) ^ checked)}",
	)
	return found


_THEMES = parse_themes(read(_SOURCE))
