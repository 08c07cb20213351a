"""Three looks of a board, drawn by us: colours, and the frame around what stands on it.

None of them draws the emblem or the flag of the Party: the rules for their use (《中国共产党党徽党旗条例》) name who may use them where,
and forbid them as decoration. A place can be left for an emblem that the shop puts on.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Look:
	"""Colours of a look.

	`ground` is the sheet (two colours from top to bottom), `head` the band behind the title, `sheet` the ground under the text,
	`ink` the text, `accent` numbers and heads, `line` rules and frames, `card` the ground of cards, `quiet` small print.
	"""

	name: str
	ground: tuple[str, str]
	head: tuple[str, str] | None
	title: str
	head_text: str
	sheet: str
	ink: str
	accent: str
	on_accent: str
	line: str
	card: str
	card_line: str
	quiet: str
	title_family: str


LOOKS = {
	look.name: look
	for look in (
		Look(
			name="Solemn Red",
			ground=("#9f1419", "#84090f"),
			head=("#b5191f", "#97090f"),
			title="#ffedc2",
			head_text="#f6dca6",
			sheet="#fffaf0",
			ink="#2a211c",
			accent="#b0161c",
			on_accent="#fff3d9",
			line="#d9b063",
			card="#fdf1de",
			card_line="#ead2a4",
			quiet="#7b6657",
			title_family="song",
		),
		Look(
			name="Plain Ivory",
			ground=("#fdfbf6", "#f8f3e9"),
			head=None,
			title="#8f1a1d",
			head_text="#6e5f54",
			sheet="none",
			ink="#2b2723",
			accent="#8f1a1d",
			on_accent="#fdfbf6",
			line="#b98f6a",
			card="#f5eee1",
			card_line="#e2d5bf",
			quiet="#7d7064",
			title_family="song",
		),
		Look(
			name="Deep Blue and Gold",
			ground=("#16305a", "#0b1c38"),
			head=None,
			title="#f0d18c",
			head_text="#d8c08a",
			sheet="none",
			ink="#f3ecdd",
			accent="#e3bd6f",
			on_accent="#12284b",
			line="#c9a45a",
			card="#1b3866",
			card_line="#3d5a86",
			quiet="#b9b19c",
			title_family="song",
		),
	)
}


def look(name: str) -> Look:
	"""Return a look by its name, the first one for an unknown name."""
	return LOOKS.get(name) or LOOKS["Solemn Red"]
