"""The member's ballot at /party/appraisal; nothing but his own ballot is shown there."""

import frappe

from party_affairs.api.appraisal import voting
from party_affairs.api.appraisal.own import open_appraisals
from party_affairs.api.caller import required_member
from party_affairs.exceptions import AppraisalError
from party_affairs.portal import HOME, of_member_alone, open_page

no_cache = 1
sitemap = 0


@of_member_alone
def get_context(context: frappe._dict) -> None:
	"""Send guests to the login; show a member the ballot of the appraisal that the address names, or why there is none."""
	open_page(context, "Democratic Appraisal", f"{HOME}/appraisal")
	context.ballot = context.reason = None
	member = required_member()
	context.vote = next(
		(row for row in open_appraisals(member) if row["appraisal"] == frappe.form_dict.get("appraisal")),
		None,
	)
	if not context.vote:
		context.reason = frappe._("There is no appraisal in which you can vote now.")
	elif context.vote["voted"]:
		context.reason = frappe._("You have voted in this appraisal.")
	else:
		try:
			context.ballot = voting.ballot_of_member(context.vote["appraisal"])
		except AppraisalError as error:
			# Not open yet: the sentence is shown, not thrown at the reader.
			frappe.clear_messages()
			context.reason = str(error)
