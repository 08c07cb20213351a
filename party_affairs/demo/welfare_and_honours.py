"""Public welfare with photos, and the honours of members and branches, as they would be entered in the Desk.

The photos are drawn here: the repository holds no pictures of anybody. Each function creates only what is missing.
"""

import io
import json
from datetime import date, timedelta
from typing import Any

from PIL import Image, ImageDraw

import frappe
from frappe.utils import getdate

from party_affairs.demo.membership import meeting_of
from party_affairs.demo.organisation import SAMPLES, member_named

_ACTIVITY, _HONOUR, _EVENT, _TALK = (
	"Public Welfare Activity",
	"Honour",
	"Party Member Event",
	"Heart Talk",
)
_DAYS_AGO = 12
_SIZE = (960, 720)
_RED, _SKIN, _DARK = "#b3282d", "#e8b98f", "#3a3f47"
_COATS = ("#2f5d8a", "#6b7f3a", "#8a4f7d", "#c27c2c", "#3f7f7a", "#7a4b3a")


def read() -> dict[str, Any]:
	"""Return the records of samples/welfare_and_honours.json."""
	return json.loads((SAMPLES / "welfare_and_honours.json").read_text(encoding="utf-8"))


def create(records: dict[str, Any]) -> None:
	"""Create the activities, put the photos to them and to those of the workbooks, and enter the honours."""
	for row in records["activities"]:
		_hold(row)
	for number, row in enumerate(records["photos"]):
		_add_photo(row, number)
	for row in records["honours"]:
		_honour(row)


def create_open_ones(branch: str, today: date) -> None:
	"""An activity of the present year of which the effect is not written down yet, with the member of the sample login."""
	day = max(date(today.year, 1, 1), today - timedelta(days=_DAYS_AGO))
	member = frappe.db.get_value("Party Member", {"branch": branch, "user": "dangyuan@example.com"}, "name")
	if not member or frappe.db.exists(
		_ACTIVITY, {"branch": branch, "activity_date": [">=", date(today.year, 1, 1)]}
	):
		return
	frappe.get_doc(
		{
			"doctype": _ACTIVITY,
			"branch": branch,
			"project": "公共法律服务中心值班",
			"form_of_service": "法律咨询",
			"activity_date": day,
			"location": "婺州市公共法律服务中心",
			"sessions": 1,
			"hours": 3,
			"served_group": "来访群众",
			"people_served": 14,
			"participants": [{"member": member}],
		}
	).insert()


def _hold(row: dict[str, Any]) -> None:
	identity = {key: row[key] for key in ("branch", "project", "activity_date")}
	if frappe.db.exists(_ACTIVITY, identity):
		return
	values = {key: value for key, value in row.items() if key not in ("members", "lawyers")}
	participants = [
		{"member": member_named(name, row["branch"]), "hours": hours}
		for name, hours in row["members"].items()
	]
	participants += [{"lawyer_name": name} for name in row["lawyers"]]
	frappe.get_doc({"doctype": _ACTIVITY, **values, "participants": participants}).insert()


def _add_photo(row: dict[str, Any], number: int) -> None:
	name = frappe.db.get_value(_ACTIVITY, {"branch": row["branch"], "project": row["project"]}, "name")
	known = {"parenttype": _ACTIVITY, "parent": name, "caption": row["caption"]}
	if not name or frappe.db.exists("Public Welfare Photo", known):
		return
	file = frappe.get_doc(
		{
			"doctype": "File",
			"file_name": f"welfare-{number + 1}.jpg",
			"is_private": 1,
			"content": _picture(row["scene"], number),
		}
	).insert()
	activity = frappe.get_doc(_ACTIVITY, name)
	values = {key: row[key] for key in ("caption", "consent", "on_board")}
	values |= {key: row.get(key) for key in ("people_shown", "taken_on")}
	activity.append("photos", {"photo": file.file_url, **values})
	activity.save()


def _honour(row: dict[str, Any]) -> None:
	branch = row["branch"]
	member = member_named(row["member"], branch) if "member" in row else None
	if frappe.db.exists(_HONOUR, {"branch": branch, "honour_name": row["honour_name"]}):
		return
	values = {
		key: value
		for key, value in row.items()
		if key not in ("member", "suggested_by", "good_deed_on", "discussed_on", "talk")
	}
	honour = frappe.get_doc(
		{
			"doctype": _HONOUR,
			**values,
			"recipient": "Party Member" if member else "Party Branch",
			"member": member,
			"suggested_by": member_named(row["suggested_by"], branch) if "suggested_by" in row else None,
			"meeting": meeting_of(branch, "Committee Meeting", row["discussed_on"])
			if "discussed_on" in row
			else None,
			"good_deed": _event(member, "Good Deed", row.get("good_deed_on")),
		}
	).insert()
	if not honour.awarded_on:
		return
	honour.submit()
	if "talk" in row:
		_talk(row["talk"], honour)


def _event(member: str | None, kind: str, day: Any) -> str | None:
	if not (member and day):
		return None
	return frappe.db.get_value(_EVENT, {"member": member, "kind": kind, "happened_on": day}, "name")


