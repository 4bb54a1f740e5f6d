"""Answers that say no: RFC 9457 problem documents with a stable code.

Each program has its own codes; it derives a `ProblemError` that knows them. `detail` is for the
technician and names fields and states, never a secret.
"""

import json
from collections.abc import Callable, Mapping
from typing import Any, ClassVar, Final

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel
from starlette.exceptions import HTTPException

from kiosk.contract.hub import Problem
from kiosk.texts import text

MEDIA_TYPE: Final = "application/problem+json"

Responses = dict[int | str, dict[str, Any]]

SCHEMAS: Final = "#/components/schemas/{model}"

#: Refusals any route may give, beside its own.
_ANYWHERE: Final = ("bad-request", "origin-refused", "too-large", "host-refused", "invalid")


class ProblemError(Exception):
    """The request cannot be served; becomes a problem document.

    A program's own class says which codes there are and where their titles stand. `more` is
    added to the document, such as ``{"offset": 512}``.
    """

    statuses: ClassVar[Mapping[str, int]]  # every code and its HTTP status
    section: ClassVar[str]  # of the texts: "<section>.<code with _>" is the title
    kinds: ClassVar[str] = ""  # URI the code is added to for the document's `type`

    def __init__(
        self,
        code: str,
        detail: str = "",
        *,
        retry_after_s: int | None = None,
        more: Mapping[str, object] | None = None,
    ) -> None:
        super().__init__(f"{code}: {detail}")
        self.code = code
        self.status = self.statuses[code]
        self.detail = detail
        self.retry_after_s = retry_after_s
        self.more = dict(more or {})

    @property
    def title_key(self) -> str:
        """Key of the sentence that tells a person what the problem is."""
        return f"{self.section}.{self.code.replace('-', '_')}"

    def title(self, language: str) -> str:
        """What the problem is, for a person."""
        return text(self.title_key, language)

    def document(self, language: str) -> bytes:
        """The body of a problem answer."""
        problem = Problem(
            type=f"{self.kinds}{self.code}" if self.kinds else "about:blank",
            title=self.title(language),
            status=self.status,
            detail=self.detail,
            code=self.code,
        )
        return json.dumps({**problem.model_dump(), **self.more}, ensure_ascii=False).encode()


def language_of(accept_language: str | None) -> str:
    """``vi`` unless the reader asks for English first."""
    return "en" if (accept_language or "").strip().lower().startswith("en") else "vi"


def wants_page(request: Request) -> bool:
    """Whether a person reads the answer in a browser, and no program (nor a page's script)."""
    return "text/html" in request.headers.get("accept", "")


def own_path(request: Request) -> str:
    """The path of this page for a link on it: two slashes in front would lead to another host."""
    return "/" + request.url.path.lstrip("/\\")


Answer = Callable[[Request, ProblemError], Response]


def answer(request: Request, error: ProblemError) -> Response:
    """The problem answer to a request, in the reader's language."""
    headers = {"retry-after": str(error.retry_after_s)} if error.retry_after_s else None
    return Response(
        error.document(language_of(request.headers.get("accept-language"))),
        status_code=error.status,
        media_type=MEDIA_TYPE,
        headers=headers,
    )


def describe(problem: type[ProblemError], *codes: str) -> Responses:
    """How the refusals of a route look in the API's description."""
    by_status: dict[int, list[str]] = {}
    for code in (*codes, *_ANYWHERE):
        by_status.setdefault(problem.statuses[code], []).append(code)
    return {
        status: {
            "description": ", ".join(names),
            "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
        }
        for status, names in sorted(by_status.items())
    }


def complete_description(
    app: FastAPI, *models: type[BaseModel], hidden: tuple[str, ...] = ()
) -> None:
    """Add to the description of `app` the schemas that FastAPI cannot know.

    Args:
        models: bodies that routes read themselves.
        hidden: schemas that are an inside matter.
    """
    plain = app.openapi

    def described() -> dict[str, Any]:
        description = plain()
        schemas = description.setdefault("components", {}).setdefault("schemas", {})
        every: tuple[type[BaseModel], ...] = (Problem, *models)
        for model in every:
            schema = model.model_json_schema(ref_template=SCHEMAS)
            schemas.update(schema.pop("$defs", {}))
            schemas[model.__name__] = schema
        for unused in ("HTTPValidationError", "ValidationError", *hidden):
            schemas.pop(unused, None)  # our errors are problem documents
        return description

    # FastAPI's documented way to complete the description.
    app.openapi = described  # type: ignore[method-assign]


#: What the framework refuses by itself.
_HTTP_CODES: Final = {404: "not-found", 405: "method-not-allowed", 413: "too-large"}
_KEY_PLACE: Final = "header.idempotency-key"


def answer_problems(
    app: FastAPI,
    problem: type[ProblemError],
    *,
    say: Answer,
    busy: type[Exception],
    without_key: str,
) -> None:
    """Answer every error of `app` as a problem.

    Args:
        say: makes the answer: a page for a person, a problem document for a program.
        busy: raised by the program's store when it cannot take a change now.
        without_key: code for a missing or malformed Idempotency-Key.
    """

    async def refused(request: Request, error: Exception) -> Response:
        assert isinstance(error, ProblemError)  # noqa: S101 - registered for this class
        return say(request, error)

    async def invalid(request: Request, error: Exception) -> Response:
        assert isinstance(error, RequestValidationError)  # noqa: S101 - registered for this class
        places = _places(error)
        code = without_key if _KEY_PLACE in places else "invalid"
        detail = "; ".join(f"{place}: {message}" for place, message in places.items())[:500]
        return say(request, problem(code, detail))

    async def http(request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)  # noqa: S101 - registered for this class
        response = say(request, problem(_HTTP_CODES.get(error.status_code, "bad-request")))
        response.headers.update(error.headers or {})  # 405 says what is allowed
        return response

    app.add_exception_handler(ProblemError, refused)
    app.add_exception_handler(RequestValidationError, invalid)
    app.add_exception_handler(HTTPException, http)
    _answer_faults(app, problem, say, busy)


def _answer_faults(
    app: FastAPI, problem: type[ProblemError], say: Answer, busy: type[Exception]
) -> None:
    """Answer what no request is to blame for."""

    async def not_now(request: Request, error: Exception) -> Response:
        return say(request, problem("busy", str(error), retry_after_s=1))

    async def ours(request: Request, error: Exception) -> Response:
        del error  # the server logs it; a client learns nothing of our insides
        return say(request, problem("our-fault"))

    app.add_exception_handler(busy, not_now)
    app.add_exception_handler(Exception, ours)


def _places(error: RequestValidationError) -> dict[str, str]:
    """Where and what, never the value: it may be a secret."""
    return {".".join(str(part) for part in each["loc"]): each["msg"] for each in error.errors()}
