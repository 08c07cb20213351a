"""What may be doubted about a line of a self-check sheet. A doubt is shown and stops nothing: the committee above decides."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from party_affairs.rules.duties.facts import YES
from party_affairs.rules.message import Message


@dataclass(frozen=True, slots=True)
class Proof:
	"""A piece of evidence: the time that it is about and until when it is valid, as far as it says so.

	`has_changed` says that its file is not the one that was handed in, or is gone.
	"""

	about_from: date | None = None
	about_to: date | None = None
	valid_until: date | None = None
	has_changed: bool = False


def remarks(
	tick: str | None, proofs: Iterable[Proof], first: date, last: date, as_of: date, missed: Sequence[str]
) -> list[Message]:
	"""Return what may be doubted about a line of a sheet on the period `first` to `last`, looked at on `as_of`.

	`missed` are the measured clauses beside the line of which something is missed.
	"""
	proofs = list(proofs)
	found = []
	if tick == YES and not proofs:
		found.append(Message("Yes without evidence"))
	if tick == YES and missed:
		found.append(Message("Yes, but the records miss {clauses}", clauses=tuple(missed)))
	if any(_is_of_another_time(proof, first, last) for proof in proofs):
		found.append(Message("evidence of another period"))
	until = min(as_of, last)
	if any(proof.valid_until and proof.valid_until < until for proof in proofs):
		found.append(Message("evidence no longer valid"))
	if any(proof.has_changed for proof in proofs):
		found.append(Message("a file is not the one handed in"))
	return found


def _is_of_another_time(proof: Proof, first: date, last: date) -> bool:
	begins, ends = proof.about_from or proof.about_to, proof.about_to or proof.about_from
	return begins is not None and ends is not None and (ends < first or begins > last)
