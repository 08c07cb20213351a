"""Public welfare activities (公益活动): whose hours count how, and which photos may hang on the board."""

CONSENTS_TO_BOARD = frozenset({"Consent Given", "Nobody Recognisable"})
"""What those shown on a photo must have said, or what it must show, before it hangs where everybody sees it."""


def hours_of(whole: float | None, own: float | None) -> float:
	"""Return the hours of somebody who took part: his own, or those of the whole activity where none are entered for him."""
	return own or whole or 0.0


def sessions_of(sessions: int | None) -> int:
	"""Return how many times an activity took place: at least once, since it took place."""
	return sessions or 1


def may_hang(consent: str | None) -> bool:
	"""Whether a photo may hang on the board by the consent of those shown."""
	return consent in CONSENTS_TO_BOARD
