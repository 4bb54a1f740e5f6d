"""Coroutines beside a browser: its driver keeps an event loop running on the tests' own thread."""

import asyncio
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

T = TypeVar("T")
LIMIT_S = 50.0  # under the limit of a test, so that the test says what hung


def run(scene: Coroutine[Any, Any, T]) -> T:
    """Run `scene` to its end in an event loop on a thread of its own; raises what it raises."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, scene).result(LIMIT_S)


async def until(true: Callable[[], object], *, seconds: float = 10.0) -> None:
    """Until `true`, or `TimeoutError`."""
    async with asyncio.timeout(seconds):
        while not true():  # noqa: ASYNC110 - what is waited for has no event to tell of it
            await asyncio.sleep(0.01)
