"""民主评议: its columns. Ballots and counts of votes are none of them (docs/appraisal-secrecy.md)."""

from party_affairs.importing.layout.choices import GRADES
from party_affairs.importing.layout.table import SERIAL, Column, Sheet, ignored, worded

APPRAISAL = worded(
	Sheet(
		key="appraisal",
		title="民主评议",
		anchors=("member", "grade"),
		given=("member",),
		personal=True,
		note="每名参评党员一行，只填评议结果。测评票在系统“民主评议党员”中投票或录入纸质票并计票，不在本表填写；计票后才能导入等次。",
		title_fields=(
			Column("decided_in", "评定等次会议日期", "date"),
			Column("announced_on", "结果通报日期", "date"),
			Column("used_for", "结果运用", "text"),
		),
		columns=(
			SERIAL,
			Column("member", "姓名", "name", True, width=10, example="张三"),
			ignored("stage", "党员类别"),
			Column("self_grade", "自评等次", "choice", choices=GRADES, width=10, example="合格"),
			Column("votes", "测评得票", "text", alternative=True),
			Column("opinion", "组织意见", "text", width=50),
			Column("grade", "评定等次", "choice", choices=GRADES, width=10, example="合格"),
		),
	)
)
