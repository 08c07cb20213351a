"""思想汇报: its columns."""

from party_affairs.importing.layout.choices import REPORT_FORMS
from party_affairs.importing.layout.table import SERIAL, Column, Sheet, worded

REPORTS = worded(
	Sheet(
		key="reports",
		title="思想汇报",
		anchors=("member", "half_year", "handed_in_on"),
		given=("member", "half_year"),
		personal=True,
		note="每名党员每半年一行，只由书记、组织委员导入。书面汇报至少填写一个方面，口头汇报填写摘要；党员本人已在系统提交的不必再填。",
		columns=(
			SERIAL,
			Column("member", "汇报人", "name", True, width=10, example="张三"),
			Column("half_year", "所属半年", "half_year", True, width=11, example="上半年"),
			Column("handed_in_on", "提交日期", "date", True, example="6月20日"),
			Column("form", "汇报形式", "choice", choices=REPORT_FORMS, width=9, example="书面"),
			Column("summary", "口头汇报摘要", "text", width=30),
			Column("brief", "摘要", "text", alternative=True),
			Column("thought", "思想方面", "text", width=30),
			Column("work", "工作方面", "text", width=30),
			Column("discipline", "纪律方面", "text", width=30),
			Column("style", "作风方面", "text", width=30),
			Column("suggestions", "对党组织的建议和意见", "text", width=26),
			Column("handling", "处理情况", "text", width=24),
			Column("handled_on", "办结日期", "date"),
			Column("comment", "点评意见", "text", width=26),
			Column("commented_by", "点评人", "name", width=10),
			Column("commented_on", "点评日期", "date"),
		),
	)
)
