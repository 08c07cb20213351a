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
def test_what_composes_facts_reads_no_table(written, line, found):
	expected = [(2, f"reads tables outside of facts/ ({found})")]
	for folder in ("ledgers/dues", "printing", "www/party", "checks", "compliance", "importing/sheets"):
		assert written(lint.tables_are_read_in_facts, f"{folder}/module.py", f"\n{line}\n") == expected
	assert written(lint.tables_are_read_in_facts, "facts/dues/module.py", f"\n{line}\n") == []


@pytest.mark.parametrize(
	("line", "found"),
	[
		("frappe.get_all('User')", "get_all"),
		("frappe.db.get_value('User', 'x')", "db"),
		("frappe.db.sql('select 1')", "db"),
		("from frappe.query_builder import DocType", "frappe.query_builder"),
		("frappe.get_list('User')", None),
		("frappe.db.rollback()", None),
		("frappe.db.is_unique_key_violation(error)", None),
	],
)
def test_methods_read_no_table_but_may_show_the_callers_list(written, line, found):
	text = f"import frappe\n{line}\n"
	expected = [(2, f"reads tables outside of facts/ ({found})")] if found else []
	assert written(lint.tables_are_read_in_facts, "api/dues/module.py", text) == expected


@pytest.mark.parametrize(
	"line",
	[
		"import frappe as f",
		"f = frappe",
		"frappe.local.db.sql('select 1')",
		"import importlib",
		"from importlib import import_module",
		"module = __import__('frappe')",
	],
)
def test_nothing_goes_by_another_name(written, line):
	for name in ("rules/dues/module.py", "ledgers/module.py"):
		assert [number for number, _ in written(lint.nothing_by_another_name, name, f"\n{line}\n")] == [2]
	assert (
		written(lint.nothing_by_another_name, "facts/module.py", "import frappe\nfrappe.db.commit()\n") == []
	)


@pytest.mark.parametrize(
	("line", "found"),
	[
		("frappe.get_all('User')", "get_all"),
		("frappe.get_last_doc('User')", "get_last_doc"),
		("from frappe.client import get_list", "frappe.client"),
		("frappe.get_list('User')", "get_list"),
		("frappe.db.get_all('User')", "db.get_all"),
		("frappe.db.count('User')", "db.count"),
		("frappe.db.sql('select 1')", "db.sql"),
		("frappe.qb.from_('User').select('name').run()", "qb.from_"),
		("from frappe import get_all", "get_all"),
		("from frappe.query_builder import DocType", "frappe.query_builder"),
		("frappe.db.get_value('User', 'x', 'name', for_update=True)", None),
		("frappe.db.exists('User', 'x')", None),
		("frappe.db.set_value('User', 'x', 'full_name', 'X')", None),
		("frappe.qb.update(frappe.qb.DocType('User')).set('full_name', 'X').run()", None),
		("row.get_all('User')", None),
	],
)
def test_documents_read_no_table_but_may_write_and_lock(written, line, found):
	text = f"import frappe\n{line}\n"
	expected = [(2, f"reads tables outside of facts/ ({found})")] if found else []
	check, folder = lint.tables_of_documents_are_read_in_facts, "party_affairs/doctype/contact_pairing"
	assert written(check, f"{folder}/contact_pairing.py", text) == expected
	assert written(check, f"{folder}/steps.py", text) == expected
	assert written(check, f"{folder}/test_contact_pairing.py", text) == []


@pytest.mark.parametrize(
	"line",
	[
		"frappe.db.get_value('User', 'x', 'name', for_update=True)",
		"frappe.db.set_value('User', 'x', 'enabled', 1)",
		"frappe.db.set_single_value('System Settings', 'language', 'zh')",
		"frappe.db.bulk_insert('User', ('name',), rows)",
		"frappe.db.delete('User', {'name': 'x'})",
	],
)
def test_imports_and_runs_write_and_lock_others_do_not(written, line):
	text = f"import frappe\n{line}\n"
	for folder in ("compliance", "importing/sheets"):
		assert written(lint.tables_are_read_in_facts, f"{folder}/module.py", text) == []
	for folder in ("api/dues", "checks", "ledgers/dues"):
		expected = [(2, "reads tables outside of facts/ (db)")]
		assert written(lint.tables_are_read_in_facts, f"{folder}/module.py", text) == expected


@pytest.mark.parametrize("line", ["frappe.db.after_commit.add(later)", "frappe.db.value_cache.clear()"])
def test_what_follows_a_transaction_reads_no_table(written, line):
	assert written(lint.tables_are_read_in_facts, "checks/module.py", f"import frappe\n{line}\n") == []


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
