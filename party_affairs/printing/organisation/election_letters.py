"""The letters of an election: requests, report of the result, rules of election, officers. Names stand in stroke order.

The layouts are references of our own, no official forms.
"""

from collections.abc import Callable, Sequence

import frappe
from frappe import _
from frappe.model.document import Document

from party_affairs.facts.organisation.branches import parent_of
from party_affairs.guide.organisation.elections import regulation
from party_affairs.ledgers.text import full_date, joined, numbered
from party_affairs.printing.letters import letter
from party_affairs.printing.organisation.election_rows import (
	COMMITTEE_MEMBER,
	by_strokes,
	candidates_by_office,
	in_order,
	is_term,
	offices_of,
)
from party_affairs.printing.paper import Paper
from party_affairs.printing.parts import cancelled_reference
from party_affairs.rules.names import stroke_key

_BLANK = "____________________"


def request(doc: Document) -> Paper:
	"""Return the request to the organisation above to hold the election."""
	points = (
		_(
			"Our organisation has {party} Party members, of whom {full} are full members; {entitled} are entitled to vote."
		).format(party=doc.party_members, full=doc.full_members, entitled=doc.entitled),
		_("Seats and candidates: {seats}").format(seats=_seats_in_words(doc)),
		_("Way of election: {way}").format(way=_way_in_words(doc)),
	)
	paragraphs = [_opening_of_request(doc), *numbered(points), _("We ask for your reply.")]
	title = _("Request to hold a term election") if is_term(doc) else _("Request to hold a by-election")
	return _letter(doc, title, paragraphs, signed_on=doc.requested_on, number=doc.request_no)


def candidates_request(doc: Document) -> Paper:
	"""Return the request to agree to the candidates proposed."""
	paragraphs = [
		_(
			"Proposed by the members and discussed by our organisation, these are the candidates whom we submit for your examination:"
		),
		*numbered(
			_("candidates for {office} ({number}{order}): {names}").format(
				office=_(office),
				number=len(names),
				order=_(", in stroke order of surnames") if len(names) > 1 else "",
				names=joined(names),
			)
			for office, names in candidates_by_office(doc).items()
		),
		_("We ask for your reply."),
	]
	return _letter(
		doc,
		_("Request to agree to the candidates"),
		paragraphs,
		signed_on=doc.nominated_on,
		attached=_("List of candidates"),
	)


def result_report(doc: Document) -> Paper:
	"""Return the report of the result to the organisation above, which approves secretary and deputy."""
	paragraphs = [
		_(
			"With your agreement our organisation held an assembly of its members on {day} and elected by secret ballot. The result is as follows."
		).format(day=full_date(doc.held_on)),
		*numbered(line for office in offices_of(doc) for line in _result_of_office(doc, office)),
	]
	work = _division_of_work(doc)
	if work:
		paragraphs.append(_("Division of work: {work}.").format(work=work))
	paragraphs.append(_("This we report and ask for your approval."))
	return _letter(doc, _("Report of the result of the election"), paragraphs, signed_on=doc.reported_on)


def rules_of_election(doc: Document) -> Paper:
	"""Return the draft of the rules of election, which the assembly adopts before it votes."""
	law = regulation(doc.register_day).title
	needed, entitled = doc.needed_to_open, doc.entitled
	if not doc.has_committee:
		host = _("There is no committee: the assembly is chaired by the former secretary.")
	elif is_term(doc):
		host = _("The assembly is chaired by the former committee.")
	else:
		host = _("The assembly is chaired by the committee.")
	articles = [
		_("These rules are drawn up after the Party Constitution and the {law}.").format(law=law),
		host,
		_(
			"Full members vote and can be elected; probationary members do not. {entitled} are entitled to vote, and the election is held if at least {needed} of them are present."
		).format(entitled=entitled, needed=needed),
		_("To be elected: {seats}").format(seats=_seats_in_words(doc)),
		_way_in_words(doc),
		_(
			"Candidates stand on list and ballot in stroke order of surnames. For each of them the voter marks ○ for in favour, × for against, or leaves the box empty to abstain. Whoever is against a candidate may write in somebody else and mark ○ above the name. Nobody votes for somebody else."
		),
		_(
			"A ballot is valid if it marks as many people as there are seats, or fewer; one that marks more is spoiled. The election is valid if as many ballots are returned as were issued, or fewer; if more are returned, it is held again."
		),
		_(
			"Elected is who has more than half of those entitled who are present in favour. If there are more such people than seats, those with most votes are elected. Equal votes for the last seat are voted on again among these people, and most votes decide. For seats that stay open there is a further round; if few are open, the seats may be reduced with the consent of more than half of the voters."
		),
		_(
			"The assembly chooses scrutineers among the full members who are no candidates; tellers count under their eyes. {officers}"
		).format(officers=_officers_in_words(doc)),
		_("After the count the scrutineers report the numbers, and the chair announces who was elected."),
	]
	closing = _("These rules are in force once the assembly has adopted them.")
	return _letter(doc, _("Rules of election (draft)"), [*numbered(articles), closing], addressed=False)


def officers_list(doc: Document) -> Paper:
	"""Return the list of scrutineers and tellers that the assembly adopts; with none entered, one to be filled in by hand."""
	officers = _officers_by_duty(doc) or {duty: [_BLANK] for duty in _duties()}
	return _letter(
		doc,
		_("List of scrutineers and tellers"),
		[_("{duty}: {names}").format(duty=_(duty), names=joined(names)) for duty, names in officers.items()],
		addressed=False,
	)


