"""The repository's own rules, which no general linter knows.

Each check takes the tracked files and yields findings as (path, line, message).
"""

import ast
import csv
import json
import re
import string
import subprocess

from devbench.paths import APP, ROOT

PACKAGE = ROOT / APP
RULES = PACKAGE / "rules"
COMPAT = PACKAGE / "compat.py"

CLOCKS = {
	("datetime", "now"),
	("datetime", "today"),
	("datetime", "utcnow"),
	("date", "today"),
	("time", "time"),
	("time", "localtime"),
}
# Folders that compose what facts return: each is a folder of the app.
COMPOSING = ("api", "checks", "compliance", "importing", "ledgers", "printing", "www")
# Those of them that also write, and lock a row before they do.
WRITING = ("compliance", "importing")
# Of single documents and their fields frappe.get_doc, get_cached_doc and get_cached_value remain.
TABLE_READERS = {"qb", "db", "get_all", "get_list", "get_value", "get_last_doc"}
# What ends a transaction, goes with its end, or says why it failed, reads nothing.
ENDS_OF_TRANSACTIONS = {
	*("commit", "rollback", "savepoint", "is_unique_key_violation"),
	*("after_commit", "after_rollback", "value_cache"),
}
WRITES = {"bulk_insert", "delete", "set_single_value", "set_value"}
# Methods may show Frappe's own list, which asks for the caller's rights.
READERS_BY_FOLDER = {"api": TABLE_READERS - {"get_list"}}
# A document asks about single documents by name, locks and writes; what it needs of a table, `facts/` reads.
DOCUMENTS = ("party_affairs/doctype", "party_affairs/report")
READERS_IN_DOCUMENTS = {
	*("get_all", "get_list", "get_value", "get_last_doc"),
	*("db.get_all", "db.get_list", "db.get_values", "db.count", "db.sql", "db.multisql"),
	*("qb.from_", "qb.get_query"),
}
QUERY_BUILDERS = (
	*("frappe.query_builder", "pypika"),
	*("frappe.client", "frappe.model.db_query", "frappe.desk.reportview"),
)
INPUT_AND_OUTPUT = {"open", "print", "input"}
VERSION_TEST = re.compile(
	r"frappe\.__version__|\bhasattr\(\s*frappe\b|\bgetattr\(\s*frappe\b[^)]*,\s*None\s*\)"
)

# Put together from parts, so that this file does not contain what it looks for.
MACHINE_PATHS = [f"/{folder}/" for folder in ("work", "root", "home", "Users")]
HOSTS = [
	".".join(parts)
	for parts in (
		("pypi", "org"),
		("files", "pythonhosted", "org"),
		("registry", "npmjs", "org"),
		("registry", "yarnpkg", "com"),
		("deb", "debian", "org"),
		("security", "debian", "org"),
	)
]
PRIVATE_NAMES = re.compile(
	"|".join(
		[rf"(?<![\w.~-]){re.escape(path)}[\w.]" for path in MACHINE_PATHS]
		+ [re.escape(host) for host in HOSTS]
	)
)


