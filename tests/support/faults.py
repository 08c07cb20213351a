"""Work that is broken off: a server of forks on a site of its own, which runs jobs, kills them and compares what they left.

A job runs in a child that is forked with everything imported, so a try costs its own statements and little more. Whatever
touches a table for the first time copies it before, so that the site is brought back by copying; a child tells through a
pipe, which outlives its death, what it touched. `tests/support/fault_jobs.py` says which jobs there are and is the program.
"""

import contextlib
import json
import os
import random
import re
import select
import shutil
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

import pymysql
import time_machine

import frappe
from frappe.database.database import Database

from devbench.preparing import site_configuration
from tests.support import outages
from tests.support.site import DEFINITION_CACHES, FILE_CACHES, TIME_ZONE, _is_kept

EMPTY, FILLED = "_empty_", "_filled_"
"""What names the copies of tables begin with: as the site was made, and with the data that the jobs work on."""

_WRITE = re.compile(
	r"\s*(?:insert(?:\s+ignore)?\s+into|replace\s+into|update|delete\s+from|truncate(?:\s+table)?)\s+(?:`([^`]+)`|(\w+))",
	re.IGNORECASE,
)
_RANDOM = re.compile(r"(?<![0-9A-Za-z])(?:[0-9a-v]{10}|[0-9a-v]{20})(?![0-9A-Za-z])")
_NAMELESS = re.compile(r"[0-9a-v]{10}|[0-9a-v]{20}|\d+")
_BY_SERIES = re.compile(r"[A-Z]{2,}(?:-\d{4})?-\d{5}(?!\d)")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d(?:\.\d+)?")
_FOLDERS = ("appraisal_keys", "private/files", "public/files")
_LONGEST_SECONDS = 120


WHOLLY = "*"
"""Leaves out a table, as that of the records of runs: one that was broken off leaves one more."""


@dataclass
class Job:
	"""A piece of work that may be broken off.

	`run` does it, and done again it repairs; `day` is today. `after` is what the night does besides. `left_out` are
	columns, by table, that say how often the work was begun. `look` may look at what a killed one has left and returns
	what is wrong with it.
	"""

	run: Callable[[], Any]
	day: str
	after: Callable[[], Any] | None = None
	left_out: dict[str, tuple[str, ...]] = field(default_factory=dict)
	look: Callable[["Server"], list[str]] | None = None


@dataclass
class Outcome:
	"""What became of a child: whether it was killed, what it returned or raised, how many points it passed, what it touched."""

	killed: bool
	seconds: float
	points: int
	touched: set[str]
	result: Any = None
	error: str | None = None
	states: list[dict] = field(default_factory=list)
	commits: list[int] = field(default_factory=list)


