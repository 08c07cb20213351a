"""Work for the long queue: with hours instead of minutes, and never waiting there twice."""

import hashlib
from typing import Any

import frappe

_TIMEOUT_SECONDS = 4 * 60 * 60
_HASH_LENGTH = 20


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
