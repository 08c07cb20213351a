"""Who may do what with which rows, written by hand from the duty guide and what docs/permissions.md promises.

Nothing here is taken from the register, the scope or the DocTypes: what the app derives from those is judged by this. A new
DocType needs its line, or `test_the_oracle_speaks_of_every_document` fails; so does whoever changes a right and means it.

The organisations (`PLACES`): `committee` over `general` (a general branch with the branch `near`) and over the branch `sister`;
`foreign` is a branch under another committee.
"""

from dataclasses import dataclass, field

PLACES = ("committee", "general", "near", "sister", "foreign")

_COLUMNS = (
	"Manager",
	"Secretary",
	"Organisation",
	"Publicity",
	"Discipline",
	"Auditor",
	"Member",
	"System",
)
READING = frozenset("rplem")
"""Letters of the rights that change nothing."""

RIGHTS = {
	"r": "read",
	"w": "write",
	"c": "create",
	"d": "delete",
	"s": "submit",
	"x": "cancel",
	"a": "amend",
	"p": "print",
	"l": "report",
	"e": "export",
	"m": "email",
}

# Rights of each column; whose rows a post reaches: `below` its organisation and all under it, `seat` that organisation alone,
# `changes` read below and change in the seat, `incomes` below but level 1 in the seat, `all`, `nobody`; then what holds besides.
_DOCUMENTS = """
Party Branch              | rwcd plem    | rw plem        | r plem         | r plem        | r plem  | r plem | -     | -        | below   |
Law Firm                  | rwcd plem    | rw plem        | r plem         | r plem        | r plem  | r plem | -     | -        | below   | covered
Party Group               | rwcd plem    | rwcd plem      | rwc plem       | r plem        | r plem  | r plem | -     | -        | below   |
Party Post                | rwc plem     | rwc plem       | r plem         | r plem        | r plem  | r plem | -     | -        | below   |
Party Post Absence        | rwcd plem    | rwcd plem      | r plem         | r plem        | r plem  | r plem | -     | -        | below   |
Party Election            | rwcdsxa plem | rwcd plem      | rwc plem       | r plem        | r plem  | r plem | -     | -        | below   |
Party Member              | rwc plem 1rw | rwc plem 1rw   | rwc plem 1rw   | r plem        | r plem  | r plem | r p   | -        | below   | own
Party Member Event        | rwc plem 1rw | rwcd plem 1rw  | rwc plem 1rw   | r plem        | r plem 1r | r plem | -   | -        | below   |
Party Membership Transfer | rwcsx plem 1rw | rwcdsx plem 1rw | rwcsx plem 1rw | r plem     | r plem  | r plem | r p   | -        | below   | own second
Party Membership Change   | rwcdsx plem  | rwcdsx plem    | rwcd plem      | -             | r plem  | r plem | -     | -        | below   |
Honour                    | rwcsxa plem  | rwcdsxa plem   | rwcsxa plem    | r plem        | r plem  | r plem | r p   | -        | below   | own
Correction Request        | -            | rw ple 1rw     | rw ple 1rw     | -             | -       | -      | r     | -        | seat    | own
Party Development Case    | rw plem      | rwc plem       | rwc plem       | r plem        | r plem  | r plem | -     | -        | below   |
Party Training            | rwc plem     | rwcd plem      | rwc plem       | rwcd plem     | r plem  | r plem | -     | -        | below   |
Online Study              | rw plem      | rwcd plem      | rwc plem       | rwcd plem     | r plem  | r plem | r p   | -        | below   | own
Two Way Cultivation       | r plem       | rwcd plem      | rwcd plem      | r plem        | r plem  | r plem | -     | -        | below   |
Discipline Case           | -            | -              | -              | -             | rwc ple | -      | -     | -        | below   | confidential not-oneself
Party Meeting             | rwcsxa plem  | rwcdsxa plem   | rwc plem       | rwcsxa plem   | r plem  | r plem | -     | -        | below   |
Meeting Notice            | rwcd plem    | rwcd plem      | rwc plem       | rwc plem      | r plem  | -      | -     | -        | seat    |
Meeting Phrase            | rwcd plem    | rwcd plem      | rwc plem       | rwc plem      | r plem  | r plem | -     | -        | below   |
Meeting Answer            | r ple        | r ple          | -              | -             | -       | -      | r p   | -        | seat    | confidential own
Party Annual Plan         | rwc plem     | rwcd plem      | r plem         | rwc plem      | r plem  | r plem | -     | -        | below   |
Party Life Review         | r plem       | rwcd plem      | rwc plem       | r plem        | r plem  | r plem | -     | -        | below   |
Life Review Criticism     | -            | rwcd p         | rwc p          | -             | -       | -      | -     | -        | seat    | confidential
Heart Talk                | -            | rwcd ple       | rwc ple        | -             | -       | -      | rwc p | -        | seat    | confidential own written
Thought Report            | -            | rwc ple        | rwc ple        | -             | -       | -      | rwc p | -        | seat    | confidential own drafts
Member Self Review        | -            | rwc ple        | rwc ple        | -             | -       | -      | rwc p | -        | seat    | confidential own drafts
Party Work Report         | r plem       | rwcdsxa plem   | rwc plem       | r plem        | r plem  | r plem | -     | -        | below   |
Democratic Appraisal      | r ple        | rwcdsxa ple    | rwcdsxa ple    | -             | -       | -      | -     | -        | seat    | confidential
Appraisal Voter           | -            | -              | -              | -             | -       | -      | -     | -        | nobody  | confidential
Appraisal Ballot          | -            | -              | -              | -             | -       | -      | -     | -        | nobody  | confidential
Dues Standard             | rwc plem     | r plem         | r plem         | -             | -       | r plem | -     | rwc plem | all     |
Dues Assessment           | r plem       | rwcd plem 1rw  | rwcd plem 1rw  | -             | -       | r plem | -     | -        | incomes |
Party Dues Entry          | r plem       | rwc plem 1rw   | rwc plem 1rw   | -             | -       | r plem | r p   | -        | incomes | own
Party Dues Receipt        | r plem       | rwcdsxa plem   | rwcsxa plem    | -             | -       | r plem | r p   | -        | below   | own
Party Dues Statement      | -            | rwcd ple       | rwcd ple       | -             | -       | -      | -     | -        | seat    |
Party Dues Reminder       | -            | rw pl          | rw pl          | -             | -       | -      | -     | -        | seat    | confidential
Party Dues Remittance     | rwcdsxa plem | rwcdsxa plem   | rwcdsxa plem   | -             | -       | r plem | -     | -        | changes | second
Party Dues Expense        | rwcdsxa plem | rwcdsxa plem   | rwcdsxa plem   | -             | -       | r plem | -     | -        | changes |
Party Dues Year           | rwcdsxa plem | rwcdsxa plem   | rwcdsxa plem   | -             | -       | r plem | -     | -        | changes |
Contact Pairing           | r plem       | rwcd plem 1rw  | rwc plem 1rw   | rwc plem      | r plem  | r plem | r p   | -        | below   | own
Contacted Person          | r plem       | rwcd plem 1rw  | rwc plem 1rw   | rwc plem      | r plem  | r plem | -     | -        | below   |
Contact Suggestion        | r plem       | rwcd plem      | rwc plem       | r plem        | r plem  | r plem | -     | -        | below   |
Raised Opinion            | r plem       | rwcd plem      | rwc plem       | rwc plem      | r plem  | r plem | -     | -        | below   |
Public Welfare Activity   | r plem       | rwcd plem      | r plem         | rwcd plem     | r plem  | r plem | -     | -        | below   |
Public Welfare Form       | rwcd plem    | r plem         | r plem         | r plem        | r plem  | r plem | -     | rwcd plem | all    |
Wall Board                | rwc plem     | rwcd plem      | r plem         | rwcd plem     | r plem  | r plem | -     | -        | changes |
Questionnaire             | r ple        | rwcd ple       | rwcd ple       | rwcd ple      | r ple   | -      | -     | -        | seat    | confidential
Questionnaire Voter       | -            | -              | -              | -             | -       | -      | -     | -        | nobody  | confidential
Questionnaire Answer      | -            | -              | -              | -             | -       | -      | -     | -        | nobody  | confidential
Evaluation Scheme         | rwc plem     | r plem         | r plem         | r plem        | r plem  | r plem | -     | rwc plem | all     |
Evaluation Scheme Version | rwcd plem    | r plem         | r plem         | r plem        | r plem  | r plem | -     | rwcd plem | all     |
Evaluation Round          | rwcd plem    | rwcd plem      | rw plem        | r             | r       | r plem | -     | -        | below   |
Evaluation                | rwcdsxa plem | rwcds plem     | rw plem        | rw            | rw      | r plem | -     | -        | seat    | open-below
Guide Rule                | rw plem      | r plem         | r plem         | r plem        | r plem  | r plem | -     | rwcd plem | all     |
Compliance Finding        | r plem       | r plem         | r plem         | r plem        | r plem  | r plem | -     | -        | below   |
Compliance Report         | r plem       | r plem         | r plem         | r plem        | r plem  | r plem | -     | -        | below   |
Self Check Scheme         | rwc plem     | r plem         | r plem         | r plem        | r plem  | r plem | -     | rwc plem | all     |
Self Check                | r plem       | rwcd plem      | rwc plem       | rwc plem      | rwc plem | r plem | -    | -        | below   |
Duty Exemption            | rwcd plem    | rwcd plem      | rwc plem       | r plem        | r plem  | r plem | -     | -        | below   |
Compliance Touch          | -            | -              | -              | -             | -       | -      | -     | -        | nobody  |
Calendar Feed             | -            | -              | -              | -             | -       | -      | -     | -        | nobody  |
Duty Summary              | -            | -              | -              | -             | -       | -      | -     | -        | nobody  |
Compliance Run            | r le         | -              | -              | -             | -       | -      | -     | r le     | all     |
Reminder Preference       | -            | -              | -              | -             | -       | -      | -     | -        | nobody  |
Held Notice               | -            | -              | -              | -             | -       | -      | -     | -        | nobody  |
Duty Reminder             | -            | -              | -              | -             | -       | -      | -     | -        | nobody  |
Group Robot               | rwcd l       | rwcd l         | -              | -             | -       | r l    | -     | -        | below   |
Committee Notice          | rwcd plem    | -              | -              | -             | -       | r plem | -     | -        | below   |
Notice Delivery           | r ple        | rw ple         | rw ple         | rw ple        | rw ple  | r ple  | -     | -        | changes |
On Site Check             | rwcd plem    | r plem         | r plem         | r plem        | r plem  | r plem | -     | -        | below   |
Key Work Point            | rwcd plem    | -              | -              | -             | -       | r plem | -     | -        | below   |
Key Work Task             | r ple        | rw ple         | rw ple         | rw ple        | rw ple  | r ple  | -     | -        | changes |
Development Quota         | rwcd plem    | r plem         | r plem         | -             | -       | r plem | -     | -        | below   |
Compliance State          | -            | -              | -              | -             | -       | -      | -     | -        | nobody  |
Archive Volume            | rwcd plem    | rwcd plem      | rwc plem       | -             | -       | r plem | -     | -        | changes |
Archive Record            | -            | -              | -              | -             | -       | -      | -     | -        | nobody  |
Inspection Pack           | rwcd plem    | rwcd plem      | rwc plem       | -             | -       | r plem | -     | -        | changes |
Sensitive Data Access     | r ple        | r ple          | -              | -             | r ple   | -      | -     | -        | below   |
Personal Data Erasure     | r ple        | r ple          | -              | -             | r ple   | -      | -     | -        | below   |
Party Handbook            | rwcd plem    | rwcd plem      | rwc plem       | r plem        | r plem  | r plem | -     | -        | below   |
Party Notice              | rwcd plem    | rwcd plem      | rwc plem       | rwcd plem     | r plem  | r plem | -     | -        | changes |
Party Notice Objection    | rwc ple      | rwc ple        | -              | -             | rwc ple | -      | r     | -        | seat    | own
Board Photo               | rwcd plem    | rwcd plem      | r plem         | rwcd plem     | r plem  | r plem | -     | -        | changes |
Party Venue Check         | rwcd plem    | rwcd plem      | rwc plem       | rwc plem      | r plem  | r plem | -     | -        | changes |
Study Material            | rwcd plem    | rwcd plem      | rwc plem       | rwcd plem     | r plem  | r plem | -     | -        | changes |
Party Affairs Settings    | rw plem      | r plem         | -              | -             | -       | -      | -     | rw plem  | all     |
Exchange Format           | rwcd plem    | r plem         | r plem         | -             | -       | r plem | -     | rwcd plem | all    |
Exchange Code Table       | rwcd plem    | r plem         | r plem         | -             | -       | r plem | -     | rwcd plem | all    |
Exchange Comparison       | rwcd ple 1rw | rwcd ple 1rw   | rwcd ple 1rw   | -             | -       | -      | -     | -        | seat    |
Publicity Item            | rwcd plem    | rwcd plem      | rwc plem       | rwcd plem     | r plem  | r plem | -     | -        | changes |
Publicity Medium          | rwcd plem    | r plem         | r plem         | r plem        | r plem  | r plem | -     | rwcd plem | all    |
Party Link                | rwcd plem    | r plem         | r plem         | r plem        | r plem  | r plem | -     | rwcd plem | all    |
Party Import Batch        | rwc plem     | rwc plem       | rwc plem       | -             | -       | r plem | -     | -        | seat    |
Party Import Change       | -            | -              | -              | -             | -       | -      | -     | -        | nobody  |
Party Workbook Word       | rwcd plem    | rwcd plem      | rwcd plem      | -             | -       | r plem | -     | -        | below   |
Party Year Import         | rwc plem     | rwc plem       | rwc plem       | -             | -       | r plem | -     | -        | below   |
"""

