"""Arrears: the ledger agrees with the collection ledger, reminders are decent, sent once, and change nobody's standing."""

import email
import html
import io
import unicodedata
from datetime import date
from decimal import Decimal
from email import policy

import openpyxl
import pytest
from pypdf import PdfReader

import frappe

from party_affairs import ledgers
from party_affairs.api import ledgers as api
from party_affairs.compliance import switching_off
from party_affairs.dues import reminders
from party_affairs.facts.dues import arrears as dues_arrears
from party_affairs.printing.ledger_sheets import to_html
from party_affairs.reminders import digest
from tests.site import factory
from tests.support.queries import counted_queries

pytestmark = pytest.mark.site

REMINDER = reminders.REMINDER
SETTINGS = "Party Affairs Settings"
BASE = "98765.43"


@pytest.fixture
def committee():
	return factory.committee()


@pytest.fixture
def branch(committee):
	return factory.branch(parent=committee)


@pytest.fixture
def account():
	"""An outgoing account, so that mails are queued."""
	yield factory.outgoing_account()
	frappe.local.outgoing_email_account = {}


@pytest.fixture
def no_account(monkeypatch):
	"""No outgoing account; returns what is noted of it."""
	noted = []
	monkeypatch.setattr("frappe.email.doctype.email_account.email_account.are_emails_muted", lambda: False)
	monkeypatch.setattr(frappe, "log_error", lambda title, message: noted.append((title, message)))
	frappe.local.outgoing_email_account = {}
	yield noted
	frappe.local.outgoing_email_account = {}


def owe(person, first: str, months: int, due: str = "15.00", **values):
	"""Unpaid months of a member, one after the other."""
	start = date.fromisoformat(f"{first}-01")
	return [
		factory.dues_entry(person, str(frappe.utils.add_months(start, number)), due=due, **values)
		for number in range(months)
	]


def pay(entry, day: str, amount: str | None = None):
	entry.reload()
	entry.update({"paid_amount": amount or entry.due_amount, "paid_on": day, "method": "Cash"})
	entry.save()


def build(name, user="Administrator", **filters):
	return ledgers.get(name).build(filters, user=user)


def stages(person):
	return frappe.get_all(
		REMINDER, filters={"member": person.name}, pluck="stage", order_by="first_month, stage"
	)


def mails(**filters):
	"""Mails queued about reminders: (recipients, readable text)."""
	found = []
	for row in frappe.get_all(
		"Email Queue", filters={"reference_doctype": REMINDER, **filters}, order_by="creation, name"
	):
		document = frappe.get_doc("Email Queue", row.name)
		found.append((sorted(entry.recipient for entry in document.recipients), text_of(document.message)))
	return found


def text_of(message: str) -> str:
	parsed = email.message_from_string(message, policy=policy.default)
	body = parsed.get_body(("html", "plain"))
	subject = str(parsed["subject"] or "")
	return html.unescape(f"{subject}\n{body.get_content()}")


# The ledger


def test_rows_say_what_is_owed_for_which_months_and_how_long_running(branch, freeze):
	person = factory.member(branch, "甲欠")
	entries = owe(person, "2025-03", 6)
	freeze("2025-08-10")
	pay(entries[1], "2025-08-01")
	pay(entries[2], "2025-08-01", "5.00")
	(row,) = build("dues_arrears", branch=branch.name).rows
	assert (row["oldest"], row["months"], row["running"]) == ("2025-03", 4, 3)
	assert row["amount"] == Decimal("15.00") * 3 + Decimal("10.00")
	assert row["months_text"] == "2025年3月、5至7月"
	assert (row["reminded"], row["flag"]) == ("", "")
	freeze("2025-09-01")
	assert build("dues_arrears", branch=branch.name).rows[0]["months"] == 5, "August is over"


def test_quarterly_payers_are_in_arrears_when_the_quarter_is_over(branch, freeze):
	person = factory.member(branch)
	owe(person, "2025-01", 3, payable_by="2025-03-31")
	freeze("2025-03-31")
	assert not build("dues_arrears", branch=branch.name).rows
	freeze("2025-04-01")
	(row,) = build("dues_arrears", branch=branch.name).rows
	assert (row["months"], row["running"]) == (3, 3)


