"""The world of the matrix: organisations, users, and of every document at least one row in each organisation.

Every text of a row is its mark, which no other row has; its sensitive fields hold its secret, amounts an amount of its own.
So whatever a request answers tells whose rows are in it. Rows are written as they would be stored, with every child table
filled: what the documents themselves check is not asked here.
"""

import json
import re
from dataclasses import dataclass, field

import frappe

from tests.access import oracle
from tests.access.oracle import PEOPLE, Row
from tests.site import factory

TODAY = "2025-06-16"
_MARK = re.compile(r"(mk|sk|nk)(\d{5})q")
_AMOUNT = re.compile(r"(?<!\d)9(\d{5})\.0?7\d?(?!\d)")
_TEXTS = ("Data", "Small Text", "Text", "Long Text", "Text Editor", "Markdown Editor", "Read Only")
_NUMBERS = ("Int", "Float", "Currency", "Percent")
_MADE_BY_FACTORY = ("Party Branch", "Party Member", "Party Post", "Law Firm")
_BROUGHT_ALONG = ("Guide Rule", "Evaluation Scheme", "Evaluation Scheme Version", "Dues Standard")
_FIXED = {
	"Party Post Absence": {"away_until": "2025-03-12"},
	"Compliance Finding": {
		**{"rule": "R49", "status": "Missed", "severity": "Warn", "period_key": "2025-03", "linked_to": None},
	},
	"Party Member Event": {"kind": "Complaint"},
	"Democratic Appraisal Result": {"grade": None},
	"Party Workbook Word": {
		"kind": "Heading",
		"sheet": "党员花名册",
		"workbook_column": "入党日期",
		"meaning": None,
	},
	"Party Dues Entry": {"status": "Unpaid", "dues_month": "2025-03-01"},
}


@dataclass
class World:
	"""What was built: users by key, organisations by place, and all rows."""

	users: dict = field(default_factory=dict)
	organisations: dict = field(default_factory=dict)
	people: dict = field(default_factory=dict)
	members: dict = field(default_factory=dict)
	rows: list = field(default_factory=list)
	children: dict = field(default_factory=dict)
	companions: dict = field(default_factory=dict)
	files: dict = field(default_factory=dict)

	def of(self, doctype):
		return [row for row in self.rows if row.doctype == doctype]


def build():
	"""Make the world; a few seconds."""
	world = World()
	factory.outgoing_account()
	_organisations(world)
	_users(world)
	_documents(world)
	_companions(world)
	_private_files(world)
	return world


# Organisations and users


def _organisations(world):
	committee = factory.committee("矩阵甲市律师党委")
	other = factory.committee("矩阵乙市律师党委")
	general = factory.branch("矩阵甲所党总支", "General Branch", committee)
	near_firm, foreign_firm = factory.firm(committee, "矩阵甲所"), factory.firm(other, "矩阵乙所")
	sister_firm = factory.firm(committee, "矩阵丙所")
	world.organisations = {
		"committee": committee.name,
		"general": general.name,
		"near": factory.branch("矩阵甲所支部", parent=general, firms=[near_firm, foreign_firm]).name,
		"sister": factory.branch("矩阵丙所支部", parent=committee, firms=[sister_firm]).name,
		"foreign": factory.branch("矩阵乙所支部", parent=other).name,
	}
	# Only branches have members: those of the two organisations above live in the branches below.
	for place, home in zip(oracle.PLACES, ("sister", "near", "near", "sister", "foreign"), strict=True):
		world.people[place] = factory.member(world.organisations[home]).name


def _users(world):
	away = factory.post(factory.member(world.organisations["sister"]), "Secretary")
	factory.absence(away, "2025-01-01")
	# The first user who is saved with a role for the Desk becomes System Manager of the site.
	for key in sorted(PEOPLE, key=lambda key: "System Manager" not in PEOPLE[key].roles):
		world.users[key] = "Guest" if key == "guest" else _login(world, key, PEOPLE[key])
	from party_affairs.permissions.grants import sync_roles

	sync_roles()


