"""Writes docs/coverage.md: every clause of the guide, how it is held, and which tests speak of it.

Run `python -m devbench.coverage` in the repository after a change of the guide's clauses or of tests.
"""

import ast
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path

from party_affairs.guide import registry
from party_affairs.guide.registry import Clause

REPOSITORY = Path(__file__).parents[1]
TARGET = REPOSITORY / "docs" / "coverage.md"
_TEST_FILES = ("tests/**/test_*.py", "party_affairs/**/test_*.py")
_CLAUSE_NUMBER = re.compile(r"\b[RN]\d{2}\b")
_HEAD = """# Coverage of the guide

Generated from `party_affairs/guide/clauses.json`, `national_clauses.json` and the tests by
`python -m devbench.coverage`; do not edit. Citations of R01–R67 are those of
《金华市律师行业党支部书记履职指南》; N01 and following are national rules that the guide presupposes.

*Checked* clauses are judged from records at every compliance run; *measured* ones will be, once their records exist.
*Checklist* clauses are ticked by a person, *text* clauses are printed.

"""
_COLUMNS = ("Clause", "Citation", "Title", "Force", "Held as", "Asked of", "How often", "Tests")


def text() -> str:
	"""Return the content that docs/coverage.md should have."""
	tests = tests_by_clause()
	clauses = registry.clauses()
	checked = [clause for clause in clauses if clause.evaluated]
	summary = f"{len(clauses)} clauses of the guide: {len(checked)} checked from records, "
	summary += ", ".join(
		f"{sum(clause.held == way and not clause.evaluated for clause in clauses)} {label}"
		for way, label in (("measured", "measured later"), ("checklist", "checklist"), ("text", "text"))
	)
	guide, national = _table(clauses, tests), _table(registry.national_clauses(), tests)
	return f"{_HEAD}{summary}.\n\n{guide}\n## National rules\n\n{national}"


def _table(clauses: Iterable[Clause], tests: Mapping[str, list[str]]) -> str:
	rows = [_COLUMNS, ["---"] * len(_COLUMNS), *(_row(clause, tests) for clause in clauses)]
	return "".join(f"| {' | '.join(cells)} |\n" for cells in rows)


def tests_by_clause() -> dict[str, list[str]]:
	"""Return by clause number the test files, relative to the repository, in which a test names it."""
	found = defaultdict(set)
	for path in sorted({path for pattern in _TEST_FILES for path in REPOSITORY.glob(pattern)}):
		for number in _clauses_named_in(path):
			found[number].add(path.relative_to(REPOSITORY).as_posix())
	return {number: sorted(paths) for number, paths in found.items()}


def _clauses_named_in(path: Path) -> Iterable[str]:
	"""Clause numbers in string values of a test file; a comment or a module's own description tests nothing."""
	tree = ast.parse(path.read_text(encoding="utf-8"))
	description = tree.body[0].value if ast.get_docstring(tree) else None
	for node in ast.walk(tree):
		if isinstance(node, ast.Constant) and isinstance(node.value, str) and node is not description:
			yield from _CLAUSE_NUMBER.findall(node.value)


def _row(clause: Clause, tests: Mapping[str, list[str]]) -> list[str]:
	return [
		clause.id,
		clause.citation,
		clause.title,
		clause.force,
		"checked" if clause.evaluated else clause.held,
		clause.subject,
		(clause.period or "").replace("_", " "),
		"<br>".join(f"`{path}`" for path in tests.get(clause.id, ())),
	]


def main() -> None:
	"""Write the file."""
	TARGET.write_text(text(), encoding="utf-8")
	print(f"{TARGET.relative_to(REPOSITORY)} is up to date")


if __name__ == "__main__":
	main()
