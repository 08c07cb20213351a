"""Papers of the dues account: the slip that goes with a remittance (上缴单、下拨单) and the voucher of an expense."""

from decimal import Decimal

from frappe import _
from frappe.model.document import Document

from party_affairs.facts.dues.account import UP
from party_affairs.facts.dues.months import yuan
from party_affairs.facts.meetings.held import by_name
from party_affairs.ledgers.dues.dues_use import approval_text, period_of_remittance
from party_affairs.printing import pages
from party_affairs.printing.dues.money import money
from party_affairs.printing.page_setup import PORTRAIT


def remittance_slip(doc: Document) -> str:
	"""Return the slip of a remittance twice on a page: one for the payer, one for the receiver."""
	is_up = doc.kind == UP
	context = {
		"doc": doc,
		"title": _("Slip of Dues Remitted Up") if is_up else _("Slip of Dues Allocated Down"),
		"copies": (_("(kept by the payer)"), _("(kept by the receiver)")),
		"payer": doc.branch or doc.other_organisation,
		"receiver": doc.to_branch or doc.other_organisation,
		"facts": _facts_of_period(doc) if is_up else [],
		**money(doc),
	}
	return pages.render("dues_remittance", context, PORTRAIT)


def _facts_of_period(doc: Document) -> list[tuple[str, str]]:
	percent = f"{Decimal(str(doc.share_percent or 0)).normalize():f}%"
	facts = [
		(_("Months"), period_of_remittance(doc)),
		(_("Collected in the Period (Yuan)"), str(yuan(doc.collected_amount))),
		(_("Change of Earlier Periods (Yuan)"), str(yuan(doc.correction_amount))),
		(_("Share That Goes Up (%)"), percent),
		(_("Large Voluntary Extra (Yuan)"), str(yuan(doc.large_voluntary_amount))),
	]
	return [fact for fact in facts if fact[1] not in ("0.00", "")]


def expense_voucher(doc: Document) -> str:
	"""Return the voucher of an expense with the resolution that approved it and lines to sign."""
	meeting = by_name([doc.resolution])[doc.resolution]
	context = {
		"doc": doc,
		"use": _(doc.use),
		"approval": approval_text({**meeting, "decided_on": doc.decided_on}),
		**money(doc),
	}
	return pages.render("dues_expense", context, PORTRAIT)


DUES_PAPERS = {"Party Dues Remittance": remittance_slip, "Party Dues Expense": expense_voucher}
