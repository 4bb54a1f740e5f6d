"""A file of an earlier version, opened by several programs at once after an update."""

import threading
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from kiosk.hub import store as hub
from kiosk.portal import store as portal
from offline_queue.database import open_database


@pytest.mark.parametrize(
    ("scripts", "open_it"),
    [
        (hub.migrations(), lambda path: hub.open_store(path).close()),
        (portal.migrations(), portal.migrate),
    ],
    ids=["hub", "portal"],
)
def test_those_that_open_it_at_once_bring_it_up_once(
    tmp_path: Path, scripts: Mapping[int, str], open_it: Callable[[Path], None]
) -> None:
    for turn in range(5):
        path = tmp_path / f"{turn}.db"
        database = open_database(path)
        database.conn.executescript(f"{scripts[1]}; PRAGMA user_version=1;")
        database.close()
        assert _all_at_once(lambda path=path: open_it(path)) == []  # type: ignore[misc]
        database = open_database(path)
        assert database.execute("PRAGMA user_version").fetchone()[0] == max(scripts)
        database.close()


def _all_at_once(work: Callable[[], None]) -> list[BaseException]:
    """What four threads raise that do the same at the same moment."""
    start, failed = threading.Barrier(4), list[BaseException]()

    def one() -> None:
        start.wait(10)
        try:
            work()
        except BaseException as error:  # noqa: BLE001 - it is what is asked for
            failed.append(error)

    threads = [threading.Thread(target=one) for _ in range(4)]
    for each in threads:
        each.start()
    for each in threads:
        each.join(30)
    return failed
