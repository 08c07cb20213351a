"""What a robot of a group chat is sent, by kind: its body, the signature under it, and what its answer means.

All three kinds answer HTTP 200 even to what they refuse, and say by a code in the body what came of it. A signature is good for
an hour at most, so it is made for each request anew; the two kinds that sign do not do it alike.
"""

import base64
import hashlib
import hmac
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from party_affairs.rules.message import Message

WECOM, DINGTALK, FEISHU = "WeCom", "DingTalk", "Feishu"
A_MINUTE = 15
"""So many messages a minute are sent to one robot at most: the strictest kind takes 20, and then none for ten minutes."""


@dataclass(frozen=True)
class Kind:
	"""Where a kind of robot is reached, whether it signs, how many bytes of text it takes, and what its codes mean.

	Which robot it is stands in the query under `key`, or, where that is None, at the end of the path. `waits` are the codes that ask to wait, by seconds; `refusals` are sentences for the reader, each with the remedy.
	"""

	host: str
	path: str
	key: str | None
	signs: bool
	longest: int
	waits: Mapping[int, int]
	refusals: Mapping[int, Message]


_SIGNATURE = Message(
	"The group does not take the signature, the time or a word: check the signing secret, the clock of the server, and the robot's keywords in the group."
)
KINDS: Mapping[str, Kind] = MappingProxyType(
	{
		WECOM: Kind(
			"qyapi.weixin.qq.com",
			"/cgi-bin/webhook/send",
			"key",
			False,
			4_096,
			{45009: 60},
			{
				93000: Message("The group knows no such robot: copy its address from the group anew."),
				40058: Message(
					"The message is not as the group wants it, or too long: tell your administrator."
				),
			},
		),
		DINGTALK: Kind(
			"oapi.dingtalk.com",
			"/robot/send",
			"access_token",
			True,
			18_000,
			{130101: 600},
			{
				310000: _SIGNATURE,
				300001: Message("The group knows no such robot: copy its address from the group anew."),
			},
		),
		FEISHU: Kind(
			"open.feishu.cn",
			"/open-apis/bot/v2/hook/",
			None,
			True,
			18_000,
			{11232: 60},
			{
				19001: Message("The group knows no such robot: copy its address from the group anew."),
				19021: _SIGNATURE,
				19022: Message(
					"The group takes messages from other addresses only: add the address of this server to the robot's list."
				),
				19024: Message(
					"The group takes only messages with one of its keywords: take the keyword off, or add one that stands in each message."
				),
				9499: Message(
					"The message is not as the group wants it, or too long: tell your administrator."
				),
			},
		),
	}
)
_MARKUP = str.maketrans(
	{
		**{"<": "＜", ">": "＞", "[": "［", "]": "］", "(": "（", ")": "）", "@": "＠"},
		**dict.fromkeys("*_`#~\\|", ""),
	}
)
_SPACE = re.compile(r"\s+")
_ROBOT = re.compile(r"[\w-]+")


@dataclass(frozen=True)
class Verdict:
	"""What came of a message: whether the group has it, for how many seconds to wait with the next, and why it was refused."""

	is_sent: bool
	wait_seconds: int = 0
	reason: Message | None = None


def is_address_of(kind: str, address: str) -> bool:
	"""Whether an address is one of the kind's own over HTTPS, of one robot: no other host, port, user or path ever gets a message."""
	try:
		parts = urlsplit(address)
	except ValueError:
		return False
	known = KINDS[kind]
	if parts.scheme != "https" or parts.netloc != known.host or parts.fragment or _SPACE.search(address):
		return False
	if known.key is None:
		robot = parts.path.removeprefix(known.path)
		return parts.path == known.path + robot and not parts.query and bool(_ROBOT.fullmatch(robot))
	(robot,) = parse_qs(parts.query).get(known.key, ("",))[:1]
	return parts.path == known.path and bool(_ROBOT.fullmatch(robot))


def plain(text: str) -> str:
	"""Return one line without what a chat would take for markup, a link, or a call to everybody."""
	return _SPACE.sub(" ", text.translate(_MARKUP)).strip()


