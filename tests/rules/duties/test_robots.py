"""Robots of group chats: signatures by the vendors' ways, bodies within their lengths, and what their answers mean."""

import json
from datetime import datetime, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from party_affairs.rules.duties import robots
from party_affairs.rules.duties.robots import DINGTALK, FEISHU, KINDS, WECOM

LINK = ("打开", "https://party.example.org/app/this-month")
ADDRESSES = {
	WECOM: "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=k",
	DINGTALK: "https://oapi.dingtalk.com/robot/send?access_token=t",
	FEISHU: "https://open.feishu.cn/open-apis/bot/v2/hook/h",
}


def at(seconds: float) -> datetime:
	return datetime.fromtimestamp(seconds, timezone.utc)


@pytest.mark.parametrize(
	("milliseconds", "secret", "sign"),
	[
		(1700000000000, "SECparty0123456789abcdef", "EGXEM7fhw%2FpmHeZehBUbY7PEOGppnLIby29lsLP0pEU%3D"),
		(1577262236757, "this is secret", "hmPWwU%2B7lVdm3ZZz0r9tSfx0L4Q26jWOZr9%2BGs6EZQM%3D"),
		(1767225600000, "SEC党建测试", "jKHrx1lcCsOEP3bRMOXF14RzZoFhgwA%2FHZROcjQasAc%3D"),
	],
)
def test_dingtalk_signs_time_and_secret_in_the_address(milliseconds, secret, sign):
	address, data = robots.signed(DINGTALK, ADDRESSES[DINGTALK], {"a": 1}, secret, at(milliseconds / 1000))
	assert address == f"{ADDRESSES[DINGTALK]}&timestamp={milliseconds}&sign={sign}"
	assert json.loads(data) == {"a": 1}


@pytest.mark.parametrize(
	("seconds", "secret", "sign"),
	[
		(1700000000, "SECparty0123456789abcdef", "xNUupCgwfccV7DVxvl22wXCGV2KEsxN4kdv/CQYVImg="),
		(1599360473, "SEC党建测试", "KJXREyaGHIg2oBBUZX6dmS7kfu5owweiCAn7ePZ99DU="),
	],
)
def test_feishu_signs_nothing_with_time_and_secret_in_the_body(seconds, secret, sign):
	address, data = robots.signed(FEISHU, ADDRESSES[FEISHU], {"msg_type": "text"}, secret, at(seconds))
	assert address == ADDRESSES[FEISHU]
	assert json.loads(data) == {"timestamp": str(seconds), "sign": sign, "msg_type": "text"}


@pytest.mark.parametrize("kind", KINDS)
def test_without_a_secret_nothing_is_signed(kind):
	address, data = robots.signed(kind, ADDRESSES[kind], {"a": "党"}, None, at(1))
	assert (address, data.decode()) == (ADDRESSES[kind], '{"a":"党"}')


def text_of(kind, body):
	if kind == FEISHU:
		assert set(body) == {"msg_type", "content"}
		return body["content"]["text"]
	markdown = body["markdown"]
	return markdown["content"] if kind == WECOM else markdown["text"]


def test_bodies_are_those_of_the_vendors():
	made = {kind: robots.body(kind, "4月党费", ["差22人"], LINK, "共1项") for kind in KINDS}
	assert made == {
		WECOM: {
			"msgtype": "markdown",
			"markdown": {"content": f"**4月党费**\n> 差22人\n[打开]({LINK[1]})"},
		},
		DINGTALK: {
			"msgtype": "markdown",
			"markdown": {"title": "4月党费", "text": f"#### 4月党费\n- 差22人\n\n[打开]({LINK[1]})"},
			"at": {"isAtAll": False},
		},
		FEISHU: {"msg_type": "text", "content": {"text": f"4月党费\n差22人\n打开 {LINK[1]}"}},
	}


@pytest.mark.parametrize("kind", KINDS)
@given(lines=st.lists(st.text(alphabet="党a😀 𬱖", max_size=9_000), max_size=12))
def test_a_message_is_never_longer_than_the_vendor_takes(kind, lines):
	text = text_of(kind, robots.body(kind, "标题", lines, LINK, f"共{len(lines)}项"))
	assert len(text.encode()) <= KINDS[kind].longest
	assert LINK[1] in text


def test_what_does_not_fit_is_left_out_by_whole_lines():
	lines = [f"第{number}支部：差{number}人" for number in range(400)]
	text = text_of(WECOM, robots.body(WECOM, "标题", lines, LINK, "共400项"))
	shown = text.split("\n")[1:-2]
	assert 0 < len(shown) < 400
	assert shown == [f"> {line}" for line in lines[: len(shown)]]
	assert text.split("\n")[-2] == "共400项"


