"""A year's volume: what belongs in it, bound into one PDF and one ZIP, verified here and elsewhere, fixed from then on."""

import contextlib
import io
import json
import zipfile

import pikepdf
import pytest

import frappe

from party_affairs import jobs
from party_affairs.api.archive import volumes as api
from party_affairs.checks import archived, manifest
from party_affairs.compliance import archive
from party_affairs.exceptions import ArchiveError
from party_affairs.facts.archive import volumes as facts
from party_affairs.guide.archive import volume_contents
from party_affairs.ledgers import get as ledger
from party_affairs.printing.archive import binding_job, stored_files
from tests.site import factory
from tests.site.archive.year import ADDRESS, SECRET, TODAY, House, bound, stored, text_of

SERIES = "Archive Volume"


@pytest.fixture(scope="module", autouse=True)
def _no_queue():
	with pytest.MonkeyPatch.context() as patch:
		patch.setattr(jobs, "put", lambda *_args, **_options: None)
		patch.setattr(jobs, "is_at_work", lambda _job: False)
		yield


@pytest.fixture(scope="module")
def built(built_once):
	def build():
		house = House()
		volume = bound(house.volume(cabinet="甲柜", shelf="2"))
		return house, volume, stored(volume.zip_file).read_bytes(), stored(volume.pdf_file).read_bytes()

	return built_once(build, TODAY)


@pytest.fixture
def house(built):
	return built[0]


@pytest.fixture
def volume(built, freeze):
	freeze(TODAY)
	return frappe.get_doc(SERIES, built[1].name)


@pytest.fixture
def files(built):
	with zipfile.ZipFile(io.BytesIO(built[2])) as archive_:
		return {name: archive_.read(name) for name in archive_.namelist()}


def changes(volume):
	volume.reload()
	return [(row.what, row.record_name or row.remark) for row in volume.changes]


# What is bound


def test_a_bound_volume_holds_the_year_with_its_sums_and_says_what_is_missing(volume, files, built, house):
	assert (volume.status, volume.edition, volume.progress) == ("Bound", 1, 100)
	standing = {row.title: (row.there, row.standing) for row in volume.contents}
	assert standing["会议记录"] == (2, "In the Volume")
	assert standing["年度计划及完成情况"] == (5, "In the Volume")
	assert standing["谈心谈话记录"] == (1, "Named Alone")
	assert standing["组织生活会材料"] == (0, "Not There")
	assert standing["签到表原件"][1] == "In the Volume"
	assert {"04-会议记录/会议记录.pdf", "03-组织生活台账/组织生活台账.xlsx", "verify.py", "说明.txt"} <= set(
		files
	)
	assert files["05-签到表原件/01-三月签到表.png"].startswith(b"\x89PNG")
	told = json.loads(files[manifest.MANIFEST])
	assert told["pdf_sha256"] == volume.pdf_sum == manifest.sum_of(built[3])
	assert manifest.sum_of(built[2]) == volume.zip_sum
	minutes = next(one for one in told["records"] if one["name"] == house.meetings[0].name)
	assert minutes["pages"][0] > 0
	with pikepdf.open(io.BytesIO(built[3])) as pdf:
		assert len(pdf.pages) == volume.page_count == told["pdf_pages"]
		with pdf.open_outline() as outline:
			*_others, last = outline.root
			assert [line.title for line in last.children] == ["签到表原件：三月签到表"]
	contents = text_of(built[3])
	assert "2025年3月14日 主题党日 学习讨论3" in contents and "三月签到表" in contents and "附1" in contents


def test_nothing_that_was_said_in_confidence_and_no_address_lies_in_it(built, files, house):
	everything = text_of(built[3]) + files[manifest.MANIFEST].decode()
	for path, content in files.items():
		if path.endswith(".xlsx"):
			with zipfile.ZipFile(io.BytesIO(content)) as book:
				everything += "".join(
					book.read(name).decode() for name in book.namelist() if name.endswith(".xml")
				)
	assert "学习讨论3" in everything and "主题党日记录" in everything and house.talk.name in everything
	assert SECRET not in everything and ADDRESS not in everything


