"""Whether a workbook holds personal texts, by the names of its tabs: a glance at the file before it is read."""

import html
import io
import re
import zipfile

from party_affairs.importing import layout
from party_affairs.importing.normalise import key_text

_NAMES = re.compile(r'<(?:\w+:)?sheet\b[^>]*?\bname="([^"]*)"')
_LIST = "xl/workbook.xml"
_LONGEST = 1024 * 1024


def has_tabs_of_personal_texts(content: bytes) -> bool:
	"""Whether a tab of an .xlsx file is called like a sheet of talks, thought reports or the appraisal."""
	words = {
		key_text(word) for sheet in layout.SHEETS if sheet.personal for word in (sheet.title, *sheet.synonyms)
	}
	return any(word in key_text(tab) for tab in _tabs(content) for word in words)


def _tabs(content: bytes) -> list[str]:
	try:
		with zipfile.ZipFile(io.BytesIO(content)) as package, package.open(_LIST) as entry:
			text = entry.read(_LONGEST).decode("utf-8", "replace")
	except (zipfile.BadZipFile, KeyError):
		return []  # another format, which is read as a whole first
	return [html.unescape(name) for name in _NAMES.findall(text)]
