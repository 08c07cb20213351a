"""The bench's own MariaDB and its two Redis servers: private folders, free ports, 127.0.0.1 only."""

import contextlib
import fcntl
import json
import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import time

from devbench.debian import find
from devbench.paths import BENCH, LOGS, SERVICES, SITES
from devbench.progress import StepFailed, exclusively, is_done, mark_done, say, step

STATE = SERVICES / "state.json"
LEASE = SERVICES / "lease.lock"
NAMES = ("mariadb", "redis_cache", "redis_queue")
# Each site has a Redis database of its own in both servers, so that queues and caches never mix.
REDIS_DATABASES = 64


def _read_state():
	return (
		json.loads(STATE.read_text()) if STATE.exists() else {"ports": {}, "pids": {}, "redis_databases": {}}
	)


@contextlib.contextmanager
def _changing_state():
	"""Gives the state to be changed and writes it at the end, one command at a time."""
	with exclusively("state"):
		state = _read_state()
		yield state
		SERVICES.mkdir(exist_ok=True)
		write_private(STATE, json.dumps(state, indent=1))


def write_private(path, text):
	"""Writes a file that holds passwords: at once or not at all, for the owner's eyes only."""
	fresh = path.with_name(f"{path.name}.new")
	fresh.touch(mode=0o600)
	fresh.write_text(text)
	os.replace(fresh, path)


def port(name):
	"""Port of the service `name` (one of NAMES), as chosen at its last start."""
	return _read_state()["ports"][name]


def root_password():
	"""Password of the private database's root; made up once per bench."""
	return _read_state()["root_password"]


def free_port(preferred=None):
	"""`preferred` if nothing listens there on 127.0.0.1, otherwise a port that the system picks."""
	for candidate in (preferred, 0):
		if candidate is None:
			continue
		with socket.socket() as probe:
			probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
			try:
				probe.bind(("127.0.0.1", candidate))
			except OSError:
				continue
			return probe.getsockname()[1]
	raise OSError("no free port on 127.0.0.1")


def _folder(name):
	return SERVICES / name


def _pid(name):
	"""Process id of the running service, or None. Its working folder proves that the process is ours."""
	pid = _read_state()["pids"].get(name)
	with contextlib.suppress(OSError):
		if pid and os.readlink(f"/proc/{pid}/cwd") == str(_folder(name)):
			return pid
	return None


def running():
	return [name for name in NAMES if _pid(name)]


def _listens(number):
	with socket.socket() as probe:
		probe.settimeout(1)
		return probe.connect_ex(("127.0.0.1", number)) == 0


def _prepare_database(this):
	"""Makes the data folder. Root gets a password and may only come from this machine."""
	folder = _folder("mariadb")
	if is_done("database", str(folder)) and (folder / "mysql").exists():
		return
	with _changing_state() as state:
		state["root_password"] = secrets.token_hex(16)
	folder.mkdir(parents=True, exist_ok=True)
	this.run(
		[
			find("mariadb-install-db"),
			"--no-defaults",
			f"--datadir={folder}",
			f"--user={_user()}",
			"--auth-root-authentication-method=normal",
			"--skip-name-resolve",
			"--skip-test-db",
		]
	)
	mark_done("database", str(folder))


def _user():
	return pwd.getpwuid(os.getuid()).pw_name


def _database_command(folder, number):
	# Run at each start, one statement a line: the password is in force before the port is open.
	password = root_password()
	setup = folder / "accounts.sql"
	setup.touch(mode=0o600)
	setup.write_text(
		"DELETE FROM mysql.global_priv WHERE User = '' OR (User = 'root' AND Host NOT IN ('localhost', '127.0.0.1'));\n"
		"FLUSH PRIVILEGES;\n"
		f"ALTER USER 'root'@'localhost' IDENTIFIED BY '{password}';\n"
		f"CREATE USER IF NOT EXISTS 'root'@'127.0.0.1' IDENTIFIED BY '{password}';\n"
		f"ALTER USER 'root'@'127.0.0.1' IDENTIFIED BY '{password}';\n"
		"GRANT ALL PRIVILEGES ON *.* TO 'root'@'127.0.0.1' WITH GRANT OPTION;\n"
	)
	# The socket's name is relative to the data folder: a long path to the checkout would not fit.
	# Durability is given up for speed: the data can be made again at any time.
	return [
		find("mariadbd"),
		"--no-defaults",
		f"--user={_user()}",
		f"--datadir={folder}",
		"--socket=mysql.sock",
		"--bind-address=127.0.0.1",
		f"--port={number}",
		f"--init-file={setup}",
		"--skip-name-resolve",
		"--skip-log-bin",
		"--character-set-server=utf8mb4",
		"--collation-server=utf8mb4_unicode_ci",
		"--performance-schema=OFF",
		"--innodb-buffer-pool-size=512M",
		"--innodb-log-file-size=256M",
		"--innodb-flush-log-at-trx-commit=0",
		"--innodb-flush-method=nosync",
		"--innodb-doublewrite=0",
		"--innodb-stats-persistent=OFF",
		"--max-connections=200",
	]


def _redis_command(folder, number):
	# Debian ships one Redis program; the name it is called by decides what it does.
	program = find("redis-server")
	if not program:
		program = folder / "redis-server"
		if not program.is_symlink():
			program.symlink_to(find("redis-check-rdb"))
	settings = {
		"bind": "127.0.0.1",
		"port": number,
		"dir": folder,
		"databases": REDIS_DATABASES,
		"save": "",
		"appendonly": "no",
	}
	return [program, *(part for key, value in settings.items() for part in (f"--{key}", value))]


