"""The variants of a benchmark, each in a process of its own, and the command that runs them.

A benchmark is called `python -m benchmarks.<name> run SITE --branches N`, and calls itself with `measure SITE VARIANT`.
"""

import argparse
import json
import subprocess
import sys
from collections.abc import Callable, Mapping

from benchmarks.measuring import Taken
from devbench.preparing import site_session

Variants = Mapping[str, Callable[[Taken], None]]


def _command(module: str, site: str, variant: str) -> list[str]:
	return [sys.executable, "-m", module, "measure", site, variant]


def in_own_process(module: str, site: str, variant: str) -> Taken:
	"""Return what a variant of the benchmark `module` took."""
	done = subprocess.run(_command(module, site, variant), capture_output=True, text=True, check=False)
	if done.returncode:
		raise SystemExit(f"{variant} ended with {done.returncode}:\n{done.stdout}{done.stderr}")
	return Taken(**json.loads(done.stdout.splitlines()[-1]))


def by_workers(module: str, site: str, number: int) -> list[Taken]:
	"""Return what each of `number` processes took that share the variant `worker`; they begin together."""
	workers = [
		subprocess.Popen(
			_command(module, site, "worker"),
			stdin=subprocess.PIPE,
			stdout=subprocess.PIPE,
			text=True,
			bufsize=1,
		)
		for _ in range(number)
	]
	for each in workers:
		each.stdout.readline()
	for each in workers:
		each.stdin.write("go\n")
	taken = [Taken(**json.loads(each.communicate()[0].splitlines()[-1])) for each in workers]
	if any(each.returncode for each in workers):
		raise SystemExit("a worker broke off")
	return taken


def measure(site: str, variant: Callable[[Taken], None]) -> Taken:
	"""Run one variant on a site that is filled."""
	taken = Taken()
	with site_session(site):
		variant(taken)
	return taken


def main(module: str, variants: Variants, run: Callable[..., None]) -> int:
	"""Read the command line, and do what it says: one variant, or `run` with site and branches."""
	parser = argparse.ArgumentParser(prog=module)
	commands = parser.add_subparsers(dest="command", required=True)
	everything = commands.add_parser("run")
	everything.add_argument("site")
	everything.add_argument("--branches", type=int, required=True)
	one = commands.add_parser("measure")
	one.add_argument("site")
	one.add_argument("variant", choices=list(variants))
	given = parser.parse_args()
	if given.command == "measure":
		print(json.dumps(vars(measure(given.site, variants[given.variant]))))
	else:
		run(given.site, given.branches)
	return 0
