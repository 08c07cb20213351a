"""Names and lists of people: who is named, what stands beside the name, and what is a number of heads and nobody's name."""

import re
from dataclasses import dataclass, field
from typing import Any

from party_affairs.guide import cell_words
from party_affairs.importing.normalise.text import is_empty, key_text, plain_text, says_nothing, seen
from party_affairs.importing.problems import CellError
from party_affairs.rules.names import canonical

_EMPTY_PIECES = {"-", "--", "无", "暂无", "没有"}
_SEPARATORS = "、，,；;\n\r|/"
_AND_OTHERS = re.compile(r"等(?:(\d+)[人名位]|人)?$")
_TOTAL_BEHIND = re.compile(r"(?:共计|共|合计|总计)(\d+)[人名位]$")
_TOTAL_IN_BRACKETS = re.compile(r"(?:共计|共|合计|总计|计)?(\d+)[人名位]")
_NUMBERING = re.compile(r"^\(?\d{1,2}[.、)]\s*")
_NO_NAME = re.compile(r"[\d()（）、,，;；/|:：+*?？!！]")
_NUMBER = r"(?P<number>\d+|[一二两三四五六七八九十]{1,3})"
_ENDS_A_LIST = "；;。\n"
_DIGITS = str.maketrans("〇零一二两三四五六七八九", "001223456789")


@dataclass(frozen=True)
class Mention:
	"""A person named in a list, and what stands in brackets behind the name, such as the reason for an absence."""

	name: str
	note: str = ""


def parse_name(value: Any) -> str | None:
	"""Return a person's name without the spaces that are put in to align it, such as in 张　三, and with one kind of dot."""
	if says_nothing(value):
		return None
	return canonical(plain_text(value))


def parse_person_name(value: Any) -> str | None:
	"""Return the name of one person who is entered by it. Raises CellError for two names and for anything beside a name."""
	if says_nothing(value):
		return None
	text = seen(str(value)).strip().strip("()（）")
	name = parse_name(text)
	if not name:
		return None
	words = plain_text(text).split()
	several = "\n" in text or (
		len(words) > 1
		and not any(word.isascii() for word in words)
		and all(len(word) > 1 for word in words)
		and words[0] not in cell_words.people("compound_surnames")
	)
	if several:
		raise CellError("Two names stand in this cell. Give each person a row of his own.")
	if _NO_NAME.search(name):
		raise CellError("Write the name alone here. What else there is to say has its own column.")
	return name


def parse_contact_name(value: Any) -> str | None:
	"""Return the name of one person outside the branch, with what is said of him in brackets. Raises CellError for two, and for a number."""
	if says_nothing(value):
		return None
	if len(parse_mentions(value)) > 1:
		raise CellError("Two names stand in this cell. Give each person a row of his own.")
	name = parse_name(value)
	if head_count(name) or is_no_name(name):
		raise CellError("“{text}” is nobody's name. Write the name here.", text=name)
	return name


def parse_mentions(value: Any) -> list[Mention]:
	"""Return the people of a list, each with what stands in brackets behind the name.

	Names are separated by 、 ， ； a new line or white space. A note such as 均出差 holds for all names before it that have
	none. Raises CellError for 等, since a record names everybody.
	"""
	if says_nothing(value):
		return []
	mentions: list[Mention] = []
	for piece in _pieces(seen(str(value))):
		typed, note = _split_note(piece)
		name, total = _without_total(typed)
		if note and (found := _TOTAL_IN_BRACKETS.fullmatch(note)) and not is_everybody(name):
			note, total = "", int(found[1])
		if name:
			if note[:1] in ("均", "都"):
				note = note[1:]
				mentions = [Mention(earlier.name, earlier.note or note) for earlier in mentions]
			mentions.append(Mention(name, note))
		if total is not None:
			_check_total(total, mentions, and_others="等" in typed)
	return mentions


