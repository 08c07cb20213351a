"""Evaluations: measured from the records or judged by a person who is named, one sheet a subject and year."""

import json
from datetime import date

import pytest

import frappe

from party_affairs.compliance import evaluation
from party_affairs.setup import evaluation_schemes
from tests.site import factory
from tests.support.queries import counted_queries

AS_OF = date(2026, 1, 10)
BRANCH_SCHEME = "示例：党支部“六有”星级评价"
MEMBER_SCHEME = "示例：党员星级评价"


@pytest.fixture
def branch():
	return factory.branch(parent=factory.committee())


@pytest.fixture
def person(branch):
	return factory.member(branch)


CRITERIA = (
	{
		**{"criterion_key": "dues", "title": "党费", "max_points": 60, "source": "Measured"},
		**{"measure": "clause_rate", "rules": "R49"},
	},
	{"criterion_key": "faith", "title": "信念", "max_points": 40, "source": "Judged"},
)


def scheme(applies_to="Party Member", criteria=CRITERIA, **values):
	return factory.scheme("测试方案", applies_to, criteria, **values)


def by_clauses(title, rules):
	"""A criterion of a hundred points for clauses that were kept."""
	return {
		**{"criterion_key": "clauses", "title": title, "max_points": 100, "source": "Measured"},
		**{"measure": "clause_rate", "rules": rules},
	}


def sheet_of(subject, name="测试方案", year=2025, as_of=AS_OF):
	return evaluation.evaluate(name, subject.name, year, as_of)


def row(sheet, key):
	return next(row for row in sheet.scores if row.criterion_key == key)


def stored(sheet):
	return frappe.get_doc("Evaluation", sheet.name)


def judge(sheet, key, points, basis="表现好"):
	row(sheet, key).update({"points": points, "basis": basis})
	sheet.save()


def make_final(sheet):
	"""Submit a sheet as the end of its round does."""
	sheet.flags.final = True
	sheet.submit()


def pay(person, months, year=2025):
	for month in months:
		factory.dues_entry(person, f"{year}-{month:02d}-01", paid="15.00", paid_on=f"{year}-{month:02d}-10")


# Measuring


def test_points_follow_the_share_of_what_was_demanded(person):
	scheme()
	pay(person, range(1, 10))
	factory.dues_entry(person, "2025-10-01", paid="15.00", paid_on="2025-12-31")
	sheet = sheet_of(person)
	# Nine met and one late at half its weight, of twelve: 9.5 / 12 of 60.
	assert row(sheet, "dues").points == 47.5
	assert "R49" in row(sheet, "dues").basis
	assert (sheet.total, sheet.unjudged, sheet.docstatus) == (47.5, 1, 0)
	assert (sheet.subject_name, sheet.branch) == (person.member_name, person.branch)


def test_what_was_not_demanded_is_left_out_and_the_rest_counts_in_full(branch):
	scheme()
	person = factory.member(branch, joined_branch_on="2026-01-01")
	sheet = sheet_of(person)
	assert row(sheet, "dues").state == "Not Demanded"
	judge(sheet, "faith", 30)
	assert sheet.total == 75


def test_a_branch_answers_for_all_that_belongs_to_it(branch, person):
	scheme(
		"Party Branch",
		[by_clauses("党费", "R49")],
	)
	factory.member(branch)
	pay(person, range(1, 13))
	sheet = sheet_of(branch)
	assert (sheet.total, sheet.band) == (50, "一星")


def test_the_day_decides_what_counts(person):
	scheme()
	pay(person, range(1, 7))
	assert row(sheet_of(person, as_of=date(2025, 7, 1)), "dues").points == 60
	assert row(sheet_of(person), "dues").points == 30


def test_bands_begin_at_their_points(person):
	scheme()
	pay(person, range(1, 13))
	sheet = sheet_of(person)
	judge(sheet, "faith", 29.99)
	assert (sheet.total, sheet.band, sheet.stars) == (89.99, "一星", 1)
	judge(sheet, "faith", 30)
	assert (sheet.total, sheet.band, sheet.stars) == (90, "五星", 5)


# Sheets


