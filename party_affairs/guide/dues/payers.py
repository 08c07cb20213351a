"""Words by which a payer's name is told to be an organisation's, which may not pay for a member."""

from party_affairs.guide.data import read


def dues_payer_words() -> tuple[str, ...]:
	"""Return the words by which a payer's name is told to be an organisation's, which may not pay for a member."""
	return _DUES_PAYER_WORDS


_DUES_PAYER_WORDS: tuple[str, ...] = tuple(read("dues/payers.json")["organisation_words"])
