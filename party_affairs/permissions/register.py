"""One row a DocType of the app, child tables included: whose its rows are, and what else limits who sees and changes them.

Knows no Frappe and no site: hooks are derived from it, and so are scope, confidentiality and docs/permissions.md. Which role
may read, write or submit stands in the DocTypes' own JSON files; the rows here say which documents that right reaches.
"""

from collections.abc import Mapping
from dataclasses import KW_ONLY, dataclass
from enum import Enum
from types import MappingProxyType


class Reach(Enum):
	"""How far the right of a role reaches: the holder's posts of today decide, where it is not everywhere or nowhere."""

	EVERYWHERE = "everywhere"
	"""The rows belong to no branch: a right to one is a right to all."""
	SUBTREE = "subtree"
	"""A post reaches its organisation; on a committee or general branch, all below as well."""
	READ_ABOVE = "read above"
	"""As SUBTREE for reading; only posts in the organisation itself change anything."""
	INCOMES_WITHIN = "incomes within"
	"""As SUBTREE for the rows; their sensitive fields open to posts in the row's own organisation alone."""
	WITHIN = "within"
	"""Only posts in the row's own organisation; those on the committees above reach nothing."""
	NOBODY = "nobody"
	"""No post and no right given by hand."""


@dataclass(frozen=True)
class Row:
	"""What holds for the rows of one DocType.

	`reason` is one sentence for the administrator. `parent` names the DocType of which this is a child table: its rows are
	seen with their parent, so that nothing else need be said of them but `sensitive`.
	"""

	doctype: str
	reason: str
	_: KW_ONLY
	parent: str | None = None
	reach: Reach = Reach.SUBTREE
	branch_field: str = "branch"
	"""Names the organisation that a row belongs to."""
	branch_field_of_new: str | None = None
	"""Names it for a row that is not stored yet, where that is another field."""
	covered_in: tuple[str, str] | None = None
	"""A child table of Party Branch and its field: rows named there belong to that branch as well."""
	second_reader: str | None = None
	"""Names a second organisation that reads the row. Where a row names no first one (somebody comes from outside), it
	belongs to the second."""
	own: tuple[str, ...] = ()
	"""A member sees the rows that name him in one of these fields, whatever posts he holds."""
	own_to_change: tuple[str, ...] | None = None
	"""Fewer fields for changing his own rows than for reading them."""
	draft_until: str | None = None
	"""Until this field is filled in, a row is its writer's alone."""
	issued_by: tuple[str, str] | None = None
	"""Until the first of these fields is filled in, a row is reached by whoever reaches the organisation that the second names, alone."""
	within_where: tuple[str, str | int] | None = None
	"""Rows in which this field has this value are reached by posts in their own organisation alone, whatever the reach."""
	on_board: bool = False
	"""A sheet of the rows hangs on the branch's board, where its members read it; the rows behind it stay closed to them."""
	sums_above: bool = False
	"""Committees above do not see the rows, but what they add up to."""
	not_about_oneself: bool = False
	"""Rows about a member are seen by no commissioner who is himself that member."""
	confidential: bool = False
	"""Nobody may guess at the rows: of what Frappe keeps about them not even one's own is shown to others, and nothing
	carries them out."""
	untold: bool = False
	"""Not even how often the rows are opened is told to those who may not read them."""
	sensitive: bool = False
	"""A child table that is sensitive as a whole: seen where the sensitive fields of the parent are."""
	row_branch: str | None = None
	"""Names the organisation that each row of a child table is about: of a document that he sees a reader sees those rows alone
	whose organisation he may read such documents of. The rows are read with the document and not asked for by themselves."""

	@property
	def private_files(self) -> bool:
		"""Whether attachments must be private files."""
		return (
			self.confidential
			or self.reach in (Reach.READ_ABOVE, Reach.WITHIN)
			or bool(self.within_where or self.issued_by)
		)