def test_sheets_of_all_subjects_are_made_once_and_brought_up_to_date(branch, person):
	scheme()
	other = factory.member(branch)
	factory.member(branch, stage="Applicant", joined_on=None, full_member_on=None)
	factory.member(branch, status="Transferred Out", left_branch_on="2025-06-30")
	first = evaluation.evaluate_all("测试方案", 2025, AS_OF, [branch.name])
	subjects = {frappe.db.get_value("Evaluation", name, "subject") for name in first.created}
	assert subjects == {person.name, other.name}
	sheet = frappe.get_doc("Evaluation", {"subject": person.name})
	judge(sheet, "faith", 35, "表现好")
	pay(person, range(1, 13))
	second = evaluation.evaluate_all("测试方案", 2025, AS_OF, [branch.name])
	assert second.created == () and set(second.updated) == set(first.created)
	sheet.reload()
	assert (row(sheet, "dues").points, row(sheet, "faith").points, sheet.total) == (60, 35, 95)
	assert (row(sheet, "faith").basis, row(sheet, "faith").judged_by) == ("表现好", "Administrator")


def test_branch_sheets_are_for_branches_not_for_committees(branch):
	scheme("Party Branch", [by_clauses("大会", "R22")])
	committee = branch.parent_party_branch
	done = evaluation.evaluate_all("测试方案", 2025, AS_OF, [branch.name, committee])
	assert [frappe.db.get_value("Evaluation", name, "subject") for name in done.names] == [branch.name]


def test_a_submitted_sheet_is_left_alone(person):
	scheme()
	sheet = sheet_of(person)
	judge(sheet, "faith", 35)
	make_final(sheet)
	before = stored(sheet).as_dict()
	pay(person, range(1, 13))
	done = evaluation.evaluate_all("测试方案", 2025, AS_OF, [person.branch])
	assert done.locked == (sheet.name,)
	assert stored(sheet).as_dict() == before


def test_measuring_needs_the_same_queries_for_few_and_for_many_branches(branch, person):
	criteria = scheme().rule_version().criteria
	pay(person, range(1, 13))
	names = factory.copies(branch, 40)
	evaluation.measure(criteria, "Party Member", {person.name: branch.name}, 2025, AS_OF)
	numbers = []
	for number in (1, 5, 40):
		subjects = dict(
			frappe.get_all(
				"Party Member",
				filters={"branch": ["in", names[:number]]},
				fields=["name", "branch"],
				as_list=True,
				order_by="name",
			)
		)
		with counted_queries() as queries:
			found = evaluation.measure(criteria, "Party Member", subjects, 2025, AS_OF)
		assert {measured["dues"].share for measured in found.values()} == {1}
		numbers.append(len(queries))
	assert numbers[0] == numbers[1] == numbers[2]


def test_one_sheet_a_scheme_subject_and_year(person):
	scheme()
	sheet = sheet_of(person)
	values = {"doctype": "Evaluation", "scheme": "测试方案", "subject": person.name, "branch": person.branch}
	with pytest.raises(frappe.DuplicateEntryError, match=sheet.name):
		frappe.get_doc({**values, "year": 2025}).insert()
	assert frappe.get_doc({**values, "year": 2024}).insert().name != sheet.name
	# The database holds it as well, past all of Python.
	assert frappe.db.get_column_index("tabEvaluation", "evaluation_key", unique=True)


def test_a_cancelled_sheet_makes_room_for_another(person):
	scheme()
	sheet = sheet_of(person)
	judge(sheet, "faith", 35)
	make_final(sheet)
	sheet.cancel()
	assert stored(sheet).evaluation_key is None
	amended = frappe.copy_doc(sheet)
	amended.update({"amended_from": sheet.name, "docstatus": 0})
	amended.insert()
	assert row(amended, "faith").judged_by == "Administrator"
	assert amended.evaluation_key


def test_a_sheet_made_by_hand_is_measured_like_the_others(person, freeze):
	freeze("2026-01-10")
	scheme()
	pay(person, range(1, 13))
	sheet = frappe.get_doc(
		{
			"doctype": "Evaluation",
			"scheme": "测试方案",
			"subject": person.name,
			"year": 2025,
			"branch": person.branch,
			"scores": [{"criterion_key": "faith", "points": 40, "judged_by": "Guest"}],
		}
	).insert()
	assert [(score.criterion_key, score.points, score.judged_by) for score in stored(sheet).scores] == [
		("dues", 60, None),
		("faith", 0, None),
	]