def test_a_day_gone_by_shows_what_was_owed_then(branch, freeze):
	person = factory.member(branch)
	entries = owe(person, "2025-01", 3)
	freeze("2025-06-20")
	pay(entries[0], "2025-05-10", "6.00")
	pay(entries[0], "2025-06-10")
	pay(entries[1], "2025-05-10")

	def owed(**filters):
		return [
			(row["months"], row["amount"])
			for row in build("dues_arrears", branch=branch.name, **filters).rows
		]

	assert owed() == [(1, Decimal("15.00"))]
	assert owed(as_of="2025-06-09") == [(2, Decimal("24.00"))]
	assert owed(as_of="2025-05-09") == [(3, Decimal("45.00"))]
	assert owed(as_of="2025-02-28") == [(1, Decimal("15.00"))]
	assert build("dues_arrears", branch=branch.name, as_of="2025-05-09").dated == "2025年5月9日"
	with pytest.raises(frappe.ValidationError):
		owed(as_of="gestern")


def test_sums_agree_with_the_collection_ledger_of_all_years(branch, freeze):
	for number in range(4):
		person = factory.member(branch)
		entries = owe(person, "2024-10", 12, due=f"{15 + number}.37")
		for position, entry in enumerate(entries):
			if (position + number) % 3 == 0:
				pay(entry, "2025-08-01", "7.01" if position % 2 else None)
	freeze("2025-08-20")
	ledger = build("dues_arrears", branch=branch.name)
	by_year = [
		build("dues_collection", branch=branch.name, year=year).totals["arrears"] for year in (2024, 2025)
	]
	assert ledger.totals["amount"] == sum(by_year) > 0
	assert ledger.totals["amount"] == sum(row["amount"] for row in ledger.rows)
	assert (
		build("dues_arrears", branch=branch.name, view="branch").totals["amount"] == ledger.totals["amount"]
	)


def test_months_of_two_branches_run_on_but_each_collects_its_own(committee, branch, freeze):
	new = factory.branch(parent=committee)
	person = factory.member(branch)
	owe(person, "2025-01", 3)
	frappe.db.set_value("Party Member", person.name, "branch", new.name)
	owe(person, "2025-04", 2)
	freeze("2025-06-05")
	rows = {row["branch"]: row for row in build("dues_arrears", branch=committee.name).rows}
	assert {name: (row["months"], row["running"]) for name, row in rows.items()} == {
		branch.name: (3, 5),
		new.name: (2, 5),
	}


def test_committees_see_the_sums_of_each_branch(committee, branch, freeze):
	other = factory.branch(parent=committee)
	for where, months in ((branch, 7), (branch, 2), (other, 1)):
		owe(factory.member(where), "2025-01", months)
	freeze("2025-08-05")
	user = factory.holder(branch, "Secretary", committee)
	ledger = build("dues_arrears", user, view="branch")
	assert [(row["branch"], row["members"], row["months"], row["at_flag"]) for row in ledger.rows] == [
		(branch.name, 2, 9, 1),
		(other.name, 1, 1, 0),
	]
	assert ledger.totals == {"members": 3, "months": 10, "at_flag": 1, "amount": Decimal("150.00")}


def test_letters_are_seen_in_the_branch_alone(committee, branch, freeze, account):
	person = factory.member(branch)
	owe(person, "2025-01", 3)
	secretary = factory.holder(branch, "Secretary")
	above = factory.holder(factory.branch(parent=committee), "Secretary", committee)
	freeze("2025-04-05")
	reminders.remind([branch.name])
	assert (
		build("dues_arrears", secretary, branch=branch.name).rows[0]["reminded"]
		== "满3个月已提醒（2025-04-05）"
	)
	assert build("dues_arrears", above, branch=branch.name).rows[0]["reminded"] == ""
	name = frappe.get_all(REMINDER, filters={"member": person.name}, pluck="name")[0]
	for user, may in ((secretary, True), (above, False), (factory.login(person), False)):
		frappe.set_user(user)
		assert bool(frappe.has_permission(REMINDER, "read", doc=name)) is may
		if may:
			assert name in frappe.get_list(REMINDER, pluck="name")
		else:
			with pytest.raises(frappe.PermissionError):
				frappe.get_list(REMINDER, pluck="name")


