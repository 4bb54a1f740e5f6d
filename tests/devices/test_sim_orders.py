"""A simulator that is told to stop ends cleanly, whatever it is doing."""

import threading
from collections.abc import Iterator

from devices.sim.stdin import Orders


def test_the_order_under_way_is_answered_before_the_end_and_no_other_is_obeyed() -> None:
    begun, may_end, ended, may_follow = (threading.Event() for _ in range(4))
    obeyed: list[str] = []

    def lines() -> Iterator[str]:
        yield "first"
        may_follow.wait(5)
        yield "second"

    def obey(line: str) -> None:
        begun.set()
        may_end.wait(5)
        obeyed.append(line)
        ended.set()

    orders = Orders(obey, lines())
    orders.start()
    assert begun.wait(5)
    threading.Timer(0.1, may_end.set).start()
    assert orders.stop()
    assert obeyed == ["first"]
    ended.clear()
    may_follow.set()
    assert not ended.wait(0.2)
    assert obeyed == ["first"]


def test_an_order_that_hangs_does_not_keep_the_simulator_alive() -> None:
    begun, never = threading.Event(), threading.Event()

    def hang(_line: str) -> None:
        begun.set()
        never.wait(10)

    orders = Orders(hang, ["hang"])
    orders.start()
    assert begun.wait(5)
    assert not orders.stop()
    never.set()
