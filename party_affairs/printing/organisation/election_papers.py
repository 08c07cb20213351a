"""The papers of an election: requests, candidate list, ballots, rules of election, tally and report sheets, result.

Names stand in the stroke order of surnames. The layouts are references of our own, no official forms.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import getdate

from party_affairs.facts.members import register
from party_affairs.facts.organisation.branches import parent_of
from party_affairs.guide.organisation.elections import regulation
from party_affairs.ledgers.selection import readable
from party_affairs.ledgers.text import full_date, joined, numbered
from party_affairs.printing import pages
from party_affairs.printing.page_setup import PORTRAIT
from party_affairs.printing.table_layout import TableColumn, TableRow, lay_out
from party_affairs.rules.names import stroke_key

_BLANK = "____________________"
_COMMITTEE_MEMBER, _SECRETARY, _DEPUTY = "Committee Member", "Secretary", "Deputy Secretary"
_OFFICES = (_COMMITTEE_MEMBER, _SECRETARY, _DEPUTY)
_PERSON_FIELDS = ("gender", "birth_date", "education", "joined_on", "firm", "firm_position")
_LIST_HEADING_MM, _LIST_FOOT_MM = 34, 4
_OPINIONS = ("In Favour", "Against", "Abstained")
_TALLY_ROW_MM, _TALLY_HEIGHT_MM = 8, 190
_TALLY_BOXES = 12  # five votes (正) each, on a line of the tally sheet
_BALLOT_LABEL_MM, _BALLOT_COLUMN_MM = 11, 20
_MOST_COLUMNS = 13  # of a ballot: names are set upright, one character a line


# Requests and reports


def request(doc: Document) -> str:
	"""Return the request to the organisation above to hold the election."""
	points = (
		_(
			"Our organisation has {party} Party members, of whom {full} are full members; {entitled} are entitled to vote."
		).format(party=doc.party_members, full=doc.full_members, entitled=doc.entitled),
		_("Seats and candidates: {seats}").format(seats=_seats_in_words(doc)),
		_("Way of election: {way}").format(way=_way_in_words(doc)),
	)
	paragraphs = [_opening_of_request(doc), *numbered(points), _("We ask for your reply.")]
	title = _("Request to hold a term election") if _is_term(doc) else _("Request to hold a by-election")
	return _letter(doc, title, paragraphs, signed_on=doc.requested_on, number=doc.request_no)


def candidates_request(doc: Document) -> str:
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
			for office, names in _candidates_by_office(doc).items()
		),
		_("Attached: list of candidates."),
		_("We ask for your reply."),
	]
	return _letter(doc, _("Request to agree to the candidates"), paragraphs, signed_on=doc.nominated_on)


def result_report(doc: Document) -> str:
	"""Return the report of the result to the organisation above, which approves secretary and deputy."""
	paragraphs = [
		_(
			"With your agreement our organisation held an assembly of its members on {day} and elected by secret ballot. The result is as follows."
		).format(day=full_date(doc.held_on)),
		*numbered(line for office in _offices_of(doc) for line in _result_of_office(doc, office)),
	]
	work = _division_of_work(doc)
	if work:
		paragraphs.append(_("Division of work: {work}.").format(work=work))
	paragraphs.append(_("This we report and ask for your approval."))
	return _letter(doc, _("Report of the result of the election"), paragraphs, signed_on=doc.reported_on)


def rules_of_election(doc: Document) -> str:
	"""Return the draft of the rules of election, which the assembly adopts before it votes."""
	law = regulation(doc.register_day).title
	needed, entitled = doc.needed_to_open, doc.entitled
	if not doc.has_committee:
		host = _("There is no committee: the assembly is chaired by the former secretary.")
	elif _is_term(doc):
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


def officers_list(doc: Document) -> str:
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
) -> str:
	context = {
		"doc": doc,
		"title": title,
		"number": number,
		"addressee": parent_of(doc.branch) if addressed else None,
		"paragraphs": paragraphs,
		"signed": addressed,
		"signed_on": full_date(signed_on),
	}
	return pages.render("election_letter", context, PORTRAIT)


def _opening_of_request(doc: Document) -> str:
	planned = full_date(doc.planned_on or doc.held_on) or _("a day in the near future")
	if not _is_term(doc):
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
	candidates = _candidates_by_office(doc)
	parts = [
		_("{office} {seats}, candidates {candidates}").format(
			office=_(row.office),
			seats=row.seats,
			candidates=len(candidates.get(row.office, ())) or row.least_candidates,
		)
		for row in _in_order(doc.seats)
	]
	if not _is_term(doc):
		return _("{parts}; the term stays the same.").format(parts=joined(parts))
	return _("{parts}; the term is {years} years.").format(parts=joined(parts), years=doc.term_years)


def _way_in_words(doc: Document) -> str:
	offices = _offices_of(doc)
	leaders = [office for office in offices if office != _COMMITTEE_MEMBER]
	ways = []
	if _COMMITTEE_MEMBER in offices:
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
		duty: _by_strokes(row.member_name for row in doc.officers if row.duty == duty) for duty in _duties()
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


# List of candidates


def candidate_list(doc: Document) -> str:
	"""Return the list of candidates with a short introduction of each, by office and in stroke order."""
	people = register.people(readable, (row.member for row in doc.candidates), _PERSON_FIELDS)
	rows: list[TableRow] = []
	for office in _offices_of(doc):
		standing = [row for row in doc.candidates if row.office == office]
		if not standing:
			continue
		rows.append(TableRow((_("Candidates for {office}").format(office=_(office)),), "group"))
		standing.sort(key=lambda row: stroke_key(row.member_name))
		rows += [_candidate_row(number, row, people) for number, row in enumerate(standing, start=1)]
	columns = (
		TableColumn(_("No."), 10, "center"),
		TableColumn(_("Member Name"), 18, "center"),
		TableColumn(_("Gender"), 11, "center"),
		TableColumn(_("Born"), 18, "center"),
		TableColumn(_("Education"), 16, "center"),
		TableColumn(_("Joined the Party"), 18, "center"),
		TableColumn(_("Unit and Position"), 41),
		TableColumn(_("Short Introduction"), 33),
	)
	table = lay_out(columns, rows, PORTRAIT, _LIST_HEADING_MM, _LIST_FOOT_MM)
	return pages.render("election_list", {"doc": doc, "table": table}, table.page)


def _candidate_row(number: int, row, people: dict[str, Any]) -> TableRow:
	person = people.get(row.member, {})
	return TableRow(
		(
			str(number),
			row.member_name,
			_(person.get("gender") or ""),
			_month(person.get("birth_date")),
			_(person.get("education") or ""),
			_month(person.get("joined_on")),
			"\n".join(filter(None, (person.get("firm"), person.get("firm_position")))),
			row.introduction or "",
		)
	)


def _month(day) -> str:
	return f"{getdate(day):%Y.%m}" if day else ""


# Ballots and counting


def ballot(doc: Document) -> str:
	"""Return the ballots: for each office that of its latest round, twice on a sheet to be cut."""
	ballots = []
	for office in _offices_of(doc):
		rounds = [row.round for row in doc.ballots if row.office == office]
		latest = max(rounds, default=1)
		if latest > 1:
			names = [row.member_name for row in doc.votes if (row.office, row.round) == (office, latest)]
			seats = next(row.seats for row in doc.ballots if (row.office, row.round) == (office, latest))
		else:
			names = [row.member_name for row in doc.candidates if row.office == office]
			seats = next(row.seats for row in doc.seats if row.office == office)
		names = _by_strokes(names)
		blanks = min(seats, max(1, _MOST_COLUMNS - len(names)))
		ballots.append(
			{
				"title": _title_of_ballot(doc, office, latest),
				"seats": seats,
				"names": names,
				"blanks": blanks,
				"width": _share_of_page(_BALLOT_LABEL_MM + (len(names) + blanks) * _BALLOT_COLUMN_MM),
				"day": full_date(doc.held_on or doc.planned_on),
			}
		)
	return pages.render("election_ballot", {"doc": doc, "ballots": ballots}, PORTRAIT)


def _share_of_page(width_mm: float) -> float:
	"""Return a width in percent of the text's; the borders of a full table need a little of it."""
	return min(99, round(100 * width_mm / PORTRAIT.text_width, 1))


