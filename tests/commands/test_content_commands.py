"""Notices come to a kiosk without a network: signed at a desk, carried on a stick."""

import json
import zipfile
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from PIL import Image

from kiosk.cli import build

NOTICES = """
series = "may-trang"
audience = ["may-trang"]
[[notice]]
id = "thang-may"
topic = "utilities"
title = "Bảo trì thang máy số 2"
body = { vi = "Từ 9 giờ đến 11 giờ.", en = "From 9 to 11." }
source = "Ban quản lý tòa nhà"
starts_at = 2026-01-01T00:00:00+07:00
ends_at = 2199-01-01T00:00:00+07:00
picture = "thang-may.png"
[[notice]]
id = "khoi-b"
topic = "building"
title = "Chỉ khối B"
body = "Diễn tập chữa cháy."
source = "Ban quản lý tòa nhà"
starts_at = 2026-01-01T00:00:00+07:00
ends_at = 2199-01-01T00:00:00+07:00
blocks = ["B"]
"""


@dataclass
class Desk:
    """A folder with a key, a file of notices, and the settings of a kiosk that trusts the key."""

    folder: Path

    def run(self, *words: str) -> Result:
        config = ("--config", str(self.folder / "kiosk.toml"))
        return CliRunner().invoke(build(), [*config, "content", *words])

    def path(self, name: str) -> str:
        return str(self.folder / name)

    def sign(self, bundle: str, *more: str, key: str = "key.pem") -> Result:
        return self.run(
            "sign",
            self.path("notices.toml"),
            "--key",
            self.path(key),
            "--out",
            self.path(bundle),
            *more,
        )


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    (tmp_path / "kiosk.toml").write_text("")
    made = Desk(tmp_path)
    public = made.run("key", made.path("key.pem")).output.strip()
    (tmp_path / "kiosk.toml").write_text(
        f'[site]\nid = "may-trang"\nblock = "A"\ncontent_keys = ["{public}"]\n'
        f'[paths]\ndata = "{tmp_path / "data"}"\n'
    )
    (tmp_path / "notices.toml").write_text(NOTICES)
    Image.linear_gradient("L").save(tmp_path / "thang-may.png")
    return made


def test_a_bundle_is_signed_checked_taken_and_shown(desk: Desk) -> None:
    assert desk.sign("a.notices", "--serial", "5").exit_code == 0
    checked = json.loads(desk.run("verify", desk.path("a.notices"), "--json").stdout)
    assert (checked["series"], checked["serial"], checked["notices"]) == ("may-trang", 5, 2)
    assert json.loads(desk.run("show", "--json").stdout) == []
    assert desk.run("take", desk.path("a.notices")).exit_code == 0
    (shown,) = json.loads(desk.run("show", "--json").stdout)
    assert (shown["title"], shown["picture"]) == ("Bảo trì thang máy số 2", True)

    again = desk.run("take", desk.path("a.notices"))
    assert again.exit_code == 3
    assert "not above 5" in again.stderr
    assert desk.sign("old.notices", "--serial", "4").exit_code == 0
    assert desk.run("take", desk.path("old.notices")).exit_code == 3
    (desk.folder / "notices.toml").write_text('series = "may-trang"\naudience = ["may-trang"]\n')
    assert desk.sign("none.notices").exit_code == 0
    assert desk.run("take", desk.path("none.notices")).exit_code == 0
    assert desk.run("show").stdout == "Nothing is shown now.\n"


def test_a_bundle_of_a_stranger_or_with_another_picture_is_not_taken(desk: Desk) -> None:
    assert desk.run("key", desk.path("thief.pem")).exit_code == 0
    assert desk.run("key", desk.path("thief.pem")).exit_code == 3
    assert desk.sign("a.notices").exit_code == 0
    assert desk.sign("thief.notices", key="thief.pem").exit_code == 0
    with (
        zipfile.ZipFile(desk.path("a.notices")) as right,
        zipfile.ZipFile(desk.path("swapped.notices"), "w") as swapped,
        zipfile.ZipFile(desk.path("short.notices"), "w") as short,
    ):
        short.writestr("set.json", right.read("set.json"))
        for name in right.namelist():
            content = right.read(name)
            swapped.writestr(name, content if name == "set.json" else content[:-1] + b"?")
    for name in ("thief", "swapped", "short"):
        for deed in ("verify", "take"):
            refused = desk.run(deed, desk.path(f"{name}.notices"))
            assert refused.exit_code == 3, name
            assert "is not believed here" in refused.stderr
    assert desk.run("take", desk.path("notices.toml")).exit_code == 2
    assert json.loads(desk.run("show", "--json").stdout) == []


@pytest.mark.parametrize(
    ("was", "now", "said"),
    [
        ('series = "may-trang"', 'series = "portal"', "series"),
        ('series = "may-trang"', 'seres = "may-trang"', "known are series"),
        ('audience = ["may-trang"]', "audience = []", "audience"),
        ('topic = "utilities"', 'topic = "weather"', "notice 1: topic: one of office"),
        ('id = "khoi-b"', 'id = "khối b"', "notice 2: id"),
        ("ends_at = 2199", "ends_at = 2020", "notice 1: ends_at"),
        ('picture = "thang-may.png"', 'picture = "none.png"', "No such file"),
        ('picture = "thang-may.png"', 'picture = "notices.toml"', "neither PNG nor JPEG"),
        ('title = "Chỉ khối B"', 'title = ""', "notice 2: title"),
        ('blocks = ["B"]', 'block = "B"', "unknown: block"),
        ("[[notice]]", "[[notice", "notices.toml"),
    ],
)
def test_a_mistake_in_the_file_is_named(desk: Desk, was: str, now: str, said: str) -> None:
    (desk.folder / "notices.toml").write_text(NOTICES.replace(was, now, 1))
    refused = desk.sign("a.notices")
    assert refused.exit_code == 2
    assert said in refused.stderr
    assert not (desk.folder / "a.notices").exists()
