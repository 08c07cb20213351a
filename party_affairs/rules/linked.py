"""Linked clauses: those that ask for the same thing, so that one omission is one gap of them together.

Every clause keeps its own finding. The one that is cited first carries the gap; the others say with which they are counted.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from party_affairs.guide.registry import Clause
from party_affairs.rules.findings import Finding
from party_affairs.rules.message import Message

GAPS = ("due", "late", "missed")
"""Statuses of a finding that leave something to be desired."""

Key = tuple[str, str, str, str]


@dataclass(frozen=True)
class Links:
	"""Which findings are counted with another: by key the clause that `carries` each, and by key of the others what they carry."""

	carried_by: Mapping[Key, Clause]
	carrying: Mapping[Key, tuple[Clause, ...]]

	@cached_property
	def rules(self) -> frozenset[str]:
		"""The clauses of which one is counted with another."""
		return frozenset(key[0] for key in (*self.carried_by, *self.carrying))

	def remark(self, finding: Finding) -> Message | None:
		"""Return what is to be said of a finding that shares its gap, citing the other clauses; None for all others."""
		carrier = self.carried_by.get(finding.key)
		if carrier is not None:
			return Message(
				"The same omission as {rule} ({citation}), and counted there.",
				rule=carrier.id,
				citation=carrier.citation,
			)
		carried = self.carrying.get(finding.key)
		if not carried:
			return None
		cited = tuple(Message("{rule} ({citation})", rule=one.id, citation=one.citation) for one in carried)
		return Message("{clauses} asks for this too; it is counted once.", clauses=cited)


NO_LINKS = Links({}, {})


def links_of(clauses: Iterable[Clause], findings: Iterable[Finding]) -> Links:
	"""Return which of the findings of `clauses` are counted with another of them."""
	by_id = {clause.id: clause for clause in clauses}
	linked = {clause.id: clause.linked for clause in by_id.values() if clause.linked}
	concerned = {*linked, *(number for numbers in linked.values() for number in numbers)}
	gaps = {
		finding.key: finding for finding in findings if finding.rule in concerned and finding.status in GAPS
	}
	carried_by: dict[Key, Clause] = {}
	carrying: dict[Key, tuple[Clause, ...]] = {}
	for key, finding in gaps.items():
		for number in linked.get(finding.rule, ()):
			carrier = gaps.get((number, *key[1:]))
			if carrier is not None and is_same_omission(carrier, finding):
				carried_by[key] = by_id[number]
				carrying[carrier.key] = (*carrying.get(carrier.key, ()), by_id[finding.rule])
				break
	return Links(carried_by, carrying)


def is_same_omission(carrier: Finding, finding: Finding) -> bool:
	"""Whether what `finding` wants is wanted by `carrier`, the finding of a clause that it is linked with, as well.

	Both are about the same subject and period, and open, late or missed alike. A clause that counts records is linked with one
	that needs the same records, so nothing more is asked. Of a state all that it lacks must be lacking there: no
	appraisal at all is one omission, ballots of one side and grades not used are two.
	"""
	return (
		finding.key[1:] == carrier.key[1:]
		and finding.branch == carrier.branch
		and finding.status == carrier.status
		and finding.status in GAPS
		and finding.lacks <= carrier.lacks
	)
