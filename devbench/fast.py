"""What `./dev test --fast` runs: all pure rules, and the site tests that are nearest to what changed, as far as the time goes.

A test file is as far from a changed module as there are imports between them; a document that it names, itself or through
the factory, counts as imported. Of two equally near files the shorter one comes first.
"""

import argparse
import ast
import functools
import json
import subprocess
from pathlib import Path

from devbench.distribution import WORKERS
from devbench.paths import APP, BENCH, ROOT
from devbench.progress import StepFailed, say
from tests.support.kinds import kind_of

PURE = ("tests/rules", "tests/importing", "tests/repository")
SECONDS = 40 * WORKERS
"""What the workers have for site tests, if the whole answer is to come within 90 seconds."""

GUESSED = 0.3
"""Seconds a test function of a file that was never run here."""

DOCUMENTS = ROOT / APP / APP / "doctype"
FACTORY = ROOT / "tests" / "site" / "factory.py"


def narrowed(arguments):
	"""Pytest's arguments with `--fast [COMMIT]`, if it is among them, replaced by what is to be run."""
	reader = argparse.ArgumentParser(add_help=False, allow_abbrev=False)
	reader.add_argument("--fast", nargs="?", const="", metavar="COMMIT")
	given, others = reader.parse_known_args(arguments)
	if given.fast is None:
		return arguments
	commit = given.fast or usual_commit()
	paths, chosen, near = selection(commit)
	say(
		f"Compared with {commit}: all pure rules, {chosen} of the {near} site test files that the change reaches"
	)
	return [*others, *paths]


def _git(*arguments):
	done = subprocess.run(["git", *arguments], cwd=ROOT, capture_output=True, text=True, check=False)
	if done.returncode:
		raise StepFailed("Comparing with a commit", done.stderr.strip(), advice="Name a commit that is here.")
	return done.stdout.strip()


def usual_commit():
	"""Where the branch left main; on main itself the last commit, so that what is not committed is tested."""
	known = _git("for-each-ref", "--format=%(refname)", "refs/heads/main", "refs/remotes/origin/main").split()
	return _git("merge-base", "HEAD", known[-1])[:12] if known else "HEAD"


def changed_files(commit):
	"""Files of the checkout that differ from `commit`, new ones included."""
	changed = _git(
		"diff", "--name-only", "--no-renames", _git("rev-parse", "--verify", f"{commit}^{{commit}}")
	)
	new = _git("ls-files", "--others", "--exclude-standard")
	return [ROOT / name for name in f"{changed}\n{new}".split("\n") if name]


def selection(commit):
	"""Returns the folders and files to be run, and how many site test files are near the change in all."""
	touched = {module for path in changed_files(commit) for module in _modules_touched_by(path)}
	near = {}
	for path in _files() if touched else ():
		if path.name.startswith("test_") and kind_of(path) == "site":
			distance = _distance(path, touched)
			if distance is not None:
				near[path] = (distance, _seconds_of(path))
	chosen, left = [], SECONDS
	for path in sorted(near, key=near.get):
		if near[path][1] <= left:
			left -= near[path][1]
			chosen.append(str(path.relative_to(ROOT)))
	return [*PURE, *chosen], len(chosen), len(near)


def _modules_touched_by(path):
	"""The module itself; for what is no Python, the modules beside it."""
	if path.suffix == ".py":
		return {path} & set(_files())
	return {other for other in _files() if other.parent == path.parent and other.name != "__init__.py"}


@functools.cache
def _files():
	return [
		path
		for folder in (APP, "tests")
		for path in sorted((ROOT / folder).rglob("*.py"))
		if "node_modules" not in path.parts
	]


@functools.cache
def _tree(path):
	return ast.parse(path.read_text(encoding="utf-8"))


def _file_of(module):
	path = ROOT.joinpath(*module.split("."))
	for candidate in (path.with_suffix(".py"), path / "__init__.py"):
		if candidate.exists():
			return candidate
	return None


@functools.cache
def _imports(path):
	"""Files of this checkout that a file imports, wherever in it."""
	found = set()
	for node in ast.walk(_tree(path)):
		if isinstance(node, ast.Import):
			found |= {_file_of(alias.name) for alias in node.names if alias.name.startswith((APP, "tests"))}
		elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith((APP, "tests")):
			for alias in node.names:
				found.add(_file_of(f"{node.module}.{alias.name}") or _file_of(node.module))
	return found - {None, path}


@functools.cache
def _documents():
	"""File of its controller, by name of the DocType."""
	definitions = (folder / f"{folder.name}.json" for folder in DOCUMENTS.iterdir())
	return {
		json.loads(path.read_text(encoding="utf-8"))["name"]: path.with_suffix(".py")
		for path in definitions
		if path.exists()
	}


def _named(node):
	"""Controllers of the documents that are named in a piece of code."""
	texts = {inner.value for inner in ast.walk(node) if isinstance(inner, ast.Constant)}
	return {path for name, path in _documents().items() if name in texts}


@functools.cache
def _made_by_factory():
	functions = {node.name: node for node in _tree(FACTORY).body if isinstance(node, ast.FunctionDef)}
	return {name: _named(node) for name, node in functions.items()}


def _used(path):
	"""What a test file imports or names, itself or through the factory."""
	tree = _tree(path)
	made = [
		_made_by_factory().get(node.attr, set())
		for node in ast.walk(tree)
		if isinstance(node, ast.Attribute) and getattr(node.value, "id", None) == "factory"
	]
	return (_imports(path) - {FACTORY}) | _named(tree) | set().union(*made)


def _distance(path, touched):
	"""Number of imports from a test file to the nearest changed module; None if it reaches none."""
	seen, ring, distance = {path}, {path}, 0
	while ring:
		if ring & touched:
			return distance
		ring = {other for file in ring for other in (_used(path) if file == path else _imports(file))} - seen
		seen |= ring
		distance += 1
	return None


@functools.cache
def _measured():
	try:
		return json.loads((BENCH / "pytest" / "v" / "party_affairs" / "seconds").read_text())
	except FileNotFoundError:
		return {}


def _seconds_of(path):
	functions = [
		node
		for node in ast.walk(_tree(path))
		if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
	]
	return _measured().get(str(Path(path).relative_to(ROOT)), GUESSED * len(functions))
