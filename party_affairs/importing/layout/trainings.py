"""学时培训: its columns."""

from party_affairs.importing.layout.choices import TRAINING_KINDS
from party_affairs.importing.layout.table import SERIAL, Column, Sheet, ignored, worded

TRAININGS = worded(
	Sheet(
		key="trainings",
		title="学时培训",
		anchors=("topic", "starts_on"),
		day="starts_on",
		note="每次培训一行，参加人员用顿号分开；只参加一部分的在姓名后注明学时，如 李四（4学时）。也可每人一行，写同一培训主题和日期。会议学习的学时由系统计算，不在本表填写。",
		columns=(
			SERIAL,
			Column("topic", "培训主题", "line", True, width=30, example="党员集中轮训"),
			Column("kind", "培训类型", "choice", choices=TRAINING_KINDS, example="集中轮训"),
			Column("starts_on", "开始日期", "date", True, example="5月12日"),
			Column("ends_on", "结束日期", "date", example="5月14日"),
			Column("hours", "学时", "hours", width=7, example="24"),
			Column("organiser", "主办单位", width=20),
			Column("participants", "参加人员", "text", width=40, example="张三、李四（4学时）"),
			Column("member", "姓名", "name", alternative=True),
			Column("result", "证书或考核结果", alternative=True),
			ignored("remarks", "备注"),
		),
	)
)
