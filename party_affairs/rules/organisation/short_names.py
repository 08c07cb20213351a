"""What an organisation is called where there is little room, if nobody has given it a short name."""

import re
from collections.abc import Iterator

_FIRM = "律师事务所"
_PLACES = (
	*(
		"北京",
		"天津",
		"上海",
		"重庆",
		"河北",
		"山西",
		"辽宁",
		"吉林",
		"黑龙江",
		"江苏",
		"浙江",
		"安徽",
		"福建",
		"江西",
		"山东",
	),
	*(
		"河南",
		"湖北",
		"湖南",
		"广东",
		"海南",
		"四川",
		"贵州",
		"云南",
		"陕西",
		"甘肃",
		"青海",
		"内蒙古",
		"广西",
		"西藏",
		"宁夏",
	),
	"新疆",
)
_OF_PARTY = re.compile(r"^(?:中国共产党|中共)")
_PLACE = re.compile(rf"^(?:{'|'.join(_PLACES)})(?:省|市|自治区)?")
_FORMS = (
	(re.compile(r"(?:总支部委员会|总支部|党总支部|党总支)$"), "总支"),
	(re.compile(r"党?支部(?:委员会)?$"), "支部"),
	(re.compile(r"党?委员会$"), "党委"),
)
_LONGEST = 12
_LEAST_OF_FIRM = 2


def short_names_of(name: str) -> Iterator[str]:
	"""Yield what an organisation may be called in brief, the shortest first; nothing where its name is short enough.

	Place, 律师事务所 and the words for the Party go: 浙江澄砚律师事务所党支部 is 澄砚支部. Where two would be called the same, the
	second keeps more of its name.
	"""
	brief = _OF_PARTY.sub("", name.strip())
	for pattern, form in _FORMS:
		brief, number = pattern.subn(form, brief)
		if number:
			break
	whole = brief
	if _FIRM in brief:
		brief = brief.replace(_FIRM, "")
		without_place = _PLACE.sub("", brief)
		firm = re.split(r"第|联合|总支|支部|党委", without_place)[0]
		candidates = [without_place] if len(firm) >= _LEAST_OF_FIRM else []
		candidates += [brief, whole]
	elif len(name) > _LONGEST or (brief != name and _OF_PARTY.match(name)):
		candidates = [whole]
	else:
		candidates = []
	yield from dict.fromkeys(one for one in candidates if one and one != name)
