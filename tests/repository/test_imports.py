"""The floors of the app: imports run downwards, none in a circle, and a new one that does not is found."""

import pytest

from devbench import imports


@pytest.fixture(scope="module")
def graph():
	return imports.graph_of_app()


def test_nothing_flows_back_up(graph):
	assert list(imports.problems(graph)) == []


def test_the_documents_are_in_the_graph(graph):
	assert "party_affairs.party_affairs.doctype.party_post.party_post" in graph.modules


@pytest.mark.parametrize(
	("importer", "imported", "found"),
	[
		("facts.meetings.held", "ledgers.ledger", "imports upward"),
		("permissions.grants", "party_affairs.doctype.party_post.party_post", "imports upward"),
		("rules.dues.account", "facts.activity", "imports upward"),
		("ledgers.ledger", "party_affairs.doctype.party_post.party_post", "imports upward"),
		("rules.periods", "rules.evaluators", "in a circle"),
	],
)
def test_a_new_import_that_runs_upward_or_in_a_circle_is_found(importer, imported, found):
	graph = imports.graph_of_app()
	graph.add_import(
		importer=f"party_affairs.{importer}",
		imported=f"party_affairs.{imported}",
		line_number=1,
		line_contents="import",
	)
	assert any(found in problem for problem in imports.problems(graph))


@pytest.mark.parametrize("importer", ["guide.data", "rules.periods", "permissions.register", "hooks"])
def test_what_knows_no_frappe_and_imports_it_is_found(importer):
	graph = imports.graph_of_app()
	graph.add_import(
		importer=f"party_affairs.{importer}", imported="frappe", line_number=1, line_contents="import frappe"
	)
	assert any("imports frappe" in problem for problem in imports.problems(graph))


def test_a_folder_on_no_floor_is_found():
	graph = imports.graph_of_app()
	graph.add_module("party_affairs.attic")
	assert list(imports.problems(graph)) == ["party_affairs.attic stands on no floor of devbench/imports.py"]


def test_a_file_that_the_graph_does_not_hold_is_found():
	graph = imports.graph_of_app()
	graph.remove_module("party_affairs.facts.dues.account")
	assert "party_affairs/facts/dues/account.py: is not seen: a folder above it lacks __init__.py" in list(
		imports.problems(graph)
	)


def test_a_module_is_no_test_by_its_name_alone(graph):
	assert not [module for module in graph.modules if imports.is_test(module)]
	assert imports.is_test("party_affairs.party_affairs.doctype.party_post.test_party_post")
	assert not imports.is_test("party_affairs.facts.dues.test_helper")


def test_the_table_in_the_documentation_is_current():
	assert imports.DOCUMENT.read_text(encoding="utf-8") == imports.document(), (
		"Run python -m devbench.imports"
	)
