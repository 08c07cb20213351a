"""The bench's Python: which interpreter, its environment, its locked packages."""

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from devbench.paths import APPS, BENCH, ROOT, SOURCES
from devbench.progress import StepFailed, digest, forget, is_done, mark_done, step

PROBE = """
import json, sys
print(json.dumps({
	"version": "%d.%d" % sys.version_info[:2],
	"full": sys.version,
	"prefix": sys.base_prefix,
	"executable": sys.executable,
}))
"""


def supported_versions():
	"""The Python versions that have a lock file, oldest first."""
	locks = SOURCES.glob("requirements-*.lock")
	versions = (lock.name[len("requirements-") : -len(".lock")] for lock in locks)
	return sorted(versions, key=lambda version: tuple(map(int, version.split("."))))


@dataclass(frozen=True)
class Python:
	"""An interpreter that can carry the bench, and the environment made from it."""

	executable: Path
	version: str
	full_version: str
	is_system: bool

	def can_make_environments(self):
		"""Debian keeps what `venv` needs in a package of its own."""
		probe = subprocess.run([self.executable, "-c", "import ensurepip"], capture_output=True, check=False)
		return probe.returncode == 0

	@property
	def environment(self):
		return BENCH / f"env-{self.version}"

	@property
	def bench_python(self):
		return self.environment / "bin" / "python"

	@property
	def pip(self):
		"""The environment's pip, as the start of a command."""
		return [self.bench_python, "-m", "pip", "--disable-pip-version-check"]

	@property
	def lock(self):
		return SOURCES / f"requirements-{self.version}.lock"


def _probe(command):
	path = shutil.which(command)
	if not path:
		return None
	run = subprocess.run([path, "-c", PROBE], capture_output=True, text=True, check=False)
	if run.returncode:
		return None
	found = json.loads(run.stdout)
	return Python(
		executable=Path(found["executable"]),
		version=found["version"],
		full_version=found["full"],
		is_system=found["prefix"] == "/usr",
	)


def choose(wanted=None):
	"""The interpreter `wanted` (a command or path), else this one, else the first supported one found.

	Fails with a sentence when it is missing or has no lock file.
	"""
	supported = supported_versions()
	candidates = [wanted] if wanted else [sys.executable, *(f"python{version}" for version in supported)]
	for candidate in candidates:
		python = _probe(candidate)
		if python and python.version in supported:
			return python
	raise StepFailed(
		"Python",
		f"{wanted or 'This Python'} does not run or has no lock file; supported: {', '.join(supported)}.",
		advice="Install one of them, or name one: ./dev --python /path/to/python …",
	)


def ensure_environment(python):
	"""Makes the virtual environment with the locked packages, and puts both apps on its path."""
	origin = digest(python.full_version, str(ROOT))
	key = digest(origin, python.lock)
	stamp = f"python-{python.version}"
	usable = is_done(f"{stamp}-origin", origin) and python.bench_python.exists()
	if usable and is_done(stamp, key):
		return
	forget(stamp)
	with step(f"Python {python.version} packages", stamp) as this:
		if not usable:
			shutil.rmtree(python.environment, ignore_errors=True)
			this.run([python.executable, "-m", "venv", python.environment])
			mark_done(f"{stamp}-origin", origin)
		# The few packages without a wheel are built with the environment's own tools: no download for each.
		install = [*python.pip, "install", "--no-compile", "--no-deps"]
		this.run(
			[*install, *(line for line in _pins(python.lock) if line.startswith(("setuptools==", "wheel==")))]
		)
		this.run([*install, "--no-build-isolation", "-r", python.lock])
		this.run([*python.pip, "check"])
		libraries = python.environment / "lib" / f"python{python.version}" / "site-packages"
		(libraries / "bench-apps.pth").write_text(f"{APPS / 'frappe'}\n{ROOT}\n")
		mark_done(stamp, key)


def _pins(lock):
	return [line for line in lock.read_text().splitlines() if line and not line.startswith("#")]


def bench_environment(extra=None):
	"""The whole environment for programs of the bench: ours without what would change how they work."""
	# With CI set Frappe takes every background job for a test; without bytecode each start takes seconds longer.
	left_out = {"CI", "FRAPPE_SITE", "PYTHONDONTWRITEBYTECODE", "PYTHONPATH"}
	inherited = {name: value for name, value in os.environ.items() if name not in left_out}
	return {
		**inherited,
		"GIT_PYTHON_REFRESH": "quiet",
		"PYTHONPYCACHEPREFIX": str(BENCH / "pycache"),
		"PYTHONUNBUFFERED": "1",
		"PATH": f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin",
		**(extra or {}),
	}
