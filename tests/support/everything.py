"""Reading all that is known of branches, as a check of every clause would."""

from collections.abc import Sequence
from datetime import date

from party_affairs.facts import Known, load
from party_affairs.facts.loading import EVIDENCE, FACTS, SUBJECTS, TRIGGERS


def read_everything(branches: Sequence[str], day: date) -> Known:
	"""Return what is known of `branches` on `day`, every part of it read."""
	known = load(branches, day)
	for kind in SUBJECTS:
		known.subjects(kind)
	for key in EVIDENCE:
		known.evidence(key)
	for key in TRIGGERS:
		known.triggers(key)
	for kind in FACTS:
		known.facts(kind, day)
	return known
