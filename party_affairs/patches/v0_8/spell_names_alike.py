"""Names of members are stored in one spelling: · for every dot inside them, and nothing in them that nobody sees."""

import frappe

from party_affairs.rules.names import canonical


def execute():
	members = frappe.get_all("Party Member", fields=["name", "member_name"])
	spelled = {row.name: canonical(row.member_name) for row in members}
	odd = {row.name for row in members if spelled[row.name] not in ("", row.member_name)}
	copies = _copies() if odd else []
	for member in sorted(odd):
		frappe.db.set_value("Party Member", member, "member_name", spelled[member], update_modified=False)
		for doctype, link, fieldname in copies:
			frappe.db.set_value(doctype, {link: member}, fieldname, spelled[member], update_modified=False)


def _copies() -> list[tuple[str, str, str]]:
	"""Return where names of members are copied to: doctype, the link to the member, and the field with the copy."""
	fields = frappe.get_all(
		"DocField",
		filters={"fetch_from": ["like", "%.member_name"]},
		fields=["parent", "fieldname", "fetch_from"],
		order_by="parent, fieldname",
	)
	found = []
	for field in fields:
		link = field.fetch_from.partition(".")[0]
		meta = frappe.get_meta(field.parent)
		if meta.has_field(link) and meta.get_field(link).options == "Party Member" and not meta.issingle:
			found.append((field.parent, link, field.fieldname))
	return found
