"""Says after a run how many cells of the access matrix it asked: tests record them as the property `cells`."""


def pytest_terminal_summary(terminalreporter):
	for report in terminalreporter.getreports("passed"):
		for name, number in report.user_properties:
			if name == "cells":
				terminalreporter.write_line(f"access matrix: {number}")
