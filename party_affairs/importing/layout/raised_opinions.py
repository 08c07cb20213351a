"""意见建议登记: its columns."""

from party_affairs.importing.layout.choices import OPINION_OCCASIONS, TOLD_HOW
from party_affairs.importing.layout.table import SERIAL, Column, Sheet, ignored, worded

RAISED_OPINIONS = worded(
	Sheet(
		key="raised_opinions",
		title="意见建议登记",
		anchors=("raised_on", "opinion"),
		day="raised_on",
		note="每条意见建议一行：谁在什么场合提出，交给谁办，什么时候答复、怎样反馈。不愿署名的，提出人写“不记名”。",
		columns=(
			SERIAL,
			Column("raised_on", "提出日期", "date", True, example="6月5日"),
			Column(
				"occasion", "提出场合", "choice", choices=OPINION_OCCASIONS, width=14, example="民主恳谈会"
			),
			Column("raised_by", "意见提出人", "line", width=12, example="李四"),
			Column("opinion", "意见建议", "text", True, width=40),
			Column("referred", "交办对象", "line", width=16),
			Column("referred_on", "交办日期", "date", width=12),
			Column("answer_until", "答复期限", "date", width=12),
			Column("answer", "答复内容", "text", width=40),
			Column("answered_on", "答复日期", "date", width=12),
			Column("told_on", "反馈日期", "date", width=12),
			Column("told_how", "反馈方式", "choice", choices=TOLD_HOW, width=12),
			ignored("remarks", "备注"),
		),
	)
)
