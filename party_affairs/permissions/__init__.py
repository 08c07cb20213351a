"""Who may see and change what: the only place that turns Party posts into roles and row scope.

Everything that shows rows (lists, forms, reports with their charts and sums, prints, exports, link search, number
cards, the portal and the API) asks :func:`scope_for`. The default is nothing.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
	from party_affairs.permissions.scope import Scope, forget_access, forget_tree, scope_for

__all__ = ["Scope", "forget_access", "forget_tree", "scope_for"]


def __getattr__(name: str) -> Any:
	"""Load the scope when it is asked for: the register beside it is read where there is no Frappe."""
	if name not in __all__:
		raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
	from party_affairs.permissions import scope

	return getattr(scope, name)
