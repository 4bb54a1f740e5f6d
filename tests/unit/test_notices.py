"""Only what was signed for this kiosk is shown, only while it is true, and each look counts."""

import datetime as dt
import json
import threading
import zipfile
from collections import deque
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.contract.notices import NoticePicture
from kiosk.domain.notice import Topic
from kiosk.services.notice_bundle import Bundle, BundleError
from kiosk.services.notice_file import FILE, PICTURES, KeptSet, NoticeFile
from kiosk.services.notice_sets import NoticeRefusedError
from kiosk.services.notices import NoticeShelf
from offline_queue.database import immediate, open_database, sqlite3
from offline_queue.moment import moment
from tests.support.notices import HOUR, NOW, Lobby, altered, notice, picture, signed, signer


@pytest.fixture
def lobby(tmp_path: Path) -> Lobby:
    return Lobby(tmp_path)


def titles(shelf: NoticeShelf) -> list[str]:
    return [each.id for each in shelf.showing()]


SECONDS = st.integers(1, 10**7)
#: Why a notice is not to be seen here and now.
HIDDEN = st.one_of(
    st.builds(
        lambda ago, length: {
            "starts_at": (NOW - dt.timedelta(seconds=ago + length)).isoformat(),
            "ends_at": (NOW - dt.timedelta(seconds=ago - 1)).isoformat(),
        },
        SECONDS,
        SECONDS,
    ),
    st.builds(
        lambda until: {
            "starts_at": (NOW + dt.timedelta(seconds=until)).isoformat(),
            "ends_at": (NOW + dt.timedelta(seconds=until + 60)).isoformat(),
        },
        SECONDS,
    ),
    st.lists(st.sampled_from(["B", "C", "A1", "AA"]), min_size=1, max_size=3, unique=True).map(
        lambda blocks: {"blocks": blocks}
    ),
    st.lists(st.sampled_from(["2", "11", "10"]), min_size=1, max_size=3, unique=True).map(
        lambda floors: {"floors": floors}
    ),
)


@settings(max_examples=20, deadline=None)
@given(hidden=st.lists(HIDDEN, min_size=50, max_size=50), urgent=st.booleans())
def test_of_a_thousand_notices_that_are_over_to_come_or_of_another_block_none_is_shown(
    tmp_path_factory: pytest.TempPathFactory, hidden: list[dict[str, object]], *, urgent: bool
) -> None:
    lobby = Lobby(tmp_path_factory.mktemp("lobby"))
    shelf = lobby.shelf(block="A", floor="1")
    made = [notice(f"n-{i}", urgent=urgent, **why) for i, why in enumerate(hidden)]
    shelf.take(signed(*made, notice("for-all"), notice("for-us", blocks=["a"], floors=["1"])))
    assert sorted(titles(shelf)) == ["for-all", "for-us"]
    shelf.close()


@pytest.mark.parametrize(
    "forge",
    [
        pytest.param(lambda: signed(notice(), by=signer("thief")), id="an unknown key"),
        pytest.param(
            lambda: altered(
                signed(notice(), by=signer("thief")), server_key_id=signer().public.key_id
            ),
            id="a key that only says it is known",
        ),
        pytest.param(lambda: altered(signed(notice()), serial=2), id="another serial"),
        pytest.param(lambda: altered(signed(), notices=[notice()]), id="a notice slipped in"),
        pytest.param(
            lambda: altered(signed(notice()), audience=["lobby-1"]), id="for us after all"
        ),
        pytest.param(lambda: altered(signed(notice()), more="x"), id="a field of no version"),
        pytest.param(lambda: altered(signed(notice()), sig="AAAA"), id="no signature"),
        pytest.param(lambda: signed(notice(), audience=["lobby-2"]), id="for another kiosk"),
        pytest.param(lambda: signed(notice(starts_at="noon")), id="a time that is none"),
        pytest.param(lambda: signed(notice()).replace("sig", "gis"), id="a signature misplaced"),
        pytest.param(lambda: "[]", id="no set"),
        pytest.param(lambda: "{", id="no JSON"),
    ],
)
def test_what_was_not_signed_for_this_kiosk_is_refused_and_changes_nothing(
    lobby: Lobby, forge: Callable[[], str]
) -> None:
    shelf = lobby.shelf()
    shelf.take(signed(notice("true"), serial=1))
    with pytest.raises(NoticeRefusedError) as refused:
        shelf.take(forge())
    assert "not above" not in str(refused.value), "its age is not what is wrong with it"
    assert titles(shelf) == ["true"]
    assert shelf.serial("portal") == 1
    shelf.close()


def test_a_file_changed_on_the_disk_shows_nothing(lobby: Lobby) -> None:
    shelf = lobby.shelf()
    shelf.take(signed(notice("true")))
    shelf.close()
    database = open_database(lobby.data / FILE)
    with immediate(database):
        database.execute("UPDATE notice_set SET body = replace(body, 'tầng 5', 'tầng 6')")
    database.close()
    shelf = lobby.shelf()
    assert shelf.showing() == ()
    shelf.close()