def _talk(row: dict[str, Any], honour: Any) -> None:
	"""The committee talks with who was honoured (guide 一（四）8 ②)."""
	frappe.get_doc(
		{
			"doctype": _TALK,
			**row,
			"branch": honour.branch,
			"talker": member_named(row["talker"], honour.branch),
			"partner_is": "Party Member",
			"partner": honour.member,
			"event": _event(honour.member, "Award", getdate(honour.awarded_on)),
		}
	).insert()


# Pictures


def _picture(scene: str, number: int) -> bytes:
	"""Draw a scene in flat colours, without a face and without writing; the number gives each its own colours."""
	image = Image.new("RGB", _SIZE)
	draw = ImageDraw.Draw(image)
	_SCENES[scene](draw, number)
	stream = io.BytesIO()
	image.save(stream, "JPEG", quality=75)
	return stream.getvalue()


def _backdrop(draw: ImageDraw.ImageDraw, top: str, ground: str, horizon: int) -> None:
	width, height = _SIZE
	draw.rectangle((0, 0, width, horizon), fill=top)
	draw.rectangle((0, horizon, width, height), fill=ground)


def _person(draw: ImageDraw.ImageDraw, x: int, y: int, size: int, coat: str) -> None:
	draw.ellipse((x - size // 4, y - size, x + size // 4, y - size // 2), fill=_SKIN)
	draw.pieslice((x - size // 4, y - size - 4, x + size // 4, y - size // 2), 180, 360, fill=_DARK)
	draw.rounded_rectangle((x - size // 2, y - size // 2, x + size // 2, y + size), size // 4, fill=coat)


def _people(draw: ImageDraw.ImageDraw, places: tuple, number: int) -> None:
	for place, (x, y, size) in enumerate(places):
		_person(draw, x, y, size, _COATS[(place + number) % len(_COATS)])


def _banner(draw: ImageDraw.ImageDraw, box: tuple[int, int, int, int]) -> None:
	draw.rectangle(box, fill=_RED)
	left, top, right, bottom = box
	for place in range(left + 50, right - 60, 62):
		draw.rectangle((place, top + 22, place + 34, bottom - 22), fill="#f5d76e")


def _square(draw: ImageDraw.ImageDraw, number: int) -> None:
	_backdrop(draw, "#cfe3f2", "#d9d2c5", 430)
	for place, height in enumerate((250, 180, 300, 210, 260)):
		left = place * 200 - 20
		draw.rectangle((left, 430 - height, left + 170, 430), fill=("#b7c4cf", "#c9b9a6")[place % 2])
		for floor in range(430 - height + 24, 410, 52):
			for window in range(left + 20, left + 150, 48):
				draw.rectangle((window, floor, window + 26, floor + 28), fill="#eef4f8")
	_banner(draw, (130, 330, 830, 410))
	_people(draw, ((240, 500, 74), (380, 500, 78), (560, 500, 74), (720, 500, 80)), number)
	draw.rectangle((150, 560, 810, 660), fill=_RED)
	draw.rectangle((130, 546, 830, 572), fill="#8f1f23")


def _talking(draw: ImageDraw.ImageDraw, number: int) -> None:
	_backdrop(draw, "#efe6d8", "#c9a877", 500)
	draw.rectangle((90, 80, 420, 340), fill="#bcd9ea")
	draw.line((255, 80, 255, 340), fill="#ffffff", width=10)
	draw.line((90, 210, 420, 210), fill="#ffffff", width=10)
	_banner(draw, (520, 100, 880, 170))
	_people(draw, ((330, 430, 110), (640, 430, 110)), number)
	draw.ellipse((240, 500, 740, 640), fill="#8a5a33")
	draw.rectangle((430, 520, 540, 570), fill="#ffffff")


def _fields(draw: ImageDraw.ImageDraw, number: int) -> None:
	_backdrop(draw, "#bfe0f0", "#a9c26b", 380)
	draw.ellipse((740, 60, 850, 170), fill="#f7d774")
	draw.polygon(((0, 380), (250, 190), (480, 380)), fill="#7fa05a")
	draw.polygon(((330, 380), (640, 150), (960, 380)), fill="#6b8f4e")
	for place in range(-200, 1200, 90):
		draw.line((place, 720, 480 + (place - 480) // 4, 380), fill="#8fae52", width=12)
	draw.rectangle((110, 300, 300, 450), fill="#f1ede4")
	draw.polygon(((90, 300), (205, 220), (320, 300)), fill="#4a4f57")
	_people(draw, ((430, 520, 84), (560, 530, 88), (690, 520, 84), (810, 540, 80)), number)


def _class(draw: ImageDraw.ImageDraw, number: int) -> None:
	_backdrop(draw, "#f2ead9", "#b98d5a", 560)
	draw.rectangle((130, 70, 830, 330), fill="#2f5d4a")
	draw.rectangle((130, 70, 830, 330), outline="#8a5a33", width=14)
	_banner(draw, (250, 110, 710, 180))
	_person(draw, 480, 330, 92, _DARK)
	for row, y in enumerate((520, 640)):
		_people(draw, tuple((x + row * 50, y, 62) for x in range(110, 900, 150)), number + row)


_SCENES = {"square": _square, "talk": _talking, "fields": _fields, "class": _class}
