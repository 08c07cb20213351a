"""Pictures in a Word document: photos as they are, drawings as images of them."""

import io
from collections.abc import Iterable, Iterator, Sequence

from docx.parts.document import DocumentPart
from docx.shared import Emu
from lxml.etree import _Element as Element
from PIL import Image

from party_affairs.printing import docx_xml as xml
from party_affairs.printing import drawings
from party_affairs.printing.paper import Beside, Block, Grid, Paper, Photos, Picture, flat

_EMU_A_TWIP = 635


class Pictures:
	"""The pictures of papers that go into one document; drawings are made into images all at once."""

	def __init__(self, part: DocumentPart, papers: Sequence[Paper]) -> None:
		self._part = part
		self._drawn = drawings.to_png(picture for paper in papers for picture in pictures_of(paper.blocks))

	def runs(self, picture: Picture, width: int, height: int | None = None) -> list[Element]:
		"""Return the runs that show a picture within `width` and `height` twips, or the words in its place."""
		content = picture.data or self._drawn.get(picture.svg, b"")
		if not content:
			return xml.runs(picture.alt)
		with Image.open(io.BytesIO(content)) as image:
			across, down = image.size
		asked, tall = _size(picture, across / down)
		scale = min(1, width / asked, height / tall if height else 1)
		inline = self._part.new_pic_inline(
			io.BytesIO(content),
			Emu(round(asked * scale * _EMU_A_TWIP)),
			Emu(round(tall * scale * _EMU_A_TWIP)),
		)
		inline.docPr.set("descr", xml.plain(picture.alt))
		drawing = xml.element("drawing")
		drawing.append(inline)
		run = xml.element("r")
		run.append(drawing)
		return [run]


def _size(picture: Picture, ratio: float) -> tuple[float, float]:
	"""Return width and height in twips as they are asked for; where neither is, the picture is as large as it may be."""
	if picture.width_mm and picture.height_mm:
		return xml.twips(picture.width_mm), xml.twips(picture.height_mm)
	if picture.height_mm:
		return xml.twips(picture.height_mm) * ratio, xml.twips(picture.height_mm)
	width = xml.twips(picture.width_mm or drawings.LARGEST_MM)
	return width, width / ratio


def pictures_of(blocks: Iterable[Block]) -> Iterator[Picture]:
	"""Yield the pictures in blocks, those in the cells of tables too."""
	for block in flat(blocks):
		if isinstance(block, Picture):
			yield block
		elif isinstance(block, Photos):
			yield from (photo for photo, _caption in block.photos)
		elif isinstance(block, Grid | Beside):
			yield from (cell.picture for row in block.rows for cell in row if cell.picture)
