"""党费: its columns."""

from party_affairs.importing.layout.choices import BASIS_METHODS, DUES_CATEGORIES, PAYMENT_METHODS
from party_affairs.importing.layout.table import SERIAL, Column, Sheet, ignored, worded


def _dues_month(month: int) -> tuple[Column, ...]:
	group = f"{month}月"
	return (
		Column(f"due_{month}", "应交金额", "money", group=group, alternative=True, width=9),
		Column(f"paid_{month}", "实交金额", "dues_paid", group=group, width=9),
		Column(f"paid_on_{month}", "交纳日期", "dues_paid_on", group=group),
	)


DUES = worded(
	Sheet(
		key="dues",
		title="党费",
		anchors=("member",),
		telling=("base", "due", *(f"{kind}_{month}" for kind in ("due", "paid") for month in range(1, 13))),
		given=("member",),
		note="每名党员一行，每月填实交金额和交纳日期；按月应交足额交纳的可打“√”，未交的留空或填0，免交的填“免交”。应交金额逐月变动的，填当月应交金额。",
		columns=(
			SERIAL,
			Column("member", "姓名", "name", True, width=10, example="张三"),
			Column("category", "人员类别", "choice", choices=DUES_CATEGORIES, example="按月领薪"),
			Column("basis_method", "计费方法", "choice", choices=BASIS_METHODS, example="年度核定"),
			Column("base", "月交纳基数", "money", example="8000"),
			ignored("rate", "执行标准"),
			Column("due", "月应交", "money", width=9, example="120"),
			ignored("year_due", "全年应交"),
			ignored("year_paid", "全年实交"),
			*(column for month in range(1, 13) for column in _dues_month(month)),
			Column(
				"pay_day",
				"每月交纳日",
				"day_of_month",
				width=10,
				hint="每月在同一日交纳时填几号，即可不逐月填交纳日期",
			),
			Column("method", "交纳方式", "choice", choices=PAYMENT_METHODS, width=10),
			Column("remarks", "备注", "text", width=20),
		),
	)
)
