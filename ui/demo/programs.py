"""Start and stop the programs of the demonstration: each is the real one, in its own process."""

import json
import os
import random
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final, Self

START_LIMIT_S: Final = 15.0  # Python, FastAPI and the database on a cold disk of a small machine
STOP_LIMIT_S: Final = 3.0  # then it is killed: everything worth keeping is on the disk
ORDER_LIMIT_S: Final = 5.0  # a simulated camera draws a new scene in 0.2 s on one idle core
_POLL_S: Final = 0.02
_LAST_WORDS: Final = 600  # characters of a log that a message quotes: the end of a traceback

#: Below the range from which Linux takes ports of outgoing connections (32768 on): a program
#: that is stopped and started again finds its port still free.
PORTS: Final = range(20000, 30000)


class ProgramFailedError(Exception):
    """A program did not start or do what it was told; the message ends with its last words."""


def free_port() -> int:
    """A free port of 127.0.0.1 among `PORTS`; raises `OSError` when there is none."""
    for port in random.sample(PORTS, 100):
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    raise OSError(f"no free port between {PORTS.start} and {PORTS.stop}")


class Program:
    """One program of ours in a child process.

    Args:
        name: for messages and the log file's name.
        arguments: of ``kiosk``.
        folder: where its log goes, and its ready file if it has one.
        environment: added to this process's.
        ready: whether it is told ``--ready-file`` and writes its address there.
        says: words in its output that mean that it is ready, for programs without such a file.
        orders: whether it takes orders on standard input (`order`).
        module: what ``python -m`` runs.
    """

    def __init__(
        self,
        name: str,
        arguments: list[str],
        *,
        folder: Path,
        environment: Mapping[str, str],
        ready: bool = True,
        says: str = "",
        orders: bool = False,
        module: str = "kiosk",
    ) -> None:
        self.name = name
        self.log = folder / f"{name}.log"
        self._ready_file = folder / f"{name}.ready" if ready and not says else None
        self._says = says
        self._orders = orders
        self._module = module
        self._arguments = arguments
        self.environment = {**os.environ, **environment}
        self._process: subprocess.Popen[bytes] | None = None
        self._wanted = False
        self._from = 0  # where the log of the present process begins
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
        self.launch()
        self.wait_ready()
        return self

    def launch(self) -> None:
        """Start it and do not wait."""
        command = [sys.executable, "-m", self._module, *self._arguments]
        if self._ready_file is not None:
            self._ready_file.unlink(missing_ok=True)
            command += ["--ready-file", str(self._ready_file)]
        with self.log.open("ab") as log:
            self._from = log.tell()
            self._process = subprocess.Popen(  # noqa: S603 - our own program
                command,
                stdin=subprocess.PIPE if self._orders else subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env=self.environment,
                start_new_session=True,
            )
        self._wanted = True

    def wait_ready(self) -> None:
        """Wait until it says that it is ready; raises `ProgramFailedError`."""
        if self._ready_file is None and not self._says:
            return
        if not self._wait(self._is_ready, START_LIMIT_S):
            said = self.last_words()
            self.stop()
            raise ProgramFailedError(f"{self.name} did not start: {said}")

    def _is_ready(self) -> bool:
        if self._ready_file is None:
            return self._says in self._said()
        if not self._ready_file.exists():
            return False
        said = self._ready_file.read_text(encoding="utf-8")
        self.address = said.strip()
        return said.endswith("\n")

    def order(self, **command: object) -> None:
        """Give one order to a simulator, as JSON on its standard input; returns when obeyed.

        Raises:
            ProgramFailedError: it refuses, does not answer, or is gone.
        """
        answered = self._answers()
        self.tell(json.dumps(command))
        if not self._wait(lambda: len(self._answers()) > len(answered), ORDER_LIMIT_S):
            raise ProgramFailedError(self.fallen() or f"{self.name} does not answer an order")
        answer = self._answers()[-1]
        if not answer["ok"]:
            raise ProgramFailedError(f"{self.name} refuses: {answer['error']}")

    def tell(self, line: str) -> None:
        """Write one line to its standard input; raises `ProgramFailedError`."""
        if self._process is None or self._process.stdin is None:
            raise ProgramFailedError(f"{self.name} takes no orders")
        try:
            self._process.stdin.write(line.encode() + b"\n")
            self._process.stdin.flush()
        except OSError as error:
            raise ProgramFailedError(self.fallen() or f"{self.name}: {error}") from error

    def _answers(self) -> list[dict[str, Any]]:
        lines = [line for line in self._said().splitlines(keepends=True) if line.endswith("}\n")]
        return [json.loads(line) for line in lines if line.startswith('{"ok"')]

    def _said(self) -> str:
        with self.log.open("rb") as log:
            log.seek(self._from)
            return log.read().decode("utf-8", "replace")

    def last_words(self) -> str:
        """The end of what the present process wrote."""
        return self._said()[-_LAST_WORDS:].strip()

    def _wait(self, true: Callable[[], bool], limit_s: float) -> bool:
        """Until `true`; False after `limit_s`, or when the process ends before."""
        waiting = threading.Event()
        for _ in range(int(limit_s / _POLL_S)):
            if true():
                return True
            if not self.running:
                return true()  # it may have said so with its last breath
            waiting.wait(_POLL_S)
        return False

    def finish(self, limit_s: float = START_LIMIT_S) -> None:
        """Wait until a program that ends by itself has done so.

        Raises:
            ProgramFailedError: it did not end within the limit, or not with status 0.
        """
        self._wait(lambda: not self.running, limit_s)
        status = None if self._process is None else self._process.poll()
        said = self.last_words()
        self.stop()
        if status != 0:
            raise ProgramFailedError(f"{self.name} was not done ({_ending(status)}): {said}")

    def fallen(self) -> str | None:
        """If it ended without having been told to: a sentence that names it and how it ended."""
        if self._process is None or not self._wanted or self.running:
            return None
        ending = _ending(self._process.returncode)
        return f"{self.name} is gone ({ending}); it said last: {self.last_words()}"

    def kill(self) -> None:
        """``kill -9``, as a power cut of this one program."""
        self._wanted = False
        if self._process is not None:
            self._process.send_signal(signal.SIGKILL)
            self._process.wait(STOP_LIMIT_S)
            self._hang_up()

    def stop(self) -> None:
        """Ask it to end; kill it if it does not."""
        self._wanted = False
        if self._process is None or not self.running:
            self._hang_up()
            return
        self._process.terminate()
        try:
            self._process.wait(STOP_LIMIT_S)
        except subprocess.TimeoutExpired:
            self.kill()
        self._hang_up()

    def _hang_up(self) -> None:
        if self._process is not None and self._process.stdin is not None:
            self._process.stdin.close()

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.stop()


def _ending(status: int | None) -> str:
    """How a process ended, in words."""
    if status is None:
        return "still at work after its limit"
    return f"killed by {signal.Signals(-status).name}" if status < 0 else f"exit status {status}"
