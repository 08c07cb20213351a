"""A site of its own for the few tests that change the schema: uninstalling, migrating, patches."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

DEV = Path(__file__).resolve().parents[2] / "dev"


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
			env={**os.environ, "PYTHONPATH": str(DEV.parent)},
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
	_run([sys.executable, str(DEV), "site", name, "--fresh"])
	return SpareSite(name)
