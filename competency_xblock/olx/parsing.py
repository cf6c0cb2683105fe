"""Bytes of a package to XML and JSON, safely: the one parser, and nothing that knows what the documents mean."""

import json
import re

from lxml import etree

from .refused import PackageRefused

# Entities, the network and documents of absurd depth or length have no place in a course. The encoding is fixed, so
# that the search for a DOCTYPE below reads the same characters as the parser.
PARSER = etree.XMLParser(
    encoding="utf-8",
    resolve_entities=False,
    no_network=True,
    load_dtd=False,
    huge_tree=False,
    remove_pis=True,
    remove_comments=True,
)
_PROLOG = re.compile(rb"(?:\xef\xbb\xbf)?(?:\s+|<\?.*?\?>|<!--.*?-->)*", re.DOTALL)
_DOCTYPE = b"<!DOCTYPE"


def parse_xml(data: bytes, file: str) -> etree._Element:
    """The root element; :class:`PackageRefused` for anything but plain UTF-8 XML without a DOCTYPE."""
    if "\0" in decode(data, file):  # UTF-16 read as UTF-8
        raise PackageRefused("This file is not UTF-8 text. Save it as UTF-8.", file=file)
    prolog = _PROLOG.match(data)
    if prolog and data.startswith(_DOCTYPE, prolog.end()):
        raise PackageRefused("This file has a DOCTYPE, which could smuggle in other files. Remove it.", file=file)
    try:
        return etree.fromstring(data, PARSER)
    except etree.XMLSyntaxError as error:
        raise PackageRefused(f"This file is not well-formed XML: {error.msg}.", file=file) from error


def parse_json_object(data: bytes, file: str) -> dict[str, object]:
    """The JSON object in the file; :class:`PackageRefused` for anything else."""
    try:
        found = json.loads(decode(data, file), parse_constant=_no_such_number)
        json.dumps(found, ensure_ascii=False).encode("utf-8")
    except (ValueError, RecursionError) as error:
        raise PackageRefused(f"This file is not valid JSON: {error}.", file=file) from error
    if not isinstance(found, dict):
        raise PackageRefused("This file must hold a JSON object: { ... }.", file=file)
    return found


def _no_such_number(name: str) -> None:
    raise ValueError(f"{name} is no number in JSON")


def decode(data: bytes, file: str) -> str:
    """The text of a UTF-8 file, with or without a byte order mark."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise PackageRefused(f"This file is not UTF-8 text: byte {error.start} does not fit.", file=file) from error
