"""The portal's API is what its checked-in description says."""

import json
from pathlib import Path

from click.testing import CliRunner

from kiosk.cli import build

CHECKED_IN = Path(__file__).parents[2] / "kiosk" / "contract" / "openapi-portal.json"


def test_the_checked_in_description_is_the_one_the_program_prints() -> None:
    printed = CliRunner().invoke(build(), ["portal", "openapi"])
    assert printed.exit_code == 0
    assert printed.output == CHECKED_IN.read_text(encoding="utf-8"), (
        "run: kiosk portal openapi > kiosk/contract/openapi-portal.json"
    )


def test_every_reference_in_the_description_leads_somewhere() -> None:
    text = CHECKED_IN.read_text(encoding="utf-8")
    schemas = json.loads(text)["components"]["schemas"]
    for part in text.split('"$ref": "')[1:]:
        reference = part.split('"', 1)[0]
        assert reference.rpartition("/")[2] in schemas, reference


def test_no_staff_page_stands_in_the_description() -> None:
    paths = json.loads(CHECKED_IN.read_text(encoding="utf-8"))["paths"]
    assert all(path.startswith("/v1/") for path in paths)
