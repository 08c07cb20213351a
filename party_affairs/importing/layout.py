"""Which sheets a year workbook has, and which columns; the one description for reading, template and error messages.

The headings are the columns of the forms that branches keep on paper and in Excel. A heading is recognised by any of its
words, whatever white space, brackets or line breaks it is written with.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from party_affairs.guide.meetings import meeting_kinds
from party_affairs.guide.organisation import party_posts

Choices = Mapping[str, tuple[str, ...]]

GENDERS: Choices = {"Male": ("男",), "Female": ("女",)}
EDUCATION: Choices = {
	"Below College": ("大专以下", "高中", "中专", "初中"),
	"College": ("大专", "专科", "大学专科"),
	"Bachelor": ("本科", "大学本科", "大学", "学士"),
	"Master": ("硕士研究生", "硕士", "研究生", "法律硕士", "法学硕士"),
	"Doctor": ("博士研究生", "博士"),
}
STAGES: Choices = {
	"Full Member": ("正式党员", "正式", "党员", "中共党员"),
	"Probationary Member": ("预备党员", "预备", "中共预备党员"),
	"Development Target": ("发展对象",),
	"Activist": ("入党积极分子", "积极分子"),
	"Applicant": ("入党申请人", "申请人"),
}
STATUSES: Choices = {
	"On Register": ("在册", "正常", "在籍"),
	"Floating": ("流动", "流动党员"),
	"Transferred Out": ("转出", "已转出", "调出"),
	"Membership Suspended": ("停止党籍",),
	"Left the Party": ("出党", "除名", "退党", "开除党籍"),
	"Deceased": ("去世", "死亡", "病故"),
}
LICENCE_TYPES: Choices = {
	"Full-Time": ("专职律师", "专职"),
	"Part-Time": ("兼职律师", "兼职"),
	"Government": ("公职律师", "公职"),
	"Company": ("公司律师",),
	"Trainee": ("实习律师", "实习", "实习人员"),
	"Staff": ("行政人员", "行政", "辅助人员"),
}
DUES_CATEGORIES: Choices = {
	"Employed": ("按月领薪", "在职", "按月领取工资", "月薪"),
	"Annual Salary": ("年薪制", "年薪"),
	"Irregular Income": ("非按月取得收入", "提成律师", "提成", "合伙人", "不按月取得收入"),
	"Retired": ("离退休", "退休", "离休"),
	"Fixed Sum": ("定额", "学生", "下岗失业", "失业"),
	"Exempt": ("免交", "免缴"),
}
BASIS_METHODS: Choices = {
	"Monthly Pay": ("月工资", "月工资收入"),
	"Annual Salary Drawn in Month": ("年薪当月领取",),
	"Average of Last Quarter": ("上季度月平均", "上季度月平均收入"),
	"Fixed Yearly Base": ("社保基数", "年度核定", "年初核定", "上年度社保基数"),
}
PAYMENT_METHODS: Choices = {
	"Cash": ("现金",),
	"Bank Transfer": ("银行转账", "转账", "银行"),
	"WeChat": ("微信", "微信支付"),
	"Alipay": ("支付宝",),
	"Paid by Another": ("他人代交", "代交", "代缴"),
}
CONTACT_KINDS: Choices = {
	"Firm Head": ("律所负责人", "律所主任", "负责人", "主任"),
	"Key Non-Party Professional": ("非党业务骨干", "业务骨干", "非党骨干"),
	"Non-Party Lawyer": ("非党律师", "非党员律师", "律师"),
	"Masses": ("群众", "社区群众", "居民", "村民"),
}
CONTACT_METHODS: Choices = {
	"Visit": ("走访", "上门走访", "家访"),
	"Face to Face": ("面谈", "谈心", "座谈"),
	"Phone Call": ("电话",),
	"Online": ("线上", "微信", "网络"),
}
SERVICES: Choices = {
	"Legal Aid": ("法律援助",),
	"Legal Consultation": ("法律咨询", "咨询"),
	"Legal Education": ("普法宣传", "普法", "法治宣传", "法治讲座"),
	"Mediation": ("纠纷调解", "调解", "人民调解"),
	"Voluntary Service": ("志愿服务", "公益服务"),
	"Other": ("其他", "其它"),
}
PLAN_KINDS: Choices = {
	"Theme Day": ("主题党日", "党日活动", "党员活动日"),
	"Party Lecture": ("党课",),
	"Member Assembly": ("支部党员大会", "党员大会"),
	"Other": ("其他", "其它"),
}
GUEST_KINDS: Choices = {
	"Higher Organisation": ("上级党组织", "上级", "行业党委", "上级党委"),
	"Non-Party Partner": ("非党合伙人", "合伙人"),
	"Non-Party Lawyer": ("非党律师", "律师"),
	"Activist": ("入党积极分子", "积极分子", "发展对象"),
	"Applicant": ("入党申请人", "申请人"),
	"Masses": ("群众",),
	"Other": ("其他",),
}
_MORE_WORDS_FOR_POSTS = {
	"Secretary": ("支部书记", "党支部书记", "总支书记", "党委书记"),
	"Deputy Secretary": ("支部副书记", "党支部副书记"),
	"Organisation Commissioner": ("组织",),
	"Publicity Commissioner": ("宣传",),
	"Discipline Commissioner": ("纪检", "纪律检查委员", "纪律委员"),
	"Mass Work Commissioner": ("群工委员", "青年委员", "群众委员", "群工青年委员"),
	"Group Leader": ("小组长", "组长"),
	"Party Work Instructor": ("党建指导员", "指导员"),
}
_MORE_WORDS_FOR_MEETINGS = {
	"Member Assembly": ("党员大会", "支部大会"),
	"Committee Meeting": ("支委会", "支部委员会议", "支委会议", "支委扩大会", "支委扩大会议"),
	"Group Meeting": ("小组会",),
	"Party Lecture": ("上党课",),
	"Theme Day": ("主题党日活动", "党日活动", "党员活动日"),
	"Partners Conference": ("合伙人联席会", "合伙人会议"),
}
POSTS: Choices = {
	entry.label: (entry.title, *_MORE_WORDS_FOR_POSTS.get(entry.label, ())) for entry in party_posts.posts()
}
CONVENERS: Choices = {
	"Branch Committee": ("支部委员会", "支委会", "支委"),
	"Secretary": ("支部书记", "书记", "党支部书记"),
	"Deputy Secretary": ("支部副书记", "副书记", "党支部副书记"),
	"Group Leader": ("党小组长", "小组长"),
	"Party Branch": ("党支部", "支部", "本支部"),
	"Law Firm": ("律师事务所", "律所", "事务所"),
	"Higher Organisation": ("上级党组织", "上级党委", "行业党委"),
	"Other": ("其他", "其它"),
}
MEETING_KINDS: Choices = {
	entry.label: (entry.title, *_MORE_WORDS_FOR_MEETINGS.get(entry.label, ()))
	for entry in meeting_kinds.meeting_kinds()
}

EXAMPLE_MARKS = ("示例", "例", "填写说明", "说明")
"""What stands in the first column of a row that only shows how to fill in the sheet."""


@dataclass(frozen=True)
class Column:
	"""A column of a sheet.

	`kind` says how its cells are read (see `rows.PARSERS`); `ignored` columns are known but computed from others.
	`group` is the heading above it where a sheet has two header rows. An `alternative` column is read where people use
	it, but the template asks for the same in another one.
	"""

	key: str
	title: str
	kind: str = "line"
	required: bool = False
	synonyms: tuple[str, ...] = ()
	choices: Choices = field(default_factory=lambda: MappingProxyType({}))
	group: str = ""
	alternative: bool = False
	hint: str = ""
	example: str = ""
	width: int = 12


@dataclass(frozen=True)
class Sheet:
	"""A sheet of the workbook. `anchors` are the columns by which its header row is known: all of them are needed.

	`register` marks lists that are kept over the years: an empty cell of theirs never empties a field.
	`title_fields` are facts that stand above the table, such as 制定日期：….
	`stand_ins` names, for a column that is not there, the column whose cells are read in its place.
	"""

	key: str
	title: str
	columns: tuple[Column, ...]
	anchors: tuple[str, ...]
	synonyms: tuple[str, ...] = ()
	register: bool = False
	title_fields: tuple[Column, ...] = ()
	stand_ins: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
	note: str = ""

	def column(self, key: str) -> Column:
		"""Return a column or title field by its key."""
		return next(column for column in (*self.columns, *self.title_fields) if column.key == key)


SERIAL = Column("serial", "序号", "serial", synonyms=("编号", "次序"), width=6)


def _ignored(key: str, title: str, *synonyms: str, group: str = "") -> Column:
	return Column(key, title, "ignored", synonyms=synonyms, group=group)


ROSTER = Sheet(
	key="roster",
	title="党员花名册",
	synonyms=("花名册", "党员名册", "党员名单"),
	anchors=("member_name", "stage"),
	register=True,
	note="每名党员、发展对象、入党积极分子一行；当年转出、去世的也保留，并填写状态和离开日期。留空的单元格不改动系统中已有内容。",
	columns=(
		SERIAL,
		Column("member_name", "姓名", "name", True, ("党员姓名",), width=10, example="张三"),
		Column("gender", "性别", "choice", choices=GENDERS, width=6, example="男"),
		Column(
			"id_number",
			"身份证号",
			"id_number",
			synonyms=("身份证号码", "公民身份号码", "居民身份证号"),
			width=21,
			hint="请把单元格格式设为文本；打码的号码不导入",
		),
		Column(
			"birth_date",
			"出生日期",
			"month_or_date",
			synonyms=("出生", "出生年月", "出生年月日"),
			example="1985-06-12",
		),
		_ignored("age", "年龄"),
		Column("ethnicity", "民族", width=8, example="汉族"),
		Column("native_place", "籍贯", example="浙江××"),
		Column(
			"education", "学历", "choice", choices=EDUCATION, synonyms=("文化程度",), width=11, example="本科"
		),
		Column("firm", "工作单位", synonyms=("律师事务所", "执业机构", "单位", "所在律所", "律所"), width=24),
		Column(
			"home_branch",
			"所在支部",
			synonyms=("所在党支部", "所属党组织", "所属支部"),
			width=22,
			hint="可不填；填写时必须是本支部",
		),
		Column("party_group", "党小组", synonyms=("所在党小组", "所属党小组"), width=12),
		Column(
			"stage",
			"党员类别",
			"choice",
			True,
			choices=STAGES,
			synonyms=("类别", "党员类型", "人员类别"),
			example="正式党员",
		),
		Column(
			"status",
			"状态",
			"choice",
			choices=STATUSES,
			synonyms=("党员状态", "党籍状态"),
			width=9,
			example="在册",
		),
		Column(
			"joined_branch_on",
			"编入本支部日期",
			"month_or_date",
			synonyms=("编入支部日期", "转入日期", "转入时间"),
			width=14,
		),
		Column(
			"left_branch_on",
			"离开本支部日期",
			"month_or_date",
			synonyms=("离开支部日期", "转出日期", "转出时间"),
			width=14,
		),
		Column("applied_on", "申请入党日期", "month_or_date", synonyms=("申请入党时间", "递交申请书日期")),
		Column(
			"activist_on",
			"确定积极分子日期",
			"month_or_date",
			synonyms=("确定为积极分子日期", "列为积极分子日期"),
			width=15,
		),
		Column("target_on", "列为发展对象日期", "month_or_date", synonyms=("确定发展对象日期",), width=15),
		Column(
			"joined_on",
			"入党日期",
			"month_or_date",
			synonyms=("入党时间", "加入中国共产党日期"),
			example="2010-07-01",
		),
		Column(
			"full_member_on",
			"转正日期",
			"month_or_date",
			synonyms=("转正时间", "转为正式党员日期"),
			example="2011-07-01",
		),
		_ignored("party_age", "党龄"),
		_ignored("posts", "党内职务", "党内任职"),
		Column("firm_position", "单位职务", synonyms=("职务", "行政职务", "律所职务"), example="合伙人"),
		Column("is_partner", "合伙人", "check", synonyms=("是否合伙人",), width=8, example="是"),
		Column("firm_from", "入本所日期", "date", synonyms=("到本所日期", "转所日期"), alternative=True),
		Column("position_from", "任职务日期", "date", synonyms=("任现职务日期",), alternative=True),
		Column("licence_no", "执业证号", "code", synonyms=("律师执业证号", "执业证书号"), width=20),
		Column("licence_type", "执业类别", "choice", choices=LICENCE_TYPES, synonyms=("律师类别",), width=10),
		Column(
			"mobile",
			"联系电话",
			"code",
			synonyms=("手机", "手机号", "手机号码", "电话", "联系方式"),
			width=14,
		),
		Column("email", "电子邮箱", "code", synonyms=("邮箱", "电子邮件"), width=20),
		Column("address", "家庭住址", synonyms=("家庭地址", "住址"), width=24),
		Column("is_floating", "流动", "check", synonyms=("流动党员", "是否流动"), width=6),
		Column("is_hardship", "困难", "check", synonyms=("生活困难", "困难党员"), width=6),
		Column("is_frail", "年老体弱", "check", synonyms=("老弱病残",), width=9),
		Column("frail_from", "年老体弱自", "month_or_date", synonyms=("体弱起始日期",), alternative=True),
		Column("frail_until", "年老体弱至", "date", synonyms=("体弱截止日期",), alternative=True),
		Column(
			"circumstances",
			"特殊情况",
			synonyms=("流动/困难/年老体弱", "流动、困难、年老体弱", "备注情况"),
			alternative=True,
		),
	),
)

POSTS_SHEET = Sheet(
	key="posts",
	title="党内职务",
	synonyms=("党内任职", "支委名单", "支委会名单", "任职情况"),
	anchors=("member", "post"),
	register=True,
	stand_ins=MappingProxyType({"start_date": "term", "end_date": "term"}),
	note="每人每个职务一行。任职日期、任期届满日期必须填写；提前免职的再填免职日期。",
	columns=(
		SERIAL,
		Column("member", "姓名", "name", True, ("党员姓名", "任职人员"), width=10, example="张三"),
		Column("post", "党内职务", "choice", True, ("职务", "任职"), POSTS, width=16, example="书记"),
		Column("party_group", "党小组", synonyms=("所在党小组",), hint="党小组长须填写"),
		Column(
			"start_date",
			"任职日期",
			"term_start",
			True,
			("任职时间", "任期开始", "任职起始日期"),
			example="2024-03-01",
		),
		Column(
			"end_date",
			"任期届满日期",
			"term_end",
			True,
			("任期届满", "届满日期", "任期结束", "任期届满时间"),
			width=14,
			example="2027-02-28",
		),
		Column("term", "任期", "text", synonyms=("任期起止", "任职期限", "任期起止时间"), alternative=True),
		Column("removed_on", "免职日期", "month_or_date", synonyms=("免职时间", "离任日期")),
		Column("approval_no", "批复文号", synonyms=("文号",), width=20),
		Column("remarks", "备注", "text", width=20),
	),
)

_TAGS = (
	("has_study", "集中学习", ()),
	("has_thought_report", "汇报思想", ("思想汇报",)),
	("has_dues_payment", "交纳党费", ("缴纳党费",)),
	("has_democratic_council", "民主议事", ()),
	("has_voluntary_service", "志愿服务", ()),
)
CONTENT_WORDS: Choices = {
	"has_study": ("学习", "研读", "宣讲", "党课"),
	"has_thought_report": ("思想汇报", "汇报思想"),
	"has_dues_payment": ("交纳党费", "缴纳党费", "收缴党费", "交党费", "缴党费"),
	"has_democratic_council": ("议事", "民主评议", "表决"),
	"has_voluntary_service": ("志愿", "义工", "公益", "便民服务"),
}
"""By content of a theme day the words by which it is recognised in a sheet that has no columns for the contents."""
MEETINGS = Sheet(
	key="meetings",
	title="组织生活",
	synonyms=("组织生活台账", "三会一课", "党组织生活", "活动手册", "会议记录", "党组织活动手册"),
	anchors=("date", "kind"),
	stand_ins=MappingProxyType({"date": "time", "topic": "agenda"}),
	note="每次会议、活动一行。参会人员写全体姓名，用顿号分开，也可写“全体党员”“全体支委”；缺席人员写“李四（出差）、王五（病假）”。",
	columns=(
		SERIAL,
		Column("date", "日期", "date", True, ("会议日期", "活动日期", "召开日期"), example="3月14日"),
		Column(
			"time",
			"时间",
			"times",
			synonyms=("会议时间", "活动时间", "起止时间"),
			width=14,
			example="14:00-15:40",
		),
		Column("start_time", "开始时间", "times", alternative=True),
		Column("end_time", "结束时间", "times", alternative=True),
		Column(
			"kind",
			"类型",
			"line",
			True,
			("会议类型", "活动类型", "类别", "会议名称"),
			MEETING_KINDS,
			width=14,
			example="主题党日",
			hint="一次会议兼作两种的，写“主题党日、党员大会”",
		),
		Column("party_group", "党小组", hint="党小组会须填写"),
		Column(
			"topic",
			"议题",
			"line",
			True,
			("主题", "会议议题", "活动主题", "会议主题", "题目"),
			width=30,
			example="学习讨论",
		),
		Column("location", "地点", synonyms=("会议地点", "活动地点"), width=16),
		Column("method", "方式", synonyms=("活动方式", "会议方式"), width=12, example="集中学习"),
		Column("chair", "主持人", "name", synonyms=("会议主持", "主持"), width=10),
		Column(
			"convened_by",
			"召集人",
			"line",
			synonyms=("召集", "会议召集人", "召集单位"),
			choices=CONVENERS,
			alternative=True,
		),
		Column("recorder", "记录人", "name", synonyms=("会议记录人", "记录"), width=10),
		Column("lecturer", "讲课人", "line", synonyms=("主讲人", "授课人"), width=10),
		Column("expected_count", "应到人数", "count", synonyms=("应到",), width=7),
		Column("present_count", "实到人数", "count", synonyms=("实到", "参加人数", "到会人数"), width=7),
		Column(
			"present", "参会人员", "text", synonyms=("出席人员", "参加人员", "到会人员", "出席"), width=30
		),
		Column(
			"absent",
			"缺席人员及原因",
			"mentions",
			synonyms=("缺席人员", "缺席", "缺席人员和原因", "请假人员", "请假人员及原因"),
			width=22,
		),
		Column("guests", "列席人员", "mentions", synonyms=("列席", "邀请人员"), width=16),
		*(Column(key, title, "check", synonyms=words, width=6) for key, title, words in _TAGS),
		Column("agenda", "会议内容", "text", synonyms=("内容", "活动内容", "主要内容", "议程"), width=36),
		Column("speeches", "发言摘录", "text", synonyms=("发言", "发言记录", "讨论发言"), width=36),
		Column(
			"outcome", "议决结果", "text", synonyms=("决议", "形成的决议", "会议决议", "议定事项"), width=30
		),
		Column("in_favour", "赞成", "count", synonyms=("赞成票", "同意"), width=6),
		Column("against", "反对", "count", synonyms=("反对票",), width=6),
		Column("abstained", "弃权", "count", synonyms=("弃权票",), width=6),
		Column(
			"votes",
			"表决情况",
			"votes",
			synonyms=("赞成/反对/弃权", "表决结果", "赞成、反对、弃权"),
			alternative=True,
		),
		Column("responsible", "责任人", "name", width=10),
		Column("deadline", "完成时限", "date", synonyms=("完成期限", "时限")),
		Column(
			"assignment", "责任人及完成时限", "mentions", synonyms=("责任人和完成时限",), alternative=True
		),
		_ignored("remarks", "备注"),
	),
)


def _dues_month(month: int) -> tuple[Column, ...]:
	group = f"{month}月"
	return (
		Column(
			f"due_{month}",
			"应交金额",
			"money",
			synonyms=("应交", "应缴", "应缴金额"),
			group=group,
			alternative=True,
			width=9,
		),
		Column(
			f"paid_{month}",
			"实交金额",
			"dues_paid",
			synonyms=("实交", "实缴", "实缴金额", "金额", "交纳金额", ""),
			group=group,
			width=9,
		),
		Column(
			f"paid_on_{month}",
			"交纳日期",
			"dues_paid_on",
			synonyms=("交纳时间", "缴纳时间", "缴纳日期", "日期", "时间"),
			group=group,
		),
	)


DUES = Sheet(
	key="dues",
	title="党费",
	synonyms=("党费收缴", "党费收缴台账", "党费台账", "党费收缴表", "党费缴纳"),
	anchors=("member",),
	note="每名党员一行，每月填实交金额和交纳日期；按月应交足额交纳的可打“√”，未交的留空或填0，免交的填“免交”。应交金额逐月变动的，填当月应交金额。",
	columns=(
		SERIAL,
		Column("member", "姓名", "name", True, ("党员姓名", "交纳人"), width=10, example="张三"),
		Column(
			"category", "人员类别", "choice", choices=DUES_CATEGORIES, synonyms=("类别",), example="按月领薪"
		),
		Column(
			"basis_method",
			"计费方法",
			"choice",
			choices=BASIS_METHODS,
			synonyms=("核定方法", "计算依据"),
			example="年度核定",
		),
		Column(
			"base",
			"月交纳基数",
			"money",
			synonyms=("交纳基数", "缴费基数", "缴纳基数", "月工资收入", "基数", "月核定基数"),
			example="8000",
		),
		_ignored("rate", "执行标准", "标准", "比例", "缴费比例", "交纳比例"),
		Column(
			"due",
			"月应交",
			"money",
			synonyms=("月应缴", "应交", "月应交金额", "每月应交", "月应缴金额", "月交纳标准", "标准金额"),
			width=9,
			example="120",
		),
		_ignored("year_due", "全年应交", "全年应缴"),
		_ignored("year_paid", "全年实交", "全年实缴", "合计"),
		*(column for month in range(1, 13) for column in _dues_month(month)),
		Column(
			"pay_day",
			"每月交纳日",
			"count",
			synonyms=("每月缴纳日", "交纳日"),
			width=10,
			hint="每月在同一日交纳时填几号，即可不逐月填交纳日期",
		),
		Column(
			"method",
			"交纳方式",
			"choice",
			choices=PAYMENT_METHODS,
			synonyms=("缴纳方式", "缴费方式"),
			width=10,
		),
		Column("remarks", "备注", "text", width=20),
	),
)

PAIRINGS = Sheet(
	key="pairings",
	title="联系群众",
	synonyms=("联系群众台账", "三联", "结对联系", "党员联系群众"),
	anchors=("member", "contact_name"),
	register=True,
	note="每名联系对象一行；同一联系对象有多次联系的，可在下面续行，只填联系时间、形式、反映问题、办理情况。",
	columns=(
		SERIAL,
		Column(
			"member",
			"联系人",
			"name",
			False,
			("党员", "党员姓名", "联系党员", "姓名"),
			width=10,
			example="张三",
		),
		_ignored("post", "党内职务", "职务"),
		Column(
			"contact_name",
			"联系对象姓名",
			"name",
			False,
			("联系对象", "对象姓名", "群众姓名"),
			width=12,
			example="李四",
		),
		Column(
			"contact_kind",
			"对象类别",
			"choice",
			choices=CONTACT_KINDS,
			synonyms=("联系对象类别", "类别"),
			width=14,
			example="非党律师",
		),
		Column("firm", "对象所在律所", synonyms=("所在律所", "对象单位", "工作单位"), width=22),
		Column(
			"start_date", "结对日期", "month_or_date", synonyms=("结对时间", "开始日期"), example="2024-01-05"
		),
		Column("end_date", "结束日期", "month_or_date", synonyms=("结束时间", "解除日期")),
		Column("address", "家庭地址", synonyms=("家庭住址", "住址"), width=24),
		Column("phone", "联系电话", "code", synonyms=("联系方式", "电话", "手机"), width=14),
		Column("family", "家庭基本情况", "text", synonyms=("家庭情况",), width=24),
		Column(
			"measures",
			"帮扶措施",
			"text",
			synonyms=("帮扶（服务）措施", "服务措施", "帮扶服务措施"),
			width=28,
		),
		Column("results", "实际成效", "text", synonyms=("成效", "效果"), width=28),
		Column(
			"contact_date",
			"联系时间",
			"dates",
			synonyms=("联系日期", "走访时间", "走访日期"),
			example="3月20日",
		),
		Column(
			"contact_method",
			"联系形式",
			"choice",
			choices=CONTACT_METHODS,
			synonyms=("走访形式", "形式"),
			width=10,
			example="面谈",
		),
		Column("matter", "反映问题", "text", synonyms=("反映的问题", "诉求"), width=24),
		Column("handling", "办理情况", "text", synonyms=("办理结果", "处理情况"), width=24),
	),
)

ACTIVITIES = Sheet(
	key="activities",
	title="公益活动",
	synonyms=("公益性活动", "公益活动台账", "公益性活动台账", "公益"),
	anchors=("date", "project"),
	note="每次活动一行。参加党员、参加律师写姓名，用顿号分开；参加律师也可只写人数。",
	columns=(
		SERIAL,
		Column("date", "日期", "date", True, ("活动日期", "时间", "活动时间"), example="5月20日"),
		Column("project", "项目", "line", True, ("活动项目", "项目名称", "活动名称"), width=28),
		Column(
			"form",
			"方式",
			"choice",
			choices=SERVICES,
			synonyms=("活动方式", "服务方式", "形式"),
			example="法律咨询",
		),
		Column("location", "地点", synonyms=("活动地点",), width=18),
		Column("members", "参加党员", "text", synonyms=("党员", "参加的党员"), width=24),
		Column("lawyers", "参加律师", "text", synonyms=("律师", "非党律师", "参加的律师"), width=20),
		Column(
			"served_group",
			"服务对象及人数",
			"line",
			synonyms=("服务对象", "受益对象", "服务对象和人数"),
			width=20,
			example="社区居民60人",
		),
		Column("people_served", "服务人数", "count", synonyms=("受益人数", "人数"), width=9),
		Column("sessions", "次数", "count", synonyms=("场次",), width=6, example="1"),
		Column("hours", "时长", "hours", synonyms=("服务时长", "时长小时"), width=8, example="2小时"),
		Column("effect", "效果", "text", synonyms=("成效", "活动效果"), width=30),
		_ignored("photo", "图片", "照片", "影像资料"),
		_ignored("remarks", "备注"),
	),
)

PLAN = Sheet(
	key="plan",
	title="年度计划",
	synonyms=("工作计划", "年度工作计划", "主题党日计划", "年度主题党日计划"),
	anchors=("month", "topic"),
	note="每个月的主题党日、每季度的党课各一行，落实到责任人、讲课人。",
	title_fields=(
		Column("prepared_on", "制定日期", "date", synonyms=("制定时间", "计划制定日期")),
		Column("based_on", "制定依据", "text", synonyms=("依据",)),
	),
	columns=(
		SERIAL,
		Column("month", "月份", "month", True, ("月", "时间"), width=7, example="3月"),
		Column(
			"kind", "类型", "choice", choices=PLAN_KINDS, synonyms=("类别", "活动类型"), example="主题党日"
		),
		Column("topic", "主题", "line", True, ("内容", "活动主题", "题目", "计划内容"), width=36),
		Column("responsible", "责任人", "name", synonyms=("负责人",), width=10, example="张三"),
		Column("lecturer", "讲课人", "line", synonyms=("主讲人", "授课人"), width=10),
		_ignored("remarks", "备注"),
	),
)

SHEETS = (ROSTER, POSTS_SHEET, PLAN, MEETINGS, DUES, PAIRINGS, ACTIVITIES)
"""In the order in which they are brought in: people first, then what they did."""

IGNORED_SHEETS = ("填写说明", "说明", "封面", "目录")
