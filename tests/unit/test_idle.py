"""Is somebody there? Decided from times alone."""

import importlib
import pkgutil

from hypothesis import given
from hypothesis import strategies as st

from ui import screens
from ui.idle import WARNING_S, Patience, Presence, Watch

SECONDS = st.floats(0, 10_000, allow_nan=False)


def test_a_minute_of_quiet_brings_the_question_and_half_a_minute_more_the_end() -> None:
    watch = Watch(touched_at=100.0, patience=Patience(60.0))
    assert watch.presence(159.9) is Presence.HERE
    assert watch.presence(160.0) is Presence.ASKING
    assert watch.presence(189.9) is Presence.ASKING
    assert watch.presence(190.0) is Presence.GONE


def test_every_page_that_asks_leaves_time_to_answer() -> None:
    found = {
        f"{module.name}.{name}": value
        for module in pkgutil.iter_modules(screens.__path__, "ui.screens.")
        for name, value in vars(importlib.import_module(module.name)).items()
        if isinstance(value, Patience)
    }
    assert len(found) >= 8
    asks = {name: each.ask_s for name, each in found.items() if each.ask_s}
    assert {name: seconds for name, seconds in asks.items() if seconds < 20} == {}  # WCAG 2.2.1
    assert WARNING_S >= 20


@given(quiet=SECONDS, ask=SECONDS, earlier=SECONDS, later=SECONDS)
def test_nobody_comes_back_by_waiting(
    quiet: float, ask: float, earlier: float, later: float
) -> None:
    watch = Watch(0.0, Patience(quiet, ask))
    first, second = sorted((earlier, later))
    order = list(Presence)
    assert order.index(watch.presence(first)) <= order.index(watch.presence(second))
    assert 0.0 <= watch.left(second) <= watch.left(first) <= 1.0
