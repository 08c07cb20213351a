"""Versions of schemes: adopted by a resolution that is recorded, followed by new ones, tried out, and never changed once used."""

import pytest

import frappe

from party_affairs.api.evaluation import rounds as rounds_api
from party_affairs.api.evaluation import schemes as api
from party_affairs.api.evaluation import what_if
from party_affairs.exceptions import EvaluationError
from party_affairs.facts.evaluation import rounds, schemes
from party_affairs.party_affairs.doctype.evaluation_round import steps
from tests.site import factory

EXAMPLES = (
	"示例：党支部“六有”星级评价",
	"示例：党员星级评价",
	"示例：党支部“六有”达标评价",
	"示例：先进党支部“六好”评定",
	"示例：党支部年度考核",
)
JUDGED = (
	{"criterion_key": "faith", "title": "信念", "max_points": 60, "source": "Judged"},
	{"criterion_key": "service", "title": "公益", "max_points": 40, "source": "Judged"},
)


@pytest.fixture
def committee():
	return factory.committee()


@pytest.fixture
def branch(committee):
	return factory.branch(parent=committee)


@pytest.fixture
def officer(branch, committee):
	return factory.holder(branch, "Party Affairs Officer", committee)


def adoption(committee, **values):
	return {
		"organisation": committee.name,
		"resolution": "审议通过本办法。",
		"adopted_on": "2025-01-20",
		"document_no": "测律党〔2025〕1号",
		**values,
	}


@pytest.mark.parametrize("name", EXAMPLES)
def test_every_example_can_be_evaluated_and_says_that_it_is_one(name, committee, branch):
	factory.member(branch)
	version = frappe.get_doc("Evaluation Scheme Version", {"scheme": name})
	assert version.standing == "Example" and version.rule_version().whole == 100
	of_members = version.applies_to == "Party Member"
	document = frappe.get_doc(
		doctype=rounds.ROUND,
		scheme_version=version.name,
		year=2025,
		branch=branch.name if of_members else committee.name,
	).insert()
	from party_affairs.compliance import evaluation

	assert evaluation.evaluate_round(document.name, frappe.utils.getdate("2026-01-10")).broken == {}
	document.reload()
	assert document.is_example and document.sheets == 1


def test_adopting_an_example_makes_a_scheme_of_the_organisation_s_own(committee, officer, set_user):
	example = frappe.get_doc("Evaluation Scheme Version", {"scheme": EXAMPLES[1]})
	set_user(officer)
	given = adoption(committee, scheme_name="本市党员星级评价办法", effective_from="2025-01-01")
	adopted = frappe.get_doc("Evaluation Scheme Version", api.adopt(example.name, **given))
	assert (adopted.standing, adopted.scheme, adopted.adopted_by) == (
		"Adopted",
		"本市党员星级评价办法",
		committee.name,
	)
	assert (adopted.resolution, adopted.document_no) == ("审议通过本办法。", "测律党〔2025〕1号")
	assert [row.title for row in adopted.criteria] == [row.title for row in example.criteria]
	assert frappe.db.get_value("Evaluation Scheme Version", example.name, "standing") == "Example"
	assert frappe.db.get_value("Evaluation Scheme", adopted.scheme, "committee") == committee.name


@pytest.mark.parametrize(
	"changed",
	[
		{"resolution": " "},
		{"document_no": None},
		{"scheme_name": None},
		{"scheme_name": EXAMPLES[0]},
		{"adopted_on": "2999-01-01"},
		{"meeting": "PM-2000-00001"},
	],
)
def test_an_adoption_says_by_what_resolution(committee, officer, set_user, changed):
	example = frappe.get_doc("Evaluation Scheme Version", {"scheme": EXAMPLES[1]})
	set_user(officer)
	number = frappe.db.count("Evaluation Scheme Version")
	with pytest.raises((frappe.ValidationError, frappe.DuplicateEntryError)):
		api.adopt(example.name, **adoption(committee, **{"scheme_name": "本市办法", **changed}))
	if "adopted_on" not in changed:
		assert frappe.db.count("Evaluation Scheme Version") == number


