"""Fixtures for tests on the test site: one connection for the whole run, every test's changes rolled back.

A test may commit and roll back as the app does: inside a test both act on savepoints, so that a rollback goes back to
the last commit, and nothing of either outlives the test. Statements that change the schema would end the transaction
and are refused; a test that needs one makes a site of its own.
"""

import collections
import contextlib
import copy
import datetime
import functools
import itertools
import os
from pathlib import Path
from unittest import mock
from zoneinfo import ZoneInfo

import pytest

# Test modules import Frappe before a site is there; its log files would be looked for beside the checkout.
os.environ.setdefault("FRAPPE_STREAM_LOGGING", "1")

SITES = os.environ.get("PARTY_AFFAIRS_SITES")
SITE = os.environ.get("PARTY_AFFAIRS_TEST_SITE")
TIME_ZONE = ZoneInfo("Asia/Shanghai")
SCHEMA_STATEMENTS = ("alter", "create", "drop", "rename", "truncate")
# Made from files, or from definitions that few tests change: too slow to make anew for each test.
FILE_CACHES = (
	"app_hooks",
	"app_modules",
	"assets_json",
	"installed_app_modules",
	"lang_",
	"merged_translations",
)
DEFINITION_CACHES = (
	"doctype_",
	"table_columns",
	"db_tables",
	"assignment_rule_map",
	"milestone_tracker_map",
	"webhooks",
)
DEFINITION_TABLES = (
	"`tabdoctype`",
	"`tabdocfield`",
	"`tabcustom field`",
	"`tabproperty setter`",
	"`tabcustom docperm`",
)
SINGLES = "`tabsingles`"


DEFINITION_FUNCTIONS = ("is_virtual_doctype", "is_single_doctype")
"""Of the site cache: asked for at each document, and answered from definitions alone."""


class SiteCache(collections.defaultdict):
	"""Stands in for Frappe's cache of functions: when a user is saved, what is known of definitions stays."""

	def clear(self):
		# 15 knows a function by its name, 16 by itself.
		kept = {
			key: value
			for key, value in self.items()
			if getattr(key, "__name__", str(key)).endswith(DEFINITION_FUNCTIONS)
		}
		super().clear()
		self.update(kept)

	def clear_all(self):
		"""Forget definitions too."""
		super().clear()


class Transaction:
	"""The one transaction that all tests of a run share, taken apart by savepoints."""

	def __init__(self, database, flags):
		self.flags = flags
		self._sql = database.sql
		self._database = database
		self._names = (f"test_{number}" for number in itertools.count())
		self._committed = None
		self.definitions_changed = self.singles_changed = False

	def _savepoint(self):
		name = next(self._names)
		self._sql(f"savepoint {name}")
		return name

	def sql(self, query, *args, **kwargs):
		"""Stands in for the database's own `sql`: commit and rollback work on savepoints."""
		statement = str(query).strip().lower()
		if statement == "commit":
			self._committed = self._savepoint()
			self._database.transaction_writes = 0
		elif statement == "rollback":
			self._sql(f"rollback to savepoint {self._committed}")
			self._database.transaction_writes = 0
		elif statement.startswith("start transaction"):
			return None
		elif statement.startswith(SCHEMA_STATEMENTS) and not statement.startswith("create temporary"):
			raise AssertionError(f"A test on the shared site changes the schema: {query}")
		else:
			if not statement.startswith("select"):
				self.definitions_changed |= any(table in statement for table in DEFINITION_TABLES)
				self.singles_changed |= SINGLES in statement
			return self._sql(query, *args, **kwargs)

	@contextlib.contextmanager
	def rolled_back(self):
		"""What happens inside is undone at the end, commits included. May be nested."""
		outer, start = self._committed, self._savepoint()
		self._committed = start
		try:
			yield
		finally:
			self._sql(f"rollback to savepoint {start}")
			self._committed = outer


def mark_as_test():
	"""Tells Frappe that this is a test: 15 looks at the flag, 16 at the attribute."""
	import frappe

	frappe.in_test = frappe.flags.in_test = True


@pytest.fixture
def no_test(monkeypatch):
	"""Frappe takes the test for ordinary use, in which it keeps versions, for one."""
	import frappe

	monkeypatch.setattr(frappe, "in_test", False)
	monkeypatch.setitem(frappe.flags, "in_test", False)


