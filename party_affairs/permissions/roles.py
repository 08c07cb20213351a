"""The app's roles, and which role a Party post grants while it is held."""

MANAGER = "Party Affairs Manager"
SECRETARY = "Party Branch Secretary"
ORGANISATION = "Party Organisation Commissioner"
PUBLICITY = "Party Publicity Commissioner"
DISCIPLINE = "Party Discipline Commissioner"
MEMBER = "Party Member"
AUDITOR = "Party Affairs Auditor"

ROLES = (MANAGER, SECRETARY, ORGANISATION, PUBLICITY, DISCIPLINE, MEMBER, AUDITOR)

COMMITTEE_TYPES = ("Primary Committee", "General Branch")
"""Organisations whose posts reach over the whole subtree below them."""

_BRANCH_POST_ROLES = {
	"Secretary": SECRETARY,
	"Deputy Secretary": SECRETARY,
	"Organisation Commissioner": ORGANISATION,
	"Publicity Commissioner": PUBLICITY,
	"Discipline Commissioner": DISCIPLINE,
	# An instructor is sent from outside to advise: he reads, the branch writes.
	"Party Work Instructor": AUDITOR,
}

_COMMITTEE_POST_ROLES = {
	**_BRANCH_POST_ROLES,
	"Secretary": MANAGER,
	"Deputy Secretary": MANAGER,
	"Party Affairs Officer": MANAGER,
}


def role_of_post(post: str, branch_type: str, *, leads: bool = True) -> str | None:
	"""Return the role that `post` grants in an organisation of `branch_type`, or None for posts without rights.

	`leads` says whether a branch's deputy leads it on the day: by the guide (一（三）2, R18) he does so only while the
	secretary is away or there is none; beside a secretary at work he reads. Without it the answer is the most that the
	post can ever grant.
	"""
	if is_stand_in(post, branch_type) and not leads:
		return AUDITOR
	table = _COMMITTEE_POST_ROLES if branch_type in COMMITTEE_TYPES else _BRANCH_POST_ROLES
	return table.get(post)


def is_stand_in(post: str, branch_type: str) -> bool:
	"""Whether the post is a branch deputy's, whose rights wait for the secretary's absence."""
	return post == "Deputy Secretary" and branch_type not in COMMITTEE_TYPES


GRANTABLE_BY = {
	MANAGER: (MANAGER,),
	SECRETARY: (MANAGER,),
	ORGANISATION: (MANAGER, SECRETARY),
	PUBLICITY: (MANAGER, SECRETARY),
	DISCIPLINE: (MANAGER, SECRETARY),
	AUDITOR: (MANAGER,),
	None: (MANAGER, SECRETARY),
}
"""Role that a post grants -> roles whose holder, over that branch, may give the post to somebody else."""
