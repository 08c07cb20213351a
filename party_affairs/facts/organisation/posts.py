"""Posts: the committee of each branch on a day, since when it has had one, and as what members pair with contacts."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import frappe
from frappe.query_builder import DocType
from frappe.utils.nestedset import get_ancestors_of

from party_affairs.facts.activity import covers, earlier, is_dated, last_day_of_member
from party_affairs.facts.criteria import Which, of_branches
from party_affairs.guide.organisation import party_posts
from party_affairs.rules.organisation.facts import CommitteeFacts
from party_affairs.rules.organisation.forms import Committee, committee_of
from party_affairs.rules.organisation.posts import span
from party_affairs.rules.spells import Spell, Spells, between, merged

_KEY_OF_LABEL = {post.label: post.key for post in party_posts.posts()}
_ORDER_OF_LABEL = {post.label: post.order for post in party_posts.posts()}
_LEADERS = ("secretary", "deputy_secretary")
_PAIRED_AS_MEMBER = "member"


def load(branches: Sequence[str]) -> list:
	"""Return the posts ever held in `branches`, each with its `key` and its `first` and `last` day: one query."""
	return _load(of_branches(branches))


def labels_held(which: Which, day: date) -> dict[tuple[str, str], list[str]]:
	"""Return by (branch, member) the labels of the posts held on `day`, the highest first: one query."""
	held: dict[tuple[str, str], set[str]] = defaultdict(set)
	for row in _load(which):
		if covers(row.first, row.last, day):
			held[row.branch, row.member].add(row.post)
	return {who: sorted(labels, key=_ORDER_OF_LABEL.get) for who, labels in held.items()}


def _load(which: Which) -> list:
	post, member = DocType("Party Post"), DocType("Party Member")
	rows = (
		frappe.qb.from_(post)
		.join(member)
		.on(member.name == post.member)
		.select(
			post.name,
			post.member,
			post.branch,
			post.post,
			post.party_group,
			post.start_date,
			post.end_date,
			post.removed_on,
			member.status,
			member.left_branch_on,
		)
		.where(which(post))
		.orderby(post.name)
	).run(as_dict=True)
	return [_with_span(row) for row in rows if is_dated(row)]


def _with_span(row):
	first, last = span(row.start_date, row.end_date, row.removed_on)
	row.key = _KEY_OF_LABEL[row.post]
	# A member who has left holds no post, even if nobody entered the removal.
	row.first, row.last = first, earlier(last, last_day_of_member(row))
	return row


def committees(rows: Iterable, day: date) -> dict[str, Committee]:
	"""Return by branch the committee made up by the posts that are held on `day`, with the keys of all posts held."""
	held: dict[str, list[tuple[str, str]]] = defaultdict(list)
	for row in rows:
		if covers(row.first, row.last, day):
			held[row.branch].append((row.member, row.key))
	return {branch: committee_of(pairs) for branch, pairs in held.items()}


def committee_facts(
	committees: Mapping[str, Committee], numbers: Mapping[str, tuple[int, int]], names: Iterable[str]
) -> dict[str, CommitteeFacts]:
	"""Return by organisation of `names` who leads it on the day of `committees` and of `numbers` (full members, all members)."""
	found = {}
	for name in names:
		full, _party = numbers.get(name, (0, 0))
		committee = committees.get(name)
		if committee is None:
			found[name] = CommitteeFacts(full_members=full)
			continue
		found[name] = CommitteeFacts(
			full_members=full,
			has_committee=committee.has_committee,
			committee_members=committee.committee_members,
			secretaries=committee.secretaries,
			deputies=committee.deputies,
			contact_persons=committee.contact_persons,
			posts_held=committee.posts_held,
		)
	return found


def committee_spells(rows: Iterable) -> dict[str, Spells[bool]]:
	"""Return by branch the time in which it had a committee: somebody beside the secretary and his deputy had a seat."""
	seats: dict[str, list[Spell[bool]]] = defaultdict(list)
	for row in rows:
		if party_posts.post(row.key).committee_seat and row.key not in _LEADERS:
			seats[row.branch].extend(between(row.first, row.last, True))
	return {branch: merged(spells) for branch, spells in seats.items()}


def names_of_secretaries(branches: Iterable[str], which: Which, day: date) -> dict[str, str]:
	"""Return by branch the name of its secretary on `day`: one query; `which` is asked about the posts."""
	return {branch: name for branch, (_member, name) in secretaries(branches, which, day).items()}


def secretaries(branches: Iterable[str], which: Which, day: date) -> dict[str, tuple[str, str]]:
	"""Return by branch its secretary on `day`, as member and name: one query; `which` is asked about the posts."""
	return _holders("Secretary", branches, which, day)


def publicity_commissioners(branches: Iterable[str], which: Which, day: date) -> dict[str, str]:
	"""Return by branch the name of its publicity commissioner on `day`: one query; `which` is asked about the posts."""
	held = _holders("Publicity Commissioner", branches, which, day)
	return {branch: name for branch, (_member, name) in held.items()}


def _holders(label: str, branches: Iterable[str], which: Which, day: date) -> dict[str, tuple[str, str]]:
	post = DocType("Party Post")
	query = (
		frappe.qb.from_(post)
		.select(post.branch, post.member, post.member_name)
		.where(which(post) & post.branch.isin(sorted(branches) or [""]) & (post.post == label))
		.where((post.start_date <= day) & (post.end_date >= day))
		.where(post.removed_on.isnull() | (post.removed_on > day))
	)
	return {branch: (member, name) for branch, member, name in query.run()}


def held_in(branch: str, day: date) -> dict[str, frozenset[str]]:
	"""Return by member the keys of the posts that he holds in `branch` on `day`: one query."""
	held: dict[str, set[str]] = defaultdict(set)
	for row in load([branch]):
		if covers(row.first, row.last, day):
			held[row.member].add(row.key)
	return {member: frozenset(keys) for member, keys in held.items()}


def seated(held: Mapping[str, Iterable[str]]) -> frozenset[str]:
	"""Return those of the holders of posts (`held_in`) who have a seat on the committee, the secretary included."""
	return frozenset(
		member for member, keys in held.items() if any(party_posts.post(key).committee_seat for key in keys)
	)


def committee_among(held: Mapping[str, Iterable[str]]) -> frozenset[str]:
	"""Return the members of the committee made up by posts (`held_in`), nobody where there is a secretary alone."""
	pairs = [(member, key) for member, keys in held.items() for key in keys]
	return seated(held) if committee_of(pairs).has_committee else frozenset()


@dataclass(frozen=True)
class Held:
	"""What somebody holds on a day in a branch and the organisations above it.

	`leads` says whether a post of his is a seat on a committee, `leads_above` whether on one above the branch. `posts` are
	pairs of post label and organisation, None for the branch itself.
	"""

	leads: bool = False
	leads_above: bool = False
	posts: tuple[tuple[str, str | None], ...] = ()

	def title(self, translate: Callable[[str], str]) -> str:
		"""Return the posts as they are written beside a name, empty for somebody without one."""
		return "、".join(f"{organisation or ''}{translate(post)}" for post, organisation in self.posts)


def held_on(members: Sequence[str | None], branch: str, day: date) -> tuple[Held, ...]:
	"""Return what each of `members` holds on `day` in `branch` and above it, nothing for None: two queries."""
	organisations = [branch, *get_ancestors_of("Party Branch", branch)]
	held = [row for row in load(organisations) if covers(row.first, row.last, day)]
	return tuple(_held_by(member, held, branch) for member in members)


def _held_by(member: str | None, held: Iterable, branch: str) -> Held:
	own = sorted(
		(row for row in held if member and row.member == member),
		key=lambda row: (row.branch != branch, party_posts.post(row.key).order),
	)
	seats = [row for row in own if party_posts.post(row.key).committee_seat]
	return Held(
		leads=bool(seats),
		leads_above=any(row.branch != branch for row in seats),
		posts=tuple((row.post, None if row.branch == branch else row.branch) for row in own),
	)


def leads_on(member: str, branch: str, day: date) -> bool:
	"""Whether a member holds a seat on the committee of `branch`, or of one above it, on `day`."""
	return held_on([member], branch, day)[0].leads


def seats_of(member: str, day: date) -> set[str]:
	"""Return the organisations in whose committee a member holds a seat on `day`: one query."""
	return {
		row.branch
		for row in _load(lambda table: table.member == member)
		if covers(row.first, row.last, day) and party_posts.post(row.key).committee_seat
	}


def committee_members(branch: str, day: date) -> tuple[str, ...]:
	"""Return the members who hold a seat on the committee of `branch` on `day`, its secretary included: one query."""
	return tuple(sorted(seated(held_in(branch, day))))


def committee_posts_reaching(branch: str, day: date) -> list:
	"""Return the posts in `branch` with a seat on the committee that reach `day` or begin later: one query."""
	rows = frappe.get_all(
		"Party Post",
		filters={"branch": branch, "end_date": [">=", day]},
		fields=["name", "member", "member_name", "post", "start_date", "end_date", "removed_on"],
		order_by="start_date, name",
	)
	return [
		row
		for row in rows
		if party_posts.post(_KEY_OF_LABEL[row.post]).committee_seat
		and not (row.removed_on and row.removed_on <= day)
	]


def given_in(branch: str, label: str, leaving_out: str | None) -> list:
	"""Return who was ever given the post `label` in `branch`, by first day: one query.

	Rows have member, member_name, party_group, start_date, end_date and removed_on; `leaving_out` names a post that is not
	among them.
	"""
	return frappe.get_all(
		"Party Post",
		filters={"branch": branch, "post": label, "name": ["!=", leaving_out or ""]},
		fields=["member", "member_name", "party_group", "start_date", "end_date", "removed_on"],
		order_by="start_date",
	)


def of_member_reaching(member: str, day: date) -> list:
	"""Return the posts of a member, anywhere, whose term reaches `day` or begins later: one query.

	Rows have name, branch, start_date and removed_on.
	"""
	return frappe.get_all(
		"Party Post",
		filters={"member": member, "end_date": [">=", day]},
		fields=["name", "branch", "start_date", "removed_on"],
		order_by="name",
	)


def not_marked_as_ended() -> list:
	"""Return the posts of all organisations whose stored status is not Ended, with that status and their days: one query."""
	return frappe.get_all(
		"Party Post",
		fields=["name", "status", "start_date", "end_date", "removed_on"],
		filters={"status": ["!=", "Ended"]},
		order_by="name",
	)


def deputies(branches: Iterable[str]) -> list:
	"""Return the deputy secretaries that `branches` ever had, each with his `first` and `last` day, by first day: one query."""
	rows = frappe.get_all(
		"Party Post",
		filters={"branch": ["in", list(branches)], "post": "Deputy Secretary"},
		fields=["branch", "member", "member_name", "start_date", "end_date", "removed_on"],
		order_by="start_date",
	)
	for row in rows:
		row.first, row.last = span(row.start_date, row.end_date, row.removed_on)
	return rows


def pairing_duties(rows: Iterable, day: date, homes: Mapping[str, str | None]) -> dict[str, tuple[str, ...]]:
	"""Return by member the pairing duties (R43) of the posts he holds on `day` in his own branch.

	The clause binds the secretary and the committee of a branch; a seat on a committee above asks for no contacts. `homes`
	gives by member the branch of the day.
	"""
	duties: dict[str, set[str]] = defaultdict(set)
	for row in rows:
		pairing = party_posts.post(row.key).pairing
		if (
			pairing != _PAIRED_AS_MEMBER
			and row.branch == homes.get(row.member)
			and covers(row.first, row.last, day)
		):
			duties[row.member].add(pairing)
	return {member: tuple(sorted(found)) for member, found in duties.items()}
