"""What docs/permissions.md says is so: sample users against every right to every document, read from the file."""

import re
from dataclasses import dataclass

import pytest

import frappe
from frappe.model.base_document import get_controller

from devbench import permissions_table
from party_affairs import hooks
from party_affairs.permissions import scope_for
from party_affairs.permissions.register import SCOPED_DOCTYPES
from party_affairs.permissions.restricted_fields import HidesRestrictedFields
from tests.site import factory

pytestmark = pytest.mark.site

COLUMNS = permissions_table.COLUMNS
RIGHTS = {letter: right for right, letter in permissions_table.LETTERS.items()}
READING = {"read", "print", "report", "export", "email"}
CONFIDENTIAL, PRIVATE, NOT_ONESELF, BOARD, SUMS = (
	"confidential",
	"private files",
	"not about oneself",
	"board",
	"sums above",
)


@dataclass(frozen=True)
class Statement:
	"""What the file says of one document: by column and level the rights, and whose rows they reach."""

	rights: dict
	whose: list
	own: list
	besides: set

	def allows(self, column, right, level):
		return right in self.rights[column][level]


def cells(line):
	return [cell.strip() for cell in line.strip().strip("|").split(" | ")]


def rights_in(cell):
	"""By level the rights of a cell; those in brackets reach no row."""
	levels = {0: set(), 1: set()}
	for part in cell.split("<br>"):
		if part != "–" and not part.startswith("("):
			levels[int(part.startswith("¹"))] = {
				RIGHTS[letter] for letter in part.strip("¹").replace(" ", "")
			}
	return levels


def read_file():
	"""By DocType what the two tables of its subject say; child tables have no statement of their own."""
	rights, reach, heading = {}, {}, None
	for line in permissions_table.TARGET.read_text(encoding="utf-8").splitlines():
		if not line.startswith("|") or line.startswith("| ---"):
			continue
		row = cells(line)
		if row[0] in ("Document", "Column"):
			heading = row
		elif heading[0] == "Document" and heading[1] == "Whose rows":
			reach[row[0]] = row[1:]
		elif heading[0] == "Document":
			rights[row[0]] = {
				column: rights_in(cell) for column, cell in zip(heading[1:], row[1:], strict=True)
			}
	return {
		doctype: Statement(
			rights[doctype],
			whose.split("; "),
			own.split("; "),
			set(filter(None, besides.split(", "))),
		)
		for doctype, (whose, own, besides, *_rest) in reach.items()
		if not doctype.startswith("↳")
	}


STATEMENTS = read_file()


@dataclass(frozen=True)
class Person:
	"""A sample user: the column that his post stands in, where he holds it, and what lies below."""

	user: str
	column: str | None = None
	seats: frozenset = frozenset()
	below: frozenset = frozenset()
	member: str | None = None
	branch: str | None = None

	@property
	def columns(self):
		return {self.column, "Member" if self.member else None} - {None}


@pytest.fixture(scope="module")
def house(rolled_back):
	with rolled_back():
		yield build_house()


def build_house():
	first = factory.committee("权限测试甲党委")
	second = factory.committee("权限测试乙党委")
	firm = factory.firm(first, "权限测试律师事务所")
	near, sister = factory.branch(parent=first, firms=[firm]), factory.branch(parent=first)
	# The first user who is saved with a role for the Desk becomes System Manager of the site.
	system = Person(with_role("quanxian-it@example.com", "System Manager"), "System")
	seat, below = frozenset({near.name}), frozenset({first.name, near.name, sister.name})
	above = frozenset({first.name})
	people = {
		"secretary": holder(near, "Secretary", "Secretary", seat, seat),
		"secretary of the sister": holder(
			sister, "Secretary", "Secretary", frozenset({sister.name}), frozenset({sister.name})
		),
		"organisation": holder(near, "Organisation Commissioner", "Organisation", seat, seat),
		"publicity": holder(near, "Publicity Commissioner", "Publicity", seat, seat),
		"discipline": holder(near, "Discipline Commissioner", "Discipline", seat, seat),
		"deputy": holder(near, "Deputy Secretary", "Auditor", seat, seat),
		"instructor": holder(sister, "Party Work Instructor", "Auditor", seat, seat, near),
		"officer above": holder(sister, "Party Affairs Officer", "Manager", above, below, first),
		"organisation above": holder(
			sister, "Organisation Commissioner", "Organisation", above, below, first
		),
		"discipline above": holder(sister, "Discipline Commissioner", "Discipline", above, below, first),
		"member": holder(near),
		"auditor": Person(
			with_role("quanxian-shenji@example.com", "Party Affairs Auditor"), "Auditor", below=below
		),
		"system": system,
		"nobody": Person(with_role("quanxian-wu@example.com")),
	}
	frappe.get_doc(
		doctype="User Permission", user=people["auditor"].user, allow="Party Branch", for_value=first.name
	).insert()
	return frappe._dict(near=near.name, sister=sister.name, foreign=second.name, people=people)


