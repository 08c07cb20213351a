"""Names of people the records know, marked in a text, so that what stands beside one can be told from what does not."""

from collections.abc import Iterable

MARK = "\ue000"
NAME = rf"(?<!{MARK}){MARK}{{2,15}}(?:同志|律师|书记|委员|老师)?"
"""A pattern of a marked name with what it is called by."""


def marked(text: str, names: Iterable[str]) -> str:
	"""Return a plain text with each of the names as a row of marks of the same length."""
	for name in sorted(set(names), key=len, reverse=True):
		if len(name) > 1:
			text = text.replace(name, MARK * len(name))
	return text
