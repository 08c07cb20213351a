"""Passages that tell of complaints against somebody, of sanctions, and of criticism."""

import re
from collections.abc import Iterator

from party_affairs.rules.notice.named import NAME

COMPLAINT, REPROACH = "complaint", "reproach"
Passage = tuple[str, int, int]

_COMPLAINT = re.compile(
	r"(?:收到|接到|接|被|遭|受到|受|涉及|关于|针对|经|根据|因|有人|匿名|实名|处理|办结|核查|调查)[^,，。；]{0,14}?(?:信访件?|举报(?:信|件|线索)?|投诉(?:信|件)?|检举|控告|来信反映|群众反映|反映信)(?!值班|接待|窗口|矛盾|化解|工作|法律|调解|条例|渠道|电话|信箱|制度|中心|部门|维稳|局|处理办法|讲座|受理|平台|人权益|案件代理|事项法律)|(?:信访|举报|投诉|检举|控告)(?:人|了|者|内容|问题|反映|其|材料|信|件)(?!权益|保护)|问题线索|立案审查|初步核实|初核|谈话函询|被(?:群众|客户|当事人|委托人)?反映|匿名信|(?:诫勉|函询|约谈)了?(?=[^,，。]{0,6}同志)|违纪(?:问题|线索)"
)
_WEAK_COMPLAINT = re.compile(r"举报|信访|投诉|检举|控告|反映[^,，。]{0,8}(?:问题|线索)|立案|核查|函询|诫勉")
_INVITES = re.compile(
	r"(?:欢迎|接受|监督|受理|公布|设立|畅通|可以?|请|均可|异议|如有|若有|凡|有权|参与|开展|代理|提供|协助|从事|担任|值班|接待|化解|普法|讲座|培训|学习)[^。；]{0,30}?(?:举报|信访|投诉|检举|控告|反映|核查|立案)|讲座|主讲|授课|宣讲|(?:举报|信访|投诉|监督)(?:值班|接待|窗口|矛盾|化解|工作|法律|调解|条例|渠道|电话|信箱|中心|局)"
)
_OF_NAMED = re.compile(
	rf"反映了?{NAME}(?![^,。]{{0,10}}(?:先进|事迹|优秀|风采|精神))"
	rf"|(?:写信|来信|来电|去信|上访|联名)[^,，。]{{0,6}}?(?:反映|告|举报)"
	rf"|告了?{NAME}"
)
_ACCUSED = re.compile(
	r"有人[^,，。]{0,8}?(?:写信|来信|反映|告状|告发)|被(?:告[到至]|[^,，。]{1,8}?告(?:了|到|至|状|发|上法))"
)
_NONE = re.compile(r"(?:未|无|没有?|从不|从未|不存在|不|非)[^,，。]{0,8}$")
_TEACHING = r"(?!条例|规定|规则|办法|案例|案件|程序|工作|权限|典型|警示|行为的|违法案|违法行为的)"
_SANCTION = re.compile(
	rf"(?:受到?|受过|受了|给予|处以|背)[^,，。]{{0,10}}?(?:处分|警告|记过|处罚|问责|批评(?![和与及])|撤职|开除){_TEACHING}"
	r"|被[^,，。]{0,10}?(?:警告|处分|处罚|记过|开除|撤职|诫勉|问责|约谈|谈话提醒|提醒谈话|留置|双开|停职|停止执业|吊销|通报|批评|追责|除名|劝退)(?!案|听证|纠纷)"
	rf"|谈话提醒|提醒谈话|诫勉(?:谈话)?{_TEACHING}|批评教育(?!活动)|责令检查|严重警告|党内警告|记过|留党察看|开除党籍|撤销党内职务|停止执业|处分{_TEACHING}|违纪{_TEACHING}"
)
_FAULT = re.compile(
	rf"批评了?{NAME}|对{NAME}[^,，。]{{0,8}}?批评"
	rf"|{NAME}[也还]?的?(?:主要|突出)?(?:存在)?的?(?:主要|突出)?(?:缺点|不足|毛病|短板|问题|弱点)(?:之处)?(?:是|:|在于|有|为|,)"
)
_MANNERS = re.compile(
	r"迟到|早退|旷会|旷课|脾气[^,，。]{0,2}(?:急|躁|大|差|暴)|急躁|不够?团结|懒散|作风漂浮|散漫|纪律松散|不负责任?|拖沓|自私|霸道|蛮横|作风问题|作检讨|被查|红包|骄傲自满|工作不力|敷衍"
)


def reproaches(text: str, about_one: bool, is_named: bool) -> Iterator[Passage]:
	"""Yield what a sentence with marked names (`named.marked`) tells against somebody."""
	yield from _complaints(text, about_one)
	for match in _ACCUSED.finditer(text):
		yield COMPLAINT, *match.span()
	if about_one:
		for match in _SANCTION.finditer(text):
			if not _NONE.search(text[: match.start()]):
				yield REPROACH, *match.span()
	if not is_named:
		return
	for pattern, kind in ((_OF_NAMED, COMPLAINT), (_FAULT, REPROACH), (_MANNERS, REPROACH)):
		for match in pattern.finditer(text):
			if pattern is not _MANNERS or not _NONE.search(text[: match.start()]):
				yield kind, *match.span()


def _complaints(text: str, about_one: bool) -> Iterator[Passage]:
	invites = _INVITES.search(text)
	for match in _COMPLAINT.finditer(text):
		if not invites or about_one:
			yield COMPLAINT, *match.span()
	if about_one and not invites:
		for match in _WEAK_COMPLAINT.finditer(text):
			yield COMPLAINT, *match.span()
