"""Papers of the dues account: the slip that goes with a remittance (上缴单、下拨单) and the voucher of an expense."""

from collections.abc import Iterator
from decimal import Decimal

from frappe import _
from frappe.model.document import Document

from party_affairs.facts.dues.account import UP
from party_affairs.facts.dues.months import yuan
from party_affairs.facts.meetings.held import by_name
from party_affairs.ledgers.dues.dues_use import approval_text, period_of_remittance
from party_affairs.ledgers.text import full_date, lines
from party_affairs.printing.dues.money import handler_row, money, remarks_row
from party_affairs.printing.paper import Block, Cell, CutLine, Grid, Paper, Signatures, Title, Together
from party_affairs.printing.parts import across, draft_reference, pair_of_facts


def remittance_slip(doc: Document) -> Paper:
	"""Return the slip of a remittance twice on a page: one for the payer, one for the receiver."""
	is_up = doc.kind == UP
	title = _("Slip of Dues Remitted Up") if is_up else _("Slip of Dues Allocated Down")
	blocks: list[Block] = [draft_reference(doc)]
	for copy in (_("(kept by the payer)"), _("(kept by the receiver)")):
		if len(blocks) > 1:
			blocks.append(CutLine(_("(to be cut)")))
		blocks.append(
			Together(
				(
					Title(title),
					Title(f"{copy}　{_('No. {0}').format(doc.name)}", level=2),
					Grid(tuple(_rows_of_remittance(doc, is_up))),
					Signatures((_("{0}:").format(_("Payer (seal)")), _("{0}:").format(_("Receiver (seal)")))),
				)
			)
		)
	return Paper(title, tuple(blocks))


def _rows_of_remittance(doc: Document, is_up: bool) -> Iterator[tuple[Cell, ...]]:
	sums = money(doc)
	payer = doc.branch or doc.other_organisation
	receiver = doc.to_branch or doc.other_organisation
	yield Cell(_("Paying Organisation"), is_fact=True, width=20), Cell(payer, colspan=3)
	yield across(_("Receiving Organisation"), receiver)
	for label, value in _facts_of_period(doc) if is_up else ():
		yield across(label, value)
	yield (
		Cell(_("Amount in Words"), is_fact=True),
		Cell(sums["amount_in_words"], width=46),
		Cell(_("In Figures"), is_fact=True, width=13),
		Cell(f"¥{sums['amount']}"),
	)
	yield pair_of_facts(_("Payment Date"), full_date(doc.paid_on), _("Way of Payment"), sums["method"])
	yield handler_row(doc)
	yield pair_of_facts(
		_("Money Received On"),
		full_date(doc.received_on) or _("(date)"),
		_("Receipt No. of the Receiver"),
		doc.receipt_no or "",
	)
	yield from remarks_row(doc)


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


def expense_voucher(doc: Document) -> Paper:
	"""Return the voucher of an expense with the resolution that approved it and lines to sign."""
	title = _("Voucher of Dues Spent")
	signers = (_("Secretary"), _("Organisation Commissioner"), _("Handler"), _("Payee (signature)"))
	return Paper(
		title,
		(
			draft_reference(doc),
			Title(lines((doc.branch, title))),
			Title(f"{full_date(doc.spent_on)}　{_('No. {0}').format(doc.name)}", level=2),
			Grid(tuple(_rows_of_expense(doc))),
			Signatures(tuple(_("{0}:").format(signer) for signer in signers)),
		),
	)


def _rows_of_expense(doc: Document) -> Iterator[tuple[Cell, ...]]:
	sums = money(doc)
	meeting = by_name([doc.resolution])[doc.resolution]
	approval = approval_text({**meeting, "decided_on": doc.decided_on})
	yield Cell(_("Summary of the Expense"), is_fact=True, width=18), Cell(doc.summary, colspan=3)
	yield across(_("Use of Dues"), lines((_(doc.use), doc.use_substance)))
	yield (
		Cell(_("Payee"), is_fact=True),
		Cell(doc.payee, width=47),
		Cell(_("Way of Payment"), is_fact=True, width=13),
		Cell(sums["method"]),
	)
	yield pair_of_facts(_("Amount in Words"), sums["amount_in_words"], _("In Figures"), f"¥{sums['amount']}")
	yield across(_("Approval of the Expense"), lines((approval, doc.resolution_text or "")))
	yield handler_row(doc)
	yield from remarks_row(doc)


DUES_PAPERS = {"Party Dues Remittance": remittance_slip, "Party Dues Expense": expense_voucher}