class Server:
	"""The site, a connection of its own to the database, and children that work there."""

	def __init__(self, site: str, jobs: dict[str, Job], fill: Callable[[], None]) -> None:
		self.site, self.jobs, self._fill = site, jobs, fill
		self.config = site_configuration(site)
		self.connection = self._connect()
		self.folder = Path(site).resolve()
		self.scratch = Path(tempfile.mkdtemp(prefix="faults-"))
		(self.scratch / "temporary").mkdir()
		os.environ["TMPDIR"] = str(self.scratch / "temporary")
		tempfile.tempdir = None
		self._touched: set[str] = set()
		self._ready = False

	def _connect(self):
		return pymysql.connect(
			host=self.config["db_host"],
			port=self.config["db_port"],
			user=self.config["db_name"],
			password=self.config["db_password"],
			database=self.config["db_name"],
			charset="utf8mb4",
			autocommit=True,
			init_command="SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED",
		)

	def sql(self, statement: str) -> list[tuple]:
		with self.connection.cursor() as cursor:
			cursor.execute(statement)
			return list(cursor.fetchall())

	# --- the site and its data

	def prepare(self) -> None:
		"""Bring the site to the data that jobs work on. What an earlier process left, killed or not, is undone first."""
		self._undo_earlier()
		outcome = self.child(self._fill, layer=EMPTY)
		if outcome.error:
			self.close()
			raise RuntimeError(outcome.error)
		self._keep_files(FILLED)
		self._ready = True

	def close(self) -> None:
		"""Bring the site to what it was before."""
		self._undo_earlier()
		self.child(_forget_jobs, layer=FILLED)
		self._undo_earlier()
		shutil.rmtree(self.scratch, ignore_errors=True)

	def _undo_earlier(self) -> None:
		for layer in (FILLED, EMPTY):
			for table in self._copied(layer):
				self._bring_back(layer, table)
				self.sql(f"drop table `{layer}{table}`")
		for folder in _FOLDERS:
			for path in self._files(folder):
				path.unlink()
		self._clear_cache()
		self._touched.clear()

	def restore(self) -> None:
		"""Bring the site back to the data that jobs work on."""
		for table in sorted(self._touched):
			self._bring_back(FILLED, table)
		self._touched.clear()
		kept = self.scratch / FILLED
		for folder in _FOLDERS:
			for path in self._files(folder):
				path.unlink()
			for path in (kept / folder).iterdir() if (kept / folder).exists() else ():
				shutil.copy2(path, self.folder / folder / path.name)
		self._clear_cache()

	def _copied(self, layer: str) -> list[str]:
		names = self.sql(f"show tables like '{layer.replace('_', chr(92) + '_')}%'")
		return [name.removeprefix(layer) for (name,) in names]

	def _bring_back(self, layer: str, table: str) -> None:
		self.sql(f"delete from `{table}`")
		self.sql(f"insert into `{table}` select * from `{layer}{table}`")

	def _keep_files(self, layer: str) -> None:
		for folder in _FOLDERS:
			(self.scratch / layer / folder).mkdir(parents=True, exist_ok=True)
			for path in self._files(folder):
				shutil.copy2(path, self.scratch / layer / folder / path.name)

	def _files(self, folder: str) -> list[Path]:
		whole = self.folder / folder
		return sorted(path for path in whole.iterdir() if path.is_file()) if whole.exists() else []

	def _clear_cache(self) -> None:
		import redis

		cache = redis.from_url(self.config["redis_cache"])
		prefix = f"{self.config['db_name']}|"
		kept = FILE_CACHES + DEFINITION_CACHES
		stale = [
			key for key in cache.scan_iter(match=f"{prefix}*", count=1000) if not _is_kept(key, prefix, kept)
		]
		if stale:
			cache.delete(*stale)
		cache.close()

	# --- children

	def child(
		self,
		work: Callable[[], Any],
		*,
		layer: str = FILLED,
		day: str | None = None,
		kill_at: int | None = None,
		kill_after: float | None = None,
		cut_at: int | None = None,
		cut_seconds: float = 0,
		with_states: bool = False,
		before: Callable[[], None] | None = None,
		connected: bool = True,
	) -> Outcome:
		"""Run `work` in a child, which commits at its end, and kill it at its point `kill_at` or after some seconds.

		A point is a statement, or a file opened for writing, renamed or removed. At point `cut_at` the database goes away for
		`cut_seconds`. `with_states` reads what is committed after each commit. `before` is called in the child before it
		connects; without `connected` it is left to `work` to connect.
		"""
		known = set(self._copied(layer))
		reader, writer = os.pipe()
		sys.stdout.flush()
		start = time.monotonic()
		pid = os.fork()
		if not pid:
			os.close(reader)
			_Child(self, writer, layer, known, kill_at, with_states, cut_at, cut_seconds).run(
				work, day, before, connected
			)
		os.close(writer)
		messages = self._follow(pid, reader, kill_after)
		_pid, status = os.waitpid(pid, 0)
		outcome = Outcome(
			killed=os.WIFSIGNALED(status), seconds=time.monotonic() - start, points=0, touched=set()
		)
		for message in messages:
			if "touched" in message:
				outcome.touched.add(message["touched"])
			else:
				for key, value in message.items():
					setattr(outcome, key, value)
		if with_states:
			states = self.scratch / "states.json"
			outcome.states = json.loads(states.read_text()) if states.exists() else []
			states.unlink(missing_ok=True)
		if layer == FILLED:
			self._touched |= outcome.touched
		return outcome

	def _follow(self, pid: int, reader: int, kill_after: float | None) -> list[dict]:
		deadline = time.monotonic() + (_LONGEST_SECONDS if kill_after is None else kill_after)
		content = b""
		while True:
			left = deadline - time.monotonic()
			if not select.select([reader], [], [], max(left, 0))[0]:
				os.kill(pid, signal.SIGKILL)
				deadline = time.monotonic() + _LONGEST_SECONDS
				continue
			part = os.read(reader, 65536)
			if not part:
				break
			content += part
		os.close(reader)
		return [json.loads(line) for line in content.splitlines()]

	# --- what there is

	def state(self, tables: set[str], left_out: dict[str, tuple[str, ...]]) -> dict[str, list[str]]:
		"""Return the rows of tables and the files as text that two runs of the same work have in common."""
		return {**canonical(rows_of(self.connection, tables), left_out), "files": self.files()}

	def files(self) -> list[str]:
		"""Return the site's files and what lies in the folder for temporary ones, with their sizes."""
		found = [
			f"{folder}/{path.name} {path.stat().st_size}"
			for folder in _FOLDERS
			for path in self._files(folder)
		]
		temporary = self.scratch / "temporary"
		return [*found, *(f"temporary/{path.name}" for path in sorted(temporary.iterdir()))]

	# --- broken off again and again

	def break_off(
		self,
		name: str,
		number: int,
		seed: int,
		*,
		clocked: int = 0,
		cut_seconds: float = 0,
		warm: bool = False,
	) -> dict[str, Any]:
		"""Break off the job `name` `number` times, `clocked` of them by the clock, and let it be done again each time.

		It is killed, or (with `cut_seconds`) loses the database for so long. What it leaves must be what the undisturbed one had
		committed by then, and the next run must lead to where the undisturbed one ends. The first run fills caches and passes more
		points; `warm` leaves it out of account, so that points near a commit are met. Returns the numbers, and in `wrong` a
		sentence for each deviation.
		"""
		job, chance = self.jobs[name], random.Random(f"{seed}-{name}")
		before = time.monotonic()
		if warm:
			self.child(job.run, day=job.day)
			self.restore()
		whole = self.child(job.run, day=job.day, with_states=True)
		wrong = [f"undisturbed: {whole.error}"] if whole.error else []
		self._after(job)
		tables = set(self._touched)
		end = self.state(tables, job.left_out)
		self.restore()
		states = [self.state(tables, job.left_out), *self._states_of(whole, tables, job), end]
		stages, said = Counter(), Counter()
		for place in [*self._places(whole, number - clocked, chance), *([None] * clocked)]:
			if cut_seconds:
				broken = self.child(job.run, day=job.day, cut_at=place, cut_seconds=cut_seconds)
				where = f"cut at {place} of {whole.points}"
				said[(broken.error or str(broken.result)).partition("\n")[0]] += 1
			else:
				broken, where = self._killed(job, place, whole, chance)
			found = self._compare(job, tables, states, stages)
			found += self._repair(job, tables, end)
			wrong += [f"{where}: {line}" for line in found]
		return {
			"job": name,
			"broken": stages.total(),
			"points": whole.points,
			"commits": len(whole.states),
			"stages": dict(sorted(stages.items())),
			"said": dict(said),
			"tables": sorted(tables),
			"seconds": round(time.monotonic() - before, 1),
			"wrong": wrong,
		}

	def _repair(self, job: Job, tables: set[str], end: dict[str, list[str]]) -> list[str]:
		repaired = self.child(job.run, day=job.day)
		found = [f"the next run: {repaired.error}"] if repaired.error else []
		self._after(job)
		touched = tables | self._touched
		now = self.state(touched, job.left_out)
		self.restore()
		wanted = {**self.state(touched - tables, job.left_out), **end}
		return found + [f"after the next run: {line}" for line in differences(wanted, now)]

	@staticmethod
	def _places(whole: Outcome, number: int, chance: random.Random) -> list[int]:
		"""Half of the points anywhere, the other half close to a commit, where the states meet."""
		near = [point + step for point in whole.commits for step in range(4) if point + step <= whole.points]
		return [chance.choice(near) if at % 2 else chance.randint(1, whole.points) for at in range(number)]

	def _killed(
		self, job: Job, place: int | None, whole: Outcome, chance: random.Random
	) -> tuple[Outcome, str]:
		"""Kill the job at a point, or (None) at any moment; sooner if it came to its end before: caches were fuller."""
		sooner = 1.0
		while True:
			point = place and max(1, int(place * sooner))
			moment = None if place else chance.uniform(0, whole.seconds * sooner)
			killed = self.child(job.run, day=job.day, kill_at=point, kill_after=moment)
			if killed.killed:
				return (
					killed,
					f"killed at {point} of {whole.points}" if point else f"killed after {moment:.2f} s",
				)
			self.restore()
			sooner *= 0.9

	def _states_of(self, whole: Outcome, tables: set[str], job: Job) -> list[dict[str, list[str]]]:
		untouched = rows_of(self.connection, tables)
		return [
			{**canonical({**untouched, **state["rows"]}, job.left_out), "files": state["files"]}
			for state in whole.states
		]

	def _after(self, job: Job) -> None:
		if job.after:
			self.child(job.after, day=job.day)

	def _compare(self, job: Job, tables: set[str], states: list[dict], stages: Counter) -> list[str]:
		more = self._touched - tables
		left = self.state(tables, job.left_out)
		found = [f"{table} was written" for table in sorted(more) if self._differs(table, job)]
		stage = next((at for at, state in enumerate(states) if not differences(state, left)), None)
		stages[str(stage)] += 1
		if stage is None:
			nearest = min((differences(state, left) for state in states), key=len)
			found += [f"left behind: {line}" for line in nearest]
		return found + (job.look(self) if job.look else [])

	def rows_with(self, text: str) -> list[str]:
		"""Return the rows with this text in what was touched since the site was brought back, and in the error log."""
		rows = rows_of(self.connection, {*self._touched, "tabError Log"})
		return [
			f"{table}: {row['name']}" for table, found in rows.items() for row in found if text in str(row)
		]

	def changes(self, but: set[str]) -> list[str]:
		"""Return a line for each row that was written since the site was brought back, in all tables but these."""
		tables = self._touched - but
		now = canonical(rows_of(self.connection, tables), {})
		kept = rows_of(self.connection, {f"{FILLED}{table}" for table in tables})
		before = canonical({table.removeprefix(FILLED): rows for table, rows in kept.items()}, {})
		return differences(before, now)

	def _differs(self, table: str, job: Job) -> bool:
		names = (table, f"{FILLED}{table}")
		found = canonical(
			rows_of(self.connection, names), {name: job.left_out.get(table, ()) for name in names}
		)
		return found.get(names[0]) != found.get(names[1])


