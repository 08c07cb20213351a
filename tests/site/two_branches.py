"""A committee over two branches with dues, findings and a meeting each, for the tests of what the Desk shows."""

import frappe

from tests.site import factory

TODAY = "2026-03-10"


def build_house():
	"""A committee over two branches: the first with 3 members, 2 findings missed and 1 due, the second with 1 each."""
	committee = factory.committee("桌面测试党委")
	house = frappe._dict(committee=committee, rows={})
	for name, members in (("甲支部", 3), ("乙支部", 1)):
		branch = factory.branch(name, parent=committee, records_from="2025-01-01")
		people = [factory.member(branch, f"{name}党员{number}") for number in range(members)]
		for person in people:
			factory.dues_entry(person, "2026-03-01", due="10.10")
			factory.dues_entry(person, "2026-02-01", due="20.20", paid="5.10", paid_on="2026-02-09")
			factory.dues_entry(person, "2026-01-01", due="30.00", paid="30", paid_on="2026-01-09")
		for number in range(members - 1 or 1):
			factory.finding(people[number], "R49", branch, month="2026-02")
		factory.finding(people[0], "R49", branch, "Due", month="2026-03")
		factory.finding(people[0], "R49", branch, "Missed", month="2025-07")
		factory.meeting(branch, topic=f"{name}的会议", starts_on="2026-02-16 14:00:00", attendees=people)
		house.rows[name] = frappe._dict(branch=branch, people=people)
	house.first, house.second = house.rows["甲支部"], house.rows["乙支部"]
	factory.holder(house.first.branch, None)
	house.secretary = factory.login(house.first.people[0])
	factory.post(house.first.people[0], "Secretary")
	house.publicity = factory.login(house.first.people[1])
	factory.post(house.first.people[1], "Publicity Commissioner")
	house.other = factory.login(house.second.people[0])
	factory.post(house.second.people[0], "Secretary")
	house.officer = factory.holder(house.second.branch, "Secretary", committee)
	house.plain = factory.holder(house.first.branch)
	return house
