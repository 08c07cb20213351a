"""奖惩与重要事项: its columns."""

from party_affairs.importing.layout.choices import EVENT_KINDS, PARTY_SANCTIONS
from party_affairs.importing.layout.table import SERIAL, Column, Sheet, worded

EVENTS = worded(
	Sheet(
		key="events",
		title="奖惩与重要事项",
		anchors=("member", "happened_on", "kind"),
		day="happened_on",
		note="每人每件事一行：表彰奖励、处分、执业变动、执业挫折、家庭纠纷、困难等。执业场所变动填新执业机构，职务变动填新职务，党纪处分填种类。",
		columns=(
			SERIAL,
			Column("member", "姓名", "name", True, width=10, example="张三"),
			Column("happened_on", "发生日期", "date", True, example="3月14日"),
			Column("kind", "事项类型", "choice", True, choices=EVENT_KINDS, width=16, example="表彰奖励"),
			Column("details", "详情", "text", width=40),
			Column("decided_by", "决定机关", width=20),
			Column("sanction", "党纪处分种类", "choice", choices=PARTY_SANCTIONS, width=14),
			Column("influence_until", "处分影响期至", "date", width=13),
			Column("to_firm", "新执业机构", width=24),
			Column("new_position", "新职务", width=12),
		),
	)
)
