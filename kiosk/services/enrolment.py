"""What a kiosk knows of its portal since it was enrolled.

Lies in ``<data>/portal-link``: ``link.json`` (who and where), ``ca.pem``, ``key-set.json`` (the
offices' keys, signed) and ``device.key``, which only the agent reads.
"""

import base64
import json
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pydantic import ValidationError

from kiosk.clock import Clock
from kiosk.contract.portal import EnrolRequest, KeySet, Office, Provision, ServerKey
from kiosk.remote.portal_client import PortalClient, WrongSignerError, check_signed
from kiosk.remote.signing import DeviceKey
from offline_queue.durable import write_durably
from offline_queue.sealing import KeySet as SealingKeys
from offline_queue.sealing import PublicKey

FOLDER: Final = "portal-link"
_LINK, _CA, _KEY_SET, _KEY = "link.json", "ca.pem", "key-set.json", "device.key"


class NotEnrolledError(Exception):
    """This machine was never enrolled, or its enrolment cannot be read; enrol it (again)."""


@dataclass(frozen=True, slots=True)
class Enrolment:
    """The kiosk's place on the portal."""

    folder: Path
    portal_url: str
    device_id: str
    office_id: str
    server_keys: dict[str, bytes]
    ca: Path | None

    @classmethod
    def load(cls, data: Path) -> "Enrolment":
        """The enrolment kept under the data folder.

        Raises:
            NotEnrolledError: there is none, or it is damaged.
        """
        folder = data / FOLDER
        try:
            link = json.loads((folder / _LINK).read_text(encoding="utf-8"))
            return cls(
                folder=folder,
                portal_url=link["portal_url"],
                device_id=link["device_id"],
                office_id=link["office_id"],
                server_keys={
                    each["key_id"]: base64.b64decode(each["public_key"])
                    for each in link["server_keys"]
                },
                ca=folder / _CA if (folder / _CA).exists() else None,
            )
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise NotEnrolledError(f"{folder}: {error}") from error

    def device_key(self) -> DeviceKey:
        """The private key; raises `KeyFileError`. For the agent alone."""
        return DeviceKey.load(self.folder / _KEY)

    def key_set(self) -> KeySet:
        """The offices' keys as last received; their signature is checked at each reading.

        Raises:
            NotEnrolledError: missing or damaged.
            WrongSignerError: not signed by the portal.
        """
        try:
            text = (self.folder / _KEY_SET).read_text(encoding="utf-8")
            check_signed(self.server_keys, "key-set", json.loads(text))
            return KeySet.model_validate_json(text)
        except (OSError, ValueError) as error:
            raise NotEnrolledError(f"{self.folder / _KEY_SET}: {error}") from error

    def keep_key_set(self, new: KeySet, text: str) -> bool:
        """Keep a newer key-set (its signature was checked); returns whether it was newer.

        Any is newer than one that cannot be read or believed any more: the kiosk heals.
        """
        try:
            kept = self.key_set().serial
        except (NotEnrolledError, WrongSignerError):
            kept = 0
        if new.serial <= kept:
            return False
        write_durably(self.folder / _KEY_SET, text.encode())
        return True

    def office(self, office_id: str) -> Office:
        """A receiving office; raises `NotEnrolledError` if the portal has no such office."""
        for office in self.key_set().offices:
            if office.office_id == office_id:
                return office
        raise NotEnrolledError(f"the portal has no office '{office_id}'")

    def sealing_keys(self, office_id: str) -> SealingKeys:
        """The keys to seal to for an office."""
        return SealingKeys(
            PublicKey(key.key_id, key.recipient, key.not_before, key.not_after)
            for key in self.office(office_id).keys
        )


def read_provision(text: str) -> Provision:
    """An enrolment file; raises `ValueError` saying what is wrong with it."""
    try:
        found = Provision.model_validate_json(text)
        check_signed(_raw(found.server_keys), "key-set", json.loads(text)["key_set"])
    except ValidationError as error:
        first = error.errors(include_input=False)[0]
        raise ValueError(f"{'.'.join(map(str, first['loc']))}: {first['msg']}") from error
    return found


def enrol(provision: Provision, provision_text: str, data: Path, *, clock: Clock) -> Enrolment:
    """Make this machine's key, trade the code for a place, keep what is needed.

    May be repeated with the same file: a key that was made already is used again.

    Raises:
        PortalAwayError, PortalRefusedError: the portal did not take it; nothing but the key and
            the authority's certificate is kept.
    """
    folder = data / FOLDER
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    key_file = folder / _KEY
    key = DeviceKey.load(key_file) if key_file.exists() else DeviceKey.create(key_file)
    ca = None
    if provision.ca_pem is not None:
        ca = folder / _CA
        write_durably(ca, provision.ca_pem.encode())
    client = PortalClient(
        provision.portal_url, key, server_keys=_raw(provision.server_keys), ca=ca, clock=clock
    )
    with closing(client):
        enrolled = client.enrol(
            EnrolRequest(
                device_id=provision.device_id,
                enrolment_code=provision.enrolment_code,
                public_key=base64.b64encode(key.public).decode(),
            )
        )
    # The key-set's own text: a field that we do not know is covered by its signature too.
    key_set = json.dumps(json.loads(provision_text)["key_set"], ensure_ascii=False)
    write_durably(folder / _KEY_SET, key_set.encode())
    link = {
        "portal_url": provision.portal_url,
        "device_id": enrolled.device_id,
        "office_id": enrolled.office_id,
        "server_keys": [each.model_dump() for each in provision.server_keys],
    }
    write_durably(folder / _LINK, json.dumps(link, indent=1).encode())
    return Enrolment.load(data)


def _raw(keys: tuple[ServerKey, ...]) -> dict[str, bytes]:
    return {key.key_id: base64.b64decode(key.public_key) for key in keys}
