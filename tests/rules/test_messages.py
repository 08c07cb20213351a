import ast
import copy
import pickle
import string
from datetime import date
from pathlib import Path

import pytest

from party_affairs import rules
from party_affairs.rules.errors import RuleError
from party_affairs.rules.message import Message

SOURCES = sorted(Path(rules.__file__).parent.rglob("*.py"))
MAKERS = {"Message", "RuleError"}


def calls_in(source):
	tree = ast.parse(source.read_text(encoding="utf-8"))
	for node in ast.walk(tree):
		if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in MAKERS:
			yield node


def templates():
	"""The sentences that readers may see: every literal first argument in the rules."""
	for source in SOURCES:
		for call in calls_in(source):
			if isinstance(call.args[0], ast.Constant):
				yield source.name, call.lineno, call.args[0].value, call


def test_every_placeholder_of_a_sentence_is_given_a_value():
	found = 0
	for name, line, template, call in templates():
		wanted = {field for _, field, _, _ in string.Formatter().parse(template) if field}
		given = {keyword.arg for keyword in call.keywords}
		assert None in given or wanted == given, f"{name}:{line}"
		found += 1
	assert found > 100


def test_sentences_are_never_put_together_before_they_can_be_translated():
	for source in SOURCES:
		for call in calls_in(source):
			assert not isinstance(call.args[0], (ast.JoinedStr, ast.BinOp)), f"{source.name}:{call.lineno}"


def test_a_message_is_its_english_text():
	message = Message("{found} of {required} in {period}.", found=1, required=2, period="2025-Q1")
	assert message == "1 of 2 in 2025-Q1."
	assert message.template == "{found} of {required} in {period}."
	assert message.values == {"found": 1, "required": 2, "period": "2025-Q1"}


def test_template_terms_and_lists_are_translated_each_for_itself():
	chinese = {
		"The minutes lack: {fields}.": "会议记录缺少：{fields}。",
		"{first}, {others}": "{first}、{others}",
		"Chair": "主持人",
		"Decisions": "议决结果",
		"Place": "地点",
	}
	message = Message(
		"The minutes lack: {fields}.", fields=(Message("Chair"), Message("Place"), Message("Decisions"))
	)
	assert message == "The minutes lack: Chair, Place, Decisions."
	assert message.text(chinese.__getitem__) == "会议记录缺少：主持人、地点、议决结果。"


def test_values_with_braces_and_values_of_other_types_are_left_alone():
	assert Message("{name} on {day}", name="{律师}", day=date(2025, 1, 2)) == "{律师} on 2025-01-02"
	assert Message("Nothing in {list}.", list=()) == "Nothing in ."


def test_a_message_survives_copying_and_pickling():
	message = Message("{name} is late.", name="{甲}")
	for twin in (copy.deepcopy(message), pickle.loads(pickle.dumps(message))):
		assert (twin, twin.template, twin.values) == (message, message.template, message.values)


def test_an_error_carries_its_sentence():
	error = RuleError("{field} must not be negative: {value}.", field=Message("Present"), value=-1)
	assert isinstance(error, ValueError)
	assert str(error) == error.message == "Present must not be negative: -1."
	assert (error.template, error.values["value"]) == ("{field} must not be negative: {value}.", -1)
	with pytest.raises(ValueError, match="Present"):
		raise error
