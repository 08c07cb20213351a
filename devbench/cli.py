"""The commands of ./dev."""

import argparse
import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from devbench import debian, desk, distribution, fast, lint, platform_source, python, services, sites
from devbench.paths import APP, APPS, BENCH, LOGS, ROOT, SITES
from devbench.progress import StepFailed, exclusively, report_failure, say, step

QUEUES = "long,default,short"
DEFAULT_PORT = 8000


def ensure_tools(interpreter):
	"""Everything that needs no server: packages, platform, Desk."""
	debian.ensure_packages(interpreter)
	SITES.mkdir(parents=True, exist_ok=True)
	(SITES / "apps.txt").write_text(f"frappe\n{APP}\n")
	APPS.mkdir(exist_ok=True)
	LOGS.mkdir(exist_ok=True)
	python.ensure_environment(interpreter)
	platform_source.ensure_platform(interpreter)
	desk.ensure_libraries(interpreter)
	desk.ensure_browser_tools(interpreter)
	desk.ensure_app_linked()
	desk.ensure_bundles(interpreter)


@contextlib.contextmanager
def running_bench(interpreter, site=None):
	"""Context in which the bench's servers run and `site` (if named) is up to date."""
	BENCH.mkdir(mode=0o700, exist_ok=True)
	with services.in_use():
		with exclusively():
			ensure_tools(interpreter)
			services.ensure_started()
			sites.ensure_template(interpreter)
		if site:
			sites.ensure_site(interpreter, site)
		yield


def in_bench(command, **extra):
	"""Runs a command of the bench for the user: same terminal, exit code returned."""
	return subprocess.run(
		[str(part) for part in command], cwd=SITES, env=python.bench_environment(extra), check=False
	).returncode


def cmd_demo(options):
	name = options.site or "demo"
	site = sites.full_name(name)
	out_folder = Path(options.out).resolve()
	with running_bench(options.python, name):
		with step("Sample year", f"demo-{site}") as this:
			result = BENCH / f"demo-{site}.json"
			this.run(
				sites.inside_command(options.python, "--result", result, "demo", site, out_folder),
				cwd=SITES,
				env=python.bench_environment(),
				show=True,
			)
		say(f"Ledgers, compliance report and evaluations: {out_folder}")
		if options.no_serve:
			return 0
		return serve_site(options.python, site, options.port, json.loads(result.read_text())["logins"])


def cmd_serve(options):
	with running_bench(options.python, options.site or "demo"):
		return serve_site(options.python, sites.full_name(options.site or "demo"), options.port)


def redis_of(site):
	"""The environment that tells a worker a site's queue and cache: it belongs to the bench and would take the bench's own.

	In the cache stand how far work is and whether it was called off.
	"""
	addresses = services.site_addresses(site)
	return {f"FRAPPE_{key.upper()}": addresses[key] for key in ("redis_queue", "redis_cache")}


def serve_site(interpreter, site, port, logins=()):
	"""Serves the site with a worker beside it until Ctrl-C; then both end.

	`logins` (each with role, user, password) are shown with the address.
	"""
	port = services.free_port(port)
	programs = {
		"worker": sites.frappe_command(interpreter, ["worker", "--queue", QUEUES, "--quiet"]),
		"web": sites.inside_command(interpreter, "serve", site, port),
	}
	environment = python.bench_environment(redis_of(site))
	processes = {}
	try:
		for name, command in programs.items():
			with (LOGS / f"{name}-{site}.log").open("a") as log:
				processes[name] = subprocess.Popen(
					[str(part) for part in command],
					cwd=SITES,
					env=environment,
					stdin=subprocess.DEVNULL,
					stdout=log,
					stderr=log,
					start_new_session=True,
				)
		print(f"\n  http://127.0.0.1:{port}   (Ctrl-C ends it)")
		for login in logins:
			print("  {role}: {user} / {password}".format(**login))
		print(flush=True)
		with contextlib.suppress(KeyboardInterrupt):
			while all(process.poll() is None for process in processes.values()):
				time.sleep(0.5)
		ended = [name for name, process in processes.items() if process.poll() is not None]
		if ended:
			raise StepFailed("Serving", f"The {ended[0]} ended by itself.", LOGS / f"{ended[0]}-{site}.log")
		return 0
	finally:
		end(processes.values())


def end(processes):
	for process in processes:
		if process.poll() is None:
			with contextlib.suppress(ProcessLookupError):
				os.killpg(process.pid, signal.SIGTERM)
	for process in processes:
		try:
			process.wait(timeout=10)
		except subprocess.TimeoutExpired:
			os.killpg(process.pid, signal.SIGKILL)
			process.wait()


