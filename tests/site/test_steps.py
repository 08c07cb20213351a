"""Steps of documents say who may take them, what they need and what they do."""

import pytest

import frappe

from party_affairs.party_affairs.doctype.democratic_appraisal import steps as of_appraisals
from party_affairs.party_affairs.doctype.evaluation import steps as of_sheets
from party_affairs.party_affairs.doctype.evaluation_round import steps as of_rounds
from party_affairs.party_affairs.doctype.evaluation_scheme_version import steps as of_versions
from party_affairs.party_affairs.doctype.party_development_case import steps as of_cases
from party_affairs.party_affairs.doctype.party_election import steps as of_elections
from party_affairs.party_affairs.doctype.party_life_review import steps as of_reviews
from party_affairs.party_affairs.doctype.party_meeting import steps as of_meetings
from party_affairs.party_affairs.doctype.party_membership_transfer import steps as of_transfers
from party_affairs.steps import Step

pytestmark = pytest.mark.site

MODULES = (
	*(of_appraisals, of_cases, of_elections, of_meetings, of_reviews, of_rounds, of_sheets, of_transfers),
	of_versions,
)


def _steps(of=Step):
	for step in of.__subclasses__():
		yield from _steps(step)
		if step.change is not Step.change:
			yield step


STEPS = sorted(_steps(), key=lambda step: f"{step.__module__}.{step.__name__}")


def test_all_modules_of_steps_are_looked_at():
	assert {module.__name__ for module in MODULES} <= {step.__module__ for step in STEPS}


@pytest.mark.parametrize("step", STEPS, ids=lambda step: f"{step.__module__.split('.')[-2]}.{step.__name__}")
def test_a_step_says_who_may_take_it_and_what_it_needs(step):
	assert any(row.get(step.right) for row in frappe.get_meta(step.doctype).permissions)
	assert (step.__doc__ or "").strip() and "document:" not in step.__doc__
	needs = vars(step).get("check")
	assert needs is None or needs.__doc__


def test_what_steps_of_an_appraisal_write_are_its_fields():
	meta = frappe.get_meta(of_appraisals.AppraisalStep.doctype)
	options = meta.get_field("status").options.split("\n")
	for step in of_appraisals.STEPS:
		assert {*step.since, *([step.to] if step.to else [])} <= set(options)
		assert all(meta.has_field(name) for name in step.writes)
