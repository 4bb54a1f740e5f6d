"""Boards show the truth at once, all of them."""

import asyncio
import json
import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest
import requests
import structlog

from kiosk import logs
from kiosk.contract.hub import BoardState
from kiosk.hub.bus import QUEUE, Bus, TooManyListenersError
from tests.hub.conftest import MORNING, Client, RunningHub
from tests.support import aside


class Board:
    """One live page."""

    def __init__(self, hub: RunningHub) -> None:
        self.answer: requests.Response = hub.kiosk().call("GET", "/v1/stream", stream=True)
        self._lines = self.answer.iter_lines(chunk_size=1, decode_unicode=True)

    def states(self) -> Iterator[dict[str, Any]]:
        for line in self._lines:
            if line.startswith("data: "):
                yield json.loads(line.removeprefix("data: "))

    def until_called(self, number: str) -> dict[str, Any]:
        return next(
            state
            for state in self.states()
            if any(call["number"] == number for call in state["calls"])
        )


def test_a_board_that_connects_gets_the_whole_state(hub: RunningHub) -> None:
    clerk = hub.clerk()
    for _ in range(8):
        hub.kiosk().take()
    for _ in range(7):
        current = clerk.call_next("1").json()["current"]
        clerk.act(current["ticket_id"], "recall", "1")
        if current["number"] != "A007":
            clerk.act(current["ticket_id"], "finish", "1")
    state = next(Board(hub).states())
    assert [call["number"] for call in state["calls"]] == [f"A00{n}" for n in (7, 6, 5, 4, 3, 2)]
    assert state["calls"][0]["times"] == 2
    assert [call["number"] for call in state["serving"]] == ["A007"]
    assert state["waiting"]["ho-tich"] == 1


def test_the_stream_holds_nothing_that_names_a_ticket(hub: RunningHub) -> None:
    ticket = hub.kiosk().take().json()
    hub.clerk().call_next("1")
    text = json.dumps(next(Board(hub).states()))
    assert ticket["number"] in text
    assert ticket["token"] not in text
    assert ticket["ticket_id"] not in text


def test_twenty_boards_see_a_call_within_200_ms(hub: RunningHub) -> None:
    boards = [Board(hub) for _ in range(20)]
    for board in boards:
        next(board.states())
    seen: list[float] = []

    def watch(board: Board) -> None:
        board.until_called("A001")
        seen.append(time.perf_counter())

    threads = [threading.Thread(target=watch, args=(board,)) for board in boards]
    for thread in threads:
        thread.start()
    clerk = hub.clerk()
    hub.kiosk().take()
    clerk.call_next("1")
    answered = time.perf_counter()
    for thread in threads:
        thread.join(10)
    assert len(seen) == 20
    # 200 ms is the promise on an office's machine; a busy shared one is given five times that.
    assert max(seen) - answered < 1.0


def test_each_state_has_an_id_by_which_a_page_knows_where_it_was(hub: RunningHub) -> None:
    with hub.kiosk().call("GET", "/v1/stream", stream=True) as answer:
        lines = answer.iter_lines(chunk_size=1, decode_unicode=True)
        head = [next(lines) for _ in range(3)]
        state = json.loads(head[2].removeprefix("data: "))
        assert head[:2] == [f"id: {state['epoch']}-{state['seq']}", "event: state"]
        assert answer.headers["cache-control"] == "no-store"
        hub.kiosk().take()
        following = next(line for line in lines if line.startswith("id: "))
        assert int(following.rpartition("-")[2]) > state["seq"]


def test_reads_do_not_wait_for_the_writer(hub: RunningHub) -> None:
    from offline_queue.database import open_database

    hub.kiosk().take()
    other = open_database(hub.db)
    other.execute("BEGIN IMMEDIATE")  # somebody holds the write lock
    try:
        started = time.perf_counter()
        assert hub.kiosk().call("GET", "/v1/services").json()["services"][0]["waiting"] == 1
        assert hub.kiosk().call("GET", "/v1/health").json()["ok"]
        assert time.perf_counter() - started < 1.0
    finally:
        other.rollback()
        other.close()


def _state(seq: int) -> BoardState:
    return BoardState(
        epoch="e", seq=seq, day=MORNING.date(), now=MORNING, calls=(), serving=(), waiting={}
    )


def test_a_page_that_stops_reading_is_dropped_and_the_others_go_on() -> None:
    async def scene() -> None:
        async def read(seq: int) -> BoardState:
            return _state(seq)

        bus = Bus(read)
        stuck, lively = await bus.listen(), await bus.listen()
        for _ in range(QUEUE + 1):
            await bus._publish()
            lively.queue.get_nowait()
        assert stuck.dropped.is_set()
        assert not lively.dropped.is_set()
        assert len(bus) == 1

    aside.run(scene())


def test_nobody_listens_who_came_while_the_hub_was_closing() -> None:
    async def scene() -> None:
        reading = asyncio.Event()

        async def slowly(seq: int) -> BoardState:
            reading.set()
            await asyncio.sleep(0)
            return _state(seq)

        bus = Bus(slowly)
        coming = asyncio.create_task(bus.listen())
        await reading.wait()
        bus.close()
        with pytest.raises(TooManyListenersError):
            await coming
        assert len(bus) == 0

    aside.run(scene())


def test_one_failed_read_does_not_stop_the_boards(capsys: pytest.CaptureFixture[str]) -> None:
    async def scene() -> None:
        fail = False

        async def read(seq: int) -> BoardState:
            if fail:
                raise OSError("disk")
            return _state(seq)

        bus = Bus(read)
        listener = await bus.listen()
        listener.queue.get_nowait()
        running = asyncio.create_task(bus.run())
        fail = True
        bus.changed()
        await asyncio.sleep(0.1)
        fail = False
        bus.changed()
        assert b"id: e-2" in await asyncio.wait_for(listener.queue.get(), 5)
        running.cancel()

    aside.run(scene())


def test_the_log_of_a_whole_flow_holds_no_secret(
    hub: RunningHub, capfd: pytest.CaptureFixture[str]
) -> None:
    before = structlog.get_config()
    logs.configure(json=True)
    kiosk, clerk = hub.kiosk(), hub.clerk()
    ticket = kiosk.take().json()
    kiosk.call("GET", f"/t/{ticket['token']}")
    clerk.call_next("1")
    clerk.act(ticket["ticket_id"], "finish", "1")
    Client(hub.url).sign_in(password="doan-mo-canary")
    next(Board(hub).states())
    out, err = capfd.readouterr()
    structlog.configure(**before)
    assert "hub.signed_in" in err
    secrets = [
        ticket["token"],
        ticket["ticket_id"],
        "doan-mo-canary",
        clerk.http.cookies["kiosk_session"],
        str(clerk.http.headers["X-CSRF-Token"]),
    ]
    for secret in secrets:
        assert secret not in out + err
