"""Who may see and change what: the only place that turns Party posts into roles and row scope.

Everything that shows rows (lists, forms, reports with their charts and sums, prints, exports, link search, number
cards, the portal and the API) asks :func:`scope_for`. The default is nothing.
"""

from party_affairs.permissions.scope import Scope, forget_access, scope_for

__all__ = ["Scope", "forget_access", "scope_for"]
