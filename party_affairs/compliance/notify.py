"""The one way in which somebody is told something: a notice in his bell, and a mail if he wants one.

Nobody is told what he has switched off (`Reminder Preference`). The bell rings nobody, so it is written at once; a mail waits
for the end of his quiet hours, or for his daily or weekly digest, as a `Held Notice`. Whoever calls gets no error because
mails are off: the bell has it.

Subjects and texts carry the names of people and duties at most, nothing else that is personal.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NamedTuple

import frappe
from frappe import _
from frappe.email.doctype.email_account.email_account import EmailAccount
from frappe.utils import escape_html, get_url, now_datetime

from party_affairs import settings
from party_affairs.compliance import switching_off
from party_affairs.facts.duties import preferences
from party_affairs.facts.duties.bell import LOG
from party_affairs.facts.duties.preferences import Recipient
from party_affairs.guide.duties import reminders
from party_affairs.language import in_language, site_language
from party_affairs.permissions.beside import may_read
from party_affairs.permissions.register import REGISTER
from party_affairs.rows import insert, new_name

HELD = "Held Notice"
BY_BELL, BY_MAIL = "bell", "mail"
TEMPLATE = "party_notice"
_SAVEPOINT = "party_notice"
_NOTED = "party_affairs_no_mail_account"
_NOTED_SECONDS = 24 * 60 * 60
_HELD_COLUMNS = (
	*("name", "owner", "creation", "modified", "modified_by", "docstatus", "idx"),
	*("user", "kind", "subject", "text", "link", "reference_doctype", "reference_name", "letter"),
)


class Links(NamedTuple):
	"""Where a notice leads: in the Desk, and on the pages of members. Both are paths, such as `/party/meetings`."""

	desk: str
	portal: str


class Mail(NamedTuple):
	"""What a mail says: of what kind it is, its subject, its text (a paragraph a line), its link, and its record.

	`letter` is HTML of a template of the app, which stands for text and link.
	"""

	kind: str
	subject: str
	text: str
	link: str
	reference: tuple[str, str] | None = None
	letter: str | None = None


def notify(
	users: Iterable[str],
	subject: str,
	text: str,
	link: str | Links,
	kind: str,
	reference: tuple[str, str] | None = None,
	*,
	now: datetime | None = None,
) -> int:
	"""Tell `users` (logins) of something, each as he has chosen; return how many are told, now or at the end of his quiet hours.

	`subject` is one line, `text` a paragraph a line, neither HTML. `link` is a path of the Desk or of the pages of members, or
	both as `Links`: everybody is led to where he works. `kind` is one of `guide.duties.reminders.kinds()`; what is of another
	raises ValueError. `reference` names the record (DocType, name) that it is about. Logins that are not in use are left
	out. `now` is the time, by default the present one. A fixed number of queries, and those that write.
	"""
	if kind not in reminders.kinds():
		raise ValueError(f"{kind!r} is none of the kinds {reminders.kinds()}")
	teller = Teller(now)
	people = preferences.of_users(users).values()
	told = [
		teller.tell(person, Mail(kind, subject, text, _path(link, person), reference)) for person in people
	]
	teller.hold()
	return sum(map(bool, told))


class Teller:
	"""Tells several people several things at one time: what is kept back is written at the end, in one statement (`hold`)."""

	def __init__(self, now: datetime | None = None) -> None:
		"""`now` is the time, local to the site, by default the present one."""
		self._now = now or now_datetime()
		self._is_workday = settings.workdays().is_workday
		self._kept: list[tuple[str, Mail]] = []

	def tell(self, recipient: Recipient, mail: Mail, bell: Mail | None = None) -> str | None:
		"""Tell one person of something as he has chosen; return `BY_MAIL`, now or later, `BY_BELL` if that is all, None if not at all.

		`bell` is what the bell says, where that is not what the mail says.
		"""
		preference = recipient.preference
		if not preference.wants(mail.kind):
			return None
		if preference.by_bell:
			ring(recipient, bell or mail)
		way = BY_BELL if preference.by_bell else None
		if not (preference.by_mail and recipient.address):
			return way
		if not preference.is_mailed_now(self._now, self._is_workday):
			self._kept.append((recipient.user, mail))
			return BY_MAIL
		return BY_MAIL if send(recipient, [mail]) else way

	def hold(self) -> None:
		"""Write what is kept back until it may be mailed."""
		_hold(self._kept, self._now)
		self._kept = []


def _path(link: str | Links, recipient: Recipient) -> str:
	if isinstance(link, str):
		return link
	return link.desk if recipient.uses_desk else link.portal


def ring(recipient: Recipient, mail: Mail) -> None:
	"""Write a notice into the bell of a login; whoever may not read the record it is about is led to the link alone."""
	doctype, name = mail.reference or (None, None)
	if doctype in REGISTER and not may_read(doctype, name, recipient.user):
		doctype = name = None
	notice = frappe.new_doc(LOG)
	notice.update(
		{
			"type": "Alert",
			"for_user": recipient.user,
			"from_user": "Administrator",
			"subject": escape_html(mail.subject),
			"email_content": _content(mail, recipient),
			"document_type": doctype,
			"document_name": name,
		}
	)
	# Frappe 15.0 leads to the record alone.
	if notice.meta.has_field("link") and not doctype:
		notice.link = get_url(mail.link)
	notice.insert(ignore_permissions=True)


def note_read(user: str) -> None:
	"""Note that a login has read the notices in its bell."""
	frappe.db.set_value(LOG, {"for_user": user, "read": 0}, "read", 1, update_modified=False)


def _content(mail: Mail, recipient: Recipient) -> str:
	"""What a notice says, with its link: Frappe 15.0 has no field for one, and a member's page shows where a notice leads."""
	lines = [f"<p>{escape_html(line)}</p>" for line in mail.text.splitlines()]
	if mail.link:
		with in_language(recipient.language or site_language()):
			lines.append(f'<p><a href="{escape_html(mail.link)}">{_("Look at It")}</a></p>')
	return "".join(lines)


