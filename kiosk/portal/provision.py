"""The enrolment file of a kiosk."""

import datetime as dt
import json
from pathlib import Path

from kiosk.contract.portal import Provision
from kiosk.portal import setup
from kiosk.portal.registry import Registry


def provision_text(
    registry: Registry,
    folder: Path,
    device_id: str,
    office_id: str,
    *,
    url: str,
    now: dt.datetime,
) -> str:
    """A `Provision` as JSON text. It holds a secret until it is used: carry it by hand.

    Raises:
        RegistryError: there is no such office.
        ValueError: the device's id or the address cannot be used.
    """
    values = {
        "portal_url": url.rstrip("/"),
        "ca_pem": (folder / setup.CA_CERT).read_text() if url.startswith("https:") else None,
        "device_id": device_id,
        "office_id": office_id,
        "server_keys": [registry.server_key.model_dump()],
        "key_set": json.loads(registry.key_set(now=now)),
        "enrolment_code": "0" * 16,
    }
    Provision.model_validate(values)  # before anything is stored
    values["enrolment_code"] = registry.add_device(device_id, office_id, now=now)
    return json.dumps({"schema_version": 1, **values}, ensure_ascii=False, indent=1)
