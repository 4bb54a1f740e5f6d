"""The camera and scanner commands as a technician runs them."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import cv2
import pikepdf
import pytest
from click.testing import CliRunner, Result

from devices.camera.page import Why
from devices.camera.quality import Verdict
from devices.camera.source import Camera
from devices.sim.scene import Plate, Scene, Subject, shoot
from kiosk.cli import build
from kiosk.texts import text


def run(*arguments: object) -> Result:
    return CliRunner().invoke(build(), [str(argument) for argument in arguments])


def rows(result: Result) -> list[dict[str, Any]]:
    return [json.loads(line) for line in result.stdout.splitlines()]


@pytest.fixture(scope="module")
def shots(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("shots")
    scenes = {
        "page": Scene(plate=Plate.WOOD, angle=4),
        "second": Scene(page=2),
        "blurred": Scene(blur=1.5),
        "cut": Scene(shift=(0.0, 0.22)),
        "empty": Scene(subject=Subject.EMPTY),
    }
    for name, scene in scenes.items():
        cv2.imwrite(str(folder / f"{name}.jpg"), shoot(scene).frame)
    (folder / "note.txt").write_text("no picture", encoding="utf-8")
    return folder


def test_find_page_gives_a_line_an_image_and_always_the_best_corners(shots: Path) -> None:
    names = ["page.jpg", "cut.jpg", "empty.jpg"]
    result = run("find-page", *(shots / name for name in names), "--json")
    found = rows(result)
    assert result.exit_code == 0
    assert [row["why"] for row in found] == [None, "touches_border", "no_page"]
    assert [row["file"] for row in found] == [str(shots / name) for name in names]
    assert [len(row["corners"] or []) for row in found] == [4, 4, 0]
    assert all(set(row) == {"file", "corners", "why", "ms"} for row in found)


def test_find_page_goes_on_after_a_file_that_is_no_picture(shots: Path) -> None:
    result = run("find-page", shots / "note.txt", shots / "none.jpg", shots / "page.jpg", "--json")
    assert result.exit_code == 1
    assert [row["why"] for row in rows(result)] == [
        "not_a_picture",
        "No such file or directory",
        None,
    ]


def test_scan_page_writes_one_pdf_of_all_pages(shots: Path, tmp_path: Path) -> None:
    out = tmp_path / "two.pdf"
    result = run("scan-page", shots / "page.jpg", shots / "second.jpg", "--out", out, "--json")
    assert result.exit_code == 0, result.output
    (row,) = rows(result)
    assert (row["verdict"], row["pages"], row["bytes"]) == ("good", 2, out.stat().st_size)
    assert row["bytes"] < 600_000
    with pikepdf.open(out) as pdf:
        assert len(pdf.pages) == 2


@pytest.mark.parametrize(
    ("name", "verdict", "status"),
    [
        ("blurred.jpg", "blur", 3),
        ("cut.jpg", "touches_border", 3),
        ("note.txt", "not_a_picture", 1),
    ],
)
def test_a_shot_that_should_be_taken_again_leaves_no_pdf(
    shots: Path, tmp_path: Path, name: str, verdict: str, status: int
) -> None:
    out = tmp_path / "none.pdf"
    result = run("scan-page", shots / name, "--out", out, "--json")
    assert (result.exit_code, rows(result)[0]["verdict"]) == (status, verdict)
    assert not out.exists()


@pytest.mark.parametrize("language", ["vi", "en"])
def test_each_verdict_has_its_sentence(language: str) -> None:
    for verdict in (*Verdict, *Why, "same_page"):
        assert text(f"photo.{verdict}", language)


@contextmanager
def started(*arguments: str) -> Iterator[tuple["subprocess.Popen[str]", dict[str, Any]]]:
    process = subprocess.Popen(
        [sys.executable, "-m", "kiosk", "simulate", *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout
        yield process, json.loads(process.stdout.readline())
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=10) == 0
    finally:
        process.kill()
        process.wait(timeout=10)
        for stream in (process.stdin, process.stdout):
            assert stream
            stream.close()


def order(process: "subprocess.Popen[str]", line: str) -> dict[str, Any]:
    assert process.stdin
    assert process.stdout
    process.stdin.write(line + "\n")
    process.stdin.flush()
    answer: dict[str, Any] = json.loads(process.stdout.readline())
    return answer


def test_a_simulated_camera_is_seen_by_the_real_driver_and_obeys() -> None:
    scene = json.dumps({"size": [320, 240], "subject": "card"})
    with started("camera", "--scene", scene) as (process, ready):
        camera = Camera(ready["url"])
        camera.start()
        frame = camera.wait_for_frame(0, timeout_s=5)
        assert frame is not None
        assert frame.image.shape == (240, 320, 3)
        assert order(process, '{"fault": "absent"}') == {"ok": True}
        assert order(process, '{"fault": "sleepy"}')["ok"] is False
        assert order(process, "[]")["ok"] is False
        assert order(process, '{"scene": {"plate": "wood"}}') == {"ok": True}
        assert camera.stop()


def test_a_simulated_scanner_is_a_line_that_sends_what_it_is_told(tmp_path: Path) -> None:
    line = tmp_path / "scanner"
    with started("scanner", "--pty", str(line)) as (process, ready):
        assert ready == {"event": "ready", "url": f"tty:{line}"}
        fd = os.open(line, os.O_RDWR | os.O_NOCTTY)
        assert order(process, '{"scan": "Nguyễn"}') == {"ok": True}
        assert os.read(fd, 100) == "Nguyễn\r".encode()
        os.close(fd)
        assert order(process, '{"bytes": "zz"}')["ok"] is False
    assert not line.exists()


def test_a_scene_that_cannot_be_is_wrong_use() -> None:
    result = run("simulate", "camera", "--scene", '{"size": [1, 1]}')
    assert result.exit_code == 2
    assert "64..4096" in result.output