def _title_of_ballot(doc: Document, office: str, number: int) -> str:
	title = _("Ballot for the election of {office}").format(office=_(office))
	return title if number == 1 else _("{title} (round {round})").format(title=title, round=number)


def tally_sheet(doc: Document) -> str:
	"""Return empty sheets on which the tellers strike off the votes, one for each office."""
	sheets = []
	for office in _offices_of(doc):
		names = _by_strokes(row.member_name for row in doc.candidates if row.office == office)
		blanks = next(row.seats for row in doc.seats if row.office == office)
		lines = len(_OPINIONS) * len(names) + blanks
		sheets.append(
			{
				"office": _(office),
				"names": names,
				"blanks": blanks,
				"row_mm": round(min(_TALLY_ROW_MM, _TALLY_HEIGHT_MM / lines), 2),
			}
		)
	context = {
		"doc": doc,
		"sheets": sheets,
		"boxes": _TALLY_BOXES,
		"opinions": [_(opinion) for opinion in _OPINIONS],
		"day": full_date(doc.held_on or doc.planned_on),
	}
	return pages.render("election_tally", context, PORTRAIT)


def count_report(doc: Document) -> str:
	"""Return the report sheet that the scrutineers sign: the numbers of each round and the votes of each person."""
	rounds = sorted(
		(row for row in doc.ballots if row.office in _OFFICES and row.issued),
		key=lambda row: (_OFFICES.index(row.office), row.round),
	)
	sheets = [
		{
			"office": _(row.office),
			"ballot": row,
			"votes": sorted(
				(vote for vote in doc.votes if (vote.office, vote.round) == (row.office, row.round)),
				key=lambda vote: (-(vote.in_favour or 0), stroke_key(vote.member_name)),
			),
		}
		for row in rounds
	]
	return pages.render(
		"election_count", {"doc": doc, "sheets": sheets, "day": full_date(doc.held_on)}, PORTRAIT
	)


# Shared


def _is_term(doc: Document) -> bool:
	return doc.kind == "Term Election"


def _in_order(rows: Iterable) -> list:
	return sorted(rows, key=lambda row: _OFFICES.index(row.office))


def _offices_of(doc: Document) -> list[str]:
	return [row.office for row in _in_order(doc.seats)]


def _by_strokes(names: Iterable[str]) -> list[str]:
	return sorted(names, key=stroke_key)


def _candidates_by_office(doc: Document) -> dict[str, list[str]]:
	found = {
		office: _by_strokes(row.member_name for row in doc.candidates if row.office == office)
		for office in _offices_of(doc)
	}
	return {office: names for office, names in found.items() if names}


ELECTION_PAPERS: dict[str, Callable[[Document], str]] = {
	"election_request": request,
	"election_candidates_request": candidates_request,
	"election_candidate_list": candidate_list,
	"election_ballot": ballot,
	"election_rules": rules_of_election,
	"election_officers": officers_list,
	"election_tally": tally_sheet,
	"election_count": count_report,
	"election_result": result_report,
}
