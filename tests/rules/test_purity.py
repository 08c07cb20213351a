import ast
from pathlib import Path

import pytest

from party_affairs import guide, rules

SOURCES = sorted(Path(rules.__file__).parent.rglob("*.py"))
FORBIDDEN_MODULES = {
	"frappe",
	"os",
	"io",
	"pathlib",
	"random",
	"requests",
	"socket",
	"subprocess",
	"sys",
	"time",
}
CLOCKS = {"now", "today", "utcnow"}


@pytest.mark.parametrize(
	"source", SOURCES, ids=lambda source: str(source.relative_to(Path(rules.__file__).parent))
)
def test_rules_import_nothing_impure_and_read_no_clock_or_file(source):
	for node in ast.walk(ast.parse(source.read_text(encoding="utf-8"))):
		if isinstance(node, ast.Import):
			modules = {alias.name.split(".")[0] for alias in node.names}
		elif isinstance(node, ast.ImportFrom):
			modules = {(node.module or "").split(".")[0]}
		else:
			modules = set()
		assert not modules & FORBIDDEN_MODULES, f"{source.name}:{getattr(node, 'lineno', '')}"
		if isinstance(node, ast.Attribute):
			assert node.attr not in CLOCKS, f"{source.name}:{node.lineno}"
		if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
			assert node.func.id not in {"open", "print", "input"}, f"{source.name}:{node.lineno}"


def test_the_guide_is_readable_without_frappe():
	for source in Path(guide.__file__).parent.rglob("*.py"):
		assert "frappe" not in source.read_text(encoding="utf-8")