def body(kind: str, title: str, lines: Sequence[str], link: tuple[str, str], rest: str) -> dict[str, Any]:
	"""Return the body of a message: title, lines, and a link (its words and its address).

	What does not fit the kind's length in bytes is left out by whole lines, and `rest` is said instead; a first line that is too
	long is cut between characters.
	"""
	title, words = plain(title), plain(link[0])
	if kind == FEISHU:
		end = f"\n{words} {link[1]}"
		text = _fit(title, [plain(line) for line in lines], end, plain(rest), KINDS[kind].longest)
		return {"msg_type": "text", "content": {"text": text}}
	head = f"**{title}**" if kind == WECOM else f"#### {title}"
	mark, end = ("> ", f"\n[{words}]({link[1]})") if kind == WECOM else ("- ", f"\n\n[{words}]({link[1]})")
	text = _fit(head, [mark + plain(line) for line in lines], end, plain(rest), KINDS[kind].longest)
	if kind == WECOM:
		return {"msgtype": "markdown", "markdown": {"content": text}}
	return {"msgtype": "markdown", "markdown": {"title": title, "text": text}, "at": {"isAtAll": False}}


def _fit(head: str, lines: Sequence[str], end: str, rest: str, longest: int) -> str:
	whole = "\n".join([head, *lines]) + end
	if _bytes(whole) <= longest:
		return whole
	room = longest - _bytes(f"{head}\n{rest}{end}")
	kept: list[str] = []
	for line in lines:
		room -= _bytes(f"{line}\n")
		if room < 0:
			break
		kept.append(line)
	if not kept and lines:
		room = longest - _bytes(f"{head}\n\n{rest}{end}")
		kept = [cut(lines[0], room)]
	return "\n".join([head, *kept, rest]) + end


def cut(text: str, longest: int) -> str:
	"""Return the beginning of a text that takes at most `longest` bytes, cut between characters."""
	return text.encode()[: max(longest, 0)].decode(errors="ignore")


def _bytes(text: str) -> int:
	return len(text.encode())


def signed(
	kind: str, address: str, message: Mapping[str, Any], secret: str | None, now: datetime
) -> tuple[str, bytes]:
	"""Return address and bytes of a request made at `now` (with its time zone), signed if the kind signs and there is a secret.

	DingTalk keys with the secret and signs time and secret, in the address; Feishu keys with time and secret and signs nothing,
	in the body.
	"""
	if secret and kind == DINGTALK:
		moment = str(int(now.timestamp() * 1000))
		sign = _sign(secret, f"{moment}\n{secret}")
		address = f"{address}&{urlencode({'timestamp': moment, 'sign': sign})}"
	elif secret and kind == FEISHU:
		moment = str(int(now.timestamp()))
		message = {"timestamp": moment, "sign": _sign(f"{moment}\n{secret}", ""), **message}
	return address, json.dumps(message, ensure_ascii=False, separators=(",", ":")).encode()


def _sign(key: str, text: str) -> str:
	return base64.b64encode(hmac.new(key.encode(), text.encode(), hashlib.sha256).digest()).decode()


def judge(kind: str, status: int, answer: str) -> Verdict:
	"""Return what the answer of a robot means: `status` is that of HTTP, `answer` its body."""
	if status == 429 or status >= 500:
		return Verdict(
			False, 300, Message("The group did not answer as it should (HTTP {status}).", status=status)
		)
	code = _code(answer)
	if status != 200 or code is None:
		return Verdict(
			False,
			reason=Message(
				"What answered is no robot of {kind} (HTTP {status}): check the address.",
				kind=Message(kind),
				status=status,
			),
		)
	if code == 0:
		return Verdict(True)
	known = KINDS[kind]
	if code in known.waits:
		return Verdict(
			False, known.waits[code], Message("The group got too many messages; the next run sends it.")
		)
	if code in known.refusals:
		return Verdict(False, reason=known.refusals[code])
	return Verdict(False, reason=Message("The group refused the message with the code {code}.", code=code))


def _code(answer: str) -> int | None:
	"""The code in an answer, None if it has none."""
	try:
		said = json.loads(answer)
	except ValueError:
		return None
	if not isinstance(said, dict):
		return None
	for word in ("errcode", "code", "StatusCode"):
		if type(said.get(word)) is int:
			return said[word]
	return None