def holder(branch, post=None, column=None, seats=frozenset(), below=frozenset(), organisation=None):
	user = factory.holder(branch, post, organisation)
	member = frappe.db.get_value("Party Member", {"user": user})
	return Person(user, column, seats, below, member, branch.name)


def with_role(email, *roles):
	user = frappe.get_doc(doctype="User", email=email, first_name="x", send_welcome_email=0).insert()
	if roles:
		user.add_roles(*roles)
	return user.name


PEOPLE = (
	"secretary",
	"secretary of the sister",
	"organisation",
	"publicity",
	"discipline",
	"deputy",
	"instructor",
	"officer above",
	"organisation above",
	"discipline above",
	"member",
	"auditor",
	"system",
	"nobody",
)


def reached(statement, person, right, level):
	"""Organisations that the person's post reaches for a right, as the file says."""
	if not (person.column and statement.allows(person.column, right, level)):
		return frozenset()
	return {
		"own organisation and below": person.below,
		"own organisation and below to read, own organisation to change": (
			person.below if right in READING else person.seats
		),
		"own organisation and below; level 1 in the own organisation": person.seats
		if level
		else person.below,
		"own organisation": person.seats,
		"nobody": frozenset(),
	}[reach_of(statement)]


def reach_of(statement):
	first, *others = statement.whose
	return f"{first}; {others[0]}" if others and others[0].startswith("level 1") else first


def own_fields(statement, person, right, level):
	"""Fields that name the member in his own rows, as the file says."""
	if not person.member or level or not statement.allows("Member", right, level):
		return set()
	to_read, *to_change = statement.own
	named = to_change[0] if to_change and right not in READING else to_read
	return set(re.findall(r"`(\w+)`", named))


def test_the_file_speaks_of_every_document():
	assert set(STATEMENTS) == set(
		frappe.get_all("DocType", {"module": "Party Affairs", "istable": 0}, pluck="name")
	)


@pytest.mark.parametrize("name", PEOPLE)
def test_roles_are_those_of_the_posts(house, name):
	person = house.people[name]
	held = set(frappe.get_roles(person.user)) & set(COLUMNS.values())
	assert held == {COLUMNS[column] for column in person.columns}


@pytest.mark.parametrize("name", PEOPLE)
def test_rights_reach_what_the_file_says(house, set_user, name):
	person = house.people[name]
	set_user(person.user)
	for doctype, statement in STATEMENTS.items():
		for right in RIGHTS.values():
			for level in (0, 1):
				scope = scope_for(doctype, right, permlevel=level)
				asked = f"{name}: {right} {doctype} (level {level})"
				if reach_of(statement).startswith("all rows"):
					granted = any(statement.allows(column, right, level) for column in person.columns)
					assert scope.unrestricted == granted, asked
					assert scope.is_empty != granted, asked
					continue
				own = own_fields(statement, person, right, level)
				assert not scope.unrestricted, asked
				assert scope.branches == reached(statement, person, right, level), asked
				assert set(scope.own_fields) == own and scope.member == (person.member if own else None), (
					asked
				)


def row_of(statement, branch):
	"""A stored row that belongs to a branch, as the file says, and is no draft."""
	text = "; ".join(statement.whose)
	belongs = re.search(r"belongs to the organisation in `(\w+)`", text)
	shown = re.search(r"(?:only once|until) `(\w+)` is filled in", text)
	row = {"name": "x", "lft": 1, belongs.group(1) if belongs else "branch": branch}
	return {**row, **({shown.group(1): "2025-01-01"} if shown else {})}


