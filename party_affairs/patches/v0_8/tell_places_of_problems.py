"""Problems of earlier imports say where they stand as those of today do, and an import that failed does not look done."""

import frappe
from frappe import _
from frappe.query_builder.functions import Concat

from party_affairs.language import in_site_language


def execute():
	problem, year_import = (
		frappe.qb.DocType("Party Year Import Error"),
		frappe.qb.DocType("Party Year Import"),
	)
	with in_site_language():
		before, after = _("row {row}").split("{row}")
	(
		frappe.qb.update(problem)
		.set(problem.places, Concat(before, problem.row, after))
		.where(problem.places.isnull() & (problem.row > 0))
	).run()
	frappe.qb.update(problem).set(problem.number, 1).where(problem.number == 0).run()
	(
		frappe.qb.update(year_import)
		.set(year_import.progress, 0)
		.where((year_import.status == "Failed") & (year_import.progress != 0))
	).run()
