"""Photos of the board (附件二（八）): which may hang by the consent of those shown, and on which days they do."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

CHOSEN, HANGING, TAKEN_DOWN = "Chosen", "Hanging", "Taken Down"


class Consent(NamedTuple):
	"""What somebody shown has said: on which day he agreed, and on which he took it back."""

	consented_on: date | None
	withdrawn_on: date | None


def may_hang(nobody_recognisable: bool, people: Sequence[Consent]) -> bool:
	"""Whether a photo may hang: everybody on it has agreed and nobody has taken it back, or nobody can be recognised."""
	if nobody_recognisable:
		return True
	return bool(people) and all(row.consented_on and not row.withdrawn_on for row in people)


def hangs(status: str, until: date | None, day: date) -> bool:
	"""Whether a photo is shown on a day."""
	return status == HANGING and (until is None or day <= until)
