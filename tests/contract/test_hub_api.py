"""The hub's API is what its checked-in description says, whatever is sent."""

import json
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import requests
import schemathesis
from hypothesis import HealthCheck, Phase, given
from hypothesis import settings as hypothesis_settings
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from kiosk.clock import utc_now
from kiosk.hub.app import create_app, store_path
from kiosk.hub.store import store
from kiosk.settings import Hub, Paths, Settings
from kiosk.web import server
from kiosk.web.accounts import add_user

Operation = schemathesis.APIOperation[Any, Any, Any, Any]

CHECKED_IN = Path(__file__).parents[2] / "kiosk" / "contract" / "openapi-hub.json"


@pytest.fixture(scope="module")
def clerk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[requests.Session]:
    """A signed-in clerk on the machine of the hub: may do all that anybody may."""
    socket = server.bound("127.0.0.1:0")
    url = server.url_of(socket)
    paths = Paths(data=tmp_path_factory.mktemp("hub"))
    settings = Settings(hub=Hub(url=url), paths=paths)
    with store(store_path(settings)) as connection:
        add_user(connection, "lan", "mat-khau-dai", now=utc_now())
    web = server.StoppableServer(server.configuration(create_app(settings)))
    thread = threading.Thread(target=web.run, kwargs={"sockets": [socket]})
    thread.start()
    session = requests.Session()
    session.trust_env = False
    for _ in range(500):
        if web.started:
            break
        thread.join(0.01)
    body = {"name": "lan", "password": "mat-khau-dai"}
    answer = session.post(f"{url}/v1/session", json=body, timeout=10)
    session.headers["X-CSRF-Token"] = answer.json()["csrf"]
    session.headers["X-Hub"] = url
    yield session
    session.close()
    web.should_exit = True
    thread.join(10)
    assert not thread.is_alive()


def operations() -> Iterator[Operation]:
    """All that the API offers, but the stream, which never ends, and signing in and out."""
    schema = schemathesis.openapi.from_dict(json.loads(CHECKED_IN.read_text(encoding="utf-8")))
    for result in schema.get_all_operations():
        operation = result.ok()  # type: ignore[union-attr]  # of an Err it raises, as it should
        if operation.path not in {"/v1/stream", "/v1/session"}:
            yield operation


@pytest.mark.parametrize(
    ("operation", "mode"),
    [
        pytest.param(operation, mode, id=f"{operation.label} {mode.value}")
        for operation in operations()
        for mode in GenerationMode
        # What takes no body and no parameter cannot be asked wrongly.
        if operation.method == "post" or mode is GenerationMode.POSITIVE
    ],
)
def test_whatever_is_sent_the_answer_is_as_described(
    operation: Operation, mode: GenerationMode, clerk: requests.Session
) -> None:
    @hypothesis_settings(
        max_examples=8,  # all operations together stay below 20 s
        derandomize=True,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(generation_mode=mode))
    def ask(case: schemathesis.Case[Any]) -> None:
        answer = case.call(base_url=str(clerk.headers["X-Hub"]), session=clerk)
        case.validate_response(
            answer,
            checks=[
                not_a_server_error,
                status_code_conformance,
                content_type_conformance,
                response_schema_conformance,
            ],
        )

    ask()
