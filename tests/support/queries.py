"""Counting database queries, to hold that a run needs the same number for few and for many."""

import contextlib

import frappe


@contextlib.contextmanager
def counted_queries():
	"""Yield a list to which every statement is added that is sent to the database inside."""
	statements = []
	send = frappe.local.db.sql

	def counting(query, *args, **kwargs):
		statements.append(str(query))
		return send(query, *args, **kwargs)

	frappe.local.db.sql = counting
	try:
		yield statements
	finally:
		frappe.local.db.sql = send
