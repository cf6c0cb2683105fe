"""Which fields belong to the author and which to learners."""

from typing import Any

from xblock.fields import BlockScope, Scope, UserScope


def is_content(scope: Any) -> bool:
    """Whether the author sets the field (content, settings, children, parent), so that nobody changes it in play."""
    return scope in (Scope.children, Scope.parent) or scope.user == UserScope.NONE


def is_personal(scope: Any) -> bool:
    """Whether each learner has a value of their own."""
    return not is_content(scope) and scope.user == UserScope.ONE


def is_by_type(scope: Any) -> bool:
    """Whether all blocks of one type share the value."""
    return not is_content(scope) and scope.block == BlockScope.TYPE
