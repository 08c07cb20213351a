"""Among how many workers a test run is distributed, from what pytest is asked to do."""

import argparse

from devbench.paths import ROOT

WORKERS = 2
# What talks with the terminal needs pytest itself in it.
TALKS = {"--pdb", "--trace", "-s", "--capture=no", "--collect-only", "--co", "--fixtures", "--setup-plan"}


def missing_paths(arguments):
	"""Returns the paths of tests that are named and not there: a worker would say no more than that it found nothing."""
	named = [word.split("::")[0] for word in arguments if word.startswith(("tests/", "party_affairs/"))]
	return [name for name in named if not (ROOT / name).exists()]


def plan(arguments):
	"""Returns pytest's arguments with its number of workers, and how many sites that takes.

	Without `-n` there are two, but none beside pytest itself for a single file, single tests, or a talk with the terminal.
	"""
	reader = argparse.ArgumentParser(add_help=False, allow_abbrev=False)
	reader.add_argument("-n", "--numprocesses", dest="number")
	given, others = reader.parse_known_args(arguments)
	if given.number is None:
		number = 1 if _is_small(others) else WORKERS
	else:
		number = int(given.number)
	if number < 2:
		return [*others, "-n0"], 1
	# A worker that dies is not replaced: its site may be anything.
	return [*others, f"-n{number}", "--max-worker-restart=0"], number


def _is_small(arguments):
	if TALKS & set(arguments):
		return True
	named = [
		ROOT / word
		for word in arguments
		if not word.startswith("-") and (ROOT / word.split("::")[0]).exists()
	]
	return bool(named) and all("::" in path.name or path.is_file() for path in named) and len(named) < 3
