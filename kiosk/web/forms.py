"""Reading a posted HTML form."""

import re
from typing import Final
from urllib.parse import parse_qs

from fastapi import Request

#: Fields of one form; more is nobody filling in ours.
_MAX_FIELDS = 200


async def read_form(request: Request) -> dict[str, list[str]]:
    """The fields of an ``application/x-www-form-urlencoded`` body, each with its values.

    A body of another kind, or that cannot be read, is an empty form.
    """
    if not request.headers.get("content-type", "").startswith("application/x-www-form-urlencoded"):
        return {}
    body = await request.body()
    try:
        return parse_qs(body.decode(), keep_blank_values=True, max_num_fields=_MAX_FIELDS)
    except ValueError:
        return {}


def first(form: dict[str, list[str]], name: str) -> str:
    """The first value of a field, '' if it is missing."""
    return form.get(name, [""])[0]


_MULTIPART: Final = re.compile(
    r'multipart/form-data;\s*boundary="?([A-Za-z0-9\'()+_,./:=? -]{1,70})"?'
)
_FIELD: Final = re.compile(rb'form-data;\s*name="([^"]{1,60})"(.*)', re.IGNORECASE)


async def read_upload(request: Request) -> tuple[dict[str, list[str]], dict[str, bytes]]:
    """The fields of a ``multipart/form-data`` body, and its files by field.

    A file that was not chosen is not among them. A body of another kind, or that cannot be read,
    is an empty form. The body lies in memory as a whole: the guard limits its size.
    """
    return split_upload(request.headers.get("content-type", ""), await request.body())


def split_upload(content_type: str, body: bytes) -> tuple[dict[str, list[str]], dict[str, bytes]]:
    """See `read_upload`. Only what browsers send (RFC 7578): no parts within parts."""
    kind = _MULTIPART.match(content_type)
    if kind is None:
        return {}, {}
    fields: dict[str, list[str]] = {}
    files: dict[str, bytes] = {}
    parts = (b"\r\n" + body).split(b"\r\n--" + kind[1].encode(), _MAX_FIELDS + 1)
    if not parts[-1].startswith(b"--"):  # cut off, or more fields than any form of ours
        return {}, {}
    for part in parts[1:-1]:
        head, found, content = part.partition(b"\r\n\r\n")
        named = _FIELD.search(head)
        if not found or named is None:
            return {}, {}
        name = named[1].decode("utf-8", "replace")
        if b"filename=" not in named[2].lower():
            fields.setdefault(name, []).append(content.decode("utf-8", "replace"))
        elif content:
            files[name] = content
    return fields, files
