"""What is known of a branch's democratic appraisal of a year (R39, R40)."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class AppraisalFacts:
	"""The appraisal for the year, whenever it was held.

	`appraised_on` is the day on which voting closed, None until the votes are counted; `ballots_inside` and
	`ballots_outside` are ballots of members of the Party and of people outside it; `grades_decided_on` is the day of the
	meeting that decided the grades, or None; `grades_used` says whether an evaluation of the year takes the grades, or the
	record says what they were used for.
	"""

	appraised_on: date | None = None
	ballots_inside: int = 0
	ballots_outside: int = 0
	grades_decided_on: date | None = None
	grades_used: bool = False
