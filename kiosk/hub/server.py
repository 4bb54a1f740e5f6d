"""Runs the hub in one process."""

import socket
from collections.abc import Callable

from kiosk.hub.app import create_app, store_path
from kiosk.settings import Settings
from kiosk.web import server


def serve(settings: Settings, on: socket.socket, *, ready: Callable[[], None]) -> None:
    """Serve until SIGTERM or SIGINT; calls `ready` when the first request can be answered."""
    server.serve(create_app(settings), on, store=store_path(settings), ready=ready)
