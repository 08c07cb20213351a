"""Passages that tell something of one person by what they say: income, home, family, health, complaints, talks."""

import re
from collections.abc import Iterator, Sequence

from party_affairs.rules.notice.incomes import incomes
from party_affairs.rules.notice.named import MARK, NAME
from party_affairs.rules.notice.reproaches import COMPLAINT, REPROACH, reproaches

INCOME, ADDRESS, E_MAIL, FAMILY = "income", "address", "e_mail", "family"
TALK, HEALTH, BIRTH_DATE, CONTACT = "talk", "health", "birth_date", "contact"
Passage = tuple[str, int, int]

_SENTENCE = re.compile(r"[^。；;！!？?\n]+")
_ADDRESS_WORD = re.compile(
	r"(?:家庭(?:住址|地址)|住址|居住地(?:址)?|现住址?|户籍(?:所在)?地?(?:址)?|户口所在地|通讯地址|家住|(?<!居)住在|居住(?:在|于)|租住(?:在|于)?|现居(?!民)|寓所)(?:为|是|:|在|于)?[^,，。；\n]{2,}"
)
_RESIDENCE = re.compile(
	r"[\u3400-\u9fff\d]{2,12}(?:小区|花园|公寓|新村|家园|嘉园|花苑|苑|名邸|豪庭|山庄|华庭|雅苑|人家|府邸|宿舍|别墅)[\u3400-\u9fff]{0,3}\d+(?:-\d+)*(?:号楼|号|幢|栋|座|单元|室|-)"
)
_FLAT = re.compile(
	r"(?<!\d)\d{1,4}(?:(?:幢|栋|号楼|座)\d{0,4}[东西南北]?(?:单元|门)?\d{0,4}-?\d{3,4}[室号]?|单元\d{1,4}[室号]?|-\d{1,4}-\d{3,4}室)"
)
_WAY = r"(?:路|街|巷|弄|大道|胡同)\d+(?:弄\d+)?号"
_STREET = re.compile(
	rf"[\u3400-\u9fff]{{2,10}}{_WAY}(?!(?:楼|律|会议))\d*(?:幢|栋)?\d*(?:单元)?(?:\d{{3,4}}室)?"
)
_STREET_OF_NAMED = re.compile(
	rf"{NAME}(?:的?家|的?住?房子?)?[^0-9A-Za-z\u3400-\u9fff。]{{0,3}}((?![在到赴于往参开为带组走去联主代协向前])[\u3400-\u9fff]{{2,14}}{_WAY})"
)
_LIVES = re.compile(r"住|家中|家里|寄至|快递|门牌|现居|寓所|房子|(?<![大国专行])家:")
_MEETING_PLACE = re.compile(r"(?:地点|集合|会场|报名|服务点|接种点|宣传点|会议室|办公室|活动室)[^。]*")
_VILLAGE = re.compile(r"[\u3400-\u9fff]{2,6}(?:村|组|社区)\d+(?:组\d*)?(?:号|户)")

_AT = r"(?:@|\(at\)|\[at\]|#at#|#|\(a\)|艾特|爱特|小老鼠|(?<=[ ])at(?=[ ])|圈a)"
_DOT = r"(?:\.|点|dot|\(dot\)|\[dot\]|\(\.\))"
_MAIL = re.compile(
	rf"(?<![A-Za-z0-9._%+\-])[A-Za-z0-9._%+\-]{{1,64}}\s{{0,2}}{_AT}\s{{0,2}}[A-Za-z0-9\-]+(?:\s{{0,2}}{_DOT}\s{{0,2}}[A-Za-z0-9\-]+)+"
	r"|(?<![A-Za-z0-9._%+\-])[A-Za-z0-9._%+\-]{2,64}@[A-Za-z0-9\-]{2,}|邮箱(?:为|是|:|号|地址| )*[A-Za-z0-9_.\-]{4,}",
	re.I,
)
_MESSENGER_NAME = (
	r"(?:[微薇威]信|V信|WeChat|QQ|扣扣|企鹅号|抖音|钉钉|支付宝|微博|小红书|飞书|Telegram|WhatsApp)"
)
_MESSENGER = re.compile(
	rf"{_MESSENGER_NAME}(?:号码?|账号|ID)?[\s:=,(\-]*(?:为|是|请?[加搜]|联系|我的?)*[\s:=,(\-]*[A-Za-z0-9_\-]{{5,}}"
	r"|(?<![A-Za-z])(?:vx|wx|加v信?)(?:号|:|\s)+[A-Za-z0-9_\-]{4,}"
	rf"|{_MESSENGER_NAME}(?:号?就?[是即]|同)(?:手机|电话)?号",
	re.I,
)

