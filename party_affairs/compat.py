"""Every difference between the Frappe versions that this app runs on, and nothing else."""

import frappe


def no_objection() -> bool | None:
	"""Return what a `has_permission` hook on a DocType of Frappe's own says to leave the decision to the others.

	Frappe 16 asks every hook and takes anything but True for a refusal; Frappe 15 takes the first answer that is not None
	for the last word.
	"""
	major = int(frappe.__version__.split(".")[0])
	return True if major >= 16 else None
