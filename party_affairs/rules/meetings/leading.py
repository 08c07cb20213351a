"""Who convenes and chairs a meeting (guide 一（七）1 to 3, with 一（三）2 on the deputy), and whether it was so (R22 to R24)."""

from collections.abc import Collection
from dataclasses import dataclass

from party_affairs.guide.meetings import meeting_kinds
from party_affairs.guide.organisation import party_posts
from party_affairs.rules.message import Message

_DEPUTY = "deputy_secretary"
_CONVENING = {
	"committee": frozenset({"Branch Committee", "Secretary", "Party Branch"}),
	"secretary": frozenset({"Secretary", "Branch Committee"}),
	"group_leader": frozenset({"Group Leader"}),
}
"""By convener of the guide the entries of a record that are he: the secretary speaks for his committee."""
_STANDING_IN = {"Deputy Secretary": _DEPUTY}
CONVENERS = {
	"committee": Message("Branch Committee"),
	"secretary": Message("Secretary"),
	"group_leader": Message("Group Leader"),
}


@dataclass(frozen=True)
class Led:
	"""How a record says that a meeting of `kind` (a key) was led.

	`chair` is whether it names a chair, `chair_posts` the posts that he holds on the day; `leads_group` says that he leads the
	group that meets. `chair_known` is whether anybody is known to hold the post by which the meeting is chaired;
	`regular_present` and `regular_away` whether he was there, and whether he is marked as away (一（三）2). `convened_by` is
	what the record says of the convener.
	"""

	kind: str
	chair: bool
	chair_posts: Collection[str] = ()
	leads_group: bool = False
	chair_known: bool = True
	regular_present: bool = False
	regular_away: bool = False
	convened_by: str | None = None


def fault(led: Led) -> Message | None:
	"""Return what is wrong with the way in which a meeting was led, None if it was as the guide has it.

	The regular chair who chaired has convened the meeting as well, unless the record says otherwise.
	"""
	entry = meeting_kinds.meeting_kind(led.kind)
	if entry.chair_citation is None:
		return None
	if not led.chair and not led.convened_by:
		return Message("The record names neither who convened the meeting nor who chaired it.")
	return chair_fault(led) or _convener_fault(led)


def chair_fault(led: Led) -> Message | None:
	"""Return a remark about the chair of a meeting, None if he is the one whom the guide names, or may stand in for him.

	Nothing is said where the clause leaves the chair open, where the record names none, or where nobody is known to hold the
	chair's post.
	"""
	entry = meeting_kinds.meeting_kind(led.kind)
	if entry.chair_citation is None or not led.chair or not led.chair_known:
		return None
	post = party_posts.post(entry.chaired_by)
	if led.leads_group or (post.key in led.chair_posts and post.key != "group_leader"):
		return None
	words = {"kind": Message(entry.label), "post": Message(post.label), "clause": entry.chair_citation}
	if not entry.stands_in:
		return Message("A {kind} is chaired by the {post} (clause {clause}).", **words)
	if not _may_stand_in(entry, led.chair_posts):
		return Message(
			"A {kind} is chaired by the {post} (clause {clause}); when he cannot come, by a deputy or a committee member "
			"whom he entrusts ({stand_in}).",
			stand_in=entry.stand_in_citation,
			**words,
		)
	if led.regular_present and not led.regular_away:
		return Message(
			"A {kind} is chaired by the {post} (clause {clause}). He was there, but the record names another chair.",
			**words,
		)
	return None


def _convener_fault(led: Led) -> Message | None:
	if not led.convened_by:
		return None
	entry = meeting_kinds.meeting_kind(led.kind)
	if led.convened_by in _CONVENING[entry.convened_by]:
		return None
	stands_in = _STANDING_IN.get(led.convened_by) in entry.stands_in
	if stands_in and (led.regular_away or not led.regular_present):
		return None
	return Message(
		"A {kind} is convened by the {post} (clause {clause}), the record says: {given}.",
		kind=Message(entry.label),
		post=CONVENERS[entry.convened_by],
		clause=entry.chair_citation,
		given=Message(led.convened_by),
	)


def _may_stand_in(kind: meeting_kinds.MeetingKind, posts: Collection[str]) -> bool:
	seated = any(party_posts.post(key).committee_seat for key in posts)
	return any(key in posts or (key == party_posts.COMMITTEE_SEAT and seated) for key in kind.stands_in)