_ORGANISATION = (
	Row(
		"Party Branch",
		"An organisation is read by whoever holds a post in it or above it, and set up by those above.",
		branch_field="name",
		branch_field_of_new="parent_party_branch",
	),
	Row("Party Branch Firm", "Which firms a branch covers is read with the branch.", parent="Party Branch"),
	Row(
		"Law Firm",
		"A firm is the matter of the committee in charge of it and of every branch that covers it.",
		branch_field="committee",
		covered_in=("Party Branch Firm", "firm"),
	),
	Row("Party Group", "Groups divide one branch."),
	Row("Party Post", "Posts carry the rights, so the organisation and those above it see who holds which."),
	Row(
		"Party Post Absence",
		"While the secretary is away his deputy has his rights, so whoever sees the posts sees the absence.",
	),
	Row("Party Election", "The branch elects, the organisation above approves."),
	Row("Party Election Seat", "How many are elected is read with the election.", parent="Party Election"),
	Row("Party Election Candidate", "Candidates are read with the election.", parent="Party Election"),
	Row("Party Election Officer", "Who counts the votes is read with the election.", parent="Party Election"),
	Row(
		"Party Election Exclusion",
		"Who does not count as entitled to vote is read with the election.",
		parent="Party Election",
	),
	Row("Party Election Ballot", "Numbers of ballots are read with the election.", parent="Party Election"),
	Row(
		"Party Election Vote",
		"The votes of each candidate are read with the election.",
		parent="Party Election",
	),
	Row(
		"Party Election Appointment",
		"The posts that follow from the result are read with the election.",
		parent="Party Election",
	),
)

_MEMBERS = (
	Row(
		"Party Member",
		"A member sees his own record; those in charge of his branch see and keep it.",
		own=("name",),
	),
	Row(
		"Party Member Event", "What happened to a member is his branch's concern and that of those above it."
	),
	Row(
		"Party Membership Transfer",
		"A letter belongs to the branch that issued it; the branch to which it is addressed, and the member, read it.",
		second_reader="to_branch",
		own=("member",),
	),
	Row(
		"Honour",
		"An honour is entered by the branch of whoever receives it or by those above it; a member sees his own.",
		own=("member",),
	),
	Row(
		"Correction Request",
		"What a member wants corrected of his record is a matter between him and those in charge of his branch.",
		reach=Reach.WITHIN,
		own=("member",),
	),
	Row("Party Membership Change", "A change of membership is recorded by the branch or by those above it."),
	Row("Party Development Case", "Admission is the branch's work and is approved above."),
	Row(
		"Party Development Step",
		"The steps taken are read with the case.",
		parent="Party Development Case",
	),
	Row(
		"Party Development Sponsor",
		"Mentors and introducers are read with the case.",
		parent="Party Development Case",
	),
	Row(
		"Party Development Investigation",
		"What was heard about the candidate is read with the case.",
		parent="Party Development Case",
	),
	Row(
		"Party Development Material",
		"The file's papers are read with the case.",
		parent="Party Development Case",
	),
	Row(
		"Party Training",
		"Trainings are kept by the branch that holds them; members read their hours on their page.",
	),
	Row("Party Training Participant", "Participants are read with the training.", parent="Party Training"),
	Row(
		"Online Study",
		"A member reports what he studied online; those in charge of his branch confirm it, and those above read it.",
		own=("member",),
	),
	Row("Two Way Cultivation", "The lists of those to be cultivated are the branch's work."),
	Row(
		"Discipline Case",
		"Letters and sanctions are the discipline commissioners' alone, and none sees a case about himself.",
		confidential=True,
		not_about_oneself=True,
		untold=True,
	),
)

