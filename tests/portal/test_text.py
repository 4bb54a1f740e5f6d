"""Text that no letters stand for is refused by its sender's fault, and nothing of it is kept."""

import json
import uuid
from pathlib import Path

import pytest
import requests

from kiosk.portal import tables
from tests.portal.test_uplink_http import PARTS, Sender, fitting
from tests.portal.world import PASSWORD, Kiosk, RunningPortal

HALF = "half\ud83d"  # the first half of a pair: JSON can write it, UTF-8 cannot
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


def spoilt(message: dict[str, object]) -> list[dict[str, object]]:
    """The message with each of its texts broken in turn, and with a field of no name."""
    texts = [name for name, value in message.items() if isinstance(value, str)]
    return [{**message, name: HALF} for name in texts] + [{**message, HALF: 1}]


@pytest.mark.parametrize("ascii_only", [True, False], ids=["escaped", "bytes"])
def test_half_a_letter_is_refused_and_not_kept(
    tmp_path: Path, served: RunningPortal, *, ascii_only: bool
) -> None:
    kiosk = Kiosk.enrolled(tmp_path / "kiosk", served.provision())
    kiosk.close()
    sender = Sender(served.url, kiosk.enrolment.device_key())
    made = fitting(PARTS)
    delivery = f"/v1/deliveries/{made.delivery_id}"
    asked: list[tuple[str, str, dict[str, object]]] = [
        ("PUT", f"{delivery}/manifest", made.model_dump(mode="json")),
        ("POST", f"{delivery}/commit", {"manifest_sha256": "0" * 64}),
        ("POST", "/v1/track", {"code": str(made.code), "secret": "7KXP"}),
        ("POST", "/v1/heartbeats", {"version": "1", "waiting": 0, "quarantined": 0}),
        ("POST", "/v1/notices/counts", {"counted": [], "since": "x"}),
        ("POST", "/v1/devices", {"device_id": "x", "enrolment_code": "x", "public_key": "x"}),
    ]
    for method, path, message in asked:
        for told in spoilt(message):
            body = json.dumps(told, ensure_ascii=ascii_only).encode("utf-8", "surrogatepass")
            for kind in ("application/json", "text/plain"):
                request = sender.signed(
                    method, path, body, key=str(made.delivery_id), Content_Type=kind
                )
                answer = sender.send(request)
                assert answer.status_code in {400, 422}, (path, told, answer.text)
                assert answer.json()["code"] in {"invalid", "bad-request"}
    assert served.rows(tables.delivery) == []


def test_half_a_letter_in_a_form_or_an_address_is_no_fault_of_ours(served: RunningPortal) -> None:
    half = "%ED%A0%BD"
    with requests.Session() as browser:
        browser.trust_env = False
        for path in ("/d", f"/d/{half}", f"/staff/{half}", "/staff/sign-in", "/p/2.000635"):
            answer = browser.get(f"{served.url}{path}?lang={half}&on={half}", timeout=15)
            assert answer.status_code < 500, path
        for path, form in (
            ("/d", f"code={half}&secret={half}"),
            ("/staff/sign-in", f"name={half}&password={half}"),
            ("/staff/sign-in", f"name=lan&password={PASSWORD}&{half}={half}"),
            ("/staff/unlock", f"csrf={half}&passphrase={half}"),
            (f"/staff/dossiers/{uuid.uuid4()}/{half}", f"csrf={half}"),
        ):
            answer = browser.post(served.url + path, data=form, headers=FORM, timeout=15)
            assert answer.status_code < 500, (path, form)
