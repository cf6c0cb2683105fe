"""Reading the pictures, sounds and films of a scene. Whether the files are there, only the whole course can tell."""

import re
from collections.abc import Collection

from competency_xblock.domain.scenario import Media

from .catalogue import Code
from .diagnostics import listed
from .english import EMPTY_ALTS
from .reader import Keys
from .scene_reader import SceneReader
from .tree import MapNode, Node

STATIC = "/static/"
_NAME = re.compile(r"[a-z0-9][a-z0-9-]*\.([a-z0-9]+)")
_KINDS = {
    "image": Keys("an image", ("image", "alt")),
    "audio": Keys("an audio file", ("audio", "transcript")),
    "video": Keys("a video", ("video", "captions")),
}
_ENDINGS = {
    "image": ("svg", "png", "jpg", "webp"),
    "audio": ("mp3",),
    "video": ("mp4",),
    "captions": ("vtt",),
}
_NO_MEDIA = Media("", "")


def read_media(reader: SceneReader, node: Node | None) -> tuple[Media, ...]:
    """The media of a scene, in the order of the file."""
    return tuple(_read_one(reader, item) for item in reader.items(node, '"media"')) if node else ()


def _read_one(reader: SceneReader, node: Node) -> Media:
    kind = next((name for name in _KINDS if type(node) is MapNode and name in node.entries), "")
    if not kind and type(node) is MapNode:
        message = 'A medium needs "image", "audio" or "video".'
        reader.report.add(Code.MISSING_KEY, node.place, message, "Say which, and give its path.")
        return _NO_MEDIA
    block = reader.mapping(node, _KINDS[kind or "image"])
    if block is None:
        return _NO_MEDIA
    entries = block.entries
    return Media(
        kind,
        _read_path(reader, block, kind, _ENDINGS[kind]),
        _read_alt(reader, entries.get("alt")),
        reader.prose(entries.get("transcript"), '"transcript"'),
        _read_path(reader, block, "captions", _ENDINGS["captions"]) if "captions" in entries else "",
    )


def _read_alt(reader: SceneReader, node: Node | None) -> str:
    """The words for a picture: more than one, and none that only say that it is one."""
    alt = reader.prose(node, '"alt"')
    if alt and node is not None and (" " not in alt.strip() or alt.casefold().startswith(EMPTY_ALTS)):
        message = f'"{alt[:60]}" does not say what the picture shows.'
        reader.report.add(Code.EMPTY_ALT, node.place, message, "Say what can be seen.")
    return alt


def _read_path(reader: SceneReader, block: MapNode, key: str, endings: Collection[str]) -> str:
    """``/static/NAME``, in the double quotes in which Studio looks for it."""
    node = block.entries.get(key)
    path = reader.line(node, f'"{key}"')
    if node is None or not path:
        return ""
    report, place = reader.report, node.place
    name = path.removeprefix(STATIC)
    found = _NAME.fullmatch(name)
    if found is None or not path.startswith(STATIC):
        message = f'"{path[:60]}" is not the path of a static file.'
        hint = 'Write "/static/NAME", with small letters, digits and hyphens, and one dot.'
        report.add(Code.STATIC_NAME, place, message, hint)
        return ""
    if found[1] not in endings:
        report.add(Code.STATIC_KIND, place, f'"{key}" cannot be a ".{found[1][:20]}" file.', f"Use {listed(endings)}.")
    if reader.slug and not name.startswith(f"{reader.slug}-"):
        message = f'The file "{name[:60]}" is not named after this scenario.'
        report.add(Code.MEDIA_NAME, place, message, f'Begin its name with "{reader.slug}-".')
    if not block.is_double_quoted(key):
        message = f'The path "{path[:60]}" does not stand in double quotes.'
        report.add(Code.MEDIA_QUOTES, place, message, f'Write {key}: "{path}".')
    if reader.static_names is not None and name not in reader.static_names:
        message = f'There is no file "{path[:60]}".'
        report.add(Code.MISSING_FILE, place, message, "Put it into course/static.", meant=(name, reader.static_names))
    return path
