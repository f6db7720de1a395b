"""A person at a browser in front of nginx (经前端访问): TLS, nothing that a proxy would have to add."""

import http.client
import ssl
import time
from http.cookies import SimpleCookie

from tests.soak.machinery import HOST
from tests.soak.people import CUT, Answer, Reader


class Browser(Reader):
    """Speaks HTTPS to the host of the tests at a port of this machine."""

    def __init__(self, port: int, trust: ssl.SSLContext) -> None:
        super().__init__(port)
        self.trust = trust

    def send(
        self, method: str, path: str, body: bytes = b"", kind: str = "", *, seconds: float = 40, **headers: str
    ) -> Answer:
        """Send one request over a connection of its own; a broken one is status 0."""
        own = {
            "Host": HOST, "Referer": f"https://{HOST}{path}",
            "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
            **({"Content-Type": kind} if kind else {}), **headers,
        }  # fmt: skip
        begun = time.monotonic()
        line = http.client.HTTPSConnection("127.0.0.1", self.port, timeout=seconds, context=self.trust)
        try:
            line.request(method, path, body or None, own)
            got = line.getresponse()
            content, pairs = got.read(), got.getheaders()
        except (OSError, http.client.HTTPException):
            return Answer(CUT, {}, b"", time.monotonic() - begun)
        finally:
            line.close()
        for name, value in pairs:
            if name.lower() == "set-cookie":
                self.cookies.update({key: morsel.value for key, morsel in SimpleCookie(value).items()})
        return Answer(got.status, {name.lower(): value for name, value in pairs}, content, time.monotonic() - begun)
