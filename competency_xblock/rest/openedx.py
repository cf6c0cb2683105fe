"""Open edX as the REST interface sees it, as far as that can be said without the platform: who is calling.

Who is staff of a course and what may be shown is known to the platform alone. The plugin app says it in a subclass
(``reads`` and ``may_show``) and names that in COMPETENCY_REST_HOST; this class lets nobody read anything.
"""

from typing import Any

from competency_xblock.evidence import api

from .host import Host


class OpenEdxHost(Host):
    """Tokens and sessions of Open edX, named one by one: the platform's defaults are its own and may change."""

    @property
    def authentication_classes(self) -> tuple[type[Any], ...]:
        from edx_rest_framework_extensions.auth.jwt.authentication import JwtAuthentication
        from edx_rest_framework_extensions.auth.session.authentication import SessionAuthenticationAllowInactiveUser

        return JwtAuthentication, SessionAuthenticationAllowInactiveUser

    @property
    def permission_classes(self) -> tuple[type[Any], ...]:
        """Applications with tokens for certain data only have none for these."""
        from edx_rest_framework_extensions.permissions import NotJwtRestrictedApplication

        return (NotJwtRestrictedApplication,)

    def has_course(self, course_key: str, /) -> bool:
        return api.is_known(course_key)
