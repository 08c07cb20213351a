"""What one member wrote and which talks he took part in, the latest first. Whoever asks has made sure that it is he."""

import frappe


def thought_reports(member: str, limit: int) -> list:
	"""Return the latest thought reports of a member, drafts included, with comment and handling: one query."""
	return frappe.get_all(
		"Thought Report",
		filters={"member": member},
		fields=[
			*("name", "half_year", "form", "status", "handed_in_on"),
			*("commented_on", "commented_by_name", "comment"),
			*("suggestions", "handling", "handled_on", "entered_by_committee"),
		],
		order_by="half_year desc, creation desc",
		limit=limit,
	)


def self_reviews(member: str, limit: int) -> list:
	"""Return the latest self reviews of a member, drafts included, without their text: one query."""
	return frappe.get_all(
		"Member Self Review",
		filters={"member": member},
		fields=["name", "year", "purpose", "handed_in_on", "entered_by_committee"],
		order_by="year desc, purpose",
		limit=limit,
	)


def talks(member: str, limit: int) -> list:
	"""Return the latest talks in which a member took part: when, with whom and of which kind, not what was said: one query."""
	return frappe.get_all(
		"Heart Talk",
		or_filters={"talker": member, "partner": member},
		fields=["name", "talk_on", "talker", "talker_name", "partner_name", "pair_kind", "occasion"],
		order_by="talk_on desc, creation desc",
		limit=limit,
	)
