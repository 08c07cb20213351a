"""Debian packages: what is missing is installed, or the line to install it is shown.

Only packages without a service are asked for: the programs of MariaDB and Redis come from `mariadb-server-core` and
`redis-tools`, so that no system-wide database or Redis is ever set up, started or stopped.
"""

import os
import shutil
from pathlib import Path

from devbench.progress import StepFailed, step

# package: the file or program that shows that it (or an equivalent) is there
PACKAGES = {
	"mariadb-server-core": "mariadbd",
	"mariadb-client-core": "mysql",
	"redis-tools": "redis-check-rdb",
	"wkhtmltopdf": "wkhtmltopdf",
	"fonts-noto-cjk": "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc",
	"chromium": "chromium",
	"poppler-utils": "pdftotext",
}


def find(program):
	"""Path of a program, looking into the system's own folders too, which a plain user's PATH may lack."""
	return shutil.which(program) or shutil.which(program, path="/usr/sbin:/sbin:/usr/local/sbin")


def missing_packages(python):
	"""Names of the Debian packages still missing; `python` is the interpreter that makes the environment."""
	missing = [
		package
		for package, proof in PACKAGES.items()
		if not (Path(proof).exists() if proof.startswith("/") else find(proof))
	]
	if python.is_system and not python.can_make_environments():
		missing.append(f"python{python.version}-venv")
	return missing


def ensure_packages(python):
	"""Installs missing packages as root; otherwise fails with the line to type."""
	missing = missing_packages(python)
	if not missing:
		return
	command = ["apt-get", "install", "-y", "--no-install-recommends", *missing]
	if not shutil.which("apt-get"):
		raise StepFailed("Debian packages", f"Missing: {', '.join(missing)}, and there is no apt-get here.")
	if os.geteuid() != 0:
		raise StepFailed(
			"Debian packages",
			f"Missing: {', '.join(missing)}.",
			advice=f"Install them, then run the same command again:\n    sudo apt-get update && sudo {' '.join(command)}",
		)
	with step(f"Debian packages ({', '.join(missing)})", "debian") as this:
		# Nobody is asked anything, and no package may start a service.
		quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive", "RUNLEVEL": "1"}
		this.run(["apt-get", "update"], env=quiet)
		this.run(command, env=quiet)
		still_missing = missing_packages(python)
		if still_missing:
			this.fail(f"Still missing after the installation: {', '.join(still_missing)}.")
