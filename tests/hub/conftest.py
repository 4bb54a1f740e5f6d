"""A real hub on loopback, with a clock that tests can move."""

import datetime as dt
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import requests
import uuid_utils.compat as uuid
import uvicorn

from kiosk.clock import utc_now
from kiosk.domain.ticket import business_day
from kiosk.hub.app import create_app, store_path
from kiosk.hub.store import store
from kiosk.settings import Hub, Paths, Settings
from kiosk.web import server
from kiosk.web.accounts import add_user

#: 2026-03-02, a Monday, 09:00 in Vietnam.
MORNING = dt.datetime(2026, 3, 2, 2, 0, tzinfo=dt.UTC)
PASSWORD = "mat-khau-cua-lan"


@dataclass
class MovableClock:
    """Ticks a millisecond at each look, and jumps where a test puts it."""

    now: dt.datetime = MORNING
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def __call__(self) -> dt.datetime:
        with self._lock:
            self.now += dt.timedelta(milliseconds=1)
            return self.now


class Client:
    """Somebody who speaks to the hub: a kiosk, or a clerk once signed in."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.http = requests.Session()
        self.http.trust_env = False

    def call(  # options are those of requests
        self,
        method: str,
        path: str,
        **options: Any,  # noqa: ANN401
    ) -> requests.Response:
        return self.http.request(method, self.url + path, timeout=15, **options)

    def take(self, service: str = "ho-tich", **fields: object) -> requests.Response:
        body = {"ticket_id": str(uuid.uuid7()), "service_id": service, "kiosk_id": "k1"} | fields
        return self.call(
            "POST", "/v1/tickets", json=body, headers={"Idempotency-Key": body["ticket_id"]}
        )

    def sign_in(self, name: str = "lan", password: str = PASSWORD) -> requests.Response:
        answer = self.call("POST", "/v1/session", json={"name": name, "password": password})
        if answer.ok:
            self.http.headers["X-CSRF-Token"] = answer.json()["csrf"]
        return answer

    def call_next(self, desk: str, key: str | None = None) -> requests.Response:
        key = key or str(uuid.uuid7())
        return self.call("POST", f"/v1/desks/{desk}/call-next", headers={"Idempotency-Key": key})

    def act(self, ticket_id: str, deed: str, desk: str, **fields: str) -> requests.Response:
        return self.call("POST", f"/v1/tickets/{ticket_id}/{deed}", json={"desk": desk, **fields})


@dataclass(frozen=True)
class RunningHub:
    """A hub that answers at `url`."""

    url: str
    settings: Settings
    clock: MovableClock

    @property
    def db(self) -> Path:
        return store_path(self.settings)

    def kiosk(self) -> Client:
        return Client(self.url)

    def clerk(self) -> Client:
        client = Client(self.url)
        assert client.sign_in().status_code == 200
        return client

    def rows(self, sql: str, *values: object) -> list[tuple[Any, ...]]:
        with store(self.db) as connection:
            return list(connection.execute(sql, values).fetchall())


@pytest.fixture
def start_hub(tmp_path: Path) -> Iterator[Callable[..., RunningHub]]:
    running: list[tuple[uvicorn.Server, threading.Thread]] = []

    def start(clock: MovableClock | None = None, **of_hub: object) -> RunningHub:
        clock = clock or MovableClock()
        socket = server.bound("127.0.0.1:0")
        url = server.url_of(socket)
        settings = Settings(
            hub=Hub.model_validate({"url": url} | of_hub), paths=Paths(data=tmp_path)
        )
        with store(store_path(settings)) as connection:
            add_user(connection, "lan", PASSWORD, now=utc_now())
        web = server.StoppableServer(server.configuration(create_app(settings, clock=clock)))
        thread = threading.Thread(target=web.run, kwargs={"sockets": [socket]})
        thread.start()
        running.append((web, thread))
        for _ in range(500):
            if web.started:
                break
            thread.join(0.01)
        assert web.started
        return RunningHub(url, settings, clock)

    yield start
    for web, _ in running:
        web.should_exit = True
    for _, thread in running:
        thread.join(10)
        assert not thread.is_alive()


@pytest.fixture
def hub(start_hub: Callable[..., RunningHub]) -> RunningHub:
    return start_hub()


@pytest.fixture
def today(hub: RunningHub) -> str:
    return business_day(hub.clock.now).isoformat()
