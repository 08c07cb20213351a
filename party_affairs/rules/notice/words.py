"""Passages that tell something of one person by what they say: income, home, family, health, complaints, talks."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

INCOME, ADDRESS, E_MAIL, FAMILY = "income", "address", "e_mail", "family"
COMPLAINT, TALK, HEALTH, BIRTH_DATE, CONTACT = "complaint", "talk", "health", "birth_date", "contact"
Passage = tuple[str, int, int]

_SENTENCE = re.compile(r"[^。；;！!？?\n]+")
_AMOUNT = r"(?:人民币|约|近|达|为|是|每月|¥|￥|:|,|，|的|在|共|计|合计|即|税后|税前|\(|\)){0,4}\d[\d,]*(?:\.\d+)?(?:余|多)?(?:万?元|万|块|k\b|K\b)?"
_EARNED = r"(?:工资|薪资|薪金|薪酬|年薪|月薪|底薪|津贴|提成|分红|律师费收入|业务创收|个人创收|创收|劳务费|退休金|养老金)"
_OF_ORGANISATION = (
	r"(?:党费|经费|会费|财政|活动|捐款|总|拨款|利息|其他|支部|律所|律师事务所|行业|业务|全所|本所)"
)
_INCOME = re.compile(
	rf"(?:(?<!{'党费'})(?:月|年|税后|税前|实际|个人|本人|人均)?收入|{_EARNED}(?:性?收入|总额)?|(?:计算|核定|党费|交费|缴费|计费|交纳)?基数){_AMOUNT}"
)
_INCOME_OF_ORGANISATION = re.compile(rf"{_OF_ORGANISATION}(?:收缴|交纳)?收入$|经营收入$")
_TIER = re.compile(
	r"^\s*(?:元)?\s*(?:[\(（].{0,12}[\)）])?\s*(?:以下|以上|及以下|及以上|者|至|到|-|—|~|～|%)"
)
_NAMED_AMOUNT = re.compile(r"(?:¥|￥)?(\d[\d,]*(?:\.\d+)?)(?:余|多)?(万?元|万)")
_ALLOWED_WITH_AMOUNT = re.compile(
	r"党费|交纳|缴纳|交费|缴费|补交|补缴|应交|已交|实交|应缴|已缴|实缴|捐|慰问|补助|补贴|奖|经费|费用|支出|标的|案|挽回|赔偿|活动|采购|购"
)
_FOR_CLIENTS = re.compile(r"追回|讨回|讨薪|追讨|挽回|欠薪|拖欠|农民工|当事人|受援人")
_LEAST_INCOME = 1000

_ADDRESS_WORD = re.compile(
	r"(?:家庭(?:住址|地址)|住址|居住地(?:址)?|现住址?|户籍(?:所在)?地?(?:址)?|户口所在地|通讯地址|家住|(?<!居)住在|居住(?:在|于)|租住(?:在|于)?)(?:为|是|:|在|于)?[^,，。；\n]{2,}"
)
_RESIDENCE = re.compile(
	r"[\u3400-\u9fff\d]{2,12}(?:小区|花园|公寓|新村|家园|嘉园|花苑|苑|名邸|豪庭|山庄|华庭|雅苑|人家|府邸|宿舍|别墅)[\u3400-\u9fff]{0,3}\d+(?:-\d+)*(?:号楼|号|幢|栋|座|单元|室|-)"
)
_FLAT = re.compile(
	r"\d+(?:幢|栋|号楼|座)\d*(?:[东西南北])?(?:单元|门)?\d*-?\d{3,4}(?:室|号)?|\d+单元\d+(?:室|号)?|\d+-\d+-\d{3,4}室"
)
_STREET = re.compile(
	r"[\u3400-\u9fff]{2,10}(?:路|街|巷|弄|大道|胡同)\d+(?:弄\d+)?号(?!(?:楼|律|会议))\d*(?:幢|栋)?\d*(?:单元)?(?:\d{3,4}室)?"
)
_LIVES = re.compile(r"住|家中|家里|寄至|快递")
_VILLAGE = re.compile(r"[\u3400-\u9fff]{2,6}(?:村|组|社区)\d+(?:组\d*)?(?:号|户)")

_MAIL = re.compile(r"[A-Za-z0-9._%+\-]+\s?(?:@|\(at\)|\[at\]|#at#)\s?[A-Za-z0-9\-]+(?:\.[A-Za-z0-9\-]+)+")
_MESSENGER = re.compile(
	r"(?:微信号?|QQ号?|qq号?|抖音号?|钉钉号?|支付宝(?:账号)?)(?:为|是|:)?[A-Za-z0-9_\-]{5,}"
)

_PERSON = re.compile(
	r"(?<!党员)(?<!全体)(?<!各位)(?<!干部)(?<!年轻)(?<!青年)(?<![老女男])(?<!位)(?<!名)同志|其本人|(?<![日基根])本人|(?<!尤)其(?=妻|夫|子|女|父|母|爱人|配偶|家|岳|患|因)"
)
_RELATIVE = r"(?:妻子|丈夫|配偶|爱人|老公|老婆|儿子|女儿|儿女|子女|父亲|母亲|父母|爸爸|妈妈|岳父|岳母|公公|婆婆|公婆|哥哥|弟弟|姐姐|妹妹|孙子|孙女|外孙|前妻|前夫|未婚妻|未婚夫|独生子女?|家属|亲属)"
_LAW = r"(?!权益|保护|纠纷|案|法|抚养|教育|关系|维权|咨询|讲座|普法|财产|继承|律师|援助|监护|儿童|节|之家|参观|观看|参加)"
_FAMILY = re.compile(
	rf"家庭(?:困难|情况|成员|负担|变故|贫困|经济|条件|收入|状况){_LAW}|家境|已婚|(?<!、)未婚(?!先)|离异|丧偶|单亲|婚姻状况|育有|膝下|{_RELATIVE}{_LAW}|离婚{_LAW}|再婚{_LAW}|二胎|婚外"
)
_FAMILY_BY_ITSELF = re.compile(
	rf"(?:其|他的?|她的?|同志的?|本人的?|家中|家有){_RELATIVE}{_LAW}|(?:同志|其|本人)(?:[^,，。]{{0,6}})?(?:家庭(?:困难|情况|成员|负担|变故|贫困|经济|条件)|家境|离异|丧偶|单亲|已婚|未婚|离婚(?!{'纠纷'}|案|诉讼))|{_RELATIVE}(?:患|系|姓|名叫|因病|身体|瘫痪|失业|去世|病故|工作单位|从业|卧床)"
)

_ILLNESS = r"(?:癌|肿瘤|糖尿病|高血压|冠心病|心脏病|抑郁症?|焦虑症|精神病|精神分裂|肝炎|肾炎|尿毒症|白血病|中风|脑梗|艾滋病?|残疾|骨折|手术|化疗|放疗|透析|怀孕|流产|孕期|患病|病情|病假|病危|病重|重病|大病|生病|住院|确诊|术后|因病|旧疾|慢性病|诊断|体检(?:异常|结果|报告))"
_NO_ILLNESS = r"(?!人|者|纠纷|案|协会|家庭|儿童|学校|权益|预防|防治|讲座|义诊|科普|知识|医院|患者|联合会|互助|保险|基金|赔偿|鉴定|筛查|宣传|服务)"
_HEALTH = re.compile(
	rf"{_ILLNESS}{_NO_ILLNESS}|健康(?:状况|欠佳|原因)|身体(?:欠佳|不适|不好|有病|原因|状况)|体弱"
)
_HEALTH_BY_ITSELF = re.compile(
	rf"(?:患有?|确诊(?:为|患)?|罹患|身患)[^,，。]{{0,8}}?{_ILLNESS}{_NO_ILLNESS}|因病(?:住院|请假|缺席(?!\d+人)|未能|不能|去世|休养|休假|手术)|因(?:身体|健康)(?:状况|原因|欠佳|不适)|住院(?:治疗|手术|期间)|(?:请|休)(?:了)?病假|病情(?:稳定|恶化|严重)|术后(?:恢复|康复|休养)|正在化疗|怀孕(?:\d|在家|请假|期间请假)"
)

_COMPLAINT = re.compile(
	r"(?:收到|接到|接|被|遭|受到|受|涉及|关于|针对|经|根据|因|有人|匿名|实名|处理|办结|核查|调查)[^,，。；]{0,14}?(?:信访件?|举报(?:信|件|线索)?|投诉(?:信|件)?|检举|控告|来信反映|群众反映|反映信)(?!值班|接待|窗口|矛盾|化解|工作|法律|调解|条例|渠道|电话|信箱|制度|中心|部门|维稳|局|处理办法|讲座|受理|平台|人权益|案件代理|事项法律)|(?:信访|举报|投诉|检举|控告)(?:人|了|者|内容|问题|反映|其|材料|信|件)(?!权益|保护)|问题线索|立案审查|初步核实|初核|谈话函询|被(?:群众|客户|当事人|委托人)?反映|匿名信|(?:诫勉|函询|约谈)了?(?=[^,，。]{0,6}同志)|违纪(?:问题|线索)"
)
_WEAK_COMPLAINT = re.compile(r"举报|信访|投诉|检举|控告|反映[^,，。]{0,8}(?:问题|线索)|立案|核查|函询|诫勉")
_INVITES = re.compile(
	r"(?:欢迎|接受|监督|受理|公布|设立|畅通|可以?|请|均可|异议|如有|若有|凡|有权|参与|开展|代理|提供|协助|从事|担任|值班|接待|化解|普法|讲座|培训|学习)[^。；]{0,30}?(?:举报|信访|投诉|检举|控告|反映|核查|立案)|讲座|主讲|授课|宣讲|(?:举报|信访|投诉|监督)(?:值班|接待|窗口|矛盾|化解|工作|法律|调解|条例|渠道|电话|信箱|中心|局)"
)
_TALK = re.compile(
	r"(?:谈心谈话|谈话|谈心|约谈|交心|交谈|面谈)(?:中|时|过程中|期间|后)?[,，]?[^。；\n]{0,20}?(?:表示|坦言|透露|承认|流露|说道?:?|提到|谈到|认为|抱怨|倾诉|诉说|吐露|反映)(?!感谢参加)|(?:谈话|谈心)(?:内容|记录|纪要|笔录|摘要)(?:为|是|如下|:|显示)|(?:思想汇报|谈话)(?:中)?(?:称|写道|说)|(?:批评意见|相互批评|自我批评)(?:为|是|如下|:)|对[\u3400-\u9fff]{2,6}(?:同志)?的批评意见"
)
_OF_ALL = re.compile(r"大家|与会|一致|党员们|全体")

_BIRTH = re.compile(
	r"(?:出生(?:日期|年月日|于)?|生日|生于|诞生于|生辰)(?:为|是|:|于|\()*[^\d,，。]{0,3}\d{4}(?:年|-|\.|/)\d{1,2}(?:月|-|\.|/)\d{1,2}|\d{4}(?:年|-|\.|/)\d{1,2}(?:月|-|\.|/)\d{1,2}日?(?:出生|生(?=[,，。)\s]|$))|生日(?:为|是|:|在)?\d{1,2}月\d{1,2}日"
)
_PARTY_BIRTHDAY = re.compile(r"政治生日|党的生日|建党|入党|诞辰|成立")
_CONTACT = re.compile(
	r"(?:联系群众|联系对象|结对(?:对象|群众|户)|帮扶对象|被联系(?:人|群众)|群众姓名)(?:为|是|:|有)(?!\d|由|共|每|党外|非|各|全|本|律|群众|未|已|不|按|以|实|定|一|二|两|三|五)[\u3400-\u9fff]{2,4}(?=[,，。、；\s(]|$|等|同志|女士|先生)"
)
_HEADS = (
	(INCOME, re.compile(r"收入|工资|薪|基数|创收")),
	("id_number", re.compile(r"身份证|证件号|公民身份")),
	("phone", re.compile(r"电话|手机|联系方式|号码(?!段)")),
	(ADDRESS, re.compile(r"住址|地址|户籍|籍贯地|居住")),
	(E_MAIL, re.compile(r"邮箱|微信(?!图片|截图|公众)|QQ|电子邮件", re.I)),
	(FAMILY, re.compile(r"家庭|配偶|婚姻|子女|父母|亲属")),
	(HEALTH, re.compile(r"健康|病(?!假条例)|残疾|体检")),
	("account", re.compile(r"卡号|账号|帐号|开户")),
	(BIRTH_DATE, re.compile(r"出生日期|出生年月日|生日(?!会)")),
	(COMPLAINT, re.compile(r"信访|举报|投诉|违纪|处分")),
	(TALK, re.compile(r"谈话内容|谈话记录|谈心记录")),
	(CONTACT, re.compile(r"群众姓名|联系对象姓名|被联系人")),
)


def heads(label: str) -> Iterator[Passage]:
	"""Yield what the head of a column, or the name of a file, says of its contents."""
	for kind, pattern in _HEADS:
		if (match := pattern.search(label)) and not (kind == INCOME and "党费收入" in label):
			yield kind, *match.span()


def passages(text: str, names: Sequence[str], own: Sequence[str] = ()) -> Iterator[Passage]:
	"""Yield the passages of a plain text that tell something of one person.

	`names` are those of members: beside one of them weaker words count too. `own` are addresses of the organisation.
	"""
	for pattern, kind in ((_MAIL, E_MAIL), (_MESSENGER, E_MAIL)):
		for match in pattern.finditer(text):
			if match.group() not in own:
				yield kind, *match.span()
	known = tuple(name for name in names if len(name) > 1)
	for sentence in _SENTENCE.finditer(text):
		names_here = any(name in sentence.group() for name in known)
		about_one = names_here or bool(_PERSON.search(sentence.group()))
		for kind, start, end in _of_sentence(sentence.group(), about_one, names_here, own):
			yield kind, sentence.start() + start, sentence.start() + end


def _of_sentence(text: str, about_one: bool, names_here: bool, own: Sequence[str]) -> Iterator[Passage]:
	yield from _incomes(text, names_here)
	yield from _homes(text, own)
	for kind, by_itself, beside_one in (
		(FAMILY, _FAMILY_BY_ITSELF, _FAMILY),
		(HEALTH, _HEALTH_BY_ITSELF, _HEALTH),
	):
		for match in by_itself.finditer(text):
			yield kind, *match.span()
		if about_one:
			for match in beside_one.finditer(text):
				yield kind, *match.span()
	yield from _complaints(text, about_one)
	for match in _TALK.finditer(text):
		if not _OF_ALL.search(match.group()):
			yield TALK, *match.span()
	for match in _BIRTH.finditer(text):
		if not _PARTY_BIRTHDAY.search(text):
			yield BIRTH_DATE, *match.span()
	for match in _CONTACT.finditer(text):
		yield CONTACT, *match.span()


def _incomes(text: str, names_here: bool) -> Iterator[Passage]:
	if _FOR_CLIENTS.search(text):
		return
	for match in _INCOME.finditer(text):
		before = text[: match.start()] + re.match(r"[^\d]*?(?:收入|基数)|", match.group()).group()
		if _TIER.match(text[match.end() :]) or _INCOME_OF_ORGANISATION.search(before):
			continue
		yield INCOME, *match.span()
	if not names_here or _ALLOWED_WITH_AMOUNT.search(text):
		return
	for match in _NAMED_AMOUNT.finditer(text):
		if _yuan(*match.groups()) >= _LEAST_INCOME:
			yield INCOME, *match.span()


def _yuan(number: str, unit: str) -> Decimal:
	return Decimal(number.replace(",", "").rstrip(".")) * (10_000 if unit.startswith("万") else 1)


def amounts_among(text: str, incomes: frozenset[Decimal]) -> list[Passage]:
	"""Return the sums in a text that are one of `incomes` to the yuan; round hundreds are everywhere and say nothing."""
	telling = {int(income) for income in incomes if income >= _LEAST_INCOME and income % 100}
	if not telling:
		return []
	return [
		(INCOME, *match.span())
		for match in re.finditer(
			r"(?<![\d.])\d[\d,]{3,}(?:\.\d{1,2})?(?![\d.])(?!\s*[年月日号次人名家册分])", text
		)
		if int(Decimal(match.group().replace(",", ""))) in telling
	]


def _homes(text: str, own: Sequence[str]) -> Iterator[Passage]:
	patterns = [_ADDRESS_WORD, _RESIDENCE, _FLAT, _VILLAGE]
	if _LIVES.search(text):
		patterns.append(_STREET)
	for pattern in patterns:
		for match in pattern.finditer(text):
			if not any(match.group() in one for one in own):
				yield ADDRESS, *match.span()


def _complaints(text: str, about_one: bool) -> Iterator[Passage]:
	invites = _INVITES.search(text)
	for match in _COMPLAINT.finditer(text):
		if not invites or about_one:
			yield COMPLAINT, *match.span()
	if about_one and not invites:
		for match in _WEAK_COMPLAINT.finditer(text):
			yield COMPLAINT, *match.span()
