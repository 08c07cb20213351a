import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import cint

from party_affairs.checks.dates import refuse_future_date, require_order
from party_affairs.checks.fields import is_new_or_changed, label_of, require
from party_affairs.checks.members import require_members_of
from party_affairs.exceptions import NoticeError
from party_affairs.facts.members.register import names_of

_SUBMITTED = 1


class StudyMaterial(Document):
	def validate(self):
		refuse_future_date(self, "bought_on", "written_off_on", exception=NoticeError)
		self.validate_copies()
		self.validate_keeper()
		self.validate_expense()
		self.validate_loans()
		self.validate_counts()
		self.validate_writing_off()

	def validate_copies(self):
		if self.copies < 1:
			frappe.throw(_("{0} must be at least {1}.").format(label_of(self, "copies"), 1), NoticeError)

	def validate_keeper(self):
		if is_new_or_changed(self, "keeper"):
			require_members_of([self.keeper], self.branch, NoticeError)
		self.keeper_name = names_of([self.keeper]).get(self.keeper) if self.keeper else None

	def validate_expense(self):
		"""What was paid with dues stands in the organisation's own account."""
		if not self.expense or not is_new_or_changed(self, "expense", "branch"):
			return
		found = frappe.db.get_value("Party Dues Expense", self.expense, ["branch", "docstatus"])
		if not found or found != (self.branch, _SUBMITTED):
			frappe.throw(
				_("{0}: choose a submitted expense of {1}.").format(
					label_of(self, "expense"), frappe.bold(self.branch)
				),
				NoticeError,
			)

	def validate_loans(self):
		"""Who has it is a member or has a name; no more copies are out than there are."""
		require_members_of(
			[row.member for row in self.loans], self.branch, NoticeError, subtree=True, former=True
		)
		for row in self.loans:
			if bool(row.member) == bool((row.borrower or "").strip()):
				frappe.throw(
					_("{0}, row {1}: choose a Party member or enter a name, one of the two.").format(
						label_of(self, "loans"), row.idx
					),
					NoticeError,
				)
			if cint(row.copies) < 1:
				frappe.throw(
					_("{0}, row {1}: at least one copy is lent.").format(label_of(self, "loans"), row.idx),
					NoticeError,
				)
			refuse_future_date(row, "lent_on", "returned_on", exception=NoticeError)
			for later in ("back_until", "returned_on"):
				require_order(row, "lent_on", later, NoticeError)
		self.lent_out = sum(cint(row.copies) for row in self.loans if not row.returned_on)
		if self.lent_out > self.copies:
			frappe.throw(
				_("{0}: {1} copies are out, and there are {2}. Enter which came back.").format(
					label_of(self, "loans"), self.lent_out, self.copies
				),
				NoticeError,
			)

	def validate_counts(self):
		for row in self.counts:
			refuse_future_date(row, "counted_on", exception=NoticeError)
			if cint(row.counted) < 0:
				frappe.throw(
					_("{0}, row {1}: the number of copies found cannot be negative.").format(
						label_of(self, "counts"), row.idx
					),
					NoticeError,
				)

	def validate_writing_off(self):
		"""What is written off has a day, a reason and all its copies back, and was bought before."""
		require_order(self, "bought_on", "written_off_on", NoticeError)
		self.written_off_because = (self.written_off_because or "").strip() or None
		if self.written_off_on or self.written_off_because:
			require(self, "written_off_on", "written_off_because", exception=NoticeError)
		if self.written_off_on and self.lent_out:
			frappe.throw(
				_("{0}: what is lent out is not written off. Enter first when it came back.").format(
					label_of(self, "written_off_on")
				),
				NoticeError,
			)


def on_doctype_update():
	frappe.db.add_index("Study Material", ["branch", "kind"])
