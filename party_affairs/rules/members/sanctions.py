"""Party sanctions (党纪处分) and the time of their effect: they bar from voting, standing and sponsoring."""

from dataclasses import dataclass
from datetime import date

SANCTION_LABELS = {
	"warning": "Warning",
	"serious_warning": "Serious Warning",
	"removal_from_party_posts": "Removal from Party Posts",
	"probation_within_the_party": "Probation within the Party",
	"expulsion": "Expulsion",
}
"""Party sanctions, from the lightest to the heaviest."""

PROBATION = "probation_within_the_party"
"""留党察看: neither vote nor candidature, nobody is introduced."""


@dataclass(frozen=True)
class Sanction:
	"""A Party sanction (a key of `SANCTION_LABELS`) in effect from `first` to `last`, None while no end is known."""

	kind: str
	first: date
	last: date | None = None

	def in_effect(self, day: date) -> bool:
		"""Return whether the sanction is in effect on `day`."""
		return self.first <= day and (self.last is None or day <= self.last)
