"""Real receivers on this machine: an HTTP server that answers as it is told, and a mail server."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

from aiosmtpd.controller import Controller


@dataclass
class Taken:
    """One request as it came in."""

    path: str
    headers: dict[str, str]
    body: bytes


@dataclass
class Receiver:
    """A server with what it was sent; `answers` are used up one by one, then 200 with `usual`."""

    port: int = 0
    usual: bytes = b"{}"
    answers: list[Any] = field(default_factory=list)
    taken: list[Taken] = field(default_factory=list)

    @property
    def url(self) -> str:
        """Its address."""
        return f"http://127.0.0.1:{self.port}/hook"


CUT = "cut"
SLOW = "slow"


@contextmanager
def receiving(usual: bytes = b"{}", port: int = 0) -> Iterator[Receiver]:
    """Serve on a free port, or on the one given, until the block ends; an answer that is a function is called."""
    receiver = Receiver(usual=usual)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            length = int(self.headers.get("Content-Length", 0))
            receiver.taken.append(Taken(self.path, dict(self.headers), self.rfile.read(length)))
            answer = receiver.answers.pop(0) if receiver.answers else (200, receiver.usual)
            if callable(answer):
                answer = answer()
            if answer == CUT:
                self.connection.shutdown(socket.SHUT_RDWR)
                return
            if answer == SLOW:
                time.sleep(1.5)
                answer = (200, receiver.usual)
            status, body, *more = answer
            self.send_response(status)
            for name, value in more:
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args: Any) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", port), Handler)
    server.daemon_threads = True
    receiver.port = server.server_address[1]
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield receiver
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@dataclass
class Post:
    """A mail server with what it took; `answers` refuse one recipient each, with their words."""

    port: int = 0
    answers: list[str] = field(default_factory=list)
    raw: list[bytes] = field(default_factory=list)

    @property
    def mails(self) -> list[EmailMessage]:
        """What was taken, read."""
        return [message_from_bytes(raw, policy=policy.default) for raw in self.raw]  # type: ignore[misc]

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:
        """Take or refuse a recipient."""
        if self.answers:
            return self.answers.pop(0)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        """Take a mail."""
        self.raw.append(envelope.content)
        return "250 OK"


@contextmanager
def post_office(settings: Any) -> Iterator[Post]:
    """Run a mail server and point the portal to it."""
    post = Post(port=free_port())
    controller = Controller(post, hostname="127.0.0.1", port=post.port)
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", post.port, 5
    try:
        yield post
    finally:
        controller.stop()


def free_port() -> int:
    """Return a port where nothing listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
