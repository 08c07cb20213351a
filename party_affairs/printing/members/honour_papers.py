"""The notice of an honour (荣誉公示、表彰通报) for the board: who is honoured and why, nothing of a person but the name."""

from frappe import _
from frappe.model.document import Document

from party_affairs.facts.organisation.branches import phones
from party_affairs.ledgers.text import full_date
from party_affairs.printing.letters import letter
from party_affairs.printing.paper import Paper
from party_affairs.printing.parts import cancelled_reference

_BLANK = "＿" * 10


def honour_notice(doc: Document) -> Paper:
	"""Return what hangs on the board: of an honour that was awarded the news of it, of one that is proposed its publicity."""
	awarded = doc.docstatus != 0
	return letter(
		cancelled_reference(doc),
		_("News of an Honour") if awarded else _("Publicity of a Proposed Honour"),
		_news(doc) if awarded else _publicity(doc),
		(_("{0} (seal)").format(doc.branch), full_date(doc.published_on) or _("(date)")),
	)


def _who(doc: Document) -> str:
	"""A member is called comrade, a branch by its name."""
	return _("comrade {0}").format(doc.member_name) if doc.member else doc.branch


def _news(doc: Document) -> list[str]:
	sentence = _("On {day}, {awarded_by} awarded {who} the honour “{honour}” ({level}{document}).").format(
		day=full_date(doc.awarded_on),
		awarded_by=doc.awarded_by,
		who=_who(doc),
		honour=doc.honour_name,
		level=_(doc.level),
		document=_(", document {0}").format(doc.document_no) if doc.document_no else "",
	)
	paragraphs = [sentence]
	if doc.reason:
		paragraphs.append(_("What it is for: {0}").format(doc.reason))
	if doc.valid_until:
		paragraphs.append(_("The honour is in force until {0}.").format(full_date(doc.valid_until)))
	if doc.member:
		paragraphs.append(
			_("We make this known. May all members take comrade {0} as an example.").format(doc.member_name)
		)
	else:
		paragraphs.append(_("We make this known. May all members keep up the honour of the branch."))
	return paragraphs


def _publicity(doc: Document) -> list[str]:
	paragraphs = [
		_(
			"After hearing opinions and discussing it, we propose {who} for the honour “{honour}” ({level})."
		).format(who=_who(doc), honour=doc.honour_name, level=_(doc.level))
	]
	if doc.reason:
		paragraphs.append(_("What it is for: {0}").format(doc.reason))
	until = full_date(doc.published_until)
	paragraphs += [
		_("Time of publicity: {0}.").format(
			_("from {start} to {end}").format(
				start=full_date(doc.published_on) or _BLANK, end=until or _BLANK
			)
		),
		_(
			"Whoever has anything against this honour may tell the branch during this time, in person, in writing or by telephone, truthfully and if possible under his own name."
		),
		_("Telephone: {0}").format(phones([doc.branch]).get(doc.branch) or _BLANK),
	]
	return paragraphs


HONOUR_PAPERS = {"Honour": honour_notice}