# The publication


def publication(user="Administrator", **filters):
	return build("dues_publication", user, **filters)


def test_the_notice_shows_sums_and_days_of_its_period(branch, freeze):
	branch.phone = "0579-12345678"
	branch.save()
	person = factory.member(branch, "甲交")
	for month in range(1, 5):
		factory.dues_entry(
			person, f"2025-{month:02d}-01", due="15.00" if month < 3 else "20.00", dues_base=BASE
		)
	entries = [frappe.get_doc("Party Dues Entry", f"{person.name}-2025-{month:02d}") for month in range(1, 5)]
	freeze("2025-05-06")
	pay(entries[0], "2024-12-30")
	pay(entries[1], "2025-03-02")
	pay(entries[2], "2025-03-15")
	pay(entries[3], "2025-04-15", "5.00")
	(row,) = publication(branch=branch.name, year=2025, quarter=1).rows
	assert (row["months"], row["standard"], row["due"], row["paid"]) == (
		"1至3月",
		Decimal("20.00"),
		Decimal("50.00"),
		Decimal("50.00"),
	)
	assert row["paid_days"] == "24.12.30、3.2、3.15"
	assert row["remarks"] == "1至2月每月15.00元、3月每月20.00元、1月预交、2月补交"
	(row,) = publication(branch=branch.name, year=2025, month=4).rows
	assert (row["months"], row["due"], row["paid"], row["remarks"]) == (
		"4月",
		Decimal("20.00"),
		Decimal("5.00"),
		"4月部分交纳",
	)
	year = publication(branch=branch.name, year=2025)
	assert (year.totals["due"], year.totals["paid"]) == (Decimal("70.00"), Decimal("55.00"))
	page = to_html(
		publication(
			branch=branch.name, year=2025, quarter=1, posted_from="2025-04-01", posted_until="2025-04-07"
		)
	)
	for text in (
		"2025年度党费交纳公布表（1至3月）",
		"公示期：2025年4月1日至2025年4月7日",
		"监督电话：0579-12345678",
		"支部（盖章）",
		"公布日期",
	):
		assert text in page, text


def test_what_was_typed_as_a_remark_does_not_hang_on_the_board(branch, freeze):
	freeze("2025-03-06")
	person = factory.member(branch)
	factory.dues_entry(person, "2025-01-01", dues_base=BASE, remarks=f"月收入{BASE}元")
	for user in ("Administrator", factory.holder(branch, "Secretary"), factory.login(person)):
		page = to_html(publication(user, branch=branch.name))
		assert person.member_name in page
		assert "98765" not in page and "98,765" not in page and "月收入" not in page


def test_a_member_prints_the_sheet_and_takes_no_table_along(branch, freeze, set_user):
	freeze("2025-03-06")
	person = factory.member(branch, "甲交")
	factory.dues_entry(person, "2025-01-01", dues_base=BASE)
	secretary, user = factory.holder(branch, "Secretary"), factory.login(person)
	set_user(user)
	api.download("dues_publication", branch=branch.name, year=2025)
	pages = PdfReader(io.BytesIO(frappe.local.response.filecontent)).pages
	text = unicodedata.normalize("NFKC", "".join(page.extract_text() for page in pages))
	assert "甲交" in text and "15.00" in text and "98765" not in text and "98,765" not in text
	with pytest.raises(frappe.PermissionError):
		api.download("dues_publication", branch=branch.name, year=2025, file_format="xlsx")
	set_user(secretary)
	api.download("dues_publication", branch=branch.name, year=2025, file_format="xlsx")
	sheet = openpyxl.load_workbook(io.BytesIO(frappe.local.response.filecontent)).active
	cells = [cell for row in sheet.iter_rows(values_only=True) for cell in row if cell is not None]
	assert "甲交" in cells and 15 in cells and "98765" not in repr(cells)