_PERSON = re.compile(
	r"(?<!党员)(?<!全体)(?<!各位)(?<!干部)(?<!年轻)(?<!青年)(?<![老女男])(?<!位)(?<!名)同志|其本人|(?<![日基根])本人|(?<!尤)其(?=妻|夫|子|女|父|母|爱人|配偶|家|岳|患|因)"
)
_RELATIVE = r"(?:妻子|丈夫|配偶|爱人|老公|老婆|儿子|(?<!妇)女儿(?!童)|儿女|子女|父亲|母亲|父母|爸爸|妈妈|岳父|岳母|公公|婆婆|公婆|哥哥|弟弟|姐姐|妹妹|孙子|孙女|外孙|前妻|前夫|未婚妻|未婚夫|独生子女?|老伴|家属|亲属)"
_LAW = r"(?!权益|保护|纠纷|案|法|抚养|教育|关系|维权|咨询|讲座|普法|财产|继承|律师|援助|监护|儿童|节|之家|参观|观看|参加)"
_FAMILY = re.compile(
	rf"家庭(?:困难|情况|成员|负担|变故|贫困|经济|条件|收入|状况){_LAW}|家境|已婚|(?<!、)未婚(?!先)|离异|丧偶|单亲|婚姻状况|育有|膝下|{_RELATIVE}{_LAW}|离婚{_LAW}|再婚{_LAW}|二胎|婚外"
)
_FAMILY_OF_NAMED = re.compile(
	rf"(?:{NAME}|其|该同志)的?(?:家[里中]?的?)?(?:小孩|孩子|娃|宝宝|老人|妻|夫|儿子|女儿(?!童)|二孩|婚)"
	r"|家[里中](?!学)[^,，。]{0,3}(?:困难|有事|老人|孩子|变故|经济|出事|住院|负担)|[二三]孩|待产|生孩子"
)
_FOR_OTHERS = re.compile(rf"为[^,，。{MARK}]{{1,12}}(?:提供|开展|讲解|解答|代理|办理|送上)")
_FAMILY_BY_ITSELF = re.compile(
	rf"家[里中]有?(?:老人|病人|事请假)|(?:其|他的?|她的?|同志的?|本人的?|家中|家有){_RELATIVE}{_LAW}|(?:同志|其|本人)(?:[^,，。]{{0,6}})?(?:家庭(?:困难|情况|成员|负担|变故|贫困|经济|条件)|家境|离异|丧偶|单亲|已婚|未婚|离婚(?!{'纠纷'}|案|诉讼))|{_RELATIVE}(?:患|系|姓|名叫|因病|身体|瘫痪|失业|去世|病故|工作单位|从业|卧床)"
)

_ILLNESS = r"(?:癌|肿瘤|结节|囊肿|息肉|乳腺|甲状腺|椎间盘|痛风|哮喘|贫血|胃炎|肺炎|胃病|肝病|眼疾|心梗|失眠|过敏|瘫痪?|失明|失聪|产假|备孕|感染新冠|阳性|糖尿病|高血压|冠心病|心脏病|抑郁症?|焦虑症|精神病|精神分裂|肝炎|肾炎|尿毒症|白血病|中风|脑梗|艾滋病?|残疾|骨折|手术|化疗|放疗|透析|怀孕|流产|孕期|患病|病情|病假|病危|病重|重病|大病|生病|住院|确诊|术后|因病|旧疾|慢性病|诊断|体检(?:异常|结果|报告))"
_NO_ILLNESS = r"(?!人|者|纠纷|案|协会|家庭|儿童|学校|权益|预防|防治|讲座|义诊|科普|知识|医院|患者|联合会|互助|保险|基金|赔偿|鉴定|筛查|宣传|服务)"
_HEALTH = re.compile(
	rf"{_ILLNESS}{_NO_ILLNESS}|健康(?:状况|欠佳|原因)|身体(?:欠佳|不适|不好|有病|原因|状况)|体弱"
)
_HEALTH_BY_ITSELF = re.compile(
	rf"(?:患(?!者)有?|确诊(?:为|患)?|罹患|身患)[^,，。]{{0,8}}?{_ILLNESS}{_NO_ILLNESS}|因病(?:住院|请假|缺席(?!\d+人)|未能|不能|去世|休养|休假|手术)|因(?:身体|健康)(?:状况|原因|欠佳|不适)|住院(?:治疗|手术|期间)|(?:请|休)(?:了)?病假|病情(?:稳定|恶化|严重)|术后(?:恢复|康复|休养)|正在化疗|怀孕(?:\d|在家|请假|期间请假)"
)

