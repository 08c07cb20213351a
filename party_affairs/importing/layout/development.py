"""发展党员: its columns, a day for each step of the rules of admission."""

from party_affairs.guide.members import rulebooks
from party_affairs.importing.layout.choices import PUBLICITY_RESULTS, REVIEW_RESULTS
from party_affairs.importing.layout.table import SERIAL, Column, Sheet, worded

DONE, VOTES, PAPER = "done_", "votes_", "paper_"
"""How keys of columns begin that are about one step; its key follows."""

_DETAILS = {
	"activist": (Column("recommended_by", "推荐方式", example="党员推荐"),),
	"mentor": (Column("mentors", "培养联系人", "mentions", width=16, example="张三、李四"),),
	"candidate_agreed": (Column("paper_candidate_agreed", "上级党委同意文号", width=16),),
	"publicity_start": (
		Column("publicity_place", "公示地点", width=16),
		Column("publicity_phone", "公示联系电话", "code", width=14),
	),
	"publicity_end": (Column("publicity_result", "公示结果", "choice", choices=PUBLICITY_RESULTS),),
	"introducers": (Column("introducers", "入党介绍人", "mentions", width=16, example="张三、李四"),),
	"political_review": (
		Column("political_review_result", "政治审查结论", "choice", choices=REVIEW_RESULTS),
	),
	"training": (
		Column("training_days", "集中培训天数", "days", width=9),
		Column("training_hours", "集中培训学时", "hours", width=9),
		Column("training_exempt_reason", "未参加培训原因", width=16),
	),
	"pre_review": (Column("paper_pre_review", "预审文号", width=16),),
	"assembly": (Column("votes_assembly", "接收票决", "votes", width=20, example="赞成12、反对0、弃权1"),),
	"approval": (Column("paper_approval", "审批文号", width=16),),
	"full_assembly": (Column("votes_full_assembly", "转正票决", "votes", width=20),),
	"full_approval": (Column("paper_full_approval", "转正审批文号", width=16),),
}


def _columns():
	for step in rulebooks.rulebooks()[-1].steps:
		yield Column(f"{DONE}{step.key}", step.title, "month_or_date", width=13)
		yield from _DETAILS.get(step.key, ())


DEVELOPMENT = worded(
	Sheet(
		key="development",
		title="发展党员",
		anchors=("member", "done_application"),
		register=True,
		given=("member",),
		note="每名发展对象一行，填写各步骤完成的日期，未到的步骤留空。支部大会票决填赞成、反对、弃权票数，应到、实到有表决权人数取自当日会议记录。",
		columns=(
			SERIAL,
			Column("member", "姓名", "name", True, width=10, example="王五"),
			*_columns(),
			Column("ended_on", "终止日期", "date"),
			Column("end_reason", "终止原因", "text", width=20),
		),
	)
)
