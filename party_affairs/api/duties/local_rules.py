"""Endpoints of the form of a local clause: whether scripts run here, and what this one would find."""

from collections import Counter

import frappe
from frappe import _
from frappe.utils import getdate, nowdate

from party_affairs import settings
from party_affairs.api.caller import check_right
from party_affairs.compliance import local_rules
from party_affairs.compliance.duties import judge
from party_affairs.compliance.lines import STATUS_LABELS
from party_affairs.facts.organisation import branches
from party_affairs.rules.errors import RuleError

_RULE = "Guide Rule"
_BRANCHES_TRIED = 20
_SHOWN = 10


@frappe.whitelist()
def whether_scripts_run() -> str:
	"""Return in a sentence whether the scripts of local clauses run on this site, and what is lacking if they do not."""
	check_right(_RULE, "read")
	if not local_rules.switched_on_by_site():
		return _(
			"Scripts do not run here: server_script_enabled is not set in the site's configuration. Set it with: bench set-config -g server_script_enabled 1"
		)
	if not settings.allows_local_rules():
		return _("Scripts do not run here: Party Affairs Settings do not allow it.")
	return _("Scripts run with the next check, each for {0} seconds at most.").format(local_rules.SECONDS)


@frappe.whitelist(methods=["POST"])
def try_rule(rule: str) -> list[str]:
	"""Judge the first branches of the site by a local clause, store nothing, and return what is found in lines.

	System Managers alone, who write the scripts. Where the script does not end well the only line says why.
	"""
	check_right(_RULE, "create")
	document = frappe.get_doc(_RULE, rule)
	document.check_permission("write")
	if not local_rules.allowed():
		return [whether_scripts_run()]
	names = branches.all_names()[:_BRANCHES_TRIED]
	try:
		found = judge([local_rules.clause_of(document)], names, getdate(nowdate()))
	except RuleError as error:
		return [error.message.text(_)]
	counts = Counter(_(STATUS_LABELS[finding.status]) for finding in found)
	lines = [_("{0}: {1}").format(status, number) for status, number in sorted(counts.items())]
	missed = [finding for finding in found if finding.status in ("missed", "due")][:_SHOWN]
	lines += [f"{one.subject_label} {one.period_key}: {one.message.text(_)}" for one in missed]
	return lines or [_("Nobody is asked.")]
