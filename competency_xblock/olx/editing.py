"""One scenario of a package changed in place; every other byte of its files stays as it was."""

from collections.abc import Callable, Iterator

from lxml import etree

from .archive import pack, unpack
from .block_xml import SCENARIO_TAG, ScenarioXml, read_scenario, write_scenario
from .parsing import parse_xml


def edit_scenario(data: bytes, url_name: str, edit: Callable[[ScenarioXml], ScenarioXml], /) -> bytes:
    """The package with this scenario as ``edit`` makes it, wherever in the course it stands.

    LookupError where the package has no such scenario, :class:`PackageRefused` where it is none; and what ``edit``
    raises.
    """
    files = unpack(data)
    found = False
    for name in [each for each in files if each.endswith(".xml")]:
        if url_name.encode() not in files[name]:
            continue
        root = parse_xml(files[name], name)
        for node in _scenarios(root, url_name):
            _rewrite(node, edit(read_scenario(node)))
            files[name] = etree.tostring(root, encoding="utf-8") + b"\n"
            found = True
    if not found:
        raise LookupError(f"The package has no scenario {url_name}.")
    return pack(files)


def _scenarios(root: etree._Element, url_name: str) -> Iterator[etree._Element]:
    yield from [node for node in root.iter(SCENARIO_TAG) if node.get("url_name") == url_name]


def _rewrite(node: etree._Element, xml: ScenarioXml) -> None:
    after, level = node.tail, sum(1 for _ in node.iterancestors())
    node.clear()
    write_scenario(xml, node)
    etree.indent(node, level=level)
    node.tail = after
