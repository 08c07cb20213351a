"""The Desk's JavaScript and CSS, built from npm's packages, and the folders that the server hosts below /assets."""

import os
import shutil

from devbench import platform_source
from devbench.node import ensure_node
from devbench.paths import APP, APPS, ASSETS, BENCH, ROOT, SOURCES
from devbench.progress import digest, forget, is_done, mark_done, step

BUILDER = SOURCES / "assets" / "build.mjs"
MANIFEST = SOURCES / "assets" / "package.json"
LOCK = SOURCES / "assets" / "package-lock.json"
PUBLIC = ROOT / APP / "public"
BROWSER_SOURCES = SOURCES / "browser"
BROWSER = BENCH / "browser"
AXE = BROWSER / "node_modules" / "axe-core" / "axe.min.js"


def _link(target, link):
	link.parent.mkdir(parents=True, exist_ok=True)
	if link.is_symlink() and os.readlink(link) == str(target):
		return
	if link.is_symlink() or link.is_file():
		link.unlink()
	link.symlink_to(target)


def ensure_app_linked():
	"""Makes the checkout one of the bench's apps and hosts its public files.

	The hosted folder is a real one with links in it, so that built bundles never land in the checkout.
	"""
	_link(ROOT, APPS / APP)
	_link(APPS / "frappe" / "frappe" / "public", ASSETS / "frappe")
	_link(APPS / "frappe" / "node_modules", APPS / "frappe" / "frappe" / "public" / "node_modules")
	hosted = ASSETS / APP
	if hosted.is_symlink():
		hosted.unlink()
	hosted.mkdir(parents=True, exist_ok=True)
	for link in hosted.iterdir():
		if link.is_symlink() and not link.exists():
			link.unlink()
	if PUBLIC.exists():
		for entry in PUBLIC.iterdir():
			_link(entry, hosted / entry.name)


def ensure_libraries(python):
	"""Installs the npm packages that the Desk is built from, exactly as locked."""
	modules = APPS / "frappe" / "node_modules"
	key = digest(LOCK, MANIFEST, platform_source.KEY)
	if is_done("npm", key) and modules.exists():
		return
	forget("npm")
	tools = ensure_node(python)
	with step("npm packages", "npm") as this:
		for source in (MANIFEST, LOCK):
			shutil.copy(source, APPS / "frappe" / source.name)
		this.run(
			[*tools.npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund"],
			cwd=APPS / "frappe",
			env={**os.environ, "PATH": f"{tools.folder}:{os.environ['PATH']}"},
		)
		mark_done("npm", key)


def ensure_browser_tools(python):
	"""Installs what tests in the browser load into pages, exactly as locked; nothing of it is hosted or shipped."""
	sources = [BROWSER_SOURCES / name for name in ("package.json", "package-lock.json")]
	key = digest(*sources)
	if is_done("browser-tools", key) and AXE.exists():
		return
	forget("browser-tools")
	tools = ensure_node(python)
	with step("Tools of browser tests", "browser-tools") as this:
		BROWSER.mkdir(exist_ok=True)
		for source in sources:
			shutil.copy(source, BROWSER / source.name)
		this.run(
			[*tools.npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund"],
			cwd=BROWSER,
			env={**os.environ, "PATH": f"{tools.folder}:{os.environ['PATH']}"},
		)
		mark_done("browser-tools", key)


def ensure_bundles(python):
	"""Builds the bundles of Frappe, and those of the app, each only when its sources have changed."""
	node_key = digest(LOCK, BUILDER, platform_source.KEY)
	sources = sorted(path for path in PUBLIC.rglob("*") if path.is_file()) if PUBLIC.exists() else []
	app_key = digest(node_key, *(part for path in sources for part in (str(path.relative_to(ROOT)), path)))
	for app, key in (("frappe", node_key), (APP, app_key)):
		if is_done(f"assets-{app}", key) and (ASSETS / "assets.json").exists():
			continue
		forget(f"assets-{app}")
		with step(f"Desk assets of {app}", f"assets-{app}") as this:
			this.run([*ensure_node(python).node, BUILDER, BENCH, app])
			mark_done(f"assets-{app}", key)
