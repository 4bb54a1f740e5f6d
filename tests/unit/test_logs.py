"""A log line that cannot be written is lost, and never the work it tells of."""

import io
import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import structlog
from pydantic import BaseModel, Field

from kiosk import logs


@pytest.fixture(autouse=True)
def log_as_before() -> Iterator[None]:
    before = structlog.get_config()
    yield
    structlog.configure(**before)


def test_a_closed_log_stops_nobody() -> None:
    file = io.StringIO()
    logs.configure(json=True, file=file)
    log = structlog.get_logger()
    log.info("first", number="A001")
    assert json.loads(file.getvalue())["event"] == "first"
    file.close()
    log.warning("second")
    log.error("third")


def test_standard_error_may_be_replaced(capsys: pytest.CaptureFixture[str]) -> None:
    logs.configure(json=True)
    structlog.get_logger().info("told")
    assert json.loads(capsys.readouterr().err)["event"] == "told"


NUMBER = "012345678901"


@pytest.mark.parametrize(
    "said",
    [
        NUMBER,
        f"the card says {NUMBER}.",
        [NUMBER],
        {"card": {"numbers": (NUMBER, "0912345678")}},
        {NUMBER: "twice"},
        Path(f"/data/{NUMBER}/page.jpg"),
        OSError(2, f"no file {NUMBER}"),
    ],
    ids=["alone", "ends a sentence", "list", "deep", "key", "path", "error"],
)
def test_a_run_of_digits_is_masked_wherever_it_lies(
    capsys: pytest.CaptureFixture[str], said: object
) -> None:
    logs.configure(json=True)
    structlog.get_logger().info("told", detail=said)
    line = capsys.readouterr().err
    assert NUMBER not in line
    assert "[masked]" in line


def test_sizes_ids_and_fractions_stay_readable(capsys: pytest.CaptureFixture[str]) -> None:
    logs.configure(json=True)
    kept = {
        "free": 123456789012,
        "id": "0199c0de-0000-7000-8000-123456789012",
        "after_s": "0.123456789",
        "ready": True,
        "cause": None,
    }
    structlog.get_logger().info("told", **kept)
    told = json.loads(capsys.readouterr().err)
    assert {name: told[name] for name in kept} == kept


NAME = "Đặng Thị Ngọc Quỳnh"


class Form(BaseModel):
    full_name: str = Field(max_length=3)


def _too_long() -> None:
    Form(full_name=NAME)


def _no_such_field() -> None:
    fields: dict[str, str] = {}
    fields.pop(NAME)


def _no_number() -> None:
    int(NAME)


@pytest.mark.parametrize("defect", [_too_long, _no_such_field, _no_number])
def test_a_traceback_says_where_and_never_what_a_person_said(
    capsys: pytest.CaptureFixture[str], defect: Callable[[], None]
) -> None:
    logs.configure(json=True)
    try:
        defect()
    except (ValueError, KeyError) as error:
        structlog.get_logger().error("form.failed", exc_info=error)
    line = capsys.readouterr().err
    assert "Ngọc" not in line
    told = json.loads(line)["exception"]
    assert defect.__name__ in told
    assert ("full_name string_too_long" in told) == (defect is _too_long)


def test_the_cause_of_a_defect_is_told_with_it(capsys: pytest.CaptureFixture[str]) -> None:
    logs.configure(json=True)
    try:
        try:
            _no_number()
        except ValueError as error:
            raise RuntimeError(f"not for {NAME}") from error
    except RuntimeError:
        structlog.get_logger().exception("form.failed")
    line = capsys.readouterr().err
    assert "Ngọc" not in line
    told = json.loads(line)["exception"]
    assert told.index("builtins.ValueError") < told.index("builtins.RuntimeError")


def test_what_the_system_says_of_a_file_is_kept(capsys: pytest.CaptureFixture[str]) -> None:
    logs.configure(json=True)
    error = OSError(28, "No space left on device", "outbox.db")
    structlog.get_logger().error("disk.full", exc_info=error)
    assert (
        "No space left on device: 'outbox.db'" in json.loads(capsys.readouterr().err)["exception"]
    )


def test_a_program_that_dies_leaves_no_word_and_no_core_file() -> None:
    program = "; ".join(
        (
            "import resource, threading",
            "from kiosk import last_words, logs",
            "last_words.keep_silent()",
            "logs.configure(json=True)",
            "print(resource.getrlimit(resource.RLIMIT_CORE))",
            f"t = threading.Thread(target=int, args=({NAME!r},))",
            "t.start()",
            "t.join()",
            f"raise ValueError({NAME!r})",
        )
    )
    said = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False, timeout=30
    )
    assert said.returncode == 1
    assert said.stdout.strip() == "(0, 0)"
    assert [json.loads(line)["event"] for line in said.stderr.splitlines()] == [
        "process.uncaught",
        "process.uncaught",
    ]
    assert "Ngọc" not in said.stderr


def test_what_a_library_says_of_an_error_of_ours_quotes_nobody() -> None:
    program = "\n".join(
        (
            "import logging",
            "from concurrent.futures import ThreadPoolExecutor",
            "from kiosk import last_words, logs",
            "last_words.keep_silent()",
            "logs.configure(json=True)",
            "with ThreadPoolExecutor(1) as pool:",
            f"    pool.submit(bool).add_done_callback(lambda _: {{}}[{NAME!r}])",
            f"logging.getLogger('library').warning('it cannot take %s', {NAME!r})",
            "logging.getLogger('library').info('nothing of note')",
        )
    )
    said = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=30
    )
    lines = [json.loads(line) for line in said.stderr.splitlines()]
    assert [(line["event"], line["by"]) for line in lines] == [
        ("library.said", "concurrent.futures"),
        ("library.said", "library"),
    ]
    assert "KeyError" in lines[0]["exception"]
    assert lines[1]["what"] == "it cannot take %s"
    assert "Ngọc" not in json.dumps(lines, ensure_ascii=False)
