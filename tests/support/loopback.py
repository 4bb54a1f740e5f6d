"""Something on the loopback that answers every request in one way, in the place of another."""

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

#: Gets the request and its body, and writes the answer, or none.
Answering = Callable[[BaseHTTPRequestHandler, bytes], None]


@contextmanager
def answering(answer: Answering) -> Iterator[str]:
    """The address at which `answer` is given to each request, on a thread of its own."""

    class Handler(BaseHTTPRequestHandler):
        def _answer(self) -> None:
            answer(self, self.rfile.read(int(self.headers.get("Content-Length", "0"))))

        do_GET = do_PUT = do_POST = do_PATCH = _answer  # noqa: N815 - names of the base

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def say(
    request: BaseHTTPRequestHandler, status: int, headers: Mapping[str, str], body: bytes
) -> None:
    """Answer; `headers` may tell another length than the body's."""
    request.send_response_only(status)
    for name, value in ({"Content-Length": str(len(body))} | dict(headers)).items():
        request.send_header(name, value)
    request.end_headers()
    request.wfile.write(body)
