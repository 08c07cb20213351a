"""docs/workbook.md says of each sheet and column what the import and its template know today."""

from devbench import workbook_table
from party_affairs.importing import layout


def test_document_is_up_to_date():
	assert workbook_table.is_current(), "run ./dev docs"


def test_every_sheet_and_column_is_told():
	text = workbook_table.written()
	for sheet in layout.SHEETS:
		assert f"## {sheet.title}" in text
		for column in sheet.columns:
			if column.kind not in ("serial", "ignored") and not column.alternative:
				assert column.title in text
