"""A finding as people read it: the labels and sentences that are stored, in the site's language."""

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from json.encoder import encode_basestring as _text
from typing import NamedTuple

from party_affairs.compliance.duties import Duty
from party_affairs.guide.registry import Clause
from party_affairs.rules.findings import EvidenceRef, Finding
from party_affairs.rules.linked import NO_LINKS, Links
from party_affairs.rules.message import Message
from party_affairs.rules.periods import parse

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
_NOTHING_TO_MEND = frozenset(("met", "exempt"))
_DATA_LENGTH = 140
_SENTENCES_KEPT = 50_000


class Line(NamedTuple):
	"""What is stored of one finding; field names are those of Compliance Finding.

	The clause's title is shown by the link, so it is no column of a finding.
	"""

	rule: str
	subject_doctype: str
	subject: str
	period_key: str
	citation: str
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
	linked_to: str | None
	title: str

	@property
	def key(self) -> tuple[str, str, str, str]:
		return self[:4]

	def json(self) -> str:
		"""Return the stored columns as a JSON array, dates as texts: half a million times a night, so written out."""
		due = "null" if self.due_date is None else f'"{self.due_date}"'
		linked = "null" if self.linked_to is None else _text(self.linked_to)
		return (
			f"[{_text(self.rule)},{_text(self.subject_doctype)},{_text(self.subject)},{_text(self.period_key)},"
			f"{_text(self.citation)},{_text(self.branch)},{_text(self.subject_name)},{_text(self.status)},"
			f'{_text(self.severity)},"{self.period_start}","{self.period_end}",{due},{_text(self.required)},'
			f"{_text(self.found)},{_text(self.message)},{_text(self.remedy)},{_text(self.evidence)},"
			f"{linked}]"
		)


STORED = tuple(field for field in Line._fields if field != "title")
"""The columns of a finding that a line fills, in its own order."""


class Wording:
	"""Puts findings into words. The same few hundred sentences are said of thousands of subjects: each is made up once."""

	def __init__(self, translate: Callable[[str], str]) -> None:
		self._translate = translate
		self._sentences: dict[tuple, str] = {}

	def line(self, duty: Duty, finding: Finding, links: Links = NO_LINKS) -> Line:
		"""Return the finding in words; `links` say whether it is counted with another."""
		clause, status = duty.clause, finding.status
		message, carrier = finding.message, None
		if finding.rule in links.rules:
			carrier, remark = links.carried_by.get(finding.key), links.remark(finding)
			if remark is not None:
				message = Message("{sentence} {remark}", sentence=message, remark=remark)
		return Line(
			finding.rule,
			finding.subject_doctype,
			finding.subject,
			finding.period_key,
			clause.citation,
			finding.branch,
			finding.subject_label[:_DATA_LENGTH],
			STATUS_LABELS[status],
			duty.severity,
			finding.period_start,
			finding.period_end,
			finding.due_date,
			_number(finding.required),
			_number(finding.found),
			self._sentence(message),
			"" if status in _NOTHING_TO_MEND else _remedy(clause, finding),
			_records(finding.evidence),
			carrier and carrier.id,
			clause.title,
		)

	def _sentence(self, message: Message) -> str:
		# Equal English is not enough: a value that is translated itself may read like one that is not.
		values = message.values
		key = (message.template, *values.values(), *map(type, values.values()))
		try:
			said = self._sentences.get(key)
		except TypeError:  # a list among the values
			return message.text(self._translate)
		if said is None:
			if len(self._sentences) >= _SENTENCES_KEPT:
				self._sentences.clear()
			said = self._sentences[key] = message.text(self._translate)
		return said


def _records(evidence: tuple[EvidenceRef, ...]) -> str:
	return f"[{', '.join(f'[{_text(ref[0])}, {_text(ref[1])}]' for ref in evidence)}]" if evidence else "[]"


def _remedy(clause: Clause, finding: Finding) -> str:
	"""What to do: of a clause that counts in periods and looks at the year as well, the year's own where it is another."""
	of_state = clause.remedy_of_state
	return of_state if of_state and parse(finding.period_key).kind != clause.period else clause.remedy


def _number(value: int | Decimal | None) -> str:
	return "" if value is None else f"{value:g}" if isinstance(value, Decimal) else str(value)
