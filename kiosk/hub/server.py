"""Runs the hub in one process."""

import socket
from collections.abc import Callable

from kiosk.hub.app import create_app, store_path
from kiosk.settings import Settings
from kiosk.web.server import (
    AlreadyRunningError,
    bound,
    only_one,
    split_address,
    url_of,
    write_ready_file,
)
from kiosk.web.server import serve as serve_app

__all__ = [
    "AlreadyRunningError",
    "bound",
    "only_one",
    "serve",
    "split_address",
    "url_of",
    "write_ready_file",
]


def serve(settings: Settings, on: socket.socket, *, ready: Callable[[], None]) -> None:
    """Serve until SIGTERM or SIGINT; calls `ready` when the first request can be answered."""
    app = create_app(settings)

    def close_streams() -> None:
        if hasattr(app.state, "hub"):  # not when the start failed
            app.state.hub.bus.close()

    serve_app(app, on, store=store_path(settings), ready=ready, stopping=close_streams)
