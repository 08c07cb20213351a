"""Requests to the test site as a server would answer them, without a server: routing, auth hooks, errors and all.

A request runs on the test's own connection, so that it sees what the test has made, and its changes go with the test.
"""

import inspect
import io
import json
from dataclasses import dataclass
from urllib.parse import quote

from werkzeug.exceptions import HTTPException, NotFound
from werkzeug.test import EnvironBuilder
from werkzeug.wrappers import Request

import frappe
import frappe.api
import frappe.app
import frappe.auth
import frappe.handler
import frappe.utils.response

from party_affairs.permissions import seen


@dataclass(frozen=True)
class Answer:
	"""What came back: the HTTP status, and the body as it was sent."""

	status: int
	content: bytes
	mimetype: str

	@property
	def text(self) -> str:
		"""The body as text, with the escapes of JSON undone, so that a Chinese name may be looked for in it."""
		text = self.content.decode(errors="replace")
		try:
			return json.dumps(json.loads(text), ensure_ascii=False)
		except ValueError:
			return text

	@property
	def data(self):
		"""The answer of a method (`message`) or of REST (`data`)."""
		body = json.loads(self.content)
		return body.get("message", body.get("data"))


def ask(user: str, path: str, verb: str = "GET", /, *, json_body=None, files=None, **arguments) -> Answer:
	"""Send one request as `user` and return the answer; a refused one leaves nothing behind, as on a server.

	`arguments` go into the query string of a GET, else into the form; lists and dicts are sent as JSON text. `json_body`
	is sent as it is instead. `files` are pairs of field name and (file name, bytes).
	"""
	_begin(user, _request(path, verb, json_body, files, arguments))
	# A server begins with nothing pending; what the app commits before it refuses stays, as it would there.
	frappe.db.sql("commit")
	frappe.db.after_rollback.reset()
	request = frappe.local.request
	try:
		frappe.app.make_form_dict(request)
		_validate_auth()
		response = _answer(request)
	except HTTPException as error:
		response = error.get_response(request.environ)
		frappe.db.rollback()
	except Exception as error:
		frappe.db.rollback()
		response = frappe.app.handle_exception(error)
	try:
		frappe.app.run_after_request_hooks(request, response)
	finally:
		_end(user)
	response.direct_passthrough = False
	return Answer(response.status_code, response.get_data(), response.mimetype)


def call(user: str, method: str, /, *, verb: str = "POST", files=None, **arguments) -> Answer:
	"""Call a whitelisted method by its dotted name."""
	return ask(user, f"/api/method/{method}", verb, files=files, **arguments)


def rest(user: str, doctype: str, name: str | None = None, verb: str = "GET", **arguments) -> Answer:
	"""Ask `/api/resource` for a document, or for the list of a DocType where `name` is missing."""
	path = f"/api/resource/{quote(doctype)}" + (f"/{quote(name, safe='')}" if name else "")
	return ask(user, path, verb, **arguments)


def _validate_auth() -> None:
	"""It has moved with version 15."""
	(getattr(frappe.auth, "validate_auth", None) or frappe.api.validate_auth)()


def _request(path, verb, json_body, files, arguments) -> Request:
	texts = {
		key: json.dumps(value, ensure_ascii=False, default=str) if isinstance(value, list | dict) else value
		for key, value in arguments.items()
		if value is not None
	}
	parts = {"path": path, "method": verb, "base_url": "http://127.0.0.1"}
	if json_body is not None:
		parts["json"] = json_body
	elif verb in ("GET", "DELETE"):
		parts["query_string"] = texts
	else:
		parts["data"] = {**texts, **{key: (io.BytesIO(body), name) for key, (name, body) in files or ()}}
	return Request(EnvironBuilder(headers={"Accept": "application/json"}, **parts).get_environ())


def _begin(user: str, request: Request) -> None:
	frappe.set_user(user)
	frappe.local.request = request
	# Later releases keep the sentence of the last refusal here until the next request.
	frappe.local.flags.error_message = None
	frappe.local.is_ajax = False
	frappe.local.request_ip = "127.0.0.1"
	frappe.local.lang = "zh"
	frappe.local.response = frappe._dict(docs=[])
	frappe.local.message_log, frappe.local.error_log, frappe.local.debug_log = [], [], []
	frappe.local.cookie_manager = frappe._dict(cookies={}, to_delete=[], set_cookie=lambda *_, **__: None)
	if getattr(frappe.local, "request_cache", None):
		frappe.local.request_cache.clear()
	# What the test itself has read is no part of this request.
	seen.take()


def _answer(request: Request):
	"""As `frappe.app.application` does once the caller is known."""
	if frappe.form_dict.cmd:
		return frappe.handler.handle()
	if request.path.startswith("/api/"):
		takes_request = inspect.signature(frappe.api.handle).parameters
		return frappe.api.handle(request) if takes_request else frappe.api.handle()
	if request.path.startswith("/backups"):
		return frappe.utils.response.download_backup(request.path)
	if request.path.startswith("/private/files/"):
		return frappe.utils.response.download_private_file(request.path)
	if request.method in ("GET", "HEAD", "POST"):
		return frappe.app.get_response()
	raise NotFound


def _end(user: str) -> None:
	del frappe.local.request
	frappe.local.form_dict = frappe._dict()
	frappe.local.message_log = []
	if frappe.session.user != user:
		frappe.set_user(user)
