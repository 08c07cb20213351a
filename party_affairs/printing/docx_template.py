"""The empty Word document that papers are written into: its styles, fonts and language, made here.

The template that python-docx brings along is set to Japanese and to fonts of a theme, which WPS does not find.
"""

import io
import zipfile
from functools import cache
from typing import NamedTuple
from xml.sax.saxutils import quoteattr

_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"

LATIN = "Times New Roman"
SONG, HEI, KAI, FANG, TITLE_SONG = "宋体", "黑体", "楷体", "仿宋", "方正小标宋简体"

# Where a font is missing, Word and WPS take the one that stands here.
_STAND_INS = {
	SONG: "SimSun",
	HEI: "SimHei",
	KAI: "KaiTi",
	FANG: "FangSong",
	TITLE_SONG: "华文中宋",
	"宋体-ExtB": "SimSun-ExtB",
}


_ON_THE_GRID = frozenset({"letter-text", "letter-heading", "letter-subheading"})
"""The styles whose lines are those of a letter's page; tables and titles on it have lines of their own."""


class Style(NamedTuple):
	"""A style of paragraphs: its name for users, font, size in points, height of a line as a factor or (below 0) in exact points.

	`before` and `after` are points; `indent` is that of the first line and `left` that of all lines, in hundredths of a
	character; `spacing` between characters is twentieths of a point.
	"""

	name: str
	font: str
	size: float
	line: float = 1.35
	align: str = "left"
	bold: bool = False
	before: float = 0
	after: float = 0
	indent: int = 0
	left: int = 0
	level: int | None = None
	colour: str = ""
	spacing: int = 0


_EXACT, _TIGHT = -28.95, -5
"""The lines of an official letter, 22 on a page, and the space taken from its characters, 28 in a line (GB/T 9704-2012)."""

STYLES = {
	"title": Style("公文标题", TITLE_SONG, 18, 1.3, "center", True, after=4),
	"second-title": Style("副标题行", SONG, 12, 1.3, "center", after=6),
	"heading": Style("一级标题", HEI, 12, 1.4, before=11, after=3, level=0),
	"subheading": Style("二级标题", KAI, 12, 1.4, before=6, indent=200, level=1),
	"text": Style("正文段落", FANG, 12, 1.6, indent=200),
	"detail": Style("细目", FANG, 11, 1.5, left=200),
	"how": Style("说明", SONG, 10, 1.5),
	"notes": Style("附注", SONG, 8.5, 1.4, before=3),
	"reference": Style("样式提示", SONG, 9, 1.4),
	"table": Style("表格文字", SONG, 9.5, 1.2),
	"label": Style("表格栏目", HEI, 9.5, 1.2, "center"),
	"plain": Style("表外文字", SONG, 10, 1.35, before=2, after=2),
	"caption": Style("图片说明", HEI, 11, 1.3, "center", before=4),
	"caption-day": Style("图片日期", SONG, 9.5, 1.3, "center", after=6, colour="444444"),
	"code": Style("编码", LATIN, 17, 1.8, "center"),
	"cover-title": Style("封面标题", TITLE_SONG, 30, 1.5, "center", True, before=170, after=113),
	"cover-line": Style("封面文字", SONG, 16, 2, "center"),
	"contents": Style("目录文字", SONG, 14, 1.6, before=4, after=4),
	"mark": Style("导出标记", SONG, 7, 1.2, "right", colour="555555"),
	"foot": Style("页码", SONG, 9, 1.0, "center"),
	"letter-title": Style("公函标题", TITLE_SONG, 22, -33, "center", after=16),
	"letter-second-title": Style("公函副标题", KAI, 16, _EXACT, "center", after=16),
	"letter-heading": Style("公函一级标题", HEI, 16, _EXACT, indent=200, level=0, spacing=_TIGHT),
	"letter-subheading": Style("公函二级标题", KAI, 16, _EXACT, indent=200, level=1, spacing=_TIGHT),
	"letter-text": Style("公函正文", FANG, 16, _EXACT, "both", indent=200, spacing=_TIGHT),
	"letter-foot": Style("公函页码", SONG, 14, 1.0, left=100),
}
"""The styles by the name that the blocks of a paper have for them; those of letters are like GB/T 9704-2012."""


def style_id(name: str) -> str:
	"""Return the identifier of a style within the document."""
	return "Pa" + "".join(part.capitalize() for part in name.split("-"))