_MEETINGS = (
	Row("Party Meeting", "Minutes are kept by the branch and read above."),
	Row("Party Meeting Attendee", "Attendance is read with the minutes.", parent="Party Meeting"),
	Row("Party Meeting Guest", "Guests are read with the minutes.", parent="Party Meeting"),
	Row("Party Meeting Speech", "Speeches are read with the minutes.", parent="Party Meeting"),
	Row(
		"Party Meeting Resolution",
		"Resolutions and their votes are read with the minutes.",
		parent="Party Meeting",
	),
	Row("Party Meeting Photo", "Photos are read with the minutes.", parent="Party Meeting"),
	Row(
		"Meeting Notice",
		"Who prepares a meeting reads and issues its notice in his own organisation; those invited read it on their page.",
		reach=Reach.WITHIN,
	),
	Row("Meeting Notice Agenda Item", "The agenda is read with the notice.", parent="Meeting Notice"),
	Row("Meeting Notice Preparation", "Who prepares what is read with the notice.", parent="Meeting Notice"),
	Row("Meeting Notice Invitee", "Who is invited is read with the notice.", parent="Meeting Notice"),
	Row("Meeting Notice Guest", "Guests are read with the notice.", parent="Meeting Notice"),
	Row("Meeting Notice Paper", "Which papers there are is read with the notice.", parent="Meeting Notice"),
	Row("Meeting Phrase", "Phrases for minutes are kept by the branch and read above."),
	Row(
		"Meeting Answer",
		"Why somebody asks for leave is the matter of himself and of the secretary, to whom he asks.",
		reach=Reach.WITHIN,
		own=("member",),
		confidential=True,
	),
	Row("Party Annual Plan", "The year's plan is made by the branch and read above."),
	Row(
		"Party Annual Plan Line",
		"What is planned for when is read with the plan.",
		parent="Party Annual Plan",
	),
	Row("Party Life Review", "The course of a life review is read above; the criticism spoken in it is not."),
	Row("Life Review Study", "What was studied is read with the review.", parent="Party Life Review"),
	Row("Life Review Opinion", "Opinions gathered are read with the review.", parent="Party Life Review"),
	Row("Life Review Problem", "Problems found are read with the review.", parent="Party Life Review"),
	Row(
		"Life Review Measure", "What is to be put right is read with the review.", parent="Party Life Review"
	),
	Row(
		"Life Review Criticism",
		"Criticism and self-criticism stay where they were spoken.",
		reach=Reach.WITHIN,
		confidential=True,
	),
	Row(
		"Life Review Criticism Line", "Who said what is read with the record.", parent="Life Review Criticism"
	),
)

_TEXTS = (
	Row(
		"Heart Talk",
		"A talk is read by the two who held it and by those in charge within the branch; of the two, the talker writes it.",
		reach=Reach.WITHIN,
		own=("talker", "partner"),
		own_to_change=("talker",),
		confidential=True,
	),
	Row(
		"Thought Report",
		"A thought report is its writer's until handed in, and then also of those in charge within the branch.",
		reach=Reach.WITHIN,
		own=("member",),
		draft_until="handed_in_on",
		confidential=True,
	),
	Row(
		"Member Self Review",
		"A self review is its writer's until handed in, and then also of those in charge within the branch.",
		reach=Reach.WITHIN,
		own=("member",),
		draft_until="handed_in_on",
		confidential=True,
	),
	Row("Party Work Report", "Work reports are given to the assembly and handed to the organisation above."),
	Row("Party Work Report Section", "The text is read with the report.", parent="Party Work Report"),
)

_APPRAISAL = (
	Row(
		"Democratic Appraisal",
		"How single members were judged stays within the branch; committees above see sums.",
		reach=Reach.WITHIN,
		sums_above=True,
		confidential=True,
	),
	Row(
		"Democratic Appraisal Member",
		"Who is judged is read with the appraisal.",
		parent="Democratic Appraisal",
	),
	Row("Democratic Appraisal Result", "Grades are read with the appraisal.", parent="Democratic Appraisal"),
	Row(
		"Democratic Appraisal Count",
		"Counts of paper ballots are read with the appraisal.",
		parent="Democratic Appraisal",
	),
	Row(
		"Appraisal Voter",
		"The roll of a secret vote would tell who has voted.",
		reach=Reach.NOBODY,
		confidential=True,
	),
	Row(
		"Appraisal Ballot",
		"The urn of a secret vote is opened by the count alone.",
		reach=Reach.NOBODY,
		confidential=True,
	),
)

