"""A finding as people read it: the labels and sentences that are stored, in the site's language."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from party_affairs.compliance.duties import Duty
from party_affairs.rules.findings import Finding

STATUS_LABELS: Mapping[str, str] = {
	"planned": "Planned",
	"due": "Due",
	"met": "Met",
	"late": "Late",
	"missed": "Missed",
	"exempt": "Excused",
	"not_applicable": "Not Applicable",
}
STATUS_KEYS: Mapping[str, str] = {label: key for key, label in STATUS_LABELS.items()}
_DATA_LENGTH = 140


@dataclass(frozen=True)
class Line:
	"""What is stored of one finding; field names are those of Compliance Finding."""

	rule: str
	subject_doctype: str
	subject: str
	period_key: str
	citation: str
	title: str
	branch: str
	subject_name: str
	status: str
	severity: str
	period_start: date
	period_end: date
	due_date: date | None
	required: str
	found: str
	message: str
	remedy: str
	evidence: str

	@property
	def key(self) -> tuple[str, str, str, str]:
		return (self.rule, self.subject_doctype, self.subject, self.period_key)


def line_of(duty: Duty, finding: Finding, translate: Callable[[str], str]) -> Line:
	"""Return the finding in words."""
	return Line(
		rule=finding.rule,
		subject_doctype=finding.subject_doctype,
		subject=finding.subject,
		period_key=finding.period_key,
		citation=duty.clause.citation,
		title=duty.clause.title,
		branch=finding.branch,
		subject_name=finding.subject_label[:_DATA_LENGTH],
		status=STATUS_LABELS[finding.status],
		severity=duty.severity,
		period_start=finding.period_start,
		period_end=finding.period_end,
		due_date=finding.due_date,
		required=_number(finding.required),
		found=_number(finding.found),
		message=finding.message.text(translate),
		remedy="" if finding.status in ("met", "exempt") else duty.clause.remedy,
		evidence=json.dumps([[ref.doctype, ref.name] for ref in finding.evidence], ensure_ascii=False),
	)


def _number(value: int | Decimal | None) -> str:
	return "" if value is None else f"{value:g}" if isinstance(value, Decimal) else str(value)
