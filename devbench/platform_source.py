"""The platform: Frappe 15.0.0-dev, rebuilt from a wheel that carries it under another name."""

import hashlib
import os
import shutil
import zipfile

from devbench.paths import APPS, DOWNLOADS
from devbench.progress import digest, forget, is_done, mark_done, step

REQUIREMENT = "criscostack==1.0.0"
WHEEL = "criscostack-1.0.0-py3-none-any.whl"
SHA256 = "dc58aaf29c59b7666edc953596e5b31f77d7286b2ed6b14c6a205b217c210349"

# The order matters: the long names before the short one that they contain.
RENAMED = (
	("criscostack", "frappe"),
	("Criscostack", "Frappe"),
	("CRISCOSTACK", "FRAPPE"),
	("criscoerp", "erpnext"),
	("Criscoerp", "ERPNext"),
	("CriscoERP", "ERPNext"),
	("brik_helper", "bench_helper"),
	("Crisco", "Frappe"),
	("crisco", "frappe"),
	("CRISCO", "FRAPPE"),
)

# The platform is of 2023; the libraries that run on today's Python ask for a little more. Each mend names file, old, new.
MENDED = (
	# pydantic after 2.7 takes its configuration as a mapping, no longer as a class.
	(
		"frappe/utils/typing_validations.py",
		"class FrappePydanticConfig:\n\tarbitrary_types_allowed = True\n",
		'FrappePydanticConfig = {"arbitrary_types_allowed": True}\n',
	),
)

KEY = digest(SHA256, RENAMED, MENDED)


def original_name(text):
	for new, original in RENAMED:
		text = text.replace(new, original)
	return text


def _mend(this, folder):
	for name, old, new in MENDED:
		path = folder / name
		text = path.read_text()
		if old not in text:
			this.fail(f"{name} does not contain what was to be mended.")
		path.write_text(text.replace(old, new))


def _download(this, python):
	wheel = DOWNLOADS / WHEEL
	if not wheel.exists():
		DOWNLOADS.mkdir(parents=True, exist_ok=True)
		only_the_wheel = ["--no-deps", "--only-binary", ":all:"]
		this.run([*python.pip, "download", *only_the_wheel, "--dest", DOWNLOADS, REQUIREMENT])
	found = hashlib.sha256(wheel.read_bytes()).hexdigest()
	if found != SHA256:
		wheel.unlink()
		this.fail(f"{WHEEL} has sha256 {found}, expected {SHA256}. The file has been removed.")
	return wheel


def ensure_platform(python):
	"""Puts the package `frappe` into the bench's apps, from the verified wheel."""
	target = APPS / "frappe"
	if is_done("platform", KEY) and target.exists():
		return
	# What was installed and built inside it goes with it.
	for stamp in ("platform", "npm", "assets-frappe"):
		forget(stamp)
	with step("Frappe 15.0.0-dev", "platform") as this:
		wheel = _download(this, python)
		fresh = APPS / "frappe.new"
		shutil.rmtree(fresh, ignore_errors=True)
		with zipfile.ZipFile(wheel) as archive:
			for entry in archive.infolist():
				if entry.is_dir() or ".dist-info/" in entry.filename:
					continue
				path = fresh / original_name(entry.filename)
				path.parent.mkdir(parents=True, exist_ok=True)
				content = archive.read(entry)
				try:
					content = original_name(content.decode()).encode()
				except UnicodeDecodeError:
					pass  # an image or font: copied as it is
				path.write_bytes(content)
		_mend(this, fresh)
		if target.exists():
			shutil.rmtree(target)
		os.replace(fresh, target)
		mark_done("platform", KEY)
