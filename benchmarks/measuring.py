"""What a piece of work takes: CPU time of Python and of the bench's MariaDB together, and memory.

What counts is the CPU time; other people on the machine cost neither.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from os import sysconf
from pathlib import Path

import frappe

_KIB = 1024


@dataclass
class Taken:
	"""CPU seconds of both programs, seconds by the clock, the process's peak memory in MiB, and what else is told."""

	python: float = 0
	database: float = 0
	clock: float = 0
	peak: float = 0
	told: dict[str, float] = field(default_factory=dict)

	@property
	def seconds(self) -> float:
		return self.python + self.database


def _database_cpu() -> float:
	"""CPU seconds of the database server so far, which the bench has for itself."""
	(pid_file, folder), *_ = frappe.db.sql("select @@pid_file, @@datadir")
	path = Path(pid_file) if Path(pid_file).is_absolute() else Path(folder) / pid_file
	spent = Path(f"/proc/{int(path.read_text())}/stat").read_text().rpartition(")")[2].split()
	return (int(spent[11]) + int(spent[12])) / sysconf("SC_CLK_TCK")


@contextmanager
def timed(taken: Taken) -> Iterator[None]:
	"""Add what is done inside."""
	database, python, clock = _database_cpu(), time.process_time(), time.perf_counter()
	yield
	taken.python += time.process_time() - python
	taken.clock += time.perf_counter() - clock
	taken.database += _database_cpu() - database


def peak() -> float:
	"""The most memory in MiB that this program held."""
	status = Path("/proc/self/status").read_text()
	(line,) = (line for line in status.splitlines() if line.startswith("VmHWM:"))
	return int(line.split()[1]) / _KIB


def took(taken: Taken) -> str:
	"""Return the seconds as a line of text."""
	return f"{taken.seconds:9.2f} s  (Python {taken.python:.2f}, MariaDB {taken.database:.2f})"
