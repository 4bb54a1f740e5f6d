"""How bodies that are read raw stand in the API's description: their bytes are what is signed."""

from typing import Any

from pydantic import BaseModel

from kiosk.web.problems import SCHEMAS


def body_of(model: type[BaseModel]) -> dict[str, Any]:
    """The `openapi_extra` of a route that reads a `model` itself."""
    schema = {"$ref": SCHEMAS.format(model=model.__name__)}
    return {"requestBody": {"required": True, "content": {"application/json": {"schema": schema}}}}
