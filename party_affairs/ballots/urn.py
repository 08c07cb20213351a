"""The urn of an appraisal: the sealed marks of all electronic ballots, in no order."""

from collections import Counter
from collections.abc import Iterable

from party_affairs.ballots.urns import Urn
from party_affairs.rules.appraisal.grades import Mark, pack, unpack

BALLOT = "Appraisal Ballot"
_URN = Urn(BALLOT, "appraisal")


def put(appraisal: str, moment, public_key: str, marks: Iterable[Mark]) -> None:
	"""Seal the marks of a ballot and put them into the urn."""
	_URN.put(appraisal, moment, public_key, [pack(mark) for mark in marks])


def empty(appraisal: str, private_key: str) -> Counter:
	"""Return how often each mark lies in the urn. It reads what is committed now; raise SealError for a wrong key."""
	return Counter(unpack(content) for content in _URN.open(appraisal, private_key))


is_empty = _URN.is_empty
destroy = _URN.destroy