def cmd_test(options):
	"""Runs pytest in the checkout with the bench's Python; the sites that tests need are made here, once."""
	missing = distribution.missing_paths(options.arguments)
	if missing:
		print(f"No such file or folder: {', '.join(missing)}", file=sys.stderr)
		return 2
	arguments, workers = distribution.plan(fast.narrowed(options.arguments))
	name = options.site or "test"
	names = [name, *(f"{name}-{number}" for number in range(2, workers + 1))]
	with running_bench(options.python):
		for site in names:
			sites.ensure_site(options.python, site, keep=False)
		environment = python.bench_environment(
			{
				"PARTY_AFFAIRS_PYTHON": str(options.python.executable),
				"PARTY_AFFAIRS_SITES": str(SITES),
				"PARTY_AFFAIRS_TEST_SITES": " ".join(map(sites.full_name, names)),
				"PARTY_AFFAIRS_AXE": str(desk.AXE),
				"HYPOTHESIS_STORAGE_DIRECTORY": str(BENCH / "hypothesis"),
			}
		)
		say("Tests …")
		return subprocess.run(
			[str(options.python.bench_python), "-m", "pytest", *arguments],
			cwd=ROOT,
			env=environment,
			check=False,
		).returncode


def cmd_site(options):
	with running_bench(options.python):
		if options.sample:
			sites.make_sample_copy(options.python, options.name)
		else:
			sites.ensure_site(options.python, options.name, options.fresh)
		say(f"{sites.full_name(options.name)} is ready (Administrator / {sites.ADMIN_PASSWORD})")
	return 0


def cmd_migrate(options):
	name = options.site or "demo"
	with running_bench(options.python, name):
		sites.migrate(options.python, name)
	return 0


def cmd_shell(options):
	name = options.site or "demo"
	with running_bench(options.python, name):
		return in_bench(sites.frappe_command(options.python, ["--site", sites.full_name(name), "console"]))


def cmd_frappe(options):
	name = options.site or "demo"
	with running_bench(options.python, name):
		return in_bench(
			sites.frappe_command(options.python, options.arguments), FRAPPE_SITE=sites.full_name(name)
		)


def cmd_import(options):
	files = [str(Path(file).resolve()) for file in options.files]
	missing = [file for file in files if not Path(file).exists()]
	if missing:
		print(f"No such file: {', '.join(missing)}", file=sys.stderr)
		return 2
	name = options.site or "demo"
	with running_bench(options.python, name):
		arguments = ["--keep-right"] if options.keep_right else []
		return in_bench(
			sites.inside_command(options.python, "import", sites.full_name(name), *files, *arguments)
		)


def cmd_bench(options):
	"""Runs a benchmark on a site of its own, which it leaves empty."""
	name = options.site or "bench"
	sizes = {
		"dues": ("branches", "members", "repeats", "sample"),
		"compliance": ("branches",),
		"evaluation": ("branches",),
		"overview": ("branches",),
		"prints": ("branches",),
		"import": ("members", "meetings", "workbooks"),
	}[options.subject]
	members = {"dues": 100_000, "import": 30}
	options.members = options.members or members.get(options.subject)
	options.branches = options.branches or {"prints": 100}.get(options.subject, 2_000)
	sizes = [part for size in sizes for part in (f"--{size}", getattr(options, size))]
	module = {"import": "importing"}.get(options.subject, options.subject)
	program = [options.python.bench_python, "-m", f"benchmarks.{module}", "run"]
	with running_bench(options.python, name):
		return in_bench([*program, sites.full_name(name), *sizes])


def cmd_start(options):
	with running_bench(options.python):
		services.keep_running(True)
	say("MariaDB and Redis run until ./dev stop")
	return 0


def cmd_stop(options):
	if not BENCH.exists():
		return 0
	with exclusively():
		services.keep_running(False)
		stopped = services.stop()
	say(f"Stopped: {', '.join(stopped)}" if stopped else "Nothing was running")
	return 0


def cmd_reset(options):
	if BENCH.exists():
		services.remove_bench()
	say("The bench is gone; the next command makes a new one")
	return 0


def cmd_lint(options):
	with exclusively():
		debian.ensure_packages(options.python)
		python.ensure_environment(options.python)
	ruff = options.python.environment / "bin" / "ruff"
	cache = {"RUFF_CACHE_DIR": str(BENCH / "ruff")}
	commands = (
		(["check", "--fix", "."], ["format", "."])
		if options.fix
		else (["check", "."], ["format", "--check", "."])
	)
	codes = [
		subprocess.run([str(ruff), *arguments], cwd=ROOT, env={**os.environ, **cache}, check=False).returncode
		for arguments in commands
	]
	imports = [str(options.python.bench_python), "-m", "devbench.imports", "--check"]
	codes.append(subprocess.run(imports, cwd=ROOT, check=False).returncode)
	found = lint.findings()
	print("\n".join(found) if found else "The repository's own rules hold.")
	return 1 if any(codes) or found else 0


def cmd_docs(options):
	"""Writes docs/coverage.md, docs/permissions.md, docs/workbook.md and the table of floors in docs/architecture.md anew."""
	with exclusively():
		debian.ensure_packages(options.python)
		python.ensure_environment(options.python)
	return max(
		subprocess.run(
			[str(options.python.bench_python), "-m", f"devbench.{writer}"], cwd=ROOT, check=False
		).returncode
		for writer in ("coverage", "permissions_table", "imports", "workbook_table")
	)


