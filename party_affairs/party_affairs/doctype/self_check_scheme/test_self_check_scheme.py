"""Schemes of self-check sheets: those of the guide stay, committees add their own questions, sheets in use keep theirs."""

from dataclasses import replace

import pytest

import frappe

from party_affairs.exceptions import SelfCheckError
from party_affairs.guide.duties import self_checks as guide
from party_affairs.setup import self_check_schemes
from tests.site import factory

pytestmark = pytest.mark.site

OWN = {"heading": "本市要求", "question": "是否设党员示范岗？", "typical_evidence": "照片"}


def shipped(kind="Six Haves"):
	return frappe.get_doc("Self Check Scheme", {"kind": kind, "is_shipped": 1})


def extended(kind="Six Haves", **values):
	scheme = frappe.copy_doc(shipped(kind))
	scheme.update({"effective_from": "2025-01-01", "basis": "党委会决定", **values})
	scheme.append("lines", dict(OWN))
	return scheme


def test_the_sheets_of_the_guide_are_there_once():
	before = frappe.db.count("Self Check Scheme")
	self_check_schemes.create_missing()
	assert frappe.db.count("Self Check Scheme") == before
	kinds = frappe.get_all("Self Check Scheme", filters={"is_shipped": 1}, pluck="kind")
	assert sorted(kinds) == ["Self-Check Sheet", "Six Goods", "Six Haves"]


def test_a_sheet_of_the_guide_is_not_changed_or_deleted():
	scheme = shipped()
	scheme.lines[0].question = "别的"
	with pytest.raises(SelfCheckError, match="请复制后修改新版本"):
		scheme.save()
	with pytest.raises(SelfCheckError, match="不能删除"):
		shipped().delete()
	scheme.reload()
	scheme.is_active = 0
	scheme.save()


def test_a_committee_adds_a_question_in_a_new_version(freeze):
	freeze("2025-12-05")
	scheme = extended().insert()
	assert (scheme.version, scheme.is_shipped, scheme.name) == (2, 0, "党支部建设“六有”标准自查表 V2")
	assert scheme.lines[-1].line_key.startswith("own_")
	branch = factory.branch(parent=factory.committee())
	sheet = factory.self_check(branch, "Six Haves")
	assert (sheet.scheme, sheet.lines[-1].question, sheet.lines[-1].clause) == (
		scheme.name,
		OWN["question"],
		None,
	)
	scheme.lines[-1].question = "另一个问题"
	with pytest.raises(SelfCheckError, match="已使用"):
		scheme.save()


def test_the_questions_of_the_guide_stay_in_every_version():
	scheme = extended()
	scheme.lines = scheme.lines[1:]
	with pytest.raises(SelfCheckError, match="缺少或被改动"):
		scheme.insert()
	scheme = extended()
	scheme.lines[0].question = "改过的问题"
	with pytest.raises(SelfCheckError, match="缺少或被改动"):
		scheme.insert()
	scheme = extended()
	scheme.lines[-1].clause = "R53"
	with pytest.raises(SelfCheckError, match="自行增加的项不写条款"):
		scheme.insert()
	scheme.lines[-1].clause = "R22"
	with pytest.raises(SelfCheckError, match="不作自查"):
		scheme.insert()
	scheme.lines[-1].update({"clause": None, "measured": "R18"})
	with pytest.raises(SelfCheckError, match="没有由记录核查的条款"):
		scheme.insert()


def test_a_new_version_of_the_guide_takes_own_questions_along(monkeypatch):
	own = extended().insert()
	newer = replace(
		guide.scheme("six_haves"), version=2, effective_from=guide.scheme("six_haves").effective_from
	)
	monkeypatch.setattr(guide, "schemes", lambda: (newer,))
	self_check_schemes.create_missing()
	scheme = frappe.get_doc("Self Check Scheme", {"kind": "Six Haves", "shipped_version": 2})
	assert (scheme.version, scheme.lines[-1].line_key) == (3, own.lines[-1].line_key)