_DUES = (
	Row(
		"Dues Standard",
		"Tiers and rates are the same for all and are set by the committee.",
		reach=Reach.EVERYWHERE,
	),
	Row("Dues Tier", "Tiers are read with the standard.", parent="Dues Standard"),
	Row(
		"Dues Assessment",
		"What a member pays is known above; what he earns is known in his branch alone.",
		reach=Reach.INCOMES_WITHIN,
	),
	Row(
		"Dues Income Item",
		"Income items tell what a member earns.",
		parent="Dues Assessment",
		sensitive=True,
	),
	Row(
		"Party Dues Entry",
		"A member sees what he owes; the base from which it follows is known in his branch alone.",
		reach=Reach.INCOMES_WITHIN,
		own=("member",),
		on_board=True,
	),
	Row(
		"Party Dues Receipt",
		"A receipt is for the member who paid and for those who keep the books.",
		own=("member",),
	),
	Row("Party Dues Receipt Item", "The months paid are read with the receipt.", parent="Party Dues Receipt"),
	Row(
		"Party Dues Statement",
		"A statement of an account also shows whatever else was paid there, so it stays within the branch.",
		reach=Reach.WITHIN,
	),
	Row("Party Dues Statement Line", "Payments are read with the statement.", parent="Party Dues Statement"),
	Row(
		"Party Dues Reminder",
		"A reminder is a private letter from the branch to one member.",
		reach=Reach.WITHIN,
		confidential=True,
	),
	Row(
		"Party Dues Remittance",
		"Who keeps the account writes it; those above, and the organisation that is paid, read it.",
		reach=Reach.READ_ABOVE,
		second_reader="to_branch",
	),
	Row(
		"Party Dues Expense", "Who keeps the account writes it; those above read it.", reach=Reach.READ_ABOVE
	),
	Row(
		"Party Dues Year",
		"Who keeps the account closes its year; those above read it.",
		reach=Reach.READ_ABOVE,
	),
)

_CONTACT = (
	Row(
		"Contact Pairing",
		"A member sees the pairings that are his; the branch keeps them and those above read them.",
		own=("member",),
	),
	Row("Contact Pairing Log", "Visits are read with the pairing.", parent="Contact Pairing"),
	Row(
		"Contacted Person",
		"Contacts are known in the branch that keeps them and above it; members read of theirs on their own page.",
	),
	Row("Contact Suggestion", "Whom the branch could pair is proposed to those in charge of it."),
	Row("Contact Suggestion Line", "Lines are read with the suggestion.", parent="Contact Suggestion"),
	Row(
		"Raised Opinion",
		"Opinions are registered by the branch and read above; what was said in confidence stays within the branch.",
		within_where=("within_branch", 1),
	),
	Row("Public Welfare Activity", "Activities are kept by the branch and read above."),
	Row(
		"Public Welfare Participant",
		"Participants are read with the activity.",
		parent="Public Welfare Activity",
	),
	Row("Public Welfare Photo", "Photos are read with the activity.", parent="Public Welfare Activity"),
	Row(
		"Public Welfare Form",
		"The forms of service are the same for all and are set by committees.",
		reach=Reach.EVERYWHERE,
	),
)

_QUESTIONNAIRES = (
	Row(
		"Questionnaire",
		"What people answered stays within the branch; committees above see how many and how satisfied.",
		reach=Reach.WITHIN,
		sums_above=True,
		confidential=True,
	),
	Row(
		"Questionnaire Question",
		"What is asked is read with the questionnaire; whoever is asked sees it on his page.",
		parent="Questionnaire",
	),
	Row(
		"Questionnaire Paper Count",
		"Counts of sheets of paper are read with the questionnaire.",
		parent="Questionnaire",
	),
	Row("Questionnaire Result", "Numbers are read with the questionnaire.", parent="Questionnaire"),
	Row(
		"Questionnaire Words",
		"What was written in own words is read with the questionnaire.",
		parent="Questionnaire",
	),
	Row(
		"Questionnaire Voter",
		"The roll of a questionnaire would tell who has answered.",
		reach=Reach.NOBODY,
		confidential=True,
	),
	Row(
		"Questionnaire Answer",
		"Sealed answers are opened by the count alone.",
		reach=Reach.NOBODY,
		confidential=True,
	),
)

_EVALUATION = (
	Row("Evaluation Scheme", "By which schemes is evaluated is open to all.", reach=Reach.EVERYWHERE),
	Row("Evaluation Scheme Version", "Criteria and weights are the same for all.", reach=Reach.EVERYWHERE),
	Row("Evaluation Dimension", "Dimensions are read with the version.", parent="Evaluation Scheme Version"),
	Row("Evaluation Criterion", "Criteria are read with the version.", parent="Evaluation Scheme Version"),
	Row(
		"Evaluation Adjustment",
		"Bonuses and deductions are read with the version.",
		parent="Evaluation Scheme Version",
	),
	Row("Evaluation Veto", "Vetoes are read with the version.", parent="Evaluation Scheme Version"),
	Row("Evaluation Band", "Bands are read with the version.", parent="Evaluation Scheme Version"),
	Row(
		"Evaluation Round",
		"A branch evaluates its members, the organisations above it evaluate the branches below.",
	),
	Row(
		"Evaluation",
		"Sheets of branches are read above; those of members stay within their branch, and committees see how many reached which band.",
		within_where=("subject_doctype", "Party Member"),
		sums_above=True,
	),
	Row("Evaluation Score", "Points are read with the evaluation.", parent="Evaluation"),
	Row("Evaluation Objection", "Objections are read with the evaluation.", parent="Evaluation"),
	Row("Evaluation Change", "What changed is read with the evaluation.", parent="Evaluation"),
)

