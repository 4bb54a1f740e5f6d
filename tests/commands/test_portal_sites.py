"""The operator says which buildings there are, who writes for them and which kiosk stands there."""

import datetime as dt
from pathlib import Path

import pytest
import sqlalchemy as sa
from click.testing import CliRunner, Result

from kiosk.cli import build
from kiosk.contract.hub import Words
from kiosk.portal import setup, tables
from kiosk.portal.receipts import PortalSigner
from kiosk.portal.registry import NewOffice, Registry
from kiosk.portal.store import Store

NOW = dt.datetime(2026, 11, 25, 2, 0, tzinfo=dt.UTC)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A portal with two offices and a kiosk."""
    PortalSigner.create(tmp_path / setup.RECEIPT_KEY)
    store = Store(tmp_path / setup.STORE)
    registry = Registry(store, PortalSigner.load(tmp_path / setup.RECEIPT_KEY))
    with (
        pytest.MonkeyPatch.context() as patch
    ):  # a real key takes two seconds, and opens nothing here
        patch.setattr("kiosk.portal.registry.make_key", _quick_key)
        for office in ("song-may", "nui-xa"):
            registry.add_office(NewOffice(office, Words(vi=office, en=office)), "x", now=NOW)
    registry.add_device("lobby-1", "song-may", now=NOW)
    store.close()
    return tmp_path


def _quick_key(passphrase: str) -> object:
    from kiosk.portal.office_keys import NewKey

    return NewKey(recipient="age1", wrapped=passphrase.encode())


def run(folder: Path, *words: str, typed: str = "") -> Result:
    command = ["portal", *words, "--dir", str(folder)]
    return CliRunner().invoke(build(), command, input=typed)


def site_of_lobby(folder: Path) -> str | None:
    store = Store(folder / setup.STORE)
    with store.read() as connection:
        found: str | None = connection.execute(sa.select(tables.device.c.site_id)).scalar_one()
    store.close()
    return found


def test_a_building_its_kiosk_and_its_board_are_set_up(folder: Path) -> None:
    tower = ("site", "add", "may-trang", "--office", "song-may", "--name", "Tòa Mây Trắng")
    assert run(folder, *tower).exit_code == 0
    assert run(folder, *tower).exit_code == 0  # a new name for a known one
    assert run(folder, "site", "settle", "lobby-1", "--site", "may-trang").exit_code == 0
    assert site_of_lobby(folder) == "may-trang"
    assert run(folder, "site", "settle", "lobby-1").exit_code == 0
    assert site_of_lobby(folder) is None
    board = ("user", "add", "bql", "--office", "song-may", "--role", "notices", "--password-stdin")
    password = "a long enough password\n"
    assert run(folder, *board, "--site", "may-trang", typed=password).exit_code == 0
    for wrong in ((), ("--site", "may-xanh")):
        assert run(folder, *board, *wrong, typed=password).exit_code == 2


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("site", "add", "x", "--office", "none", "--name", "X"), "there is no office"),
        (("site", "add", "nui-xa", "--office", "song-may", "--name", "X"), "is an office"),
        (("site", "add", "Tòa A", "--office", "song-may", "--name", "X"), "a site's id"),
        (("site", "add", "may-trang", "--office", "nui-xa", "--name", "X"), "is a site of"),
        (("site", "settle", "lobby-9"), "there is no kiosk"),
        (("site", "settle", "lobby-1", "--site", "x"), "has no site"),
    ],
)
def test_what_does_not_fit_is_said_in_one_line(
    folder: Path, words: tuple[str, ...], said: str
) -> None:
    run(folder, "site", "add", "may-trang", "--office", "song-may", "--name", "Tòa Mây Trắng")
    refused = run(folder, *words)
    assert refused.exit_code == 2
    assert said in refused.stderr
