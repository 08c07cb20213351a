"""组织生活会与整改: its columns."""

from party_affairs.importing.layout.table import SERIAL, Column, Sheet, worded

REVIEWS = worded(
	Sheet(
		key="reviews",
		title="组织生活会与整改",
		anchors=("held_on", "measure"),
		note="每项整改一行；同一次组织生活会的主题、日期和会前准备只填第一行。会议本身填在“组织生活”表。已完成的填写销号日期和整改成效。",
		columns=(
			SERIAL,
			Column("theme", "组织生活会", width=30, example="主题"),
			Column("held_on", "召开日期", "date", example="12月22日"),
			Column("noticed_on", "通知日期", "date"),
			Column("plan", "组织生活会方案", "text", width=30),
			Column("studied_on", "会前学习日期", "date"),
			Column("study_topic", "会前学习主题", width=24),
			Column("opinions_inside", "党内意见", "text", width=30, hint="每条一行"),
			Column("opinions_outside", "党外意见", "text", width=30, hint="每条一行"),
			Column("talks_held", "谈话次数", "count", width=8),
			Column("talks_confirmed_by", "谈话确认人", "name", width=10),
			Column("talks_from", "谈话开始日期", "date"),
			Column("talks_to", "谈话结束日期", "date"),
			Column("branch_examination", "支部检查材料", "text", width=36),
			Column("branch_problem", "支部问题", "text", width=30),
			Column("cause", "原因分析", "text", width=26),
			Column("direction", "整改方向", "text", width=26),
			Column("problem", "问题", "text", width=30, example="学习联系实际不够"),
			Column("measure", "整改措施", "text", width=36, example="每次学习安排一个案例"),
			Column("responsible", "责任人", "name", width=10, example="张三"),
			Column("deadline", "完成时限", "date", example="2026-01-31"),
			Column("state", "整改状态", hint="由系统按完成时限和销号日期得出"),
			Column("closed_on", "销号日期", "date"),
			Column("evidence", "整改成效", "text", width=30),
			Column("reported_on", "报告日期", "date"),
			Column("situation_report", "情况报告", "text", width=36),
		),
	)
)
