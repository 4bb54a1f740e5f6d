"""The power fails anywhere in a real delivery: what people were told is still true."""

import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.support.outbox_check import broken_promises
from tests.support.power_cut import Call, CrashState, crash_states, record

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def calls(tmp_path_factory: pytest.TempPathFactory) -> list[Call]:
    """The system calls of a process that stores one dossier and delivers it."""
    base = tmp_path_factory.mktemp("traced")
    (base / "kiosk").mkdir()
    command = [sys.executable, "-m", "tests.support.outbox_child", str(base), "both", "1"]
    return record(command, base / "kiosk", trace=base / "trace", cwd=ROOT)


#: The cuts are the test's, not the machine's: a disk in memory does.
MEMORY = Path("/dev/shm") if Path("/dev/shm").is_dir() else None  # noqa: S108


def broken(calls: list[Call], *, enough: int = 10**9) -> tuple[int, list[str]]:
    """States looked at, and the promises broken in them; stops after `enough` of those."""
    found: list[str] = []
    states = 0
    for state in crash_states(calls, seed=1):
        states += 1
        with tempfile.TemporaryDirectory(dir=MEMORY) as scratch:
            state.write_to(Path(scratch))
            problems = broken_promises(Path(scratch), state.said)
        found += [f"{state.where}: {problem}" for problem in problems]
        if len(found) >= enough:
            break
    return states, found


def test_after_a_power_cut_at_any_call_every_promise_holds(calls: list[Call]) -> None:
    assert [call.other.split()[0] for call in calls if call.kind == "say"] == [
        "stored",
        "arrived",
        "ended",
    ]
    states, found = broken(calls)
    assert found == []
    assert states > 300


def _file(call: Call) -> bool:
    return call.kind == "sync" and call.path.endswith(".part")


def _folder(call: Call) -> bool:
    return call.kind == "sync" and call.path == "sealed"


def _log(call: Call) -> bool:
    return call.kind == "sync" and call.path.endswith("-wal")


@pytest.mark.parametrize("forgotten", [_file, _folder, _log])
def test_each_sync_is_there_for_a_reason(
    calls: list[Call], forgotten: Callable[[Call], bool]
) -> None:
    """Without any one kind of sync the same cuts break promises: so the check can fail."""
    without = [call for call in calls if not forgotten(call)]
    assert len(without) < len(calls)
    _, found = broken(without, enough=1)
    assert found


def test_files_deleted_before_their_receipt_would_be_noticed(calls: list[Call]) -> None:
    first = next(n for n, call in enumerate(calls) if call.kind == "say")
    moved = [call for call in calls if call.kind == "unlink" and call.path.startswith("sealed/")]
    assert len(moved) == 2
    early = [*calls[: first + 1], *moved, Call("sync", "sealed")]
    _, found = broken(early, enough=1)
    assert "no receipt and its file is gone" in found[0]


def states_of(*calls: Call) -> list[CrashState]:
    return list(crash_states(calls, seed=1))


def test_the_model_loses_what_was_not_synced_and_keeps_what_was() -> None:
    write = Call("write", "a", data=b"12345678")
    made = (Call("create", "a"), write)
    contents = {state.files.get("a") for state in states_of(*made)}
    assert {None, b"", b"12345678"} <= contents
    kept = states_of(*made, Call("sync", "a"), Call("sync", ""), Call("say", other="stored"))
    assert {s.files.get("a") for s in kept if s.said} == {b"12345678"}


def test_the_model_keeps_names_in_their_order_and_tears_writes() -> None:
    states = states_of(
        Call("create", "a.part"),
        Call("write", "a.part", data=b"x" * 8),
        Call("sync", "a.part"),
        Call("rename", "a.part", other="a"),
        Call("write", "a", data=b"y" * 8, offset=0),
    )
    seen = {tuple(sorted(state.files.items())) for state in states}
    assert (("a", b"x" * 8),) in seen
    assert (("a.part", b"x" * 8),) in seen
    assert () in seen
    assert not any("a" in state.files and "a.part" in state.files for state in states)
    assert any(state.files.get("a") == b"yyyyxxxx" for state in states)
