"""组织生活: its columns."""

from types import MappingProxyType

from party_affairs.importing.layout.choices import CONVENERS, MEETING_KINDS
from party_affairs.importing.layout.table import SERIAL, Column, Sheet, ignored, worded

_TAGS = (
	("has_study", "集中学习"),
	("has_thought_report", "汇报思想"),
	("has_dues_payment", "交纳党费"),
	("has_democratic_council", "民主议事"),
	("has_voluntary_service", "志愿服务"),
)


MEETINGS = worded(
	Sheet(
		key="meetings",
		title="组织生活",
		anchors=("date", "kind"),
		day="date",
		stand_ins=MappingProxyType({"date": "time", "topic": "agenda"}),
		note="每次会议、活动一行。参会人员写全体姓名，用顿号分开，也可写“全体党员”“全体支委”；缺席人员写“李四（出差）、王五（病假）”。",
		columns=(
			SERIAL,
			Column("date", "日期", "date", True, example="3月14日"),
			Column("time", "时间", "times", width=14, example="14:00-15:40"),
			Column("start_time", "开始时间", "times", alternative=True),
			Column("end_time", "结束时间", "times", alternative=True),
			Column(
				"kind",
				"类型",
				"line",
				True,
				choices=MEETING_KINDS,
				width=14,
				example="主题党日",
				hint="一次会议兼作两种的，写“主题党日、党员大会”",
			),
			Column("party_group", "党小组", hint="党小组会须填写"),
			Column("topic", "议题", "line", True, width=30, example="学习讨论"),
			Column("location", "地点", width=16),
			Column("method", "方式", width=12, example="集中学习"),
			Column("chair", "主持人", "name", width=10),
			Column("convened_by", "召集人", "line", choices=CONVENERS, alternative=True),
			Column("recorder", "记录人", "name", width=10),
			Column("lecturer", "讲课人", "line", width=10),
			Column("expected_count", "应到人数", "count", width=7),
			Column("present_count", "实到人数", "count", width=7),
			Column("present", "参会人员", "attendance", width=30),
			Column("absent", "缺席人员及原因", "attendance", width=22),
			Column("guests", "列席人员", "attendance", width=16),
			*(Column(key, title, "check", width=6) for key, title in _TAGS),
			Column("agenda", "会议内容", "text", width=36),
			Column("speeches", "发言摘录", "text", width=36),
			Column("outcome", "议决结果", "text", width=30),
			Column("in_favour", "赞成", "count", width=6),
			Column("against", "反对", "count", width=6),
			Column("abstained", "弃权", "count", width=6),
			Column("votes", "表决情况", "votes", alternative=True),
			Column("responsible", "责任人", "name", width=10),
			Column("deadline", "完成时限", "date"),
			Column("assignment", "责任人及完成时限", "mentions", alternative=True),
			ignored("remarks", "备注"),
		),
	)
)