@pytest.mark.parametrize("damage", [b"not a database at all" * 300, b"SQLite format 3\x00" * 200])
def test_a_damaged_file_costs_its_notices_and_never_the_start(lobby: Lobby, damage: bytes) -> None:
    (lobby.data / FILE).write_bytes(damage)
    shelf = lobby.shelf()
    assert shelf.showing() == ()
    shelf.take(signed(notice("again")))
    assert titles(shelf) == ["again"]
    shelf.close()


def test_a_file_torn_in_the_middle_is_made_anew(lobby: Lobby) -> None:
    shelf = lobby.shelf()
    shelf.take(signed(*(notice(f"n-{i}") for i in range(40))))
    shelf.close()
    whole = (lobby.data / FILE).read_bytes()
    (lobby.data / FILE).write_bytes(whole[:4096] + b"\xff" * (len(whole) - 4096))
    shelf = lobby.shelf()
    assert shelf.showing() == ()
    shelf.take(signed(notice("again")))
    assert titles(shelf) == ["again"]
    shelf.close()


def test_an_older_set_is_refused_and_a_newer_one_replaces_it(lobby: Lobby) -> None:
    shelf = lobby.shelf()
    shelf.take(signed(notice("second"), serial=2))
    for serial in (1, 2):
        with pytest.raises(NoticeRefusedError, match="not above 2"):
            shelf.take(signed(notice("first"), serial=serial))
    assert titles(shelf) == ["second"]
    shelf.take(signed(notice("by-hand"), series="offline", serial=1))
    assert sorted(titles(shelf)) == ["by-hand", "second"]
    shelf.take(signed(serial=3))
    assert titles(shelf) == ["by-hand"]
    shelf.close()


def test_urgent_comes_first_then_the_newest_and_a_topic_is_a_choice(lobby: Lobby) -> None:
    shelf = lobby.shelf()
    made = [
        notice("old", published_at=(NOW - HOUR).isoformat(), topic="health"),
        notice("new", published_at=NOW.isoformat()),
        notice("fire", published_at=(NOW - 2 * HOUR).isoformat(), urgent=True),
        notice("of-a-later-program", topic="weather"),
    ]
    shelf.take(signed(*made))
    assert titles(shelf) == ["fire", "new", "old"]
    assert [each.id for each in shelf.showing(Topic.HEALTH)] == ["old"]
    shelf.close()


def test_a_lobby_that_stands_in_no_block_shows_what_concerns_any(lobby: Lobby) -> None:
    shelf = lobby.shelf(block="")
    shelf.take(signed(notice("b", blocks=["B"], floors=["7"])))
    assert titles(shelf) == ["b"]
    shelf.close()


def test_a_notice_begins_and_ends_by_the_clock_alone(lobby: Lobby) -> None:
    shelf = lobby.shelf()
    shelf.take(
        signed(notice(starts_at=(NOW + HOUR).isoformat(), ends_at=(NOW + 2 * HOUR).isoformat()))
    )
    seen = []
    for minutes in (0, 59, 60, 119, 120, 600):
        lobby.clock.now = NOW + dt.timedelta(minutes=minutes)
        seen.append(len(shelf.showing()))
    assert seen == [0, 0, 1, 1, 0, 0]
    shelf.close()


def test_a_clock_that_fell_back_for_years_shows_nothing_that_is_over(lobby: Lobby) -> None:
    over = notice("over", ends_at=(NOW - HOUR).isoformat(), starts_at=(NOW - 9 * HOUR).isoformat())
    shelf = lobby.shelf()
    lobby.clock.now = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)
    shelf.take(signed(over, notice("now")))
    assert titles(shelf) == ["now"]
    shelf.close()
    shelf = lobby.shelf()  # the same after a start
    assert titles(shelf) == ["now"]
    shelf.note_time(NOW + 12 * HOUR)  # the portal says, signed, how late it is
    shelf.refresh()
    assert shelf.showing() == ()
    shelf.note_time(NOW)  # and nobody can turn that back
    shelf.close()
    shelf = lobby.shelf()
    shelf.refresh()
    assert shelf.showing() == ()
    shelf.close()


def test_the_time_goes_on_after_a_start_without_network_and_battery(lobby: Lobby) -> None:
    shelf = lobby.shelf()
    shelf.take(signed(notice(ends_at=(NOW + 2 * HOUR).isoformat())))
    shelf.note_time(NOW + HOUR)
    shelf.close()
    database = open_database(lobby.data / FILE)
    hour_ms = 3_600_000
    with immediate(database):  # the machine was off; its uptime counts anew
        database.execute(
            "UPDATE shelf SET value = json_set(value, '$.boot', 'the one before', '$.up_ms', ?)"
            " WHERE name = 'seen'",
            (10**12,),
        )
    lobby.clock.now = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)
    shelf = lobby.shelf()
    assert len(shelf.showing()) == 1
    shelf.keep_time()
    kept = json.loads(database.execute("SELECT value FROM shelf WHERE name = 'seen'").fetchone()[0])
    assert kept["boot"] == moment(NOW).boot
    with immediate(database):  # this machine runs on for an hour
        database.execute(
            "UPDATE shelf SET value = json_set(value, '$.up_ms', ?) WHERE name = 'seen'",
            (kept["up_ms"] - hour_ms,),
        )
    database.close()
    shelf.refresh()
    assert shelf.showing() == ()
    shelf.close()


