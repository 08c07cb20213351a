import hashlib

import frappe
from frappe import _
from frappe.model.document import Document

from party_affairs.importing import words as workbook_words


class PartyWorkbookWord(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		branch: DF.Link
		kind: DF.Literal["Heading", "Tab", "Choice", "Footer"]
		meaning: DF.Data | None
		sheet: DF.Literal[
			"",
			"党员花名册",
			"党内职务",
			"年度计划",
			"三会意见",
			"组织生活",
			"党费",
			"联系群众",
			"公益活动",
			"奖惩与重要事项",
			"谈心谈话",
			"思想汇报",
			"组织生活会与整改",
			"民主评议",
			"发展党员",
			"学时培训",
		]
		word: DF.Data
		word_key: DF.Data | None
		workbook_column: DF.Data | None
	# end: auto-generated types

	def validate(self):
		self.leave_out_what_does_not_belong()
		self.set_word_key()
		self.validate_meaning()

	def leave_out_what_does_not_belong(self):
		"""A footer means the same in every sheet, only a choice has a meaning of its own."""
		if self.kind == "Footer":
			self.sheet = None
		if self.kind not in ("Heading", "Choice"):
			self.workbook_column = None
		if self.kind != "Choice":
			self.meaning = None

	def set_word_key(self):
		"""One word has one meaning in an organisation: the unique key of the database guards it."""
		place = (self.branch, self.kind, self.sheet, self.workbook_column if self.kind == "Choice" else None)
		text = "|".join((*(part or "" for part in place), workbook_words.compared(self.word)))
		self.word_key = hashlib.sha256(text.encode()).hexdigest()[:40]

	def validate_meaning(self):
		"""The word must not mean something else already, and what it is to mean must exist."""
		if problem := workbook_words.refusal(self):
			frappe.throw(problem.text(_))
