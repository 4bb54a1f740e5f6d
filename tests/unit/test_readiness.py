"""What a technician is told of each part, and that a test does the real thing."""

import errno
import json
import os
import re
import threading
from pathlib import Path

import pytest
from click.testing import CliRunner
from structlog.testing import capture_logs

from devices.health import Health, State
from devices.printer import open_printer
from devices.sim.ports import TcpPort
from devices.sim.printer import SimulatedPrinter
from devices.sim.scanner import ScannerSimulator
from kiosk.cli import build
from kiosk.clock import utc_now
from kiosk.contract.agent import AgentLine, AgentStatus
from kiosk.remote.agent_client import AgentClient
from kiosk.remote.hub_client import HubClient
from kiosk.services import readiness
from kiosk.services.capture import open_capture
from kiosk.services.device_notes import DeviceNotes, held, noted
from kiosk.services.readiness import Finding, Level, Parts, checks
from kiosk.settings import Scanner, Settings
from kiosk.slips.check import checked
from kiosk.slips.sample import sample
from kiosk.texts import text

NOBODY = HubClient("http://127.0.0.1:9", kiosk_id="t", timeout_s=0.5)


def parts(data: Path, **fields: object) -> Parts:
    return Parts(data, utc_now, NOBODY, portal_wanted=False, **fields)  # type: ignore[arg-type]


def try_out(found: Parts, part: str) -> Finding:
    return next(each for each in checks(found) if each.part == part).test()


def look(found: Parts, part: str) -> Finding:
    return next(each for each in checks(found) if each.part == part).look()


def test_every_fault_of_the_site_has_a_title_and_a_remedy_in_both_languages() -> None:
    for code in readiness.SITE_FAULTS:
        found = Finding("hub", Level.FAILED, code)
        assert all(found.title(language) and found.remedy(language) for language in ("vi", "en"))


def test_a_silent_device_is_never_ready() -> None:
    levels = {state: readiness.of_health("camera", Health(state)).level for state in State}
    assert [state for state, level in levels.items() if level is Level.READY] == [State.READY]


def test_a_test_of_the_printer_puts_a_slip_on_the_tray_and_one_without_paper_says_so(
    tmp_path: Path,
) -> None:
    slip = checked(sample(Settings(), utc_now()))
    with SimulatedPrinter(TcpPort()) as simulator:
        printer = open_printer(simulator.url, "generic-80mm", print_s=5)
        here = parts(tmp_path, printer=printer.status, print_test=lambda: printer.print_slip(slip))
        assert try_out(here, "printer").level is Level.READY
        assert len(simulator.slips) == 1
        simulator.set(paper_out=True)
        found = try_out(here, "printer")
        printer.close()
    assert (found.level, found.code) == (Level.FAILED, "PRN-02")
    assert len(simulator.slips) == 1


def test_a_test_of_the_scanner_waits_for_a_code_and_never_says_what_it_was(
    tmp_path: Path,
) -> None:
    simulator = ScannerSimulator(tmp_path / "tty")
    capture = open_capture(Settings(scanner=Scanner(url=simulator.url)))
    capture.start()
    ready = threading.Event()
    capture.on_health(
        lambda device, health: (
            ready.set() if device == "scanner" and health.state is State.READY else None
        )
    )
    assert ready.wait(5)
    later = threading.Timer(0.3, lambda: simulator.scan("https://example.com/secret"))
    later.start()
    found = try_out(parts(tmp_path, capture=capture), "scanner")
    later.join()
    capture.stop()
    simulator.unplug()
    assert found.level is Level.READY
    assert "LinkScan" in found.evidence
    assert "secret" not in found.evidence


def test_a_hub_that_is_away_and_a_disk_that_works(tmp_path: Path) -> None:
    here = parts(tmp_path)
    assert look(here, "hub").code == "HUB-01"
    assert try_out(here, "disk").level is Level.READY
    assert list(tmp_path.iterdir()) == []


def test_a_kiosk_that_should_send_and_has_no_agent_is_told_to_start_it(tmp_path: Path) -> None:
    here = Parts(tmp_path, utc_now, NOBODY, portal_wanted=True)
    assert look(here, "portal").code == "AGT-01"
    assert look(parts(tmp_path), "portal").level is Level.ABSENT


@pytest.mark.parametrize(
    ("sending", "line", "level"),
    [
        ("up", "down", Level.FAILED),  # the last dossier went, and then the cable
        ("down", "up", Level.READY),
        ("paused", "up", Level.FAILED),  # the portal answers and takes nothing from us
        ("down", "unknown", Level.FAILED),
        ("unknown", "unknown", Level.UNKNOWN),
    ],
)
def test_the_portal_is_as_the_line_is_now_and_not_as_the_last_dossier_found_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, sending: str, line: str, level: Level
) -> None:
    told = {"link": sending, "reason": "why", "waiting": 2, "quarantined": 0}
    status = AgentStatus.model_validate(told)
    monkeypatch.setattr(AgentClient, "status", lambda _: status)
    said = AgentLine.model_validate({"link": line})
    monkeypatch.setattr(AgentClient, "line", lambda _, *, somebody: said if somebody else None)
    here = Parts(tmp_path, utc_now, NOBODY, portal_wanted=True)
    assert look(here, "portal").level is level


