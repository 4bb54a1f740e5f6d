"""How a refusal looks in the API's description."""

from pydantic import BaseModel

from kiosk.hub.problems import ProblemError
from kiosk.web.problems import SCHEMAS, Responses, describe


def problems(*codes: str) -> Responses:
    """Descriptions of the refusals a route may give, beside those any route may give."""
    return describe(ProblemError, *codes)


def reference(model: type[BaseModel]) -> dict[str, str]:
    """A reference to a model's schema, which `describe_problems` puts in place."""
    return {"$ref": SCHEMAS.format(model=model.__name__)}
