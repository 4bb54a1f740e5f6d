"""The technician's commands, as processes: simulator, sample print, reading codes."""

import json
import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
import segno
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from devices.printer import open_printer
from devices.printer.api import PrintOutcome, PrintResult
from devices.sim.control import obey
from devices.sim.ports import TcpPort
from devices.sim.printer import SimulatedPrinter
from kiosk.cli import build
from kiosk.clock import utc_now
from kiosk.settings import Settings
from kiosk.slips.check import checked
from kiosk.slips.sample import sample

Simulator = subprocess.Popen[str]


@pytest.fixture
def simulator(tmp_path: Path) -> Iterator[tuple[Simulator, str, str]]:
    """``kiosk simulate printer`` as a process of its own: process, printer URL, control URL."""
    command = [sys.executable, "-m", "kiosk", "simulate", "printer"]
    options = ["--listen", "tcp://127.0.0.1:0", "--control", "tcp://127.0.0.1:0"]
    with subprocess.Popen(
        [*command, *options, "--record", str(tmp_path / "record")],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout
        ready = json.loads(process.stdout.readline())
        yield process, ready["url"], ready["control"]
        process.kill()


def command(*words: str) -> tuple[int, list[dict[str, object]]]:
    """Run ``kiosk``; exit status and the JSON objects it printed."""
    result = CliRunner().invoke(build(), list(words))
    lines = result.stdout.splitlines()
    return result.exit_code, [json.loads(line) for line in lines if line.startswith("{")]


def switch(control: str, **faults: object) -> dict[str, object]:
    host, port = control.removeprefix("tcp://").split(":")
    with socket.create_connection((host, int(port)), timeout=2) as link, link.makefile("rw") as io:
        io.write(json.dumps(faults) + "\n")
        io.flush()
        answer: dict[str, object] = json.loads(io.readline())
        return answer


def test_a_sample_is_printed_recorded_and_readable(
    simulator: tuple[Simulator, str, str], tmp_path: Path
) -> None:
    process, url, _ = simulator
    status, (answer,) = command("print-sample", "--printer", url, "--json")
    assert (status, answer["result"], answer["health"], answer["cause"]) == (
        0,
        "printed",
        "ready",
        None,
    )
    assert process.stdout
    event = json.loads(process.stdout.readline())
    assert event["event"] == "slip"
    assert (tmp_path / "record" / "001.bin").read_bytes().startswith(b"\x1b@")
    for engine in ("zxing", "pyzbar"):
        status, (read,) = command("read-qr", "--engine", engine, event["png"])
        assert (status, read["text"], read["error"]) == (0, "http://127.0.0.1:8460/t/sample", None)


def test_someone_must_act_is_exit_three_with_the_cause(
    simulator: tuple[Simulator, str, str],
) -> None:
    _, url, control = simulator
    assert switch(control, paper_out=True)["ok"] is True
    status, (answer,) = command("print-sample", "--printer", url, "--json")
    assert (status, answer["result"], answer["cause"]) == (3, "not_started", "PRN-02")
    assert switch(control, paper_out=False, cover_open=True)["ok"] is True
    result = CliRunner().invoke(build(), ["print-sample", "--printer", url])
    assert result.exit_code == 3
    assert "PRN-03: Close the cover" in result.stderr


def test_a_printer_that_dies_in_the_middle_of_a_slip_leaves_it_unconfirmed(
    simulator: tuple[Simulator, str, str],
) -> None:
    process, url, control = simulator
    assert switch(control, rate=10_000)["ok"] is True
    printer = open_printer(url, print_s=4.0)
    outcomes: list[PrintOutcome] = []
    slip = checked(sample(Settings(), utc_now()))
    job = threading.Thread(target=lambda: outcomes.append(printer.print_slip(slip)))
    job.start()
    job.join(timeout=0.5)  # a second of printing at least lies ahead
    assert job.is_alive()
    os.kill(process.pid, signal.SIGKILL)
    process.wait(timeout=5)
    job.join(timeout=5)
    assert outcomes[0].result is PrintResult.UNCONFIRMED
    assert outcomes[0].health.code in {"PRN-01", "PRN-08"}
    assert printer.status().code == "PRN-01"
    printer.close()


def test_no_printer_and_wrong_addresses_are_wrong_use() -> None:
    for words in (
        ["print-sample"],
        ["print-sample", "--printer", "9100"],
        ["print-sample", "--printer", "tcp://127.0.0.1:9", "--profile", "x"],
        ["simulate", "printer", "--record", "x"],
        ["simulate", "printer", "--record", "x", "--listen", "9100"],
    ):
        assert CliRunner().invoke(build(), words).exit_code == 2, words


values = st.none() | st.booleans() | st.integers() | st.text()
names = st.sampled_from(["paper_out", "stale", "rate", "power_cycle"]) | st.text()


@given(st.text() | st.dictionaries(names, values).map(json.dumps))
def test_no_line_of_control_breaks_the_simulator(line: str) -> None:
    printer = SimulatedPrinter(TcpPort())
    before = printer.faults
    answer = json.loads(obey(printer, line))
    assert answer["ok"] or (answer["error"] and printer.faults == before)
    printer.port.unplug()


def code_image(path: Path, payload: bytes) -> Path:
    segno.make_qr(payload, encoding=None).save(str(path), scale=5, kind="png")
    return path


VIETNAMESE = [
    "Nguyễn Thị Ánh Nữ", "Lý Chính Thắng", "Trương Thị Cẩm Hường", "Đỗ Ngọc Ẩn", "Lê Văn Đức",
    "Phạm Hữu Nghĩa", "Hồ Thị Kỷ", "Vũ Đình Ưng", "Bùi Thị Xuân", "Mai Thúc Loan â",
]  # fmt: skip


@pytest.mark.parametrize("engine", ["zxing", "pyzbar"])
def test_vietnamese_names_are_read_as_written_by_both_engines(engine: str, tmp_path: Path) -> None:
    """zbar left to itself takes most of these for Shift-JIS or Big5."""
    images = [code_image(tmp_path / f"{n}.png", name.encode()) for n, name in enumerate(VIETNAMESE)]
    status, answers = command("read-qr", "--engine", engine, *map(str, images))
    assert [answer["text"] for answer in answers] == VIETNAMESE
    assert status == 0


@pytest.mark.parametrize("engine", ["zxing", "pyzbar"])
def test_what_is_not_utf8_or_not_one_code_is_refused(engine: str, tmp_path: Path) -> None:
    latin = code_image(tmp_path / "latin.png", "Nữ".encode("utf-16-le") + b"\xff\xfe\xc3")
    empty = tmp_path / "empty.png"
    Image.new("L", (300, 300), 255).save(empty)
    two = tmp_path / "two.png"
    with Image.open(code_image(tmp_path / "a.png", b"A001")) as one:
        both = Image.new("L", (one.width * 2, one.height), 255)
        both.paste(one.convert("L"), (0, 0))
    with Image.open(code_image(tmp_path / "b.png", b"A002")) as other:
        both.paste(other.convert("L"), (other.width, 0))
    both.save(two)
    status, answers = command("read-qr", "--engine", engine, str(latin), str(empty), str(two))
    assert status == 1
    assert [answer["text"] for answer in answers] == [None] * 3
    assert [answer["error"] for answer in answers] == [
        "the code is not UTF-8",
        "no code found",
        "2 different codes",
    ]


def test_hostile_pictures_are_refused_before_they_unpack(tmp_path: Path) -> None:
    bomb = tmp_path / "bomb.png"
    Image.new("1", (9000, 9000), 1).save(bomb)  # 81 million pixels in 10 KB
    gif = tmp_path / "picture.gif"
    Image.new("L", (100, 100)).save(gif)
    torn = tmp_path / "torn.png"
    whole = code_image(tmp_path / "whole.png", b"A001").read_bytes()
    torn.write_bytes(whole[: len(whole) // 2])
    noise = tmp_path / "noise.jpg"
    noise.write_bytes(bytes(range(256)) * 40)
    status, answers = command(
        "read-qr", str(bomb), str(gif), str(torn), str(noise), str(tmp_path / "absent.png")
    )
    assert status == 1
    assert all(answer["text"] is None and answer["error"] for answer in answers)
    assert "too many pixels" in str(answers[0]["error"])
    assert answers[1]["error"] == answers[3]["error"] == "neither PNG nor JPEG"


@given(st.binary(max_size=300), st.integers(0, 400))
def test_no_damage_to_a_picture_is_more_than_a_refusal(damage: bytes, where: int) -> None:
    import io
    import tempfile

    from kiosk.services.read_image import ImageRefusedError, qr_text

    whole = io.BytesIO()
    segno.make_qr("A001").save(whole, kind="png", scale=4)
    data = bytearray(whole.getvalue())
    data[where : where + len(damage)] = damage
    with tempfile.NamedTemporaryFile(suffix=".png") as file:
        file.write(data)
        file.flush()
        try:
            qr_text(Path(file.name))
        except ImageRefusedError:
            return
