"""A site of its own for the few tests that change the schema: uninstalling, migrating, patches."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

DEV = Path(__file__).resolve().parents[2] / "dev"
OWN_SITES = DEV.parent / ".bench" / "sites"


def make_site(name, *, fresh=False):
	"""Makes the site `name`: in our own bench by ./dev, in a foreign one as a copy of the test site."""
	sites = Path(os.environ["PARTY_AFFAIRS_SITES"])
	if sites.resolve() == OWN_SITES:
		command = [sys.executable, str(DEV), "site", name]
	else:
		command = [sys.executable, "-m", "devbench.foreign", os.environ["PARTY_AFFAIRS_TEST_SITE"], name]
	_run([*command, *(["--fresh"] if fresh else [])], env=_with_checkout())


def _with_checkout():
	return {**os.environ, "PYTHONPATH": str(DEV.parent)}


@dataclass
class SpareSite:
	name: str

	def frappe(self, *arguments):
		"""Runs one of Frappe's own commands on the site and returns what it printed; fails the test if it fails."""
		return _run(
			[sys.executable, "-m", "frappe.utils.bench_helper", "frappe", "--site", self.name, *arguments]
		)

	def run(self, program, *arguments):
		"""Runs a Python program in a process of its own and returns what it printed, as JSON, behind the word RESULT."""
		printed = _run(
			[sys.executable, "-c", program, *arguments],
			env=_with_checkout(),
		)
		return json.loads(printed.rsplit("RESULT ", 1)[1])


def _run(command, **options):
	done = subprocess.run(
		command,
		cwd=os.environ["PARTY_AFFAIRS_SITES"],
		capture_output=True,
		text=True,
		check=False,
		**options,
	)
	assert done.returncode == 0, f"{command} ended with {done.returncode}:\n{done.stdout}{done.stderr}"
	return done.stdout


@pytest.fixture
def spare_site():
	"""A freshly made site with the app installed, which the test may ruin."""
	name = f"spare-{os.environ['PARTY_AFFAIRS_TEST_SITE']}"
	make_site(name, fresh=True)
	return SpareSite(name)