CHILD_TABLES = {
	"Party Branch Firm": "Party Branch",
	"Party Election Seat": "Party Election",
	"Party Election Candidate": "Party Election",
	"Party Election Officer": "Party Election",
	"Party Election Exclusion": "Party Election",
	"Party Election Ballot": "Party Election",
	"Party Election Vote": "Party Election",
	"Party Election Appointment": "Party Election",
	"Party Development Step": "Party Development Case",
	"Party Development Sponsor": "Party Development Case",
	"Party Development Investigation": "Party Development Case",
	"Party Development Material": "Party Development Case",
	"Party Training Participant": "Party Training",
	"Party Meeting Attendee": "Party Meeting",
	"Party Meeting Guest": "Party Meeting",
	"Party Meeting Speech": "Party Meeting",
	"Party Meeting Resolution": "Party Meeting",
	"Party Meeting Photo": "Party Meeting",
	"Meeting Notice Agenda Item": "Meeting Notice",
	"Meeting Notice Preparation": "Meeting Notice",
	"Meeting Notice Invitee": "Meeting Notice",
	"Meeting Notice Guest": "Meeting Notice",
	"Meeting Notice Paper": "Meeting Notice",
	"Party Annual Plan Line": "Party Annual Plan",
	"Life Review Study": "Party Life Review",
	"Life Review Opinion": "Party Life Review",
	"Life Review Problem": "Party Life Review",
	"Life Review Measure": "Party Life Review",
	"Life Review Criticism Line": "Life Review Criticism",
	"Party Work Report Section": "Party Work Report",
	"Democratic Appraisal Member": "Democratic Appraisal",
	"Democratic Appraisal Result": "Democratic Appraisal",
	"Democratic Appraisal Count": "Democratic Appraisal",
	"Dues Tier": "Dues Standard",
	"Dues Income Item": "Dues Assessment",
	"Party Dues Receipt Item": "Party Dues Receipt",
	"Party Dues Statement Line": "Party Dues Statement",
	"Contact Pairing Log": "Contact Pairing",
	"Contact Suggestion Line": "Contact Suggestion",
	"Public Welfare Participant": "Public Welfare Activity",
	"Evaluation Dimension": "Evaluation Scheme Version",
	"Evaluation Criterion": "Evaluation Scheme Version",
	"Evaluation Adjustment": "Evaluation Scheme Version",
	"Evaluation Veto": "Evaluation Scheme Version",
	"Evaluation Band": "Evaluation Scheme Version",
	"Public Welfare Photo": "Public Welfare Activity",
	"Questionnaire Question": "Questionnaire",
	"Questionnaire Paper Count": "Questionnaire",
	"Questionnaire Result": "Questionnaire",
	"Questionnaire Words": "Questionnaire",
	"Evaluation Score": "Evaluation",
	"Evaluation Objection": "Evaluation",
	"Evaluation Change": "Evaluation",
	"Compliance Report Line": "Compliance Report",
	"Compliance Report Branch": "Compliance Report",
	"Compliance Report Clause": "Compliance Report",
	"Compliance Report Explanation": "Compliance Report",
	"Self Check Scheme Line": "Self Check Scheme",
	"Self Check Line": "Self Check",
	"Evidence Link": "Self Check",
	"Committee Notice Addressee": "Committee Notice",
	"Committee Notice Paper": "Committee Notice",
	"Notice Reader": "Notice Delivery",
	"On Site Check Item": "On Site Check",
	"Key Work Point Branch": "Key Work Point",
	"Key Work Progress": "Key Work Task",
	"Self Check Objection": "Self Check",
	"Self Check Event": "Self Check",
	"Archive Volume Item": "Archive Volume",
	"Archive Volume Scan": "Archive Volume",
	"Archive Volume Change": "Archive Volume",
	"Archive Loan": "Archive Volume",
	"Inspection Pack Clause": "Inspection Pack",
	"Wall Board Part": "Wall Board",
	"Board Photo Person": "Board Photo",
	"Venue Check Item": "Party Venue Check",
	"Study Material Loan": "Study Material",
	"Study Material Count": "Study Material",
	"Workday Override": "Party Affairs Settings",
	"Personal Data Retention": "Party Affairs Settings",
	"Party Year Import Error": "Party Year Import",
	"Party Import Batch Line": "Party Import Batch",
	"Exchange Format Column": "Exchange Format",
	"Exchange Code": "Exchange Code Table",
	"Exchange Change": "Exchange Comparison",
	"Party Link Role": "Party Link",
}
"""Child table -> the document that it belongs to."""

