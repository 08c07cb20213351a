"""Builds what a scenario tells as documents of the test site, with the steps that users take."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from typing import Any, ClassVar

import frappe

from party_affairs.compliance.lines import Line
from party_affairs.compliance.run import Check
from party_affairs.party_affairs.doctype.duty_exemption import steps as exemption_steps
from party_affairs.party_affairs.doctype.self_check import steps as sheet_steps
from party_affairs.rules.periods import parse
from tests.site import factory
from tests.site.appraisal import appraisals
from tests.support.scenario_file import PARTS_OF_REVIEW, RESULTS, Checked, Expectation, Row, Scenario
from tests.support.site import _at

ABOVE = "上级党委"
"""The committee that each scenario has, unless it names another organisation above."""
_WORDS = {status: word for word, status in RESULTS.items()}
_ORGANISED = ("律所", "支部", "覆盖律所", "人员", "党小组", "职务", "设置", "本地参数")
_SETTINGS = {"组织生活会周期": "life_review_cycle", "主题党日日期": "theme_day", "人数标准": "thresholds_set"}


_STEPS_OF_SHEET: dict[str, Callable] = {
	"填写": lambda house, row, document: house._tick_sheet(row, document),
	"上报": lambda house, row, document: house._hand_up(row, document),
	"确认": lambda house, row, document: house._confirm_sheet(row, document),
	"公示": lambda house, row, document: sheet_steps.MakePublic(document).take(),
	"决定日": lambda house, row, document: house._decide(row, document),
	"撤回": lambda house, row, document: sheet_steps.Withdraw(document, reason="另行申报").take(),
}
"""By column of a sheet's row the step that is taken on the day in it, in the order of the steps."""


