"""Cells in which more stands than one entry: read where it is certain, refused with what may stand there where it is not."""

import unicodedata
from datetime import date, time
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from party_affairs.importing import normalise
from party_affairs.importing.layout import choices
from party_affairs.importing.normalise import Attendance, Heads, Mention, Payment, head_count
from party_affairs.importing.normalise.choosing import is_harmless
from party_affairs.importing.problems import CellError, shown
from party_affairs.rules import names

# Brackets and words beside a choice

STAGES = {
	"中共党员（预备）": "Probationary Member",
	"中共党员（预备党员）": "Probationary Member",
	"党员(预备)": "Probationary Member",
	"党员【预备】": "Probationary Member",
	"中共预备党员": "Probationary Member",
	"预备党员（2025年3月接收）": "Probationary Member",
	"预备党员（中共）": "Probationary Member",
	"中共党员（正式）": "Full Member",
	"正式党员(2020年转正)": "Full Member",
	"正式党员2020年转正": "Full Member",
	"正式党员（2011.7）": "Full Member",
	"“正式党员”": "Full Member",
	"党员（发展对象）": "Development Target",
	"积极分子（入党）": "Activist",
}


@pytest.mark.parametrize(("typed", "stage"), STAGES.items())
def test_stage_with_something_beside_it(typed, stage):
	assert normalise.parse_choice(typed, choices.STAGES, "stage") == stage


@pytest.mark.parametrize(
	"typed",
	[
		"正式党员（预备）",
		"正式 预备",
		"正式党员、预备党员",
		"预备党员（已转正）",
		"预备党员转正",
		"党员（流动）",
		"正式党员（已转出）",
		"正式党员（停止党籍）",
		"非党员",
		"党员（非）",
		"共青团员",
		"正式党员？",
	],
)
def test_stage_that_is_not_certain_is_refused_with_what_may_stand_there(typed):
	with pytest.raises(CellError, match="正式党员"):
		normalise.parse_choice(typed, choices.STAGES, "stage")


@pytest.mark.parametrize(
	("typed", "post"),
	[
		("书记（兼）", "Secretary"),
		("党支部书记（2024年任）", "Secretary"),
		("书记（副）", "Deputy Secretary"),
		("委员（组织）", "Organisation Commissioner"),
		("现任书记", "Secretary"),
	],
)
def test_posts_with_something_beside_them(typed, post):
	assert normalise.parse_choice(typed, choices.POSTS, "post") == post


@pytest.mark.parametrize(
	"typed",
	[
		"书记（已免）",
		"书记（代）",
		"代书记",
		"原书记",
		"书记（拟任）",
		"书记（2021-2024）",
		"书记（主持工作）",
		"书记兼组织委员",
		"书记、组织委员",
	],
)
def test_nobody_becomes_secretary_by_a_bracket_thrown_away(typed):
	with pytest.raises(CellError):
		normalise.parse_choice(typed, choices.POSTS, "post")


WORDED = {
	"stage": choices.STAGES,
	"status": choices.STATUSES,
	"post": choices.POSTS,
	"kind": choices.MEETING_KINDS,
	"category": choices.DUES_CATEGORIES,
	"method": choices.PAYMENT_METHODS,
	"licence_type": choices.LICENCE_TYPES,
	"contact_kind": choices.CONTACT_KINDS,
	"contact_method": choices.CONTACT_METHODS,
	"form": choices.SERVICES,
	"gender": choices.GENDERS,
	"basis_method": choices.BASIS_METHODS,
}
_BESIDE = st.one_of(
	st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=1, max_size=6),
	st.sampled_from(
		["已免", "代", "拟任", "转出", "取消", "未", "非", "原", "待定", "暂停", "2026年", "不是", "前任"]
	),
)