_DUTIES = (
	Row(
		"Guide Rule",
		"The clauses are the same for all; committees set how strictly they are held.",
		reach=Reach.EVERYWHERE,
	),
	Row(
		"Compliance Finding",
		"Findings are written by the check alone, and read by those they concern and above.",
	),
	Row(
		"Compliance Report",
		"Frozen reports are written by the app alone, and read by those they concern and above.",
	),
	Row(
		"Compliance Report Line",
		"Findings of the month are read with the report.",
		parent="Compliance Report",
	),
	Row(
		"Compliance Report Branch",
		"Figures of an organisation below are read with the report by those who read that organisation's own.",
		parent="Compliance Report",
		row_branch="branch",
	),
	Row(
		"Compliance Report Clause",
		"What is open by clause and period is read with the report.",
		parent="Compliance Report",
	),
	Row(
		"Compliance Report Explanation",
		"What the branch says of a clause is read with the report.",
		parent="Compliance Report",
	),
	Row("Self Check Scheme", "What is ticked is the same for all branches.", reach=Reach.EVERYWHERE),
	Row("Self Check Scheme Line", "Questions are read with the scheme.", parent="Self Check Scheme"),
	Row(
		"Self Check",
		"A branch ticks its own sheets; committees above read them, and confirm or return lines by their steps.",
	),
	Row("Self Check Line", "What was ticked is read with the sheet.", parent="Self Check"),
	Row("Evidence Link", "Evidence is read with the sheet.", parent="Self Check"),
	Row("Self Check Objection", "Objections to an application are read with it.", parent="Self Check"),
	Row("Self Check Event", "Who moved what is read with the sheet.", parent="Self Check"),
	Row(
		"Duty Exemption",
		"A branch asks for it, the committee above decides, and whoever reads the findings reads why one is excused.",
	),
	Row(
		"Compliance Touch",
		"Which branches have to be checked again is the app's own note.",
		reach=Reach.NOBODY,
	),
	Row(
		"Duty Summary",
		"How many findings there are of each kind is the app's own note; pages and reports show the sums of the reader's branches.",
		reach=Reach.NOBODY,
	),
	Row(
		"Compliance Run",
		"When checks ran and how they ended concerns whoever answers for the site; a record names no organisation.",
		reach=Reach.EVERYWHERE,
	),
	Row(
		"Reminder Preference",
		"What somebody wants to be told is his alone: he sees and changes it on his page, by methods that ask for his login.",
		reach=Reach.NOBODY,
	),
	Row(
		"Held Notice",
		"Mails that wait for the end of quiet hours are the app's own note.",
		reach=Reach.NOBODY,
	),
	Row(
		"Calendar Feed",
		"The secret address of somebody's calendar is told to him once, and kept by its digest alone.",
		reach=Reach.NOBODY,
	),
	Row("Duty Reminder", "Which reminder was sent to whom is the app's own note.", reach=Reach.NOBODY),
	Row(
		"Group Robot",
		"A robot of a group chat speaks for its branch, so the secretary and those above set it up; nobody reads its address again.",
	),
	Row(
		"Committee Notice",
		"A notice is written by the organisation above; those below read their own copy of it.",
	),
	Row(
		"Committee Notice Addressee",
		"To whom it goes is read with the notice.",
		parent="Committee Notice",
	),
	Row("Committee Notice Paper", "Papers are read with the notice.", parent="Committee Notice"),
	Row(
		"Notice Delivery",
		"A branch reads and acknowledges what came to it; those above see that it has, and change nothing.",
		reach=Reach.READ_ABOVE,
	),
	Row("Notice Reader", "Which members have read it is read with the notice.", parent="Notice Delivery"),
	Row(
		"On Site Check",
		"What was found on the spot is the inspectors' matter, and read by the organisation it concerns once they have issued it.",
		issued_by=("issued_on", "committee"),
	),
	Row("On Site Check Item", "Items are read with the check.", parent="On Site Check"),
	Row(
		"Key Work Point",
		"The points of a year's work are set by the organisation above; those below read their own task.",
	),
	Row(
		"Key Work Point Branch",
		"Who is to do it is read with the point.",
		parent="Key Work Point",
	),
	Row(
		"Key Work Task",
		"A branch reports on its own tasks; those above read it, and change nothing.",
		reach=Reach.READ_ABOVE,
	),
	Row("Key Work Progress", "Progress is read with the task.", parent="Key Work Task"),
	Row(
		"Development Quota",
		"How many an organisation may admit is set by those above it, and read there and in it.",
	),
	Row(
		"Compliance State",
		"When which branch was checked, and why one could not be, is the app's own note; logs tell administrators.",
		reach=Reach.NOBODY,
	),
)

