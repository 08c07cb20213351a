"""What a base of dues is reckoned from: kinds of regular income, and what is taken off before (art. 1; notice of 2017)."""

from dataclasses import dataclass

from party_affairs.guide.data import read


@dataclass(frozen=True)
class IncomeKind:
	"""One kind of income item by the label that forms show, and whether it is taken off."""

	label: str
	is_deduction: bool


def is_deduction(label: str) -> bool:
	"""Return whether an item of a kind is taken off. Raise `KeyError` for an unknown kind."""
	return _KIND_BY_LABEL[label].is_deduction


_RAW = read("dues/income_items.json")
_KINDS = tuple(IncomeKind(**row) for row in _RAW["items"])
_KIND_BY_LABEL = {kind.label: kind for kind in _KINDS}
