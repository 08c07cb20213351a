"""What a job or a request needs and suddenly has not: the database, Redis, room on the disk. All of it inside one process."""

import contextlib
import errno
import resource
import socket
import sys
import threading
from types import SimpleNamespace

import redis
import tenacity.nap

import frappe

_BLOCK = 65536


class Database:
	"""A way to the database server that can be cut for some seconds: connections break, and new ones are refused."""

	def __init__(self, host: str, port: int) -> None:
		self._server = (host, port)
		self._pairs: list[tuple[socket.socket, socket.socket]] = []
		self._listen(0)
		self.port = self._listener.getsockname()[1]

	def lead(self) -> None:
		"""Lead all connections that Frappe opens from now on this way."""
		connect = frappe.connect

		def led(*args, **kwargs):
			frappe.local.conf.db_port = self.port
			return connect(*args, **kwargs)

		frappe.connect = led

	def cut(self, seconds: float) -> None:
		"""Break what goes this way and refuse it for `seconds`."""
		_shut(self._listener)
		for pair in self._pairs:
			for end in pair:
				_shut(end)
		self._pairs.clear()
		threading.Timer(seconds, self._listen, [self.port]).start()

	def _listen(self, port: int) -> None:
		self._listener = socket.socket()
		self._listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
		self._listener.bind(("127.0.0.1", port))
		self._listener.listen()
		threading.Thread(target=self._accept, args=[self._listener], daemon=True).start()

	def _accept(self, listener: socket.socket) -> None:
		while True:
			try:
				near, _address = listener.accept()
			except OSError:
				return
			far = socket.create_connection(self._server)
			self._pairs.append((near, far))
			for one, other in ((near, far), (far, near)):
				threading.Thread(target=_pass_on, args=[one, other], daemon=True).start()


def _pass_on(one: socket.socket, other: socket.socket) -> None:
	with contextlib.suppress(OSError):
		while part := one.recv(_BLOCK):
			other.sendall(part)
	_shut(one)
	_shut(other)


def _shut(end: socket.socket) -> None:
	with contextlib.suppress(OSError):
		end.shutdown(socket.SHUT_RDWR)
	end.close()


def without_redis() -> None:
	"""From now on no Redis answers this process: cache, queue and realtime."""

	def refuse(_connection):
		raise ConnectionRefusedError(errno.ECONNREFUSED, "Connection refused")

	redis.connection.Connection._connect = refuse
	# Frappe asks five times, a second apart.
	tenacity.nap.time = SimpleNamespace(sleep=lambda _seconds: None)


def redis_keys_with(address: str, text: str) -> list[str]:
	"""Return the keys of a Redis database in whose values this text stands."""
	client = redis.from_url(address)
	read = {
		b"string": client.get,
		b"list": lambda key: client.lrange(key, 0, -1),
		b"hash": client.hgetall,
		b"set": client.smembers,
		b"zset": lambda key: client.zrange(key, 0, -1),
	}
	return [
		key.decode()
		for key in client.scan_iter(count=1000)
		# What goes in between is of a type of its own, and nothing.
		if text.encode() in repr(read.get(client.type(key), lambda _key: "")(key)).encode()
	]


def full_disk(room: int = 0) -> None:
	"""From now on no file of this process, or of one that it starts, can become longer than `room` bytes."""
	# Python would leave halves of what it compiles.
	sys.dont_write_bytecode = True
	resource.setrlimit(resource.RLIMIT_FSIZE, (room, room))
