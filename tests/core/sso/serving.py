"""A small HTTP server on a free port, in a thread; each kind of single sign-on tells it what to answer."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import parse_qsl, urlsplit

#: Takes path and parameters (of address and body); returns status, kind of content, body.
Answering = Callable[[str, dict[str, str]], tuple[int, str, bytes]]


@contextmanager
def served(answering: Answering) -> Iterator[str]:
    """Serve until the end of the block; gives the address."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            length = int(self.headers.get("Content-Length") or 0)
            said = f"{urlsplit(self.path).query}&{self.rfile.read(length).decode()}"
            status, content, body = answering(urlsplit(self.path).path, dict(parse_qsl(said)))
            self.send_response(status)
            self.send_header("Location" if status == 302 else "Content-Type", content)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        do_POST = do_GET

        def log_message(self, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