@pytest.fixture(scope="session")
def _connection():
	if not (SITES and SITE):
		pytest.fail("Tests on a site are run by ./dev test, which makes the site.")
	import sqlparse

	import frappe
	import frappe.utils.caching

	from party_affairs import series

	before = Path.cwd()
	os.chdir(SITES)
	frappe.init(site=SITE, sites_path=".")
	frappe.connect()
	mark_as_test()
	# Series that a test has counted on stay locked by the one transaction of the run: an import does not wait for them.
	series._SECONDS_WAITED = 0
	transaction = Transaction(frappe.local.db, frappe.local.flags)
	frappe.local.db.sql = transaction.sql
	site_cache = SiteCache(frappe.utils.caching._SITE_CACHE.default_factory)
	# What is touched queues a check at the next commit: nothing may work on what is rolled back.
	with (
		_quick_users(),
		mock.patch("party_affairs.touches.jobs.put_soon"),
		mock.patch("frappe.utils.caching._SITE_CACHE", site_cache),
		mock.patch("frappe.set_user", _keeping_definitions(frappe.set_user)),
	):
		# Half a million times a run the same few field names are looked at for comments hidden in them.
		with mock.patch("sqlparse.format", functools.lru_cache(maxsize=None)(sqlparse.format)):
			# Codes of ballots are hashed so that trying them is dear; nobody tries them here.
			with mock.patch.dict("party_affairs.ballots.rolls._SCRYPT", n=2):
				yield transaction
	del frappe.local.db.sql
	frappe.db.rollback()
	_forget(transaction)
	frappe.destroy()
	os.chdir(before)


@contextlib.contextmanager
def _quick_users():
	"""Users are saved without what Frappe does beside it and no test looks at: a third of the time of the site tests.

	Each save looks for e-mail passwords to ask for and drops every cache with it, asks for a picture, and writes a contact.
	The share by which a user reads his own record is written as it is, without the checks of a share.
	"""
	user = "frappe.core.doctype.user.user"
	with (
		mock.patch(f"{user}.ask_pass_update"),
		mock.patch(f"{user}.update_gravatar"),
		mock.patch(f"{user}.create_contact"),
		mock.patch(f"{user}.User.share_with_self", _share_with_self),
	):
		yield


def _keeping_definitions(set_user):
	"""`frappe.set_user` that drops what was computed for a user, but not the definitions of all, which are slow to read."""

	@functools.wraps(set_user)
	def switched(username):
		import frappe

		kept = _kept_of(frappe.local.cache, FILE_CACHES + DEFINITION_CACHES)
		set_user(username)
		frappe.local.cache = kept

	return switched


def _share_with_self(user):
	import frappe

	values = {"user": user.name, "share_doctype": "User", "share_name": user.name}
	if user.name not in frappe.STANDARD_USERS and not frappe.db.exists("DocShare", values):
		share = frappe.new_doc("DocShare")
		share.update({**values, "read": 1, "write": 1, "share": 1})
		share.db_insert()


@pytest.fixture(scope="session")
def rolled_back(_connection):
	"""Context manager for fixtures of a wider scope: made as Administrator, its data is gone when it ends."""

	@contextlib.contextmanager
	def context():
		_reset_request(_connection)
		with _connection.rolled_back():
			yield
		_forget(_connection)

	return context


@pytest.fixture(scope="module")
def built_once(rolled_back):
	"""`built_once(build, day)` is what `build()` makes on that day, for all tests of a module; gone after the last.

	A test that changes the objects themselves, and not only what is stored of them, takes a deep copy.
	"""
	with contextlib.ExitStack() as stack:

		def built(build, day=None):
			stack.enter_context(rolled_back())
			with _at(day) if day else contextlib.nullcontext():
				return build()

		yield built


@pytest.fixture(autouse=True)
def _rolled_back_test(request):
	"""Each site test starts as Administrator in Chinese and leaves nothing behind."""
	if not request.node.get_closest_marker("site"):
		yield
		return
	transaction = request.getfixturevalue("_connection")
	_reset_request(transaction)
	with transaction.rolled_back():
		yield
	_forget(transaction)


