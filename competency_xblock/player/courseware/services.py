"""The services blocks may ask for by name, as they are in Open edX: user, i18n, settings, replace_urls, completion."""

import gettext
import re
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from importlib.resources import files
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.crypto import salted_hmac
from django.utils.translation import get_language, to_locale
from opaque_keys.edx.locator import CourseLocator
from xblock.runtime import NullI18nService

from ..accounts.names import AUTHOR, role_of
from .course import LoadedCourse

_PREFIX = "edx-platform."


@dataclass(frozen=True)
class PlayerUser:
    """What a block may know about a user; the attributes of XBlock's own ``XBlockUser``."""

    is_current_user: bool
    full_name: str | None = None
    emails: list[str] = field(default_factory=list)
    opt_attrs: dict[str, Any] = field(default_factory=dict)


class PlayerUserService:
    """``user``: who is there."""

    def __init__(self, user: Any, course: CourseLocator) -> None:
        self._user = user
        self._course = course

    def get_current_user(self) -> PlayerUser:
        """The user of the request; for a visitor without an account only that there is none."""
        user = self._user
        if not user.is_authenticated:
            return PlayerUser(is_current_user=True, opt_attrs={f"{_PREFIX}is_authenticated": False})
        attributes = {
            "anonymous_user_id": anonymous_id(user, self._course),
            "is_authenticated": True,
            "user_id": user.pk,
            "username": user.get_username(),
            "user_is_global_staff": user.is_staff,
            "user_is_staff": user.is_staff,
            "user_role": self._role,
            "user_preferences": {"pref-lang": get_language(), "time_zone": settings.TIME_ZONE},
        }
        return PlayerUser(
            is_current_user=True,
            full_name=user.get_full_name(),
            emails=[user.email] if user.email else [],
            opt_attrs={_PREFIX + name: value for name, value in attributes.items()},
        )

    @cached_property
    def _role(self) -> str:
        """As Open edX names it; it has no name for who writes exercises and is not to know who plays them."""
        if not self._user.is_staff:
            return "student"
        return AUTHOR if role_of(self._user) == AUTHOR else "staff"


def anonymous_id(user: Any, course: CourseLocator) -> str:
    """A name for the user in this course that says nothing of who it is, and stays the same while SECRET_KEY does."""
    return salted_hmac("competency_xblock.courseware.anonymous_id", f"{user.pk}/{course}").hexdigest()[:32]


class CompletionService:
    """``completion``: blocks publish how complete they are; here they learn that it is heeded."""

    def completion_tracking_enabled(self) -> bool:
        return True


class SettingsService:
    """``settings``: what the operator has set for a type of block, in XBLOCK_SETTINGS by the block's key."""

    def get_settings_bucket(self, block: Any, default: Any = None) -> Any:
        cls = getattr(block, "unmixed_class", type(block))
        key = getattr(block, "block_settings_key", cls.__name__)
        return getattr(settings, "XBLOCK_SETTINGS", {}).get(key, {} if default is None else default)


# Like Open edX's: an address in quotes, which may be escaped for JSON or for HTML.
_STATIC = re.compile(
    r"""(?P<quote>\\?["']|&quot;|&\#39;|&\#x27;)/static/(?P<name>[^"'\\&?\#]+)(?P<rest>[^"'\\&]*)(?P=quote)"""
)


class ReplaceUrlsService:
    """``replace_urls``: gives files of the course, written ``/static/name``, the addresses they have here."""

    def __init__(self, course: LoadedCourse) -> None:
        self._files = course.package.static
        self._version = course.package.sha256[:12]

    def replace_urls(self, text: str, static_replace_only: bool = False) -> str:
        """``text`` with quoted addresses of files of the course replaced; what the course lacks stays as it is."""
        return _STATIC.sub(self._replace, text)

    def _replace(self, match: re.Match[str]) -> str:
        # Open edX keeps files of a course in one flat folder, and has named those in others so.
        name = next((each for each in (match["name"], match["name"].replace("/", "_")) if each in self._files), None)
        if name is None:
            return match[0]
        version = "" if match["rest"].startswith("?") else f"?v={self._version}"
        return f"{match['quote']}{reverse('courseware:asset', args=[name])}{version}{match['rest']}{match['quote']}"


class TranslationService(NullI18nService):
    """``i18n``: translations of the block's own package; texts stay as they are where it has none."""

    def __init__(self, block: Any) -> None:
        super().__init__()
        module = getattr(block, "unmixed_class", type(block)).__module__
        self._translations = _catalogue(module.rpartition(".")[0] or module, get_language() or "en")


@lru_cache(maxsize=256)
def _catalogue(package: str, language: str) -> gettext.NullTranslations:
    # The places Open edX's tools use, in the block's package and in the one it belongs to.
    for name in dict.fromkeys((package, package.partition(".")[0])):
        for folder, domain in (("conf/locale", "django"), ("translations", "text"), ("locale", "django")):
            try:
                return gettext.translation(domain, str(files(name) / folder), [to_locale(language), language])
            except (OSError, ModuleNotFoundError, TypeError):
                continue
    return gettext.NullTranslations()
