"""Public Welfare Activity: who took part, for how long, and nothing absurd."""

import pytest

import frappe

from party_affairs import ledgers
from tests.site import factory

pytestmark = pytest.mark.site


@pytest.fixture
def branch():
	return factory.branch(parent=factory.committee())


def record(branch, participants=(), **values):
	return frappe.get_doc(
		doctype="Public Welfare Activity",
		branch=branch.name,
		project="社区普法",
		participants=list(participants),
		**{"activity_date": "2025-05-01", **values},
	).insert()


def test_members_and_lawyers_take_part(branch):
	rows = [{"member": factory.member(branch).name}, {"lawyer_name": "李律师"}]
	assert len(record(branch, rows).participants) == 2


@pytest.mark.parametrize("row", [{}, {"member": "self", "lawyer_name": "李律师"}])
def test_participant_is_a_member_or_a_lawyer(branch, row):
	if row:
		row = {**row, "member": factory.member(branch).name}
	with pytest.raises(frappe.ValidationError, match="参加人员"):
		record(branch, [row])


def test_member_of_another_branch_is_refused(branch):
	stranger = factory.member(factory.branch(parent=branch.parent_party_branch), "外人")
	with pytest.raises(frappe.ValidationError, match="外人"):
		record(branch, [{"member": stranger.name}])


@pytest.mark.parametrize(
	"values", [{"hours": -1}, {"hours": 25}, {"activity_date": "2099-01-01"}, {"people_served": -5}]
)
def test_absurd_figures_are_refused(branch, values):
	with pytest.raises(frappe.ValidationError):
		record(branch, **values)


def test_hours_may_add_up_over_sessions(branch):
	assert record(branch, sessions=3, hours=30).hours == 30


def test_nobody_takes_part_longer_than_the_whole_activity(branch):
	person = factory.member(branch).name
	assert record(branch, [{"member": person, "hours": 1}], hours=2).participants[0].hours == 1
	with pytest.raises(frappe.ValidationError, match="2小时"):
		record(branch, [{"member": person, "hours": 3}], hours=2)
	assert record(branch, [{"member": person, "hours": 3}]).participants[0].hours == 3, (
		"no hours of the whole"
	)


def test_an_activity_took_place_at_least_once(branch):
	assert record(branch).sessions == 1
	for number in (0, -1):
		with pytest.raises(frappe.ValidationError, match="次数"):
			record(branch, sessions=number)


def test_both_ledgers_count_the_same_times(branch):
	activity = record(branch)
	frappe.db.set_value("Public Welfare Activity", activity.name, "sessions", 0)
	filters = {"year": 2025, "branch": branch.name}
	totals = [
		ledgers.get(key).build({**filters, **more}, user="Administrator").totals["sessions"]
		for key, more in (("public_welfare", {}), ("public_welfare_summary", {"view": "branch"}))
	]
	assert totals == [1, 1]


@pytest.mark.parametrize(("name", "sentence"), [("李 律师", "列了两次"), ("钱党员", "已作为党员")])
def test_nobody_takes_part_twice(branch, name, sentence):
	rows = [
		{"member": factory.member(branch, "钱党员").name},
		{"lawyer_name": "李律师"},
		{"lawyer_name": name},
	]
	with pytest.raises(frappe.ValidationError, match=sentence):
		record(branch, rows)


def test_what_is_seldom_so_is_asked_about_and_stored(branch):
	frappe.clear_messages()
	first = record(branch, other_lawyers=2)
	assert not frappe.get_message_log()
	record(branch, other_lawyers=2)
	assert first.name in str(frappe.get_message_log())
	frappe.clear_messages()
	record(branch, activity_date="2025-05-02")
	assert "参加人员" in str(frappe.get_message_log())
	frappe.clear_messages()


# Forms


def test_a_site_adds_forms_and_takes_them_out_of_use(branch):
	form = frappe.get_doc(doctype="Public Welfare Form", form_name="法律 夜校").insert()
	assert form.name == "法律夜校"
	activity = record(branch, form_of_service=form.name)
	form.is_active = 0
	form.save()
	with pytest.raises(frappe.ValidationError, match="已停用"):
		record(branch, form_of_service=form.name)
	activity.effect = "反响好"
	activity.save()
	assert activity.form_of_service == "法律夜校"


def test_a_usual_form_is_not_deleted(branch):
	with pytest.raises(frappe.ValidationError, match="常用方式"):
		frappe.delete_doc("Public Welfare Form", "法律咨询")


def test_form_that_nobody_has_entered_is_refused(branch):
	with pytest.raises(frappe.LinkValidationError):
		record(branch, form_of_service="Legal Aid")


# Photos


@pytest.mark.parametrize("consent", ["", "Consent Refused"])
def test_photo_hangs_on_the_board_with_consent_alone(branch, consent):
	photo = {"photo": factory.image(), "consent": consent}
	assert not record(branch, photos=[photo]).photos[0].on_board
	with pytest.raises(frappe.ValidationError, match="同意"):
		record(branch, photos=[{**photo, "on_board": 1}])


def test_photo_is_a_private_file_of_the_one_who_enters_it(branch):
	for address in ("/files/public.png", "/private/files/nobody.png"):
		with pytest.raises(frappe.ValidationError, match=r"私密|上传"):
			record(branch, photos=[{"photo": address}])


def test_photo_that_was_there_before_stays(branch):
	"""A public file of an older version is no reason to refuse every later change."""
	activity = record(branch, photos=[{"photo": factory.image()}])
	frappe.db.set_value("Public Welfare Photo", activity.photos[0].name, "photo", "/files/old.png")
	activity.reload()
	activity.effect = "反响好"
	activity.save()
	assert activity.photos[0].photo == "/files/old.png"


@pytest.mark.parametrize("uploaded_under", [None, "new-public-welfare-activity-abcdefghij"])
def test_who_reads_the_activity_reads_its_photos(branch, set_user, uploaded_under):
	"""A form that is not saved yet uploads under a name of its own."""
	address = factory.image()
	file = frappe.get_doc("File", {"file_url": address})
	if uploaded_under:
		file.db_set({"attached_to_doctype": "Public Welfare Activity", "attached_to_name": uploaded_under})
	activity = record(branch, photos=[{"photo": address}])
	file.reload()
	assert (file.attached_to_doctype, file.attached_to_name) == (activity.doctype, activity.name)
	reader = factory.holder(branch, "Organisation Commissioner")
	stranger = factory.holder(factory.branch(parent=branch.parent_party_branch), "Secretary")
	set_user(reader)
	assert file.has_permission("read")
	set_user(stranger)
	assert not file.has_permission("read")
