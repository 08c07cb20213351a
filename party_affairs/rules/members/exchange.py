"""Member data in the sheets of other systems (guide 一（十）1): which fields, how they are written, and what differs when a sheet comes back."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum
from types import MappingProxyType
from typing import Any

from party_affairs.guide.workbook_words import choices
from party_affairs.rules.message import Message

SAME_FOR_ALL, LEFT_EMPTY, NUMBER = "Same for All", "Left Empty", "No."
CODE, CODE_AND_WORD = "Code", "Code and Word"
YES, NO = "是", "否"
_DIVIDED = re.compile(r"[、，,;；]")
_DAY_FORMATS = MappingProxyType(
	{
		"YYYY-MM-DD": "%Y-%m-%d",
		"YYYY/MM/DD": "%Y/%m/%d",
		"YYYY.MM.DD": "%Y.%m.%d",
		"YYYYMMDD": "%Y%m%d",
		"YYYY-MM": "%Y-%m",
		"YYYY.MM": "%Y.%m",
		"YYYYMM": "%Y%m",
	}
)
_USUAL_FORMAT = "YYYY-MM-DD"


class Taken(Enum):
	"""How a value of another system may come into a member's record."""

	OVER = "over"
	"""It is written into the record, whose own checks hold."""
	BY_PROCEDURE = "by procedure"
	"""By the document that tells when and why it changed."""
	NOT = "not"
	"""It follows from other data, or is not ours: it is not compared."""


@dataclass(frozen=True)
class Field:
	"""One of our fields in a sheet: its label, its column in the record (None: none), and how it comes back.

	`choice` names its words (`guide.workbook_words.choices`), `procedure` the DocType by which it changes; `restricted` ones are read by
	few.
	"""

	label: str
	fieldname: str | None = None
	taken: Taken = Taken.NOT
	is_day: bool = False
	choice: str | None = None
	procedure: str | None = None
	restricted: bool = False

	@property
	def is_compared(self) -> bool:
		"""Whether a value of a sheet is held against ours."""
		return self.taken is not Taken.NOT


def _over(label: str, fieldname: str, **rest: Any) -> Field:
	return Field(label, fieldname, Taken.OVER, **rest)


def _by(procedure: str, label: str, fieldname: str, **rest: Any) -> Field:
	return Field(label, fieldname, Taken.BY_PROCEDURE, procedure=procedure, **rest)


_TRANSFER, _CHANGE, _CASE, _RECORD = (
	"Party Membership Transfer",
	"Party Membership Change",
	"Party Development Case",
	"Party Member",
)
FIELDS: Mapping[str, Field] = MappingProxyType(
	{
		found.label: found
		for found in (
			Field(NUMBER),
			_over("Full Name", "member_name"),
			_over("Gender", "gender", choice="gender"),
			_over("Date of Birth", "birth_date", is_day=True),
			Field("Age"),
			_over("ID Number", "id_number", restricted=True),
			_over("Ethnicity", "ethnicity"),
			_over("Native Place", "native_place"),
			_over("Education", "education", choice="education"),
			_over("Mobile", "mobile"),
			_over("Email", "email"),
			_over("Home Address", "address", restricted=True),
			_by(_TRANSFER, "Party Branch", "branch"),
			Field("Party Group"),
			_by(_CASE, "Stage", "stage", choice="stage"),
			_by(_CHANGE, "Status", "status", choice="status"),
			_by(_TRANSFER, "In This Branch Since", "joined_branch_on", is_day=True),
			_by(_CHANGE, "Left This Branch On", "left_branch_on", is_day=True),
			_over("Applied to Join On", "applied_on", is_day=True),
			_over("Activist On", "activist_on", is_day=True),
			_over("Development Target On", "target_on", is_day=True),
			_over("Joined the Party On", "joined_on", is_day=True),
			_over("Full Member On", "full_member_on", is_day=True),
			Field("Years in the Party"),
			Field("Party Posts"),
			# A firm and a post in it change on a day, which the sheet does not tell.
			_by(_RECORD, "Law Firm", "firm"),
			Field("Firm Licence No."),
			_by(_RECORD, "Position in Firm", "firm_position"),
			_by(_RECORD, "Is Partner", "is_partner"),
			_over("Practice Licence No.", "licence_no"),
			_over("Practice Type", "licence_type", choice="licence_type"),
			Field(SAME_FOR_ALL),
			Field(LEFT_EMPTY),
		)
	}
)
"""By label what can stand in a column, in the order in which it is offered."""

RECORD_FIELDS = tuple(dict.fromkeys(found.fieldname for found in FIELDS.values() if found.fieldname))


@dataclass(frozen=True)
class Code:
	"""A code with the receiver's word for it, and our words for the same."""

	words: tuple[str, ...]
	code: str
	their_word: str


@dataclass(frozen=True)
class CodeTable:
	"""A code table as it holds on a day."""

	title: str
	codes: tuple[Code, ...]

	def code_of(self, words: Iterable[str]) -> Code | None:
		"""Return the row that names one of `words`, None if no row does."""
		asked = {_key(word) for word in words}
		return next(
			(row for row in self.codes if asked & {_key(word) for word in row.words}),
			None,
		)

	def read(self, text: str) -> Code | None:
		"""Return the row whose code, word or both a cell holds, None if there is none."""
		asked = _key(text)
		for row in self.codes:
			known = (row.code, row.their_word, f"{row.code}{row.their_word}", *row.words)
			if asked and asked in {_key(word) for word in known if word}:
				return row
		return next((row for row in self.codes if _same_number(row.code, asked)), None)