def test_who_may_not_write_schemes_adopts_none(branch, committee, set_user):
	example = frappe.get_doc("Evaluation Scheme Version", {"scheme": EXAMPLES[1]})
	with set_user(factory.holder(branch, "Secretary")):
		for act in (
			lambda: api.adopt(example.name, **adoption(branch, scheme_name="本支部办法")),
			lambda: api.new_version(example.name),
			lambda: api.retire(example.name),
		):
			with pytest.raises(frappe.PermissionError):
				act()
	elsewhere = factory.committee()
	with set_user(factory.holder(branch, "Party Affairs Officer", committee)):
		with pytest.raises(frappe.PermissionError):
			api.adopt(example.name, **adoption(elsewhere, scheme_name="外市办法"))


def test_versions_follow_each_other_without_overlap_and_what_stands_is_not_changed(
	committee, officer, set_user
):
	set_user(officer)
	example = frappe.get_doc("Evaluation Scheme Version", {"scheme": EXAMPLES[1]})
	first = api.adopt(
		example.name, **adoption(committee, scheme_name="本市办法", effective_from="2024-01-01")
	)
	draft = frappe.get_doc("Evaluation Scheme Version", api.new_version(first))
	assert (draft.version, draft.standing, draft.adopted_by) == (2, "Draft", None)
	assert draft.content_fingerprint() != frappe.db.get_value(
		"Evaluation Scheme Version", first, "fingerprint"
	)
	draft.criteria[0].title = "理想信念"
	draft.save()
	with pytest.raises(EvaluationError):
		api.adopt(draft.name, **adoption(committee, effective_from="2023-01-01"))
	api.adopt(draft.name, **adoption(committee, effective_from="2026-01-01"))
	assert str(frappe.db.get_value("Evaluation Scheme Version", first, "effective_to")) == "2025-12-31"
	day = frappe.utils.getdate
	assert schemes.in_force("本市办法", day("2025-12-31")) == first
	assert schemes.in_force("本市办法", day("2026-01-01")) == draft.name
	stands = frappe.get_doc("Evaluation Scheme Version", first)
	stands.criteria[0].title = "改了"
	with pytest.raises(EvaluationError):
		stands.save()
	with pytest.raises(EvaluationError):
		api.adopt(first, **adoption(committee))
	assert api.retire(draft.name) == "Retired"
	with pytest.raises(EvaluationError):
		api.retire(draft.name)


def test_measures_are_offered_as_words(officer, set_user):
	set_user(officer)
	of_members, of_branches = (
		{row["value"]: row for row in api.measures(of)} for of in ("Party Member", "Party Branch")
	)
	assert {"welfare_hours", "clause_rate"} <= set(of_members) and "opinions_answered" not in of_members
	assert of_branches["opinions_answered"]["label"] and of_members["honours"]["only_counts"]
	set_user("Guest")
	with pytest.raises(frappe.PermissionError):
		api.measures("Party Member")


@pytest.mark.parametrize(
	("values", "named"),
	[
		({"publicity_days": 0}, "60"),
		({"publicity_days": 9999}, "60"),
		({"effective_from": "1900-01-01"}, "2000"),
		({"bands": [{"minimum_points": 0, "band": "五星", "stars": 99}]}, "五星"),
		(
			{"criteria": [{**JUDGED[0], "max_points": 100, "parameters": '{"foo": "bar"}'}]},
			JUDGED[0]["title"],
		),
	],
)
def test_a_version_says_what_there_can_be(values, named):
	given = {"criteria": JUDGED, **values}
	with pytest.raises(EvaluationError, match=named):
		factory.scheme("限度方案", "Party Member", given.pop("criteria"), **given)


# What if


@pytest.fixture
def judged(branch):
	"""A round of seven members by a scheme with two judged criteria and a veto."""
	secretary = factory.holder(branch, "Secretary", member_name="书记甲")
	for number in range(6):
		factory.member(branch, member_name=f"党员{number}")
	version = factory.scheme(
		"试算方案",
		"Party Member",
		JUDGED,
		bands=[
			{"minimum_points": points, "band": band, "stars": stars}
			for points, band, stars in ((90, "五星", 5), (60, "三星", 3), (0, "一星", 1))
		],
		vetoes=[{"veto_key": "bad", "title": "失信", "ground": "Judged", "highest_band": "一星"}],
	)
	document = frappe.get_doc(
		doctype=rounds.ROUND, scheme_version=version.name, year=2025, branch=branch.name
	).insert()
	steps.Measure(document).take()
	points = ((60, 40), (60, 40), (60, 20), (60, 20), (30, 40), (30, 20), (60, 40))
	rows = []
	for place, (sheet, given) in enumerate(zip(rounds.sheets_of(document.name), points, strict=True)):
		for key, number in zip(("faith", "service"), given, strict=True):
			rows.append({"sheet": sheet.name, "criterion_key": key, "points": number, "basis": "评定"})
		if place == 6:
			rows.append({"sheet": sheet.name, "criterion_key": "bad", "holds": 1, "basis": "失信"})
	assert rounds_api.judge(document.name, rows)["refused"] == {}
	return frappe._dict(version=version.name, secretary=secretary, document=document)