SENSITIVE_TABLES = frozenset({"Dues Income Item", "Exchange Change"})
"""Child tables that say what somebody earns, or what his record said before."""

NEVER_LISTED = frozenset({"Compliance Report Branch"})
"""Child tables whose rows are about other organisations: nobody asks for them without their document."""

SENSITIVE = {
	"Party Member": {"id_number", "address"},
	"Party Member Event": {"details"},
	"Correction Request": {"wrong", "right_value"},
	"Party Membership Transfer": {"id_number"},
	"Dues Assessment": {"income_amount", "monthly_base", "income_items"},
	"Party Dues Entry": {"dues_base"},
	"Contact Pairing": {"phone", "address", "family"},
	"Contacted Person": {"phone", "address", "family"},
	"Party Year Import": {"preview"},
	"Exchange Comparison": {"changes"},
}
"""Fields that only some readers of the row may read."""

COMPANIONS = {
	"Access Log": ("export_from", "reference_document"),
	"Activity Log": ("reference_doctype", "reference_name"),
	"Comment": ("reference_doctype", "reference_name"),
	"Communication": ("reference_doctype", "reference_name"),
	"Deleted Document": ("deleted_doctype", "deleted_name"),
	"DocShare": ("share_doctype", "share_name"),
	"Document Follow": ("ref_doctype", "ref_docname"),
	"Document Share Key": ("reference_doctype", "reference_docname"),
	"Email Queue": ("reference_doctype", "reference_name"),
	"Energy Point Log": ("reference_doctype", "reference_name"),
	"File": ("attached_to_doctype", "attached_to_name"),
	"Milestone": ("reference_type", "reference_name"),
	"Notification Log": ("document_type", "document_name"),
	"Tag Link": ("document_type", "document_name"),
	"ToDo": ("reference_type", "reference_name"),
	"Version": ("ref_doctype", "docname"),
	"View Log": ("reference_doctype", "reference_name"),
}
"""The platform's records beside a document, with the fields that name it: read by who may read it."""