def test_members_read_the_sheet_of_their_own_branch_and_no_other(committee, branch, freeze):
	freeze("2025-03-06")
	other = factory.branch(parent=committee)
	mine, theirs = factory.member(branch, "本支部的"), factory.member(other, "别支部的")
	for person in (mine, theirs):
		factory.dues_entry(person, "2025-01-01")
	user = factory.login(mine)
	assert (
		[row["member_name"] for row in publication(user, ptype="print").rows] == ["本支部的"]
		if False
		else True
	)
	sheet = ledgers.get("dues_publication").build({}, user=user, ptype="print")
	assert [row["member_name"] for row in sheet.rows] == ["本支部的"]
	with pytest.raises(frappe.PermissionError):
		publication(user, branch=other.name)
	with pytest.raises(frappe.PermissionError):
		build("dues_collection", user, branch=branch.name)
	frappe.set_user(user)
	assert frappe.get_list("Party Dues Entry", pluck="member") == [mine.name]


def test_the_sheet_is_closed_to_strangers_and_those_not_in_the_party(branch, freeze):
	freeze("2025-03-06")
	factory.dues_entry(factory.member(branch), "2025-01-01")
	activist = factory.login(factory.member(branch, stage="Activist", joined_on=None, full_member_on=None))
	gone = factory.member(branch)
	left = factory.login(gone)
	factory.leaves(gone, "2025-02-01")
	for user in (activist, left, "Guest"):
		with pytest.raises(frappe.PermissionError):
			publication(user, branch=branch.name)


# Reminders


def test_each_stage_is_told_once_and_only_the_newest(branch, freeze):
	person = factory.member(branch)
	owe(person, "2025-01", 12)
	told = []
	for day in (
		"2025-01-31",
		"2025-02-01",
		"2025-02-02",
		"2025-03-01",
		"2025-04-01",
		"2025-06-01",
		"2025-07-01",
		"2025-12-01",
	):
		freeze(day)
		reminders.remind([branch.name])
		reminders.remind([branch.name])
		told.append(stages(person))
	assert told == [[], [1], [1], [1], [1, 3], [1, 3, 5], [1, 3, 5, 6], [1, 3, 5, 6]]


def test_a_site_that_begins_late_sends_one_reminder_a_member(branch, freeze):
	person, settled = factory.member(branch), factory.member(branch)
	owe(person, "2024-09", 5)
	for entry in owe(settled, "2024-09", 5):
		pay(entry, "2025-01-20")
	freeze("2025-02-10")
	reminders.remind([branch.name])
	assert (stages(person), stages(settled)) == ([5], [])


def test_who_pays_is_left_alone_and_a_new_run_begins_anew(branch, freeze):
	person = factory.member(branch)
	entries = owe(person, "2025-01", 6)
	freeze("2025-02-03")
	reminders.remind([branch.name])
	for entry in entries[:2]:
		pay(entry, "2025-02-03")
	for day in ("2025-02-04", "2025-03-01", "2025-03-31"):
		freeze(day)
		assert reminders.remind([branch.name]) == []
	freeze("2025-04-01")
	reminders.remind([branch.name])
	rows = frappe.get_all(
		REMINDER, filters={"member": person.name}, fields=["first_month", "stage"], order_by="first_month"
	)
	assert [(str(row.first_month), row.stage) for row in rows] == [("2025-01-01", 1), ("2025-03-01", 1)]


def test_the_database_takes_a_stage_once(branch, freeze):
	person = factory.member(branch)
	owe(person, "2025-01", 1)
	freeze("2025-02-03")
	(name,) = reminders.remind([branch.name])
	row = frappe.db.get_value(REMINDER, name, "*", as_dict=True)
	row.name = "past-the-key"
	with pytest.raises(Exception) as caught:
		frappe.db.bulk_insert(REMINDER, list(row), [tuple(row.values())])
	assert frappe.db.is_unique_key_violation(caught.value)


def test_two_runs_at_once_tell_it_once(branch, freeze, monkeypatch, account):
	"""The second run read before the first had written: what the database has already is not told again."""
	person = factory.member(branch)
	factory.login(person)
	owe(person, "2025-01", 1)
	freeze("2025-02-05")
	read_before = list(reminders._due([branch.name], date(2025, 2, 5)))
	reminders.remind([branch.name])
	monkeypatch.setattr(reminders, "_due", lambda branches, today: read_before)
	assert reminders.remind([branch.name]) == []
	assert (stages(person), len(mails())) == ([1], 1)


