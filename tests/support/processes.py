"""Programs of the tests that run in processes of their own, with connections of their own, on a site of its own."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass

from tests.support.spare import DEV, make_site


@dataclass
class ProcessSite:
	"""A site whose name begins with `kind`; `module` is the program: it takes a command and the site's name."""

	name: str
	module: str

	@classmethod
	def made(cls, kind: str, module: str) -> "ProcessSite":
		"""The site is made if it is missing, and kept for the next time."""
		name = f"{kind}-{os.environ['PARTY_AFFAIRS_TEST_SITE']}"
		make_site(name)
		return cls(name, module)

	def start(self, command: str) -> subprocess.Popen:
		return subprocess.Popen(
			[sys.executable, "-m", self.module, command, self.name],
			cwd=os.environ["PARTY_AFFAIRS_SITES"],
			stdin=subprocess.PIPE,
			stdout=subprocess.PIPE,
			stderr=subprocess.PIPE,
			text=True,
			env={**os.environ, "PYTHONPATH": str(DEV.parent)},
		)

	def ask(self, command: str):
		return outcome(self.start(command))


def outcome(process: subprocess.Popen):
	"""What a process printed last, once it has ended well."""
	printed, errors = process.communicate("go\n", timeout=120)
	assert process.returncode == 0, errors
	return json.loads(printed.splitlines()[-1])