def parse_one(value: Any) -> Mention | None:
	"""Return the one person of a cell with what stands behind the name in brackets, or in lines below it, such as a post."""
	if says_nothing(value):
		return None
	first, *below = [line.strip() for line in seen(str(value)).split("\n") if line.strip()]
	name, note = _split_note(first.replace("（", "(").replace("）", ")"))
	return Mention(name, "、".join(part for part in (note, *below) if part))


def _without_total(name: str) -> tuple[str, int | None]:
	"""Return a name without the number of all who are named, as in 李四共2人 and 李四等2人, and that number."""
	if is_everybody(name):
		return name, None
	if found := _AND_OTHERS.search(name):
		if not found[1]:
			raise CellError("等 leaves names out. Write down everybody.")
		return name[: found.start()], int(found[1])
	if (found := _TOTAL_BEHIND.search(name)) and found.start():
		return name[: found.start()], int(found[1])
	return name, None


def _check_total(total: int, mentions: list[Mention], and_others: bool) -> None:
	named = sum(1 for mention in mentions if head_count(mention.name) is None)
	if and_others and total > named:
		raise CellError("等 leaves names out. Write down everybody.")
	if total != named:
		raise CellError("The label says {number}, the names come to {names}.", number=total, names=named)


def is_everybody(name: str) -> bool:
	"""Whether a name is no name but 全体党员 or the like."""
	return any(word in name for word in cell_words.people("everybody"))


def _pieces(text: str) -> list[str]:
	"""Split a list at separators outside brackets."""
	text = text.replace("（", "(").replace("）", ")").replace("\u3000", " ").replace("\xa0", " ")
	pieces, depth, current = [], 0, ""
	for character in text:
		depth += (character == "(") - (character == ")")
		if depth <= 0 and character in _SEPARATORS:
			pieces.append(current)
			current = ""
		else:
			current += character
	pieces = [piece.strip() for piece in [*pieces, current]]
	pieces = [piece for piece in pieces if not is_empty(piece) and piece not in _EMPTY_PIECES]
	if len(pieces) == 1:
		pieces = _split_at_spaces(pieces[0])
	return [_NUMBERING.sub("", piece).rstrip("。.") for piece in pieces]


def _split_at_spaces(text: str) -> list[str]:
	"""Split `张三 李四` at its spaces, but keep `张 三` as one name."""
	words = [word for word in re.split(r"\s+(?![^(]*\))", text) if word]
	names: list[str] = []
	for word in words:
		if names and (word.startswith("(") or (len(names[-1]) == 1 and len(word) == 1)):
			names[-1] += word
		else:
			names.append(word)
	return names


def _split_note(piece: str) -> tuple[str, str]:
	found = re.fullmatch(r"([^(:：]*)(?:\((.*?)\)?|[:：](.*))?", piece, flags=re.DOTALL)
	if not found:
		return "".join(piece.split()), ""
	note = " ".join((found[2] or found[3] or "").split())
	return canonical(found[1]), "" if note in cell_words.empty() else note


# --- numbers of heads ------------------------------------------------------------------------------------------------


def _group_words() -> str:
	words = sorted(cell_words.people("groups"), key=len, reverse=True)
	return "|".join(map(re.escape, words))


_GROUPS = _group_words()
_HEADS = re.compile(
	rf"(?P<total>共计|共|合计|总计|计)?(?:约)?(?:{_GROUPS})*{_NUMBER}(?:余|多)?(?:人次|人|名|位|个)(?:{_GROUPS})*"
	r"(?:参加|到会|出席|列席|参会)?"
)


@dataclass(frozen=True)
class Heads:
	"""A number of people who are not named; `total` if it counts those named as well (共3人)."""

	number: int
	total: bool = False


def head_count(text: str) -> Heads | None:
	"""Return the number of heads that a piece of a list is, such as 律师3人, 3名律师, 共3人; None for anything else."""
	found = _HEADS.fullmatch(key_text(text).strip("()"))
	if not found:
		return None
	number = _as_number(found["number"])
	return None if number is None else Heads(number, bool(found["total"]))


