"""Sums that tell what somebody earns: by the word for it, or because a name stands beside them.

No sum is compared with the records: a refusal that came for one sum and not for another would tell what somebody earns.
"""

import re
from collections.abc import Iterator
from decimal import Decimal

from party_affairs.rules.notice.named import MARK, NAME

_UNIT = r"(?:万元|千元|万|[千仟]|元|块|[kKwW](?![A-Za-z]))"
_NUMBER = r"\d[\d,]{0,20}(?:\.\d{1,9})?"
_TO_AMOUNT = r"(?:人民币|大[约概]|约|差不多|不到|起码|超过|近|达到?|过|为|是|有|到|每月|每年|¥|:|,|的|在|[共合总]?计|共|即|税[后前]|应发|实发|\(|\)){0,4}"
_AMOUNT = rf"{_TO_AMOUNT}{_NUMBER}[余多来]?{_UNIT}?"
_SUM = rf"{_TO_AMOUNT}(?:{_NUMBER}[余多来]?{_UNIT}|\d{{4,6}}(?![\d年]))"
_EARNED = r"(?:工资|薪资|薪金|薪酬|薪水|薪俸|[年月时日周底]薪|年终奖|津贴|提成|分红|律师费收入|业务创收|个人创收|创收|劳务费|退休金|养老金|[月年]入)[条单表]?"
_INCOME = re.compile(
	rf"(?:(?<!党费)(?:月|年|税后|税前|实际|个人|本人|人均)?收入|{_EARNED}(?:性?收入|总额)?|(?:计算|核定|党费|交费|缴费|计费|交纳)?基数){_AMOUNT}"
	rf"|(?:薪|到手|进账|[挣赚](?:了|到)?|分成|报酬){_SUM}"
	rf"|(?:(?<!党费)收入|薪|工资|[月年]入|[挣赚]|到手)(?:了|约|为|是|已|就|早){{0,2}}[过上超破近数几逾达有]{{0,2}}[十百千几]{{0,2}}万"
)
_PRIZE = re.compile(rf"奖金{_TO_AMOUNT}({_NUMBER})[余多来]?({_UNIT})")
_LEAST_PRIZE = 10_000
_OF_ORGANISATION = (
	r"(?:党费|经费|会费|财政|活动|捐款|总|拨款|利息|其他|支部|律所|律师事务所|行业|业务|全所|本所)"
)
_INCOME_OF_ORGANISATION = re.compile(rf"{_OF_ORGANISATION}(?:收缴|交纳)?收入$|经营收入$")
_YEAR_OF_ORGANISATION = re.compile(r"[本当上]年度?收入$")
_TIER = re.compile(r"^\s*(?:元)?\s*(?:\(.{0,12}\))?\s*(?:以下|以上|及以下|及以上|者|至|到|-|—|~|%)")
_NAMED_AMOUNT = re.compile(rf"({_NUMBER})[余多来]?({_UNIT})(?![份人册次字米名本])")
_BESIDE_NAME = re.compile(
	rf"{NAME}[^0-9A-Za-z\u3400-\u9fff]{{0,3}}((?:\d{{1,3}}(?:,\d{{3}})+|\d{{4,6}})(?:\.\d{{1,2}})?)(?![\d.,/\-年月日号次人名分件册期字学时票])"
)
_ALLOWED_WITH_AMOUNT = re.compile(
	r"党费|交纳|缴纳|交费|缴费|补交|补缴|应交|已交|实交|应缴|已缴|实缴|捐|慰问|补助|补贴|奖|经费|费用|支出|标的|案|挽回|赔偿|活动|采购|购"
)
_FOR_CLIENTS = re.compile(r"追回|讨回|讨薪|追讨|挽回|欠薪|拖欠|农民工|当事人|受援人")
_LEAST_INCOME = 1000
_YEAR = re.compile(r"(?:19|20)\d{2}")
_TIMES = {"万": 10_000, "w": 10_000, "千": 1000, "仟": 1000, "k": 1000}


def incomes(text: str) -> Iterator[tuple[int, int]]:
	"""Yield where in a sentence with marked names (`named.marked`) somebody's income stands. Numbers are figures."""
	for match in _INCOME.finditer(text):
		if not _is_innocent(text, match):
			yield match.span()
	for match in _PRIZE.finditer(text):
		if _yuan(*match.groups()) >= _LEAST_PRIZE:
			yield match.span()
	if MARK not in text or _ALLOWED_WITH_AMOUNT.search(text) or _FOR_CLIENTS.search(text):
		return
	for match in _NAMED_AMOUNT.finditer(text):
		if _yuan(*match.groups()) >= _LEAST_INCOME:
			yield match.span()
	for match in _BESIDE_NAME.finditer(text):
		if not _YEAR.fullmatch(match.group(1)):
			yield match.span(1)


def _is_innocent(text: str, match: re.Match) -> bool:
	"""Whether a sum is a step of the scale, an organisation's, or what was won for clients."""
	before = text[: match.start()] + re.match(r"[^\d]*?(?:收入|基数)|", match.group()).group()
	clause = re.split(r"(?<!\d),|,(?!\d)", text[: match.start()])[-1] + match.group()
	return bool(
		_TIER.match(text[match.end() :])
		or _INCOME_OF_ORGANISATION.search(before)
		or (MARK not in text and _YEAR_OF_ORGANISATION.search(before))
		or _FOR_CLIENTS.search(clause)
	)


def _yuan(number: str, unit: str) -> Decimal:
	return Decimal(number.replace(",", "").rstrip(".")) * _TIMES.get(unit[:1].lower(), 1)
