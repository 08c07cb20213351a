"""The jobs that are broken off: `python -m tests.support.fault_jobs serve SITE` answers commands, one JSON object a line.

`{"job": name, "number": n, "seed": s}` with `clocked` or `cut_seconds` breaks off a job n times (`Server.break_off`);
`{"method": …, "path": …, "without": …}` sends a request while something is missing (`request`). It ends with its input.
"""

import io
import json
import os
import re
import sys
from datetime import date
from pathlib import Path

import premailer  # noqa: F401  (once for all mails, and not in each child)
from werkzeug.test import Client

import frappe
import frappe.app
from frappe.utils import get_datetime
from frappe.utils.password import set_encrypted_password

from benchmarks import synthetic
from party_affairs.api.dues import collection
from party_affairs.compliance import remind, report, schedule
from party_affairs.compliance import run as compliance_run
from party_affairs.daily import destroy_unused_keys
from party_affairs.dues import monthly_run
from party_affairs.exceptions import AppraisalError, DuesError
from party_affairs.importing import job as importing
from party_affairs.party_affairs.doctype.democratic_appraisal import steps
from tests.importing.books import book, content
from tests.site import factory
from tests.site.appraisal import appraisals
from tests.support import outages
from tests.support.faults import FILLED, WHOLLY, Job, Server, differences

BRANCHES, MEMBERS, A_CHUNK = 6, 18, 2
IMPORTED, YEAR = "中断导入支部", 2025
MONTH, DAY = date(2026, 3, 1), "2026-03-20"
REQUEST, LOGIN = "broken-off", "secretary.of.tests@example.com"
_UPLOADED_BYTES = 50_000
_SECRET = "a-secret-of-tests"
_ESCAPED = re.compile(r"\\+u([0-9a-f]{4})")
_TOUCHED_BY_ANY = {"tabUser", "tabSessions"}
"""Any request notes when its user was last seen."""


def fill() -> None:
	"""Made-up branches with assessed members and findings of an earlier day, a workbook, an appraisal whose voting is closed."""
	synthetic.fill(MEMBERS, BRANCHES, date(2026, 1, 1))
	monthly_run.run_month(date(2026, 2, 1))
	factory.outgoing_account()
	_posts()
	_workbook()
	_appraisal()
	compliance_run.run_compliance(2026, date(2026, 2, 10))
	_api_keys()


def _posts() -> None:
	person = frappe.get_doc("Party Member", synthetic.member_name(0))
	factory.login(person, LOGIN)
	factory.post(person, "Secretary", start="2024-01-01", end="2028-12-31")


def _workbook() -> None:
	committee = factory.committee("中断导入党委")
	firm = factory.firm(committee, "中断律师事务所", short_name="中断所")
	branch = factory.branch(IMPORTED, parent=committee, firms=[firm])
	factory.group(branch, "第一党小组")
	sheets = {
		name: [[f"{IMPORTED} {YEAR}年度 {name}"], *rows]
		for name, rows in {
			"党员花名册": [
				["序号", "姓名", "性别", "出生日期", "工作单位", "党员类别", "编入本支部日期", "入党日期", "转正日期"],
				*([number, f"导入党员{chr(0x4E00 + number)}", "男", "1980-02-03", "中断所", "正式党员", "2020-07-01", "2004-06-01", "2005-06-01"] for number in range(6)),
			],
			"组织生活": [
				["序号", "日期", "时间", "类型", "议题", "地点", "主持人", "记录人", "参会人员", "会议内容", "发言摘录", "议决结果"],
				*([number, f"2025-0{number}-17", "14:00-16:00", "主题党日", "学习讨论", "党群活动室", f"导入党员{chr(0x4E00)}", f"导入党员{chr(0x4E01)}", "全体党员", "学习", "谈体会", "通过"] for number in range(3, 5)),
			],
			"党费": [
				["序号", "姓名", "人员类别", "月交纳基数", "月应交", "1月", "1月交纳日期"],
				*([number, f"导入党员{chr(0x4E00 + number)}", "按月领薪", 3000, 15, 15, "1.15"] for number in range(3)),
			],
		}.items()
	}  # fmt: skip
	file = factory._insert("File", file_name="中断.xlsx", content=content(book(**sheets)), is_private=1)
	factory._insert(importing.DOCTYPE, branch=IMPORTED, year=YEAR, workbook=file.file_url)


def _appraisal() -> None:
	of = appraisals.branch(full=7, probationary=0)
	document = appraisals.opened(of, outside_voters=6)
	for person in of.people[:5]:
		appraisals.vote(document, person)
	appraisals.vote_outside(document, 5, "excellent")
	appraisals.closed(document)


def _import() -> str:
	name = frappe.db.get_value(importing.DOCTYPE, {"branch": IMPORTED})
	importing.run(name)
	return frappe.db.get_value(importing.DOCTYPE, name, "summary")


def _make_entries() -> int:
	monthly_run.BRANCHES_A_CHUNK = A_CHUNK
	return monthly_run.run_month(MONTH, commit=True).made


def _check() -> str:
	compliance_run.BRANCHES_A_CHUNK = A_CHUNK
	schedule.check(2026)
	return ""


def _freeze() -> int:
	names = report.freeze("2026-02", commit=True)
	remind.queue_mails(names, commit=True)
	return len(names)


def _month() -> int:
	return len(schedule.run_month("2026-02"))


def _collect() -> str:
	lines = [{"member": synthetic.member_name(number * BRANCHES), "amount": 60} for number in range(3)]
	try:
		collection.collect_dues(synthetic.branch_name(0), DAY, "Cash", lines, REQUEST)
	except DuesError as error:
		frappe.db.rollback()
		return str(error)
	return ""


