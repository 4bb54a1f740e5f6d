"""The outbox in processes that are killed, starved of disk, or two at once."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from offline_queue import inspection, outbox, quota, schema
from offline_queue.blobs import BlobStore
from offline_queue.database import immediate, open_database, sqlite3
from offline_queue.envelope import Envelope, State
from offline_queue.moment import Moment
from offline_queue.receipts import Receipt
from offline_queue.steps import STEP_POINTS
from tests.support.outbox_child import CANARY, send
from tests.support.portal_in_a_file import PortalInAFile

AT = Moment(1_790_000_000_000, "boot-1", 1_000_000)
CHILD = (sys.executable, "-m", "tests.support.outbox_child")
ROOT = Path(__file__).parents[2]
LIMIT_S = 60  # a child works for well under a second


def run(folder: Path, *arguments: str, die_at: str = "") -> tuple[int, list[str]]:
    """Exit status, and the lines said before the end."""
    ran = subprocess.run(
        [*CHILD, str(folder), *arguments],
        cwd=ROOT,
        env={**os.environ, "KIOSK_TEST_DIE_AT": die_at},
        capture_output=True,
        text=True,
        timeout=LIMIT_S,
        check=False,
    )
    assert "Traceback" not in ran.stderr, ran.stderr
    return ran.returncode, ran.stdout.splitlines()


def told(lines: list[str], what: str) -> list[str]:
    return [line.split()[1] for line in lines if line.startswith(what)]


@pytest.mark.parametrize("nth", [1, 3])
@pytest.mark.parametrize("point", STEP_POINTS)
def test_a_kill_at_any_point_loses_and_doubles_nothing(
    tmp_path: Path, point: str, nth: int
) -> None:
    status, lines = run(tmp_path, "both", "3", die_at=f"{point}:{nth}")
    assert status == -9
    send(tmp_path / "kiosk", tmp_path)  # the next start
    check_after_all_was_sent(tmp_path, told(lines, "stored"))


def check_after_all_was_sent(folder: Path, stored: list[str]) -> None:
    """All that was told to be stored is filed once, and nothing is left on the kiosk."""
    portal = PortalInAFile(folder / "portal.db")
    filed = portal.filed()
    portal.close()
    assert len(filed) == len(set(filed))
    assert set(stored) <= set(filed)
    database = open_database(folder / "kiosk/outbox.db")
    rows = list(inspection.envelopes(database, at=AT))
    has_deeds = database.execute("SELECT 1 FROM sqlite_master WHERE name = 'dossier'").fetchone()
    deeds = database.execute("SELECT key FROM dossier").fetchall() if has_deeds else []
    database.close()
    assert sorted(filed) == sorted(row.key for row in rows) == sorted(key for (key,) in deeds)
    assert {row.state for row in rows} <= {State.PURGED}
    store = BlobStore(folder / "kiosk/sealed")
    store.clean([])  # pages of a dossier that was never submitted, unfinished files
    assert list(store.folder.iterdir()) == []


def test_what_a_citizen_wrote_is_nowhere_on_the_disk(tmp_path: Path) -> None:
    status, lines = run(tmp_path, "hand-in", "2")
    assert status == 0
    assert len(told(lines, "stored")) == 2
    run(tmp_path, "send", die_at="part.sent:1")
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert any(path.parent.name == "sealed" for path in files)
    assert any(path.name == "portal.db" for path in files)
    for path in files:
        raw = path.read_bytes()
        for word in (CANARY, "079203012345", "Nguyễn Thị Mẫu"):
            assert word.encode() not in raw, path


def test_a_citizen_hands_in_while_the_agent_sends(tmp_path: Path) -> None:
    run(tmp_path, "hand-in", "5", "before")
    writing = subprocess.Popen(
        [*CHILD, str(tmp_path), "hand-in", "20", "during"],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    while writing.poll() is None:
        status, _lines = run(tmp_path, "send")
        assert status == 0
    out, err = writing.communicate(timeout=LIMIT_S)
    assert writing.returncode == 0, err
    assert len(told(out.splitlines(), "stored")) == 20
    run(tmp_path, "send")
    portal = PortalInAFile(tmp_path / "portal.db")
    assert len(portal.filed()) == len(set(portal.filed())) == 25
    portal.close()


def test_two_agents_by_mistake_double_nothing(tmp_path: Path) -> None:
    run(tmp_path, "hand-in", "10")
    both = [
        subprocess.Popen(
            [*CHILD, str(tmp_path), "send"],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for _ in range(2)
    ]
    for agent in both:
        _out, err = agent.communicate(timeout=LIMIT_S)
        assert "database is locked" not in err
    run(tmp_path, "send")
    portal = PortalInAFile(tmp_path / "portal.db")
    filed = portal.filed()
    portal.close()
    assert sorted(filed) == sorted(f"d{n}" for n in range(10))


def test_on_a_full_disk_nothing_half_is_stored_and_giving_up_ballast_drains_the_queue(
    tmp_path: Path,
) -> None:
    database = open_database(tmp_path / "outbox.db")
    schema.migrate(database)
    database.execute("PRAGMA max_page_count = 60")
    stored = []
    with pytest.raises(sqlite3.OperationalError, match="full"):
        for number in range(100):
            with immediate(database):
                outbox.enqueue(database, Envelope(f"d{number}", b"x" * 3000, f"d{number}"), at=AT)
            stored.append(f"d{number}")
    assert len(stored) > 10
    assert [row.key for row in inspection.envelopes(database, at=AT)] == stored
    assert database.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
    database.execute("PRAGMA max_page_count = 100")  # what releasing the ballast gives
    while taken := outbox.take(database, at=AT):
        sent = taken.envelope
        assert outbox.ack(database, Receipt(sent.key, sent.body_sha256, "1", "2026", "{}"))
    assert {row.state for row in inspection.envelopes(database, at=AT)} == {State.COMMITTED}
    database.close()


STARVED = """
import resource, sys
from pathlib import Path
from offline_queue import outbox, schema
from offline_queue.database import immediate, open_database, sqlite3
from offline_queue.envelope import Envelope
from offline_queue.moment import Moment
database = open_database(Path(sys.argv[1]) / "outbox.db")
schema.migrate(database)
resource.setrlimit(resource.RLIMIT_FSIZE, (400_000, 400_000))
for number in range(1000):
    try:
        with immediate(database):
            outbox.enqueue(
                database, Envelope(f"d{number}", b"x" * 3000, f"d{number}"), at=Moment(0, "b", 0)
            )
    except sqlite3.OperationalError as error:
        print("refused", error.sqlite_errorname, flush=True)
        break
    print("stored", f"d{number}", flush=True)