def bands(found):
	return {row["band"]: (row["before"], row["after"]) for row in found["bands"]}


def test_a_change_is_tried_out_and_nothing_is_saved(judged, set_user):
	set_user(judged.secretary)
	start = what_if.choices(judged.version)
	assert start["years"] == [2025] and [row["band"] for row in start["bands"]] == ["五星", "三星", "一星"]
	before = frappe.get_all("Evaluation", fields=["name", "total", "band", "modified"], order_by="name")
	found = what_if.try_out(judged.version, 2025, {"weights": {"faith": 90, "service": 10}})
	assert bands(found) == {"五星": (2, 4), "三星": (3, 0), "一星": (2, 3)}
	assert len(found["moves"]) == 3 and {row["band_after"] for row in found["moves"]} == {"五星", "一星"}
	dropped = what_if.try_out(judged.version, 2025, frappe.as_json({"vetoes": {"bad": None}}))
	assert bands(dropped)["五星"] == (2, 3)
	assert (
		frappe.get_all("Evaluation", fields=["name", "total", "band", "modified"], order_by="name") == before
	)


def test_a_draft_is_tried_on_the_sheets_of_the_version_that_it_was_made_of(judged):
	draft = frappe.get_doc(schemes.VERSION, api.new_version(judged.version))
	start = what_if.choices(draft.name)
	assert (start["years"], start["basis"], start["awaiting"]) == ([2025], judged.version, [])
	same = what_if.try_out(draft.name, 2025)
	assert same["number"] == 7 and all(row["before"] == row["after"] for row in same["bands"])
	draft.criteria[0].max_points = 50
	draft.append(
		"criteria", {"criterion_key": "new", "title": "新项", "max_points": 10, "source": "Judged", "idx": 3}
	)
	draft.save()
	assert what_if.choices(draft.name)["awaiting"] == ["新项"]
	found = what_if.try_out(draft.name, 2025)
	assert bands(found)["五星"] == (2, 2) and found["number"] == 7
	# Without an earlier version there is nothing to try on.
	other = factory.scheme("另案", "Party Member", JUDGED)
	assert what_if.choices(other.name)["years"] == []


def test_who_sees_sums_alone_sees_no_names_and_no_small_groups(judged, officer, committee, branch, set_user):
	change = {"weights": {"faith": 90, "service": 10}}
	elsewhere = factory.committee()
	set_user(officer)
	found = what_if.try_out(judged.version, 2025, change, committee.name)
	# Two, three and two people; then four, nobody and three.
	assert bands(found) == {"五星": (None, None), "三星": (None, 0), "一星": (None, None)}
	assert found["moves"] == [] and found["number"] == 7 and not found["hidden"]
	frappe.db.set_value("Evaluation Scheme Version", judged.version, "least_group", 8)
	frappe.clear_document_cache("Evaluation Scheme Version", judged.version)
	assert what_if.try_out(judged.version, 2025, change)["bands"] is None
	with set_user(judged.secretary):
		assert bands(what_if.try_out(judged.version, 2025, change))["五星"] == (2, 4)
	with pytest.raises(frappe.PermissionError):
		what_if.try_out(judged.version, 2025, change, elsewhere.name)


def test_who_sees_sums_alone_tries_no_bands_that_tell_points(judged, officer, set_user):
	def try_bands(*edges):
		# The lowest is the one that the veto names.
		bands = [
			{"band": f"{edge}分" if edge else "一星", "minimum_points": edge, "stars": 1} for edge in edges
		]
		return what_if.try_out(judged.version, 2025, {"bands": bands})

	fine = [number / 20 for number in range(2001)]
	for edges in (fine, (0, 60, 60.05), range(0, 100, 9)):
		with set_user(officer), pytest.raises(EvaluationError, match="10"):
			try_bands(*edges)
	with set_user(officer):
		assert try_bands(0, 50)["bands"]
	with set_user(judged.secretary):
		assert len(try_bands(*range(0, 100, 5))["bands"]) >= 20