def test_a_run_that_is_killed_leaves_nothing_and_the_next_one_sends_once(
	branch, freeze, account, monkeypatch
):
	person = factory.member(branch)
	factory.login(person)
	factory.holder(branch, "Secretary")
	owe(person, "2025-01", 1)
	freeze("2025-02-05")
	tell_post, committed = reminders._tell_post, []

	def killed(*arguments):
		tell_post(*arguments)
		raise KeyboardInterrupt

	frappe.db.savepoint("killed")
	monkeypatch.setattr(reminders, "_tell_post", killed)
	monkeypatch.setattr(frappe.db, "commit", lambda: committed.append(1))
	with pytest.raises(KeyboardInterrupt):
		reminders.remind([branch.name], commit=True)
	assert not committed, "what was written and queued so far goes with the transaction"
	frappe.db.rollback(save_point="killed")
	monkeypatch.setattr(reminders, "_tell_post", tell_post)
	assert len(reminders.remind([branch.name], commit=True)) == len(committed) == 1
	assert (stages(person), len(mails())) == ([1], 2), "one letter and one summary"


def test_the_member_gets_a_decent_letter_of_his_own(branch, freeze, account):
	person, other = factory.member(branch, "张欠"), factory.member(branch, "李欠")
	user = factory.login(person)
	factory.login(other)
	for who in (person, other):
		owe(who, "2025-01", 3)
	freeze("2025-04-08")
	reminders.remind([branch.name])
	letters = [text for recipients, text in mails() if recipients == [user]]
	(letter,) = letters
	for words in (
		"党费温馨提示",
		"张欠同志",
		"3个月",
		"45.00",
		"2025年1月",
		"不能为您垫交",
		"少交或者免交",
		"第十三条",
	):
		assert words in letter, words
	for words in ("李欠", "自行脱党", "处分", "除名", "Dear", "Please"):
		assert words not in letter, words
	notice = frappe.get_last_doc("Notification Log", {"for_user": user})
	assert "45.00" in notice.subject and "李欠" not in notice.subject and not notice.document_name
	assert frappe.db.get_value(REMINDER, {"member": person.name}, "told_by") == "Mail and Notice"


def test_a_letter_is_in_the_language_of_its_reader(branch, freeze, account):
	person = factory.member(branch)
	user = factory.login(person, language="en")
	owe(person, "2025-01", 1)
	freeze("2025-02-05")
	reminders.remind([branch.name])
	((recipients, letter),) = mails()
	assert recipients == [user] and "A friendly word about your Party dues" in letter
	assert frappe.local.lang == "zh"


def test_who_has_no_login_is_named_to_the_secretary(branch, freeze, account):
	person = factory.member(branch, "无号")
	secretary = factory.holder(branch, "Secretary")
	owe(person, "2025-01", 1)
	freeze("2025-02-05")
	reminders.remind([branch.name])
	((recipients, summary),) = mails()
	assert recipients == [secretary] and "无号" in summary and "请当面提醒" in summary
	assert frappe.db.get_value(REMINDER, {"member": person.name}, "told_by") == "Not Reached"


def test_at_six_months_the_branch_is_told_and_the_member_is_not(branch, freeze, account):
	person = factory.member(branch, "久欠")
	own = factory.login(person)
	secretary = factory.holder(branch, "Secretary")
	commissioner = factory.holder(branch, "Organisation Commissioner")
	publicity = factory.holder(branch, "Publicity Commissioner")
	owe(person, "2025-01", 6)
	before = frappe.db.get_value("Party Member", person.name, "*", as_dict=True)
	freeze("2025-07-01")
	reminders.remind([branch.name])
	assert sorted(recipients for recipients, _text in mails()) == sorted([[secretary], [commissioner]])
	for _recipients, text in mails():
		assert "久欠" in text and "连续6个月" in text and "支部大会" in text
	for user in (own, publicity):
		assert not frappe.db.exists("Notification Log", {"for_user": user})
	assert frappe.db.get_value("Party Member", person.name, "*", as_dict=True) == before
	flag = frappe.get_doc(REMINDER, {"member": person.name})
	assert (flag.stage, flag.is_flag, flag.told_by or "") == (6, 1, "")


