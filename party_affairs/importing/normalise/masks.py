"""Values that were made unreadable on purpose, such as 138****1234: they say nothing of what is stored."""

import re
import unicodedata
from typing import Any

from party_affairs.guide import cell_words
from party_affairs.rules.names import without_invisible

_STARS = "*∗⁎✱✲✳✴✶﹡٭※"
_BLOCKS = "●○◯■□█▇▉▓▒░◆◇⬤⚫⚪★☆"
_NUMERALS = "〇零一二三四五六七八九十百"
_LINE_OF_STARS = re.compile(rf"^\s*[{_STARS}#]+\s*$\n?", re.MULTILINE)

_STAR = re.compile(rf"[{_STARS}]")
_RUN_OF_STARS = re.compile(rf"[{_STARS}]{{2,}}|#{{3,}}")
_RUN_OF_BLOCKS = re.compile(rf"(?<![{_NUMERALS}])[{_BLOCKS}]{{2,}}(?![{_NUMERALS}])|\d[{_BLOCKS}•·]{{2,}}")
_CROSSES_IN_NUMBER = re.compile(r"\d[×╳✕✖✗✘Xx]{2,}|[×╳✕✖✗✘Xx]{3,}\d")
_RUN_OF_CROSSES = re.compile(r"[×╳✕✖]{2,}|(?<![A-Za-z])[Xx]{2,}(?![A-Za-z])")
_GAP_IN_NUMBER = re.compile(r"\d{2}(?:…|\.{3,}|-{3,}|_{2,}|\?{2,})\d{2}")
_ANY = re.compile(rf"[{_STARS}{_BLOCKS}#＊＃×╳✕✖✗✘XxＸｘ…._?？＿\-－—•·]")
"""One of these stands in everything masked; most cells have none of them."""

_PRODUCT = re.compile(r"[\d.]+\s*[*×]\s*[\d.]+(?:\s*=\s*[\d.]+)?\s*元?")


_SHORT = 12


def _bare(value: str) -> str:
	return unicodedata.normalize("NFKC", without_invisible(value)).strip().strip("()")


def is_masked(value: Any, prose: bool = False) -> bool:
	"""Whether a cell holds something masked. `prose` has asterisks and crosses of its own, so there a run of them counts alone."""
	if not isinstance(value, str):
		return False
	if len(value) < _SHORT and _bare(value) in cell_words.hidden():
		return True
	if not _ANY.search(value):
		return False
	text = unicodedata.normalize("NFKC", without_invisible(value)).strip()
	if prose:
		text = _LINE_OF_STARS.sub("", text) or text
		return any(pattern.search(text) for pattern in (_RUN_OF_STARS, _RUN_OF_BLOCKS, _CROSSES_IN_NUMBER))
	if _PRODUCT.fullmatch(text):
		return False
	patterns = [_STAR, _RUN_OF_STARS, _RUN_OF_BLOCKS, _CROSSES_IN_NUMBER, _GAP_IN_NUMBER]
	return any(pattern.search(text) for pattern in patterns) or (
		"@" not in text and bool(_RUN_OF_CROSSES.search(text))
	)
