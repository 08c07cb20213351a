"""Work for the long queue: with hours instead of minutes, never waiting there twice, done in chunks that each stand."""

import hashlib
import time
from collections.abc import Callable, Iterator, Sequence
from typing import Any, TypeVar

import frappe

_TIMEOUT_SECONDS = 4 * 60 * 60
_HASH_LENGTH = 20
_ATTEMPTS = 5
_PAUSE_SECONDS = 0.5

Progress = Callable[[int, int], None]
"""Told after each chunk how much is done, and of how much."""

T = TypeVar("T")


def enqueue(method: str, *identity: Any, **arguments: Any) -> None:
	"""Queue `method` with `arguments`; nothing is added while a job of the same `identity` waits or runs.

	`identity` says which work it is, such as the year and the branches; two clicks on the same button give the same.
	"""
	digest = hashlib.sha256(repr(identity).encode()).hexdigest()[:_HASH_LENGTH]
	frappe.enqueue(
		method,
		queue="long",
		timeout=_TIMEOUT_SECONDS,
		job_id=f"party-affairs-{method.rpartition('.')[2].replace('_', '-')}-{digest}",
		deduplicate=True,
		**arguments,
	)


def in_chunks(
	names: Sequence[str],
	size: int,
	work: Callable[[Sequence[str]], T],
	*,
	commit: bool = False,
	progress: Progress | None = None,
) -> Iterator[T]:
	"""Yield what `work` returns for each chunk of at most `size` of `names`.

	With `commit`, as in a background job, every chunk is committed, so that work that was killed loses one chunk at most;
	a chunk that meets a deadlock with another worker is tried again.
	"""
	for start in range(0, len(names), size):
		chunk = names[start : start + size]
		yield _committed(work, chunk) if commit else work(chunk)
		if progress:
			progress(start + len(chunk), len(names))


def _committed(work: Callable[[Sequence[str]], T], chunk: Sequence[str]) -> T:
	for attempt in range(1, _ATTEMPTS):
		try:
			return _once(work, chunk)
		except (frappe.QueryDeadlockError, frappe.QueryTimeoutError):
			frappe.db.rollback()
			time.sleep(_PAUSE_SECONDS * attempt)
	return _once(work, chunk)


def _once(work: Callable[[Sequence[str]], T], chunk: Sequence[str]) -> T:
	result = work(chunk)
	frappe.db.commit()  # nosemgrep: each chunk of a background job stands for itself
	return result