class _Child:
	"""What happens in a child: it counts points, copies tables before they are touched, and tells what it did."""

	def __init__(
		self,
		server: Server,
		writer: int,
		layer: str,
		known: set[str],
		kill_at: int | None,
		with_states: bool,
		cut_at: int | None,
		cut_seconds: float,
	) -> None:
		self.server, self.writer, self.layer, self.known = server, writer, layer, known
		self.kill_at, self.with_states = kill_at, with_states
		self.cut_at, self.cut_seconds = cut_at, cut_seconds
		self.points, self.states, self.counting = 0, [], True
		self.commits: list[int] = []
		self.told: set[str] = set()
		self.second = None

	def tell(self, **message: Any) -> None:
		os.write(self.writer, json.dumps(message, default=str).encode() + b"\n")

	def run(self, work, day, before, connected) -> None:
		try:
			# What Frappe prints is no answer of the program.
			os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
			with contextlib.ExitStack() as stack:
				if day:
					moment = datetime.fromisoformat(f"{day} 12:00:00.000001").replace(tzinfo=TIME_ZONE)
					stack.enter_context(time_machine.travel(moment, tick=True))
				self._watch()
				if self.cut_at:
					self.database = outages.Database(
						self.server.config["db_host"], self.server.config["db_port"]
					)
					self.database.lead()
				if before:
					before()
				if connected:
					frappe.init(site=self.server.site, sites_path=".")
					frappe.connect()
					frappe.set_user("Administrator")
					frappe.local.lang = "zh"
				result = work()
				if connected:
					frappe.db.commit()
				self._point()
			self.counting = False
			if self.with_states:
				(self.server.scratch / "states.json").write_text(json.dumps(self.states))
			self.tell(result=result, points=self.points, commits=self.commits)
		except BaseException as error:
			import traceback

			self.counting = False
			self.tell(error=f"{type(error).__name__}: {error}\n{traceback.format_exc()}", points=self.points)
		finally:
			# Without the ends of a process: a socket shared with the parent must stay as it is.
			os._exit(0)

	def _watch(self) -> None:
		sql = Database.sql

		def watched(database, query, *args, **kwargs):
			text = str(query)
			self._point()
			self._before_write(text)
			result = sql(database, query, *args, **kwargs)
			if text.strip().lower() == "commit":
				self.commits.append(self.points)
				if self.with_states:
					self._note_state()
			return result

		Database.sql = watched
		sys.addaudithook(self._hear)

	def _hear(self, event: str, arguments: tuple) -> None:
		if event == "open":
			path, _mode, flags = arguments
			if flags & (os.O_WRONLY | os.O_RDWR) and str(self.server.folder) in os.path.abspath(str(path)):
				self._point()
		elif event in ("os.remove", "os.rename"):
			self._point()

	def _point(self) -> None:
		if not self.counting:
			return
		self.points += 1
		if self.points == self.kill_at:
			os.kill(os.getpid(), signal.SIGKILL)
		if self.points == self.cut_at:
			self.database.cut(self.cut_seconds)

	def _before_write(self, statement: str) -> None:
		found = _WRITE.match(statement)
		table = found and (found[1] or found[2])
		if not table or table in self.told:
			return
		if table not in self.known:
			self._own_connection()
			self._second(f"create table if not exists `{self.layer}{table}` like `{table}`")
			self._second(f"insert into `{self.layer}{table}` select * from `{table}`")
		self.told.add(table)
		self.tell(touched=table)

	def _own_connection(self):
		if self.second is None:
			self.second = self.server._connect()
		return self.second

	def _second(self, statement: str) -> None:
		with self.second.cursor() as cursor:
			cursor.execute(statement)

	def _note_state(self) -> None:
		counting, self.counting = self.counting, False
		self.states.append({"rows": rows_of(self._own_connection(), self.told), "files": self.server.files()})
		self.counting = counting