@dataclass(frozen=True)
class Column:
	"""A column of a sheet: its heading, our field, and how it is written."""

	heading: str
	field: Field
	table: CodeTable | None = None
	written_as: str = ""
	date_format: str = ""
	fixed_text: str = ""
	is_required: bool = False
	width: int = 12


@dataclass(frozen=True)
class Written:
	"""What stands in a cell. `unmapped` says that the code table does not know the value, which stands there as it is with us."""

	text: str
	unmapped: bool = False


def words_of(text: str | None) -> tuple[str, ...]:
	"""Return the words of a row of a code table, which are divided by 、."""
	return tuple(word for part in _DIVIDED.split(text or "") if (word := part.strip()))


def words_for(found: Field, value: Any) -> tuple[str, ...]:
	"""Return the words by which people know a stored value, the usual one first; none for an empty one."""
	if value in (None, ""):
		return ()
	if found.choice:
		return (*choices(found.choice).get(value, ()), str(value))
	if found.fieldname == "is_partner":
		return (YES if value else NO,)
	return (str(value),)


def write(column: Column, value: Any) -> Written:
	"""Return how a value of ours stands in a column. Days are `date`, all else as the record holds it."""
	if column.field.label == SAME_FOR_ALL:
		return Written(column.fixed_text)
	if column.field.is_day:
		form = _DAY_FORMATS[column.date_format or _USUAL_FORMAT]
		return Written(value.strftime(form) if value else "")
	words = words_for(column.field, value)
	if not words:
		return Written("")
	if not column.table:
		return Written(words[0])
	row = column.table.code_of(words)
	if row is None:
		return Written(words[0], unmapped=True)
	if column.written_as == CODE:
		return Written(row.code)
	return Written(f"{row.code} {row.their_word}" if column.written_as == CODE_AND_WORD else row.their_word)


class State(Enum):
	"""How a value of a sheet stands to ours."""

	SAME = "same"
	DIFFERENT = "different"
	ONLY_THERE = "only there"
	"""Ours is empty."""
	ONLY_HERE = "only here"
	"""Theirs is empty: ours stays."""
	UNREADABLE = "unreadable"


@dataclass(frozen=True)
class Theirs:
	"""A cell of a sheet: as it is shown, and as a value of ours (None: empty). `exact` is False for a day of which only the month is told.

	`problem` says why it cannot be read.
	"""

	shown: str = ""
	value: Any = None
	exact: bool = True
	problem: Message | None = None


@dataclass(frozen=True)
class Difference:
	"""A field of a member, as it stands with us and there. `takeable` says that theirs can be written into the record."""

	column: Column
	ours: Any
	theirs: Theirs
	state: State

	@property
	def takeable(self) -> bool:
		"""Whether theirs can be taken over."""
		return (
			self.column.field.taken is Taken.OVER
			and self.state in (State.DIFFERENT, State.ONLY_THERE)
			and self.theirs.exact
		)

	@property
	def remark(self) -> Message | None:
		"""Why it cannot be taken over, and what to do; None if it can, or if there is nothing to do."""
		if self.state is State.UNREADABLE:
			return self.theirs.problem
		if self.state not in (State.DIFFERENT, State.ONLY_THERE):
			return None
		if not self.theirs.exact:
			return Message("The sheet tells the month alone. Enter the day in the member's record.")
		found = self.column.field
		if found.procedure == _RECORD:
			return Message(
				"It changes on a day, which the sheet does not tell. Enter it with its day in the member's record."
			)
		if found.taken is Taken.BY_PROCEDURE:
			return Message(
				"It changes through a {procedure} alone. Enter that, or correct the other system.",
				procedure=Message(found.procedure or ""),
			)
		return None


def compare(column: Column, ours: Any, theirs: Theirs) -> Difference:
	"""Return how a cell of a sheet stands to our value."""
	return Difference(column, ours, theirs, _state(column.field, ours, theirs))


def _state(found: Field, ours: Any, theirs: Theirs) -> State:
	if theirs.problem:
		return State.UNREADABLE
	if theirs.value in (None, ""):
		return State.SAME if ours in (None, "") else State.ONLY_HERE
	if found.fieldname == "is_partner":
		return State.SAME if bool(ours) == bool(theirs.value) else State.DIFFERENT
	if ours in (None, ""):
		return State.ONLY_THERE
	return State.SAME if _agrees(found, ours, theirs) else State.DIFFERENT


def _agrees(found: Field, ours: Any, theirs: Theirs) -> bool:
	if found.is_day:
		other: date = theirs.value
		return ours == other if theirs.exact else (ours.year, ours.month) == (other.year, other.month)
	if found.choice:
		return ours == theirs.value
	return _key(str(ours)) == _key(str(theirs.value))


def _key(text: str) -> str:
	"""What tells one value from another: full-width made plain, no white space, and 汉 is 汉族."""
	plain = "".join(unicodedata.normalize("NFKC", text).split()).casefold()
	return plain.removesuffix("族") if len(plain) > 1 else plain


def _same_number(code: str, text: str) -> bool:
	"""A sheet loses the zero before a code that Excel takes for a number."""
	return code.isdigit() and text.isdigit() and int(code) == int(text)
