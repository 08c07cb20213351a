"""The words of the columns in which one of a few things is chosen, by what the database calls it. The first is the usual one."""

from party_affairs.guide.meetings import meeting_kinds
from party_affairs.guide.organisation import party_posts
from party_affairs.guide.workbook_words import choices
from party_affairs.importing.layout.table import Choices

GENDERS: Choices = choices("gender")
EDUCATION: Choices = choices("education")
STAGES: Choices = choices("stage")
STATUSES: Choices = choices("status")
LICENCE_TYPES: Choices = choices("licence_type")
DUES_CATEGORIES: Choices = choices("dues_category")
BASIS_METHODS: Choices = choices("basis_method")
PAYMENT_METHODS: Choices = choices("payment_method")
CONTACT_KINDS: Choices = choices("contact_kind")
CONTACT_METHODS: Choices = choices("contact_method")
SERVICES: Choices = choices("service")
PLAN_KINDS: Choices = choices("plan_kind")
GUEST_KINDS: Choices = choices("guest_kind")
CONVENERS: Choices = choices("convener")
POSTS: Choices = {
	entry.label: (entry.title, *choices("post").get(entry.label, ())) for entry in party_posts.posts()
}
MEETING_KINDS: Choices = {
	entry.label: (entry.title, *choices("meeting_kind").get(entry.label, ()))
	for entry in meeting_kinds.meeting_kinds()
}
OCCASIONS: Choices = choices("occasion")
PARTNERS: Choices = choices("partner_is")
OPINION_OCCASIONS: Choices = choices("opinion_occasion")
TOLD_HOW: Choices = choices("told_how")
REPORT_FORMS: Choices = choices("report_form")
GRADES: Choices = choices("grade")
TRAINING_KINDS: Choices = choices("training_kind")
EVENT_KINDS: Choices = choices("event_kind")
HONOUR_LEVELS: Choices = choices("honour_level")
HONOUR_KINDS: Choices = choices("honour_kind")
PARTY_SANCTIONS: Choices = choices("party_sanction")
PUBLICITY_RESULTS: Choices = choices("publicity_result")
REVIEW_RESULTS: Choices = choices("review_result")
COUNCILS: Choices = {
	entry.label: (entry.title, *choices("council").get(entry.label, ()))
	for entry in meeting_kinds.meeting_kinds()
	if entry.three_councils
}
CONTENT_WORDS: Choices = choices("content")
"""By content of a theme day the words by which it is recognised in a sheet that has no columns for the contents."""