@pytest.mark.parametrize("column", WORDED)
@given(
	data=st.data(),
	beside=_BESIDE,
	pattern=st.sampled_from(["{}（{}）", "{}({})", "{}【{}】", "{}{}", "{} {}", "（{1}）{0}"]),
)
def test_what_is_beside_a_choice_is_read_or_refused_and_never_thrown_away(column, data, beside, pattern):
	known = WORDED[column]
	key = data.draw(st.sampled_from(sorted(known)))
	word = data.draw(st.sampled_from(known[key]))
	told = {normalise.key_text(w) for words in known.values() for w in words}
	try:
		found = normalise.parse_choice(pattern.format(word, beside), known, column)
	except CellError:
		return
	assert is_harmless(beside, column, found) or {beside, beside + word, word + beside} & told


# Education

LEVELS = {
	"Bachelor": "大学本科毕业 全日制本科 法学学士 本科（法学学士） 大学文化 自考本科 成人本科 中央党校大学 专升本 双学士 本科学历 大学 函授本科 普通高等教育本科",
	"Master": "在职研究生 研究生毕业 研究生学历硕士学位 法律硕士 硕士 硕士研究生毕业 全日制硕士研究生 MBA 中央党校研究生 研究生（硕士）",
	"Doctor": "博士研究生 法学博士 博士学位 博士研究生毕业",
	"College": "函授大专 大学专科 电大专科 高职 专科毕业 大专学历",
	"Below College": "高中毕业 中专毕业 职业高中 初中 技校",
}


@pytest.mark.parametrize(
	("typed", "level"), [(typed, level) for level, words in LEVELS.items() for typed in words.split()]
)
def test_wordings_of_education(typed, level):
	assert normalise.parse_education(typed) == level


@pytest.mark.parametrize(
	"typed", ["硕士在读", "本科肄业", "本科/硕士", "无学历", "律师资格", "本硕连读", "大学（未毕业）"]
)
def test_education_that_is_not_certain(typed):
	with pytest.raises(CellError):
		normalise.parse_education(typed)


# Names

DOTS = "·•・‧∙⋅･。.．…˙"


@pytest.mark.parametrize("dot", DOTS)
def test_a_name_with_any_dot_is_one_person_and_is_stored_in_one_way(dot):
	assert names.canonical(f"买买提{dot}试不都") == "买买提·试不都"
	assert (
		names.name_key(f"买买提{dot}试不都")
		== names.name_key("买买提·试不都")
		== names.name_key("买买提试不都")
	)


INVISIBLE = [
	"\u200b", "\u200c", "\u200d", "\u200e", "\u200f", "\u202a", "\u202d", "\u202e", "\u2060", "\ufeff", "\u00ad", "\u00a0", "\u3000",
	"\ufe0f", "\u061c", "\u180e", "\u2066", "\u034f", "\U000e0100", "\u3164",
]  # fmt: skip


@pytest.mark.parametrize("character", INVISIBLE, ids=ascii)
@pytest.mark.parametrize("place", [0, 2, 3])
def test_characters_that_nobody_sees_make_no_second_person(character, place):
	typed = "陈试一"[:place] + character + "陈试一"[place:]
	assert names.canonical(typed) == normalise.parse_name(typed) == "陈试一"
	assert normalise.key_text(typed) == "陈试一"
	assert normalise.parse_mentions(f"{typed}、林试二") == [Mention("陈试一"), Mention("林试二")]


@given(st.text(max_size=20))
def test_a_name_is_settled_once(text):
	once = names.canonical(text)
	assert names.canonical(once) == once
	assert names.name_key(once) == names.name_key(text)
	assert not any(unicodedata.category(character) in ("Cf", "Cc", "Zs") for character in once)


@pytest.mark.parametrize(
	"typed", ["张三\n李四", "张三 李四", "张三、李四", "陈试一（流动）", "陈试一2", "陈试一/林试二"]
)
def test_a_cell_for_one_person_holds_one_name(typed):
	with pytest.raises(CellError):
		normalise.parse_person_name(typed)