def _as_number(text: str) -> int | None:
	if text.isdigit():
		return int(text)
	tens, ten, ones = text.rpartition("十")
	if not ten:
		return int(text.translate(_DIGITS)) if len(text) == 1 else None
	return int((tens or "一").translate(_DIGITS)) * 10 + int((ones or "〇").translate(_DIGITS))


def is_no_name(name: str) -> bool:
	"""Whether a text cannot be somebody's name: digits, or words for a number or a kind of people such as 若干 or 律师代表."""
	text = key_text(name)
	return bool(
		re.search(r"\d|若干|多人|数名|数人|[几余]名|[几余]人|全体|所有|全部|名单|详见|见附|附后|签到", text)
		or text in cell_words.people("groups")
	)


_WHO = r"(?:正式|预备)?党员|支委会?(?:委员|成员)?|支部委员会?(?:委员|成员)?|委员|组员|小组(?:成员|党员)|参会人员|人员|成员|同志"
_EVERYBODY = re.compile(
	r"(?:本支部|党支部|支部|党小组|小组|本组|本所)?(?:全体|全部|所有|全员)(?:共?(?P<before>\d+)[名位])?"
	rf"(?P<who>{_WHO})?(?:同志)?(?:全体)?(?:共|计)?(?:(?P<after>\d+)[人名位])?(?:均|都|全部|已)?(?:到会|到齐|参加|出席|参会)?"
	rf"|(?P<first>{_WHO})全体"
)
_EVERYBODY_BUT = re.compile("除|以外|之外|不含")


@dataclass(frozen=True)
class Everybody:
	"""全体党员 and the like: `who` as typed, and the numbers that stand with it."""

	who: str
	numbers: tuple[int, ...] = ()

	def differs(self, found: int) -> bool:
		"""Whether a number that stands with it is not how many there are."""
		return any(number != found for number in self.numbers)


def parse_everybody(name: str, note: str = "") -> Everybody | None:
	"""Return whom 全体… means, None where everybody is not meant. Raises CellError for 全体…除… and for other words beside it."""
	text = key_text(name)
	if not is_everybody(text):
		return None
	if _EVERYBODY_BUT.search(text + note):
		raise CellError("Write those who were absent into the column for absentees.")
	found = _EVERYBODY.fullmatch(text)
	heads = head_count(note) if note else None
	if not found or (note and heads is None):
		raise CellError(
			"It is not clear who is meant by {text}. Write 全体党员, 全体支委 or 全体组员, or the names.",
			text=f"{name}（{note}）" if note else name,
		)
	numbers = [int(number) for number in (found["before"], found["after"]) if number]
	return Everybody(found["who"] or found["first"] or "", (*numbers, *([heads.number] if heads else ())))


# --- who came, who did not -------------------------------------------------------------------------------------------


def _label_pattern() -> re.Pattern:
	kinds = {
		word: kind for kind in ("expected", "there", "absent", "guest") for word in cell_words.labels(kind)
	}
	words = "|".join(map(re.escape, sorted(kinds, key=len, reverse=True)))
	return re.compile(rf"(?:^|(?<=[\s、，,；;。(（]))(?P<label>{words})(?P<number>\d+)?[人名位]?\s*[:：]")


_LABEL = _label_pattern()
_KIND_OF_LABEL = {
	word: kind for kind in ("expected", "there", "absent", "guest") for word in cell_words.labels(kind)
}
_COUNTED_LABELS = "|".join(map(re.escape, sorted(_KIND_OF_LABEL, key=len, reverse=True)))
_FIGURE = re.compile(
	rf"(?:({_COUNTED_LABELS})(?:党员|会|人数)?[:：]?)?(?:为)?{_NUMBER}[人名位](?:党员|正式党员)?(?:到会|参会|出席|参加)?"
)


