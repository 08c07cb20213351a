"""公益活动: its columns."""

from party_affairs.importing.layout.choices import SERVICES
from party_affairs.importing.layout.table import SERIAL, Column, Sheet, ignored, worded

ACTIVITIES = worded(
	Sheet(
		key="activities",
		title="公益活动",
		anchors=("date", "project"),
		day="date",
		note="每次活动一行。参加党员、参加律师写姓名，用顿号分开；参加律师也可只写人数。",
		columns=(
			SERIAL,
			Column("date", "日期", "date", True, example="5月20日"),
			Column("project", "项目", "line", True, width=28),
			Column("form", "方式", "choice", choices=SERVICES, example="法律咨询"),
			Column("location", "地点", width=18),
			Column("members", "参加党员", "text", width=24),
			Column("lawyers", "参加律师", "text", width=20),
			Column("served_group", "服务对象及人数", "line", width=20, example="社区居民60人"),
			Column("people_served", "服务人数", "count", width=9),
			Column("sessions", "次数", "count", width=6, example="1"),
			Column("hours", "时长", "hours", width=8, example="2小时"),
			Column("effect", "效果", "text", width=30),
			ignored("photo", "图片"),
			ignored("remarks", "备注"),
		),
	)
)
