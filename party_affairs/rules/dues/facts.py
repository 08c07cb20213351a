"""What is known of a member's dues (R59)."""

from dataclasses import dataclass, field

from party_affairs.rules.dues.assessment import Assessment
from party_affairs.rules.dues.monthly_dues import DuesRecord
from party_affairs.rules.periods import Period


@dataclass(frozen=True, slots=True)
class DuesFacts:
	"""The months of the year that are over and for which dues are asked, in order, and what the ledger of dues holds of them.

	`assessments` are those that reach into the year; `mode` says when the branch assesses anew, `annual` or `monthly`, None if it
	leaves that to the site.
	"""

	dues_asked: tuple[Period, ...] = ()
	dues_record: DuesRecord = field(default_factory=DuesRecord)
	assessments: tuple[Assessment, ...] = ()
	mode: str | None = None
