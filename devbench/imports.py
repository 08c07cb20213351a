"""Who may import whom: the floors of the app, checked over its import graph and printed into docs/architecture.md.

Run `python -m devbench.imports` in the repository after a change of the floors: it writes the table anew. With `--check` it
writes nothing and lists what is wrong.
"""

import graphlib
import sys
from collections.abc import Iterator
from dataclasses import dataclass

import grimp

from devbench.paths import APP, ROOT

DOCUMENT = ROOT / "docs" / "architecture.md"
BEGIN, END = "<!-- floors: begin -->", "<!-- floors: end -->"
WITHOUT_FRAPPE = (
	"guide",
	"hooks",
	"permissions.companions",
	"permissions.register",
	"permissions.roles",
	"rules",
)


@dataclass(frozen=True)
class Room:
	"""A package or module of the app and what it knows."""

	name: str
	knows: str


# From the top to the ground. A floor may import all floors below it; rooms of one floor do not know each other.
FLOORS = (
	(
		Room("demo", "the sample year, filled in as users would"),
		Room("hooks", "what Frappe is told of the app, before a site is there"),
	),
	(
		Room("install", "hooks of installation and migration"),
		Room("uninstall", "what is removed with the app"),
		Room("patches", "changes of stored data, one a change"),
		Room("daily", "what the night brings up to the day in records"),
		Room("www", "the member's pages"),
	),
	(Room("api", "whitelisted methods: rights first, then what the floors below return"),),
	(
		Room("printing", "papers and ledger sheets, described once: pages, their division, PDF, Word, Excel"),
		Room("reminders", "who is reminded of which duty on which day, and what group robots say"),
		Room("setup", "records an administrator may change, created only if missing"),
		Room("portal", "what the member's pages share"),
	),
	(Room("party_affairs.report", "the reports of the Desk, each a few lines over its ledger"),),
	(
		Room("ledgers", "columns, rows, totals of each ledger"),
		Room("party_affairs.doctype", "the documents: each validates itself by calling the rules"),
	),
	(Room("dues", "dues as money: receipts, runs, statements, reminders, the account with its locks"),),
	(
		Room("importing", "the year workbook and statements: reading, checking, writing"),
		Room("integrations", "the door to ERPNext, closed where it is absent"),
	),
	(Room("personal_texts", "what talks, thought reports and self reviews have in common"),),
	(
		Room("compliance", "the registry with local settings, runs, reports, mail, evaluations"),
		Room("ballots", "the secret vote: roll, sealed marks, urn, key, count"),
	),
	(Room("checks", "checks that several documents share: values, fields, dates, files, members"),),
	(Room("privacy", "who has seen personal data, the mark on what leaves, what is forgotten and when"),),
	(Room("touches", "notes of the branches that the next check has to look at"),),
	(Room("facts", "what the tables say: every reading of evidence"),),
	(Room("settings", "what the administrator has set, as typed values"),),
	(Room("permissions", "who may see and change what"),),
	(
		Room("exceptions", "errors by reason, and how a rule's sentence reaches the user"),
		Room("steps", "what a step in the life of a document is: right, needs, change"),
		Room("arguments", "days and lists that came as text from a request"),
		Room("jobs", "work for the long queue, in chunks"),
		Room("transactions", "long transactions that lock the rows they write, and no others"),
	),
	(
		Room("file_contents", "what a file claims to be, and what it is"),
		Room("series", "names by naming series, with numbers taken in blocks"),
	),
	(
		Room("field_values", "what a field can hold"),
		Room("language", "speaking the site's language"),
		Room("compat", "every difference between Frappe versions"),
		Room("portal_pages", "the member's pages: address, place in the navigation, name"),
		Room("rows", "many rows written in one statement"),
		Room("sandbox", "a script of the administrator's, run apart with little time and memory"),
		Room("sandbox_child", "the process in which it runs"),
	),
	(Room("rules", "what the clauses mean: pure functions from facts to findings"),),
	(Room("guide", "clauses, thresholds, tiers, steps, kinds: data with citation and effective dates"),),
)
ROOMS = [room.name for floor in FLOORS for room in floor]
# Read as files, they import nothing of the app.
OUTSIDE = ("templates", "party_affairs.page", "party_affairs.print_format")


def graph_of_app() -> grimp.ImportGraph:
	"""Return the import graph of the app without its tests, libraries included as one module each."""
	sys.path.insert(0, str(ROOT))
	try:
		graph = grimp.build_graph(APP, include_external_packages=True, cache_dir=None)
	finally:
		sys.path.remove(str(ROOT))
	for module in [name for name in graph.modules if is_test(name)]:
		graph.remove_module(module)
	return graph


def is_test(module: str) -> bool:
	"""Whether a module is a test, which stands beside its document or report; elsewhere the name alone says nothing."""
	return module.startswith(f"{APP}.{APP}.") and module.rpartition(".")[2].startswith("test_")


def problems(graph: grimp.ImportGraph) -> Iterator[str]:
	"""Yield a sentence for each import that runs upward, each circle, and each room that no floor names."""
	yield from _files_outside_the_graph(graph)
	yield from _rooms_without_floor(graph)
	yield from _imports_upward(graph)
	yield from _circle(graph)
	yield from _frappe_below(graph)