@pytest.mark.parametrize("year", [0, 1999, 2027])
def test_a_year_that_cannot_be_judged_is_refused(person, freeze, year):
	freeze("2026-11-23")
	scheme()
	with pytest.raises(frappe.ValidationError):
		frappe.get_doc(
			{
				"doctype": "Evaluation",
				"scheme": "测试方案",
				"subject": person.name,
				"year": year,
				"branch": person.branch,
			}
		).insert()
	assert not frappe.db.exists("Evaluation", {"subject": person.name})


# Judging


def test_who_judged_is_recorded_by_the_system(branch, person, set_user):
	scheme()
	sheet = sheet_of(person)
	secretary, deputy = factory.holder(branch, "Secretary"), factory.holder(branch, "Deputy Secretary")
	# While the secretary is away his deputy writes as well (R18).
	factory.absence(
		frappe.db.get_value("Party Post", {"post": "Secretary", "branch": branch.name}),
		frappe.utils.nowdate(),
	)
	set_user(secretary)
	sheet = frappe.get_doc("Evaluation", sheet.name)
	row(sheet, "faith").judged_by = deputy
	judge(sheet, "faith", 35)
	assert row(stored(sheet), "faith").judged_by == secretary
	sheet.opinion = "同意"
	set_user(deputy)
	sheet.save()
	assert row(stored(sheet), "faith").judged_by == secretary
	judge(sheet, "faith", 36)
	assert row(stored(sheet), "faith").judged_by == deputy


def test_a_form_that_sends_everything_back_as_text_is_accepted(person):
	scheme()
	sheet = sheet_of(person)
	sent = json.loads(sheet.as_json())
	next(row for row in sent["scores"] if row["criterion_key"] == "faith").update(
		{"points": "35", "basis": "表现好"}
	)
	frappe.get_doc(sent).save()
	assert (row(stored(sheet), "faith").points, stored(sheet).unjudged) == (35, 0)


def test_no_points_are_a_judgement_only_with_a_reason(person):
	scheme()
	sheet = sheet_of(person)
	judge(sheet, "faith", 0, None)
	assert sheet.unjudged == 1
	judge(sheet, "faith", 0, "全年未参加组织生活")
	assert sheet.unjudged == 0 and row(sheet, "faith").judged_by == "Administrator"


def test_a_sheet_with_open_criteria_cannot_be_submitted(person):
	scheme()
	sheet = sheet_of(person)
	with pytest.raises(frappe.ValidationError, match="信念"):
		make_final(sheet)
	assert frappe.db.get_value("Evaluation", sheet.name, "docstatus") == 0


@pytest.mark.parametrize("points", [-1, 40.01])
def test_points_beyond_the_criterion_are_refused(person, points):
	scheme()
	sheet = sheet_of(person)
	with pytest.raises(frappe.ValidationError):
		judge(sheet, "faith", points)
	assert row(stored(sheet), "faith").points == 0


@pytest.mark.parametrize(("field", "value"), [("points", 60), ("basis", "补交"), ("state", "Not Demanded")])
def test_measured_points_cannot_be_typed(person, field, value):
	scheme()
	sheet = sheet_of(person)
	row(sheet, "dues").set(field, value)
	with pytest.raises(frappe.ValidationError, match="党费"):
		sheet.save()


def test_criteria_cannot_be_removed_or_reweighted_on_the_sheet(person):
	scheme()
	sheet = sheet_of(person)
	row(sheet, "faith").max_points = 400
	judge(sheet, "faith", 40)
	assert row(stored(sheet), "faith").max_points == 40
	sheet.scores.pop()
	with pytest.raises(frappe.ValidationError):
		sheet.save()


def test_nobody_judges_himself(branch, set_user):
	scheme()
	secretary = factory.member(branch)
	user = factory.login(secretary)
	factory.post(secretary, "Secretary")
	sheet = sheet_of(secretary)
	set_user(user)
	with pytest.raises(frappe.PermissionError):
		judge(frappe.get_doc("Evaluation", sheet.name), "faith", 40)


