"""Writes docs/workbook.md: the sheets of the year workbook, their columns, and what may stand in them, for secretaries.

Run `python -m devbench.workbook_table` in the repository after a change of `importing/layout/` or of the words that people
use. Needs no site and no Frappe.
"""

from collections.abc import Iterator

from devbench.paths import ROOT
from party_affairs.importing import layout
from party_affairs.importing.layout.table import Column, Sheet
from party_affairs.importing.template import OF_KIND

TARGET = ROOT / "docs" / "workbook.md"
_INTRODUCTION = """# 年度工作簿各表

「年度导入」点「下载模板」得到的就是这些表；选了党组织和年度的，党员、职务、联系对象已经填好，按季度下载的只有该季度的月份。用不着的表和列空着
即可。自己的 Excel 表，表头写的是下面的栏目名或者常见的别的写法（如“入党时间”“手机”），也能识别。带 * 的栏目必须填写。

谈心谈话、思想汇报、民主评议属于个人材料，只由本支部书记和组织委员导入；民主评议只导入等次和组织意见，测评票在系统里投票、录入和计票。
"""


def written() -> str:
	"""Return the document."""
	return "\n".join([_INTRODUCTION, *(line for sheet in layout.SHEETS for line in _section(sheet))]) + "\n"


def _section(sheet: Sheet) -> Iterator[str]:
	yield f"## {sheet.title}\n"
	yield f"{sheet.note}\n"
	if sheet.title_fields:
		yield f"表头上方可写：{'、'.join(column.title for column in sheet.title_fields)}。\n"
	yield "| 栏目 | 填什么 |"
	yield "|---|---|"
	months: set[str] = set()
	for column in sheet.columns:
		if column.kind in ("serial", "ignored") or column.alternative:
			continue
		if column.group:
			# The months are headed alike.
			if column.title in months:
				continue
			months.add(column.title)
		yield f"| {_title(column)} | {_what(column)} |"
	yield ""


def _title(column: Column) -> str:
	return f"{'每月：' if column.group else ''}{column.title}{'*' if column.required else ''}"


def _what(column: Column) -> str:
	if column.choices:
		words = "、".join(choice[0] for choice in column.choices.values())
		return f"{words}。{column.hint}" if column.hint else words
	kind = OF_KIND.get(column.kind, "") if column.kind not in ("line", "text") else ""
	return "。".join(part.rstrip("。") for part in (kind, column.hint) if part)


def is_current() -> bool:
	"""Whether the document says what the code says."""
	return TARGET.exists() and TARGET.read_text(encoding="utf-8") == written()


def main() -> int:
	TARGET.write_text(written(), encoding="utf-8")
	return 0


if __name__ == "__main__":
	raise SystemExit(main())
