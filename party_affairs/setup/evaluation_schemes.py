"""Sample evaluation schemes, which each site changes as it needs.

The guide names star ratings, 六有 and 六好 but defines neither points nor stars (R50–R52), so no scheme shipped here claims to
be the official one: name, basis and standing say that it is an example, until a committee adopts one by a resolution.
"""

import json
from pathlib import Path

import frappe

DOCTYPE, VERSION = "Evaluation Scheme", "Evaluation Scheme Version"
EXAMPLE = "Example"
_FILE = Path(__file__).with_name("evaluation_schemes.json")


def create_missing() -> None:
	"""Create the samples that the site does not have; never change one."""
	data = json.loads(_FILE.read_text(encoding="utf-8"))
	existing = set(frappe.get_all(DOCTYPE, pluck="name", order_by="name"))
	for sample in data["schemes"]:
		if sample["scheme_name"] not in existing:
			_create(sample, data["bands"])


def _create(sample: dict, bands: list) -> None:
	"""Create a scheme with its first version, which stands as an example."""
	scheme = {key: value for key, value in sample.items() if key != "version"}
	document = frappe.get_doc({**scheme, "doctype": DOCTYPE, "is_active": 1})
	document.insert(ignore_permissions=True)
	columns = ("minimum_points", "band", "stars")
	version = frappe.get_doc(
		{
			"bands": [dict(zip(columns, band, strict=True)) for band in bands],
			**sample["version"],
			"doctype": VERSION,
			"scheme": document.name,
			"standing": EXAMPLE,
		}
	)
	version.flags.step = True
	version.insert(ignore_permissions=True)
