"""Files as answers: their type, and headers that make them quick to have and safe to open."""

import hashlib
import mimetypes
from pathlib import PurePosixPath

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response

# The same on every machine, whatever its registry of types says.
_TYPES = {
    ".css": "text/css",
    ".js": "text/javascript",
    ".mjs": "text/javascript",
    ".json": "application/json",
    ".svg": "image/svg+xml",
    ".vtt": "text/vtt",
    ".woff2": "font/woff2",
}
# What a browser would run scripts of, were it opened as a page of its own.
_ACTIVE_TYPES = frozenset({"image/svg+xml", "text/html", "application/xhtml+xml", "text/xml", "application/xml"})
_INERT = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox"


def file_response(request: HttpRequest, data: bytes, name: str) -> HttpResponseBase:
    """``data`` as the file ``name``; a browser keeps it for a year where its address has ``?v=``."""
    etag = f'"{hashlib.sha256(data).hexdigest()[:32]}"'
    response = HttpResponse(data, content_type=content_type(name))
    response["ETag"] = etag
    response["Cache-Control"] = "private, max-age=31536000, immutable" if "v" in request.GET else "private, no-cache"
    response["X-Content-Type-Options"] = "nosniff"
    return get_conditional_response(request, etag=etag, response=response) or response


def author_file_response(request: HttpRequest, data: bytes, name: str) -> HttpResponseBase:
    """The same for a file an author put into a course: whatever is written in it, none of it runs."""
    response = file_response(request, data, name)
    if content_type(name).partition(";")[0] in _ACTIVE_TYPES:
        response["Content-Security-Policy"] = _INERT
    return response


def content_type(name: str) -> str:
    """The type for a name, with a charset for texts."""
    found = (
        _TYPES.get(PurePosixPath(name).suffix.lower()) or mimetypes.guess_type(name)[0] or "application/octet-stream"
    )
    return f"{found}; charset=utf-8" if found.startswith("text/") or found == "application/json" else found
