"""Every sentence, label and option the app shows, collected from its files: what translations/zh.csv must cover."""

import ast
import csv
import json
import re
from collections.abc import Iterator
from pathlib import Path

APP = Path(__file__).resolve().parent.parent / "party_affairs"
CSV = APP / "translations" / "zh.csv"

_DEFERRED = {"Message", "RuleError", "CellError", "file_problem", "refuse", "note", "_sheet_note"}
"""Callables whose first text argument is a sentence that is translated when it is shown."""

_SCRIPT_CALL = re.compile(r"""(?<![\w.])__\(\s*(["'`])((?:\\.|(?!\1).)*)\1""", re.DOTALL)
_TEMPLATE_CALL = re.compile(r"""(?<![\w.])_\(\s*(["'])((?:\\.|(?!\1).)*)\1""", re.DOTALL)
_LABEL_KEYS = {
	"DocType": ("name",),
	"Report": ("name",),
	"Print Format": ("name",),
	"Number Card": ("label",),
	"Dashboard Chart": ("chart_name",),
	"Workspace": ("label", "title"),
	"Module Onboarding": ("title", "subtitle", "success_message"),
	"Onboarding Step": ("title", "description", "action_label"),
}
_FIELD_KEYS = ("label", "description")


def shown() -> dict[str, str]:
	"""Return each English text the app shows, and a file in which it stands."""
	found: dict[str, str] = {}
	for reader, pattern in (
		(_from_python, "*.py"),
		(_from_scripts, "*.js"),
		(_from_scripts, "*.html"),
		(_from_templates, "*.html"),
		(_from_json, "*.json"),
	):
		for path in sorted(APP.rglob(pattern)):
			if "/test_" in path.as_posix() or "node_modules" in path.parts:
				continue
			for text in reader(path):
				if text.strip() and re.search("[A-Za-z]", text):
					found.setdefault(text, str(path.relative_to(APP)))
	return found


def translated() -> dict[str, str]:
	"""Return the texts of zh.csv with their translations."""
	with CSV.open(encoding="utf-8", newline="") as file:
		return {row[0]: row[1] for row in csv.reader(file) if row}


def missing() -> dict[str, str]:
	"""Return the shown texts without a translation, and a file in which each stands."""
	known = translated()
	return {text: path for text, path in shown().items() if not known.get(text)}


def _from_python(path: Path) -> Iterator[str]:
	for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
		if not isinstance(node, ast.Call):
			continue
		name = getattr(node.func, "id", None) or getattr(node.func, "attr", None)
		texts = [
			argument.value
			for argument in node.args
			if isinstance(argument, ast.Constant) and isinstance(argument.value, str)
		]
		if name in {"_", "_lt"}:
			yield from texts[:1]
		elif name in _DEFERRED:
			# Cells are refused with their column first: a sentence has a space in it, a column key has none.
			yield from [text for text in texts if " " in text or name in {"Message", "RuleError"}][:1]


def _from_scripts(path: Path) -> Iterator[str]:
	yield from (_unescaped(match[2]) for match in _SCRIPT_CALL.finditer(path.read_text(encoding="utf-8")))


def _from_templates(path: Path) -> Iterator[str]:
	yield from (_unescaped(match[2]) for match in _TEMPLATE_CALL.finditer(path.read_text(encoding="utf-8")))


def _unescaped(text: str) -> str:
	return re.sub(r"\\(.)", r"\1", text)


def _from_json(path: Path) -> Iterator[str]:
	if "party_affairs" not in path.relative_to(APP).parts and "workspace_sidebar" not in path.parts:
		return
	document = json.loads(path.read_text(encoding="utf-8"))
	if not isinstance(document, dict):
		return
	kind = document.get("doctype")
	yield from (str(document[key]) for key in _LABEL_KEYS.get(kind, ()) if document.get(key))
	for rows in (value for value in document.values() if isinstance(value, list)):
		for row in rows:
			if not isinstance(row, dict):
				continue
			yield from (str(row[key]) for key in _FIELD_KEYS if row.get(key))
			if row.get("fieldtype") == "Select" and row.get("fieldname") != "naming_series":
				yield from (row.get("options") or "").split("\n")
