"""党内职务: its columns."""

from types import MappingProxyType

from party_affairs.importing.layout.choices import POSTS
from party_affairs.importing.layout.table import SERIAL, Column, Sheet, worded

POSTS_SHEET = worded(
	Sheet(
		key="posts",
		title="党内职务",
		anchors=("member", "post"),
		register=True,
		stand_ins=MappingProxyType({"start_date": "term", "end_date": "term"}),
		note="每人每个职务一行。任职日期、任期届满日期必须填写；提前免职的再填免职日期。",
		columns=(
			SERIAL,
			Column("member", "姓名", "name", True, width=10, example="张三"),
			Column("post", "党内职务", "choice", True, choices=POSTS, width=16, example="书记"),
			Column("party_group", "党小组", hint="党小组长须填写"),
			Column("start_date", "任职日期", "term_start", True, example="2024-03-01"),
			Column("end_date", "任期届满日期", "term_end", True, width=14, example="2027-02-28"),
			Column("term", "任期", "text", alternative=True),
			Column("removed_on", "免职日期", "month_or_date"),
			Column("approval_no", "批复文号", width=20),
			Column("remarks", "备注", "text", width=20),
		),
	)
)
