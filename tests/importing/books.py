"""Workbooks for tests, made in memory."""

import io

from openpyxl import Workbook


def book(**sheets):
	"""A workbook with these sheets; a sheet is a list of rows, each a list of values."""
	result = Workbook()
	result.remove(result.active)
	for title, rows in sheets.items():
		table = result.create_sheet(title)
		for row in rows:
			table.append(row)
	return result


def content(workbook):
	"""The bytes of a workbook's file."""
	buffer = io.BytesIO()
	workbook.save(buffer)
	return buffer.getvalue()
