"""How a refusal looks in the API's description."""

from typing import Any, Final

from pydantic import BaseModel

from kiosk.contract.hub import ImportRequest, Problem
from kiosk.hub.problems import MEDIA_TYPE, STATUS

_PLACE: Final = "#/components/schemas/{model}"

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


def reference(model: type[BaseModel]) -> dict[str, str]:
    """A reference to a model's schema, which `describe` puts in place."""
    return {"$ref": _PLACE.format(model=model.__name__)}


def describe(description: dict[str, Any]) -> dict[str, Any]:
    """Complete the description that FastAPI makes with the schemas it cannot know."""
    schemas = description.setdefault("components", {}).setdefault("schemas", {})
    for model in (Problem, ImportRequest):
        schema = model.model_json_schema(ref_template=_PLACE)
        schemas.update(schema.pop("$defs", {}))
        schemas[model.__name__] = schema
    # Our errors are problem documents, and an import's envelope is an inside matter.
    for unused in ("HTTPValidationError", "ValidationError", "Envelope"):
        schemas.pop(unused, None)
    return description
