"""Start and stop the programs of the demonstration: each is the real one, in its own process."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Final, Self

START_LIMIT_S: Final = 15.0  # Python, FastAPI and the database on a cold disk of a small machine
STOP_LIMIT_S: Final = 3.0  # then it is killed: everything worth keeping is on the disk
_POLL_S: Final = 0.02


class ProgramFailedError(Exception):
    """A program did not start; the message ends with what it said last."""


class Program:
    """One program of ours in a child process.

    Args:
        name: for messages and the log file's name.
        arguments: of ``kiosk``.
        folder: where its log goes, and its ready file if it has one.
        environment: added to this process's.
        ready: whether it is told ``--ready-file`` and writes its address there.
    """

    def __init__(
        self,
        name: str,
        arguments: list[str],
        *,
        folder: Path,
        environment: Mapping[str, str],
        ready: bool = True,
    ) -> None:
        self.name = name
        self.log = folder / f"{name}.log"
        self._ready_file = folder / f"{name}.ready" if ready else None
        self._arguments = arguments
        self.environment = {**os.environ, **environment}
        self._process: subprocess.Popen[bytes] | None = None
        self.address = ""

    @property
    def pid(self) -> int:
        """Process id of the running program."""
        if self._process is None:
            raise ProgramFailedError(f"{self.name} is not running")
        return self._process.pid

    @property
    def running(self) -> bool:
        """Whether the process lives."""
        return self._process is not None and self._process.poll() is None

    def start(self) -> Self:
        """Start it and wait until it says that it is ready.

        Raises:
            ProgramFailedError: it ended, or was not ready within the limit.
        """
        command = [sys.executable, "-m", "kiosk", *self._arguments]
        if self._ready_file is not None:
            self._ready_file.unlink(missing_ok=True)
            command += ["--ready-file", str(self._ready_file)]
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(  # noqa: S603 - our own program
                command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env=self.environment,
                start_new_session=True,
            )
        if self._ready_file is not None:
            self.address = self._await_ready(self._ready_file)
        return self

    def _await_ready(self, path: Path) -> str:
        waiting = threading.Event()
        for _ in range(int(START_LIMIT_S / _POLL_S)):
            if path.exists() and (said := path.read_text(encoding="utf-8")).endswith("\n"):
                return said.strip()
            if not self.running:
                break
            waiting.wait(_POLL_S)
        said = self.log.read_text(encoding="utf-8", errors="replace")[-600:]
        self.stop()
        raise ProgramFailedError(f"{self.name} did not start: {said.strip()}")

    def kill(self) -> None:
        """``kill -9``, as a power cut of this one program."""
        if self._process is not None:
            self._process.send_signal(signal.SIGKILL)
            self._process.wait(STOP_LIMIT_S)

    def stop(self) -> None:
        """Ask it to end; kill it if it does not."""
        if self._process is None or not self.running:
            return
        self._process.terminate()
        try:
            self._process.wait(STOP_LIMIT_S)
        except subprocess.TimeoutExpired:
            self.kill()

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()