# --- comparing


def rows_of(connection, tables) -> dict[str, list[dict[str, str]]]:
	"""Return the committed rows of tables; all values are text."""
	found = {}
	with connection.cursor(pymysql.cursors.DictCursor) as cursor:
		for table in tables:
			cursor.execute(f"select * from `{table}`")
			found[table] = [
				{key: "" if value is None else str(value) for key, value in row.items()} for row in cursor
			]
	return found


def canonical(
	rows: dict[str, list[dict[str, str]]], left_out: dict[str, tuple[str, ...]]
) -> dict[str, list[str]]:
	"""Return rows by table as sorted text that does not depend on when and under which random names they were written.

	A random name, a number, and a name by series is replaced by what its row says, so that child rows and links still show
	whose they are. How far a series was counted stands in its own table.
	"""
	said = {
		(table, row["name"]) if row["name"].isdigit() else row["name"]: (
			f"<{_BY_SERIES.sub('#', _said_by(row, left_out, table))}>"
		)
		for table, found in rows.items()
		for row in found
		if _is_nameless(row)
	}
	return {
		table: sorted(_said_by(_named(row, said), left_out, table) for row in found)
		for table, found in rows.items()
		if WHOLLY not in left_out.get(table, ())
	}


def _named(row: dict[str, str], said: dict) -> dict[str, str]:
	parent = said.get((f"tab{row.get('parenttype')}", row.get("parent")))
	named = {key: said.get(value) or _by_series(value, said) for key, value in row.items() if key != "name"}
	if not _is_nameless(row):
		named["name"] = _by_series(row.get("name", ""), said)
	return {**named, "parent": parent} if parent else named


