"""The text of a PDF made comparable: fonts draw 见 and the radical ⻅ alike, and what is read out of a PDF may be either."""

import re
import unicodedata

_RADICALS = (
	"⺁⺂⺃⺄⺅⺆⺇⺈⺉⺊⺋⺌⺍⺎⺏⺐⺒⺓⺔⺕⺖⺗⺘⺙⺛⺜⺝⺞⺟⺠⺡⺢⺣⺤⺥⺦⺧⺨⺩⺪⺫⺬⺭⺮⺯⺰⺱⺲⺳⺶⺹⺺⺻⺼⺽⺾⺿⻀"
	"⻁⻂⻃⻄⻅⻆⻈⻉⻊⻋⻌⻍⻎⻏⻐⻑⻒⻓⻔⻖⻗⻘⻙⻚⻛⻜⻝⻟⻠⻡⻢⻣⻤⻥⻦⻧⻨⻩⻪⻫⻬⻭⻮⻯⻰⻱⻲⻳"
)
_CHARACTERS = (
	"厂乛乚乙亻冂几刀刂卜㔾小小兀尣尢巳幺彑彐忄㣺扌攵旡日月歺母民氵氺灬爫爫丬牛犭王疋目示礻竹糹纟罓罒㓁羊耂肀聿肉臼艹艹艹"
	"虎衤覀西见角讠贝足车辶辶辶阝钅長镸长门阝雨青韦页风飞食飠饣首马骨鬼鱼鸟卤麦黄黾斉齐歯齿竜龙龜亀龟"
)
_TO_CHARACTERS = str.maketrans(_RADICALS + "戶㬵∕〜", _CHARACTERS + "户胶/~")
"""Radicals (U+2E80 to U+2EFF) that Unicode does not count as compatible with the character they look like, and other glyphs
that fonts share."""


def _usual(radical: str) -> str:
	return unicodedata.normalize("NFKC", radical).translate(_TO_CHARACTERS)


USUAL = str.maketrans(
	{radical: _usual(radical) for radical in map(chr, range(0x2E80, 0x2FD6)) if _usual(radical) != radical}
	| dict(zip("戶㬵∕〜\u2329\u232a‵", "户胶／～〈〉｀", strict=True))
)
"""What is usually written with the glyph of a radical, and with the other glyphs that fonts share (for `str.translate`).

Of all characters of GB 2312 in the Noto fonts these alone are noted in a PDF as another one (tried with either engine).
"""


def fold(text: str) -> str:
	"""Return a text without white space, in which characters that look alike are one.

	Where a line is broken depends on fonts; compatible characters are unified by NFKC, radicals by a table.
	"""
	return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text).translate(_TO_CHARACTERS))