def _reset_request(transaction):
	"""State that belongs to one request: user, language, form, messages, response."""
	import frappe

	frappe.set_user("Administrator")
	frappe.local.lang = "zh"
	frappe.local.form_dict = frappe._dict()
	frappe.local.response = frappe._dict({"docs": []})
	frappe.local.message_log = []
	frappe.local.error_log = []
	frappe.local.flags = copy.deepcopy(transaction.flags)
	for callbacks in (frappe.db.after_commit, frappe.db.after_rollback):
		callbacks.reset()
	# What waits to be told to browsers after a commit: each saved document is compared with all that are waiting.
	if hasattr(frappe.local, "_realtime_log"):
		del frappe.local._realtime_log


def _forget(transaction):
	"""Forgets what was computed from data that no longer exists, locally and in the site's own Redis database."""
	import frappe
	import frappe.utils.caching

	kept = FILE_CACHES if transaction.definitions_changed else FILE_CACHES + DEFINITION_CACHES
	site_cache = frappe.utils.caching._SITE_CACHE
	if transaction.definitions_changed:
		frappe.local.meta_cache = {}
		site_cache.clear_all()
	transaction.definitions_changed = False

	prefix = f"{frappe.conf.db_name}|"
	stale = [
		key
		for key in frappe.cache.scan_iter(match=f"{prefix}*", count=1000)
		if not _is_kept(key, prefix, kept)
	]
	if stale:
		# Past the wrapper's own methods, whose meaning differs between versions.
		frappe.cache.execute_command("DEL", *stale)

	# The account from which mail is sent, where a test made one.
	frappe.local.outgoing_email_account = {}
	site_cache.clear()
	if transaction.singles_changed:
		frappe.db.value_cache.clear()
	transaction.singles_changed = False
	frappe.local.cache = _kept_of(frappe.local.cache, kept)
	for name in ("document_cache", "new_doc_templates", "role_permissions", "request_cache"):
		store = getattr(frappe.local, name, None)
		if store:
			store.clear()
	for name in ("system_settings", "website_settings"):
		if hasattr(frappe.local, name):
			delattr(frappe.local, name)
	if hasattr(frappe, "client_cache"):
		frappe.client_cache.clear_cache()


def _kept_of(cache, kept):
	import frappe

	prefix = f"{frappe.conf.db_name}|"
	return {key: value for key, value in cache.items() if _is_kept(key, prefix, kept)}


def _is_kept(key, prefix, kept):
	text = key.decode(errors="replace") if isinstance(key, bytes) else str(key)
	return text.removeprefix(prefix).startswith(kept)


@pytest.fixture
def set_user(_connection):
	"""`set_user(name)` acts as that user until the test ends, or only inside `with set_user(name):`."""
	import frappe

	def switch(user):
		before = frappe.session.user
		frappe.set_user(user)

		@contextlib.contextmanager
		def back_at_the_end():
			try:
				yield
			finally:
				frappe.set_user(before)

		return back_at_the_end()

	return switch


@contextlib.contextmanager
def _at(moment):
	"""Inside, the clock shows `moment` (see `freeze`) and goes on from there."""
	import time_machine

	if isinstance(moment, str):
		moment = (
			datetime.datetime.fromisoformat(moment) if ":" in moment else datetime.date.fromisoformat(moment)
		)
	if not isinstance(moment, datetime.datetime):
		moment = datetime.datetime.combine(moment, datetime.time(12))
	if moment.tzinfo is None:
		moment = moment.replace(tzinfo=TIME_ZONE)
	# Frappe compares times of change as text, which for a full second lacks the fraction in one of the two.
	moment = moment.replace(microsecond=moment.microsecond or 1)
	with time_machine.travel(moment, tick=True):
		yield


@pytest.fixture
def freeze():
	"""`freeze("2026-03-15")` makes that the current day (noon in China) until the test ends, or inside `with`.

	A date, a datetime (taken as Chinese time) or their text; the clock goes on from there.
	"""
	with contextlib.ExitStack() as stack:

		def travel(moment):
			inside = contextlib.ExitStack()
			inside.enter_context(_at(moment))
			stack.push(inside)
			return inside

		yield travel
