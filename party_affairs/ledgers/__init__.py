"""The ledgers a branch keeps, each defined once; reports, prints, workbooks and mails show the same object.

`get(name).build(filters, user)` returns a :class:`~party_affairs.ledgers.ledger.Ledger` of what the reader may see.
"""

from types import ModuleType

import frappe
from frappe import _

from party_affairs.ledgers.appraisal import appraisals
from party_affairs.ledgers.archive import archive_cabinet, archive_loans
from party_affairs.ledgers.contact import (
	contact_pairing,
	contacts_to_visit,
	opinion_register,
	public_welfare,
	public_welfare_summary,
	questionnaires,
)
from party_affairs.ledgers.dues import (
	dues_annual_account,
	dues_arrears,
	dues_assessments,
	dues_collection,
	dues_payments,
	dues_publication,
	dues_remittances,
	dues_use,
)
from party_affairs.ledgers.duties import (
	compliance_findings,
	compliance_matrix,
	key_work,
	notices,
	on_site_checks,
	period_reports,
	self_checks,
)
from party_affairs.ledgers.evaluation import evaluation_distribution
from party_affairs.ledgers.meetings import (
	make_ups,
	organisation_life,
	plan_fulfilment,
	rectification,
	resolutions,
)
from party_affairs.ledgers.members import (
	development_quotas,
	education_hours,
	honours_register,
	member_roster,
	member_statistics,
	platform_updates,
	two_way_cultivation,
)
from party_affairs.ledgers.notice import party_notices, publicity_ledger, study_material, venue_checks
from party_affairs.ledgers.privacy import personal_data_access, personal_data_due
from party_affairs.ledgers.texts import heart_talks, talks_due, thought_reports, thought_reports_due

LEDGERS: dict[str, ModuleType] = {
	module.__name__.rpartition(".")[2]: module
	for module in (
		organisation_life,
		contact_pairing,
		public_welfare,
		public_welfare_summary,
		contacts_to_visit,
		opinion_register,
		dues_collection,
		dues_assessments,
		dues_payments,
		dues_arrears,
		dues_publication,
		dues_use,
		dues_remittances,
		dues_annual_account,
		member_roster,
		member_statistics,
		education_hours,
		honours_register,
		platform_updates,
		publicity_ledger,
		two_way_cultivation,
		plan_fulfilment,
		resolutions,
		make_ups,
		appraisals,
		questionnaires,
		evaluation_distribution,
		rectification,
		heart_talks,
		talks_due,
		thought_reports,
		thought_reports_due,
		compliance_findings,
		compliance_matrix,
		period_reports,
		self_checks,
		notices,
		key_work,
		on_site_checks,
		development_quotas,
		party_notices,
		venue_checks,
		study_material,
		personal_data_access,
		personal_data_due,
		archive_cabinet,
		archive_loans,
	)
}
"""All ledgers by name, those of guide 一（九）1–4 first."""


def get(name: str) -> ModuleType:
	"""Return the ledger `name`: a module with DOCTYPE, TITLE and build(). Raise ValidationError for an unknown name."""
	if name not in LEDGERS:
		frappe.throw(_("There is no ledger {0}.").format(frappe.bold(name)))
	return LEDGERS[name]