def test_all_who_read_a_volume_may_read_what_lies_open_in_it():
	def readers(doctype):
		return {row.role for row in frappe.get_meta(doctype).permissions if row.read and not row.permlevel}

	for item in volume_contents.items():
		doctype = item.doctype or (item.ledger and ledger(item.ledger).DOCTYPE)
		if doctype and item.made != "sealed":
			assert readers(SERIES) <= readers(doctype), item.key


@pytest.fixture
def stub(monkeypatch):
	"""Binding without a PDF engine: what is stored is what is looked at."""

	def bind(document, tell):
		tell(50)
		stored_ = {
			ending: stored_files.store(
				SERIES, document.name, f"{ending}_file", f"{document.name}-1.{ending}", ending.encode()
			)
			for ending in ("pdf", "zip")
		}
		if bind.killed:
			raise SystemExit
		binding_job.steps.Finish(
			document,
			values={
				"page_count": 1,
				**{f"{ending}_file": one.address for ending, one in stored_.items()},
				**{f"{ending}_sum": one.digest for ending, one in stored_.items()},
			},
			records=[],
		).take()

	bind.killed = False
	monkeypatch.setattr(binding_job, "bind", bind)
	return bind


def test_a_job_that_is_killed_leaves_nothing_and_the_night_begins_it_again(house, freeze, stub, monkeypatch):
	freeze(TODAY)
	volume = house.volume(volume_no=2, scans=[])
	api.bind(volume.name)
	stub.killed = True
	frappe.db.commit()
	with pytest.raises(SystemExit):
		binding_job.run(volume.name)
	frappe.db.rollback()
	left = sorted(stored("/private/files").glob(f"{volume.name}-*"))
	assert left and frappe.db.get_value(SERIES, volume.name, "status") == "Being Bound"
	assert api.progress(volume.name)["broken_off"]
	queued = []
	monkeypatch.setattr(jobs, "put", lambda _method, job, *_args, **_options: queued.append(job))
	archive.daily()
	assert queued == [archive.job_id(volume.name)]
	left[0].with_name(f"{left[0].name}.part").write_bytes(b"half")
	stub.killed = False
	assert binding_job.run(volume.name) and binding_job.run(volume.name)
	volume.reload()
	assert (volume.status, volume.edition) == ("Bound", 1)
	assert len(sorted(stored("/private/files").glob(f"{volume.name}-*"))) == 2
	assert frappe.db.count("File", {"attached_to_name": volume.name}) == 2


def test_what_cannot_be_bound_says_why_and_is_collected_on(house, freeze, monkeypatch):
	freeze(TODAY)
	scan = {"belongs_to": "签到表原件", "title": "扫描", "file": factory.image("要坏的.png", "#112233")}
	volume = house.volume(volume_no=2, scans=[scan])
	stored(volume.scans[0].file).write_bytes(b"something else")
	api.bind(volume.name)
	assert not binding_job.run(volume.name)
	volume.reload()
	assert volume.status == "Being Collected" and "扫描件" in volume.failure


# What comes later


def test_changes_of_bound_records_are_noted_once_a_day_or_refused(volume, house):
	meeting = frappe.get_doc("Party Meeting", house.meetings[0].name)
	meeting.cancel()
	report = frappe.get_doc("Party Work Report", house.report.name)
	for opinion in ("同意", "同意并补充"):
		report.review_opinions = opinion
		report.save()
	assert changes(volume) == [("Record Cancelled", meeting.name), ("Record Changed", report.name)]
	for document in (house.plan, house.welfare):
		with pytest.raises(ArchiveError, match="重新开卷"):
			frappe.get_doc(document.doctype, document.name).save()
		with pytest.raises(ArchiveError):
			frappe.get_doc(document.doctype, document.name).delete()
	with pytest.raises(ArchiveError):
		factory.welfare(house.near, house.people[0], day="2025-08-01")
	factory.welfare(house.near, house.people[0], day="2026-01-05")
	factory.welfare(house.far, "某律师", day="2025-08-01")


