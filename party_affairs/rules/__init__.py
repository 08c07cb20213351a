"""The rules: pure functions from facts to findings.

Nothing here imports Frappe, reads a clock or does I/O: days come in as arguments, records as `Subject`, `Evidence` and
`Trigger` (`findings`), and what comes out are values and `Finding`s. Where a function takes a standard or thresholds and
none is given, it uses the guide's data, which `guide` reads once when it is imported.

A clause of the registry chooses its evaluator by `kind` (`evaluators`), a condition by `applies_when` (`applicability`)
and a judgement by `predicate` (`predicates`, collected from the rooms). A new frequency rule is a registry entry; a new
state rule is that and one predicate.

The facts that subjects carry are described in the rooms, at the predicates that read them, and in `applicability`;
`evaluators.required_facts` names those of one clause.
"""
