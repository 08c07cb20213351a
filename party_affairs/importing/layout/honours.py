"""荣誉表彰: its columns."""

from party_affairs.importing.layout.choices import HONOUR_KINDS, HONOUR_LEVELS
from party_affairs.importing.layout.table import SERIAL, Column, Sheet, ignored, worded

HONOURS = worded(
	Sheet(
		key="honours",
		title="荣誉表彰",
		anchors=("recipient", "honour_name", "awarded_on"),
		day="awarded_on",
		note="每项荣誉一行，只填已正式授予的。授予党员的写姓名，授予支部的写支部名称或“本支部”。党员受表彰后系统提醒支委会谈心谈话，不必再填“奖惩与重要事项”。",
		columns=(
			SERIAL,
			Column("recipient", "授予对象", "line", True, width=16, example="张三"),
			Column("honour_name", "荣誉名称", "line", True, width=28, example="优秀共产党员"),
			Column("level", "级别", "choice", True, choices=HONOUR_LEVELS, width=12, example="市级"),
			Column("kind", "荣誉类别", "choice", choices=HONOUR_KINDS, width=12, example="党内表彰"),
			Column("awarded_by", "授予单位", "line", True, width=26, example="市律师行业党委"),
			Column("document_no", "文号", "line", width=20),
			Column("awarded_on", "授予日期", "date", True, width=13, example="6月28日"),
			Column("valid_until", "有效期至", "date", width=13),
			Column("reason", "主要事迹", "text", width=40),
			Column("published_on", "公布日期", "date", width=13),
			Column("published_where", "公布方式", "line", width=18, example="党务公开栏"),
			ignored("recipient_text", "对象类别"),
			ignored("term", "期限"),
			ignored("state", "状态"),
			ignored("published", "公布"),
			ignored("remarks", "备注"),
		),
	)
)