def appraisal() -> str:
	return frappe.get_all(steps.AppraisalStep.doctype, pluck="name")[0]


def _count() -> str:
	try:
		steps.CountVotes.of(appraisal(), at=get_datetime(appraisals.AFTER)).take()
	except AppraisalError as error:
		frappe.db.rollback()
		return str(error)
	return ""


def _key_elsewhere(server: Server) -> list[str]:
	"""Return where the private key of the urn stands beside its file: tables, Redis, logs, temporary files."""
	(kept,) = (server.scratch / FILLED / "appraisal_keys").iterdir()
	key = kept.read_text(encoding="ascii")
	found = server.rows_with(key)
	for name in ("redis_cache", "redis_queue"):
		found += [f"{name}: {where}" for where in outages.redis_keys_with(server.config[name], key)]
	folders = (server.folder / "logs", Path("../logs"), server.scratch / "temporary")
	files = [path for folder in folders if folder.exists() for path in folder.iterdir() if path.is_file()]
	return [*found, *(str(path) for path in files if key.encode() in path.read_bytes())]


_OF_RUNS = {"tabCompliance Run": (WHOLLY,)}
_OF_MAILS = {"tabEmail Queue": ("message", "message_id", "sender", "email_account"), **_OF_RUNS}

JOBS = {
	"import": Job(
		_import,
		DAY,
		# The mark of what a record became is reckoned with the moment at which it was made, and numbers that were taken for
		# what was broken off stay unused.
		left_out={
			"tabParty Year Import": ("summary",),
			"tabParty Import Change": ("after",),
			"tabSeries": ("current",),
		},
	),
	"entries": Job(_make_entries, DAY),
	"check": Job(_check, DAY, left_out=_OF_RUNS),
	"freeze": Job(_freeze, DAY, left_out=_OF_MAILS),
	"month": Job(_month, DAY, left_out=_OF_MAILS),
	"collect": Job(_collect, DAY),
	"count": Job(_count, DAY, after=destroy_unused_keys, look=_key_elsewhere),
}


# --- one request


def answered(site: str, user: str, method: str, path: str, arguments: dict) -> list:
	"""Send a request to the application as a web server does; return the status and the text of the answer."""
	frappe.app._site, frappe.app._sites_path = site, "."
	headers = {"Accept": "application/json"}
	if user != "Guest":
		headers["Authorization"] = f"token {_api_key(user)}:{_SECRET}"
	answer = Client(frappe.app.application).open(path, method=method, headers=headers, **arguments)
	# Messages are JSON in JSON: the escapes of both are undone, so that a sentence may be looked for.
	text = answer.get_data().decode(errors="replace")
	return [answer.status_code, _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)]


def _api_key(user: str) -> str:
	return user.partition("@")[0]


def _api_keys() -> None:
	for user in ("Administrator", LOGIN):
		frappe.db.set_value("User", user, "api_key", _api_key(user))
		set_encrypted_password("User", user, _SECRET, "api_secret")


def request(server: Server, **asked) -> dict:
	"""Send a request while something is missing, and once more when all is there again.

	`without` is `redis`, `disk` (with `room` bytes a file) or `database` (which goes at the part `at` of its points). Returns the
	`status` and `text` of the answer (None and the error where the application gives none), the rows and files that have `changed` after it, and the status of the second try, `again`.
	"""
	given = dict(asked.get("data") or {})

	def send() -> list:
		if asked.get("upload"):
			given["file"] = (io.BytesIO(b"scan\n" * (_UPLOADED_BYTES // 5)), asked["upload"])
		arguments = {"data": given} if asked["method"] == "POST" else {"query_string": given}
		user = asked.get("user", "Administrator")
		return answered(server.site, user, asked["method"], asked["path"], arguments)

	options = {}
	if asked["without"] == "redis":
		options["before"] = outages.without_redis
	elif asked["without"] == "disk":
		options["before"] = lambda: outages.full_disk(asked["room"])
	elif asked["without"] == "database":
		server.child(send, day=DAY, connected=False)
		server.restore()
		points = server.child(send, day=DAY, connected=False).points
		server.restore()
		options |= {"cut_at": max(1, int(points * asked["at"])), "cut_seconds": asked["seconds"]}
	files = server.files()
	outcome = server.child(send, day=DAY, connected=False, **options)
	changed = [*server.changes(_TOUCHED_BY_ANY), *differences({"files": files}, {"files": server.files()})]
	again = server.child(send, day=DAY, connected=False)
	server.restore()
	status, text = outcome.result or (None, outcome.error)
	return {"status": status, "text": text, "changed": changed, "again": again.result and again.result[0]}


def _names(server: Server) -> dict[str, str]:
	"""Names of the records that requests are about."""
	return {
		"import": server.sql(f"select name from `tab{importing.DOCTYPE}`")[0][0],
		"appraisal": server.sql(f"select name from `tab{steps.AppraisalStep.doctype}`")[0][0],
		"branch": synthetic.branch_name(0),
		"member": synthetic.member_name(0),
		"login": LOGIN,
	}


def main(site: str) -> None:
	server = Server(site, JOBS, fill)
	server.prepare()
	try:
		print(json.dumps(_names(server)), flush=True)
		# Nobody reads on there: what libraries have to remark would fill the pipe in the end.
		os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stderr.fileno())
		for line in sys.stdin:
			asked = json.loads(line)
			if "job" in asked:
				answer = server.break_off(asked.pop("job"), **asked)
			else:
				answer = request(server, **asked)
			print(json.dumps(answer, ensure_ascii=False), flush=True)
	finally:
		server.close()


if __name__ == "__main__":
	main(sys.argv[2])
