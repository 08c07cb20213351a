"""Where the seconds of a run go: the ten slowest files and the sum of each kind, at the end of every run of several files.

What each file took is kept in pytest's cache, from which the next run is distributed (see workers.py).
"""

from collections import defaultdict

from tests.support.kinds import KINDS, ROOT, file_of_test, kind_of_test

CACHE_KEY = "party_affairs/seconds"
"""Key of pytest's cache under which the seconds of each file are kept, by its name."""

SHOWN = 10


def kept(config):
	"""Seconds of each file that was ever run here, by its name; empty without pytest's cache."""
	cache = getattr(config, "cache", None)
	return cache.get(CACHE_KEY, {}) if cache else {}


def keep(config, seconds):
	"""Keep what whole files took; of a file of which only some tests were chosen nothing is learned."""
	option = config.option
	chosen = option.keyword or getattr(option, "lf", False) or any("::" in word for word in config.args)
	if getattr(config, "cache", None) and not chosen:
		known = {file: value for file, value in kept(config).items() if (ROOT / file).exists()}
		config.cache.set(CACHE_KEY, {**known, **seconds})


def pytest_terminal_summary(terminalreporter, config):
	seconds, tests, kinds = defaultdict(float), defaultdict(int), defaultdict(float)
	for reports in terminalreporter.stats.values():
		for report in reports:
			if hasattr(report, "duration") and hasattr(report, "when") and report.when != "collect":
				file = file_of_test(report.nodeid)
				seconds[file] += report.duration
				tests[file] += report.when == "call"
				kinds[kind_of_test(report.nodeid)] += report.duration
	if len(seconds) < 2:
		return
	keep(config, seconds)
	terminalreporter.section("seconds")
	for file in sorted(seconds, key=seconds.get, reverse=True)[:SHOWN]:
		terminalreporter.write_line(f"{seconds[file]:8.1f}  {file} ({tests[file]} tests)")
	sums = [f"{kind} {kinds[kind]:.1f}" for kind in KINDS if kind in kinds]
	terminalreporter.write_line(f"{sum(kinds.values()):8.1f}  in all: {', '.join(sums)}")