def _files_outside_the_graph(graph: grimp.ImportGraph) -> Iterator[str]:
	"""In a folder without `__init__.py` nobody sees what is imported."""
	for path in sorted((ROOT / APP).rglob("*.py")):
		module = ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
		if module not in graph.modules and not is_test(module) and "node_modules" not in path.parts:
			yield f"{path.relative_to(ROOT)}: is not seen: a folder above it lacks __init__.py"


def _rooms_without_floor(graph: grimp.ImportGraph) -> Iterator[str]:
	for module in sorted(graph.modules):
		if module.startswith(f"{APP}.") and not (_room_of(module) or _stands_outside(module, graph)):
			yield f"{module} stands on no floor of devbench/imports.py"


def _room_of(module: str) -> str | None:
	"""Return the room in which a module of the app stands, None where no floor names it."""
	name = module.removeprefix(f"{APP}.")
	return next((room for room in ROOMS if f"{name}.".startswith(f"{room}.")), None)


def _stands_outside(module: str, graph: grimp.ImportGraph) -> bool:
	"""Whether a module is a mere folder around rooms, or one of those that import nothing of the app."""
	name = module.removeprefix(f"{APP}.")
	if any(room.startswith(f"{name}.") for room in ROOMS):
		return True
	named = any(f"{name}.".startswith(f"{outside}.") for outside in OUTSIDE)
	return named and not graph.find_modules_directly_imported_by(module)


def _imports_upward(graph: grimp.ImportGraph) -> Iterator[str]:
	"""Every way up, however long, holds one import that runs upward or to a neighbour: single imports say it all."""
	height = {room.name: -number for number, floor in enumerate(FLOORS) for room in floor}
	for importer, imported in _imports_between_rooms(graph):
		if height[_room_of(importer)] <= height[_room_of(imported)]:
			line = graph.get_import_details(importer=importer, imported=imported)[0]["line_number"]
			yield f"{importer}:{line}: imports upward: {imported}"


def _imports_between_rooms(graph: grimp.ImportGraph) -> Iterator[tuple[str, str]]:
	"""Yield each import of a module of the app by one of another room, in order of names."""
	for importer in sorted(graph.modules):
		room = importer.startswith(f"{APP}.") and _room_of(importer)
		for imported in sorted(graph.find_modules_directly_imported_by(importer)) if room else ():
			other = imported.startswith(f"{APP}.") and _room_of(imported)
			if other and other != room:
				yield importer, imported


def _circle(graph: grimp.ImportGraph) -> Iterator[str]:
	modules = {
		module: graph.find_modules_directly_imported_by(module)
		for module in graph.modules
		if module.partition(".")[0] == APP
	}
	try:
		graphlib.TopologicalSorter(modules).prepare()
	except graphlib.CycleError as error:
		yield f"modules import each other in a circle: {' <- '.join(error.args[1])}"


def _frappe_below(graph: grimp.ImportGraph) -> Iterator[str]:
	for importer in sorted(graph.find_modules_that_directly_import("frappe")):
		name = importer.removeprefix(f"{APP}.")
		room = next((room for room in WITHOUT_FRAPPE if f"{name}.".startswith(f"{room}.")), None)
		if room:
			yield f"{importer}: imports frappe, which {room} does not know"


def table() -> str:
	"""Return the floors as a table, the ground last, with what each really imports today."""
	imported = _imports_by_room(graph_of_app())
	rows = ["| floor | what it knows | imports today |", "|---|---|---|"]
	for floor in FLOORS:
		for room in floor:
			below = ", ".join(f"`{name}`" for name in imported.get(room.name, ())) or "nothing of the app"
			rows.append(f"| `{room.name}` | {room.knows} | {below} |")
	return "\n".join(rows)


def _imports_by_room(graph: grimp.ImportGraph) -> dict[str, list[str]]:
	found: dict[str, set[str]] = {}
	for importer, imported in _imports_between_rooms(graph):
		found.setdefault(_room_of(importer), set()).add(_room_of(imported))
	return {room: sorted(names, key=ROOMS.index) for room, names in found.items()}


def document() -> str:
	"""Return the content that docs/architecture.md should have: the one it has, with the table of today."""
	text = DOCUMENT.read_text(encoding="utf-8")
	head, rest = text.split(BEGIN)
	return f"{head}{BEGIN}\n{table()}\n{END}{rest.split(END)[1]}"


def findings() -> list[str]:
	"""Return all that `./dev lint` has to say of imports, as sentences."""
	found = list(problems(graph_of_app()))
	if not found and DOCUMENT.read_text(encoding="utf-8") != document():
		found.append("docs/architecture.md shows other floors: run python -m devbench.imports")
	return found


def main() -> int:
	"""Write the table, or with `--check` list the findings; return the exit code."""
	if "--check" in sys.argv[1:]:
		found = findings()
		print("\n".join(found) if found else "Imports run downwards, and none in a circle.")
		return 1 if found else 0
	DOCUMENT.write_text(document(), encoding="utf-8")
	print("docs/architecture.md is up to date")
	return 0


if __name__ == "__main__":
	sys.exit(main())
