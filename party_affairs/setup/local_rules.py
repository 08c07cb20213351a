"""The example of a clause of the site's own: switched off, to be read, changed or deleted.

Created once on each site: an administrator who has deleted it does not get it again.
"""

import frappe

from party_affairs.settings import SETTINGS

NUMBER = "L01"
_MARK = "local_example_created"
_SCRIPT = """# 每个支部每季度至少开展两次主题党日；正式党员二十人以上的，至少三次。
# subjects: 本期应查的党组织，每个有 name、type、full_members、party_members、covered_firms，
#           以及 records["theme_day"]：本期已登记主题党日的日期。
# period:   本期，有 key、start、end。 as_of: 核查日。
for branch in subjects:
    if branch["type"] not in ("branch", "joint_branch"):
        continue
    days = branch["records"]["theme_day"]
    required = 3 if branch["full_members"] >= 20 else 2
    message = "本季度已开展主题党日" + str(len(days)) + "次，应开展" + str(required) + "次。"
    report(branch, len(days) >= required, required, len(days), message)
"""


def create_missing() -> None:
	"""Create the example unless it was created before."""
	if frappe.db.get_single_value(SETTINGS, _MARK) or frappe.db.exists("Guide Rule", NUMBER):
		return
	rule = frappe.get_doc(
		{
			"doctype": "Guide Rule",
			"rule_id": NUMBER,
			"title": "示例：每季度主题党日次数",
			"citation": "本地条款示例，未经任何组织通过",
			"clause_text": "每个支部每季度至少开展两次主题党日；正式党员二十人以上的，至少三次。",
			"local_subject": "Party Branch",
			"period": "Quarter",
			"default_severity": "Info",
			"effective_from": "2020-01-01",
			"remedy": "补登记已开展的主题党日，或在本季度内组织开展。",
			"local_evidence": "theme_day",
			"script": _SCRIPT,
			"is_enabled": 0,
		}
	)
	rule.insert(ignore_permissions=True)
	frappe.db.set_single_value(SETTINGS, _MARK, 1, update_modified=False)
