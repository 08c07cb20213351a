"""What a careless or hostile caller may put where a value belongs, drawn by a seeded `random.Random`."""

import json
import math
from random import Random

TEXTS = (
	"",
	" ",
	"没有此人",
	"𠮷😀",
	"\u202e倒写",
	"x" * 200,
	"长" * 3000,
	"长" * 70_000,
	"\x00",
	"甲\x00乙",
	"甲\x07\x1b乙",
	"'; DROP TABLE tabUser; --",
	"1 OR 1=1",
	"name asc; select 1",
	"(select password from __Auth)",
	"sleep(1)",
	"`name`",
	"name`",
	"tabUser",
	"tabUser.name",
	"`tabParty Member`.`id_number`",
	"party_member.nothing",
	"<script>alert(1)</script>",
	"{{ frappe.session }}",
	"%",
	"%s",
	"%(name)s",
	"{0}",
	"\\",
	"[",
	"[[",
	'{"a":',
	"[]",
	"{}",
	"[[]]",
	"[null]",
	"null",
	"true",
	'"text"',
	"0",
	"-1",
	"1.5",
	"1e999",
	"9" * 30,
	"NaN",
	"Infinity",
	"-Infinity",
	"2026-02-30",
	"0000-00-00",
	"2026-13-01",
	"NaT",
	"2026-03-10 25:61:00",
	"10000-01-01",
	"../../etc/passwd",
	"/private/files/../../site_config.json",
	"http://127.0.0.1/",
	"User",
	"DocType",
	"Administrator",
	"new-party-member-1",
)
LONE_SURROGATE = "甲\ud800乙"
VALUES = (
	True,
	False,
	0,
	-1,
	1.5,
	1e308,
	10**30,
	math.nan,
	math.inf,
	[],
	{},
	[[]],
	[None],
	["甲", "乙"],
	[{"name": "x"}],
	{"a": 1},
	{"name": ["like", "%"]},
	[["name", "=", "x"]],
	[[1, 2, 3]],
	LONE_SURROGATE,
)


def deep(rng: Random):
	"""A list in a list in a list …"""
	value: list = []
	for _level in range(rng.choice((5, 60))):
		value = [value]
	return value


def odd(rng: Random):
	"""A text, more often than not, or a value of any other type that JSON knows."""
	if rng.random() < 0.55:
		return rng.choice(TEXTS)
	if rng.random() < 0.05:
		return deep(rng)
	return rng.choice(VALUES)


def as_text(value) -> str:
	"""A value as a form sends it: text as it is (what UTF-8 cannot write is escaped), all else as JSON, which knows NaN here."""
	if isinstance(value, str):
		return value.encode("utf-8", "backslashreplace").decode()
	return json.dumps(value, default=str)
