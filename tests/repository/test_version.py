"""The app's version is the newest heading of the changelog, and no patch is of a later one."""

import re

import party_affairs
from devbench.paths import APP, ROOT

PATCHES = ROOT / APP / "patches"
HEADING = re.compile(r"^## (\d+\.\d+\.\d+) \(\d{4}-\d\d-\d\d\)$", re.MULTILINE)


def headings():
	return HEADING.findall((ROOT / "CHANGELOG.md").read_text(encoding="utf-8"))


def parts(version):
	return tuple(map(int, version.split(".")))


def folders():
	"""Major and minor number of each folder of patches, such as (0, 4) for v0_4."""
	return [parts(path.name[1:].replace("_", ".")) for path in PATCHES.glob("v*_*")]


def test_the_newest_heading_is_the_version_and_the_others_follow_in_order():
	versions = headings()
	assert versions[0] == party_affairs.__version__
	assert versions == sorted(set(versions), key=parts, reverse=True)
	titles = re.findall(r"^## .*$", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)
	assert len(titles) == len(versions), "a heading is a version with its day in brackets"


def test_patches_are_of_versions_that_are():
	assert max(folders()) <= parts(party_affairs.__version__)[:2]
	assert {folder for folder in folders()} <= {parts(version)[:2] for version in headings()}


def test_each_patch_is_listed_once_in_the_order_of_versions():
	lines = (ROOT / APP / "patches.txt").read_text(encoding="utf-8").splitlines()
	listed = [line.split()[0] for line in lines if line.strip() and line[0] not in "#["]
	files = {
		f"{APP}.patches.{path.parent.name}.{path.stem}"
		for path in PATCHES.glob("v*_*/*.py")
		if path.stem != "__init__" and not path.stem.startswith("test_")
	}
	assert sorted(listed) == sorted(files)
	versions = [parts(name.split(".")[2][1:].replace("_", ".")) for name in listed]
	assert versions == sorted(versions)