def _in_year(kind, branch, year, **values):
	"""A record of a kind as it would stand in a year, without a database behind it."""
	doc = frappe.new_doc(kind.doctype)
	doc.update({"name": f"X-{kind.doctype}", "branch": branch, **{k: v[0] for k, v in kind.where.items()}})
	if kind.year_by == "year":
		doc.year = year
	elif kind.year_by == "period":
		doc.period_key = f"{year}-H1"
	elif kind.row:
		doc.append(kind.row, {kind.dated: f"{year}-05-06"})
	elif kind.dated:
		doc.set(kind.dated, f"{year}-05-06")
	doc.update(values)
	return doc


def _told(kind, field):
	return (not kind.fields or field.fieldname in kind.fields) and field.fieldname not in (
		*("branch", "year", "period_key", kind.dated, kind.until),
		*(*kind.besides, *kind.where),
	)


def test_every_kind_of_record_that_a_volume_shows_is_watched(volume, house):
	events, kinds = frappe.get_hooks("doc_events"), volume_contents.kinds()
	for item in volume_contents.items():
		assert {*item.shows, *([item.doctype] if item.doctype else ())} <= set(kinds)
		assert not item.ledger or ledger(item.ledger).DOCTYPE in (*item.shows, "Party Member"), item.key
	for doctype, kind in kinds.items():
		meta, heard = frappe.get_meta(doctype), events[doctype]
		named = {kind.dated, kind.until, *kind.fields, *kind.besides, *kind.tables, *kind.where, "branch"} - {
			""
		}
		assert {name for name in named if not meta.has_field(name)} <= {"docstatus", kind.row and kind.dated}
		if kind.later == "refused":
			assert any("refuse_in_bound_year" in path for path in heard["validate"])
			continue
		assert any("note_change" in path for path in heard["on_change"]), doctype
		assert any("note_deletion" in path for path in heard["on_trash"]), doctype
		before, now = (_in_year(kind, house.near.name, 2025) for _ in range(2))
		texts = [f for f in meta.fields if f.fieldtype in ("Data", "Small Text", "Select") and _told(kind, f)]
		if kind.row:
			now.get(kind.row)[0].remarks = "另一说法"
		elif kind.filled:
			before.set(kind.filled, "/private/files/a.pdf")
			now.set(kind.filled, "/private/files/b.pdf")
		else:
			now.set(texts[0].fieldname if texts else kind.dated, "另一说法" if texts else "2025-09-09")
		now._doc_before_save = before
		archived.note_change(now)
		archived.note_change(now)
		archived.note_deletion(before)
		archived.note_change(_in_year(kind, None, 2025))
		noted = [(row.what, bool(row.changed_by)) for row in stored_changes(volume, doctype)]
		assert noted == [("Record Changed", not kind.nameless), ("Record Deleted", not kind.nameless)], (
			doctype
		)
		if kind.year_by in ("day", "year", "period") and not kind.filled:
			elsewhere = _in_year(kind, house.near.name, 2027, name="Y")
			for one, other in ((before, elsewhere), (elsewhere, before)):
				other._doc_before_save = one
				archived.note_change(other)
			last = [row.what for row in stored_changes(volume, doctype)][-2:]
			assert set(last) == {"Record Added", "Record Moved Out"}, doctype


def stored_changes(volume, doctype):
	volume.reload()
	return [row for row in volume.changes if row.record_type == doctype]


