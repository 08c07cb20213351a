"""联系群众: its columns."""

from party_affairs.importing.layout.choices import CONTACT_KINDS, CONTACT_METHODS
from party_affairs.importing.layout.table import SERIAL, Column, Sheet, ignored, worded

PAIRINGS = worded(
	Sheet(
		key="pairings",
		title="联系群众",
		anchors=("member", "contact_name"),
		register=True,
		note="每名联系对象一行；同一联系对象有多次联系的，可在下面续行，只填联系时间、形式、反映问题、办理情况和结果。",
		columns=(
			SERIAL,
			Column("member", "联系人", "name", False, width=10, example="张三"),
			ignored("post", "党内职务"),
			Column("contact_name", "联系对象姓名", "contact", False, width=12, example="李四"),
			Column("contact_kind", "对象类别", "choice", choices=CONTACT_KINDS, width=14, example="非党律师"),
			Column("firm", "对象所在律所", width=22),
			Column("start_date", "结对日期", "month_or_date", example="2024-01-05"),
			Column("end_date", "结束日期", "month_or_date"),
			Column("address", "家庭地址", width=24),
			Column("phone", "联系电话", "code", width=14),
			Column("family", "家庭基本情况", "text", width=24),
			Column("measures", "帮扶措施", "text", width=28),
			Column("results", "实际成效", "text", width=28),
			Column("contact_date", "联系时间", "dates", example="3月20日"),
			Column("contact_method", "联系形式", "choice", choices=CONTACT_METHODS, width=10, example="面谈"),
			Column("matter", "反映问题", "text", width=24),
			Column("handling", "办理情况", "text", width=24),
			Column("result", "本次结果", "text", width=24),
		),
	)
)
