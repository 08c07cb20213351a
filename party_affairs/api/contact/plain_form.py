"""Forms of web pages that are sent as plain text, with or without a script.

Frappe takes no notice of a body of plain text: what it writes into its logs are arguments, and what is sent here is none.
Browsers send `name=value`, one field after the other. A value may run over lines and hold anything, so each form
has a mark of its own that begins the names of its fields.
"""

import secrets

MARK = "form"
"""The name of the first field, whose value is the mark."""


def new_mark() -> str:
	"""Return a mark for a form."""
	return secrets.token_hex(6)


def parse(body: str) -> dict[str, list[str]] | None:
	"""Return the fields of a form by name, without its mark; None for what no such form sends.

	>>> parse("form=ab12\\r\\nab12-name=A\\r\\nB\\r\\nab12-name=C\\r\\n")
	{'name': ['A\\nB', 'C']}
	"""
	lines = body.replace("\r\n", "\n").removesuffix("\n").split("\n")
	name, _equals, mark = lines[0].partition("=")
	if name != MARK or not mark.isalnum():
		return None
	fields: list[tuple[str, list[str]]] = []
	for line in lines[1:]:
		key, equals, value = line.partition("=")
		if equals and key.startswith(f"{mark}-"):
			fields.append((key.removeprefix(f"{mark}-"), [value]))
		elif not fields:
			return None
		else:
			fields[-1][1].append(line)
	found: dict[str, list[str]] = {}
	for key, parts in fields:
		found.setdefault(key, []).append("\n".join(parts))
	return found
