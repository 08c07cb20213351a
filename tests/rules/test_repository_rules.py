"""The repository's own rules find what they look for."""

import pytest

from devbench import lint


@pytest.fixture
def written(tmp_path, monkeypatch):
	"""Write a module of the app and return what a check says of it: messages by line."""
	monkeypatch.setattr(lint, "PACKAGE", tmp_path)

	def write(check, name, text):
		path = tmp_path / name
		path.parent.mkdir(parents=True, exist_ok=True)
		path.write_text(text, encoding="utf-8")
		return [(line, message) for _path, line, message in check([path])]

	return write


@pytest.mark.parametrize(
	("line", "found"),
	[
		("import frappe; frappe.get_all('User')", "get_all"),
		("import frappe; frappe.get_list('User')", "get_list"),
		("import frappe; frappe.db.get_value('User', 'x')", "db"),
		("import frappe; frappe.qb.from_('User')", "qb"),
		("from frappe import db", "db"),
		("from frappe.query_builder import DocType", "frappe.query_builder"),
		("from frappe.query_builder.functions import Sum", "frappe.query_builder.functions"),
		("import pypika", "pypika"),
	],
)
def test_ledgers_and_papers_read_no_table(written, line, found):
	expected = [(2, f"reads tables outside of facts/ ({found})")]
	for folder in ("ledgers/dues", "printing"):
		assert written(lint.tables_are_read_in_facts, f"{folder}/module.py", f"\n{line}\n") == expected
	assert written(lint.tables_are_read_in_facts, "facts/dues/module.py", f"\n{line}\n") == []


@pytest.mark.parametrize(
	"line",
	[
		"frappe.get_doc('User', 'x')",
		"frappe.get_cached_doc('User', 'x')",
		"frappe.get_cached_value('User', 'x', 'full_name')",
		"frappe.has_permission('User')",
		"frappe.get_meta('User')",
	],
)
def test_documents_may_be_opened(written, line):
	text = f"import frappe\nfrom frappe import _\n{line}\n"
	assert written(lint.tables_are_read_in_facts, "printing/module.py", text) == []