@pytest.mark.parametrize(
	("typed", "name"), [("欧阳　建国", "欧阳建国"), ("张 三", "张三"), ("诸葛 试一", "诸葛试一")]
)
def test_a_name_that_is_put_apart_to_align_it(typed, name):
	assert normalise.parse_person_name(typed) == name


# Sums and numbers


@pytest.mark.parametrize(
	("typed", "amount"),
	[
		("90+90", "180"),
		("90元+90.5元", "180.5"),
		("90+90=180", "180"),
		("人民币150元整", "150"),
		('="150"', "150"),
		("'150", "150"),
	],
)
def test_sums_that_are_certain(typed, amount):
	assert normalise.parse_money(typed) == Decimal(amount)


@pytest.mark.parametrize(
	"typed",
	["150\n151.15", "90 90", "90、90", "90，90", "1 200", "12,34", "150/151", "150元50", "1E+7元", "1.23E+17", 1.23e17, 10**15, "90+90=190", "0.001", "150/3.15", float("inf"), float("nan")],
)  # fmt: skip
def test_two_sums_are_never_joined_and_damaged_ones_refused(typed):
	with pytest.raises(CellError):
		normalise.parse_money(typed)


@given(
	st.decimals("0.01", "9999", places=2),
	st.decimals("0.01", "9999", places=2),
	st.sampled_from(["\n", " ", "、", "，", ",", "/", "；", "\u00a0", "\u3000", "\t", "和", " \n "]),
)
def test_two_numbers_in_a_cell_never_become_a_third(first, second, between):
	for parse in (normalise.parse_money, normalise.parse_count, normalise.parse_hours):
		typed = f"{first}{between}{second}"
		try:
			found = parse(typed)
		except CellError:
			continue
		# What is left is one number with a thousands comma.
		assert between == "," and Decimal(typed.replace(",", "")) == found


@pytest.mark.parametrize("typed", ["1E+7元", "1.23E+17", 1.23e17, 1e7, "130.5E+10"])
def test_no_number_is_shown_as_excel_shortens_it(typed):
	assert "E+" not in shown(typed).upper()


def test_two_telephone_numbers_stay_two():
	assert normalise.parse_code("13800000001\n13900000002") == "13800000001、13900000002"
	assert normalise.parse_code("13800000001 13900000002") == "13800000001、13900000002"
	assert normalise.parse_code("0571 88888888") == "057188888888"
	for damaged in ("1.38E+10", 1.33012e16):
		with pytest.raises(CellError, match="shortened"):
			normalise.parse_code(damaged)


# Days


@pytest.mark.parametrize(
	("typed", "day"),
	[
		("2022 1 1", date(2022, 1, 1)),
		("2022年 1月 1日", date(2022, 1, 1)),
		("2022。1。1", date(2022, 1, 1)),
		('="20220101"', date(2022, 1, 1)),
		("'2022-01-01", date(2022, 1, 1)),
		("二〇二二年十一月二十一日", date(2022, 11, 21)),
		("2022年1月1日上午9:00", date(2022, 1, 1)),
		("2025.1.15下午2点半", date(2025, 1, 15)),
		("2022年1月1日（下午2点）", date(2022, 1, 1)),
		("2022-01-01 9:00-11:00", date(2022, 1, 1)),
	],
)
def test_days(typed, day):
	assert normalise.parse_date(typed).day == day


@pytest.mark.parametrize(
	"typed",
	[
		"2022.1.1\n5",
		"2022.1.1\n2022.1.2",
		"2022-01-01 9:00改到15日",
		"15日",
		"2022年1月中旬",
		"2022 0101",
		"2022.1.1-16",
	],
)
def test_what_is_no_single_day(typed):
	with pytest.raises(CellError):
		normalise.parse_date(typed, year=2022)


@given(st.dates(date(1950, 1, 1), date(2099, 12, 31)), st.sampled_from([" ", "\u00a0", "\u3000", "  "]))
def test_numbers_apart_are_year_month_and_day(day, blank):
	typed = blank.join(map(str, (day.year, day.month, day.day)))
	assert normalise.parse_date(typed).day == day


