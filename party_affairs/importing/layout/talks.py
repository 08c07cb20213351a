"""谈心谈话: its columns."""

from party_affairs.importing.layout.choices import OCCASIONS, PARTNERS
from party_affairs.importing.layout.table import SERIAL, Column, Sheet, ignored, worded

TALKS = worded(
	Sheet(
		key="talks",
		title="谈心谈话",
		anchors=("talk_on", "talker", "partner"),
		day="talk_on",
		personal=True,
		note="每次谈话一行，只由书记、组织委员导入。谈话对象不是党员的，须填写谈话对象身份；属于五必谈的填写情形，并先在“奖惩与重要事项”登记事项。",
		columns=(
			SERIAL,
			Column("talk_on", "谈话日期", "date", True, example="4月10日"),
			Column("talk_time", "谈话时间", "times", width=10, example="15:30"),
			Column("location", "地点", width=14),
			Column("talker", "谈话人", "one_person", True, width=10, example="张三"),
			Column("partner", "谈话对象", "one_person", True, width=10, example="李四"),
			Column("partner_is", "谈话对象身份", "choice", choices=PARTNERS, example="党员"),
			ignored("pair", "关系类型"),
			Column("occasion", "五必谈情形", "choice", choices=OCCASIONS, width=18),
			Column("content", "主要内容", "text", True, width=40),
			Column("opinions", "意见建议", "text", width=30),
			Column("follow_up", "后续安排事项", "text", width=24),
			Column("follow_up_by", "办理期限", "date"),
			Column("follow_up_done_on", "办结时间", "date"),
		),
	)
)
