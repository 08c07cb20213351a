"""Clauses of the registry asked of facts that a test writes down."""

from dataclasses import fields
from typing import Any

from party_affairs.guide import registry
from party_affairs.rules.applicability import APPLICABILITY
from party_affairs.rules.judgement import Outcome
from party_affairs.rules.predicates import PREDICATES


def typed(kind: type, facts: dict) -> Any:
	"""Return the facts of a class from what a test writes down; what it leaves out is as if nothing were known."""
	return kind(**{field.name: facts[field.name] for field in fields(kind) if field.name in facts})


def applies(clause_id: str, facts: dict, **parameters) -> bool:
	"""Whether a clause, with local `parameters`, applies to a subject with `facts`."""
	clause = registry.clause(clause_id).with_parameters(**parameters)
	condition = APPLICABILITY[clause.applies_when]
	return condition.test(typed(condition.reads, facts), clause.parameters)


def judge(clause_id: str, facts: dict, **parameters) -> Outcome:
	"""Return what a clause, with local `parameters`, says of a subject with `facts`."""
	clause = registry.clause(clause_id).with_parameters(**parameters)
	predicate = PREDICATES[clause.predicate]
	return predicate.judge(typed(predicate.reads, facts), clause.parameters)


def known(kind: type, facts: dict):
	"""Return a function from a day to the facts of subjects, by name: written down once, the same on every day."""
	return lambda day: {name: typed(kind, values) for name, values in facts.items()}