def _parser():
	parser = argparse.ArgumentParser(
		prog="./dev",
		description="A throw-away Frappe bench for this app, for trying out and testing on this machine only.",
		epilog="All that it makes lies in .bench/ (and what the demo writes, in out/).",
	)
	parser.add_argument(
		"--python",
		dest="wanted_python",
		metavar="PYTHON",
		default=os.environ.get("PARTY_AFFAIRS_PYTHON"),
		help=f"interpreter for the bench ({', '.join(python.supported_versions())}; or set PARTY_AFFAIRS_PYTHON)",
	)
	parser.add_argument("--site", metavar="NAME", help="use site NAME.localhost instead of the usual one")
	commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")

	def add(name, function, help):
		command = commands.add_parser(name, help=help)
		command.set_defaults(function=function)
		return command

	demo = add("demo", cmd_demo, "load the sample year, write its ledgers and reports, serve the site")
	demo.add_argument("--no-serve", action="store_true", help="stop after writing")
	demo.add_argument("--out", default=str(ROOT / "out"), metavar="DIR", help="where to write (out/)")
	demo.add_argument("--port", type=int, default=DEFAULT_PORT)
	add(
		"test",
		cmd_test,
		"run the tests, with `--fast [COMMIT]` what answers in 90 seconds about the changes since then; further arguments "
		"go to pytest",
	)
	lint_command = add("lint", cmd_lint, "check style and the repository's own rules")
	lint_command.add_argument("--fix", action="store_true", help="mend what ruff can, and format")
	add(
		"docs",
		cmd_docs,
		"write the documents that follow from the code: coverage, permissions, floors, workbook",
	)
	importing = add("import", cmd_import, "import year workbooks, folders of them, or ZIP archives")
	importing.add_argument("files", nargs="+", metavar="FILE")
	importing.add_argument("--keep-right", action="store_true", help="import what is right of each workbook")
	add("serve", cmd_serve, "serve the demo site as it is").add_argument(
		"--port", type=int, default=DEFAULT_PORT
	)
	add("shell", cmd_shell, "Python console on the demo site")
	add("migrate", cmd_migrate, "bring a site to the app's present definitions")
	site = add("site", cmd_site, "make or update a site of your own")
	site.add_argument("name", metavar="NAME")
	kind = site.add_mutually_exclusive_group()
	kind.add_argument("--fresh", action="store_true", help="make it anew")
	kind.add_argument("--sample", action="store_true", help="make it anew with the sample year in it")
	bench = add(
		"bench",
		cmd_bench,
		"measure a month of dues, the check of a year, the import of workbooks or the printing of books, on a site of its own",
	)
	bench.add_argument(
		"subject", choices=["dues", "compliance", "evaluation", "import", "overview", "prints"]
	)
	bench.add_argument(
		"--members",
		type=int,
		metavar="NUMBER",
		help="of all branches for dues (100,000), of the large one for an import (30); a check has 20 a branch",
	)
	bench.add_argument(
		"--meetings", type=int, default=2_990, metavar="NUMBER", help="of the large workbook (2,990)"
	)
	bench.add_argument(
		"--workbooks", type=int, default=200, metavar="NUMBER", help="small ones of a city (200)"
	)
	bench.add_argument("--branches", type=int, metavar="NUMBER", help="(2,000; of an archive of prints 100)")
	bench.add_argument("--repeats", type=int, default=3, metavar="NUMBER", help="the best counts (3)")
	bench.add_argument(
		"--sample", type=int, default=1_000, metavar="NUMBER", help="members for single inserts (1,000)"
	)
	add("frappe", cmd_frappe, "run one of Frappe's own commands, with its arguments")
	add("start", cmd_start, "start MariaDB and Redis and leave them running")
	add("stop", cmd_stop, "stop them")
	add("reset", cmd_reset, "remove the bench with all its sites")
	return parser


NO_BENCH = {"stop", "reset"}
PASSES_ON = {"test", "frappe"}
TAKES_VALUE = {"--site", "--python"}


def _parse(arguments):
	"""Parses our own options; all that follows `test` or `frappe` is passed on untouched."""
	values = {index + 1 for index, word in enumerate(arguments) if word in TAKES_VALUE}
	position = next(
		(index for index, word in enumerate(arguments) if word in PASSES_ON and index not in values), None
	)
	if position is None:
		return _parser().parse_args(arguments)
	options, unknown = _parser().parse_known_args(arguments[: position + 1])
	if unknown or options.command != arguments[position]:
		return _parser().parse_args(arguments)  # the word was something else's value
	options.arguments = arguments[position + 1 :]
	return options


def _interrupt(signal_number, frame):
	raise KeyboardInterrupt


def main(arguments=None):
	"""Runs one command; returns the exit code."""
	options = _parse(sys.argv[1:] if arguments is None else arguments)
	# Ended from outside, what was started is ended too.
	signal.signal(signal.SIGTERM, _interrupt)
	try:
		if options.command not in NO_BENCH:
			options.python = python.choose(options.wanted_python)
		return options.function(options)
	except StepFailed as error:
		report_failure(error)
		return 1
	except KeyboardInterrupt:
		print("\nInterrupted; the same command goes on where it stopped.", file=sys.stderr)
		return 130