def send(recipient: Recipient, mails: Sequence[Mail], subject: str | None = None) -> bool:
	"""Queue one mail that says all of `mails`; return whether the site can send any.

	Its subject is that of the only one, or `subject`. Where the site has no account for outgoing mail nothing is queued, and a
	note is left for the administrator, once a day.
	"""
	if not has_account():
		_note_missing_account()
		return False
	kinds = list(dict.fromkeys(mail.kind for mail in mails))
	with in_language(recipient.language or site_language()):
		frappe.db.savepoint(_SAVEPOINT)
		reference = mails[0].reference if len(mails) == 1 else None
		try:
			frappe.sendmail(
				recipients=[recipient.address],
				subject=subject or mails[0].subject,
				template=TEMPLATE,
				args={
					"mails": [
						{
							"subject": mail.subject if len(mails) > 1 else None,
							"letter": mail.letter,
							"lines": mail.text.splitlines(),
							"link": get_url(mail.link),
						}
						for mail in mails
					],
					"switches": [
						(kind_label(kind), switching_off.link(recipient.user, kind)) for kind in kinds
					],
					"choices": get_url("/party/reminders"),
				},
				reference_doctype=reference and reference[0],
				reference_name=reference and reference[1],
				add_unsubscribe_link=0,
			)
		except frappe.OutgoingEmailError:
			frappe.db.rollback(save_point=_SAVEPOINT)
			_note_missing_account()
			return False
	return True


def has_account() -> bool:
	"""Whether the site has an account for outgoing mail. While mails are muted Frappe 15.0 makes one up that has no address."""
	try:
		account = EmailAccount.find_outgoing()
	except frappe.OutgoingEmailError:
		return False
	return bool(account and account.email_id)


def kind_label(kind: str) -> str:
	"""Return in the present language what a kind of reminders is called."""
	return _(frappe.get_meta(preferences.PREFERENCE).get_label(f"about_{kind}"))


def _hold(kept: Sequence[tuple[str, Mail]], now: datetime) -> None:
	writer = frappe.session.user
	rows = [
		(
			*(new_name(), writer, now, now, writer, 0, 0),
			*(
				user,
				mail.kind,
				mail.subject,
				mail.text,
				mail.link,
				*(mail.reference or (None, None)),
				mail.letter,
			),
		)
		for user, mail in kept
	]
	if rows:
		insert(HELD, _HELD_COLUMNS, rows)


def _note_missing_account() -> None:
	if frappe.cache.get_value(_NOTED, expires=True):
		return
	frappe.cache.set_value(_NOTED, 1, expires_in_sec=_NOTED_SECONDS)
	frappe.log_error(
		title=_("Reminders could not be mailed"),
		message=_(
			"The site has no outgoing e-mail account, so people are told by the bell alone. Set one up under Email Account "
			"as the default for outgoing mail."
		),
	)
