"""A real browser for the tour, where Chromium is installed: read a page, photograph it.

Speaks the DevTools protocol over a pipe (``--remote-debugging-pipe``: JSON ended by NUL on file
descriptors 3 and 4), so it needs no port and no package.
"""

import base64
import fcntl
import json
import os
import select
import shutil
import signal
import subprocess
import tempfile
import threading
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from time import monotonic
from typing import Any, Final, Self

LIMIT_S: Final = 20.0  # a cold browser on two busy cores takes five
_POLL_S: Final = 0.02
_FLAGS: Final = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-quic",
    "--no-first-run",
    "--hide-scrollbars",
    "--accept-lang=vi-VN,vi",  # pages speak the visitor's language
    "--remote-debugging-pipe",
)


class BrowserError(Exception):
    """The browser did not do what was asked within the limit."""


def find() -> str | None:
    """Path of an installed Chromium, or None."""
    return shutil.which("chromium") or shutil.which("chromium-browser")


def _high_pipe() -> tuple[int, int]:
    """A pipe whose ends are not descriptors 3 and 4, which the browser gets newly made."""
    ends = os.pipe()
    high = tuple(fcntl.fcntl(end, fcntl.F_DUPFD_CLOEXEC, 10) for end in ends)
    for end in ends:
        os.close(end)
    return high[0], high[1]


class Browser:
    """One page of a headless Chromium with a fresh profile."""

    def __init__(self, program: str) -> None:
        self._program = program
        # Its helpers end a moment after it; what one still writes then must not fail the tour.
        self._profile = tempfile.TemporaryDirectory(
            prefix="kiosk-browser-", ignore_cleanup_errors=True
        )
        self._buffer = b""
        self._id = 0
        self._session = ""

    def __enter__(self) -> Self:
        to_browser, self._write = _high_pipe()
        self._read, from_browser = _high_pipe()
        command = [
            "bash",  # dash knows only one-digit descriptors
            "-c",
            f'exec "$0" "$@" 3<&{to_browser} 4>&{from_browser}',
            self._program,
            *_FLAGS,
            f"--user-data-dir={self._profile.name}",
        ]
        self._process = subprocess.Popen(  # noqa: S603 - fixed arguments
            command,
            pass_fds=(to_browser, from_browser),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,  # so that its helpers can be ended with it
        )
        os.close(to_browser)
        os.close(from_browser)
        target = self._call("Target.createTarget", url="about:blank")["targetId"]
        attached = self._call("Target.attachToTarget", targetId=target, flatten=True)
        self._session = attached["sessionId"]
        return self

    def __exit__(self, *_: object) -> None:
        self._process.terminate()
        try:
            self._process.wait(3.0)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait(3.0)
        with suppress(ProcessLookupError):  # no helper is left
            os.killpg(self._process.pid, signal.SIGKILL)
        os.close(self._read)
        os.close(self._write)
        self._profile.cleanup()

    def open(self, url: str, *, width: int, height: int) -> None:
        """Load a page in a window of this size, in CSS pixels."""
        self._call(
            "Emulation.setDeviceMetricsOverride",
            width=width,
            height=height,
            deviceScaleFactor=1,
            mobile=False,
        )
        self._call("Page.navigate", url=url)

    def wait_for_text(self, wanted: str) -> float:
        """Wait until the page's visible text contains `wanted`; milliseconds it took.

        Raises:
            BrowserError: it did not within the limit.
        """
        begin = monotonic()
        script = f"""new Promise((done) => {{
            const wanted = {json.dumps(wanted)};
            const end = Date.now() + {int(LIMIT_S * 500)};
            (function look() {{
                const body = document.body;
                if (body && body.innerText.includes(wanted)) return done(true);
                if (Date.now() > end) return done(false);
                setTimeout(look, 10);
            }})();
        }})"""
        found = self._call(
            "Runtime.evaluate", expression=script, awaitPromise=True, returnByValue=True
        )
        if found.get("result", {}).get("value") is not True:
            raise BrowserError(f"the page does not show {wanted!r}")
        return (monotonic() - begin) * 1000

    def fill(self, values: Mapping[str, str]) -> None:
        """Type into the fields of the page's form; a box of this name and value is ticked.

        Raises:
            BrowserError: the page has no such field.
        """
        script = f"""(() => {{
            for (const [name, value] of Object.entries({json.dumps(dict(values))})) {{
                const fields = [...document.querySelectorAll("main [name]")];
                const field = fields.find((each) => each.name === name);
                if (!field) return name;
                if (field.type === "checkbox") {{
                    if (!field.checked) field.click();
                }} else {{
                    field.value = value;
                    field.dispatchEvent(new Event("input", {{bubbles: true}}));
                }}
            }}
            return "";
        }})()"""
        missing = self._evaluate(script)
        if missing:
            raise BrowserError(f"the page has no field {missing!r}")

    def press(self, label: str) -> None:
        """Click the one button or link that says `label`, and wait for the page it leads to.

        Raises:
            BrowserError: there is none, or it leads nowhere within the limit.
        """
        pressed = self._evaluate(f"""(() => {{
            const all = [...document.querySelectorAll("main button, main a")];
            const found = all.filter((each) => each.textContent.trim() === {json.dumps(label)});
            if (found.length !== 1) return found.length;
            document.pressed = true;
            found[0].click();
            return 1;
        }})()""")
        if pressed != 1:
            raise BrowserError(f"{pressed} buttons say {label!r}")
        waiting, end = threading.Event(), monotonic() + LIMIT_S
        while self._evaluate("document.pressed === true || document.readyState === 'loading'"):
            if monotonic() > end:
                raise BrowserError(f"{label!r} leads nowhere")
            waiting.wait(_POLL_S)

    def top(self) -> None:
        """Scroll to the page's beginning."""
        self._evaluate("scrollTo(0, 0)")

    def _evaluate(self, script: str) -> object:
        answer = self._call("Runtime.evaluate", expression=script, returnByValue=True)
        return answer.get("result", {}).get("value")

    def photograph(self, path: Path) -> None:
        """Save what the window shows as PNG."""
        picture = self._call("Page.captureScreenshot", format="png")["data"]
        path.write_bytes(base64.b64decode(picture))

    def _call(self, method: str, **parameters: object) -> dict[str, Any]:
        self._id += 1
        message: dict[str, object] = {"id": self._id, "method": method, "params": parameters}
        if self._session:
            message["sessionId"] = self._session
        os.write(self._write, json.dumps(message).encode() + b"\0")
        end = monotonic() + LIMIT_S
        while True:
            answer = self._next(end)
            if answer.get("id") == self._id:
                if "error" in answer:
                    raise BrowserError(f"{method}: {answer['error']}")
                result: dict[str, Any] = answer["result"]
                return result

    def _next(self, end: float) -> dict[str, Any]:
        while b"\0" not in self._buffer:
            ready, _, _ = select.select([self._read], [], [], max(0.0, end - monotonic()))
            piece = os.read(self._read, 65536) if ready else b""
            if not piece:
                raise BrowserError("the browser does not answer")
            self._buffer += piece
        line, self._buffer = self._buffer.split(b"\0", 1)
        answer: dict[str, Any] = json.loads(line)
        return answer
