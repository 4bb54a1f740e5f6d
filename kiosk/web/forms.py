"""Reading a posted HTML form."""

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
