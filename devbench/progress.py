"""Steps: what runs, how long it takes, what to do when it fails, and what is already done."""

import contextlib
import fcntl
import hashlib
import subprocess
import sys
import time

from devbench.paths import BENCH, LOCKS, LOGS, ROOT, STAMPS

STARTED = time.monotonic()
LONGEST_LINE = 200


class StepFailed(Exception):
	"""A step that did not succeed: `step` names it, `log` is its log file (or None), `advice` how to go on."""

	def __init__(self, step, reason, log=None, advice=None):
		super().__init__(reason)
		self.step = step
		self.log = log
		self.advice = advice or "Remove the cause and run the same command again: finished steps are skipped."


def say(text):
	"""Prints one line with the time since the command started."""
	print(f"{time.monotonic() - STARTED:6.1f} s  {text}", flush=True)


def report_failure(error):
	"""Says on stderr which step failed, the end of its log, and how to go on."""
	lines = [f"\nFailed: {error.step}", f"  {error}"]
	if error.log and error.log.exists():
		tail = error.log.read_text(errors="replace").replace("\r", "\n").splitlines()[-25:]
		lines += [
			f"  Log: {error.log.relative_to(ROOT)}",
			*(f"    | {line[:LONGEST_LINE]}" for line in tail if line.strip()),
		]
	lines.append(f"  {error.advice}")
	if error.log:
		lines.append(
			"  If it keeps failing, ./dev reset removes the bench, and the next command builds it anew."
		)
	print("\n".join(lines), file=sys.stderr, flush=True)


class Step:
	"""One step with a name, a log file of its own, and commands that run into that log."""

	def __init__(self, name, slug):
		self.name = name
		self.log = LOGS / f"{slug}.log"

	def fail(self, reason):
		raise StepFailed(self.name, reason, self.log)

	def run(self, command, cwd=ROOT, env=None, show=False):
		"""Runs `command` without input, its output going to the log and, with `show`, to the user as well.

		`env` is the whole environment (ours if not given). Any exit code but 0 fails the step.
		"""
		command = [str(part) for part in command]
		with self.log.open("a") as log:
			print(f"$ {' '.join(command)}", file=log, flush=True)
			try:
				process = subprocess.Popen(
					command,
					cwd=cwd,
					env=env,
					stdin=subprocess.DEVNULL,
					stdout=subprocess.PIPE if show else log,
					stderr=subprocess.STDOUT,
					text=True,
				)
			except FileNotFoundError as missing:
				self.fail(f"The program {missing.filename} is missing.")
			with process:
				for line in process.stdout or ():
					print(line, end="", file=log, flush=True)
					print(line, end="", flush=True)
		if process.returncode:
			self.fail(f"{command[0]} ended with exit code {process.returncode}.")


@contextlib.contextmanager
def step(name, slug):
	"""Announces a step, times it, and turns what goes wrong inside into a StepFailed that names it."""
	LOGS.mkdir(parents=True, exist_ok=True)
	this = Step(name, slug)
	this.log.unlink(missing_ok=True)
	say(f"{name} …")
	began = time.monotonic()
	try:
		yield this
	except OSError as error:
		raise StepFailed(name, str(error), this.log) from error
	say(f"{name}: done in {time.monotonic() - began:.1f} s")


def digest(*parts):
	"""SHA-256 over texts and files (by their content), in order."""
	total = hashlib.sha256()
	for part in parts:
		total.update(part.read_bytes() if hasattr(part, "read_bytes") else str(part).encode())
		total.update(b"\0")
	return total.hexdigest()


def is_done(stamp, key):
	"""Whether step `stamp` has been finished for exactly this `key`."""
	path = STAMPS / stamp
	return path.exists() and path.read_text() == key


def mark_done(stamp, key):
	STAMPS.mkdir(parents=True, exist_ok=True)
	(STAMPS / stamp).write_text(key)


def forget(stamp):
	(STAMPS / stamp).unlink(missing_ok=True)


@contextlib.contextmanager
def exclusively(name="bench"):
	"""Holds the lock `name`, so that commands running side by side never set up the same thing twice.

	`bench` guards what all sites share, a site's own name the site.
	"""
	BENCH.mkdir(mode=0o700, exist_ok=True)
	LOCKS.mkdir(exist_ok=True)
	with (LOCKS / name).open("w") as lock:
		try:
			fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
		except BlockingIOError:
			say(f"Waiting for another ./dev command that sets up {name} …")
			fcntl.flock(lock, fcntl.LOCK_EX)
		yield
