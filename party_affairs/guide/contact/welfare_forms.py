"""The usual forms of public welfare activities (公益活动方式), which a site adds to: guide 一（九）3, domain form D5."""

from dataclasses import dataclass

from party_affairs.guide.data import build, read, require

_SOURCE = "contact/welfare_forms.json"


@dataclass(frozen=True)
class WelfareForm:
	"""A form by the `name` that people use; `was` is what the database called it up to version 0.8, None for a newer one."""

	name: str
	was: str | None
	description: str


def forms() -> tuple[WelfareForm, ...]:
	"""Return the usual forms in the order of lists."""
	return _FORMS


def names() -> tuple[str, ...]:
	"""Return the names of the usual forms in the order of lists."""
	return tuple(form.name for form in _FORMS)


_DATA = read(_SOURCE)
_FORMS = build(WelfareForm, _DATA["forms"], _SOURCE, name="name")

USUAL: str = _DATA["usual"]
"""The form that a new activity has at first."""
OTHER: str = _DATA["other"]
"""What an activity is whose form nobody has said."""

for _name in (USUAL, OTHER):
	require(_name in names(), _SOURCE, _name, "is none of the forms")
