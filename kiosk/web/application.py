"""What the hub and the portal have in common as ASGI applications."""

from collections.abc import Callable, Iterable, Mapping
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from typing import Final

from fastapi import APIRouter, Depends, FastAPI, Request, Response
from pydantic import BaseModel

from kiosk import VERSION
from kiosk.web.guards import HEADERS, Guard
from kiosk.web.problems import (
    Answer,
    ProblemError,
    answer,
    answer_problems,
    complete_description,
    wants_page,
)
from kiosk.web.whole_text import whole_text

Lifespan = Callable[[FastAPI], AbstractAsyncContextManager[None]]

#: The code both programs have for a missing or malformed Idempotency-Key.
KEY_MISSING: Final = "key-missing"


@dataclass(frozen=True, slots=True)
class Limits:
    """What a request must respect; bodies in bytes, `larger` by the start of the path."""

    hosts: frozenset[str]
    body: int
    larger: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Refusals:
    """How a program says no: its problems, and what its store raises when it is busy.

    `page` makes a refusal a page: for a browser that asks for one, and always below `people`.
    """

    problem: type[ProblemError]
    busy: type[Exception]
    page: Answer
    people: tuple[str, ...] = ()


def application(
    title: str,
    summary: str,
    *,
    lifespan: Lifespan,
    routers: Iterable[APIRouter],
    limits: Limits,
    refusals: Refusals,
    models: tuple[type[BaseModel], ...],
    hidden: tuple[str, ...] = (),
) -> FastAPI:
    """A guarded application whose every refusal is a problem document, or a page for people.

    `models` and `hidden` are as in `complete_description`.
    """
    app = FastAPI(
        title=title,
        version=VERSION,
        summary=summary,
        lifespan=lifespan,
        docs_url=None,  # the documentation pages load scripts from elsewhere
        redoc_url=None,
        openapi_url="/v1/openapi.json",
        redirect_slashes=False,
        dependencies=[Depends(whole_text)],
    )
    for router in routers:
        app.include_router(router)

    say = _said(refusals)
    answer_problems(app, refusals.problem, say=say, busy=refusals.busy, without_key=KEY_MISSING)
    app.add_middleware(
        Guard,
        hosts=limits.hosts,
        body_limit=limits.body,
        larger=limits.larger,
        problem=refusals.problem,
        say=say,
    )
    complete_description(app, *models, hidden=hidden)
    return app


def _said(refusals: Refusals) -> Answer:
    """How a refusal is told to whoever asked."""

    def say(request: Request, error: ProblemError) -> Response:
        people = wants_page(request) or request.url.path.startswith(refusals.people)
        response = (refusals.page if people else answer)(request, error)
        for name, value in HEADERS:  # our own faults are answered outside the guard
            response.headers.setdefault(name, value)
        if error.retry_after_s:
            response.headers.setdefault("retry-after", str(error.retry_after_s))
        return response

    return say
