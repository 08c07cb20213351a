"""Work that ended in an error instead of a list of problems."""

import frappe
from frappe.utils import strip_html

from party_affairs.importing.outcome import ImportResult
from party_affairs.importing.problems import Problem, file_problem

_TITLE = "Party Year Import"


def failed(error: Exception, doc=None) -> ImportResult:
	"""Return the outcome of work that ended in an error instead of a list of problems. To be called where it is handled."""
	result = ImportResult(doc.branch, doc.year) if doc else ImportResult()
	if isinstance(error, (frappe.ValidationError, frappe.PermissionError)):
		result.problems.append(Problem("", None, "", "", strip_html(str(error))))
	elif isinstance(error, (frappe.QueryDeadlockError, frappe.QueryTimeoutError)):
		result.problems.append(
			file_problem(
				"Somebody else was changing the same records. Nothing was imported; please start again."
			)
		)
	else:
		log = frappe.log_error(
			title=_TITLE,
			reference_doctype=doc.doctype if doc else None,
			reference_name=doc.name if doc else None,
		)
		result.problems.append(
			file_problem(
				"The import broke off because of a fault of the program. Nothing was changed. Tell your administrator: error log {name}.",
				name=log.name,
			)
		)
	return result
