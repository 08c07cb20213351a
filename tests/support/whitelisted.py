"""What the installed apps open to requests: whitelisted methods, REST routes and pages, read from their source."""

import ast
from collections.abc import Iterator
from pathlib import Path

import frappe


def methods(app: str) -> set[str]:
	"""Dotted names of all functions and methods of an app that are marked as whitelisted, tests left out."""
	root = Path(frappe.get_app_path(app))
	return {
		name
		for path in root.rglob("*.py")
		if not path.name.startswith("test_") and "tests" not in path.relative_to(root).parts
		for name in _marked(ast.parse(path.read_text(encoding="utf-8")), _module(root, path))
	}


def _module(root: Path, path: Path) -> str:
	parts = path.relative_to(root.parent).with_suffix("").parts
	return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def _marked(node: ast.AST, prefix: str) -> Iterator[str]:
	for child in ast.iter_child_nodes(node):
		if isinstance(child, ast.ClassDef):
			yield from _marked(child, f"{prefix}.{child.name}")
		elif isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef):
			if any("whitelist" in ast.unparse(decorator) for decorator in child.decorator_list):
				yield f"{prefix}.{child.name}"
		elif isinstance(child, ast.If | ast.Try):
			yield from _marked(child, prefix)


def pages(app: str) -> set[str]:
	"""First parts of the addresses of an app's pages."""
	folder = Path(frappe.get_app_path(app, "www"))
	return (
		{path.name.split(".")[0] for path in folder.iterdir() if not path.name.startswith("__")}
		if folder.is_dir()
		else set()
	)


def routes() -> Iterator[tuple[str, str]]:
	"""Path and verb of every REST route that this version has a table of, with `Party Meeting` and `X` filled in."""
	rules = getattr(frappe.api, "API_URL_MAP", None)
	for rule in rules.iter_rules() if rules else ():
		path = (
			rule.rule.replace("<doctype>", "Party Meeting").replace("<path:name>", "X").replace("<name>", "X")
		)
		for verb in sorted(rule.methods or {"GET", "POST"}):
			yield path, verb