@cache
def empty_document() -> bytes:
	"""Return the empty document."""
	stream = io.BytesIO()
	with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
		for name, content in _parts().items():
			package.writestr(name, f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>{content}')
	return stream.getvalue()


def _parts() -> dict[str, str]:
	return {
		"[Content_Types].xml": (
			f'<Types xmlns="{_PACKAGE}/content-types">'
			f'<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
			f'<Default Extension="xml" ContentType="application/xml"/>'
			f'<Override PartName="/word/document.xml" ContentType="{_TYPE}.document.main+xml"/>'
			f'<Override PartName="/word/styles.xml" ContentType="{_TYPE}.styles+xml"/>'
			f'<Override PartName="/word/settings.xml" ContentType="{_TYPE}.settings+xml"/>'
			f'<Override PartName="/word/fontTable.xml" ContentType="{_TYPE}.fontTable+xml"/></Types>'
		),
		"_rels/.rels": (
			f'<Relationships xmlns="{_PACKAGE}/relationships">'
			f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>'
		),
		"word/_rels/document.xml.rels": (
			f'<Relationships xmlns="{_PACKAGE}/relationships">'
			f'<Relationship Id="rId1" Type="{_OFFICE}/styles" Target="styles.xml"/>'
			f'<Relationship Id="rId2" Type="{_OFFICE}/settings" Target="settings.xml"/>'
			f'<Relationship Id="rId3" Type="{_OFFICE}/fontTable" Target="fontTable.xml"/></Relationships>'
		),
		"word/document.xml": (
			f'<w:document xmlns:w="{_WORD}" xmlns:r="{_OFFICE}"><w:body><w:sectPr/></w:body></w:document>'
		),
		"word/styles.xml": _styles(),
		"word/settings.xml": (
			f'<w:settings xmlns:w="{_WORD}"><w:bordersDoNotSurroundHeader/><w:bordersDoNotSurroundFooter/>'
			'<w:defaultTabStop w:val="420"/><w:characterSpacingControl w:val="compressPunctuation"/>'
			"<w:compat><w:useFELayout/>"
			'<w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/>'
			'</w:compat><w:themeFontLang w:val="en-US" w:eastAsia="zh-CN"/></w:settings>'
		),
		"word/fontTable.xml": (
			f'<w:fonts xmlns:w="{_WORD}">'
			+ "".join(
				f'<w:font w:name="{font}"><w:altName w:val="{other}"/><w:charset w:val="86"/></w:font>'
				for font, other in _STAND_INS.items()
			)
			+ "</w:fonts>"
		),
	}


def _styles() -> str:
	table = (
		'<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/><w:tblPr>'
		'<w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar><w:top w:w="0" w:type="dxa"/><w:left w:w="34" w:type="dxa"/>'
		'<w:bottom w:w="0" w:type="dxa"/><w:right w:w="34" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>'
	)
	return (
		f'<w:styles xmlns:w="{_WORD}"><w:docDefaults><w:rPrDefault><w:rPr>{fonts(SONG)}<w:kern w:val="0"/>'
		'<w:sz w:val="21"/><w:szCs w:val="21"/><w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/></w:rPr>'
		"</w:rPrDefault><w:pPrDefault/></w:docDefaults>"
		'<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/></w:style>'
		f"{table}{''.join(_style(name, style) for name, style in STYLES.items())}</w:styles>"
	)


def fonts(east_asian: str, latin: str = LATIN) -> str:
	"""Return the element that names all four fonts of a run; left to itself Word takes others for Chinese."""
	return (
		f'<w:rFonts w:ascii="{latin}" w:hAnsi="{latin}" w:eastAsia={quoteattr(east_asian)} w:cs="{latin}"/>'
	)


def _style(name: str, style: Style) -> str:
	line = (
		f'w:line="{round(style.line * 240)}" w:lineRule="auto"'
		if style.line > 0
		else f'w:line="{round(-style.line * 20)}" w:lineRule="exact"'
	)
	is_heading = style.level is not None
	indent = "".join(
		(
			f' w:leftChars="{style.left}" w:left="{round(style.left * style.size / 5)}"'
			if style.left
			else "",
			f' w:firstLineChars="{style.indent}" w:firstLine="{round(style.indent * style.size / 5)}"'
			if style.indent
			else "",
		)
	)
	return (
		f'<w:style w:type="paragraph" w:customStyle="1" w:styleId="{style_id(name)}"><w:name w:val="{style.name}"/>'
		'<w:basedOn w:val="Normal"/><w:qFormat/><w:pPr>'
		+ ("<w:keepNext/>" if is_heading or "title" in name else "")
		+ '<w:widowControl/><w:autoSpaceDE w:val="0"/><w:autoSpaceDN w:val="0"/><w:adjustRightInd w:val="0"/>'
		+ ("" if name in _ON_THE_GRID else '<w:snapToGrid w:val="0"/>')
		+ f'<w:spacing w:before="{round(style.before * 20)}" w:after="{round(style.after * 20)}" {line}/>'
		+ (f"<w:ind{indent}/>" if indent else "")
		+ (f'<w:jc w:val="{style.align}"/>' if style.align != "left" else "")
		+ (f'<w:outlineLvl w:val="{style.level}"/>' if is_heading else "")
		+ f"</w:pPr><w:rPr>{fonts(style.font)}"
		+ ("<w:b/><w:bCs/>" if style.bold else "")
		+ (f'<w:color w:val="{style.colour}"/>' if style.colour else "")
		+ (f'<w:spacing w:val="{style.spacing}"/>' if style.spacing else "")
		+ f'<w:sz w:val="{round(style.size * 2)}"/><w:szCs w:val="{round(style.size * 2)}"/></w:rPr></w:style>'
	)
