"""Charts and QR codes: drawn from the figures, readable, and with nothing active in them whatever somebody wrote."""

import xml.etree.ElementTree as ET

import pyqrcode
import pytest

from party_affairs.printing import charts, qr_codes
from party_affairs.printing.charts import Bar, Part

pytestmark = pytest.mark.site

_SVG = "{http://www.w3.org/2000/svg}"


def drawn(svg):
	root = ET.fromstring(svg)
	return root, [text.text for text in root.iter(f"{_SVG}text")], list(root.iter(f"{_SVG}rect"))


def test_bars_are_as_long_as_their_values():
	root, texts, boxes = drawn(charts.bars([Bar("甲", 10), Bar("乙", 5), Bar("丙", 0)], "几人"))
	lengths = [float(box.get("width")) for box in boxes if box.get("fill") == charts.ACCENT]
	assert len(lengths) == 2 and lengths[0] == pytest.approx(2 * lengths[1], abs=0.2)
	assert texts == ["甲", "10", "乙", "5", "丙", "0"]
	assert root.get("aria-label") == "几人" and root.get("role") == "img"


def test_long_labels_take_several_lines_and_make_the_chart_higher():
	short, long = (charts.bars([Bar("很长的选项" * times, 1)]) for times in (1, 12))
	assert float(drawn(long)[0].get("height")) > float(drawn(short)[0].get("height"))
	assert "".join(drawn(long)[1][:-1]) == "很长的选项" * 12


def test_a_stacked_bar_is_divided_by_the_values():
	parts = [
		Part(str(place), value, colour)
		for place, (value, colour) in enumerate(zip((1, 0, 3), charts.SCALE[:3], strict=True))
	]
	_root, texts, boxes = drawn(charts.stacked(parts, width=400))
	assert [float(box.get("width")) for box in boxes if box.get("height") == "26.0"] == [100, 300]
	assert {"0 1", "1 0", "2 3"} <= set(texts)


@pytest.mark.parametrize("svg", [charts.bars([]), charts.stacked([]), charts.bars([Bar("甲", 0)])])
def test_nothing_to_show_is_a_chart_all_the_same(svg):
	drawn(svg)


def test_what_somebody_wrote_is_text_and_nothing_else():
	bad = '"><script>alert(1)</script><a href="x">'
	for svg in (charts.bars([Bar(bad, 1, bad)], bad), charts.stacked([Part(bad, 1, charts.ACCENT)], bad)):
		tags = {element.tag.removeprefix(_SVG) for element in ET.fromstring(svg).iter()}
		assert tags <= {"svg", "rect", "text"}


def test_a_qr_code_holds_the_address_module_by_module():
	address = "https://example.com/survey?k=abc"
	svg = qr_codes.svg(address, 40)
	root = ET.fromstring(svg)
	rows = pyqrcode.create(address, error="Q", encoding="utf-8").code
	side = len(rows) + 8
	assert root.get("viewBox") == f"0 0 {side} {side}" and root.get("width") == "40mm"
	path = root.find(f"{_SVG}path").get("d")
	dark = sum(int(run.split("h")[1].split("v")[0]) for run in path.split("M")[1:])
	assert dark == sum(map(sum, rows))
