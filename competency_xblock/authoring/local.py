"""Reading ``course/local.yaml``: names and facts that depend on a country or a service."""

import re
from collections.abc import Mapping

from .catalogue import Code
from .diagnostics import Loaded
from .reader import Reader
from .report import Report
from .source import read_tree
from .tree import MapNode, TextNode

_NAME = re.compile(r"[a-z][a-z0-9_]{0,59}")


def load_local(text: str | bytes, *, path: str) -> Loaded[Mapping[str, str]]:
    """Read the local values by name. Never raises; a value that is empty is warned of and kept."""
    report = Report(path)
    root = read_tree(text, report)
    local: dict[str, str] = {}
    if root is not None:
        reader = Reader(report, frozenset())
        for name, node in reader.entries(root, "The file").items():
            if not (len(name) <= 60 and _NAME.fullmatch(name)) and isinstance(root, MapNode):
                message = f'"{name[:60]}" is not a local name.'
                hint = "Use small letters, digits and underscores."
                report.add(Code.LOCAL_NAME, root.key_place(name), message, hint)
            elif type(node) is TextNode and not node.text.strip():
                report.add(Code.LOCAL_UNSET, node.place, f'"{name}" is not set.', "Write the text of your service.")
                local[name] = ""
            else:
                local[name] = reader.prose(node, f'"{name}"')
    return Loaded(None if report.has_errors else local, report.diagnostics())
