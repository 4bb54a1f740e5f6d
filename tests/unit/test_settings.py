"""A mistake in the settings is told in one line, with the nearest right key."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from kiosk import settings
from kiosk.cli import build
from kiosk.settings import Hub, Settings, Site


def test_a_wrong_key_names_the_nearest(tmp_path: Path) -> None:
    path = tmp_path / "kiosk.toml"
    path.write_text('[printer]\nulr = "tcp://127.0.0.1:9100"\n')
    with pytest.raises(
        settings.SettingsError, match=r"unknown key 'printer\.ulr'; did you mean 'url'"
    ):
        settings.load(path)


@pytest.mark.parametrize("content", ["[hub\n", "\xff", "[hub]\nslot = 99\n"])
def test_a_broken_file_is_one_sentence(tmp_path: Path, content: str) -> None:
    path = tmp_path / "kiosk.toml"
    path.write_text(content, encoding="latin-1")
    with pytest.raises(settings.SettingsError, match=str(path)):
        settings.load(path)


def test_a_missing_file_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(settings.SettingsError, match="No such file"):
        settings.load(tmp_path / "none.toml")


def test_the_environment_wins_over_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "kiosk.toml"
    path.write_text('[hub]\nslot = 2\nurl = "http://127.0.0.1:1"\n')
    monkeypatch.setenv("KIOSK_HUB__SLOT", "3")
    loaded = settings.load(path)
    assert (loaded.hub.slot, loaded.hub.url) == (3, "http://127.0.0.1:1")


def test_help_works_and_an_unknown_command_is_wrong_use() -> None:
    assert CliRunner().invoke(build(), ["--help"]).exit_code == 0
    assert CliRunner().invoke(build(), ["nonsense"]).exit_code == 2


def test_two_kiosks_of_a_place_with_a_long_name_are_told_apart() -> None:
    ids = {Settings(site=Site(id="a" * 40), hub=Hub(slot=slot)).kiosk_id for slot in range(1, 26)}
    assert len(ids) == 25
    assert max(map(len, ids)) <= 40
