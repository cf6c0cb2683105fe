"""What the blocks ask of the host they run in, with an answer where a host has none."""

import hashlib
from typing import Any

USER_ID = "edx-platform.user_id"
IS_STAFF = "edx-platform.user_is_staff"
ROLE = "edx-platform.user_role"
TEACHING = frozenset({"instructor", "staff"})  # of the roles a host may name


def learner_id(block: Any) -> int | None:
    """The learner's number in the host's user table, or None where the host does not say."""
    value = _user_attributes(block).get(USER_ID)
    return value if type(value) is int else None


def is_staff(block: Any) -> bool:
    """Whether the user is staff of the course, as far as the host says."""
    return bool(_user_attributes(block).get(IS_STAFF))


def may_see_names(block: Any) -> bool:
    """Whether the user may read who somebody is: those who teach, not those who only write. In doubt, nobody."""
    return is_staff(block) and _user_attributes(block).get(ROLE) in TEACHING


def privacy(block: Any) -> dict[str, Any]:
    """What the host says about what it stores: ``retention_days`` (0 = not said), and ``url`` of its own notice."""
    service = block.runtime.service(block, "settings")
    said = service.get_settings_bucket(block) if service else None
    days, url = (said.get("retention_days"), said.get("privacy_url")) if isinstance(said, dict) else (0, "")
    return {
        "retention_days": days if type(days) is int and days > 0 else 0,
        "url": url if isinstance(url, str) and url.startswith(("/", "https://")) else "",
    }


def has_learner(block: Any) -> bool:
    """Whether somebody is there whose answers can be kept."""
    return block.scope_ids.user_id is not None


def course_key(block: Any) -> str:
    """The course as an opaque-key text; empty outside a course."""
    return str(getattr(block.scope_ids.usage_id, "course_key", "") or "")


def usage_key(block: Any) -> str:
    """The block's place as an opaque-key text."""
    return str(block.scope_ids.usage_id)


def page_prefix(block: Any) -> str:
    """A prefix for element ids that no other block of the page shares."""
    return "cx-" + _digest(usage_key(block))


def browser_name(block: Any) -> str:
    """What the learner's drafts are filed under in the browser: says nothing of who it is."""
    return _digest(f"{block.scope_ids.user_id}/{usage_key(block)}")


def with_asset_urls(block: Any, html: str) -> str:
    """``html`` with its ``/static/`` addresses turned into the host's own."""
    service = block.runtime.service(block, "replace_urls")
    return service.replace_urls(html) if service else html


def block_at(block: Any, usage: str) -> Any:
    """Another block of the course; None where the host has none there, or cannot say."""
    try:
        return block.runtime.get_block(type(block.scope_ids.usage_id).from_string(usage))
    except Exception:  # noqa: BLE001 - each host says in its own way that there is no such block
        return None


def due(block: Any) -> Any:
    """When the exercise is due for this learner, or None. Read each time: extensions change it."""
    return getattr(block, "due", None)


def _user_attributes(block: Any) -> dict[str, Any]:
    service = block.runtime.service(block, "user")
    user = service.get_current_user() if service else None
    return dict(user.opt_attrs) if user else {}


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8")).hexdigest()[:12]
