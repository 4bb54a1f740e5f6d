"""Runs the hub or the portal in one process: one lock, one socket, a clean stop."""

import asyncio
import logging
import signal
import socket
from collections.abc import Callable
from pathlib import Path
from typing import Final

import structlog
import uvicorn
from fastapi import FastAPI

from kiosk.clock import utc_now
from kiosk.lock import only_one
from kiosk.supervised import Supervisor
from kiosk.web.certificate import CertificateNote, LiveCertificate

STOP_S: Final = 3  # requests under way take milliseconds; systemd would kill after 90 s
#: A desk's page asks every 20 s, a kiosk every 30 s, after a failure within 50 s. A line that is
#: closed sooner (uvicorn: 5 s) ends in a press, one closed on the same second in a request.
KEEP_ALIVE_S: Final = 75
BACKLOG: Final = 256  # connections waiting to be accepted

log = structlog.get_logger()


class _Forward(logging.Handler):
    """The web server's own messages, in our log."""

    def emit(self, record: logging.LogRecord) -> None:
        if record.levelno >= logging.WARNING:
            error = record.exc_info[1] if record.exc_info else None
            log.log(
                record.levelno,
                "web.server",
                message=record.getMessage().splitlines()[0],
                exc_info=error,
            )


class StoppableServer(uvicorn.Server):
    """Ends live streams first, or a stop would wait for every one of them.

    An application with streams has ``app.state.close_streams``.
    """

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Stop within `STOP_S`."""
        state = self.config.app.state  # type: ignore[union-attr]  # FastAPI
        if hasattr(state, "close_streams"):  # not when the start failed
            state.close_streams()
        await super().shutdown(sockets)


def split_address(listen: str) -> tuple[str, int]:
    """``host:port`` or ``[ipv6]:port`` taken apart.

    Raises:
        ValueError: it is neither.
    """
    host, colon, port = listen.rpartition(":")
    if not colon or not port.isdecimal() or int(port) > 65535:
        raise ValueError(f"'{listen}' is not host:port")
    return host.strip("[]") or "127.0.0.1", int(port)


def bound(listen: str) -> socket.socket:
    """A socket bound to `listen`; port 0 takes any free one.

    Raises:
        ValueError: not an address.
        OSError: the address is taken or not ours.
    """
    host, port = split_address(listen)
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # asyncio turns Nagle's algorithm off only where the protocol is named; without that, header
    # and body of an answer are 40 ms apart (measured: 134 numbers a second instead of thousands).
    bound_socket = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    bound_socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        bound_socket.bind((host, port))
    except OSError:
        bound_socket.close()
        raise
    return bound_socket


def url_of(bound_socket: socket.socket) -> str:
    """``http://host:port`` of a bound socket."""
    host, port = bound_socket.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def write_ready_file(path: Path, url: str) -> None:
    """Write the address where whoever started the server looks for it, whole or not at all."""
    draft = path.with_name(path.name + ".part")
    draft.write_text(url + "\n", encoding="utf-8")
    draft.replace(path)


def configuration(app: FastAPI, *, tls: tuple[Path, Path] | None = None) -> uvicorn.Config:
    """How the web server runs an application; `tls`: certificate chain and key (PEM)."""
    certificate, key = tls or (None, None)
    return uvicorn.Config(
        app,
        log_config=None,
        access_log=False,  # addresses hold secrets
        proxy_headers=False,  # a peer's address must not be what it says it is
        server_header=False,
        lifespan="on",
        timeout_graceful_shutdown=STOP_S,
        timeout_keep_alive=KEEP_ALIVE_S,
        backlog=BACKLOG,
        ssl_certfile=certificate,
        ssl_keyfile=key,
    )


def serve(
    app: FastAPI,
    on: socket.socket,
    *,
    store: Path,
    ready: Callable[[], None],
    tls: tuple[Path, Path] | None = None,
    renew: Callable[[], object] = lambda: None,
) -> None:
    """Serve until SIGTERM or SIGINT, as the only process on `store`.

    Calls `ready` when the first request can be answered. With `tls` it calls `renew` now and then,
    and takes the certificate anew when its files have changed (`LiveCertificate`); how it is stands
    beside `store` (`CertificateNote`).

    Raises:
        AlreadyRunningError: another process works on `store`.
    """
    logging.getLogger("uvicorn").handlers = [_Forward()]
    logging.getLogger("uvicorn").propagate = False
    logging.getLogger("asyncio").handlers = [_Forward()]
    logging.getLogger("asyncio").propagate = False
    note = CertificateNote(store.parent, clock=utc_now)
    with only_one(store):
        server = StoppableServer(configuration(app, tls=tls))
        asyncio.run(_serve(server, on, ready, _certificate(server.config, tls, renew, note)))
        if not server.started:
            raise RuntimeError("the server could not start; the log says why")


def _certificate(
    config: uvicorn.Config,
    tls: tuple[Path, Path] | None,
    renew: Callable[[], object],
    note: CertificateNote,
) -> LiveCertificate | None:
    if tls is None:
        return None
    config.load()
    return LiveCertificate(config.ssl, *tls, renew, note.told) if config.ssl is not None else None


async def _serve(
    server: uvicorn.Server,
    on: socket.socket,
    ready: Callable[[], None],
    certificate: LiveCertificate | None,
) -> None:
    async def tell() -> None:
        while not server.started:  # noqa: ASYNC110 - uvicorn offers no event for it
            await asyncio.sleep(0.01)
        ready()
        supervisor.ready()
        while supervisor.every_s is not None:
            await asyncio.sleep(supervisor.every_s)
            supervisor.alive()  # this loop answers requests, so its turn proves that it can

    # Between the lock and uvicorn's own handlers a stop would be lost.
    supervisor = Supervisor()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, lambda: setattr(server, "should_exit", True))
    beside = [asyncio.create_task(tell())]
    if certificate is not None:
        beside.append(asyncio.create_task(certificate.keep()))
    try:
        await server.serve(sockets=[on])
    finally:
        supervisor.stopping()
        for task in beside:
            task.cancel()
        await asyncio.gather(*beside, return_exceptions=True)