def _start(name, this):
	folder = _folder(name)
	folder.mkdir(parents=True, exist_ok=True)
	with _changing_state() as state:
		number = state["ports"][name] = free_port(state["ports"].get(name))
	command = (_database_command if name == "mariadb" else _redis_command)(folder, number)
	with (LOGS / f"{name}.log").open("a") as log:
		process = subprocess.Popen(
			[str(part) for part in command],
			cwd=folder,
			stdin=subprocess.DEVNULL,
			stdout=log,
			stderr=log,
			start_new_session=True,
		)
	with _changing_state() as state:
		state["pids"][name] = process.pid
	deadline = time.monotonic() + 60
	while not _listens(number):
		if process.poll() is not None or time.monotonic() > deadline:
			this.log = LOGS / f"{name}.log"
			this.fail(f"{name} does not answer on 127.0.0.1:{number}.")
		time.sleep(0.05)


def ensure_started():
	"""Starts what is not running and writes the ports into the sites' configuration."""
	if set(running()) != set(NAMES):
		with step("MariaDB and Redis", "services") as this:
			_prepare_database(this)
			for name in NAMES:
				if not _pid(name):
					_start(name, this)
	write_configuration()


def stop():
	"""Ends the bench's own servers and waits until they are gone. Says which ones."""
	stopped = []
	for name in NAMES:
		pid = _pid(name)
		if not pid:
			continue
		os.kill(pid, signal.SIGTERM)
		deadline = time.monotonic() + 30
		while _pid(name):
			with contextlib.suppress(ChildProcessError):
				os.waitpid(pid, os.WNOHANG)
			if time.monotonic() > deadline:
				raise StepFailed("Stopping", f"{name} (process {pid}) does not end.", LOGS / f"{name}.log")
			time.sleep(0.05)
		stopped.append(name)
	return stopped


def _write_if_changed(path, content):
	text = json.dumps(content, indent=1, sort_keys=True)
	if not path.exists() or path.read_text() != text:
		write_private(path, text)


def redis_database(site):
	"""Number of the Redis database that belongs to `site`, handed out on first use."""
	with _changing_state() as state:
		numbers = state["redis_databases"]
		if site not in numbers:
			unused = set(range(1, REDIS_DATABASES)) - set(numbers.values())
			if not unused:
				raise StepFailed("Redis", f"No more than {REDIS_DATABASES - 1} sites fit into one bench.")
			numbers[site] = min(unused)
		return numbers[site]


def clear_redis_database(site):
	"""Empties the site's cache and queues: they belong to what the site was before."""
	for name in ("redis_cache", "redis_queue"):
		with socket.create_connection(("127.0.0.1", port(name)), timeout=10) as connection:
			connection.sendall(f"SELECT {redis_database(site)}\r\nFLUSHDB\r\n".encode())
			answer = b""
			while answer.count(b"\r\n") < 2:
				part = connection.recv(4096)
				if not part:
					break
				answer += part
			if answer != b"+OK\r\n+OK\r\n":
				raise StepFailed(
					"Redis", f"{name} refused to empty its database: {answer!r}", LOGS / f"{name}.log"
				)


def site_addresses(site):
	"""The part of a site's configuration that follows from the servers' ports."""
	number = redis_database(site)
	return {
		"db_host": "127.0.0.1",
		"db_port": port("mariadb"),
		**{
			key: f"redis://127.0.0.1:{port(server)}/{number}"
			for key, server in (
				("redis_cache", "redis_cache"),
				("redis_queue", "redis_queue"),
				("redis_socketio", "redis_queue"),
			)
		},
	}


def write_configuration():
	"""Writes the common configuration, and the servers' addresses into each site's own."""
	common = {
		"allow_tests": 1,
		"db_host": "127.0.0.1",
		"db_port": port("mariadb"),
		"root_login": "root",
		"root_password": root_password(),
		"redis_cache": f"redis://127.0.0.1:{port('redis_cache')}/0",
		"redis_queue": f"redis://127.0.0.1:{port('redis_queue')}/0",
		"redis_socketio": f"redis://127.0.0.1:{port('redis_queue')}/0",
		"developer_mode": 0,
		"disable_website_cache": 1,
		"mute_emails": 1,
		"pause_scheduler": 1,
		"max_file_size": 50 * 1024 * 1024,
	}
	_write_if_changed(SITES / "common_site_config.json", common)
	for config in SITES.glob("*/site_config.json"):
		with contextlib.suppress(FileNotFoundError):  # another command is making this site anew
			_write_if_changed(
				config, {**json.loads(config.read_text()), **site_addresses(config.parent.name)}
			)


def keep_running(keep):
	"""Notes whether the servers outlive the commands that use them (`./dev start`)."""
	with _changing_state() as state:
		state["keep"] = keep


@contextlib.contextmanager
def in_use():
	"""Runs the body with a claim on the servers; the last claim that ends stops them.

	They stay up after `./dev start`.
	"""
	SERVICES.mkdir(parents=True, exist_ok=True)
	with LEASE.open("w") as lease:
		fcntl.flock(lease, fcntl.LOCK_SH)
		try:
			yield
		finally:
			_stop_if_unused(lease)


def _stop_if_unused(lease):
	# Who comes next waits for the lease before looking at what runs.
	if _read_state().get("keep"):
		return
	try:
		fcntl.flock(lease, fcntl.LOCK_EX | fcntl.LOCK_NB)
	except BlockingIOError:
		return
	if stop():
		say("MariaDB and Redis: stopped")


def remove_bench():
	"""Stops the servers and deletes all that the bench has made."""
	stop()
	try:
		shutil.rmtree(BENCH)
	except OSError as error:
		raise StepFailed("Removing the bench", str(error)) from error