def _login(world, key, person):
	email = f"{frappe.scrub(key)}@matrix.example.com"
	if person.home:
		member = factory.member(world.organisations[person.home])
		world.members[key] = member.name
		factory.login(member, email)
		if person.post:
			post, place = person.post
			factory.post(member, post, world.organisations[place])
	else:
		frappe.get_doc(doctype="User", email=email, first_name=email, send_welcome_email=0).insert()
	if person.roles:
		frappe.get_doc("User", email).add_roles(*person.roles)
	if person.permitted:
		frappe.get_doc(
			doctype="User Permission",
			user=email,
			allow="Party Branch",
			for_value=world.organisations[person.permitted],
		).insert()
	return email


# Documents


def _documents(world):
	for doctype, document in oracle.DOCUMENTS.items():
		if doctype in (*_MADE_BY_FACTORY, *_BROUGHT_ALONG):
			_found(world, doctype)
		elif not frappe.get_meta(doctype).issingle:
			_found(world, doctype)
			for values in _wanted(document):
				_store(world, doctype, **values)
	_store(world, "Law Firm", place="committee")
	_mark_members(world)


def _wanted(document):
	"""Rows of a document: one in each place, and those that its own rules speak of."""
	places = oracle.PLACES
	yield from ({"place": place} for place in places)
	if "own" in document.besides:
		for about in ("member", "member of the sister", "secretary", "auditor without a place"):
			if PEOPLE[about].home:
				yield {"place": PEOPLE[about].home, "about": about}
	if "written" in document.besides:
		yield {"place": "near", "about": "member", "writer": False}
		yield {"place": "sister", "about": "member"}
	if "drafts" in document.besides:
		yield {"place": "near", "draft": True}
		yield {"place": "near", "draft": True, "about": "member"}
	if "second" in document.besides:
		yield {"place": "foreign", "second": "near"}
		yield {"place": None, "second": "near"}
	if "not-oneself" in document.besides:
		yield {"place": "near", "about": "discipline"}
	if "open-below" in document.besides:
		yield from ({"place": place, "open": True} for place in places)


def _store(world, doctype, **facts):
	code = f"{list(oracle.DOCUMENTS).index(doctype):02d}{len(world.of(doctype)):03d}"
	row = Row(doctype, f"nk{code}q", **facts, mark=f"mk{code}q", secret=f"sk{code}q", amount=f"9{code}.07")
	place = row.place or row.second or "near"
	values = _values(world, doctype, row, place, secret=False)
	values.update(_named(world, doctype, row))
	if doctype == "Party Year Import":
		values["preview"] = _preview(row)
	document = frappe.get_doc({"doctype": doctype, "name": row.name, **values})
	if document.meta.is_submittable:
		document.docstatus = 1
	document.db_insert()
	for table in document.meta.get_table_fields():
		child = _values(world, table.options, row, place, secret=bool(table.permlevel))
		child = frappe.get_doc(
			{
				"doctype": table.options,
				"name": f"{row.name}{table.fieldname}{table.options.replace(' ', '').lower()}",
				"parent": row.name,
				"parenttype": doctype,
				"parentfield": table.fieldname,
				"idx": 1,
				"docstatus": document.docstatus,
				**child,
			}
		)
		child.db_insert()
		world.children.setdefault(table.options, {})[child.name] = row
	world.rows.append(row)


def _preview(row):
	"""What an import stores of what it would do."""
	changed = {"fieldname": "member_name", "level": 0, "old": None, "new": row.mark}
	record = {"kind": "Party Member", "fields": [changed]}
	return frappe.as_json({"sheets": [{"records": [record]}], "unknown": []})


def _values(world, doctype, row, place, *, secret):
	values = {}
	for df in frappe.get_meta(doctype).fields:
		value = _value(world, df, row, place, secret=secret or bool(df.permlevel))
		if value is not None:
			values[df.fieldname] = value
	return {**values, **_FIXED.get(doctype, {})}


