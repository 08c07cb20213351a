"""The photo board, the check of the rooms, and the study material."""

import io
from datetime import date

import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo

import frappe

from party_affairs import daily, ledgers
from party_affairs.api.notice import own, photos
from party_affairs.exceptions import NoticeError
from party_affairs.facts.notice import shown
from party_affairs.facts.notice import venue as venue_facts
from party_affairs.party_affairs.doctype.board_photo import display_copy
from party_affairs.patches.v0_11 import show_rooms_on_self_checks
from party_affairs.printing import documents
from party_affairs.rules.notice import venue
from tests.site import factory
from tests.support.requests import call

pytestmark = pytest.mark.site

TODAY = "2026-03-02"
PHOTO = "Board Photo"


@pytest.fixture(scope="module")
def house(rolled_back):
	import time_machine

	with time_machine.travel(f"{TODAY} 12:00:00+08:00"), rolled_back():
		yield House()


@pytest.fixture(autouse=True)
def frozen(freeze):
	freeze(TODAY)


class House:
	"""A branch with a publicity commissioner and a member, and one beside it."""

	def __init__(self):
		committee = factory.committee("阵地测试党委")
		self.near = factory.branch("阵地测试支部", parent=committee)
		self.far = factory.branch("阵地测试邻支部", parent=committee)
		self.keeper = factory.member(self.near, "阵地宣传")
		factory.post(self.keeper, "Publicity Commissioner")
		self.publicity = factory.login(self.keeper)
		self.person = factory.member(self.near, "阵地党员")
		self.member = factory.login(self.person)
		self.stranger = factory.holder(self.far, "Publicity Commissioner", member_name="邻宣传")

	def photo(self, people=None, **values):
		frappe.set_user(self.publicity)
		people = [{"member": self.person.name, "consented_on": "2026-02-01"}] if people is None else people
		return frappe.get_doc(
			{
				"doctype": PHOTO,
				"branch": self.near.name,
				"caption": "送法进社区",
				"taken_on": "2026-02-10",
				"photo": factory.image(),
				"people": people,
				**values,
			}
		).insert()

	def hung(self, **values):
		photo = self.photo(**values)
		photos.hang(photo.name)
		return frappe.get_doc(PHOTO, photo.name)


def seen_by(user, photo):
	"""Whether a member's page sends him the photo."""
	frappe.set_user(user)
	try:
		own.photo(photo.name)
	except frappe.DoesNotExistError:
		return False
	return bool(frappe.local.response.pop("filecontent"))


# Photos


