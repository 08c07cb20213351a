"""Rows of a table that are no records: sums, signatures, remarks, examples, page numbers."""

import re
from collections.abc import Iterable
from datetime import date
from typing import Any

from party_affairs.guide import workbook_words
from party_affairs.importing.headings import bare
from party_affairs.importing.normalise import key_text
from party_affairs.importing.wording import Words

_COUNTED = re.compile(
	r"(?:以上|全部|本支部|支部|本页|本表)?(?:总|合)?(?:共计|总计|合计|小计|累计|共有|共|计)"
	r"(?:党员|正式党员|在册党员|会议|活动)?:?\d+(?:\.\d+)?[人名位项条笔份户次场个元]"
)
_SUM_AND_FIGURE = r"(?:\d|人民币|[零壹贰叁肆伍陆柒捌玖拾佰仟万¥]|(?:金额|人数|党员数|数|额|元)$)"
_SIGNED = re.compile(r"[^:]{0,12}(?:签字|签名|签章|盖章|公章|电话|日期|时间)(?:\([^)]*\))?:.*")
_PAGE = re.compile(r"第\d+页.*|-+\d+-+|\d+/\d+页?")
_REMARK = re.compile(r"(?:备注|注|附注|说明|填表说明|填写说明)\d{0,2}[:、.].*")
_DAY = re.compile(
	r"[12〇零○一二三四五六七八九\d]{4}[年./-][一二三四五六七八九十\d]{1,3}[月./-][一二三四五六七八九十\d]{1,3}[日号]?"
)
_ORGANISATION = re.compile(r".{2,}(?:党支部|支部|支部委员会|党委|委员会|总支|律师事务所)")
_ASSURED = re.compile(r"[*※#]|以上.*(?:有效|属实|无误|真实|准确|情况)|特此")
_CAUTIONS = re.compile(
	r"(?:本|此)(?:台账|表|登记|文件|资料)(?:含|涉及).*(?:不得|请勿|严禁|妥善保管|保密)|仅列.*(?:;|。|$)"
)
"""What stands below a register about the whole of it, such as 本台账含个人信息，不得外传."""

_PEOPLE_COUNTED = re.compile(r"(?:党员|积极分子|发展对象|申请人|律师|群众)[^\d]{0,3}\d+[人名个]")
_SUM_ALONE = re.compile(r"[¥$]-?\d[\d,]*(?:\.\d+)?元?")
_ENDS_IN_A_SUM = re.compile(r".{0,6}(?:合计|小计|总计|共计|累计)")
_LONG_ENOUGH_FOR_A_REMARK = 6
_BRACKETS = re.compile(r"\([^)]*\)")


class Footers:
	"""Tells rows that are no records from those that are, by what stands first in them."""

	def __init__(self, words: Words) -> None:
		self._sums = words.footers("sums")
		self._signatures = words.footers("signatures")
		self._remarks = words.footers("remarks")
		self._blanks = words.footers("blanks")
		self._examples = frozenset(map(bare, workbook_words.example_marks()))
		self._sum_and_figure = re.compile(
			"(?:"
			+ "|".join(map(re.escape, sorted(self._sums, key=len, reverse=True)))
			+ ")"
			+ _SUM_AND_FIGURE
		)

	def is_one(self, first: Any, complete: bool) -> bool:
		"""Whether a row that begins with a cell is no record.

		`complete` says that the row fills all columns by which the sheet is known: a person called 共青莲 and one called 计时 are people.
		"""
		if not isinstance(first, str):
			return False
		text = key_text(first)
		label, colon, _rest = _BRACKETS.sub("", text).partition(":")
		word = bare(label)
		if self.is_sum(first) or word in self._examples or _PAGE.fullmatch(text):
			return True
		if bare(text) in self._blanks or word in self._blanks:
			return not complete
		if colon and (word in self._signatures or word in self._remarks or _SIGNED.fullmatch(text)):
			return True
		if _REMARK.fullmatch(text):
			return True
		if complete:
			return False
		first_word = bare(first.split()[0]) if first.split() else ""
		return bool({word, first_word} & (self._signatures | self._remarks))

	def is_signed_by_several(self, cells: Iterable[Any]) -> bool:
		"""Whether labels of signatures stand in several cells of a row, with names between them."""
		labels = [bare(_BRACKETS.sub("", key_text(cell))) for cell in cells if isinstance(cell, str)]
		return (
			len(labels) > 1
			and labels[0] in self._signatures
			and any(word in self._signatures for word in labels[1:])
		)

	def is_note(self, cells: Iterable[Any]) -> bool:
		"""Whether a row that is no complete record only names the organisation, counts people, or says that all this is true."""
		first, *others = list(cells)
		if not isinstance(first, str) or any(
			not isinstance(cell, date) and not _DAY.fullmatch(key_text(cell)) for cell in others
		):
			return False
		text = _BRACKETS.sub("", key_text(first))
		return bool(
			_ORGANISATION.fullmatch(text)
			or _ASSURED.match(text)
			or _CAUTIONS.match(text)
			or _PEOPLE_COUNTED.search(text)
			or _SUM_ALONE.fullmatch(text)
		)

	def is_day_alone(self, cells: Iterable[Any]) -> bool:
		"""Whether a row holds nothing but a day, as below signatures."""
		found = list(cells)
		return len(found) == 1 and (isinstance(found[0], date) or bool(_DAY.fullmatch(key_text(found[0]))))

	def goes_on(self, cells: Iterable[Any]) -> bool:
		"""Whether a row below sums and signatures may be a further remark: one longer text alone."""
		found = list(cells)
		return len(found) == 1 and isinstance(found[0], str) and len(found[0]) > _LONG_ENOUGH_FOR_A_REMARK

	def is_sum(self, value: Any) -> bool:
		"""Whether a cell stands at the beginning of a row of sums, such as 本页小计 or 共2人."""
		if not isinstance(value, str):
			return False
		text = key_text(value)
		word = bare(_BRACKETS.sub("", text).partition(":")[0])
		if _ENDS_IN_A_SUM.fullmatch(word):
			return True
		return bool(word in self._sums or _COUNTED.match(text) or self._sum_and_figure.match(bare(text)))
