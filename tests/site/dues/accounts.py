"""A committee over a general branch with two branches, for the tests of dues accounts, and what these have in common."""

from contextlib import contextmanager
from datetime import date

import pytest

import frappe

from party_affairs.dues import account
from party_affairs.exceptions import DuesError
from party_affairs.facts.dues.months import yuan
from tests.site import factory

TODAY = "2025-11-20"


def build_house():
	"""A committee over a general branch with two branches, and a branch of another committee."""
	committee = factory.committee("账户测试党委")
	general = factory.branch("账户测试总支", "General Branch", committee)
	branch = factory.branch("账户测试支部", parent=general)
	sister = factory.branch("账户测试邻支部", parent=general)
	people = [factory.member(branch) for _number in range(5)]
	posts = ("Secretary", "Organisation Commissioner", "Publicity Commissioner", "Party Work Instructor")
	for person, post in zip(people, posts, strict=False):
		factory.post(person, post)
	elsewhere = factory.committee()
	return frappe._dict(
		committee=committee,
		general=general,
		branch=branch,
		sister=sister,
		people=people,
		secretary=factory.login(people[0]),
		organisation=factory.login(people[1]),
		publicity=factory.login(people[2]),
		instructor=factory.login(people[3]),
		plain=factory.login(people[4]),
		general_secretary=factory.holder(sister, "Secretary", general),
		general_organisation=factory.holder(sister, "Organisation Commissioner", general),
		officer=factory.holder(sister, "Party Affairs Officer", committee),
		neighbour=factory.holder(sister, "Secretary"),
		stranger=factory.holder(factory.branch(parent=elsewhere), "Secretary", elsewhere),
	)


def collect(house):
	"""Three members have paid 300 yuan in March, 50 of them beyond their dues."""
	for person in house.people[:2]:
		factory.dues_received(person, "2025-03-15", dues="100.00")
	factory.dues_received(house.people[2], "2025-03-20", dues="50.00", voluntary="50.00")


def share(branch, percent):
	frappe.db.set_value("Party Branch", branch.name, "dues_share_percent", percent)


def sums(document):
	fields = ("collected_amount", "correction_amount", "large_voluntary_amount", "amount")
	return tuple(str(yuan(document.get(field))) for field in fields)


@contextmanager
def refused(words, exception=DuesError):
	"""What happens inside is refused with `words`, and leaves nothing behind, as at the end of a request."""
	frappe.db.savepoint("refused")
	with pytest.raises(exception, match=words):
		yield
	frappe.db.rollback(save_point="refused")


def balance(branch, day=TODAY):
	return account.balance_on(branch.name, date.fromisoformat(day))["balance"]
