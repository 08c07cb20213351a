"""Clauses of the registry asked of facts that a test writes down."""

from party_affairs.guide import registry
from party_affairs.rules.applicability import APPLICABILITY
from party_affairs.rules.judgement import Outcome
from party_affairs.rules.predicates import PREDICATES


def applies(clause_id: str, facts: dict, **parameters) -> bool:
	"""Whether a clause, with local `parameters`, applies to a subject with `facts`."""
	clause = registry.clause(clause_id).with_parameters(**parameters)
	return APPLICABILITY[clause.applies_when].test(facts, clause.parameters)


def judge(clause_id: str, facts: dict, **parameters) -> Outcome:
	"""Return what a clause, with local `parameters`, says of a subject with `facts`."""
	clause = registry.clause(clause_id).with_parameters(**parameters)
	return PREDICATES[clause.predicate].judge(facts, clause.parameters)
