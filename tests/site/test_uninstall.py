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
frappe.db.commit()
"""

OUR_NAMES = """
names = [row for doctype in ("DocType", "Report", "Print Format", "Workspace", "Number Card", "Dashboard Chart")
	for row in frappe.get_all(doctype, filters={"module": "Party Affairs"}, pluck="name")]
from party_affairs.permissions.roles import ROLES
result = sorted({*names, *ROLES, "Party Affairs", "party_affairs"})
"""

TRACES = """
columns = frappe.db.sql('''
	select table_name, column_name from information_schema.columns
	where table_schema = database() and data_type in ("varchar", "text", "longtext")''')
tables = {}
for table, column in columns:
	tables.setdefault(table, []).append(column)
found = sorted(table for table in tables if table.removeprefix("tab") in names)
for table, fields in sorted(tables.items()):
	where = " or ".join(f"`{field}` in %(names)s" for field in fields)
	for row in frappe.db.sql(f"select * from `{table}` where {where}", {"names": names}, as_dict=True):
		found.append(f"{table}: " + ", ".join(f"{field}={row[field]}" for field in fields if row[field] in names))
series = frappe.db.sql("select name from `tabSeries` where name regexp '^(PM-|PP-|PMT-|DA-|CP-|PWA-|EV-|PYI-)'")
found.extend(f"counter {name}" for (name,) in series)
result = found
"""


def on_site(site, code, **values):
	"""Runs code on a site in a process of its own and returns what it leaves in `result`."""
	program = f"""
import json, sys, frappe
frappe.init(site={site.name!r}, sites_path=".")
frappe.connect()
frappe.flags.in_test = True
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
	before = on_site(spare_site, TRACES, names=names)
	assert before
	spare_site.frappe("uninstall-app", "party_affairs", "--dry-run", "--yes", "--no-backup")
	assert on_site(spare_site, TRACES, names=names) == before
	spare_site.frappe("uninstall-app", "party_affairs", "--yes", "--no-backup")
	traces = on_site(spare_site, TRACES, names=names)
	assert traces == [], "\n".join(traces)
	# The app can come back.
	spare_site.frappe("install-app", "party_affairs")
	assert on_site(spare_site, 'result = frappe.db.count("Guide Rule")') > 60
	assert frappe.local.site != spare_site.name