REPORTS = {
	"Organisation Life Ledger": "Party Meeting",
	"Contact Pairing Ledger": "Contact Pairing",
	"Contacts to Visit": "Contact Pairing",
	"Opinion Register": "Raised Opinion",
	"Public Welfare Ledger": "Public Welfare Activity",
	"Public Welfare Summary": "Public Welfare Activity",
	"Dues Collection Ledger": "Party Dues Entry",
	"Dues Assessment Sheet": "Dues Assessment",
	"Dues Payments Ledger": "Party Dues Receipt",
	"Dues Arrears Ledger": "Party Dues Entry",
	"Publication of Dues": "Party Dues Entry",
	"Dues Use Ledger": "Party Dues Expense",
	"Dues Remittance Ledger": "Party Dues Remittance",
	"Dues Annual Account": "Party Dues Year",
	"Party Member Roster": "Party Member",
	"Member Statistics": "Party Member",
	"Education Hours": "Party Member",
	"Honours Register": "Honour",
	"Platform Updates Due": "Party Member",
	"Publicity Ledger": "Publicity Item",
	"Two Way Cultivation List": "Two Way Cultivation",
	"Plan and What Was Held": "Party Annual Plan",
	"Resolutions and Their Follow-up": "Party Meeting",
	"Meetings to Make Up": "Party Meeting",
	"Appraisal Overview": "Democratic Appraisal",
	"Questionnaire Overview": "Questionnaire",
	"Rectification Ledger": "Party Life Review",
	"Heart Talk Register": "Heart Talk",
	"Talks Due": "Party Member Event",
	"Thought Report Register": "Thought Report",
	"Thought Reports Outstanding": "Thought Report",
	"Compliance Overview": "Compliance Finding",
	"Compliance Matrix": "Compliance Finding",
	"Reports of the Period": "Compliance Report",
	"Self-Check Overview": "Self Check",
	"Notices and Who Has Acknowledged": "Notice Delivery",
	"Key Work and How It Stands": "Key Work Task",
	"On-site Checks and Mending": "On Site Check",
	"Development Quotas": "Development Quota",
	"Evaluation Distribution": "Evaluation",
	"List of the Archive Cabinet": "Archive Volume",
	"Register of Archive Loans": "Archive Volume",
	"Register of Published Party Affairs": "Party Notice",
	"Check of the Rooms": "Party Venue Check",
	"Inventory of Study Material": "Study Material",
	"Access to Personal Data": "Sensitive Data Access",
	"Personal Data Due for Anonymisation": "Personal Data Erasure",
}
"""Report -> the document whose reader sees its rows; of appraisals those above see the sums of each organisation."""