def test_a_small_branch_is_not_in_the_sums_of_those_above(judged, officer, committee, set_user):
	small = factory.branch(parent=committee)
	factory.member(small, member_name="独员")
	document = frappe.get_doc(
		doctype=rounds.ROUND, scheme_version=judged.version, year=2025, branch=small.name
	).insert()
	steps.Measure(document).take()
	(sheet,) = rounds.sheets_of(document.name)
	rows = [
		{"sheet": sheet.name, "criterion_key": key, "points": 40, "basis": "评定"}
		for key in ("faith", "service")
	]
	assert rounds_api.judge(document.name, rows)["refused"] == {}
	set_user(officer)
	found = what_if.try_out(judged.version, 2025, {}, committee.name)
	assert (found["number"], found["left_out"]) == (8, 1)


def test_a_scheme_that_was_adopted_stays_with_its_organisation(committee, branch, officer, set_user):
	example = frappe.get_doc("Evaluation Scheme Version", {"scheme": EXAMPLES[1]}).name
	with set_user(officer):
		name = api.adopt(example, **adoption(committee, scheme_name="本市办法"))
	scheme = frappe.db.get_value("Evaluation Scheme Version", name, "scheme")
	other = factory.committee()
	stranger = factory.holder(factory.branch(parent=other), "Party Affairs Officer", other)
	for user in (officer, stranger, "Administrator"):
		with set_user(user), pytest.raises((EvaluationError, frappe.PermissionError)):
			document = frappe.get_doc("Evaluation Scheme", scheme)
			document.committee = other.name
			document.save()
	with set_user(stranger), pytest.raises(frappe.PermissionError):
		document = frappe.get_doc("Evaluation Scheme", scheme)
		document.is_active = 0
		document.save()
	with set_user(officer):
		document = frappe.get_doc("Evaluation Scheme", scheme)
		document.is_active = 0
		document.save()
		draft = api.new_version(name)
	# Were the owner moved past the form, the earlier resolution would still be that of the other.
	frappe.db.set_value("Evaluation Scheme", scheme, "committee", other.name)
	with set_user(stranger), pytest.raises(frappe.PermissionError):
		api.adopt(draft, **adoption(other, effective_from="2027-01-01"))


def test_samples_are_changed_by_nobody_s_officer(officer, set_user):
	with set_user(officer), pytest.raises(frappe.PermissionError):
		document = frappe.get_doc("Evaluation Scheme", EXAMPLES[0])
		document.is_active = 0
		document.save()


@pytest.mark.parametrize(
	("changes", "named"),
	[
		({"weights": {"faith": 50}}, "90"),
		({"weights": {"nichts": 50}}, "nichts"),
		({"weights": {"faith": "viel"}}, "viel"),
		({"bands": [{"band": "五星", "minimum_points": 10, "stars": 5}]}, "五星"),
		({"weights": [1, 2]}, "权重"),
		("{", "权重"),
	],
)
def test_a_change_that_contradicts_itself_gets_the_sentence_of_the_rule(judged, changes, named):
	with pytest.raises(frappe.ValidationError, match=named):
		what_if.try_out(judged.version, 2025, changes)


def test_the_number_of_queries_does_not_depend_on_the_sheets(judged, branch):
	from tests.support.queries import counted_queries

	with counted_queries() as few:
		what_if.try_out(judged.version, 2025, {})
	for number in range(5):
		factory.member(branch, member_name=f"新党员{number}")
	steps.Measure(frappe.get_doc(rounds.ROUND, judged.document.name)).take()
	# What is still to be judged would only swell the lowest band.
	assert what_if.try_out(judged.version, 2025, {})["number"] == 7
	rows = [
		{"sheet": sheet.name, "criterion_key": key, "points": 40, "basis": "评定"}
		for sheet in rounds.sheets_of(judged.document.name)
		if sheet.unjudged
		for key in ("faith", "service")
	]
	assert rounds_api.judge(judged.document.name, rows)["refused"] == {}
	with counted_queries() as more:
		assert what_if.try_out(judged.version, 2025, {})["number"] == 12
	assert len(more) == len(few)