def tracked_files():
	"""Files that are in the repository or would be added to it, sorted."""
	listed = subprocess.run(
		["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
		cwd=ROOT,
		capture_output=True,
		text=True,
		check=True,
	).stdout
	paths = (ROOT / name for name in listed.split("\0") if name)
	return sorted(path for path in paths if path.is_file())


def _text(path):
	try:
		return path.read_text(encoding="utf-8")
	except UnicodeDecodeError:
		return None


def rules_are_pure(files):
	"""Rules import nothing of Frappe, read no clock, and do no input or output."""
	for path in files:
		if path.suffix != ".py" or RULES not in path.parents:
			continue
		for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
			line = getattr(node, "lineno", 0)
			if isinstance(node, ast.Import):
				modules = [alias.name for alias in node.names]
			elif isinstance(node, ast.ImportFrom):
				modules = [node.module or ""]
			else:
				modules = []
			if any(module.split(".")[0] == "frappe" for module in modules):
				yield path, line, "a rule imports frappe"
			if (
				isinstance(node, ast.Call)
				and isinstance(node.func, ast.Name)
				and node.func.id in INPUT_AND_OUTPUT
			):
				yield path, line, f"a rule calls {node.func.id}()"
			if isinstance(node, ast.Attribute):
				owner = node.value
				owner_name = owner.attr if isinstance(owner, ast.Attribute) else getattr(owner, "id", None)
				if (owner_name, node.attr) in CLOCKS:
					yield path, line, f"a rule reads the clock ({owner_name}.{node.attr})"


def tables_are_read_in_facts(files):
	"""Folders that compose facts hold no query: what they need of tables, `facts/` reads. Locks and writes may stay."""
	for path in files:
		folder = next((name for name in COMPOSING if PACKAGE / name in path.parents), None)
		if path.suffix != ".py" or not folder:
			continue
		nodes = list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
		spared = {_database_without_reading(node, folder in WRITING) for node in nodes}
		readers = READERS_BY_FOLDER.get(folder, TABLE_READERS)
		for node in nodes:
			line = getattr(node, "lineno", 0)
			modules, names = [], set()
			if isinstance(node, ast.Import):
				modules = [alias.name for alias in node.names]
			elif isinstance(node, ast.ImportFrom):
				modules = [node.module or ""]
				names = {alias.name for alias in node.names} if node.module == "frappe" else set()
			elif isinstance(node, ast.Attribute) and getattr(node.value, "id", None) == "frappe":
				names = set() if node in spared else {node.attr}
			builders = [module for module in modules if module.startswith(QUERY_BUILDERS)]
			for found in (*sorted(names & readers), *builders):
				yield path, line, f"reads tables outside of facts/ ({found})"


def tables_of_documents_are_read_in_facts(files):
	"""A controller and its steps hold no query over a table."""
	for path in files:
		if path.suffix != ".py" or path.name.startswith("test_"):
			continue
		if not any(PACKAGE / folder in path.parents for folder in DOCUMENTS):
			continue
		for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
			names = set()
			if isinstance(node, ast.Attribute):
				owner, _dot, name = ast.unparse(node).partition(".")
				names = {name} if owner == "frappe" else set()
			elif isinstance(node, ast.ImportFrom) and node.module == "frappe":
				names = {alias.name for alias in node.names}
			elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith(QUERY_BUILDERS):
				yield path, node.lineno, f"reads tables outside of facts/ ({node.module})"
			for found in sorted(names & READERS_IN_DOCUMENTS):
				yield path, node.lineno, f"reads tables outside of facts/ ({found})"


def _database_without_reading(node, may_write):
	"""Return the `frappe.db` of a node that ends a transaction or, where that is allowed, writes or locks a row."""
	if isinstance(node, ast.Attribute):
		allowed = ENDS_OF_TRANSACTIONS | WRITES if may_write else ENDS_OF_TRANSACTIONS
		return node.value if node.attr in allowed else None
	locks = may_write and isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
	return node.func.value if locks and any(word.arg == "for_update" for word in node.keywords) else None


def nothing_by_another_name(files):
	"""What the other checks look for goes by its usual name: no other name for Frappe, no import by a text."""
	for path in files:
		if path.suffix != ".py" or PACKAGE not in path.parents:
			continue
		for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
			imported = getattr(node, "names", []) if isinstance(node, ast.Import | ast.ImportFrom) else []
			if isinstance(node, ast.Import) and any(
				alias.name == "frappe" and alias.asname for alias in imported
			):
				yield path, node.lineno, "frappe goes by its own name"
			if isinstance(node, ast.Assign) and getattr(node.value, "id", None) == "frappe":
				yield path, node.lineno, "frappe goes by its own name"
			if isinstance(node, ast.Attribute) and ast.unparse(node) == "frappe.local.db":
				yield path, node.lineno, "the database is frappe.db"
			modules = {alias.name for alias in imported} | {getattr(node, "module", None)}
			if (imported and "importlib" in {str(module).split(".")[0] for module in modules}) or (
				isinstance(node, ast.Name) and node.id == "__import__"
			):
				yield path, node.lineno, "an import by a text, which no check sees"


def version_tests_in_one_place(files):
	"""What differs between versions of Frappe is known to compat.py alone."""
	for path in files:
		if path.suffix != ".py" or PACKAGE not in path.parents or path == COMPAT:
			continue
		for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
			if VERSION_TEST.search(line):
				yield path, number, "a version test outside compat.py"


def json_parses(files):
	for path in files:
		if path.suffix != ".json":
			continue
		try:
			json.loads(path.read_text(encoding="utf-8"))
		except ValueError as error:
			yield path, getattr(error, "lineno", 0), f"no JSON: {error}"


def no_private_names(files):
	"""Nothing in the repository names a machine's folders or a registry's hosts."""
	for path in files:
		for number, line in enumerate((_text(path) or "").splitlines(), 1):
			found = PRIVATE_NAMES.search(line)
			if found:
				yield path, number, f"names a machine's folder or a registry's host: {found.group()}"


def _placeholders(text):
	try:
		return sorted(name for _, name, _, _ in string.Formatter().parse(text) if name is not None)
	except ValueError:
		return None


def translations_are_well_formed(files):
	"""Rows of source, translation and optional context; no source twice; the same placeholders on both sides."""
	for path in files:
		if path.parent != PACKAGE / "translations" or path.suffix != ".csv":
			continue
		seen = {}
		with path.open(encoding="utf-8", newline="") as file:
			reader = csv.reader(file)
			for row in reader:
				line = reader.line_num
				if len(row) not in (2, 3):
					yield path, line, f"{len(row)} columns instead of 2 or 3"
					continue
				source, translation, *context = row
				key = (source, *context)
				if not source.strip() or not translation.strip():
					yield path, line, "source or translation is empty"
				if key in seen:
					yield path, line, f"the same source as in line {seen[key]}: {source!r}"
				seen[key] = line
				if _placeholders(source) != _placeholders(translation):
					yield path, line, f"other placeholders than the source: {source!r}"


CHECKS = (
	rules_are_pure,
	tables_are_read_in_facts,
	tables_of_documents_are_read_in_facts,
	nothing_by_another_name,
	version_tests_in_one_place,
	json_parses,
	no_private_names,
	translations_are_well_formed,
)


def findings():
	"""All findings as lines `path:line: message`."""
	files = tracked_files()
	return [
		f"{path.relative_to(ROOT)}:{line}: {message}"
		for check in CHECKS
		for path, line, message in check(files)
	]