def test_a_torn_picture_is_not_shown_and_asked_for_again(lobby: Lobby) -> None:
    content = b"\x89PNG picture " * 1000
    shelf = lobby.shelf()
    shelf.take(signed(notice(picture=picture(content))))
    wanted = NoticePicture.model_validate(picture(content))
    assert shelf.missing() == (wanted,)
    assert [each.picture for each in shelf.showing()] == [None]  # the words do not wait for it
    assert not shelf.keep_picture(wanted, content[:-1])
    assert shelf.missing() == (wanted,)
    assert shelf.keep_picture(wanted, content)
    shelf.refresh()
    path = shelf.showing()[0].picture
    assert path is not None
    assert path.read_bytes() == content
    path.write_bytes(content[:5000])  # the power went
    shelf.close()
    shelf = lobby.shelf()
    assert [each.picture for each in shelf.showing()] == [None]
    assert shelf.missing() == (wanted,)
    shelf.take(signed(notice(), serial=2))
    assert list((lobby.data / PICTURES).iterdir()) == []
    shelf.close()


def test_the_agent_takes_and_the_touch_app_shows_and_counts(lobby: Lobby) -> None:
    app, agent = lobby.shelf(), lobby.shelf()
    came = threading.Event()
    app.when_changed(came.set)
    app.start()
    agent.take(signed(notice("n-1"), notice("n-2")))
    assert came.wait(10)
    assert sorted(titles(app)) == ["n-1", "n-2"]
    watchers = [
        threading.Thread(target=lambda: deque(map(app.shown, ["n-1"] * 500))) for _ in range(4)
    ]
    for each in watchers:
        each.start()
    for each in watchers:
        each.join()
    app.opened("n-2")
    app.close()
    counts = agent.take_counts()
    assert counts is not None
    told = [(one.id, one.shown, one.opened) for one in counts.counts]
    assert told == [("n-1", 2000, 0), ("n-2", 0, 1)]
    assert agent.take_counts() == counts  # nobody said yet that they are known
    agent.counts_told(counts)
    assert agent.take_counts() is None
    agent.shown("n-1")
    more = agent.take_counts()
    assert more is not None
    assert [(one.id, one.shown) for one in more.counts] == [("n-1", 2001)]
    assert json.loads(more.model_dump_json())["shelf"] == counts.shelf
    agent.close()


def test_counts_that_a_full_disk_did_not_take_are_kept_for_the_next_time(lobby: Lobby) -> None:
    shelf = lobby.shelf()
    shelf.take(signed(notice("n-1")))
    shelf.shown("n-1")
    database = open_database(lobby.data / FILE)
    database.execute(
        "CREATE TRIGGER full BEFORE INSERT ON notice_count"
        " BEGIN SELECT RAISE(ABORT, 'database or disk is full'); END"
    )
    with pytest.raises(sqlite3.Error, match="full"):
        shelf.flush()
    shelf.shown("n-1")
    database.execute("DROP TRIGGER full")
    database.close()
    counts = shelf.take_counts()
    assert counts is not None
    assert [(one.id, one.shown) for one in counts.counts] == [("n-1", 2)]
    shelf.close()


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_LZMA])
def test_a_bundle_damaged_at_any_byte_is_refused_in_words(tmp_path: Path, method: int) -> None:
    bundle, refused = tmp_path / "bundle.zip", 0
    content = "".join(str(number**2) for number in range(100))
    with zipfile.ZipFile(bundle, "w", method) as archive:
        archive.writestr("set.json", content)
    whole = bundle.read_bytes()
    for place in range(0, len(whole), 3):
        bundle.write_bytes(whole[:place] + bytes([whole[place] ^ 0xFF]) + whole[place + 1 :])
        try:
            assert Bundle(bundle).text == content  # a byte that says nothing of the content
        except BundleError:
            refused += 1
    assert refused > 20


def test_a_program_that_runs_goes_on_with_the_file_that_another_one_made_anew(
    tmp_path: Path,
) -> None:
    running = NoticeFile(tmp_path)
    assert running.keep(KeptSet("portal", 7, "{}"))
    before = running.version()
    (tmp_path / "notices.db-wal").unlink(missing_ok=True)
    (tmp_path / "notices.db").write_bytes(b"no database" * 400)
    started = NoticeFile(tmp_path)
    assert running.serial("portal") == 0  # so that the set is fetched again
    assert running.version() != before
    assert running.keep(KeptSet("portal", 7, "{}"))
    assert [kept.serial for kept in started.sets()] == [7]
    running.close()
    started.close()
