"""Names of organisations as they are written: 中共××支部委员会 in a title, ××党支部 in the register."""

import re
from collections.abc import Iterable

from party_affairs.importing.normalise import key_text

_BEFORE = re.compile(r"^(?:中国共产党|中共)")
_AFTER = (
	(re.compile(r"联合(?:党)?支部(?:委员会)?$"), "联合支部"),
	(re.compile(r"(?:党)?总支(?:部)?(?:委员会)?$"), "总支"),
	(re.compile(r"(?:党)?支部(?:委员会)?$"), "支部"),
	(re.compile(r"(?:基层)?(?:党委|党的委员会|委员会)$"), "党委"),
)


def core(text: str) -> str:
	"""Return what tells one organisation's name from another's, however its kind is written out."""
	name = _BEFORE.sub("", key_text(text))
	for pattern, kind in _AFTER:
		if pattern.search(name):
			return pattern.sub("", name) + kind
	return name


def same_branch(text: str, branch: str) -> bool:
	"""Whether a text names the organisation `branch`."""
	return core(text) == core(branch)


def find_branch(text: str, branches: Iterable[tuple[str, str | None]]) -> list[str]:
	"""Return the names of the organisations that a text may mean. `branches` are pairs of name and short name."""
	return [
		name
		for name, short_name in branches
		if core(text) == core(name) or (short_name and core(text) == core(short_name))
	]
