"""What is known of law firms and of branches as they are set up, on a day (R01 to R08, R11, N08)."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FirmFacts:
	"""A law firm: its Party members and the organisations that cover it.

	`party_members` counts full and probationary ones. `own_organisation` is the highest type (`branch`, `general_branch`,
	`primary_committee`) of an active organisation that covers this firm alone, or None; `approval_no` its approval number, or
	None; `child_branches` the number of active organisations below it. `in_joint_branch` says whether an active joint branch
	covers the firm.
	"""

	full_members: int = 0
	party_members: int = 0
	own_organisation: str | None = None
	in_joint_branch: bool = False
	approval_no: str | None = None
	child_branches: int = 0


@dataclass(frozen=True, slots=True)
class BranchFacts:
	"""A Party organisation: its type (`branch`, `joint_branch`, `general_branch` or `primary_committee`) and its size."""

	branch_type: str = "branch"
	full_members: int = 0
	party_members: int = 0
	covered_firms: int = 0


@dataclass(frozen=True, slots=True)
class CommitteeFacts:
	"""Who leads a branch: the keys of the posts that somebody holds, and the committee as `forms.committee_of` counts it."""

	full_members: int = 0
	has_committee: bool = False
	committee_members: int = 0
	secretaries: int = 0
	deputies: int = 0
	contact_persons: int = 0
	posts_held: tuple[str, ...] = ()
