"""Which kind a test is follows from where it stands."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
KINDS = ("rules", "site", "browser")
_KIND_OF_FOLDER = {"rules": "rules", "importing": "rules", "repository": "rules", "browser": "browser"}


def kind_of(path):
	"""`rules`, `browser` or `site`, of a file below the checkout: tests beside documents and reports are site tests too."""
	parts = path.relative_to(ROOT).parts
	return _KIND_OF_FOLDER.get(parts[1], "site") if parts[0] == "tests" else "site"


def kind_of_test(nodeid):
	return kind_of(ROOT / file_of_test(nodeid))


def file_of_test(nodeid):
	return nodeid.partition("::")[0]