"""


def test_a_write_that_is_cut_short_is_told_and_all_told_before_is_there(tmp_path: Path) -> None:
    ran = subprocess.run(
        [sys.executable, "-c", STARVED, str(tmp_path)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=LIMIT_S,
        check=False,
    )
    lines = ran.stdout.splitlines()
    assert lines[-1].startswith("refused SQLITE_"), (lines[-1:], ran.stderr)
    stored = told(lines, "stored")
    assert len(stored) > 10
    database = open_database(tmp_path / "outbox.db")
    assert [row.key for row in inspection.envelopes(database, at=AT)] == stored
    assert database.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
    database.close()


def test_a_queue_of_a_hundred_thousand_costs_no_more_to_take_from(tmp_path: Path) -> None:
    """Counted in database pages read, not in seconds: the same on every machine."""
    database = open_database(tmp_path / "outbox.db", synchronous="NORMAL")
    schema.migrate(database)

    def fill(first: int, count: int) -> None:
        with immediate(database):
            for number in range(first, first + count):
                outbox.enqueue(database, Envelope(f"d{number}", b"{}", f"d{number}"), at=AT)

    def steps_of_one_turn() -> int:
        ticks = [0]

        def tick() -> int:
            ticks[0] += 1
            return 0

        database.conn.set_progress_handler(tick, 10)  # each 10 virtual machine instructions
        taken = outbox.take(database, at=AT)
        assert taken is not None
        sent = taken.envelope
        outbox.ack(database, Receipt(sent.key, sent.body_sha256, "1", "2026", "{}"))
        assert outbox.any_work(database)
        database.conn.set_progress_handler(None, 0)
        return ticks[0]

    fill(0, 10)
    alone = steps_of_one_turn()
    fill(10, 20_000)
    with immediate(database):
        database.execute("UPDATE outbox_envelope SET state = 'purged' WHERE seq BETWEEN 2 AND 9000")
    crowded = steps_of_one_turn()
    database.close()
    assert crowded <= alone * 1.5


def test_there_is_room_for_the_ballast_to_be_more_than_a_gesture() -> None:
    wal_bytes = 8_388_608  # journal_size_limit of open_database
    assert 2 * wal_bytes <= quota.BALLAST_BYTES
