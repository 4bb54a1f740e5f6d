"""The certificate of a server that runs for longer than its certificate."""

import asyncio
import ssl
from collections.abc import Callable
from pathlib import Path
from typing import Final

import structlog

#: Two small files are read. A clock that was wrong at the start has been set right by then, and a
#: certificate that somebody puts there is taken on the same day.
LOOK_EVERY_S: Final = 3600.0

log = structlog.get_logger()


class LiveCertificate:
    """The certificate in `context`, from the files `chain` and `key` (PEM).

    Handshakes under way keep what they began with. All calls belong to the thread of the server's
    event loop, so that no handshake begins between certificate and key.
    """

    def __init__(
        self, context: ssl.SSLContext, chain: Path, key: Path, renew: Callable[[], object]
    ) -> None:
        """`renew` makes the files anew when they end soon; raises `OSError` or `ValueError`."""
        self._context, self._chain, self._key, self._renew = context, chain, key, renew
        self._loaded = self._files()

    def look(self) -> bool:
        """Renew what ends soon, and take what is new on the disk; returns whether anything was.

        A file that is missing, broken or no pair with the other is logged: the old one serves on.
        """
        try:
            self._renew()
        except (OSError, ValueError) as error:
            log.error("certificate.not_renewed", why=str(error))  # noqa: TRY400 - a file's fault
        try:
            found = self._files()
            if found == self._loaded:
                return False
            # First where it harms nobody: of a wrong pair the certificate alone would be taken.
            for context in (ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER), self._context):
                context.load_cert_chain(self._chain, self._key)
        except OSError as error:
            log.error("certificate.not_taken", why=str(error))  # noqa: TRY400 - a file's fault
            return False
        self._loaded = found
        log.info("certificate.taken", chain=str(self._chain))
        return True

    async def keep(self) -> None:
        """Look now and then, for ever."""
        while True:
            await asyncio.sleep(LOOK_EVERY_S)
            self.look()

    def _files(self) -> tuple[bytes, bytes]:
        return self._chain.read_bytes(), self._key.read_bytes()
