"""What the PDF engine of this machine can and cannot do."""

import subprocess
from functools import lru_cache

SHRINKING = 125 / 96
"""By how much wkhtmltopdf without its own Qt makes pages smaller than their measures say: a millimetre is one with it (measured)."""


@lru_cache(maxsize=1)
def shrinks_pages() -> bool:
	"""Whether wkhtmltopdf was built on the system's Qt, as Debian's is: that prints everything smaller."""
	try:
		answer = subprocess.run(
			["wkhtmltopdf", "--version"], capture_output=True, text=True, timeout=20, check=False
		)
	except OSError:
		return False
	return "with patched qt" not in answer.stdout