_VOLUMES = (
	Row(
		"Archive Volume",
		"A year's volume is bound by the branch whose papers it holds; those above read it.",
		reach=Reach.READ_ABOVE,
	),
	Row("Archive Volume Item", "What is in it is read with the volume.", parent="Archive Volume"),
	Row("Archive Volume Scan", "Scans are read with the volume.", parent="Archive Volume"),
	Row("Archive Volume Change", "What changed later is read with the volume.", parent="Archive Volume"),
	Row("Archive Loan", "Who has borrowed it is read with the volume.", parent="Archive Volume"),
	Row(
		"Archive Record",
		"Which records lie in a volume, and their sums, is the app's own note.",
		reach=Reach.NOBODY,
	),
	Row(
		"Inspection Pack",
		"Evidence is compiled by the organisation that is inspected or by those above it, and read there and above.",
		reach=Reach.READ_ABOVE,
	),
	Row(
		"Inspection Pack Clause", "Which clauses it is about is read with the pack.", parent="Inspection Pack"
	),
)

_EXCHANGE = (
	Row(
		"Exchange Format",
		"How the sheets of other systems look is the same for all and is set by committees.",
		reach=Reach.EVERYWHERE,
	),
	Row("Exchange Format Column", "Columns are read with the format.", parent="Exchange Format"),
	Row(
		"Exchange Code Table",
		"The codes of other systems are the same for all and are set by committees.",
		reach=Reach.EVERYWHERE,
	),
	Row("Exchange Code", "Codes are read with their table.", parent="Exchange Code Table"),
	Row(
		"Exchange Comparison",
		"A sheet of another system holds ID numbers and stays with the organisation that compares it.",
		reach=Reach.WITHIN,
	),
	Row(
		"Exchange Change",
		"What was taken over into the records, old values included, is read where the sensitive fields of the comparison are.",
		parent="Exchange Comparison",
		sensitive=True,
	),
	Row(
		"Publicity Item",
		"What an organisation has published it enters itself; those above read it.",
		reach=Reach.READ_ABOVE,
	),
	Row(
		"Publicity Medium",
		"Websites, accounts and papers are the same for all and are set by committees.",
		reach=Reach.EVERYWHERE,
	),
	Row(
		"Party Link",
		"Links are set by committees; everybody is shown on his page those that are for him.",
		reach=Reach.EVERYWHERE,
	),
	Row("Party Link Role", "For whom a link is is read with it.", parent="Party Link"),
)

_PRIVACY = (
	Row(
		"Sensitive Data Access",
		"Who has seen personal data is known in the organisation whose data it is, and to those above it who answer for it.",
	),
	Row(
		"Personal Data Erasure",
		"What was anonymised, and when, is known in the organisation whose records they are and above it.",
	),
)

_ARCHIVE = (
	Row(
		"Party Handbook",
		"The year's handbook is read by who leads the branch and those above it, and holds nothing that they may not read.",
	),
)

