import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import getdate, nowdate

from party_affairs.checks.fields import label_of
from party_affairs.exceptions import rules_speak_to_user
from party_affairs.facts.contact import suggestions as facts
from party_affairs.language import in_site_language
from party_affairs.rules.contact import suggestion as rules

OPEN, DECIDED = "Open", "Decided"
_DUTIES = {
	"secretary": "Secretary",
	"committee_member": "Committee Member",
	"member": "Member",
	rules.NOBODY_YET: "Nobody Keeps Contact Yet",
}


class ContactSuggestion(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.
	# end: auto-generated types

	def before_insert(self):
		self.refuse_second_open()
		self.suggested_on = nowdate()
		self.suggest()

	def validate(self):
		self.keep_lines()
		for fieldname in ("most_contacts", "most_members"):
			if (self.get(fieldname) or 0) < 1:
				frappe.throw(_("{0} must be at least {1}.").format(label_of(self, fieldname), 1))
		self.status = OPEN if any(line.decision == "Undecided" for line in self.lines) else DECIDED

	def refuse_second_open(self):
		"""A branch decides about one suggestion before it is made another."""
		if other := facts.open_of(self.branch):
			frappe.throw(
				_(
					"{0} has a suggestion on which something is still open: {1}. Decide about it first."
				).format(
					frappe.bold(frappe.utils.escape_html(self.branch)),
					frappe.utils.get_link_to_form(self.doctype, other),
				),
				frappe.DuplicateEntryError,
			)

	def keep_lines(self):
		"""Rows can be ticked in the form, and what stands in them is changed by a decision alone."""
		before = self.get_doc_before_save()
		if before and not self.flags.step:
			self.branch, self.suggested_on, self.shortages = (
				before.branch,
				before.suggested_on,
				before.shortages,
			)
			self.set("lines", [line.as_dict() for line in before.lines])

	def suggest(self):
		"""The lines are the program's; what becomes of each is decided by those in charge of the branch."""
		people = facts.of_branch(self.branch, getdate(self.suggested_on))
		with rules_speak_to_user():
			found = rules.suggest(
				people.members, people.contacts, self.most_contacts or 0, self.most_members or 0
			)
		with in_site_language():
			for line in found.lines:
				self.append(
					"lines",
					{
						"member": line.member,
						"contact": line.contact,
						"contact_kind": facts.KINDS[line.kind],
						"duty": _DUTIES[line.duty],
						"same_firm": line.same_firm,
						"reason": self._reason(line),
						"decision": "Undecided",
					},
				)
			self.shortages = "\n".join(
				_("{0}, as {1}: {2} lacking, {3}").format(
					people.names[short.member], _(_DUTIES[short.duty]), short.lacking, short.why.text(_)
				)
				for short in found.short
			)

	def _reason(self, line) -> str:
		firm = _("same firm") if line.same_firm else _("nobody of the same firm has room")
		if line.duty == rules.NOBODY_YET:
			return _("nobody keeps contact with him yet")
		return _("duty as {0}; {1}").format(_(_DUTIES[line.duty]), firm)


def on_doctype_update():
	frappe.db.add_index("Contact Suggestion", ["branch", "suggested_on"])
