"""A group chat's server on this machine: it checks signature, clock, form, length and rate, and answers as each vendor does.

Its checks are written by the vendors' pages, and share nothing with what sends.
"""

import base64
import hashlib
import hmac
import json
import threading
import time
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

HOUR = 3600


class Receiver:
	"""What one robot was sent (`messages`, those taken) and how it answers; `answers` are given instead, one a request."""

	def __init__(self, kind, secret=None):
		self.kind, self.secret = kind, secret
		self.messages, self.requests, self.answers = [], [], []
		self.base = ""

	@property
	def address(self):
		paths = {
			"WeCom": "/cgi-bin/webhook/send?key=secret-key",
			"DingTalk": "/robot/send?access_token=secret-key",
			"Feishu": "/open-apis/bot/v2/hook/secret-key",
		}
		return self.base + paths[self.kind]

	def answer(self, path, headers, raw):
		self.requests.append((path, raw))
		if self.answers:
			return self.answers.pop(0)
		if "application/json" not in headers.get("Content-Type", ""):
			return self.refused("form")
		body = json.loads(raw.decode("utf-8"))
		refusal = getattr(self, f"_{self.kind.lower()}")(parse_qs(urlsplit(path).query), body, len(raw))
		if refusal:
			return self.refused(refusal)
		self.messages.append(body)
		code = "code" if self.kind == "Feishu" else "errcode"
		return 200, {}, json.dumps({code: 0})

	def refused(self, why):
		codes = {
			"WeCom": {"form": 40058, "length": 40058},
			"DingTalk": {"form": 400, "length": 460101, "sign": 310000},
			"Feishu": {"form": 9499, "length": 9499, "sign": 19021},
		}
		code = "code" if self.kind == "Feishu" else "errcode"
		return 200, {}, json.dumps({code: codes[self.kind][why]})

	def _wecom(self, query, body, _length):
		if set(query) != {"key"} or set(body) != {"msgtype", "markdown"}:
			return "form"
		return "length" if len(body["markdown"]["content"].encode()) > 4096 else None

	def _dingtalk(self, query, body, length):
		if self.secret:
			moment = query["timestamp"][0]
			text = f"{moment}\n{self.secret}".encode()
			digest = hmac.new(self.secret.encode(), text, hashlib.sha256).digest()
			fresh = abs(time.time() - int(moment) / 1000) < HOUR
			if not fresh or base64.b64encode(digest).decode() != query["sign"][0]:
				return "sign"
		if body["msgtype"] != "markdown" or not body["markdown"]["title"]:
			return "form"
		return "length" if length > 20_000 else None

	def _feishu(self, _query, body, length):
		if self.secret:
			key = f"{body['timestamp']}\n{self.secret}".encode()
			digest = hmac.new(key, b"", hashlib.sha256).digest()
			fresh = abs(time.time() - int(body["timestamp"])) < HOUR
			if not fresh or base64.b64encode(digest).decode() != body["sign"]:
				return "sign"
		if body["msg_type"] != "text" or not body["content"]["text"]:
			return "form"
		return "length" if length > 20_480 else None


@contextmanager
def receiving(receiver):
	"""The receiver listens on this machine inside."""

	class Handler(BaseHTTPRequestHandler):
		def do_POST(self):
			raw = self.rfile.read(int(self.headers["Content-Length"]))
			status, headers, text = receiver.answer(self.path, self.headers, raw)
			data = text.encode()
			self.send_response(status)
			for name, value in {"Content-Length": str(len(data)), **headers}.items():
				self.send_header(name, value)
			self.end_headers()
			self.wfile.write(data)

		def log_message(self, *_args):
			"""Nothing is printed."""

	server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
	receiver.base = f"http://127.0.0.1:{server.server_port}"
	thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
	thread.start()
	try:
		yield receiver
	finally:
		server.shutdown()
		server.server_close()