_NOTICE = (
	Row(
		"Party Notice",
		"What an organisation makes known is written and approved in it, and read above; members read on the board what is published.",
		reach=Reach.READ_ABOVE,
	),
	Row(
		"Party Notice Objection",
		"Who has objected to what is the matter of those who answer him; he reads his own, and nobody above reads any.",
		reach=Reach.WITHIN,
		own=("member",),
	),
	Row(
		"Board Photo",
		"Photos are chosen and hung up in the organisation, and read above; members see on the board those that hang.",
		reach=Reach.READ_ABOVE,
	),
	Row("Board Photo Person", "Who is on a photo, and agreed, is read with it.", parent="Board Photo"),
	Row(
		"Party Venue Check",
		"What the rooms of an organisation have is looked at in it, and read above.",
		reach=Reach.READ_ABOVE,
	),
	Row("Venue Check Item", "Items are read with the check.", parent="Party Venue Check"),
	Row(
		"Study Material",
		"Books and papers are kept by the organisation that bought them, and their list is read above.",
		reach=Reach.READ_ABOVE,
	),
	Row("Study Material Loan", "Loans are read with what was lent.", parent="Study Material"),
	Row("Study Material Count", "Stock-takes are read with what was counted.", parent="Study Material"),
	Row(
		"Wall Board",
		"What hangs on a branch's wall is made and approved in the branch, read above, and shown to its members once it hangs.",
		reach=Reach.READ_ABOVE,
	),
	Row("Wall Board Part", "What stands on a board is read with the board.", parent="Wall Board"),
)

_COMMON = (
	Row("Party Affairs Settings", "There is one set of settings for the whole site.", reach=Reach.EVERYWHERE),
	Row(
		"Workday Override",
		"Days off and days worked instead are the same for all.",
		parent="Party Affairs Settings",
	),
	Row(
		"Personal Data Retention",
		"How long personal data is kept is the same for all.",
		parent="Party Affairs Settings",
	),
	Row(
		"Party Year Import",
		"A year's workbook is brought in by whoever may write what it holds; one with talks or thought reports stays within the branch.",
		within_where=("personal_texts", 1),
	),
	Row(
		"Party Year Import Error",
		"What was wrong with a workbook is read with the import.",
		parent="Party Year Import",
	),
	Row(
		"Party Workbook Word",
		"The words of its workbooks are the matter of an organisation; those set above hold below.",
	),
	Row(
		"Party Import Batch",
		"Workbooks of many branches are brought in by who answers for all of them; they may hold talks and thought reports.",
		reach=Reach.WITHIN,
	),
	Row(
		"Party Import Batch Line",
		"What became of each workbook is read with the others of its batch.",
		parent="Party Import Batch",
	),
	Row(
		"Party Import Change",
		"What an import has changed, old values included, serves undoing it and is the app's own note.",
		reach=Reach.NOBODY,
	),
)

SUBJECTS: Mapping[str, tuple[Row, ...]] = MappingProxyType(
	{
		"organisation": _ORGANISATION,
		"members": _MEMBERS,
		"meetings": _MEETINGS,
		"texts": _TEXTS,
		"appraisal": _APPRAISAL,
		"dues": _DUES,
		"contact": (*_CONTACT, *_QUESTIONNAIRES),
		"evaluation": _EVALUATION,
		"duties": _DUTIES,
		"archive": (*_ARCHIVE, *_VOLUMES),
		"notice": _NOTICE,
		"exchange": _EXCHANGE,
		"privacy": _PRIVACY,
		"common": _COMMON,
	}
)
"""All rows by subject; `common` serves all of them. A child table follows its parent."""

REGISTER: Mapping[str, Row] = MappingProxyType(
	{row.doctype: row for rows in SUBJECTS.values() for row in rows}
)
"""The row of each DocType of the app."""

SCOPED_DOCTYPES = tuple(
	row.doctype for row in REGISTER.values() if not row.parent and row.reach is not Reach.EVERYWHERE
)
"""DocTypes whose rows are not everybody's; hooks.py attaches the row rules to exactly these and their child tables."""

PARENT_OF_CHILD_TABLE: Mapping[str, str] = MappingProxyType(
	{row.doctype: row.parent for row in REGISTER.values() if row.parent in SCOPED_DOCTYPES}
)
"""Child tables of scoped DocTypes: Frappe lists their rows without looking at the parents, so they are limited too."""

CONFIDENTIAL = tuple(row.doctype for row in REGISTER.values() if row.confidential)
"""DocTypes whose rows nobody may guess at."""

UNTOLD = tuple(row.doctype for row in REGISTER.values() if row.untold)
"""DocTypes of which nobody else is told that there are rows."""

PRIVATE_FILES = tuple(row.doctype for row in REGISTER.values() if row.private_files)
"""DocTypes whose attachments must be private files."""