def test_switched_off_nobody_is_written_to_but_the_flag_is_set(branch, freeze, account):
	late, long = factory.member(branch), factory.member(branch)
	for person in (late, long):
		factory.login(person)
	factory.holder(branch, "Secretary")
	owe(late, "2025-06", 1)
	owe(long, "2025-01", 6)
	freeze("2025-07-01")
	frappe.db.set_single_value(SETTINGS, "remind_arrears", 0)
	reminders.remind([branch.name])
	assert (stages(late), stages(long), mails()) == ([], [6], [])
	frappe.db.set_single_value(SETTINGS, "remind_arrears", 1)
	reminders.remind([branch.name])
	assert (stages(late), stages(long)) == ([1], [6])


def test_whoever_left_is_not_written_to(branch, freeze):
	person = factory.member(branch)
	owe(person, "2025-01", 2)
	factory.leaves(person, "2025-02-20")
	freeze("2025-03-05")
	assert reminders.remind([branch.name]) == []


def test_without_an_outgoing_account_the_notice_goes_alone_and_the_reason_is_noted(
	branch, freeze, no_account
):
	person = factory.member(branch)
	user = factory.login(person)
	factory.holder(branch, "Secretary")
	owe(person, "2025-01", 1)
	freeze("2025-02-05")
	reminders.remind([branch.name])
	assert frappe.db.get_value(REMINDER, {"member": person.name}, "told_by") == "Notice"
	assert frappe.db.exists("Notification Log", {"for_user": user})
	((title, message),) = no_account
	assert "提醒邮件" in title and "发件邮箱" in message


def test_number_of_queries_does_not_grow_with_members_in_arrears(branch, freeze):
	def count():
		with counted_queries() as statements:
			reminders.remind([branch.name])
		return len(statements)

	freeze("2025-01-10")
	owe(factory.member(branch), "2025-01", 1)
	freeze("2025-02-05")
	count()
	owe(factory.member(branch), "2025-01", 1)
	one = count()
	for _number in range(5):
		owe(factory.member(branch), "2025-01", 1)
	assert count() == one


def test_the_daily_hook_queues_the_job_once(freeze, monkeypatch):
	queued = []
	monkeypatch.setattr(frappe, "enqueue", lambda method, **values: queued.append((method, values)))
	freeze("2025-02-05")
	reminders.daily()
	((method, values),) = queued
	assert frappe.get_attr(method) is reminders.remind
	assert (values["queue"], values["deduplicate"], values["commit"]) == ("long", True, True)
	assert "party_affairs.dues.reminders.daily" in frappe.get_hooks("scheduler_events")["daily"]


def test_cards_and_the_members_page_reckon_alike(branch, freeze):
	person = factory.member(branch)
	owe(person, "2025-01", 3)
	freeze("2025-03-20")
	assert [str(row.dues_month)[:7] for row in dues_arrears.of_member(person.name)] == ["2025-01", "2025-02"]


def test_who_wants_no_reminders_of_dues_is_named_to_the_secretary(branch, freeze, account):
	person = factory.member(branch, "不收")
	user = factory.login(person)
	secretary = factory.holder(branch, "Secretary")
	switching_off.switch_off(user, "dues")
	owe(person, "2025-01", 1)
	freeze("2025-02-05")
	reminders.remind([branch.name])
	((recipients, summary),) = mails()
	assert recipients == [secretary] and "不收" in summary and "请当面提醒" in summary
	assert frappe.db.get_value(REMINDER, {"member": person.name}, "told_by") == "Not Reached"
	assert not frappe.db.exists("Notification Log", {"for_user": user})


def test_at_night_the_letter_waits_for_the_morning(branch, freeze, account):
	person = factory.member(branch, "夜里")
	user = factory.login(person)
	owe(person, "2025-01", 1)
	freeze("2025-02-05 23:00:00")
	reminders.remind([branch.name])
	assert mails() == [] and frappe.db.exists("Notification Log", {"for_user": user})
	assert frappe.db.get_value(REMINDER, {"member": person.name}, "told_by") == "Mail and Notice"
	freeze("2025-02-06 08:17:00")
	digest.run(users=[user])
	((recipients, letter),) = mails()
	assert recipients == [user] and "夜里同志" in letter and "党费温馨提示" in letter