def _by_series(value: str, said: dict) -> str:
	return _BY_SERIES.sub(lambda found: said.get(found[0], found[0]), value) if "-" in value else value


def _is_nameless(row: dict[str, str]) -> bool:
	return bool(_NAMELESS.fullmatch(row.get("name", "")) or row.get("naming_series"))


def _said_by(row: dict[str, str], left_out: dict[str, tuple[str, ...]], table: str) -> str:
	kept = {key: value for key, value in row.items() if value and key not in left_out.get(table, ())}
	if _is_nameless(kept):
		kept["name"] = "#"
	return _without_chance("|".join(f"{key}={value}" for key, value in kept.items()))


@lru_cache(maxsize=200_000)
def _without_chance(text: str) -> str:
	return _MOMENT.sub("when", _RANDOM.sub("#", text))


def differences(wanted: dict[str, list[str]], found: dict[str, list[str]]) -> list[str]:
	"""Return a line for each row that one has and the other has not."""
	lines = []
	for table in sorted({*wanted, *found}):
		one, other = Counter(wanted.get(table, ())), Counter(found.get(table, ()))
		lines += [f"{table}: lacks {row}" for row in (one - other).elements()]
		lines += [f"{table}: has {row}" for row in (other - one).elements()]
	return lines


def _forget_jobs() -> None:
	"""Take what the jobs have queued, and nobody works on, out of the queues."""
	from frappe.utils.background_jobs import get_queues

	for queue in get_queues():
		for job_id in queue.get_job_ids():
			if job_id.startswith(f"{frappe.local.site}||"):
				queue.remove(job_id)
				job = queue.fetch_job(job_id)
				if job:
					job.delete()