GROWS_BY_BEING_ASKED = frozenset({"Sensitive Data Access", "Access to Personal Data"})
"""What the requests of the matrix add to by themselves: not counted, and compared by organisation only."""

SUMS_ABOVE = frozenset({"Appraisal Overview", "Evaluation Distribution", "Questionnaire Overview"})

BY_WHO_READS_IT = frozenset({"Dues Remittance Ledger"})
"""What is remitted stands once in it, under the payer for those above, under the payee for him: rows are compared by name."""

READ_TO_THE_ASSEMBLY = frozenset({"Party Work Report"})
"""Members read on their own page what was read to the assembly of their branch."""

ON_THE_BOARD = frozenset({"Public Welfare Activity"})
"""Members read on the board of their branch what it did for the public; who took part is not told."""


@dataclass(frozen=True)
class Document:
	"""What holds for one DocType: by column and level the letters of the rights, whose rows, and what else."""

	rights: dict
	whose: str
	besides: frozenset

	def allows(self, column, letter, level=0):
		return letter in self.rights[column][level]


@dataclass(frozen=True)
class Person:
	"""A user of the matrix: the column his post stands in, where he holds it, what lies below, and his member's home.

	`roles` are given by hand, `permitted` is where a User Permission on a Party Branch is set for him.
	"""

	key: str
	column: str | None = None
	seats: frozenset = frozenset()
	below: frozenset = frozenset()
	home: str | None = None
	post: tuple | None = None
	roles: tuple = ()
	permitted: str | None = None

	@property
	def uses_desk(self):
		"""Members without a post have the portal alone: the platform's own lists and forms are closed to them."""
		return bool(self.column or self.roles)

	@property
	def columns(self):
		found = {
			self.column,
			"Member" if self.home else None,
			"System" if "System Manager" in self.roles else None,
		}
		return found - {None}


