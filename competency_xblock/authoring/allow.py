"""Reading ``allow``: the warnings that a file may have, each with its reason."""

from .catalogue import BY_ID, Code
from .reader import Keys, Reader
from .tree import Node

_ALLOW = Keys("an exception", ("code", "because"))


def read_allow(reader: Reader, node: Node, may_be_allowed: frozenset[Code]) -> dict[str, str]:
    """Code -> reason; codes that may not stand here are noted and left out."""
    allow: dict[str, str] = {}
    for item in reader.items(node, '"allow"'):
        block = reader.mapping(item, _ALLOW)
        if block is None:
            continue
        code = reader.line(block.entries.get("code"), '"code"')
        because = reader.prose(block.entries.get("because"), '"because"')
        known = BY_ID.get(code)
        if known in may_be_allowed:
            allow[code] = because
        elif code:
            what = "cannot be allowed" if known else "is no code of this checker"
            elsewhere = known is not None and (known.may_be_allowed or known.may_be_allowed_by_outline)
            message = f'"{code[:60]}" {what}{" here" if elsewhere else ""}.'
            reader.report.add(Code.BAD_ALLOW, block.entries["code"].place, message, "Mend what it finds.")
    return allow