@pytest.mark.parametrize("doctype", SCOPED_DOCTYPES)
def test_rows_belong_to_whom_the_file_says(house, doctype):
	statement = STATEMENTS[doctype]
	text = "; ".join(statement.whose)
	people = house.people.values()
	for person in people:
		scope = scope_for(doctype, user=person.user)
		for branch in (house.near, house.sister):
			assert scope.includes(row_of(statement, branch)) == (branch in scope.branches)
	if new := re.search(r"a new one to the organisation in `(\w+)`", text):
		assert [
			p.user
			for p in people
			if scope_for(doctype, "create", p.user).includes({new.group(1): house.near})
		] == [house.people["officer above"].user]
	if shown := re.search(r"only once `(\w+)` is filled in", text):
		draft = {
			**row_of(statement, house.near),
			shown.group(1): None,
			"member": house.people["member"].member,
		}
		assert [p.user for p in people if scope_for(doctype, user=p.user).includes(draft)] == [
			house.people["member"].user
		]
	if named := re.search(r"to those that name it in `(\w+)` of ([\w ]+)", text):
		(firm,) = frappe.get_all(named.group(2), {"parent": house.near}, pluck=named.group(1))
		row = {"name": firm, "committee": house.foreign}
		assert scope_for(doctype, "write", house.people["secretary"].user).includes(row)
		assert not scope_for(doctype, "write", house.people["secretary of the sister"].user).includes(row)


@pytest.mark.parametrize("doctype", SCOPED_DOCTYPES)
def test_a_second_organisation_reads_where_the_file_says_so(house, doctype):
	statement = STATEMENTS[doctype]
	found = re.search(r"the organisation in `(\w+)` reads it too", "; ".join(statement.whose))
	fieldname = found.group(1) if found else "to_branch"
	foreign = {**row_of(statement, house.sister), fieldname: house.near}
	from_outside = {**row_of(statement, None), fieldname: house.near}
	user = house.people["secretary"].user
	reading, writing = scope_for(doctype, "read", user), scope_for(doctype, "write", user)
	assert reading.includes(foreign) == bool(found)
	assert not writing.includes(foreign)
	assert writing.includes(from_outside) == bool(found)


@pytest.mark.parametrize("doctype", SCOPED_DOCTYPES)
def test_what_holds_besides(house, doctype):
	statement, people = STATEMENTS[doctype], house.people
	member, officer, commissioner = people["member"], people["officer above"], people["discipline"]
	own_branch = frozenset({member.branch}) if BOARD in statement.besides else frozenset()
	assert scope_for(doctype, user=member.user, board=True).branches == own_branch
	sums = scope_for(doctype, user=officer.user, sums=True).branches
	assert sums == (
		officer.below if SUMS in statement.besides else scope_for(doctype, user=officer.user).branches
	)
	about = {**row_of(statement, house.near), "member": commissioner.member}
	if NOT_ONESELF in statement.besides:
		assert not scope_for(doctype, user=commissioner.user).includes(about)
		assert scope_for(doctype, user=people["discipline above"].user).includes(about)


def refused(event, document):
	"""Whether what hooks.py attaches to an event refuses a document."""
	try:
		frappe.get_attr(hooks.doc_events[document["doctype"]][event])(frappe.get_doc(document), event)
	except (frappe.ValidationError, frappe.PermissionError):
		return True
	return False


@pytest.mark.parametrize("doctype", STATEMENTS)
def test_what_is_confidential_stays_in_its_circle(house, set_user, doctype):
	statement = STATEMENTS[doctype]
	confidential = CONFIDENTIAL in statement.besides
	limited = not reach_of(statement).startswith("all rows")
	comment = frappe.get_doc(
		doctype="Comment", comment_type="Comment", reference_doctype=doctype, reference_name="x", content="y"
	)
	comment.db_insert()
	set_user(house.people["system"].user)
	assert frappe.has_permission("Comment")
	seen = frappe.get_list("Comment", {"reference_doctype": doctype}, pluck="name")
	assert seen == ([comment.name] if statement.allows("System", "read", 0) else [])
	public = {"doctype": "File", "attached_to_doctype": doctype, "is_private": 0}
	assert refused("validate", public) == (PRIVATE in statement.besides)
	assert refused("validate", {"doctype": "DocShare", "share_doctype": doctype}) == limited
	# Nobody is assigned by who may not read the document, and to what is confidential by nobody at all.
	assert refused("validate", {"doctype": "ToDo", "reference_type": doctype}) == limited
	with set_user("Administrator"):
		assert refused("validate", {"doctype": "ToDo", "reference_type": doctype}) == confidential
	script = {"doctype": "Client Script", "dt": doctype}
	assert refused("before_validate", script) == confidential


def test_documents_with_level_one_look_at_the_branch_of_the_post_too():
	"""Frappe's own level follows the role alone."""
	for doctype in SCOPED_DOCTYPES:
		if any(field.permlevel for field in frappe.get_meta(doctype).fields):
			assert issubclass(get_controller(doctype), HidesRestrictedFields), doctype
