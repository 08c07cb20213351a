"""三会意见: its columns."""

from party_affairs.importing.layout.choices import COUNCILS
from party_affairs.importing.layout.table import SERIAL, Column, Sheet, ignored, worded

OPINIONS = worded(
	Sheet(
		key="opinions",
		title="三会意见",
		anchors=("date", "opinion"),
		day="date",
		note="民主恳谈会、党群议事会、发展联席会上每条意见一行：谁提出什么，怎样答复。会议本身填在“组织生活”表。",
		columns=(
			SERIAL,
			Column("date", "会议日期", "date", True, example="6月5日"),
			Column("kind", "会议类型", "choice", True, choices=COUNCILS, width=14, example="民主恳谈会"),
			Column("raised_by", "提出人", "name", True, width=12, example="李四"),
			Column("opinion", "意见建议", "text", True, width=44),
			Column("answer", "答复", "text", width=44),
			ignored("remarks", "备注"),
		),
	)
)
