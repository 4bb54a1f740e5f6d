"""A log line that cannot be written is lost, and never the work it tells of."""

import io
import json
from collections.abc import Iterator

import pytest
import structlog

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


def test_a_run_of_digits_is_masked(capsys: pytest.CaptureFixture[str]) -> None:
    logs.configure(json=True)
    structlog.get_logger().info("told", detail="012345678901")
    assert json.loads(capsys.readouterr().err)["detail"] == "[masked]"