@pytest.mark.parametrize(
	("typed", "clock"),
	[
		("2025年1月15日上午9:00", (time(9), None)),
		("2025.1.15下午2点半", (time(14, 30), None)),
		("2025-01-15 14:30", (time(14, 30), None)),
		("1月15日下午2点至4点", (time(14), time(16))),
		("2025-01-15T09:00", (time(9), None)),
		("2025-01-15", (None, None)),
		("1月15日下午", (None, None)),
		(None, (None, None)),
	],
)
def test_time_of_day_in_a_date_cell(typed, clock):
	assert normalise.clock_of_date(typed) == clock


# Payments


def paid(amount=None, **values):
	return Payment(None if amount is None else Decimal(amount), **values)


@pytest.mark.parametrize(
	("typed", "payment"),
	[
		("150（补）", paid("150", made_up=True)),
		("补交150", paid("150", made_up=True)),
		("150（3月20日补）", paid("150", made_up=True, paid_on=date(2025, 3, 20))),
		("已缴120", paid("120")),
		("缓交", paid("0", deferred=True)),
		("90+90", paid("180")),
		("120（现金）", paid("120", method="Cash")),
		("微信120", paid("120", method="WeChat")),
		("120（他人代缴）", paid("120", method="Paid by Another")),
		("150元(3.15)", paid("150", paid_on=date(2025, 3, 15))),
		("季交90", paid("90", quarterly=True)),
		("季交", paid(quarterly=True)),
		("（以下空白）", None),
	],
)
def test_payments_as_people_write_them(typed, payment):
	assert normalise.parse_payment(typed, year=2025, month=3) == payment


@pytest.mark.parametrize(
	"typed",
	[
		"他人代缴",
		"120（欠30）",
		"90（2月）90",
		"120（2月）",
		"150\n151.15",
		"欠150",
		"半",
		"1.23E+17",
		"120（现金）（微信）",
	],
)
def test_payment_that_is_not_certain(typed):
	with pytest.raises(CellError):
		normalise.parse_payment(typed, year=2025, month=3)


@pytest.mark.parametrize(
	("typed", "amount"),
	[
		("1.41E+2", "141"),
		("1.41e+02元", "141"),
		("1.415E2", "141.5"),
		("1.41E+2（微信）", "141"),
		("1.20E+2+90", "210"),
	],
)
def test_a_short_figure_with_all_its_digits_is_read(typed, amount):
	assert normalise.parse_money(typed.partition("（")[0]) == Decimal(amount)
	assert normalise.parse_payment(typed, year=2025, month=3).amount == Decimal(amount)


@pytest.mark.parametrize(
	"typed", ["1.4E+2", "1E+2", "1.41E+3", "1.23457E+10", "11.41E+2", "1.41E+2.5", "1.41E-2"]
)
def test_a_figure_that_may_have_lost_digits_is_refused(typed):
	for parse in (normalise.parse_money, lambda value: normalise.parse_payment(value, year=2025, month=3)):
		with pytest.raises(CellError):
			parse(typed)


@pytest.mark.parametrize("typed", [141.005, "141.005", 141.333333, "141.333元", "70.005+70", "141.005（补）"])
def test_nobody_pays_less_than_a_cent(typed):
	with pytest.raises(CellError, match="two decimals"):
		normalise.parse_payment(typed, year=2025, month=3)


@pytest.mark.parametrize(
	"typed", [141.00000000001, 140.99999999999997, 141.0, "141.00", "141.000", "70.5+70.5"]
)
def test_the_noise_of_a_reckoned_sum_is_no_part_of_it(typed):
	assert normalise.parse_payment(typed, year=2025, month=3).amount == 141