def _value(world, df, row, place, *, secret):
	if df.fieldname == "preview":
		# What an import has found is told to whoever reads it; what is sensitive in it the method itself hides.
		return json.dumps({"sheets": [], "unknown": [row.mark]})
	if df.fieldtype in _TEXTS:
		return row.secret if secret else row.mark
	if df.fieldtype in _NUMBERS and secret:
		return row.amount
	if df.fieldtype in _NUMBERS:
		return {"year": 2025, "month": 3, "lft": 0, "rgt": 0}.get(df.fieldname, 1)
	if df.fieldtype == "Date":
		return "2025-03-10"
	if df.fieldtype == "Datetime":
		return "2025-03-10 14:00:00"
	if df.fieldtype == "Select":
		return next((option for option in (df.options or "").split("\n") if option), None)
	if df.fieldtype in ("Attach", "Attach Image") and df.reqd:
		return f"/private/files/{row.name}.xlsx"
	if df.fieldtype == "Link":
		return _linked(world, df, row, place)
	return None


def _linked(world, df, row, place):
	if df.options == "Party Branch":
		return world.organisations[place] if df.fieldname in ("branch", "committee") else None
	if df.options == "Party Member":
		return world.people[place]
	if df.options == "DocType":
		return "Party Member"
	if df.options in ("Guide Rule", "Evaluation Scheme", "Evaluation Scheme Version"):
		return frappe.get_all(df.options, limit=1, order_by="name", pluck="name")[0]
	# A link would show the linked row's name to whoever reads this one: they have the same readers.
	facts = (row.place, row.about, row.second)
	return next(
		(
			to.name
			for to in world.of(df.options)
			if (to.place, to.about, to.second) == facts and (to.open == row.open or to.doctype != row.doctype)
		),
		None,
	)


def _named(world, doctype, row):
	"""What a row says of its organisation, of a second one and of people."""
	meta = frappe.get_meta(doctype)
	values = {"branch": world.organisations.get(row.place)} if meta.has_field("branch") else {}
	if meta.has_field("subject") and meta.has_field("subject_doctype"):
		values["subject"] = world.people[row.place]
		if row.open:
			values |= {"subject_doctype": "Party Branch", "subject": world.organisations[row.place]}
	if row.second:
		values["to_branch"] = world.organisations[row.second]
	if row.draft:
		values.update(handed_in_on=None, year=2024)
	if doctype == "Thought Report":
		values["half_year"] = "2024-H2" if row.draft else "2025-H1"
	if doctype == "Heart Talk":
		values["talker"], values["partner"] = world.people[row.place], None
		if row.about:
			values["talker" if row.writer else "partner"] = world.members[row.about]
	elif row.about:
		values["member"] = world.members[row.about]
	return values


def _found(world, doctype):
	"""Rows that stand there already: made by the factory, or brought along by the app."""
	place_of = {name: place for place, name in world.organisations.items()}
	about_of = {name: key for key, name in world.members.items()}
	fields = [
		"name",
		*({"Law Firm": ["committee as branch"], "Party Branch": ["name as branch"]}.get(doctype) or []),
	]
	if frappe.get_meta(doctype).has_field("branch"):
		fields.append("branch")
	for found in frappe.get_all(doctype, fields=fields, order_by="name"):
		about = about_of.get(found.name) if doctype == "Party Member" else None
		covered = "near" if (doctype, found.name) == ("Law Firm", "矩阵乙所") else None
		if doctype == "Law Firm" and found.name in ("矩阵甲所", "矩阵丙所"):
			covered = {"矩阵甲所": "near", "矩阵丙所": "sister"}[found.name]
		world.rows.append(Row(doctype, found.name, place_of.get(found.branch), about, covered=covered))
	for table in frappe.get_meta(doctype).get_table_fields():
		rows = {row.name: row for row in world.of(doctype)}
		for child in frappe.get_all(table.options, {"parenttype": doctype}, ["name", "parent"]):
			world.children.setdefault(table.options, {})[child.name] = rows[child.parent]


