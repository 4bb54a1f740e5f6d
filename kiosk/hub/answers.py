"""How a refusal looks in the API's description."""

from typing import Any

from kiosk.contract.hub import Problem
from kiosk.hub.problems import MEDIA_TYPE, STATUS

Responses = dict[int | str, dict[str, Any]]


def problems(*codes: str) -> Responses:
    """Descriptions of the refusals a route may give, beside those any route may give."""
    by_status: dict[int, list[str]] = {}
    for code in (*codes, "bad-request", "origin-refused", "too-large", "host-refused", "invalid"):
        by_status.setdefault(STATUS[code], []).append(code)
    return {
        status: {
            "description": ", ".join(names),
            "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
        }
        for status, names in sorted(by_status.items())
    }


def problem_schema() -> dict[str, Any]:
    """The schema of a problem document."""
    return Problem.model_json_schema(ref_template="#/components/schemas/{model}")