@pytest.mark.parametrize("typed", ["他人代缴", "120（欠30）", "代扣", "120？"])
def test_refused_payment_says_what_may_stand_there(typed):
	with pytest.raises(CellError, match=r"150（3月15日）.*√.*未交.*免交"):
		normalise.parse_payment(typed, year=2025, month=3)


def test_one_sum_for_three_months_is_divided_where_it_is_what_they_come_to():
	dues = [Decimal(30), Decimal(30), Decimal("30.01")]
	shares = normalise.share_out(paid("90.01", method="Cash"), dues)
	assert [share.amount for share in shares] == dues
	assert {share.method for share in shares} == {"Cash"}
	assert normalise.share_out(paid("90"), dues) is None
	assert normalise.share_out(paid(in_full=True), dues) == [paid(in_full=True)] * 3


# Masks


@pytest.mark.parametrize(
	"typed", ["***", "138****0001", "城西街道*号", "●●●", "138xxxx0001", "✱✱✱", "1380000＊＊＊＊", "138••••0001", "李*", "保密", "（已脱敏）", "##########", "138...0001", "□□□", "浙江××"]
)  # fmt: skip
def test_masks(typed):
	assert normalise.is_masked(typed)


@pytest.mark.parametrize(
	"typed", ["13800000001", "城西街道1号", "5*30=150", "二○○五年", "xx@example.cn", "买买提•试不都", "1－2", None, 5, "exxon路", "●", "×", "0571-88888888"]
)  # fmt: skip
def test_what_is_no_mask(typed):
	assert not normalise.is_masked(typed)


def test_prose_has_asterisks_of_its_own():
	for typed in ("* 学习", "学习××精神", "一、学习\n*****\n二、讨论", "5*30"):
		assert not normalise.is_masked(typed, prose=True)
	assert normalise.is_masked("李某反映***", prose=True)


# People


@pytest.mark.parametrize(
	("typed", "number"),
	[
		("律师3人", 3),
		("3名律师", 3),
		("3名", 3),
		("非党律师3人", 3),
		("律师三人", 3),
		("实习律师2名", 2),
		("群众代表十二人", 12),
	],
)
def test_numbers_of_heads(typed, number):
	assert head_count(typed) == Heads(number)


def test_total_of_heads():
	assert head_count("共3人") == Heads(3, total=True)


@pytest.mark.parametrize("typed", ["陈试一", "律师", "三人行", "周试3", "2025年", "党员00", "律师3"])
def test_what_is_no_number_of_heads(typed):
	assert head_count(typed) is None


@pytest.mark.parametrize(
	("typed", "names_"),
	[
		("张三、李四等2人", ["张三", "李四"]),
		("张三、李四共2人", ["张三", "李四"]),
		("张三、李四（共2人）", ["张三", "李四"]),
	],
)
def test_number_behind_all_names(typed, names_):
	assert [mention.name for mention in normalise.parse_mentions(typed)] == names_


@pytest.mark.parametrize("typed", ["张三、李四等3人", "张三、李四共3人", "张三、李四、王五（共2人）"])
def test_number_that_is_not_that_of_the_names(typed):
	with pytest.raises(CellError):
		normalise.parse_mentions(typed)


@pytest.mark.parametrize(
	("typed", "of", "found"),
	[
		("应到8人，实到7人", "there", Attendance(expected=8, there=7)),
		("应到：3人  实到：3人", "there", Attendance(expected=3, there=3)),
		("共8人", "there", Attendance(there=8)),
		("正式党员6人、预备党员2人", "there", Attendance(there=8)),
		("到会3人，请假0人", "there", Attendance(there=3)),
		(
			"陈试一、林试二；请假：王五（出差）",
			"there",
			Attendance(present=[Mention("陈试一"), Mention("林试二")], absent=[Mention("王五", "出差")]),
		),
		("请假：某某（出差）", "absent", Attendance(absent=[Mention("某某", "出差")])),
		("林试二：请假", "absent", Attendance(absent=[Mention("林试二", "请假")])),
		(
			"事假：张三、李四；病假：王五",
			"absent",
			Attendance(absent=[Mention("张三", "事假"), Mention("李四", "事假"), Mention("王五", "病假")]),
		),
		("无人请假", "absent", Attendance()),
		("缺席：无", "absent", Attendance()),
		("列席：周某（群众）", "guest", Attendance(guests=[Mention("周某", "群众")])),
	],
)
def test_who_was_there(typed, of, found):
	assert normalise.parse_attendance(typed, of) == found


