"""Sites of a bench that ./dev did not make: `python -m devbench.foreign SOURCE NAME [--fresh]`, in its sites folder.

Makes the site NAME as a copy of the site SOURCE, if it is missing or is to be made anew; database servers, Redis and all
other settings are those of SOURCE. The bench's configuration must name root of the database (`root_login`,
`root_password`).
"""

import argparse
import json
import shutil
import sys
from pathlib import Path

import frappe

from devbench.preparing import copy_database, site_session
from devbench.progress import digest


def copy_site(source: str, name: str, fresh: bool) -> None:
	"""Make the site `name` as a copy of `source`: database, configuration, files."""
	folder = Path(name)
	if folder.exists() and not fresh:
		return
	shutil.rmtree(folder, ignore_errors=True)
	# Other benches may use the same server.
	database = "site_" + digest(str(folder.resolve()))[:12]
	copy_database(source, database)
	for part in ("private", "public"):
		shutil.copytree(Path(source) / part, folder / part)
	for part in ("locks", "logs"):
		(folder / part).mkdir()
	config = json.loads((Path(source) / "site_config.json").read_text())
	config.pop("db_user", None)  # is called like the database unless it is named
	config_file = folder / "site_config.json"
	config_file.touch(mode=0o600)
	config_file.write_text(json.dumps({**config, "db_name": database}, indent=1, sort_keys=True))
	with site_session(name):
		frappe.clear_cache()  # of an earlier site of this name


def main() -> int:
	parser = argparse.ArgumentParser(prog="devbench.foreign")
	parser.add_argument("source")
	parser.add_argument("name")
	parser.add_argument("--fresh", action="store_true")
	options = parser.parse_args()
	copy_site(options.source, options.name, options.fresh)
	return 0


if __name__ == "__main__":
	sys.exit(main())