def test_while_the_app_runs_the_command_reads_what_the_app_saw(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KIOSK_PATHS__DATA", str(tmp_path))
    monkeypatch.setenv("KIOSK_HUB__URL", "http://127.0.0.1:9")
    notes = DeviceNotes(tmp_path, clock=utc_now).open()
    notes.told("printer", Health(State.BLOCKED, "PRN-02", "DLE EOT 4 = 72"))
    done = CliRunner().invoke(build(), ["check", "--json", "--test", "printer"])
    rows = {row["part"]: row for row in map(json.loads, done.output.splitlines())}
    notes.close()
    assert done.exit_code == 3
    assert (rows["printer"]["level"], rows["printer"]["code"]) == ("failed", "PRN-02")
    assert "touch app" in rows["printer"]["evidence"]
    assert not rows["printer"]["tested"]
    assert rows["camera"]["level"] == "unknown"
    assert not held(tmp_path)


def test_a_disk_that_takes_no_note_of_a_device_does_not_end_the_device(tmp_path: Path) -> None:
    (tmp_path / "devices.json").mkdir()  # cannot be written over
    notes = DeviceNotes(tmp_path, clock=utc_now).open()
    with capture_logs() as logs:
        notes.told("printer", Health(State.READY))
    notes.close()
    assert [line["event"] for line in logs] == ["devices.old_note_stays", "devices.not_noted"]
    assert logs[-1]["do"] == text(f"remedy.{logs[-1]['code']}", "vi")


def test_a_note_that_cannot_be_renewed_is_not_believed_any_more(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    notes = DeviceNotes(tmp_path, clock=utc_now).open()
    notes.told("printer", Health(State.READY))
    assert noted(tmp_path, "printer").state is State.READY

    def full(path: Path, data: bytes) -> None:
        raise OSError(errno.ENOSPC, "no space left", str(path))

    monkeypatch.setattr("kiosk.services.device_notes.write_durably", full)
    notes.told("printer", Health(State.BLOCKED, "PRN-02"))
    notes.close()
    assert noted(tmp_path, "printer").state is State.UNKNOWN


def test_who_looks_whether_the_devices_are_held_takes_them_from_nobody(tmp_path: Path) -> None:
    ending, looks = threading.Event(), 0
    DeviceNotes(tmp_path, clock=utc_now).close()

    def look_again_and_again() -> None:
        nonlocal looks
        while not ending.is_set():
            held(tmp_path)
            looks += 1

    looking = threading.Thread(target=look_again_and_again)
    looking.start()
    try:
        for _ in range(200):
            notes = DeviceNotes(tmp_path, clock=utc_now).open()
            notes.told("printer", Health(State.READY))
            notes.close()
            (tmp_path / "devices.json").unlink()  # not there, had the notes been another's
    finally:
        ending.set()
        looking.join()
    assert looks


def test_a_disk_that_went_read_only_is_told_by_a_look(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    figures = list(os.statvfs(tmp_path))
    figures[8] = os.ST_RDONLY  # f_flag, as statvfs(3) orders them
    monkeypatch.setattr(os, "statvfs", lambda _path: os.statvfs_result(figures))
    found = look(parts(tmp_path), "disk")
    assert (found.level, found.code) == (Level.FAILED, "DOS-05")


def test_a_disk_that_refuses_even_to_remove_is_a_finding_and_no_crash(tmp_path: Path) -> None:
    data = tmp_path / "data"
    data.write_bytes(b"")  # where a folder was: writing and removing are refused, as on a disk
    found = try_out(parts(data), "disk")  # that became read-only
    assert (found.level, found.code, found.tested) == (Level.FAILED, "DOS-05", True)


def test_a_voice_is_looked_for_and_tried(tmp_path: Path) -> None:
    absent = look(parts(tmp_path), "voice")
    assert (absent.level, absent.code) == (Level.ABSENT, None)
    health = Health(State.ABSENT, "VOI-02", "error: No such file")
    found = try_out(parts(tmp_path, voice=lambda: health, voice_test=lambda: health), "voice")
    assert (found.level, found.code, found.tested) == (Level.FAILED, "VOI-02", True)
    assert "tai nghe" in found.remedy("vi")


def test_kiosk_check_speaks_with_the_real_program(tmp_path: Path) -> None:
    environment = {
        "KIOSK_PATHS__DATA": str(tmp_path),
        "KIOSK_VOICE__OUTPUT": f"wav:{tmp_path}/said",
    }
    done = CliRunner().invoke(build(), ["check", "--test", "voice", "--json"], env=environment)
    row = next(json.loads(line) for line in done.output.splitlines() if '"voice"' in line)
    assert (row["level"], row["tested"]) == ("ready", True)
    assert (tmp_path / "said" / "0001.wav").stat().st_size > 10_000


def board_row(environment: dict[str, str], *arguments: str) -> tuple[int, dict[str, object] | None]:
    done = CliRunner().invoke(build(), ["check", "--json", *arguments], env=environment)
    rows = [json.loads(line) for line in done.output.splitlines()]
    return done.exit_code, next((row for row in rows if row["part"] == "board"), None)


def test_a_hub_whose_boards_shall_speak_is_looked_at_by_speaking_a_call(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_up = {"KIOSK_PATHS__DATA": str(tmp_path), "KIOSK_HUB__URL": "http://127.0.0.1:9"}
    assert board_row(set_up)[1] is None  # a chime needs no voice
    set_up["KIOSK_HUB__ANNOUNCE"] = "vi+en"
    _, row = board_row(set_up)
    assert row is not None
    assert (row["level"], row["code"]) == ("ready", None)
    assert re.search(r"vi \d+ KB, en \d+ KB", str(row["evidence"]))
    monkeypatch.setenv("PATH", str(tmp_path))  # where there is no espeak-ng
    code, row = board_row(set_up)
    assert row is not None
    assert (code, row["level"], row["code"]) == (3, "failed", "VOI-03")
    assert "No such file" in str(row["evidence"])
    assert "espeak-ng" in str(row["remedy"])
    assert all(text("citizen.board_silent", language) for language in ("vi", "en"))
