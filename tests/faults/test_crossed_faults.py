"""Kills, power cuts and a bad network in one delivery: what people were told is still true."""

import random
from pathlib import Path

from tests.support.crossed import DOSSIERS, Sum, history, not_once, rest_of
from tests.support.portal_in_a_file import PortalInAFile
from tests.support.power_cut import CrashState

HISTORIES = 3  # `make crossed-faults` goes on for a quarter of an hour


def test_through_kills_cuts_and_a_bad_network_every_dossier_arrives_once(tmp_path: Path) -> None:
    total = Sum()
    for seed in range(HISTORIES):
        history(seed, 6, tmp_path / str(seed), total)
    assert total.broken == []
    assert total.cuts == HISTORIES * 6
    assert min(total.kills, total.network) > HISTORIES


def test_a_disk_that_forgot_what_was_stored_is_noticed(tmp_path: Path) -> None:
    said = tuple(f"stored d{number}" for number in range(DOSSIERS))
    empty = CrashState({}, frozenset(), said, "nowhere")
    found = rest_of(empty, tmp_path, tmp_path / "none/portal.db", random.Random(1), Sum())
    assert "d0 was stored and is lost" in found
    assert any(problem.startswith("lost: ") for problem in found)


def test_a_portal_that_files_twice_is_noticed(tmp_path: Path) -> None:
    total, base = Sum(), tmp_path / "0"
    history(3, 0, base, total)
    portal = PortalInAFile(base / "work/portal.db")
    portal.database.execute("INSERT INTO filing (key, receipt) VALUES ('d0', '{}'), ('d0', '{}')")
    portal.close()
    assert any(
        word.startswith("doubled")
        for word in not_once(base / "work/kiosk", base / "work/portal.db", [])
    )
