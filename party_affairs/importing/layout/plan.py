"""年度计划: its columns."""

from party_affairs.importing.layout.choices import PLAN_KINDS
from party_affairs.importing.layout.table import SERIAL, Column, Sheet, ignored, worded

PLAN = worded(
	Sheet(
		key="plan",
		title="年度计划",
		anchors=("month", "topic"),
		given=("month", "kind"),
		note="每个月的主题党日、每季度的党课各一行，落实到责任人、讲课人。",
		title_fields=(Column("prepared_on", "制定日期", "date"), Column("based_on", "制定依据", "text")),
		columns=(
			SERIAL,
			Column("month", "月份", "month", True, width=7, example="3月"),
			Column("kind", "类型", "choice", choices=PLAN_KINDS, example="主题党日"),
			Column("topic", "主题", "line", True, width=36),
			Column("responsible", "责任人", "name", width=10, example="张三"),
			Column("lecturer", "讲课人", "line", width=10),
			ignored("remarks", "备注"),
		),
	)
)