def test_the_copy_that_hangs_holds_nothing_but_what_is_seen():
	exif = Image.Exif()
	exif[0x010F], exif[0x0112], exif[0x9003] = "SecretCamera", 6, "2026:02:10 10:00:00"
	exif.get_ifd(0x8825)[2] = (29.0, 6.0, 12.0)
	stream = io.BytesIO()
	Image.new("RGB", (300, 200), "red").save(
		stream, "JPEG", exif=exif, comment=b"secret", xmp=b"<x:xmpmeta>SecretPlace</x:xmpmeta>"
	)
	bare = display_copy.bare(stream.getvalue(), 100)
	with Image.open(io.BytesIO(bare)) as copy:
		assert (
			copy.size == (67, 100)
			and not copy.getexif()
			and set(copy.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
		)
	assert b"ecret" not in bare and b"Exif" not in bare and b"xmp" not in bare
	text = PngInfo()
	text.add_text("Location", "SecretPlace")
	stream = io.BytesIO()
	Image.new("RGBA", (10, 10), (0, 0, 0, 0)).save(stream, "PNG", pnginfo=text)
	assert b"ecret" not in display_copy.bare(stream.getvalue(), 100)
	for content in (b"no picture", stream.getvalue()[:40]):
		with pytest.raises((OSError, ValueError)):
			display_copy.bare(content, 100)


@pytest.mark.parametrize(
	"people",
	[
		[],
		[{"person_name": "路人甲"}],
		[{"person_name": "路人甲", "consented_on": "2026-02-01", "withdrawn_on": "2026-02-20"}],
	],
)
def test_no_photo_hangs_without_consent(house, people):
	photo = house.photo(people)
	with pytest.raises(NoticeError, match="同意"):
		photos.hang(photo.name)
	assert frappe.db.get_value(PHOTO, photo.name, "status") == "Chosen"


def test_a_photo_hangs_for_the_members_of_the_branch_until_its_day(house, freeze):
	photo = house.hung(hangs_until="2026-03-10")
	assert photo.display_copy and photo.display_copy != photo.photo
	assert seen_by(house.member, photo) and not seen_by(house.stranger, photo)
	assert photo.name in {
		row.name
		for row in own.board(house.person.name, house.near.name, frappe.utils.getdate(TODAY))["photos"]
	}
	freeze("2026-03-11")
	assert not seen_by(house.member, photo)
	frappe.set_user("Administrator")
	daily.take_down_what_is_over()
	photo.reload()
	assert (photo.status, photo.display_copy) == ("Taken Down", None)


def test_consent_taken_back_takes_the_photo_down_at_once_and_its_copy_with_it(house):
	frappe.set_user(house.publicity)
	address = factory.image()
	activity = factory.welfare(
		house.near, photos=[{"photo": address, "consent": "Consent Given", "on_board": 1}]
	)
	photo = house.hung(photo=address, source_doctype=activity.doctype, source_name=activity.name)
	photo.people[0].withdrawn_on = TODAY
	photo.save()
	assert (photo.status, photo.taken_down_because) == ("Taken Down", "本人撤回同意。")
	assert not seen_by(house.member, photo)
	assert not frappe.get_all(
		"File", filters={"attached_to_name": photo.name, "attached_to_field": "display_copy"}
	)
	row = frappe.get_doc(activity.doctype, activity.name).photos[0]
	assert (row.consent, row.on_board) == ("Consent Refused", 0)
	frappe.set_user(house.publicity)
	with pytest.raises(NoticeError, match="同意"):
		photos.hang(photo.name)


def test_photos_are_chosen_from_the_records_of_the_branch(house):
	frappe.set_user(house.publicity)
	address = factory.image()
	activity = factory.welfare(house.near, day="2026-02-10", photos=[{"photo": address, "caption": "义诊"}])
	found = {row["photo"]: row for row in photos.candidates(house.near.name)}
	assert found[address]["caption"] == "义诊" and found[address]["source_name"] == activity.name
	house.photo(photo=address, source_doctype=activity.doctype, source_name=activity.name)
	assert address not in {row["photo"] for row in photos.candidates(house.near.name)}
	with pytest.raises(NoticeError, match="没有"):
		house.photo(
			photo=factory.image("别的.png", "#335577"),
			source_doctype=activity.doctype,
			source_name=activity.name,
		)
	frappe.set_user(house.stranger)
	with pytest.raises(frappe.PermissionError):
		photos.candidates(house.near.name)


def test_a_caption_passes_the_guard_also_while_the_photo_hangs(house):
	with pytest.raises(NoticeError, match="电话号码"):
		photos.hang(house.photo(caption="联系13800138000").name)
	photo = house.hung()
	photo.caption = "阵地党员因病住院"
	with pytest.raises(NoticeError, match="健康"):
		photo.save()


def test_the_photo_board_is_printed_for_those_who_may(house):
	house.hung(caption="印在纸上的风采")
	branch = frappe.get_doc("Party Branch", house.near.name)
	page = documents.party_document(branch, "photo_board")
	assert "印在纸上的风采" in page and "data:image/jpeg" in page
	frappe.set_user(house.stranger)
	with pytest.raises(frappe.PermissionError):
		documents.party_document(branch, "photo_board")


@pytest.mark.parametrize(
	("values", "sentence"),
	[
		({"hangs_until": "2026-03-01"}, "已过"),
		({"photo": "drawing.svg"}, "不是可读的图片"),
		({"photo": "words.txt"}, "不是可读的图片"),
	],
)
def test_what_cannot_hang_is_refused_when_it_is_saved(house, values, sentence):
	frappe.set_user(house.publicity)
	if "photo" in values:
		values = {"photo": uploaded(values["photo"], "<svg xmlns='http://www.w3.org/2000/svg'/>").file_url}
	with pytest.raises(NoticeError, match=sentence):
		house.photo(**values)


def uploaded(name, content, **values):
	return frappe.get_doc(doctype="File", file_name=name, is_private=1, content=content, **values).insert()


def test_the_file_of_a_photo_tells_nobodys_name(house):
	frappe.set_user(house.publicity)
	stream = io.BytesIO()
	Image.new("RGB", (20, 10), "#123456").save(stream, "PNG")
	told = "阵地党员330702198001011232"
	file = uploaded(f"{told}.png", stream.getvalue())
	photo = house.photo(photo=file.file_url)
	file.reload()
	assert told not in photo.photo and told not in file.file_name + file.file_url
	assert (file.attached_to_name, file.get_content()) == (photo.name, stream.getvalue())
	assert not frappe.db.exists("Comment", {"reference_name": photo.name, "content": ["like", f"%{told}%"]})
	photo.hangs_until = TODAY
	photo.save()
	assert photo.photo == file.file_url
	photos.hang(photo.name)


# Rooms


def check(house, states=(), **values):
	frappe.set_user(house.publicity)
	document = frappe.get_doc(
		{"doctype": "Party Venue Check", "branch": house.near.name, "checked_on": TODAY, **values}
	).insert()
	for row in document.items:
		row.state = dict(states).get(row.item, "There")
		row.note = "场所条件不具备" if row.state == "Not Applicable" else None
	document.save()
	return document


def test_the_latest_check_says_what_is_missing_by_clause(house):
	check(house, {"flag": "Lacking"}, checked_on="2026-01-10")
	document = check(house, {"sign": "Lacking", "secretary_office": "Not Applicable", "keeper": ""})
	assert (document.missing, document.open_items) == (1, 1)
	states = venue_facts.states(
		[house.near.name], frappe.utils.getdate("2026-01-01"), frappe.utils.getdate(TODAY)
	)[house.near.name]
	assert venue.missing_of("R53", states) == ("sign",)
	assert venue.is_kept("R54", states) and venue.is_kept("R63", states)
	assert venue.missing_of("R55", states) == ("keeper",)
	ledger = ledgers.get("venue_checks").build({"branch": house.near.name, "year": 2026})
	assert sum(row["state_key"] == "Lacking" for row in ledger.rows) == 1
	page = documents.party_document(document)
	assert "门口标识" in page and page.count('class="sheet') == 1


def test_what_is_not_applicable_says_why(house):
	frappe.set_user(house.publicity)
	document = frappe.get_doc(
		{"doctype": "Party Venue Check", "branch": house.near.name, "checked_on": TODAY}
	).insert()
	document.items[0].state = "Not Applicable"
	with pytest.raises(NoticeError, match="不适用的原因"):
		document.save()


def test_what_was_answered_before_the_first_saving_stays(house):
	frappe.set_user(house.publicity)
	rows = [{"item": "flag", "state": "There"}, {"item": "invented", "state": "There", "label": "x"}]
	values = {"doctype": "Party Venue Check", "branch": house.near.name, "checked_on": TODAY, "items": rows}
	call(house.publicity, "frappe.desk.form.save.savedocs", doc=frappe.as_json(values), action="Save")
	document = frappe.get_last_doc("Party Venue Check", {"branch": house.near.name})
	assert {row.item: row.state for row in document.items if row.state} == {"flag": "There"}
	assert "invented" not in {row.item for row in document.items}
	rows[:] = [{"item": "sign", "photo": uploaded("no.txt", "no picture").file_url}]
	with pytest.raises(NoticeError, match="不是可读的图片"):
		frappe.get_doc(values).insert()


# Study material


def material(house, **values):
	frappe.set_user(house.publicity)
	return frappe.get_doc(
		{"doctype": "Study Material", "branch": house.near.name, "title": "党章", "copies": 2, **values}
	).insert()


def test_the_inventory_tells_who_keeps_it_and_what_is_out(house):
	document = material(
		house,
		loans=[{"member": house.person.name, "copies": 1, "lent_on": "2026-02-01"}],
		counts=[{"counted_on": "2026-02-20", "counted": 0}],
	)
	assert document.lent_out == 1
	ledger = ledgers.get("study_material").build({"branch": house.near.name, "year": 2026})
	row = next(row for row in ledger.rows if row["name"] == document.name)
	assert (row["kept_by"], row["lent"], row["counted"]) == ("阵地宣传", 1, 0)
	assert next(figure.value for figure in ledger.figures if figure.label == "最近盘点短缺") >= 1
	before = ledgers.get("study_material").build({"branch": house.near.name, "as_of": "2026-01-15"})
	assert next(row for row in before.rows if row["name"] == document.name)["lent"] == 0


@pytest.mark.parametrize(
	("values", "sentence"),
	[
		({"copies": 0}, "册数"),
		({"loans": [{"borrower": "某人", "copies": 3, "lent_on": "2026-02-01"}]}, "借出3册"),
		({"loans": [{"copies": 1, "lent_on": "2026-02-01"}]}, "二者取一"),
		({"bought_on": "2026-04-01"}, "晚于今天"),
		({"written_off_on": "2026-02-01"}, "注销原因"),
		({"written_off_because": "破损"}, "注销日期"),
		({"bought_on": "2026-02-02", "written_off_on": "2026-02-01", "written_off_because": "破损"}, "早于"),
	],
)
def test_what_cannot_be_is_refused(house, values, sentence):
	with pytest.raises(frappe.ValidationError, match=sentence):
		material(house, **values)


# Beside the lines of a self-check sheet


def test_self_checks_show_what_is_known_of_rooms_and_books(house):
	check(house, {"sign": "Lacking", "secretary_office": "Not Applicable"})
	material(house)
	names, first, day = [house.near.name], date(2026, 1, 1), date(2026, 3, 2)
	assert "门口标识" in shown.rooms(names, first, day)[house.near.name].text(frappe._)
	assert "学习资料" in shown.books(names, first, day)[house.near.name].text(frappe._)
	assert shown.rooms([house.far.name], first, day) == shown.made_known([house.far.name], first, day) == {}


def test_sheets_of_before_learn_to_show_it_and_changed_lines_stay():
	line = frappe.qb.DocType("Self Check Scheme Line")

	def facts_of(key):
		return frappe.get_all("Self Check Scheme Line", {"line_key": key}, pluck="shown_facts", distinct=True)

	def store(key, text):
		frappe.qb.update(line).set(line.shown_facts, text).where(line.line_key == key).run()

	for key, text in (("venue_sign", ""), ("office_plan", "plan"), ("board_plans", "meetings")):
		store(key, text)
	show_rooms_on_self_checks.execute()
	show_rooms_on_self_checks.execute()
	assert facts_of("venue_sign") == ["rooms"] and facts_of("office_plan") == ["plan, rooms"]
	assert facts_of("board_plans") == ["meetings"]
