"""Scripts of pages and reports run in one scope of the browser: what two of them declare at the top breaks the second."""

import re
from collections import Counter
from pathlib import Path

APP = Path(__file__).parents[2] / "party_affairs" / "party_affairs"
SCRIPTS = sorted((*APP.glob("page/*/*.js"), *APP.glob("report/*/*.js")))
DECLARED = re.compile(r"^(?:const|let|class|(?:async )?function) (\w+)", re.MULTILINE)


def test_no_name_is_declared_at_the_top_of_two_scripts():
	names = Counter(
		name for file in SCRIPTS for name in set(DECLARED.findall(file.read_text(encoding="utf-8")))
	)
	assert SCRIPTS and {name: number for name, number in names.items() if number > 1} == {}


def test_scripts_of_pages_declare_nothing_at_the_top():
	open_ones = {
		file.name: DECLARED.findall(file.read_text(encoding="utf-8")) for file in APP.glob("page/*/*.js")
	}
	assert len(open_ones) > 3 and {name: found for name, found in open_ones.items() if found} == {}
