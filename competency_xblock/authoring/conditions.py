"""Reading ``when``: conditions on routes, messages and panels. ``references`` looks up what they name, in the end."""

import re
from collections.abc import Callable
from fractions import Fraction

from competency_xblock.domain.conditions import (
    COMPARISONS,
    All,
    AnyOf,
    Breached,
    Chose,
    Condition,
    MeanLevel,
    Not,
    SceneCredit,
    SwitchSet,
    Visits,
)

from .catalogue import Code
from .diagnostics import listed
from .scene_reader import Reference, SceneReader
from .tree import MapNode, Node

_KINDS = ("all", "any", "not", "chose", "set", "level", "credit", "breach", "visits")
NEVER: Condition = AnyOf(())  # stands in for a condition that cannot be read; its scenario is never built
_SWITCH = re.compile(r"\s*([^\s/=]+)/([^\s/=]+)\s+=\s+([^\s/=]+)\s*")
_LONGEST_NUMBER = 9  # characters; enough for 0.3333333


def read_condition(reader: SceneReader, node: Node) -> Condition:
    """The condition; an empty one, never true, where it has mistakes."""
    if type(node) is not MapNode or len(node.entries) != 1:
        message = "A condition has exactly one key."
        hint = f"One of {listed(_KINDS)}; join several with all or any."
        reader.report.add(Code.BAD_CONDITION, node.place, message, hint)
        return NEVER
    (kind, value), *_ = node.entries.items()
    read = _READERS.get(kind)
    if read is None:
        message = f'"{kind[:60]}" is not a condition.'
        reader.report.add(Code.BAD_CONDITION, node.place, message, f"Use {listed(_KINDS)}.", meant=(kind, _KINDS))
        return NEVER
    return read(reader, value)


def _read_all(reader: SceneReader, node: Node) -> Condition:
    return All(tuple(read_condition(reader, item) for item in reader.items(node, '"all"')))


def _read_any(reader: SceneReader, node: Node) -> Condition:
    return AnyOf(tuple(read_condition(reader, item) for item in reader.items(node, '"any"')))


def _read_not(reader: SceneReader, node: Node) -> Condition:
    return Not(read_condition(reader, node))


def _read_chose(reader: SceneReader, node: Node) -> Condition:
    text = reader.line(node, '"chose"')
    scene, slash, option = text.partition("/")
    if text and not (scene and slash and option):
        _refuse(reader, node, f'"chose" cannot be "{text[:60]}".', "Write chose: SCENE/OPTION.")
    elif text:
        reader.references.append(Reference("option", scene, option, node.place))
    return Chose(scene, option)


def _read_set(reader: SceneReader, node: Node) -> Condition:
    text = reader.line(node, '"set"')
    found = _SWITCH.fullmatch(text)
    if found is None:
        if text:
            _refuse(reader, node, f'"set" cannot be "{text[:60]}".', "Write set: SCENE/SWITCH = VALUE.")
        return NEVER
    scene, switch, value = found.groups()
    reader.references.append(Reference("set", scene, f"{switch} = {value}", node.place))
    return SwitchSet(scene, switch, value)


def _read_breach(reader: SceneReader, node: Node) -> Condition:
    scene = reader.line(node, '"breach"')
    if scene:
        reader.references.append(Reference("breach", scene, "", node.place))
    return Breached(scene)


def _read_level(reader: SceneReader, node: Node) -> Condition:
    criterion, compare, number = _comparison(reader, node, "level", Fraction(1), Fraction(4))
    if criterion:
        reader.references.append(Reference("criterion", "", criterion, node.place))
    return MeanLevel(criterion, compare, number)


def _read_credit(reader: SceneReader, node: Node) -> Condition:
    scene, compare, number = _comparison(reader, node, "credit", Fraction(0), Fraction(1))
    if scene:
        reader.references.append(Reference("credit", scene, "", node.place))
    return SceneCredit(scene, compare, number)


def _read_visits(reader: SceneReader, node: Node) -> Condition:
    scene, compare, number = _comparison(reader, node, "visits", Fraction(0), Fraction(99))
    if scene:
        reader.references.append(Reference("visits", scene, "", node.place))
    return Visits(scene, compare, number)


_READERS: dict[str, Callable[[SceneReader, Node], Condition]] = {
    "all": _read_all,
    "any": _read_any,
    "not": _read_not,
    "chose": _read_chose,
    "set": _read_set,
    "level": _read_level,
    "credit": _read_credit,
    "breach": _read_breach,
    "visits": _read_visits,
}


def _comparison(reader: SceneReader, node: Node, kind: str, low: Fraction, high: Fraction) -> tuple[str, str, Fraction]:
    """``NAME >= NUMBER``; an empty name where it is something else."""
    text = reader.line(node, f'"{kind}"')
    parts = text.split()
    if text and (len(parts) != 3 or parts[1] not in COMPARISONS):
        hint = f"Write {kind}: NAME >= NUMBER, with >=, >, <=, < or = and spaces around it."
        _refuse(reader, node, f'"{kind}" cannot be "{text[:60]}".', hint)
    elif text:
        number = _decimal(parts[2])
        if number is not None and low <= number <= high:
            return parts[0], parts[1], number
        _refuse(reader, node, f'"{parts[2][:60]}" is not a number for "{kind}".', f"It goes from {low} to {high}.")
    return "", "=", Fraction(0)


def _decimal(text: str) -> Fraction | None:
    whole, _, part = text.partition(".")
    if (
        not text.isascii()
        or len(text) > _LONGEST_NUMBER
        or not whole.isdigit()
        or not (part.isdigit() or whole == text)
    ):
        return None
    return Fraction(text)


def _refuse(reader: SceneReader, node: Node, message: str, hint: str) -> None:
    reader.report.add(Code.BAD_CONDITION, node.place, message, hint)
