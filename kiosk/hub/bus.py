"""Live state for boards, desks and kiosks: the whole state at connect and after each change."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import suppress
from typing import Final

import structlog
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from kiosk.contract.hub import BoardState

QUEUE: Final = 64  # states a slow listener may lag behind; then it is dropped and connects anew
#: A comment this often: a kiosk knows within 5 s that a cable was pulled, and routers that drop
#: idle connections after 30-60 s see none.
COMMENT_S: Final = 1.5
GATHER_S: Final = 0.02  # changes within this time go out as one state; a call shows in 200 ms
LAST_WORD_S: Final = 1.0
#: Without a change the state is told anew this often: how long one waits is true for a minute.
AGAIN_S: Final = 20.0
LISTENERS: Final = 256  # boards, desks and phones of one office; bounds memory

log = structlog.get_logger()

ReadState = Callable[[int], Awaitable[BoardState]]


class TooManyListenersError(Exception):
    """The hub serves as many live pages as it can."""


class Listener:
    """One connected page: states wait in a bounded queue; `dropped` ends it."""

    def __init__(self) -> None:
        self.queue: asyncio.Queue[bytes] = asyncio.Queue(QUEUE)
        self.dropped = asyncio.Event()


def _event(state: BoardState) -> bytes:
    data = state.model_dump_json()
    return f"id: {state.epoch}-{state.seq}\nevent: state\ndata: {data}\n\n".encode()


class Bus:
    """Tells every listener the whole state after each change, and every `AGAIN_S`.

    `read_state` reads the state for a sequence number. `changed` may be called often; changes
    that come together are told once.
    """

    def __init__(self, read_state: ReadState) -> None:
        self._read_state = read_state
        self._listeners: set[Listener] = set()
        self._changed = asyncio.Event()
        self._lock = asyncio.Lock()
        self._seq = 0
        self._closed = False

    def __len__(self) -> int:
        return len(self._listeners)

    def changed(self) -> None:
        """Something durable has changed; on the event loop only."""
        self._changed.set()

    async def run(self) -> None:
        """Publish until cancelled."""
        while True:
            with suppress(TimeoutError):
                async with asyncio.timeout(AGAIN_S):
                    await self._changed.wait()
            await asyncio.sleep(GATHER_S)
            self._changed.clear()
            try:
                await self._publish()
            except Exception:
                # One failed read must not stop the boards for ever: the next change tells all.
                log.exception("hub.publish_failed")

    async def _publish(self) -> None:
        async with self._lock:
            self._seq += 1
            if not self._listeners:
                return
            event = _event(await self._read_state(self._seq))
            for listener in tuple(self._listeners):
                try:
                    listener.queue.put_nowait(event)
                except asyncio.QueueFull:
                    self._listeners.discard(listener)
                    listener.dropped.set()
                    log.info("hub.listener_dropped", listeners=len(self._listeners))

    async def listen(self) -> Listener:
        """A listener whose first event is the state of now.

        Raises:
            TooManyListenersError: at the limit, or the hub is stopping.
        """
        self._refuse_too_many()
        listener = Listener()
        async with self._lock:  # no change can slip between the snapshot and the queue
            listener.queue.put_nowait(_event(await self._read_state(self._seq)))
            self._refuse_too_many()  # others came, or the hub began to stop, during the reading
            self._listeners.add(listener)
        return listener

    def _refuse_too_many(self) -> None:
        if self._closed or len(self._listeners) >= LISTENERS:
            raise TooManyListenersError

    def leave(self, listener: Listener) -> None:
        """The page has gone."""
        self._listeners.discard(listener)

    def close(self) -> None:
        """End all streams, so that the server can stop."""
        self._closed = True
        for listener in self._listeners:
            listener.dropped.set()
        self._listeners.clear()


class EventStream(Response):
    """A ``text/event-stream`` answer that also ends when its listener is dropped."""

    media_type = "text/event-stream"

    def __init__(self, bus: Bus, listener: Listener) -> None:
        super().__init__(headers={"cache-control": "no-store", "x-accel-buffering": "no"})
        # An answer of unknown length: the header that Response set for its empty body must go.
        del self.headers["content-length"]
        self._bus = bus
        self._listener = listener

    async def _events(self) -> AsyncIterator[bytes]:
        while True:
            try:
                async with asyncio.timeout(COMMENT_S):
                    event = await self._listener.queue.get()
            except TimeoutError:
                event = b":\n\n"
            yield event

    async def _send(self, send: Send) -> None:
        async for event in self._events():
            await send({"type": "http.response.body", "body": event, "more_body": True})

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send until the page goes, the listener is dropped or the hub stops."""
        del scope
        await send(
            {"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers}
        )
        tasks = (
            asyncio.create_task(self._send(send)),
            asyncio.create_task(_gone(receive)),
            asyncio.create_task(self._listener.dropped.wait()),
        )
        try:
            await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        finally:
            self._bus.leave(self._listener)
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
        with suppress(OSError, TimeoutError):
            async with asyncio.timeout(LAST_WORD_S):  # a page that stopped reading never takes it
                await send({"type": "http.response.body", "body": b"", "more_body": False})


async def _gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