def test_what_happens_in_a_ledger_after_its_year_was_bound_is_noted_with_what_was_changed(
	volume, house, set_user
):
	with set_user(house.publicist):
		item = frappe.get_doc(
			{
				**{"doctype": "Publicity Item", "branch": house.near.name, "title": "律师进社区"},
				**{"medium": frappe.db.get_value("Publicity Medium", {}), "published_on": "2026-01-20"},
			}
		)
		item.insert()
		assert changes(volume) == []
		item.published_on = "2025-02-05"
		item.save()
		item.update({"readers": 99999, "counted_on": "2026-02-01"})
		item.save()
		item.published_on = "2026-01-20"
		item.save()
	post = frappe.get_doc("Party Post", {"branch": house.near.name, "post": "Publicity Commissioner"})
	post.end_date = "2026-02-01"
	post.save()
	volume.reload()
	told = [(row.what, row.record_name, row.remark) for row in volume.changes]
	assert [row[0] for row in told] == ["Record Added", "Record Changed", "Record Moved Out"]
	assert "阅读数" in told[1][2] and volume.changes[0].changed_by == house.publicist


def test_a_record_in_a_bound_volume_is_not_deleted_nor_is_its_file(volume, house):
	with pytest.raises(ArchiveError, match="不能删除"):
		frappe.get_doc("File", {"file_url": volume.zip_file}).delete()
	meeting = frappe.get_doc("Party Meeting", house.meetings[1].name)
	meeting.cancel()
	with pytest.raises(ArchiveError, match="不能删除"):
		meeting.delete()
	talk = frappe.get_doc("Heart Talk", house.talk.name)
	with pytest.raises(ArchiveError, match="不能删除"):
		talk.delete()


def test_the_files_of_a_bound_volume_are_not_changed_by_any_way(volume, house, set_user, built):
	scan = volume.scans[0].file
	other = frappe.get_doc(doctype="File", file_name="别的.png", file_url=scan, is_private=1).insert()
	elsewhere = factory.image("另一张.png", "#445566")
	names = {
		url: frappe.db.get_value("File", {"file_url": url, "attached_to_name": volume.name})
		for url in (volume.pdf_file, scan)
	}
	for name in names.values():
		for values in (
			{"file_url": elsewhere},
			{"file_name": "改名.png"},
			{"is_private": 0},
			{"attached_to_name": None, "attached_to_doctype": None},
			{"attached_to_doctype": "ToDo"},
		):
			with (
				set_user(house.secretary),
				pytest.raises((ArchiveError, frappe.PermissionError, frappe.ValidationError)),
			):
				file = frappe.get_doc("File", name)
				file.update(values)
				file.save()
		with pytest.raises(ArchiveError, match="不能改动"):
			frappe.get_doc("File", name).save_file(content=b"else", overwrite=True)
	# Releases of 16 give whoever names an address a copy of its own, which he may change.
	is_shared = frappe.db.get_value("File", other.name, "file_url") == scan
	for change in (optimize, make_public):
		with pytest.raises(ArchiveError, match="不能改动") if is_shared else contextlib.nullcontext():
			change(frappe.get_doc("File", other.name))
	assert api.verify(volume.name)["is_whole"]
	for url, name in names.items():
		assert frappe.db.get_value("File", name, "file_url") == url and stored(url).is_file()


def optimize(file):
	file.optimize_file()


def make_public(file):
	file.is_private = 0
	file.save()


def test_volumes_are_looked_up_once_and_not_at_all_for_what_lies_in_none(house, freeze):
	freeze(TODAY)
	asked = []
	with pytest.MonkeyPatch.context() as patch:
		patch.setattr(facts, "showing", lambda *values: asked.append(values) or [])
		meeting = factory.meeting(house.far, submit=False)
		meeting.topic = "另一个议题"
		meeting.save()
		assert asked == []
		meeting.submit()
	assert asked == [({house.far.name}, 2025, 2025, True)]