def _mark_members(world):
	"""Members come from the factory, since posts and logins hang on them: only their sensitive fields tell them apart."""
	code = list(oracle.DOCUMENTS).index("Party Member")
	for number, row in enumerate(world.of("Party Member")):
		secret = f"sk{code:02d}{number:03d}q"
		world.rows[world.rows.index(row)] = Row(
			row.doctype, row.name, row.place, row.about, mark="", secret=secret
		)
		frappe.db.set_value(
			"Party Member", row.name, {"id_number": secret, "address": secret}, update_modified=False
		)


# What lies beside


def _companions(world):
	marked = [row for row in world.rows if row.mark]
	for companion, (of_doctype, of_name) in oracle.COMPANIONS.items():
		if not frappe.db.exists("DocType", companion):
			continue
		table = world.companions.setdefault(companion, {})
		values = []
		numbered = "int" in frappe.db.get_column_type(companion, "name")
		# These files lie on no disk; a year's closing that is taken back copies what is attached to it.
		left_out = "Party Dues Year" if companion == "File" else None
		for number, row in enumerate((row for row in marked if row.doctype != left_out), 900_000):
			name = str(number) if numbered else f"{row.name}{companion.replace(' ', '').lower()}"
			table[name] = row
			extra = _extra(companion, row)
			values.append(
				{"name": name, of_doctype: row.doctype, of_name: row.name, "owner": "Administrator", **extra}
			)
		columns = list(values[0])
		frappe.db.bulk_insert(companion, columns, [[entry[column] for column in columns] for entry in values])


def _extra(companion, row):
	"""The text of a companion; none is anybody's own."""
	text = {
		"Activity Log": {"subject": row.mark},
		"Comment": {"content": row.mark, "comment_type": "Comment"},
		"Communication": {"subject": row.mark, "content": row.mark, "communication_type": "Communication"},
		"Deleted Document": {"data": row.mark},
		"File": {
			"file_name": f"{row.mark}.txt",
			"file_url": f"/private/files/{row.mark}.txt",
			"is_private": 1,
			"folder": "Home/Attachments",
		},
		"Notification Log": {"subject": row.mark, "for_user": "Administrator"},
		"Tag Link": {"tag": "矩阵", "title": row.mark},
		"ToDo": {"description": row.mark, "allocated_to": "Administrator", "status": "Open"},
		"Version": {"data": f'{{"changed": [["x", "{row.mark}", "{row.mark}"]]}}'},
		"View Log": {"viewed_by": "Administrator"},
		"Email Queue": {"message": row.mark, "sender": "a@example.com", "status": "Sent"},
		"Access Log": {"user": "Administrator", "page": row.mark},
	}
	return text.get(companion, {})


def _private_files(world):
	"""A file on the disk for a document of each place, since an address without a file tells nothing."""
	for place in oracle.PLACES:
		row = next(row for row in world.of("Party Meeting") if row.place == place)
		document = frappe.get_doc(
			doctype="File",
			file_name=f"matrix-{place}.txt",
			content=f"{row.mark} {place}",
			is_private=1,
			attached_to_doctype=row.doctype,
			attached_to_name=row.name,
		).insert()
		world.files[document.file_url] = row
		world.companions["File"][document.name] = row


# Reading an answer


def rows_told(world, text):
	"""The rows whose marks or names stand in a text, as sets: told, and told their secrets."""
	index = _index(world)
	told, secrets = set(), set()
	for kind, code in _MARK.findall(text):
		(secrets if kind == "sk" else told).add(index[code])
	for code in _AMOUNT.findall(re.sub(r"(?<=\d),(?=\d{3})", "", text)):
		if code in index:
			secrets.add(index[code])
	return told, secrets


def _index(world):
	if not hasattr(world, "_by_code"):
		world._by_code = {(row.mark or row.secret)[2:-1]: row for row in world.rows if row.mark or row.secret}
	return world._by_code
