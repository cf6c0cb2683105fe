"""The element around each block on a page, by which the browser's runtime finds it and knows how to start it."""

import json
from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from web_fragments.fragment import Fragment
from xblock.core import XBlock

# Keeps "</script>" and "<!--" in a value from ending the element that holds it.
_JSON_IN_HTML = str.maketrans({"<": "\\u003C", ">": "\\u003E", "&": "\\u0026"})


def wrapped(block: Any, view: str, fragment: Fragment, data: Mapping[str, str]) -> Fragment:
    """``fragment`` within its element; ``data`` are further ``data-`` attributes."""
    usage = str(block.scope_ids.usage_id)
    attributes = {
        "usage": usage,
        "usage-id": usage,
        "block-type": block.scope_ids.block_type,
        "handlers": reverse("courseware:handlers", kwargs={"usage_key": usage}),
        **data,
    }
    if fragment.js_init_fn:
        attributes |= {"init": fragment.js_init_fn, "runtime-version": fragment.js_init_version}
    html = format_html(
        '<div class="{}"{}>{}{}</div>',
        " ".join(_classes(block, view)),
        format_html_join("", ' data-{}="{}"', attributes.items()),
        mark_safe(fragment.body_html()),  # noqa: S308  the HTML of a block is the block's responsibility
        _arguments(fragment),
    )
    result = Fragment(html)
    result.add_fragment_resources(fragment)
    return result


def _classes(block: Any, view: str) -> list[str]:
    """Those of the XBlock library, and for blocks those of Open edX, which style sheets of blocks rely on."""
    family = block.entry_point.replace(".", "-")
    classes = [family, f"{family}-{view}"]
    if isinstance(block, XBlock):
        classes += ["xblock", f"xblock-{view}", f"xblock-{view}-{block.scope_ids.block_type}"]
    return classes


def _arguments(fragment: Fragment) -> SafeString:
    if fragment.json_init_args is None:
        return SafeString("")
    text = json.dumps(fragment.json_init_args).translate(_JSON_IN_HTML)
    return format_html(
        '<script type="json/xblock-args" class="xblock_json_init_args">{}</script>',
        mark_safe(text),  # noqa: S308  escaped above
    )
