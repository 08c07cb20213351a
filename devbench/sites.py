"""The bench's sites: a template of Frappe alone, one with the app installed, and copies of that one."""

import json
import shutil

from devbench import platform_source, services
from devbench.paths import APP, ROOT, SITES, SOURCES
from devbench.progress import digest, exclusively, forget, is_done, mark_done, step
from devbench.python import bench_environment

TEMPLATE = "template.localhost"
PREPARED = "prepared.localhost"
SAMPLE = "sample.localhost"
ADMIN_PASSWORD = "admin"
# In a site with the sample year: who can log in, with which password.
LOGINS = "logins.json"

# What a migration reads: definitions, fixtures, patches, installed data. Python that only runs later is not in it.
SCHEMA_PATTERNS = (
	"hooks.py",
	"install.py",
	"modules.txt",
	"patches.txt",
	"**/*.json",
	"guide/**/*",
	"setup/**/*.py",
	"patches/**/*.py",
	"translations/*.csv",
	"party_affairs/**/*.html",
	"party_affairs/**/*.md",
)


def full_name(name):
	"""Host name of a site: `demo` is short for `demo.localhost`."""
	return name if "." in name else f"{name}.localhost"


def frappe_command(python, arguments):
	"""A command of Frappe's own, to be run in the sites folder."""
	return [python.bench_python, "-m", "frappe.utils.bench_helper", "frappe", *arguments]


def inside_command(python, *arguments):
	"""One of our own commands that run inside a site (see inside.py)."""
	return [python.bench_python, "-m", "devbench.inside", *arguments]


def _schema_key():
	package = ROOT / APP
	files = {path for pattern in SCHEMA_PATTERNS for path in package.glob(pattern) if path.is_file()}
	files = sorted(
		path for path in files if "node_modules" not in path.parts and "__pycache__" not in path.parts
	)
	return digest(*(part for path in files for part in (str(path.relative_to(package)), path)))


def _template_key():
	return digest(platform_source.KEY, SOURCES / "preparing.py")


def ensure_template(python):
	"""A site with Frappe alone, in Chinese, past its set-up wizard; other sites are copies of it."""
	key = _template_key()
	if is_done("template", key) and (SITES / TEMPLATE / "site_config.json").exists():
		return
	forget("template")
	with step("Site template", "template") as this:
		shutil.rmtree(SITES / TEMPLATE, ignore_errors=True)
		environment = bench_environment()
		options = {"db-type": "mariadb", "db-name": "template", "admin-password": ADMIN_PASSWORD}
		arguments = [f"--{name}={value}" for name, value in options.items()]
		this.run(
			frappe_command(python, ["new-site", TEMPLATE, "--force", "--no-mariadb-socket", *arguments]),
			cwd=SITES,
			env=environment,
		)
		services.write_configuration()
		this.run(
			[python.bench_python, "-m", "devbench.preparing", "finish-setup", TEMPLATE],
			cwd=SITES,
			env=environment,
		)
		mark_done("template", key)


def _copy_site(python, source, target, this):
	"""Makes the site `target` anew as a copy of `source`: database, configuration, files."""
	folder = SITES / target
	shutil.rmtree(folder, ignore_errors=True)
	database = "site_" + digest(target)[:12]
	this.run(
		[python.bench_python, "-m", "devbench.preparing", "copy-database", source, database],
		cwd=SITES,
		env=bench_environment(),
	)
	services.clear_redis_database(target)
	for part in ("private", "public"):
		shutil.copytree(SITES / source / part, folder / part)
	for part in ("locks", "logs"):
		(folder / part).mkdir()
	config = json.loads((SITES / source / "site_config.json").read_text())
	config.update({"db_name": database, **services.site_addresses(target)})
	services.write_private(folder / "site_config.json", json.dumps(config, indent=1, sort_keys=True))


def ensure_site(python, name, fresh=False, keep=True):
	"""Makes the site if it is missing, and migrates it when the app's definitions have changed.

	With `fresh` it is made anew in any case; without `keep` it is made anew instead of migrated.
	"""
	site = full_name(name)
	with exclusively(site):
		exists = is_done(f"site-{site}", _template_key()) and (SITES / site / "site_config.json").exists()
		current = exists and is_done(f"schema-{site}", _schema_key())
		if fresh or not exists or not (current or keep):
			_make_site(python, site)
		elif not current:
			_migrate(python, site)


def _ensure_prepared(python):
	"""A site with the app as it is installed today, on which nobody works: installing takes longer than copying."""
	key = digest(_template_key(), _schema_key())
	with exclusively(PREPARED):
		if is_done("prepared", key) and (SITES / PREPARED / "site_config.json").exists():
			return
		forget("prepared")
		with step(f"Site with {APP}", "prepared") as this:
			_copy_site(python, TEMPLATE, PREPARED, this)
			this.run(
				frappe_command(python, ["--site", PREPARED, "install-app", APP]),
				cwd=SITES,
				env=bench_environment(),
			)
			mark_done("prepared", key)


def _make_site(python, site):
	schema_key = _schema_key()
	forget(f"site-{site}")
	_ensure_prepared(python)
	with step(f"Site {site}", f"site-{site}") as this:
		_copy_site(python, PREPARED, site, this)
		mark_done(f"schema-{site}", schema_key)
		mark_done(f"site-{site}", _template_key())


def migrate(python, name):
	"""Brings a site's database to the app's present definitions."""
	site = full_name(name)
	with exclusively(site):
		_migrate(python, site)


def _migrate(python, site):
	schema_key = _schema_key()
	forget(f"schema-{site}")
	with step(f"Migrating {site}", f"migrate-{site}") as this:
		this.run(
			frappe_command(python, ["--site", site, "migrate", "--skip-search-index"]),
			cwd=SITES,
			env=bench_environment(),
		)
		mark_done(f"schema-{site}", schema_key)


def make_sample_copy(python, name):
	"""Makes the site `name` anew as a copy of a site filled with the sample year, which is itself made when needed."""
	site = full_name(name)
	with exclusively(SAMPLE):
		_ensure_sample(python)
		with exclusively(site), step(f"Site {site} with the sample year", f"site-{site}") as this:
			_copy_site(python, SAMPLE, site, this)
			shutil.copy(SITES / SAMPLE / LOGINS, SITES / site / LOGINS)
			mark_done(f"schema-{site}", _schema_key())
			mark_done(f"site-{site}", _template_key())


def _ensure_sample(python):
	# Anything in the app may have a part in what the sample year becomes.
	files = sorted(
		path
		for folder in (ROOT / APP, ROOT / "samples")
		for path in folder.rglob("*")
		if path.is_file() and "__pycache__" not in path.parts
	)
	key = digest(_template_key(), *(part for path in files for part in (str(path.relative_to(ROOT)), path)))
	if is_done("sample", key) and (SITES / SAMPLE / "site_config.json").exists():
		return
	forget("sample")
	_make_site(python, SAMPLE)
	with step(f"Sample year on {SAMPLE}", "sample") as this:
		this.run(
			inside_command(python, "--result", SITES / SAMPLE / LOGINS, "load-sample", SAMPLE),
			cwd=SITES,
			env=bench_environment(),
		)
		mark_done("sample", key)
