"""How a refusal looks in the API's description."""

from kiosk.hub.problems import ProblemError
from kiosk.web.problems import Responses, describe


def problems(*codes: str) -> Responses:
    """Descriptions of the refusals a route may give, beside those any route may give."""
    return describe(ProblemError, *codes)
