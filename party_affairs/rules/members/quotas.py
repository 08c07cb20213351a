"""How many people an organisation may admit in a year (控制总量): what is used, what is spoken for, and what is left."""

from dataclasses import dataclass

WITHIN, USED_UP, EXCEEDED = "Within", "Used Up", "Exceeded"


@dataclass(frozen=True)
class Quota:
	"""The quota of `branch`, with all below it: `number` people in a year, of whom `admitted` have been and `prepared` will be.

	Admitted is whom the assembly has taken as a probationary member in the year; prepared is for whom the pre-review was passed
	in it, and who is still to be admitted.
	"""

	branch: str
	number: int
	admitted: int = 0
	prepared: int = 0

	@property
	def left(self) -> int:
		"""How many may still be admitted; below nothing by as many as there are too many."""
		return self.number - self.admitted - self.prepared

	@property
	def state(self) -> str:
		if self.left < 0:
			return EXCEEDED
		return WITHIN if self.left else USED_UP