def test_supplements_are_noted_and_what_is_bound_stays(volume, house, set_user):
	with set_user(house.secretary):
		scan = {
			"belongs_to": "其他应归档材料",
			"title": "补交批复",
			"file": factory.image("批复.png", "#224466"),
		}
		volume.append("scans", scan)
		volume.save()
	assert changes(volume) == [("Supplement Added", "其他应归档材料：补交批复")]
	assert [row.after_binding for row in volume.scans] == [0, 1]
	assert api.verify(volume.name)["supplements"] == 1
	volume.scans[0].title = "改名"
	with pytest.raises(ArchiveError, match="不能改动"):
		volume.save()
	volume.reload()
	volume.scans = volume.scans[1:]
	with pytest.raises(ArchiveError):
		volume.save()


def test_only_the_committee_above_opens_a_volume_again_and_says_why(volume, house, set_user):
	with set_user(house.secretary), pytest.raises(frappe.PermissionError):
		api.open_again(volume.name, "材料有误")
	with set_user(house.officer):
		with pytest.raises(ArchiveError):
			api.open_again(volume.name, " ")
		assert api.open_again(volume.name, "材料有误") == {"status": "Being Collected"}
	assert changes(volume) == [("Volume Opened Again", "材料有误")]
	frappe.get_doc("Public Welfare Activity", house.welfare.name).save()
	with pytest.raises(ArchiveError):
		volume.delete()


def test_the_topmost_organisation_opens_its_own_volume(house, freeze, set_user, stub):
	freeze(TODAY)
	with set_user(house.officer):
		volume = house.volume(branch=house.committee.name, scans=[])
		api.bind(volume.name)
		assert binding_job.run(volume.name)
		assert api.open_again(volume.name, "补充材料") == {"status": "Being Collected"}


# Verification


def test_verification_tells_files_and_records_that_differ(volume, house, built):
	assert api.verify(volume.name) == {"is_whole": True, "files": [], "records": [], "supplements": 0}
	content = bytearray(built[2])
	content[content.index(b"%PDF") + 2] ^= 1
	stored(volume.zip_file).write_bytes(bytes(content))
	stored(volume.pdf_file).unlink()
	scan = stored(volume.scans[0].file)
	shown = scan.read_bytes()
	scan.write_bytes(b"something else")
	frappe.db.set_value("Party Work Report", house.report.name, "reporter_name", "别人")
	factory.meeting(house.near, starts_on="2025-09-15 14:00:00", topic="后补会议")
	try:
		found = api.verify(volume.name)
	finally:
		stored(volume.zip_file).write_bytes(built[2])
		stored(volume.pdf_file).write_bytes(built[3])
		scan.write_bytes(shown)
	assert any("当初添加" in line for line in found["files"])
	assert not found["is_whole"] and any(line.startswith("改动：") for line in found["files"])
	assert any("服务器上没有该文件" in line for line in found["files"])
	told = "\n".join(found["records"])
	assert "现在的内容与成卷时不同" in told and "后补会议" in told and "组织生活台账" in told


# Who may do what


def test_who_reads_a_volume_and_its_files_and_who_must_not(volume, house, set_user):
	file = frappe.get_doc("File", {"file_url": volume.zip_file})
	for user, right in (
		(house.secretary, True),
		(house.officer, True),
		(house.publicist, False),
		(house.neighbour, False),
	):
		with set_user(user):
			assert frappe.has_permission(SERIES, "read", volume.name) is right
			assert bool(file.has_permission("read")) is right
			if right:
				api.download(volume.name, "zip")
				assert frappe.local.response.filecontent
			else:
				for method in (api.download, api.verify, api.bind):
					with pytest.raises(frappe.PermissionError):
						method(volume.name)
	with set_user(house.officer), pytest.raises(frappe.PermissionError):
		api.bring_back(volume.name)