class House:
	"""The documents of one scenario, by the names that it gives them."""

	def __init__(self, scenario: Scenario) -> None:
		self.scenario = scenario
		self.branches: dict[str, Any] = {}
		self.firms: dict[str, Any] = {}
		self.people: dict[str, Any] = {}
		self.subjects: dict[str, str] = {}
		"""Names of documents by what the scenario calls them."""
		self._build()

	# --- building ---

	def _build(self) -> None:
		self._add_branch(ABOVE, factory.committee(ABOVE))
		for key in _ORGANISED:
			for row in self.scenario.tables.get(key, ()):
				self._do(row, self._one_by_one[key])
		for member in self._newcomers():
			self.people[member] = None
		meetings = {
			row["代号"]: row["日期"][0] for row in self.scenario.tables.get("会议", ()) if row.get("代号")
		}
		happened: list[tuple[date, int, Row, Callable[[], None]]] = []
		for key, rows in self.scenario.tables.items():
			if key in _ORGANISED:
				continue
			for day, row, action in self._together[key](self, rows):
				if key != "会议":
					# Nothing names a meeting before it was held.
					named = [
						meetings[value]
						for value in row.values.values()
						if isinstance(value, str) and value in meetings
					]
					day = max([day, *named])
				happened.append((day, len(happened), row, action))
		# As it happened: a member's branch is the one he is in when something is recorded of him.
		for _day, _number, row, action in sorted(happened, key=lambda entry: entry[:2]):
			self._do(row, lambda _self, _row, action=action: action())

	def _do(self, row: Row, action: Callable) -> None:
		try:
			action(self, row)
		except frappe.ValidationError as error:
			raise row.place.error(f"The site refuses this: {error}") from None

	def _newcomers(self) -> Iterable[str]:
		return [row["谁"] for row in self.scenario.tables.get("转入", ())]

	def _name_subject(self, row: Row, called: str | None, name: str) -> None:
		if called is None:
			return
		if called in self.subjects:
			raise row.place.error(f"{called} is the name of something else already.")
		self.subjects[called] = name

	def _add_branch(self, called: str, document) -> None:
		self.branches[called] = document
		self.subjects[called] = document.name

	def _known(self, row: Row, among: dict, column: str) -> Any:
		called = row.get(column)
		if called is None:
			return None
		return self._find(row, among, called)

	def _find(self, row: Row, among: dict, called: str) -> Any:
		if called not in among:
			raise row.place.error(f"{called} is told of nowhere in this file.")
		return among[called]

	def person(self, row: Row, column: str = "谁"):
		return self._known(row, self.people, column)

	def branch(self, row: Row, column: str = "支部"):
		return self._known(row, self.branches, column)

	def record(self, row: Row, column: str) -> str | None:
		return self._known(row, self.subjects, column)

	# --- the organisation ---

	def _firm(self, row: Row) -> None:
		above = self._known(row, self.branches, "主管") or self.branches[ABOVE]
		document = factory.firm(above, row["名称"], is_active=not row.get("停业"))
		self.firms[row["名称"]] = document
		self._name_subject(row, row["名称"], document.name)

	def _branch(self, row: Row) -> None:
		values = {
			"founded_on": row.get("成立", "2015-07-01"),
			"records_from": row.get("记录自"),
			"approval_no": row.get("批准文号"),
			"term_start": row.get("届始"),
			"term_years": row.get("任期"),
		}
		if row.get("撤销"):
			values.update(status="Dissolved", dissolved_on=row["撤销"])
		above = self._known(row, self.branches, "上级") or self.branches[ABOVE]
		document = factory.branch(row["名称"], row.get("类型", "Branch"), above, **values)
		if row["名称"] in self.subjects:
			raise row.place.error(f"{row['名称']} is the name of something else already.")
		self._add_branch(row["名称"], document)

	def _coverage(self, row: Row) -> None:
		document = self.branch(row)
		document.reload()
		firm = self._known(row, self.firms, "律所")
		joined = row.get("自", date(2015, 7, 1))
		document.append("covered_firms", {"firm": firm.name, "joined_on": joined, "left_on": row.get("至")})
		document.save()

	def _people(self, row: Row) -> None:
		for name in row["姓名"]:
			stage = row.get("身份", "Full Member")
			values: dict[str, Any] = {"stage": stage}
			if stage == "Probationary Member":
				values["full_member_on"] = None
			elif stage != "Full Member":
				values.update(joined_on=None, full_member_on=None)
			dates = {
				"到支部": "joined_branch_on",
				"入党": "joined_on",
				"转正": "full_member_on",
				"出生": "birth_date",
			}
			values.update({field: row[column] for column, field in dates.items() if row.get(column)})
			firm = self._known(row, self.firms, "律所")
			if firm:
				values["firm"] = firm.name
			if row.get("岗位"):
				values["firm_position"] = row["岗位"]
			if row.get("年老体弱") or row.get("体弱自"):
				values |= {"is_frail": 1, "frail_from": row.get("体弱自"), "frail_until": row.get("体弱至")}
			document = factory.member(self.branch(row), name, **values)
			self.people[name] = document
			self._name_subject(row, name, document.name)

	def _group(self, row: Row) -> None:
		leader = self._known(row, self.people, "组长")
		document = factory.group(
			self.branch(row),
			row["名称"],
			founded_on=row.get("成立", "2015-07-01"),
			disbanded_on=row.get("撤销"),
			leader=leader and leader.name,
		)
		self._name_subject(row, row["名称"], document.name)

	def _post(self, row: Row) -> None:
		group = self.record(row, "党小组")
		factory.post(
			self.person(row),
			row["职务"],
			self.branch(row),
			row.get("自", "2024-01-01"),
			row.get("至", "2099-12-31"),
			**({"party_group": group} if group else {}),
		)

	def _setting(self, row: Row) -> None:
		if row["项目"] not in _SETTINGS:
			raise row.place.error(f"{row['项目']} is no setting; known are {'、'.join(_SETTINGS)}.")
		frappe.db.set_single_value("Party Affairs Settings", _SETTINGS[row["项目"]], row["值"])

	def _parameter(self, row: Row) -> None:
		rule = frappe.get_doc("Guide Rule", row["条款"])
		rule.local_parameters = frappe.as_json(
			{**frappe.parse_json(rule.local_parameters or "{}"), row["参数"]: frappe.parse_json(row["值"])}
		)
		rule.save()

	_one_by_one: ClassVar = {
		"律所": _firm,
		"支部": _branch,
		"覆盖律所": _coverage,
		"人员": _people,
		"党小组": _group,
		"职务": _post,
		"设置": _setting,
		"本地参数": _parameter,
	}

	# --- members come and go ---

	def _transfers(self, rows):
		for row in rows:
			letter: dict[str, Any] = {}

			def issue(row=row, letter=letter):
				to = self.branches.get(row.get("到"))
				values = {"valid_days": row["有效天数"]} if row.get("有效天数") else {}
				letter["document"] = factory.transfer(
					self.person(row), to, letter_date=str(row["开信"]), **values
				)
				self._name_subject(row, row.get("代号"), letter["document"].name)

			yield row["开信"], row, issue
			if row.get("接收"):
				yield row["接收"], row, lambda row=row, letter=letter: letter["document"].accept(row["接收"])
			if row.get("退回"):

				def send_back(row=row, letter=letter):
					with _at(row["退回"]):
						letter["document"].send_back("材料不全")

				yield row["退回"], row, send_back

	def _arrivals(self, rows):
		for row in rows:

			def arrive(row=row):
				letter = frappe.get_doc(
					{
						"doctype": "Party Membership Transfer",
						"direction": "In",
						"member_name": row["谁"],
						"gender": "Male",
						"birth_date": "1985-02-03",
						"to_branch": self.branch(row, "到").name,
						"other_organisation": "某市律师行业党委",
						"stage": row.get("身份", "Full Member"),
						"joined_on": "2010-06-01",
						"full_member_on": "2011-06-01",
						"letter_no": f"外〔2025〕{row.place.line}号",
						"letter_date": row["开信"],
						"dues_paid_until": row.get("党费交至"),
						"received_on": row["接收"],
					}
				).insert()
				letter.submit()
				letter.reload()
				self.people[row["谁"]] = frappe.get_doc("Party Member", letter.member)
				self._name_subject(row, row["谁"], letter.member)

			yield row["接收"], row, arrive

	def _changes(self, rows):
		for row in rows:

			def change(row=row):
				meeting = self.record(row, "会议")
				document = factory.change(
					self.person(row),
					row["种类"],
					str(row["日期"]),
					**({"meeting": meeting} if meeting else {}),
				)
				if row.get("登记"):
					document.reload()
					document.registered_on = row["登记"]
					document.save()
				self._name_subject(row, row.get("代号"), document.name)

			yield row["日期"], row, change

	def _events(self, rows):
		for row in rows:

			def happen(row=row):
				firm, meeting = self._known(row, self.firms, "律所"), self.record(row, "会议")
				sanction = "Warning" if row["种类"] == "Party Sanction" else None
				document = factory.event(
					self.person(row),
					row["种类"],
					str(row["日期"]),
					to_firm=firm and firm.name,
					new_position="合伙人" if row["种类"] == "Position Change" else None,
					meeting=meeting,
					sanction=sanction,
				)
				self._name_subject(row, row.get("代号"), document.name)

			yield row["日期"], row, happen

	def _corrections(self, rows):
		for row in rows:

			def correct(row=row):
				with _at(row["日期"]):
					document = frappe.get_doc("Party Member", self.person(row).name)
					firm = self._known(row, self.firms, "律所")
					if firm:
						document.firm = firm.name
					if row.get("岗位"):
						document.firm_position = row["岗位"]
					document.save()

			yield row["日期"], row, correct

	# --- meetings and plans ---

	def _meetings(self, rows):
		for row in rows:
			if row.get("代号") and len(row["日期"]) > 1:
				raise row.place.error("Several meetings cannot have one name (代号).")
			for day in row["日期"]:
				yield day, row, lambda row=row, day=day: self._meeting(row, day)

	def _meeting(self, row: Row, day: date) -> None:
		branch = self.branch(row)
		attending = row.get("参加", ())
		if attending == ("全体",):
			attending = [
				name
				for name, person in self.people.items()
				if person
				and name not in row.get("请假", ())
				and frappe.db.get_value("Party Member", person.name, "branch") == branch.name
			]
		group, chair = self.record(row, "党小组"), self._known(row, self.people, "主持")
		minutes = float(row.get("小时", "2")) * 60
		begins = frappe.utils.get_datetime(f"{day} 14:00:00")
		values = {
			"party_group": group,
			"chair": chair and chair.name,
			"ends_on": begins + timedelta(minutes=minutes),
			"lecturer": row.get("讲课人", "张书记") if row["种类"] == "Party Lecture" else row.get("讲课人"),
			"guests": [{"guest_name": "列席人员", "guest_kind": kind} for kind in row.get("列席", ())],
			**dict.fromkeys(row.get("兼", ()), 1),
			**dict.fromkeys(row.get("缺记", ())),
		}
		if row.get("内容"):
			values.update({"has_study": 0, **{tag: 1 for tag in row["内容"] if tag}})
		document = factory.meeting(
			branch,
			row["种类"],
			str(begins),
			attendees=[self._find(row, self.people, name) for name in attending],
			absent={self._find(row, self.people, name).name: "因公出差" for name in row.get("请假", ())},
			**values,
		)
		self._name_subject(row, row.get("代号"), document.name)

	def _plans(self, rows):
		plans: dict[tuple, list[Row]] = defaultdict(list)
		for row in rows:
			plans[row["支部"], row["年度"], row["制定"]].append(row)
		for (_branch, year, day), lines in plans.items():

			def make(lines=lines, year=year, day=day):
				first = lines[0]
				factory._insert(
					"Party Annual Plan",
					branch=self.branch(first).name,
					year=year,
					prepared_on=day,
					discussed_in=self.record(first, "讨论会议"),
					lines=[
						{
							"month": month,
							"kind": row.get("种类", "Theme Day"),
							"topic": "年度安排",
							"responsible": getattr(self._known(row, self.people, "责任人"), "name", None),
							"lecturer": row.get("讲课人"),
						}
						for row in lines
						for month in row.get("月份", ())
					],
				)

			yield day, lines[0], make

	# --- texts, talks, contacts, dues ---

	def _thought_reports(self, rows):
		for row in rows:

			def hand_in(row=row):
				values = {}
				if row.get("点评"):
					values = {
						"commented_by": self.person(row, "点评人").name,
						"commented_on": row["点评"],
						"comment": "认识较深，望继续努力。",
					}
				document = factory.thought_report(self.person(row), row["期间"], str(row["交"]), **values)
				self._name_subject(row, row.get("代号"), document.name)

			yield row["交"], row, hand_in

	def _self_reviews(self, rows):
		for row in rows:
			yield (
				row["交"],
				row,
				lambda row=row: factory.self_review(self.person(row), row["年度"], str(row["交"])),
			)

	def _talks(self, rows):
		for row in rows:
			for day in row["日期"]:

				def talk(row=row, day=day):
					partner = self.people.get(row["对象"]) or row["对象"]
					values = {"branch": self.branch(row).name} if row.get("支部") else {}
					factory.heart_talk(
						self.person(row),
						partner,
						str(day),
						occasion=row.get("事由"),
						event=self.record(row, "事项"),
						**values,
					)

				yield day, row, talk

	def _pairings(self, rows):
		for row in rows:

			def pair(row=row):
				fields = {
					"电话": "phone",
					"地址": "address",
					"家庭": "family",
					"措施": "measures",
					"成效": "results",
				}
				values = {field: row[column] for column, field in fields.items() if row.get(column)}
				for _ in range(row.get("人数", 1)):
					document = factory.pairing(
						self.person(row),
						row["种类"],
						str(row.get("自", "2024-01-01")),
						contact_name=row.get("对象"),
						end_date=row.get("至"),
						**values,
					)
				self._name_subject(row, row.get("代号"), document.name)
				contact = frappe.get_doc("Contacted Person", document.contact)
				if row.get("入党") or row.get("离所"):
					contact.update({"joined_party_on": row.get("入党"), "left_firm_on": row.get("离所")})
					contact.save()

			yield row.get("自", date(2024, 1, 1)), row, pair

	def _opinions(self, rows):
		for row in rows:

			def raise_it(row=row):
				answer = {"answer": "已答复。", "answered_on": str(row["答复"])} if row.get("答复") else {}
				document = factory.opinion(
					self._find(row, self.branches, row["支部"]),
					str(row["提出"]),
					answer_until=row.get("期限"),
					**answer,
				)
				self._name_subject(row, row.get("代号"), document.name)

			yield row["提出"], row, raise_it

	def _dues(self, rows):
		for row in rows:
			for key in row["期间"]:
				month = parse(key).start
				day = row.get("日期")
				paid_on = month.replace(day=day) if isinstance(day, int) else day
				for name in row["谁"]:

					def pay(row=row, name=name, month=month, paid_on=paid_on):
						due = "0" if row.get("免交") else row.get("应交", "15.00")
						paid = row.get("实交", due if paid_on else "0")
						factory.dues_entry(
							self._find(row, self.people, name),
							str(month),
							due=due,
							paid=paid,
							paid_on=paid_on if paid != "0" else None,
							**({"status": "Exempt"} if row.get("免交") else {}),
						)

					# Entries are made out when their month begins, and paid later.
					yield month, row, pay

	def _assessments(self, rows):
		for row in rows:

			def assess(row=row):
				category = row.get("类别", "Employed")
				base = row.get("基数", None if category == "Exempt" else "4500")
				values = {"effective_to": row["至"]} if row.get("至") else {}
				factory.assessment(self.person(row), str(row["自"]), base, category, **values)

			yield row["自"], row, assess

	def _work_reports(self, rows):
		for row in rows:
			period = parse(row["期间"])
			yield max(period.end, row.get("报送") or period.end), row, lambda row=row: self._work_report(row)

	def _work_report(self, row: Row) -> None:
		period = parse(row["期间"])
		is_duty = period.kind == "year"
		values: dict[str, Any] = {}
		if row.get("大会"):
			values["assembly"] = self.record(row, "大会")
		if row.get("报送"):
			values["delivered_on"] = row["报送"]
		if row.get("审议"):
			values.update({**factory.APPROVED, "review_result": row["审议"]})
		document = factory.work_report(
			self.branch(row),
			"First Half" if period.number == 1 else "Second Half",
			period.start.year,
			"Duty Report" if is_duty else "Work Report",
			reporter=self.person(row, "报告人"),
			**values,
		)
		if row.get("上级评议"):
			# What the committee above enters through its own page.
			frappe.db.set_value(
				"Party Work Report",
				document.name,
				{"received_on": row["上级评议"], "above_opinion": "履职扎实"},
			)
		self._name_subject(row, row.get("代号"), document.name)

	def _life_reviews(self, rows):
		for row in rows:

			def review(row=row):
				lacking = row.get("缺少", ())
				responsible = self.person(row, "责任人")
				values: dict[str, Any] = {
					"year": row["年度"],
					"talks_confirmed_by": responsible and responsible.name,
				}
				if responsible:
					values["measures"] = [
						factory.measure(responsible, str(row.get("时限", date(2026, 6, 30))), closed_on=None)
					]
				for part in lacking:
					values.update(part or {})
				document = factory.life_review(self.branch(row), self.record(row, "会议"), **values)
				if PARTS_OF_REVIEW["批评与自我批评"] not in lacking:
					factory.criticism(document, (responsible, "自我批评", "批评意见"))
				if row.get("销号"):
					from party_affairs.api.meetings import life_reviews

					document.reload()
					life_reviews.close_measure(
						document.name, document.measures[0].name, "已整改", str(row["销号"])
					)
				self._name_subject(row, row.get("代号"), document.name)

			yield row.get("销号") or date.min, row, review

	def _appraisals(self, rows):
		for row in rows:
			yield row["投票"], row, lambda row=row: self._appraisal(row)

	def _appraisal(self, row: Row) -> None:
		day = row["投票"]
		opens, during, closes = (f"{day} {hour}:00:00" for hour in ("09", "10", "18"))
		document = frappe.get_doc(
			{
				"doctype": appraisals.DOCTYPE,
				"branch": self.branch(row).name,
				"year": row["年度"],
				"opens_on": opens,
				"closes_on": closes,
				"outside_voters": 8,
			}
		).insert()
		document.open_voting(at=opens)
		for entry in document.members[: row["党内票"]]:
			appraisals.vote(document, entry.member, at=during)
		if row["党外票"]:
			appraisals.vote_outside(document, row["党外票"], at=during)
		document.reload()
		document.close_voting(at=f"{day} 18:30:00")
		document.count_votes(at=f"{day} 19:00:00")
		if row.get("定等次"):
			meeting = frappe.get_doc("Party Meeting", self.record(row, "定等次"))
			if row.get("用于"):
				document.used_for = row["用于"]
			appraisals.decide(document, meeting=meeting)

	def _trainings(self, rows):
		for row in rows:
			yield (
				row["日期"],
				row,
				lambda row=row: factory._insert(
					"Party Training",
					branch=self.branch(row).name,
					topic="集中轮训",
					kind="Centralised Training",
					starts_on=row["日期"] - timedelta(days=6),
					ends_on=row["日期"],
					hours=row["学时"],
					participants=[
						{"member": self._find(row, self.people, name).name} for name in row["参加"]
					],
				),
			)

	def _cultivations(self, rows):
		for row in rows:
			ended = {"status": "Stopped", "ended_on": row["止"]} if row.get("止") else {}
			yield (
				row["自"],
				row,
				lambda row=row, ended=ended: factory._insert(
					"Two Way Cultivation",
					branch=self.branch(row).name,
					direction="Partner to Member",
					person_name=row["对象"],
					mentor=self.person(row, "导师").name,
					started_on=row["自"],
					reviewed_on=row.get("考察"),
					**ended,
				),
			)

	def _welfare(self, rows):
		for row in rows:

			def serve(row=row):
				document = factory._insert(
					"Public Welfare Activity",
					branch=self.branch(row).name,
					project=row["项目"],
					form_of_service="法律咨询",
					activity_date=row["日期"],
					sessions=row.get("次数"),
					effect=row.get("效果"),
					participants=[
						{"member": self._find(row, self.people, name).name} for name in row.get("参加", ())
					],
				)
				self._name_subject(row, row.get("代号"), document.name)

			yield row["日期"], row, serve

	# --- self-check sheets ---

	def _self_checks(self, rows):
		"""Each sheet with the steps of its row, each on its day: lines are named by their clauses, all others ticked Yes."""
		for row in rows:
			sheet: dict[str, Any] = {}
			yield row["建表"], row, lambda row=row, sheet=sheet: self._make_sheet(row, sheet)
			for column, step in _STEPS_OF_SHEET.items():
				if row.get(column):
					yield (
						row[column],
						row,
						lambda row=row, sheet=sheet, column=column, step=step: self._at_sheet(
							row, sheet, row[column], step
						),
					)

	def _make_sheet(self, row: Row, sheet: dict[str, Any]) -> None:
		with _at(row["建表"]):
			sheet["document"] = factory._insert(
				"Self Check",
				branch=self.branch(row).name,
				kind=row.get("种类", "Self-Check Sheet"),
				year=row["年度"],
			)

	def _at_sheet(self, row: Row, sheet: dict[str, Any], day: date, step: Callable) -> None:
		with _at(day):
			document = sheet["document"]
			document.reload()
			step(self, row, document)

	def _tick_sheet(self, row: Row, document) -> None:
		answers = {"否": "No", "部分": "Partly", "不适用": "Does Not Apply"}
		for line in document.lines:
			tick = next(
				(tick for column, tick in answers.items() if line.clause in row.get(column, ())), "Yes"
			)
			if line.clause not in row.get("未填", ()):
				line.update({"tick": tick, "reason": None if tick == "Yes" else "条件所限"})
		document.recommended_in = self.record(row, "会议")
		document.save()

	def _hand_up(self, row: Row, document) -> None:
		sheet_steps.HandUp(document).take()
		# Somebody else than who is at work here, who reviews and decides.
		document.db_set("handed_up_by", "Guest")

	def _decide(self, row: Row, document) -> None:
		decision = {"decision": row["决定"], "decided_on": row["决定日"], "note": "条件尚不具备"}
		sheet_steps.Decide(document, **decision).take()

	def _confirm_sheet(self, row: Row, document) -> None:
		for number in row.get("退回", ()):
			line = next(line for line in document.lines if line.clause == number)
			sheet_steps.Return(document, key=line.line_key, note="请补充说明").take()
		if any(line.work_state == "Ticked" for line in document.lines):
			sheet_steps.Confirm(document).take()

	# --- development, elections ---

	def _cases(self, rows):
		cases: dict[str, list[Row]] = defaultdict(list)
		for row in rows:
			cases[row["谁"]].append(row)
		for person, steps in cases.items():
			last = max(row["日期"] for row in steps)
			yield last, steps[0], lambda person=person, steps=steps: self._case(person, steps)

	def _case(self, person: str, steps: list[Row]) -> None:
		first = steps[0]
		member = self.person(first)
		mentors = [
			other
			for other in self.people.values()
			if other and other.branch == member.branch and other.stage == "Full Member"
		]
		days = {}
		for row in steps:
			days[row["步骤"]] = {"done_on": row["日期"], "document_no": "金律党〔2024〕1号"}
			if row.get("会议"):
				days[row["步骤"]]["meeting"] = self.record(row, "会议")
			if row.get("票数"):
				days[row["步骤"]] |= dict.fromkeys(("eligible", "present", "in_favour"), row["票数"])
		with_introducers = "Introducers Named" in days
		capacities = ("Mentor", "Introducer", "Introducer") if with_introducers else ("Mentor",)
		seen = [
			{"investigated_on": day, "opinion": "表现良好"}
			for row in self.scenario.tables.get("发展考察", ())
			if row["谁"] == person
			for day in row["日期"]
		]
		document = factory.development_case(
			member,
			days,
			recommended_by="第一党小组",
			sponsors=[
				{"capacity": capacity, "member": mentor.name}
				for capacity, mentor in zip(capacities, mentors, strict=False)
			],
			investigations=seen,
			**({"political_review_result": "Review Passed", "training_days": 3} if with_introducers else {}),
		)
		for row in self.scenario.tables.get("发展终止", ()):
			if row["谁"] == person:
				document.update({"ended_on": row["日期"], "end_reason": "本人提出"})
				document.save()
		self._name_subject(first, f"{person}·发展", document.name)

	def _of_a_case(self, rows):
		cases = {row["谁"] for row in self.scenario.tables.get("发展步骤", ())}
		for row in rows:
			if row["谁"] not in cases:
				raise row.place.error(f"{row['谁']} has no steps (发展步骤).")
		return ()

	def _elections(self, rows):
		for row in rows:

			def elect(row=row):
				# As far as a check looks at it; the steps of an election have tests of their own.
				document = frappe.get_doc(
					{
						"doctype": "Party Election",
						"branch": self.branch(row).name,
						"kind": "Term Election",
						"held_on": row["召开"],
						"previous_term_end": row["上届届满"],
						"docstatus": 1,
						"title": "换届",
					}
				)
				document.set_new_name()
				document.db_insert()
				branch = frappe.get_doc("Party Branch", self.branch(row).name)
				branch.update({"term_start": row["召开"]})
				branch.save()

			yield row["召开"], row, elect

	def _exemptions(self, rows):
		for row in rows:
			decided: dict[str, Any] = {}

			def grant(row=row, decided=decided):
				subject = self.record(row, "谁")
				with _at(row["决定"]):
					decided["document"] = factory.exemption(
						self.branch(row), row["条款"], str(row["自"]), str(row["至"]), subject
					)

			yield row["决定"], row, grant
			if row.get("撤销"):

				def withdraw(row=row, decided=decided):
					with _at(row["撤销"]):
						exemption_steps.Withdraw.of(decided["document"].name, reason="情况变化").take()

				yield row["撤销"], row, withdraw

	_together: ClassVar = {
		"接转": _transfers,
		"转入": _arrivals,
		"变动": _changes,
		"重要事项": _events,
		"记录变更": _corrections,
		"会议": _meetings,
		"年度计划": _plans,
		"思想汇报": _thought_reports,
		"个人剖析": _self_reviews,
		"谈心谈话": _talks,
		"联系对象": _pairings,
		"意见建议": _opinions,
		"党费": _dues,
		"党费核定": _assessments,
		"工作报告": _work_reports,
		"组织生活会": _life_reviews,
		"民主评议": _appraisals,
		"学习培训": _trainings,
		"双向培养": _cultivations,
		"公益活动": _welfare,
		"发展步骤": _cases,
		"发展考察": _of_a_case,
		"发展终止": _of_a_case,
		"换届": _elections,
		"自查": _self_checks,
		"豁免": _exemptions,
	}

	# --- checking ---

	def problems(self, checked: Checked) -> list[str]:
		"""Return what a check finds otherwise than the scenario says, each with place, day, wanted and found."""
		names = [branch.name for branch in self.branches.values()]
		found: dict[tuple[str, str, str], list[Line]] = defaultdict(list)
		judged = Check(checked.year).judged(names, checked.day)
		for line in judged.lines:
			# What is found about a record of a member stands under his name, and under the record's where it has one here.
			for called in {line.subject, line.subject_name}:
				found[line.rule, called, line.period_key].append(line)
		# What is not asked leaves no line, and neither does a clause that breaks.
		return [
			f"{checked.place.file}:{checked.place.line} 检查日 {checked.day}: {breakage.rule} {branch}\n"
			f"    broke: {breakage.sentence}"
			for branch, breakage in judged.unchecked
		] + [
			f"{one.place.file}:{one.place.line} 检查日 {checked.day}: {one.text}\n    {problem}"
			for one in checked.expected
			if (problem := self._problem(one, found))
		]

	def _problem(self, one: Expectation, found: dict[tuple[str, str, str], list[Line]]) -> str | None:
		if one.subject not in self.subjects:
			raise one.place.error(f"{one.subject} is told of nowhere in this file.")
		branch = None
		if one.branch is not None:
			if one.branch not in self.branches:
				raise one.place.error(f"{one.branch} is no organisation of this file.")
			branch = self.branches[one.branch].name
		own = found[one.clause, self.subjects[one.subject], one.period]
		lines = own or found[one.clause, one.subject, one.period]
		if one.status is None:
			lines = [line for line in lines if branch in (None, line.branch)]
			return f"wanted: none\n    found:  {_told(lines)}" if lines else None
		fits = (
			len(lines) == 1
			and lines[0].status == one.status
			and branch in (None, lines[0].branch)
			and all(word in lines[0].message for word in one.words)
			and one.counted in (None, lines[0].linked_to or lines[0].rule)
		)
		if fits:
			return None
		counted = f"计入{one.counted}" if one.counted else ""
		wanted = " ".join((_WORDS[one.status], one.branch or "", counted, "+".join(one.words))).strip()
		return f"wanted: {wanted}\n    found:  {_told(lines)}"


def _told(lines: Iterable[Line]) -> str:
	told = [
		f"{_WORDS[line.status]} {line.branch} 计入{line.linked_to or line.rule}: {line.message}"
		for line in lines
	]
	return "; ".join(told) or "none"
