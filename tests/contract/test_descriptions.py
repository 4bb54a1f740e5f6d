"""The API of each server is what its checked-in description says."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from kiosk.cli import build

CONTRACT = Path(__file__).parents[2] / "kiosk" / "contract"
BOTH = pytest.mark.parametrize("server", ["hub", "portal"])


def checked_in(server: str) -> str:
    return (CONTRACT / f"openapi-{server}.json").read_text(encoding="utf-8")


@BOTH
def test_the_checked_in_description_is_the_one_the_program_prints(server: str) -> None:
    printed = CliRunner().invoke(build(), [server, "openapi"])
    assert printed.exit_code == 0
    assert printed.output == checked_in(server), (
        f"run: kiosk {server} openapi > kiosk/contract/openapi-{server}.json"
    )


@BOTH
def test_every_reference_in_the_description_leads_somewhere(server: str) -> None:
    text = checked_in(server)
    schemas = json.loads(text)["components"]["schemas"]
    for part in text.split('"$ref": "')[1:]:
        reference = part.split('"', 1)[0]
        assert reference.rpartition("/")[2] in schemas, reference


def test_no_staff_page_of_the_portal_stands_in_its_description() -> None:
    assert all(path.startswith("/v1/") for path in json.loads(checked_in("portal"))["paths"])
