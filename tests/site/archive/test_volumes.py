"""A year's volume: what belongs in it, bound into one PDF and one ZIP, verified here and elsewhere, fixed from then on."""

import io
import zipfile

import pytest

import frappe

from party_affairs import jobs
from party_affairs.api.archive import volumes as api
from tests.site.archive.year import TODAY, House, bound, stored


@pytest.fixture(scope="module", autouse=True)
def _no_queue():
	with pytest.MonkeyPatch.context() as patch:
		patch.setattr(jobs, "put", lambda *_args, **_options: None)
		patch.setattr(jobs, "is_at_work", lambda _job: False)
		yield


@pytest.fixture(scope="module")
def built(built_once):
	def build():
		house = House()
		volume = bound(house.volume())
		return house, volume, stored(volume.zip_file).read_bytes(), stored(volume.pdf_file).read_bytes()

	return built_once(build, TODAY)


@pytest.fixture
def house(built):
	return built[0]


@pytest.fixture
def volume(built):
	return frappe.get_doc("Archive Volume", built[1].name)


@pytest.fixture
def packed(built):
	return built[2]


def test_it(built):
	house, volume, packed, pdf = built
	open("/work/tmp/h6_scratch_volume.pdf", "wb").write(pdf) if 0 else None
	import pathlib

	pathlib.Path("/work/tmp/h7out").mkdir(exist_ok=True)
	pathlib.Path("/work/tmp/h7out/v.pdf").write_bytes(pdf)
	pathlib.Path("/work/tmp/h7out/v.zip").write_bytes(packed)
	for n, c in sorted(zipfile.ZipFile(io.BytesIO(packed)).infolist(), key=lambda i: i.filename) if 0 else []:
		pass
	for i in zipfile.ZipFile(io.BytesIO(packed)).infolist():
		print(i.filename, i.file_size)
	for row in volume.contents:
		print(row.title, row.there, row.missing, row.standing)
	print(api.verify(volume.name))
	assert 0
