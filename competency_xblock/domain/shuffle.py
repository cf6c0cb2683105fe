"""The order in which one attempt sees the options, and the tokens that stand for their ids on the page."""

import hashlib
import hmac
from collections import Counter
from collections.abc import Collection, Iterable

from .scenario import Scene
from .tasks import Option, Settings, Thread

TOKEN_LENGTH = 16


def in_order(scene: Scene, seed: str) -> tuple[Option, ...]:
    """The options of a scene as this attempt shows them: by the hex sha256 of ``seed/scene/option``."""
    options = scene.task.options if scene.task else ()
    if scene.as_written or isinstance(scene.task, Settings | Thread):
        return options
    return tuple(sorted(options, key=lambda option: _sha256(f"{seed}/{scene.id}/{option.id}")))


def token(seed: str, scene_id: str, name: str) -> str:
    """An opaque stand-in for an option or criterion id, different in every attempt."""
    digest = hmac.new(seed.encode(), f"{scene_id}/{name}".encode(), hashlib.sha256)
    return digest.hexdigest()[:TOKEN_LENGTH]


def names_by_token(seed: str, scene_id: str, names: Iterable[str]) -> dict[str, str]:
    """The way back from tokens to names."""
    return {token(seed, scene_id, name): name for name in names}


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def draw_variant(names: Collection[str], played: Collection[str], seed: str) -> str:
    """The variant of a new attempt: one of those played least often so far; empty where there are none."""
    if not names:
        return ""
    times = Counter(played)
    fewest = min(times[name] for name in names)
    return min((name for name in names if times[name] == fewest), key=lambda name: _sha256(f"{seed}/variant/{name}"))