def _person(key, column=None, seats="", below="", home=None, post=None, roles=(), permitted=None):
	return Person(
		key, column, frozenset(seats.split()), frozenset(below.split()), home, post, roles, permitted
	)


PEOPLE = {
	person.key: person
	for person in (
		_person("guest"),
		_person("nobody"),
		_person("member", home="near"),
		_person("member of the sister", home="sister"),
		_person("secretary", "Secretary", "near", "near", "near", ("Secretary", "near")),
		_person("deputy beside", "Auditor", "near", "near", "near", ("Deputy Secretary", "near")),
		# The sister's secretary is away; a User Permission on one's own organisation takes nothing.
		_person(
			"deputy leading",
			"Secretary",
			"sister",
			"sister",
			"sister",
			("Deputy Secretary", "sister"),
			permitted="sister",
		),
		_person(
			"organisation", "Organisation", "near", "near", "near", ("Organisation Commissioner", "near")
		),
		_person("publicity", "Publicity", "near", "near", "near", ("Publicity Commissioner", "near")),
		_person("discipline", "Discipline", "near", "near", "near", ("Discipline Commissioner", "near")),
		_person(
			"discipline above",
			"Discipline",
			"committee",
			"committee general near sister",
			"sister",
			("Discipline Commissioner", "committee"),
		),
		_person(
			"officer",
			"Manager",
			"committee",
			"committee general near sister",
			"near",
			("Party Affairs Officer", "committee"),
		),
		_person("general secretary", "Manager", "general", "general near", "near", ("Secretary", "general")),
		# A User Permission limits him: his post is in the committee, which is outside of it.
		_person(
			"limited officer",
			"Manager",
			"",
			"general near",
			"near",
			("Party Affairs Officer", "committee"),
			permitted="general",
		),
		_person("instructor", "Auditor", "near", "near", "sister", ("Party Work Instructor", "near")),
		_person(
			"auditor", "Auditor", "", "general near", roles=("Party Affairs Auditor",), permitted="general"
		),
		_person("auditor without a place", "Auditor", roles=("Party Affairs Auditor",)),
		_person("system manager", roles=("System Manager",)),
		_person("report manager", roles=("Report Manager",)),
		# Whom the platform lets read its own records, and who may read some documents.
		_person(
			"secretary and system manager",
			"Secretary",
			"foreign",
			"foreign",
			"foreign",
			("Secretary", "foreign"),
			roles=("System Manager",),
		),
	)
}
"""The users of the matrix."""


