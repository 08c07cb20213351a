"""Uninstalling: neither a table nor a row about this app stays behind."""

import json

import frappe

USE_IT = """
from tests.site import factory
committee = factory.committee()
branch = factory.branch(parent=committee, firms=[factory.firm(committee)])
person = factory.member(branch)
factory.login(person)
post = factory.post(person, "Secretary")
meeting = factory.meeting(branch, attendees=[person])
meeting.add_comment("Comment", "好")
person.reload()
person.mobile = "13900000000"
person.save()
frappe.get_doc(doctype="File", file_name="a.txt", content="附件", attached_to_doctype="Party Meeting",
	attached_to_name=meeting.name, is_private=1).insert()
frappe.get_doc(doctype="Custom Field", dt="Party Member", fieldname="own_field", label="Own", fieldtype="Data").insert()
frappe.get_doc(doctype="User Permission", user="Guest", allow="Party Branch", for_value=branch.name).insert()
from party_affairs.permissions.companions import COMPANIONS
for table, (of_doctype, of_name) in COMPANIONS.items():
	if table != "File" and frappe.db.exists("DocType", table):
		beside = frappe.new_doc(table)
		beside.update({of_doctype: "Party Meeting", of_name: meeting.name})
		beside.db_insert()
from party_affairs.compliance.run import run_compliance
run_compliance(2025, frappe.utils.getdate("2026-01-01"))
frappe.delete_doc("Custom Field", frappe.get_doc(doctype="Custom Field", dt="Party Branch", fieldname="earlier",
	label="Earlier", fieldtype="Data").insert().name)
frappe.delete_doc("Scheduled Job Type", frappe.get_doc(doctype="Scheduled Job Type",
	method="party_affairs.earlier.job", frequency="Daily").insert().name)
frappe.log_error("Title", "File apps/party_affairs/party_affairs/install.py")
frappe.get_doc(doctype="Route History", route="List/Party Member/List", user="Administrator").db_insert()
frappe.get_doc(doctype="Custom Field", dt="ToDo", fieldname="party_branch", label="Own", fieldtype="Link",
	options="Party Branch").insert()
frappe.db.commit()
"""

# Every table of Frappe's that can name a document, a report, a page, a role or a job of ours gets a row that does.
FILL = """
def one(kind, **filters):
	return frappe.get_all(kind, filters=filters, pluck="name", order_by="name", limit=1)[0]

module = {"module": "Party Affairs"}
of_kinds = {
	"DocType": "Party Meeting",
	"Role": "Party Branch Secretary",
	"Module Def": "Party Affairs",
	"Scheduled Job Type": one("Scheduled Job Type", method=["like", "party_affairs.%"]),
	**{kind: one(kind, **module) for kind in ("Report", "Page", "Workspace", "Number Card", "Dashboard Chart")},
}
filled = {}
for kind, name in of_kinds.items():
	for parent, fieldname in frappe.db.sql('''
		select field.parent, field.fieldname from tabDocField field
		join tabDocType doctype on doctype.name = field.parent
		join `tabModule Def` module on module.name = doctype.module
		where module.app_name = "frappe" and doctype.issingle = 0 and doctype.is_virtual = 0
			and field.fieldtype = "Link" and field.options = %s''', kind):
		if kind == "Module Def" and not frappe.get_meta(parent).istable:
			continue  # such a row is a standard document of ours
		meta, row = frappe.get_meta(parent), frappe.get_doc({"doctype": parent, fieldname: name, "disabled": 1})
		counted = "int" in frappe.db.get_column_type(parent, "name")
		row.name = 9000 + sum(map(len, filled.values())) if counted else frappe.generate_hash(length=10)
		if meta.istable:
			row.update({"parent": "A parent", "parenttype": "Note", "parentfield": "a_field"})
		row.db_insert()
		filled.setdefault(parent, []).append(row.name)
frappe.db.commit()
result = filled
"""

OUR_NAMES = """
names = [row for doctype in ("DocType", "Report", "Print Format", "Workspace", "Number Card", "Dashboard Chart")
	for row in frappe.get_all(doctype, filters={"module": "Party Affairs"}, pluck="name")]
from party_affairs.permissions.roles import ROLES
result = sorted({*names, *ROLES, "Party Affairs", "party_affairs"})
"""

TRACES = """
import re
columns = frappe.db.sql('''
	select table_name, column_name from information_schema.columns
	where table_schema = database() and data_type in ("char", "varchar", "text", "mediumtext", "longtext", "json")''')
tables = {}
for table, column in columns:
	tables.setdefault(table, []).append(column)
found = sorted(table for table in tables if table.removeprefix("tab") in names)
ours = "|".join(map(re.escape, names))
# A whole value, the beginning of a custom field's name, a value within JSON; in any text the app and its module.
named = re.compile(f'^(?:{ours})(?:$|-)|"(?:{ours})"|party_affairs|Party Affairs')
for table, fields in sorted(tables.items()):
	for row in frappe.db.sql(f"select `{'`, `'.join(fields)}` from `{table}`", as_dict=True):
		hits = [field for field in fields if row[field] and named.search(str(row[field]))]
		if hits:
			found.append(f"{table} {row.get('name')}: " + ", ".join(f"{field}={row[field][:200]}" for field in hits))
series = frappe.db.sql("select name from `tabSeries` where name regexp '^(PM-|PP-|PMT-|DA-|CP-|PWA-|EV-|PYI-)'")
found.extend(f"counter {name}" for (name,) in series)
result = found
"""

EXIST = """
result = frappe.get_all("User", filters={"name": ["in", names]}, pluck="name", order_by="name")
"""


def on_site(site, code, **values):
	"""Runs code on a site in a process of its own and returns what it leaves in `result`."""
	program = f"""
import json, sys, frappe
frappe.init(site={site.name!r}, sites_path=".")
frappe.connect()
from tests.support.site import mark_as_test
mark_as_test()
result = None
globals().update(json.loads({json.dumps(values)!r}))
{code}
print("RESULT", json.dumps(result))
frappe.destroy()
"""
	return site.run(program)


def test_uninstalling_leaves_nothing_behind(spare_site):
	names = on_site(spare_site, OUR_NAMES)
	assert "Party Member" in names
	on_site(spare_site, USE_IT)
	filled = on_site(spare_site, FILL)
	before = on_site(spare_site, TRACES, names=names)
	assert before
	spare_site.frappe("uninstall-app", "party_affairs", "--dry-run", "--yes", "--no-backup")
	assert on_site(spare_site, TRACES, names=names) == before
	spare_site.frappe("uninstall-app", "party_affairs", "--yes", "--no-backup")
	traces = on_site(spare_site, TRACES, names=names)
	assert traces == [], "\n".join(traces)
	# Who had our page for his start keeps his login.
	users = filled.get("User", [])
	assert on_site(spare_site, EXIST, names=users) == users
	# The app can come back.
	spare_site.frappe("install-app", "party_affairs")
	assert on_site(spare_site, 'result = frappe.db.count("Guide Rule")') > 60
	assert frappe.local.site != spare_site.name