_GRAVE_IN_BRACKETS = re.compile(
	r"\([^)]{0,8}?(?:癌|瘤|尿毒症|白血病|中风|脑梗|残疾|艾滋|精神病|抑郁|糖尿病|高血压|重病|大病|透析|病危)[^)]{0,6}\)|癌症?[早中晚]期"
)
_CLIENTS = re.compile(
	r"患者|农民工|当事人|受援人|伤者|工伤|医疗纠纷|医疗事故|交通事故|委托人|鉴定|赔偿|法律援助|提供援助"
)
_OF_NAMED = re.compile(
	rf"(?:{NAME}|其|本人)[^,，。]{{0,4}}?(?:因|患(?!者)|查出|确诊|得了|身体|生病|住院|病|术后|怀孕|做)|期间(?:因病|住院|生病)|因病(?:住院|请假|缺席)"
)
_TALK = re.compile(
	r"(?:谈心谈话|谈话|谈心|约谈|交心|交谈|面谈)(?:中|时|过程中|期间|后)?[,，]?[^。；\n]{0,20}?(?:表示|坦言|透露|承认|流露|说道?:?|提到|谈到|认为|抱怨|倾诉|诉说|吐露|反映)(?!感谢参加)|(?:谈话|谈心|交心|交谈|面谈|聊天)(?:中|时|过程中|期间|后|里)[,，]?[^。；\n]{0,14}?(?:讲(?!究|话|解|座|课|授|述|清|评)|称|直言|说(?!明)|吐槽)|(?:谈心|谈话|交谈)[,，]?(?:她|他|其|对方)(?:说|讲|称)|(?:谈话|谈心)(?:内容|记录|纪要|笔录|摘要)(?:为|是|如下|:|显示)|(?:思想汇报|谈话)(?:中)?(?:称|写道|说)|(?:批评意见|相互批评|自我批评)(?:为|是|如下|:)|对[\u3400-\u9fff]{2,6}(?:同志)?的批评意见"
)
_TALK_OF_NAMED = re.compile(
	rf"(?:谈话|谈心)(?:摘要|笔录|纪要|记录|内容)[:,\s]{{0,2}}{MARK}"
	r"|闹情绪|(?:有|存)(?:意见|怨言|抵触|怨气|情绪)(?!的|者|请|[或和及、])|对[^,，。]{1,8}?不满(?!\d|足|意)|心怀不满"
	r"|压力[较很太过]?大|(?:想|打算|准备|考虑)(?:离职|调离|辞职|转所|退党|跳槽)|思想(?:有)?(?:波动|包袱)"
)
_OF_ALL = re.compile(r"大家|与会|一致|党员们|全体")

_DAY = r"\d{1,2}[月\-./]\d{1,2}"
_BIRTH = re.compile(
	rf"(?:出生(?:日期|年月日|于)?|生日|生于|诞生于|生辰)(?:为|是|:|于|\()*[^\d,，。]{{0,3}}(?:\d{{2}}|\d{{4}})[年\-./]{_DAY}"
	rf"|(?<!\d)(?:\d{{2}}|\d{{4}})[年\-./]{_DAY}[日号]?(?:出生|生(?=[,，。)\s]|$))"
	r"|生日(?:为|是|:|在)?\d{1,2}月\d{1,2}[日号]|\d{1,2}月\d{1,2}[日号]?(?:是|过|的){0,2}生日"
	r"|(?:出生|生日|生于)(?:日期|于|:|为|是)*(?:19|20)\d{6}(?!\d)"
)
_BIRTH_OF_NAMED = re.compile(
	rf"{NAME}[^0-9A-Za-z\u3400-\u9fff。]{{0,3}}(?:(?:[男女][,、])?)"
	rf"((?:19[2-9]\d|200[0-8]|[4-9]\d(?=\D))(?:[年\-./]{_DAY}|(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01]))(?!\d))"
	r"(?!日?[,，]?[^,，。]{0,3}(?:入党|加入|转|参加|执业|任|当选|成立|起|至|到|进|来|在|被|获|批准|吸收|通过|经|发展|[\-—~]))"
)
_PARTY_BIRTHDAY = re.compile(r"政治生日|党的生日|建党|诞辰|成立")
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
	(COMPLAINT, re.compile(r"信访|举报|投诉")),
	(REPROACH, re.compile(r"违纪|处分|批评意见|缺点")),
	(TALK, re.compile(r"谈话内容|谈话记录|谈心记录")),
	(CONTACT, re.compile(r"群众姓名|联系对象姓名|被联系人")),
)


