"""The key of one option corrected in its author's text: the digits of its levels change, and nothing else does."""

from collections.abc import Iterator, Mapping
from typing import Any

import yaml

from competency_xblock.domain.rubric import Framework

from .diagnostics import Diagnostic, Severity
from .loader import load_scenario

IN, OPTIONS, LEVELS = "in", "options", "levels"


class NotCorrected(Exception):
    """The key cannot be corrected so. ``str()`` says why, and what to do."""

    def __init__(self, why: str, diagnostics: tuple[Diagnostic, ...] = ()) -> None:
        super().__init__(why)
        self.diagnostics = diagnostics


def correct_levels(
    source: str, framework: Framework, /, *, scene: str, option: str, levels: Mapping[str, int], variant: str = ""
) -> str:
    """The text with these levels (criterion -> 1 to 4) for an option of a scene, lossless but for the digits.

    Where ``variant`` tells the option's levels anew, they change there; else they change for all variants that share
    them. :class:`NotCorrected` where the option has no levels of its own, where one of the criteria is not among them,
    or where the text that comes out has mistakes (a breach, say, is of level 1).
    """
    found = _levels(source, scene, option, variant)
    if found is None:
        raise NotCorrected(f'"{option}" has no levels of its own here. Change its key in the text of the scenario.')
    missing = [name for name in levels if name not in found]
    if missing:
        raise NotCorrected(f'"{option}" shows nothing on {", ".join(missing)}. Add that in the text of the scenario.')
    text = source
    for name in sorted(levels, key=lambda each: found[each].start_mark.index, reverse=True):
        start, end = found[name].start_mark.index, found[name].end_mark.index
        text = f"{text[:start]}{levels[name]}{text[end:]}"
    loaded = load_scenario(text, framework, path="scenario.yaml")
    if loaded.value is None:
        errors = tuple(each for each in loaded.diagnostics if each.severity is Severity.ERROR)
        raise NotCorrected("With this key the scenario could not be played any more.", errors)
    return text


def _levels(source: str, scene: str, option: str, variant: str) -> dict[str, Any] | None:
    """The nodes of an option's levels by criterion: those of the variant where it has its own."""
    root = yaml.compose(source, Loader=yaml.CSafeLoader)
    block = _at(root, "scenes", scene)
    own = _at(block, IN, variant, OPTIONS, option, LEVELS) if variant else None
    for levels in (own, *(_at(each, LEVELS) for each in _named(block, option))):
        if isinstance(levels, yaml.MappingNode):
            return {key.value: value for key, value in levels.value}
    return None


def _named(node: Any, option: str) -> Iterator[Any]:
    """The mappings below ``node`` that have this id, those of variants left out."""
    if isinstance(node, yaml.SequenceNode):
        for item in node.value:
            yield from _named(item, option)
    elif isinstance(node, yaml.MappingNode):
        if _text(_at(node, "id")) == option:
            yield node
        for key, value in node.value:
            if key.value != IN:
                yield from _named(value, option)


def _at(node: Any, *path: str) -> Any:
    """The node at the end of a path of keys, or None."""
    for name in path:
        if not isinstance(node, yaml.MappingNode):
            return None
        node = next((value for key, value in node.value if key.value == name), None)
    return node


def _text(node: Any) -> str | None:
    return node.value if isinstance(node, yaml.ScalarNode) else None