@pytest.mark.parametrize("kind", KINDS)
def test_names_are_neither_markup_nor_calls_to_everybody(kind):
	odd = '<at user_id="all"></at> [点我](https://evil.example) @所有人 **粗** `x`\n# 标题'
	text = text_of(kind, robots.body(kind, "标题", [odd], LINK, ""))
	told = text.split("\n")[1]
	assert not set("<[]@*`#") & set(told.lstrip("> -"))
	assert "\n# " not in text


@pytest.mark.parametrize(
	("kind", "status", "answer", "sent", "wait", "said"),
	[
		(WECOM, 200, '{"errcode":0,"errmsg":"ok"}', True, 0, None),
		(DINGTALK, 200, '{"errcode":0,"errmsg":"ok"}', True, 0, None),
		(FEISHU, 200, '{"code":0,"msg":"success","data":{}}', True, 0, None),
		(FEISHU, 200, '{"StatusCode":0,"StatusMessage":"success"}', True, 0, None),
		(WECOM, 200, '{"errcode":93000,"errmsg":"invalid webhook url"}', False, 0, "no such robot"),
		(WECOM, 200, '{"errcode":40058,"errmsg":"x"}', False, 0, "too long"),
		(WECOM, 200, '{"errcode":45009,"errmsg":"x"}', False, 60, "too many"),
		(DINGTALK, 200, '{"errcode":310000,"errmsg":"sign not match"}', False, 0, "signature"),
		(DINGTALK, 200, '{"errcode":130101,"errmsg":"x"}', False, 600, "too many"),
		(FEISHU, 200, '{"code":19021,"msg":"x"}', False, 0, "signature"),
		(FEISHU, 200, '{"code":19022,"msg":"x"}', False, 0, "other addresses"),
		(FEISHU, 200, '{"code":19024,"msg":"x"}', False, 0, "keyword"),
		(FEISHU, 200, '{"code":9499,"msg":"x"}', False, 0, "too long"),
		(FEISHU, 200, '{"code":11232,"msg":"x"}', False, 60, "too many"),
		(FEISHU, 200, '{"code":77,"msg":"x"}', False, 0, "77"),
		(WECOM, 502, "bad gateway", False, 300, "502"),
		(WECOM, 429, "", False, 300, "429"),
		(WECOM, 302, "", False, 0, "302"),
		(WECOM, 200, "<html>", False, 0, "no robot"),
		(WECOM, 200, "[0]", False, 0, "no robot"),
		(WECOM, 200, '{"errcode":"0"}', False, 0, "no robot"),
		(WECOM, 200, '{"errcode":false}', False, 0, "no robot"),
	],
)
def test_the_code_in_the_answer_decides(kind, status, answer, sent, wait, said):
	verdict = robots.judge(kind, status, answer)
	assert (verdict.is_sent, verdict.wait_seconds) == (sent, wait)
	assert said is None or said in verdict.reason


@pytest.mark.parametrize(
	"address",
	[
		"http://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=k",
		"https://qyapi.weixin.qq.com.evil.example/cgi-bin/webhook/send?key=k",
		"https://user@qyapi.weixin.qq.com/cgi-bin/webhook/send?key=k",
		"https://qyapi.weixin.qq.com:8443/cgi-bin/webhook/send?key=k",
		"https://evil.example/?https://qyapi.weixin.qq.com/cgi-bin/webhook/send",
		"https://qyapi.weixin.qq.com/other",
		"https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=k\nX: y",
		"https://127.0.0.1/cgi-bin/webhook/send",
		"https://[::1",
		"",
	],
)
def test_no_other_host_is_an_address_of_a_robot(address):
	assert not any(robots.is_address_of(kind, address) for kind in KINDS)


@pytest.mark.parametrize(
	("kind", "address"),
	[
		(WECOM, "https://qyapi.weixin.qq.com/cgi-bin/webhook/send"),
		(WECOM, "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key="),
		(WECOM, "https://qyapi.weixin.qq.com/cgi-bin/webhook/send/../../x?key=k"),
		(DINGTALK, "https://oapi.dingtalk.com/robot/send?key=k"),
		(DINGTALK, "https://oapi.dingtalk.com/robot/sendAll?access_token=t"),
		(FEISHU, "https://open.feishu.cn/open-apis/bot/v2/hook/"),
		(FEISHU, "https://open.feishu.cn/open-apis/bot/v2/hook/h/../../x"),
	],
)
def test_an_address_names_one_robot(kind, address):
	assert not robots.is_address_of(kind, address)


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_knows_its_own_address_alone(kind):
	assert [other for other in KINDS if robots.is_address_of(other, ADDRESSES[kind])] == [kind]
