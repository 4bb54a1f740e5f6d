"""What an installed kiosk is started by: systemd accepts it, and it names what there is."""

import re
import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest

from kiosk.cli import build
from kiosk.reference import all_commands
from kiosk.settings import load
from tests.portal.world import Kiosk, RunningPortal

DEPLOY = Path(__file__).parents[2] / "assets" / "deploy"
UNITS = sorted(path for path in (DEPLOY / "systemd").iterdir() if path.suffix != ".conf")
PROGRAM = "/opt/kiosk-mot-cua/.venv/bin/kiosk"
#: Programs of Debian packages that install.sh names.
OF_DEBIAN = {"/usr/bin/cage": "cage", "/usr/bin/systemctl": "systemd", "/usr/bin/pkill": "procps"}


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A root folder with systemd's own units, ours, and the programs they start."""
    root = tmp_path_factory.mktemp("root")
    shutil.copytree("/usr/lib/systemd/system", root / "usr/lib/systemd/system", symlinks=True)
    for program in (PROGRAM, *OF_DEBIAN):
        path = root / program.removeprefix("/")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("#!/bin/sh\n")
        path.chmod(0o755)
    ours = root / "etc/systemd/system"
    ours.mkdir(parents=True)
    for unit in UNITS:
        shutil.copy(unit, ours)
    return root


def objections(root: Path, unit: str) -> str:
    done = subprocess.run(
        ["systemd-analyze", "verify", f"--root={root}", "--man=no", unit],
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
    return (done.stdout + done.stderr).strip()


@pytest.mark.parametrize("unit", [unit.name for unit in UNITS])
def test_systemd_has_nothing_to_object(root: Path, unit: str) -> None:
    assert objections(root, unit) == ""


def test_systemd_would_object_to_a_misspelt_key(root: Path) -> None:
    hub = (DEPLOY / "systemd" / "kiosk-hub.service").read_text()
    broken = root / "etc/systemd/system/broken.service"
    broken.write_text(hub.replace("WatchdogSec=", "WatchdogSecs="))
    try:
        assert "WatchdogSecs" in objections(root, "broken.service")
    finally:
        broken.unlink()


def test_every_program_started_is_one_that_is_installed() -> None:
    commands = {name for name, _ in all_commands(build())}
    packages = (DEPLOY / "install.sh").read_text()
    for unit in UNITS:
        for line in re.findall(r"^Exec\w+=-?(.*)$", unit.read_text(), re.MULTILINE):
            program, *arguments = line.split()
            if program in OF_DEBIAN:
                assert re.search(rf"packages\+?=\(.*\b{OF_DEBIAN[program]}\b", packages)
            if PROGRAM in line:
                after = line.split(PROGRAM)[1].strip()
                assert f"kiosk {after}" in commands, f"{unit.name}: kiosk {after}"
            else:
                assert program in OF_DEBIAN, f"{unit.name}: {program} {arguments}"


def test_the_agent_is_started_on_an_enrolled_kiosk_and_on_no_other(tmp_path: Path) -> None:
    unit = (DEPLOY / "systemd" / "kiosk-agent.service").read_text()
    (condition,) = re.findall(r"^ConditionPathExists=(.*)$", unit, re.MULTILINE)
    (data,) = re.findall(r"KIOSK_PATHS__DATA=(\S+)", unit)
    looked_for = Path(condition).relative_to(data)
    portal = RunningPortal(tmp_path / "portal")
    portal.start()
    try:
        provision = portal.provision()
        assert not (tmp_path / "kiosk" / looked_for).exists()
        Kiosk.enrolled(tmp_path / "kiosk", provision).close()
        assert (tmp_path / "kiosk" / looked_for).exists()
    finally:
        portal.stop()


def test_the_settings_of_a_new_kiosk_load() -> None:
    path = DEPLOY / "etc" / "kiosk.toml"
    settings = load(path)
    assert settings.site.filing == tomllib.loads(path.read_text())["site"]["filing"]


_RULE = re.compile(r'(?:[A-Z]+(?:\{[A-Za-z_]+\})?(?:==|!=|=|\+=)"[^"]*"(?:, )?)+')


def test_a_keyboard_and_a_stick_are_refused_and_the_devices_are_not() -> None:
    lines = (DEPLOY / "udev" / "70-kiosk.rules").read_text().splitlines()
    rules = [line for line in lines if line and not line.startswith("#")]
    assert all(_RULE.fullmatch(rule) for rule in rules)
    refused = [rule for rule in rules if 'ATTR{authorized}="0"' in rule]
    classes = [re.findall(r'ATTR\{(bInterface\w+)\}=="(\w+)"', rule) for rule in refused]
    assert classes == [
        [("bInterfaceClass", "03"), ("bInterfaceProtocol", "01")],
        [("bInterfaceClass", "08")],
    ]
    assert all('ENV{KIOSK_ALLOWED}!="1"' in rule for rule in refused)
