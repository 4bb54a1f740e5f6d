"""Text that can be written: JSON can name half a letter (RFC 8259, section 8.2), UTF-8 cannot."""

import json
from collections.abc import Callable
from typing import Any, Final, TypeVar

from fastapi import Request
from fastapi.exceptions import RequestValidationError

_ENDPOINT = TypeVar("_ENDPOINT", bound=Callable[..., Any])
_ITEM_BY_ITEM: Final = "_item_by_item"


def item_by_item(endpoint: _ENDPOINT) -> _ENDPOINT:
    """Mark a route that judges each thing of its body for itself: half a letter in one is that
    one's fault, and no reason to refuse the others.
    """
    setattr(endpoint, _ITEM_BY_ITEM, True)
    return endpoint


async def whole_text(request: Request) -> None:
    """Refuse a JSON body with half a surrogate pair in it, before a route acts on any of it.

    Neither a store nor an answer can hold such a text; what fails there would look like our fault.
    For every route: the framework has parsed what a route takes as JSON, and keeps it. A route
    that reads its bytes itself has pydantic parse them, which refuses the same; one that is marked
    `item_by_item` looks for itself.

    Raises:
        RequestValidationError: there is one.
    """
    apart = getattr(request.scope.get("endpoint"), _ITEM_BY_ITEM, False)
    if apart or not is_json(request.headers.get("content-type", "")):
        return
    try:
        json.dumps(await request.json(), ensure_ascii=False).encode()
    except UnicodeEncodeError as error:
        told = {"type": "string_unicode", "loc": ("body",), "msg": "half a letter is no text"}
        raise RequestValidationError([told]) from error
    except (ValueError, RecursionError):
        return  # no JSON: whoever wants some says so


def is_json(content_type: str) -> bool:
    """Whether a body of this type is JSON to the framework."""
    kind, _, subtype = content_type.partition(";")[0].strip().lower().partition("/")
    return kind == "application" and (subtype == "json" or subtype.endswith("+json"))