@dataclass
class Attendance:
	"""What a cell says of a meeting: people there, absent with the reason, guests, and the figures that it names."""

	present: list[Mention] = field(default_factory=list)
	absent: list[Mention] = field(default_factory=list)
	guests: list[Mention] = field(default_factory=list)
	expected: int | None = None
	there: int | None = None


def parse_attendance(value: Any, of: str = "there") -> Attendance:
	"""Return what a list says of those who came, were absent, or were guests; `of` is what the column is about.

	Labels inside the cell are read: `应到8人，实到7人；请假：张三（出差）`. A figure without names is kept as a figure.
	"""
	result = Attendance()
	if says_nothing(value):
		return result
	text = plain_text(value)
	if of == "absent" and key_text(text).rstrip("。.") in cell_words.people("nobody_absent"):
		return result
	pieces = list(_labelled(text, of))
	for kind, label, number, part in pieces:
		_read_part(part, kind, label, number, result)
	return result


def _labelled(text: str, of: str):
	"""Yield the parts of a text with the kind and word of the label that each stands behind, and the number in it."""
	position, kind, label, number = 0, of, "", None
	for found in _LABEL.finditer(text):
		if text.count("(", 0, found.start()) > text.count(")", 0, found.start()):
			continue
		yield kind, label, number, text[position : found.start()]
		position, kind, label = found.end(), _KIND_OF_LABEL[found["label"]], found["label"]
		number = int(found["number"]) if found["number"] else None
	yield kind, label, number, text[position:]


def _read_part(text: str, kind: str, label: str, number: int | None, result: Attendance) -> None:
	names, heads = [], 0
	for mention in parse_mentions(text):
		figure = _FIGURE.fullmatch(key_text(mention.name)) if not mention.note else None
		if figure:
			_keep_figure(_as_number(figure["number"]), _KIND_OF_LABEL.get(figure[1] or "", kind), result)
		elif kind == "there" and not mention.note and (members := _members_counted(mention.name)):
			heads += members
		elif kind == "expected":
			raise CellError(
				"Write behind 应到 how many were expected, and the names of those who came behind 实到."
			)
		else:
			reason = mention.note or (label if kind == "absent" and not _is_heading(label) else "")
			names.append(Mention(mention.name, reason))
	if heads:
		_keep_figure(heads, "there", result)
	if kind == "expected" and number is not None:
		_keep_figure(number, kind, result)
	elif number is not None and number != len(names):
		raise CellError(
			"The label says {number}, the names come to {names}.", number=number, names=len(names)
		)
	lists = {"there": result.present, "absent": result.absent, "guest": result.guests}
	if kind in lists:
		lists[kind].extend(names)


def _members_counted(text: str) -> int | None:
	"""Return how many members of the Party a piece such as 正式党员3人 counts, None for anything else."""
	heads = head_count(text)
	of_members = re.fullmatch(r"(?:正式|预备)?党员", re.sub(r"[\d人名位]", "", key_text(text)))
	return heads.number if heads and not heads.total and of_members else None


def _is_heading(label: str) -> bool:
	"""Whether a label only says what the list is, and not why somebody is on it."""
	return label.endswith("人员") or label in ("缺席", "未到", "未参加", "缺勤")


def _keep_figure(number: int | None, kind: str, result: Attendance) -> None:
	if kind in ("absent", "guest"):
		if number:
			raise CellError("A number of those who were absent or guests is no name. Write the names here.")
		return
	if kind == "expected":
		known, result.expected = result.expected, number
	else:
		known, result.there = result.there, number
	if known not in (None, number):
		raise CellError("Two figures stand in this cell: {first} and {second}.", first=known, second=number)


def is_of_somebody_absent(note: str) -> bool:
	"""Whether what is said of somebody is that he was not there, such as 请假 or 因公出差."""
	return any(note.startswith(word) for word in cell_words.people("absent")) or note.startswith("因")


def is_of_somebody_there(note: str) -> bool:
	"""Whether what is said of somebody fits one who was there: a title, a task at the meeting, 线上."""
	return note in cell_words.people("there") or note in cell_words.people("titles")
