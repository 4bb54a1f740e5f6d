"""An office's key is open for one session, for as long as somebody works with it."""

import datetime as dt
from pathlib import Path

import pyrage
import pytest
from cryptography import x509

from kiosk.portal import setup
from kiosk.portal.office_keys import (
    IDLE,
    LockedError,
    UnreadableError,
    Vault,
    WrongPassphraseError,
    make_key,
    seal_note,
)
from kiosk.portal.wrapping import LOG_N, wrap
from tests.portal.conftest import START
from tests.portal.world import PASSPHRASE, office_key


def test_a_key_is_forgotten_after_half_an_hour_without_use_and_for_no_other_session() -> None:
    key, vault = office_key(), Vault()
    sealed = seal_note("Ghi chú", [key.recipient])
    vault.unlock("lan", [key.wrapped], PASSPHRASE, now=START)
    later = START + IDLE
    assert vault.read("lan", sealed, now=later).decode() == "Ghi chú"
    with pytest.raises(LockedError):
        vault.read("minh", sealed, now=later)
    assert vault.is_open("lan", now=later + IDLE)  # reading counts as use
    assert not vault.is_open("minh", now=later + IDLE + dt.timedelta(seconds=1))
    assert vault._open == {}


def test_a_wrong_passphrase_and_a_damaged_part_are_refused() -> None:
    key, vault = office_key(), Vault()
    with pytest.raises(WrongPassphraseError):
        vault.unlock("lan", [key.wrapped], "not the passphrase", now=START)
    vault.unlock("lan", [key.wrapped], PASSPHRASE, now=START)
    sealed = bytearray(seal_note("Ghi chú", [key.recipient]))
    sealed[-1] ^= 1
    with pytest.raises(UnreadableError):
        vault.read("lan", bytes(sealed), now=START)
    stranger = seal_note("x", [str(pyrage.x25519.Identity.generate().to_public())])
    with pytest.raises(UnreadableError):
        vault.read("lan", stranger, now=START)


def test_a_short_passphrase_makes_no_key() -> None:
    with pytest.raises(ValueError, match="12 characters"):
        make_key("short")


def test_an_offices_own_key_is_dear_to_guess_and_stands_in_no_file_in_clear() -> None:
    key, vault = make_key(PASSPHRASE), Vault()
    kind, _salt, work_factor = key.wrapped.splitlines()[1].removeprefix(b"-> ").split()
    assert kind == b"scrypt"
    assert int(work_factor) == LOG_N
    assert b"AGE-SECRET-KEY" not in key.wrapped
    vault.unlock("lan", [key.wrapped], PASSPHRASE, now=START)
    sealed = seal_note("Ghi chú", [key.recipient])
    assert vault.read("lan", sealed, now=START).decode() == "Ghi chú"


def test_a_setup_that_was_cut_off_can_be_begun_anew_and_a_whole_one_cannot(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def power_cut(_: Path) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(setup, "migrate", power_cut)
        with pytest.raises(KeyboardInterrupt):
            setup.init(tmp_path, host="127.0.0.1", now=START)
    setup.init(tmp_path, host="127.0.0.1", now=START)
    kept = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    assert {setup.RECEIPT_KEY, setup.CA_KEY, setup.TLS_KEY, setup.STORE} <= kept.keys()
    assert all(
        (tmp_path / name).stat().st_mode & 0o077 == 0
        for name in (setup.RECEIPT_KEY, setup.CA_KEY, setup.TLS_KEY)
    )
    with pytest.raises(setup.AlreadySetUpError):
        setup.init(tmp_path, host="127.0.0.1", now=START)
    assert kept == {path.name: path.read_bytes() for path in tmp_path.iterdir()}


def test_a_portal_that_is_restarted_now_and_then_never_outlives_its_certificate(
    tmp_path: Path,
) -> None:
    setup.init(tmp_path, host="portal.example", now=START)
    key = (tmp_path / setup.TLS_KEY).read_bytes()
    authority = _certificate(tmp_path / setup.CA_CERT)
    assert setup.renew(tmp_path, now=START + dt.timedelta(days=150)) is None
    now = START
    for _ in range(10):  # five years of starts every half year
        now += dt.timedelta(days=183)
        setup.renew(tmp_path, now=now)
        serving = _certificate(tmp_path / setup.TLS_CERT)
        serving.verify_directly_issued_by(authority)
        assert serving.not_valid_after_utc - now > dt.timedelta(days=190)
        names = serving.extensions.get_extension_for_class(x509.SubjectAlternativeName)
        assert names.value.get_values_for_type(x509.DNSName) == ["portal.example"]
    assert (tmp_path / setup.TLS_KEY).read_bytes() == key


def test_a_certificate_of_another_authority_is_left_alone(tmp_path: Path) -> None:
    ours, theirs = tmp_path / "ours", tmp_path / "theirs"
    setup.init(ours, host="portal.example", now=START)
    setup.init(theirs, host="portal.gov.example", now=START)
    bought = (theirs / setup.TLS_CERT).read_bytes()
    (ours / setup.TLS_CERT).write_bytes(bought)
    assert setup.renew(ours, now=START + dt.timedelta(days=390)) is None
    assert (ours / setup.TLS_CERT).read_bytes() == bought


def _certificate(path: Path) -> x509.Certificate:
    return x509.load_pem_x509_certificate(path.read_bytes())


def test_more_than_a_key_is_not_wrapped_wrongly() -> None:
    with pytest.raises(ValueError, match="65536 are the most"):
        wrap(bytes(65537), PASSPHRASE, log_n=4)
    whole = wrap(bytes(65536), PASSPHRASE, log_n=4)
    assert pyrage.passphrase.decrypt(whole, PASSPHRASE) == bytes(65536)
