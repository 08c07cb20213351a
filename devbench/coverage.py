"""Writes docs/coverage.md: every clause of the guide, how it is held, and which scenarios show it done, not done, not asked.

Run `python -m devbench.coverage` in the repository after a change of the guide's clauses or of scenarios.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path

from party_affairs.guide import registry
from party_affairs.guide.registry import Clause
from tests.support import scenario_file

REPOSITORY = Path(__file__).parents[1]
TARGET = REPOSITORY / "docs" / "coverage.md"
DONE, NOT_DONE, NOT_ASKED = "Done", "Not done", "Not asked"
SHOWN = (DONE, NOT_DONE, NOT_ASKED)
_SHOWN_BY_STATUS = {"Met": DONE, "Missed": NOT_DONE, None: NOT_ASKED}
_HEAD = """# Coverage of the guide

Generated from `party_affairs/guide/clauses.json`, `national_clauses.json` and `tests/scenarios/` by
`python -m devbench.coverage`; do not edit. Citations of R01–R67 are those of
《金华市律师行业党支部书记履职指南》; N01 and following are national rules that the guide presupposes.

*Checked* clauses are judged from records at every compliance run; *measured* ones will be, once their records exist.
*Ticked* clauses are judged at every run as well, from what the branch ticks on its self-check sheet and the committee above
confirms; *text* clauses are printed. The last three columns name the scenarios in which a
check finds that a clause was kept, was not, and is not asked.

"""
_COLUMNS = ("Clause", "Citation", "Title", "Force", "Held as", "Asked of", "How often", *SHOWN)


def text() -> str:
	"""Return the content that docs/coverage.md should have."""
	shown = shown_by_clause()
	clauses = registry.clauses()
	numbers = Counter(_held(clause) for clause in clauses)
	summary = f"{len(clauses)} clauses of the guide: {numbers['checked']} checked from records, "
	summary += f"{numbers['ticked']} ticked by a person, {numbers['measured']} measured later, {numbers['text']} text"
	guide, national = _table(clauses, shown), _table(registry.national_clauses(), shown)
	return f"{_HEAD}{summary}.\n\n{guide}\n## National rules\n\n{national}"


def _table(clauses: Iterable[Clause], shown: Mapping[str, Mapping[str, list[str]]]) -> str:
	rows = [_COLUMNS, ["---"] * len(_COLUMNS), *(_row(clause, shown) for clause in clauses)]
	return "".join(f"| {' | '.join(cells)} |\n" for cells in rows)


def shown_by_clause() -> dict[str, dict[str, list[str]]]:
	"""Return by clause number, and by what is shown of it (`SHOWN`), the names of the scenarios that show it.

	What a scenario expects of a check, and the check does not find yet, shows nothing.
	"""
	found: dict[str, dict[str, set[str]]] = defaultdict(lambda: {shown: set() for shown in SHOWN})
	for path in scenario_file.paths():
		for check in scenario_file.load(path).checks:
			for expected in () if check.awaited else check.expected:
				# That a branch does not answer is no proof that nobody is asked.
				if expected.status in _SHOWN_BY_STATUS and not (expected.status is None and expected.branch):
					found[expected.clause][_SHOWN_BY_STATUS[expected.status]].add(path.stem)
	return {
		number: {shown: sorted(names) for shown, names in of_clause.items()}
		for number, of_clause in found.items()
	}


def _row(clause: Clause, shown: Mapping[str, Mapping[str, list[str]]]) -> list[str]:
	scenarios = shown.get(clause.id, {}) if clause.evaluated else {}
	return [
		clause.id,
		clause.citation,
		clause.title,
		clause.force,
		_held(clause),
		clause.subject,
		(clause.period or "").replace("_", " "),
		*("、".join(scenarios.get(key, ())) for key in SHOWN),
	]


def _held(clause: Clause) -> str:
	if not clause.evaluated:
		return clause.held
	return "ticked" if clause.held == "checklist" else "checked"


def main() -> None:
	"""Write the file."""
	TARGET.write_text(text(), encoding="utf-8")
	print(f"{TARGET.relative_to(REPOSITORY)} is up to date")


if __name__ == "__main__":
	main()
