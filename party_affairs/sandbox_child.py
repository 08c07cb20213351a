"""The process in which a script runs (see sandbox.py): reads it with what it is given, runs it, and writes what it reported.

Knows nothing of the app: it is started as a file by itself.
"""

import json
import operator
import resource
import sys
from datetime import date

from RestrictedPython import compile_restricted, limited_builtins, safe_builtins
from RestrictedPython.Eval import default_guarded_getiter
from RestrictedPython.Guards import guarded_iter_unpack_sequence, guarded_unpack_sequence, safer_getattr

_MEMORY = 512 * 1024 * 1024
_CPU_SECONDS = 30
_IN_PLACE = {
	**{"+=": operator.add, "-=": operator.sub, "*=": operator.mul, "/=": operator.truediv},
	**{"//=": operator.floordiv, "%=": operator.mod, "|=": operator.or_, "&=": operator.and_},
}
_ALLOWED = {
	**{"all": all, "any": any, "dict": dict, "enumerate": enumerate, "filter": filter, "list": list},
	**{"map": map, "max": max, "min": min, "reversed": reversed, "set": set, "sum": sum, "date": date},
}


def main() -> None:
	asked = json.load(sys.stdin)
	resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
	resource.setrlimit(resource.RLIMIT_CPU, (_CPU_SECONDS, _CPU_SECONDS))
	resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
	try:
		script = compile_restricted(asked["script"], "<script>", "exec")
		periods = asked["given"]["periods"]
		answer = {"reports": {period["key"]: _reports(script, period) for period in periods}}
	except MemoryError:
		sys.exit(1)
	except Exception as error:
		answer = {"error": f"line {_line_of(error)}: {type(error).__name__}: {error}"}
	# A pipe is no file: what is written there has no limit of size.
	sys.stdout.write(json.dumps(answer))


def _reports(script, period: dict) -> list[dict]:
	found: list[dict] = []
	days = _with_days(period)
	known = {subject["name"] for subject in period["subjects"]}

	def report(subject, ok, required=None, done=None, message=""):
		name = subject["name"] if isinstance(subject, dict) else subject
		if name not in known:
			raise ValueError(f"report: {name!r} is none of the subjects")
		found.append(
			{
				**{"subject": name, "ok": bool(ok), "message": str(message)},
				**{"required": _number(required), "found": _number(done)},
			}
		)

	names = {
		"__builtins__": {**safe_builtins, **limited_builtins, **_ALLOWED},
		"__name__": "script",
		"_getattr_": safer_getattr,
		"_getitem_": operator.getitem,
		"_getiter_": default_guarded_getiter,
		"_iter_unpack_sequence_": guarded_iter_unpack_sequence,
		"_unpack_sequence_": guarded_unpack_sequence,
		# Containers of the script's own, and copies of what is given.
		"_write_": lambda container: container,
		"_inplacevar_": lambda operation, left, right: _IN_PLACE[operation](left, right),
		"report": report,
		**{"subjects": days["subjects"], "period": days, "as_of": days["as_of"]},
	}
	exec(script, names)
	return found


def _number(value) -> int | float | None:
	if value is None or (isinstance(value, int | float) and not isinstance(value, bool)):
		return value
	raise ValueError(f"report: {value!r} is no number")


def _with_days(value):
	"""Return what is given with its days as days: texts that are one, such as 2026-03-31."""
	if isinstance(value, dict):
		return {key: _with_days(one) for key, one in value.items()}
	if isinstance(value, list):
		return [_with_days(one) for one in value]
	if isinstance(value, str) and len(value) == len("2026-03-31"):
		try:
			return date.fromisoformat(value)
		except ValueError:
			return value
	return value


def _line_of(error: Exception) -> int | str:
	"""Return the line of the script in which an error arose."""
	trace, line = error.__traceback__, "?"
	while trace is not None:
		if trace.tb_frame.f_code.co_filename == "<script>":
			line = trace.tb_lineno
		trace = trace.tb_next
	return line


main()