def _read(text):
	documents = {}
	for line in text.strip().splitlines():
		doctype, *cells = (cell.strip() for cell in line.split("|"))
		*rights, whose, besides = cells
		documents[doctype] = Document(
			dict(zip(_COLUMNS, map(_letters, rights), strict=True)), whose, frozenset(besides.split())
		)
	return documents


def _letters(cell):
	levels = {0: set(), 1: set()}
	for part in cell.replace("-", "").split():
		levels[int(part.startswith("1"))].update(part.lstrip("1"))
	return levels


DOCUMENTS = _read(_DOCUMENTS)
"""What holds for each document of the app."""


@dataclass(frozen=True)
class Row:
	"""A stored row of the world. `about` is the person who is its member, `writer` whether he wrote it himself.

	`open` rows of a document that stays in the seat are about an organisation and reach as far as its posts.
	"""

	doctype: str
	name: str
	place: str | None
	about: str | None = None
	writer: bool = True
	draft: bool = False
	second: str | None = None
	covered: str | None = None
	open: bool = False
	mark: str = field(default="", compare=False)
	secret: str = field(default="", compare=False)
	amount: str = field(default="", compare=False)


def may(person, row, letter="r", level=0):
	"""Whether the person has the right to the row."""
	document = DOCUMENTS[row.doctype]
	if document.whose == "all":
		return any(document.allows(column, letter, level) for column in person.columns)
	if "not-oneself" in document.besides and row.about == person.key:
		return False
	if _is_own(person, row, document, letter, level):
		return True
	if row.draft or not person.column or not document.allows(person.column, letter, level):
		return False
	reach = person.below if row.open else _reach(person, document, letter, level)
	places = {row.place or row.second, row.covered, row.second if letter in READING else None}
	return bool(reach & places)


def _is_own(person, row, document, letter, level):
	if "own" not in document.besides or row.about != person.key or level or not person.home:
		return False
	written = row.writer or letter in READING or "written" not in document.besides
	return written and document.allows("Member", letter)


def _reach(person, document, letter, level):
	by_seat = {
		"below": False,
		"seat": True,
		"incomes": bool(level),
		"changes": letter not in READING,
	}
	if document.whose == "nobody":
		return frozenset()
	return person.seats if by_seat[document.whose] else person.below


def may_at_all(person, doctype, letter="r"):
	"""Whether one of the person's roles has the right to the DocType, to whichever rows."""
	return any(DOCUMENTS[doctype].allows(column, letter) for column in person.columns)


def places_of_report(person, report):
	"""The organisations whose rows a report shows the person."""
	document = DOCUMENTS[REPORTS[report]]
	if not person.column or not document.allows(person.column, "l"):
		return frozenset()
	return person.below if report in SUMS_ABOVE else _reach(person, document, "l", 0)