@pytest.mark.parametrize(
	"typed", ["缺席1人：张三、李四", "应到8人，应到9人", "应到：陈试一", "到会3人，请假1人"]
)
def test_figures_that_do_not_fit(typed):
	with pytest.raises(CellError):
		normalise.parse_attendance(typed)


@pytest.mark.parametrize(
	("typed", "note", "who", "numbers"),
	[
		("全体党员", "", "党员", ()),
		("全体党员", "2人", "党员", (2,)),
		("全体党员2人", "", "党员", (2,)),
		("全体2名党员", "", "党员", (2,)),
		("支部全体正式党员到会", "", "正式党员", ()),
		("党员全体", "", "党员", ()),
		("全体支委", "", "支委", ()),
	],
)
def test_everybody(typed, note, who, numbers):
	found = normalise.parse_everybody(typed, note)
	assert (found.who, found.numbers) == (who, numbers)


@pytest.mark.parametrize(
	("typed", "note"),
	[("全体党员", "除李四"), ("全体律师", ""), ("全体党员及积极分子", ""), ("全体党员", "代")],
)
def test_everybody_that_is_not_clear(typed, note):
	with pytest.raises(CellError):
		normalise.parse_everybody(typed, note)


# Whatever stands there

PIECES = st.lists(
	st.one_of(
		st.sampled_from(
			["陈试一", "全体党员", "应到", "实到", "请假", "3人", "（", "）", "(", ")", "：", "、", "，", "\n", " ", "+", "-", "2025", "年", "月", "日", "3", "15", ".", "150", "元", "√", "季交", "补", "微信", "等", "共", "***", "党员", "预备", "书记", "本科", "E+7", "万", "=", '"', "'", "下午", ":", "至", "\u200b", "除"]
		),
		st.text(max_size=4),
	),
	max_size=8,
).map("".join)  # fmt: skip
READERS = {
	"text": normalise.parse_text,
	"line": normalise.parse_line,
	"name": normalise.parse_name,
	"person": normalise.parse_person_name,
	"contact": normalise.parse_contact_name,
	"mentions": normalise.parse_mentions,
	"there": normalise.parse_attendance,
	"absent": lambda value: normalise.parse_attendance(value, "absent"),
	"guest": lambda value: normalise.parse_attendance(value, "guest"),
	"everybody": normalise.parse_everybody,
	"code": normalise.parse_code,
	"id_number": normalise.parse_id_number,
	"check": normalise.parse_check,
	"count": normalise.parse_count,
	"hours": normalise.parse_hours,
	"money": normalise.parse_money,
	"payment": lambda value: normalise.parse_payment(value, year=2025, month=3),
	"stage": lambda value: normalise.parse_choice(value, choices.STAGES, "stage"),
	"education": normalise.parse_education,
	"month": normalise.parse_month,
	"day_of_month": normalise.parse_day_of_month,
	"date": lambda value: normalise.parse_date(value, year=2025),
	"dates": lambda value: normalise.parse_dates(value, year=2025),
	"month_or_date": lambda value: normalise.parse_date(value, month_is_enough=True),
	"term": normalise.parse_term,
	"times": normalise.parse_times,
	"clock": normalise.clock_of_date,
	"votes": normalise.parse_votes,
}


@pytest.mark.parametrize("kind", READERS)
@given(typed=PIECES)
def test_no_cell_breaks_the_reading(kind, typed):
	try:
		READERS[kind](typed)
	except CellError as error:
		assert error.message.text()
