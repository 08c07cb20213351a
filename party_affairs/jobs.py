"""Work for the long queue: with hours instead of minutes, never waiting there twice, done in chunks that each stand."""

import hashlib
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, TypeVar

from redis.exceptions import ConnectionError as RedisConnectionError
from redis.exceptions import TimeoutError as RedisTimeoutError
from rq.registry import StartedJobRegistry
from rq.timeouts import BaseTimeoutException

import frappe
from frappe import _
from frappe.utils.background_jobs import create_job_id, get_queue, get_workers, is_job_enqueued

from party_affairs.language import in_language, site_language

_QUEUE = "long"
_SHORT_QUEUE = "default"
_NOBODY = "Administrator"
_TIMEOUT_SECONDS = 4 * 60 * 60
_HASH_LENGTH = 20
_ATTEMPTS = 5
_PAUSE_SECONDS = 0.5
_RECONNECTIONS, _RECONNECTION_SECONDS = 60, 1
_DATABASE_GONE = (2002, 2003, 2006, 2013)
"""Numbers by which clients of MariaDB say that the server is not there, or no longer."""

Progress = Callable[[int, int], None]
"""Told after each chunk how much is done, and of how much."""

T = TypeVar("T")


class QueueError(frappe.ValidationError):
	"""The queue of background jobs does not answer, so that work was not begun."""


def enqueue(method: str, *identity: Any, **arguments: Any) -> None:
	"""Queue `method` with `arguments`; nothing is added while a job of the same `identity` waits or runs.

	`identity` says which work it is, such as the year and the branches; two clicks on the same button give the same.
	Raise QueueError if the queue does not answer.
	"""
	digest = hashlib.sha256(repr(identity).encode()).hexdigest()[:_HASH_LENGTH]
	job_id = f"party-affairs-{method.rpartition('.')[2].replace('_', '-')}-{digest}"
	put(method, job_id, _TIMEOUT_SECONDS, **arguments)


def put(method: str, job_id: str, timeout: int, **arguments: Any) -> None:
	"""Queue `method` under `job_id`, with `timeout` seconds for it, unless a job of that id waits or runs.

	Raise QueueError if the queue does not answer.
	"""
	with _queue_answers():
		_forget_abandoned()
		frappe.enqueue(method, queue=_QUEUE, timeout=timeout, job_id=job_id, deduplicate=True, **arguments)


def put_soon(method: str, job_id: str, timeout: int) -> None:
	"""Queue `method` for the next seconds, beside the long work, unless a job of that id still waits.

	One that runs already keeps nothing out: it may have looked for its work before this was there. The job is nobody's: whose
	change it follows from stands nowhere in the queue. Raise QueueError if the queue does not answer.
	"""
	with _queue_answers(), _as(_NOBODY):
		mark = create_job_id(job_id)
		if not any(waiting.startswith(mark) for waiting in get_queue(_SHORT_QUEUE).get_job_ids()):
			one = f"{job_id}-{frappe.generate_hash(length=_HASH_LENGTH)}"
			frappe.enqueue(method, queue=_SHORT_QUEUE, timeout=timeout, job_id=one)


@contextmanager
def _as(user: str) -> Iterator[None]:
	"""Queue as `user`; nothing else of the session changes."""
	before = frappe.session.user
	frappe.session.user = user
	try:
		yield
	finally:
		frappe.session.user = before


def is_at_work(job_id: str) -> bool:
	"""Whether a job of this id waits or runs; one whose worker is dead does neither. Raise QueueError like `put`."""
	with _queue_answers():
		_forget_abandoned()
		return is_job_enqueued(job_id)


def listeners() -> tuple[int, int]:
	"""Return how many workers listen on the long queue, and how many jobs wait there. Raise QueueError like `put`."""
	with _queue_answers():
		queue = get_queue(_QUEUE)
		return len(get_workers(queue)), queue.count


def _forget_abandoned() -> None:
	"""Let jobs fail whose workers give no sign of life any more; workers look for them every ten minutes only."""
	StartedJobRegistry(queue=get_queue(_QUEUE)).cleanup()


@contextmanager
def _queue_answers() -> Iterator[None]:
	"""Turn the silence of the queue, which is Redis, into a sentence for the user."""
	try:
		yield
		return
	except (RedisConnectionError, RedisTimeoutError):
		frappe.logger("party_affairs").warning("The queue of background jobs does not answer.")
	frappe.throw(
		_(
			"The queue of background jobs does not answer, so nothing was started. Try again in a few minutes; if it stays "
			"so, tell your administrator that Redis is down."
		),
		QueueError,
	)


@contextmanager
def failure_told_to(user: str | None) -> Iterator[None]:
	"""Tell `user`, if somebody started the work, when it breaks off inside; the error goes on to the queue, which notes it.

	It goes by way of Redis into his Desk: the database may be what is missing.
	"""
	language = (user and frappe.db.get_value("User", user, "language")) or site_language()
	try:
		yield
	except Exception:
		if user:
			with in_language(language):
				message = _(
					"The work in the background broke off because of an error. What was done stands; start it again to complete it."
				)
			frappe.publish_realtime("msgprint", {"message": message, "indicator": "red"}, user=user)
		raise


@contextmanager
def claimed(work: str, wait_seconds: int = 0) -> Iterator[bool]:
	"""Whether a piece of work is nobody else's inside; a claim ends with its holder, however that ends.

	`work` is known by its name to all workers of the site. What they have committed until then is seen inside.
	"""
	name = (
		"party-affairs-" + hashlib.sha256(f"{frappe.local.site} {work}".encode()).hexdigest()[:_HASH_LENGTH]
	)
	is_ours = bool(frappe.db.sql("select get_lock(%s, %s)", (name, wait_seconds))[0][0])
	frappe.db.commit()  # nosemgrep: a background job's next unit of work reads what is there now
	try:
		yield is_ours
	finally:
		if is_ours:
			frappe.db.sql("select release_lock(%s)", (name,))


def is_passing(error: Exception) -> bool:
	"""Whether an error comes of the moment and not of the work: a deadlock, a wait that was too long, a database that is gone.

	So does the end of a job's time.
	"""
	if isinstance(error, frappe.QueryDeadlockError | frappe.QueryTimeoutError | BaseTimeoutException):
		return True
	return isinstance(error, frappe.db.OperationalError | frappe.db.InternalError)


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
	a chunk that meets a deadlock with another worker, or loses the database for less than a minute, is tried again. So `work` must
	do no harm when it is done twice: whether a commit arrived whose answer was lost, nobody knows.
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
		except frappe.db.OperationalError as error:
			if error.args[0] not in _DATABASE_GONE:
				raise
			_connect_again()
	return _once(work, chunk)


def _connect_again() -> None:
	"""Wait until the database answers again, a minute at most; what was written and not committed is undone by then."""
	for _attempt in range(_RECONNECTIONS):
		time.sleep(_RECONNECTION_SECONDS)
		try:
			frappe.db.connect()
			# Callbacks that wait for the commit go with what they were for.
			frappe.db.rollback()
			return
		except frappe.db.OperationalError as error:
			lost = error
	raise lost


def _once(work: Callable[[Sequence[str]], T], chunk: Sequence[str]) -> T:
	result = work(chunk)
	frappe.db.commit()  # nosemgrep: each chunk of a background job stands for itself
	return result