def heads(label: str) -> Iterator[Passage]:
	"""Yield what the head of a column, or the name of a file, says of its contents."""
	for kind, pattern in _HEADS:
		if (match := pattern.search(label)) and not (kind == INCOME and "党费收入" in label):
			yield kind, *match.span()


def passages(text: str, own: Sequence[str] = ()) -> Iterator[Passage]:
	"""Yield the passages of a plain text that tell something of one person. Names of members are marked (`named.marked`).

	Beside a name weaker words count too. `own` are addresses and e-mail of the organisation.
	"""
	for pattern in (_MAIL, _MESSENGER):
		for match in pattern.finditer(text):
			if not any(one and one.lower() in match.group().lower() for one in own):
				yield E_MAIL, *match.span()
	for sentence in _SENTENCE.finditer(text):
		for kind, start, end in _of_sentence(sentence.group(), own):
			yield kind, sentence.start() + start, sentence.start() + end


def _of_sentence(text: str, own: Sequence[str]) -> Iterator[Passage]:
	is_named = MARK in text
	about_one = is_named or bool(_PERSON.search(text))
	for span in incomes(text):
		yield INCOME, *span
	yield from _homes(text, own, is_named)
	yield from reproaches(text, about_one, is_named)
	yield from _health(text, about_one)
	patterns = [(FAMILY, _FAMILY_BY_ITSELF), (CONTACT, _CONTACT)]
	if about_one:
		patterns += [(FAMILY, _FAMILY), (FAMILY, _FAMILY_OF_NAMED)]
	if is_named:
		patterns += [(TALK, _TALK_OF_NAMED), (BIRTH_DATE, _BIRTH_OF_NAMED)]
	others = _FOR_OTHERS.search(text)
	for kind, pattern in patterns:
		for match in pattern.finditer(text):
			if not (kind == FAMILY and others and others.start() < match.start() < others.end()):
				yield kind, *match.span()
	for match in _TALK.finditer(text):
		if not _OF_ALL.search(match.group()):
			yield TALK, *match.span()
	for match in _BIRTH.finditer(text):
		if not _PARTY_BIRTHDAY.search(text[max(0, match.start() - 4) : match.end() + 3]):
			yield BIRTH_DATE, *match.span()


def _health(text: str, about_one: bool) -> Iterator[Passage]:
	"""Illnesses, unless they are those of clients whose case it is."""
	is_of_clients = _CLIENTS.search(text) and not _OF_NAMED.search(text)
	patterns = [_HEALTH_BY_ITSELF, _GRAVE_IN_BRACKETS] + ([_HEALTH] if about_one else [])
	for pattern in patterns:
		for match in pattern.finditer(text):
			if not is_of_clients:
				yield HEALTH, *match.span()


def _homes(text: str, own: Sequence[str], is_named: bool) -> Iterator[Passage]:
	patterns = [_ADDRESS_WORD, _RESIDENCE, _FLAT, _VILLAGE]
	if _LIVES.search(text):
		patterns.append(_STREET)
	if is_named:
		patterns.append(_STREET_OF_NAMED)
	place = None if is_named else _MEETING_PLACE.search(text)
	for pattern in patterns:
		for match in pattern.finditer(text):
			found = match.group(match.lastindex or 0)
			is_meeting_place = (
				place
				and match.start() >= place.start()
				and pattern in (_RESIDENCE, _FLAT)
				and "单元" not in found
			)
			if not is_meeting_place and not any(found in one for one in own):
				yield ADDRESS, *match.span()