def test_a_scan_is_a_readable_private_file_of_ones_own(house, freeze, set_user):
	freeze(TODAY)
	with set_user(house.neighbour):
		foreign = factory.image("别人的.png", "#010203")
	damaged = (
		frappe.get_doc(doctype="File", file_name="坏.png", content=b"\x89PNG", is_private=1).insert().file_url
	)
	with set_user(house.secretary):
		for file, kind in (
			(foreign, "签到表原件"),
			("/files/公开.png", "签到表原件"),
			(damaged, "签到表原件"),
			("/private/files/没有.pdf", "签到表原件"),
		):
			with pytest.raises(frappe.ValidationError):
				house.volume(volume_no=3, scans=[{"belongs_to": kind, "title": "扫描", "file": file}])
		with pytest.raises(frappe.ValidationError, match="材料名称"):
			house.volume(
				volume_no=3,
				scans=[{"belongs_to": "没有这种", "title": "扫描", "file": factory.image("好.png")}],
			)
		with pytest.raises(frappe.DuplicateEntryError):
			house.volume(scans=[])


def test_what_steps_write_cannot_be_typed(volume):
	volume.status, volume.pdf_sum, volume.changes, volume.lent_to = "Being Collected", "x", [], "某人"
	volume.save()
	volume.reload()
	assert volume.status == "Bound" and volume.pdf_sum != "x" and not volume.lent_to


# The cabinet


def test_a_volume_is_lent_reminded_of_and_brought_back(volume, house, set_user, freeze, monkeypatch):
	with set_user(house.secretary):
		with pytest.raises(ArchiveError):
			api.bring_back(volume.name)
		for who, until in (("", "2026-03-01"), ("审计组", "2026-02-01"), ("审计组", "9999-12-31")):
			with pytest.raises(ArchiveError):
				api.lend(volume.name, who, until)
		api.lend(volume.name, "审计组", "2026-02-20", "专项检查")
		with pytest.raises(ArchiveError):
			api.lend(volume.name, "别人", "2026-02-20")
	told = []
	monkeypatch.setattr(
		archive, "notify", lambda users, subject, *_args: told.append((users, subject)) or len(users)
	)
	freeze("2026-02-20")
	assert archive.remind_of_loans(frappe.utils.getdate("2026-02-20")) == 0
	late = frappe.utils.getdate("2026-02-21")
	assert archive.remind_of_loans(late) == 1 and archive.remind_of_loans(late) == 0
	assert told[0][0] == [house.secretary]
	freeze("2026-02-22")
	filters = {"branch": house.near.name, "year": 2026}
	(row,) = ledger("archive_loans").build(filters).rows
	assert (row["state_key"], row["purpose"]) == ("Not Back in Time", "专项检查")
	(shelf,) = ledger("archive_cabinet").build(filters).rows
	assert "审计组" in shelf["lent"] and shelf["cabinet"] == "甲柜"
	with set_user(house.secretary):
		api.bring_back(volume.name)
	(row,) = ledger("archive_loans").build(filters).rows
	assert row["state_key"] == "Brought Back"
	(row,) = ledger("archive_loans").build({**filters, "as_of": "2026-02-21"}).rows
	assert row["state_key"] == "Not Back in Time"
	with set_user(house.publicist), pytest.raises(frappe.PermissionError):
		ledger("archive_cabinet").build(filters)


def test_looking_again_counts_ledgers_too(house, freeze, set_user):
	freeze(TODAY)
	with set_user(house.secretary):
		volume = house.volume(volume_no=4, scans=[])
		assert next(row for row in volume.contents if row.title == "党费收缴台账").standing == "Not There"
		found = api.look_again(volume.name)
	before = [row.name for row in volume.contents]
	volume.reload()
	assert before == [row.name for row in volume.contents]
	assert next(row for row in volume.contents if row.title == "党费收缴台账").standing == "In the Volume"
	assert found["gaps"] == sum(row.standing in ("Not There", "Incomplete") for row in volume.contents)
