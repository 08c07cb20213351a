"""A short program that an administrator has written, run apart from the app: in a process of its own, with little time and memory.

The process knows no Frappe, no database, no files and no network; what it needs is given to it, and what it found is read back.
So the limits hold for an endless loop as for a number of a million figures, in a request as in a job: the process is killed.
What the program may say is what RestrictedPython lets through, as in the server scripts of Frappe: no import, nothing that begins
with an underline, no file.
"""

import ast
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from RestrictedPython import compile_restricted_exec

_CHILD = Path(__file__).with_name("sandbox_child.py")
SECONDS = 5
_MOST_OF_ERROR = 200


class ScriptError(Exception):
	"""A script that cannot be run, or did not end well: in one sentence, without what it was given."""


class ScriptTimeout(ScriptError):
	"""A script that was still at work when its time was over, or wanted more memory than there is for it."""


def refusals(script: str) -> tuple[str, ...]:
	"""Return what the sandbox does not let through of a script, each with its line; none of one that may run."""
	errors = tuple(compile_restricted_exec(script, "<script>").errors)
	if errors:
		return errors
	imports = (node for node in ast.walk(ast.parse(script)) if isinstance(node, ast.Import | ast.ImportFrom))
	return tuple(f"Line {node.lineno}: nothing is imported into a script." for node in imports)


def run(script: str, given: dict[str, Any], seconds: float = SECONDS) -> dict[str, list[dict[str, Any]]]:
	"""Run a script once for each of the `periods` given (plain values), and return by key of the period what it reported.

	Raise ScriptTimeout after so many seconds, ScriptError for any other end but a good one.
	"""
	asked = json.dumps({"script": script, "given": given}, default=str)
	try:
		# Nothing of the app goes along: no environment, no folder of packages but Python's own.
		done = subprocess.run(
			[sys.executable, "-I", str(_CHILD)],
			input=asked.encode(),
			capture_output=True,
			timeout=seconds,
			env={},
			check=False,
		)
	except subprocess.TimeoutExpired:
		raise ScriptTimeout(f"the script was not done after {seconds:g} seconds") from None
	if done.returncode:
		raise ScriptTimeout("the script was ended, since it needed too much time or memory")
	answer = json.loads(done.stdout)
	if "error" in answer:
		raise ScriptError(str(answer["error"])[:_MOST_OF_ERROR])
	return answer["reports"]