def test_a_sheet_cannot_be_made_for_a_subject_of_another_branch(branch, person, set_user):
	"""The branch that the form sends is not believed: it follows from the subject."""
	scheme()
	elsewhere = factory.branch(parent=branch.parent_party_branch)
	set_user(factory.holder(elsewhere, "Secretary"))
	with pytest.raises(frappe.PermissionError):
		frappe.get_doc(
			{
				"doctype": "Evaluation",
				"scheme": "测试方案",
				"subject": person.name,
				"year": 2025,
				"branch": elsewhere.name,
			}
		).insert()


def test_each_secretary_sees_the_sheets_of_his_own_branch(branch, person, set_user):
	scheme()
	sheet = sheet_of(person)
	elsewhere = factory.branch(parent=branch.parent_party_branch)
	own, other = factory.holder(branch, "Secretary"), factory.holder(elsewhere, "Secretary")
	with set_user(own):
		assert frappe.get_list("Evaluation", pluck="name") == [sheet.name]
	with set_user(other):
		assert frappe.get_list("Evaluation", pluck="name") == []
		assert not frappe.has_permission("Evaluation", "read", sheet.name)


# Schemes


def test_samples_say_that_they_are_samples_and_give_a_hundred_points():
	for name in (BRANCH_SCHEME, MEMBER_SCHEME):
		document = frappe.get_doc("Evaluation Scheme", name)
		assert (
			name.startswith("示例")
			and "可修改" in document.basis
			and "不是上级发布的正式方案" in document.basis
		)
		version = frappe.get_doc("Evaluation Scheme Version", {"scheme": name})
		assert (version.standing, version.adopted_by) == ("Example", None)
		assert version.rule_version().whole == 100
		assert [row.stars for row in version.bands] == [5, 4, 3, 2, 1]


def test_samples_can_be_evaluated(branch, person):
	for name, subject in ((BRANCH_SCHEME, branch), (MEMBER_SCHEME, person)):
		sheet = sheet_of(subject, name)
		for score in sheet.scores:
			if score.source == "Judged":
				score.update({"points": score.max_points, "basis": "表现好"})
		sheet.save()
		make_final(sheet)
		assert 0 < sheet.total < 100 and sheet.band


def test_a_changed_sample_is_not_overwritten():
	frappe.db.set_value("Evaluation Scheme", BRANCH_SCHEME, "basis", "本市方案")
	evaluation_schemes.create_missing()
	assert frappe.db.get_value("Evaluation Scheme", BRANCH_SCHEME, "basis") == "本市方案"
	assert frappe.db.count("Evaluation Scheme Version", {"scheme": BRANCH_SCHEME}) == 1


def measured(**values):
	return {
		"criterion_key": "a",
		"title": "指标甲",
		"max_points": 100,
		"source": "Measured",
		"measure": "clause_rate",
		"rules": "R49",
		**values,
	}


@pytest.mark.parametrize(
	("criteria", "named"),
	[
		([measured(), measured()], "a"),
		([measured(max_points=0)], "指标甲"),
		([measured(max_points=-5)], "-5"),
		([measured(rules="")], "指标甲"),
		([measured(rules="R99")], "R99"),
		([measured(rules="R49, R57")], "R57"),
		([measured(rules="R22")], "R22"),
	],
)
def test_criteria_that_cannot_work_are_refused(criteria, named):
	with pytest.raises(frappe.ValidationError, match=named):
		scheme(criteria=criteria)
	assert not frappe.db.exists("Evaluation Scheme Version", {"scheme": "测试方案"})


@pytest.mark.parametrize("edges", [(60, 90), (90, 90), (120, 0), (90, -10)])
def test_bands_that_cannot_work_are_refused(edges):
	bands = [{"minimum_points": edge, "band": f"等次{index}", "stars": 1} for index, edge in enumerate(edges)]
	with pytest.raises(frappe.ValidationError):
		scheme(bands=bands)


def test_clause_numbers_may_be_typed_as_people_do():
	document = scheme("Party Branch", [measured(max_points=100, rules="r22，R23、R26 R22")])
	assert document.criteria[0].rules == "R22, R23, R26"


def test_a_scheme_that_is_out_of_use_makes_no_new_sheet(person):
	scheme(is_active=0)
	with pytest.raises(frappe.ValidationError):
		frappe.get_doc(
			{
				"doctype": "Evaluation",
				"scheme": "测试方案",
				"subject": person.name,
				"year": 2025,
				"branch": person.branch,
			}
		).insert()