def _letter(
	doc: Document,
	title: str,
	paragraphs: Sequence[str],
	signed_on=None,
	number: str | None = None,
	addressed: bool = True,
	attached: str = "",
) -> Paper:
	closing = (_("{0} (seal)").format(doc.branch), full_date(signed_on) or _("(date)"))
	return letter(
		cancelled_reference(doc),
		f"{doc.branch}\n{title}",
		paragraphs,
		closing if addressed else (),
		number=number,
		addressee=parent_of(doc.branch) if addressed else None,
		attached=attached,
	)


def _opening_of_request(doc: Document) -> str:
	planned = full_date(doc.planned_on or doc.held_on) or _("a day in the near future")
	if not is_term(doc):
		return _(
			"Seats on our committee are vacant. By the Party Constitution and the {law} we plan to hold an assembly of our members on {day} and to fill them by election."
		).format(law=regulation(doc.register_day).title, day=planned)
	if doc.previous_term_end:
		return _(
			"Our term of office ends on {end}. By the Party Constitution and the {law} we plan to hold an assembly of our members on {day} and to elect anew."
		).format(end=full_date(doc.previous_term_end), law=regulation(doc.register_day).title, day=planned)
	return _(
		"By the Party Constitution and the {law} we plan to hold an assembly of our members on {day} and to elect anew."
	).format(law=regulation(doc.register_day).title, day=planned)


def _seats_in_words(doc: Document) -> str:
	candidates = candidates_by_office(doc)
	parts = [
		_("{office} {seats}, candidates {candidates}").format(
			office=_(row.office),
			seats=row.seats,
			candidates=len(candidates.get(row.office, ())) or row.least_candidates,
		)
		for row in in_order(doc.seats)
	]
	if not is_term(doc):
		return _("{parts}; the term stays the same.").format(parts=joined(parts))
	return _("{parts}; the term is {years} years.").format(parts=joined(parts), years=doc.term_years)


def _way_in_words(doc: Document) -> str:
	offices = offices_of(doc)
	leaders = [office for office in offices if office != COMMITTEE_MEMBER]
	ways = []
	if COMMITTEE_MEMBER in offices:
		ways.append(
			_(
				"committee members are elected by the assembly, by secret ballot, from more candidates than seats."
			)
		)
	if leaders:
		way = (
			_("{offices}: elected by the full committee, by secret ballot, from as many candidates as posts.")
			if doc.has_committee
			else _(
				"{offices}: elected directly by the assembly, by secret ballot, from as many candidates as posts."
			)
		)
		ways.append(way.format(offices=joined(_(office) for office in leaders)))
	return "".join(ways)


def _result_of_office(doc: Document, office: str) -> list[str]:
	rounds = sorted(
		(row for row in doc.ballots if row.office == office and row.issued), key=lambda row: row.round
	)
	lines = []
	for row in rounds:
		if not any(vote.outcome for vote in doc.votes if (vote.office, vote.round) == (office, row.round)):
			lines.append(
				_("{office}, round {round}: {result}").format(
					office=_(office), round=row.round, result=row.result or ""
				)
			)
			continue
		elected = sorted(
			(
				vote
				for vote in doc.votes
				if (vote.office, vote.round, vote.outcome) == (office, row.round, "Elected")
			),
			key=lambda vote: stroke_key(vote.member_name),
		)
		names = joined(
			_("{name} ({votes} votes in favour)").format(name=vote.member_name, votes=vote.in_favour)
			for vote in elected
		)
		lines.append(
			_(
				"{office}, round {round}: {entitled} expected, {present} present; {issued} ballots issued, {returned} returned, {valid} valid. Elected: {names}."
			).format(
				office=_(office),
				round=row.round,
				entitled=row.entitled,
				present=row.present,
				issued=row.issued,
				returned=row.returned,
				valid=row.valid,
				names=names or _("nobody"),
			)
		)
	return lines


def _division_of_work(doc: Document) -> str:
	by_post: dict[str, str] = {row.post: row.member_name for row in doc.appointments}
	order = frappe.get_meta("Party Election Appointment").get_options("post").split("\n")
	return joined(f"{_(post)}{by_post[post]}" for post in order if post in by_post)


def _officers_by_duty(doc: Document) -> dict[str, list[str]]:
	found = {
		duty: by_strokes(row.member_name for row in doc.officers if row.duty == duty) for duty in _duties()
	}
	return {duty: names for duty, names in found.items() if names}


def _duties() -> list[str]:
	return frappe.get_meta("Party Election Officer").get_options("duty").split("\n")


def _officers_in_words(doc: Document) -> str:
	parts = [
		_("{duty}: {names}").format(duty=_(duty), names=joined(names))
		for duty, names in _officers_by_duty(doc).items()
	]
	return _("Proposed are: {parts}.").format(parts=joined(parts)) if parts else ""


ELECTION_LETTERS: dict[str, Callable[[Document], Paper]] = {
	"election_request": request,
	"election_candidates_request": candidates_request,
	"election_rules": rules_of_election,
	"election_officers": officers_list,
	"election_result": result_report,
}
