"""One call to a receiver (推送出口): over the guarded way out, with the rules of the installation for webhooks.

Runs beside other calls in a thread, so it touches no row: everything it needs is in the request.
"""

import http.client
import time
from dataclasses import dataclass

from django.conf import settings

from ..notices.egress import AddressRefused, Rules, look, post

#: What a receiver says when it is asked too often or too soon.
BUSY = (408, 425, 429)
SHOWN = 200
MOST = 4096


@dataclass(frozen=True)
class Request:
    """One try as it goes out; `hidden` must not come back in the answer that is kept."""

    url: str
    body: bytes
    headers: dict[str, str]
    hidden: tuple[str, ...] = ()


@dataclass(frozen=True)
class Outcome:
    """What came of a try. `status` is None where there was no answer."""

    status: int | None
    milliseconds: int
    answer: str = ""
    error: str = ""

    @property
    def well(self) -> bool:
        """Whether the receiver has taken the event."""
        return self.status is not None and 200 <= self.status < 300

    @property
    def away(self) -> bool:
        """Whether it is the receiver that fails, rather than this one event."""
        return self.status is None or self.status >= 500 or self.status in BUSY

    @property
    def why(self) -> str:
        """The reason of a failure, for people."""
        return self.error or f"对方答复 HTTP {self.status}"


def rules() -> Rules:
    """Return what receivers may be reached: hosts named by the installation, and inner networks it allows."""
    return Rules(
        settings.WEBHOOK_ALLOWED_NETWORKS, only=settings.WEBHOOK_ALLOWED_HOSTS, setting="WEBHOOK_ALLOWED_NETWORKS",
        seconds=settings.WEBHOOK_TIMEOUT_SECONDS, most=MOST, by_address=True,
    )  # fmt: skip


def check(url: str) -> str:
    """Return host and port of an address that may be called; raises AddressRefused, or OSError for an unknown name."""
    parts = look(url, rules())
    return parts.netloc.lower()


def call(request: Request) -> Outcome:
    """Send once; never raises for what the other side does."""
    began = time.monotonic()
    try:
        answer = post(request.url, request.body, request.headers, rules=rules())
    except AddressRefused as refused:
        return Outcome(None, _since(began), error=refused.message)
    except (OSError, http.client.HTTPException, ValueError) as error:
        return Outcome(None, _since(began), error=f"对方不可用：{clean(str(error)) or type(error).__name__}")
    return Outcome(answer.status, _since(began), answer=clean(_hide(_text(answer.body), request.hidden)))


def clean(text: str) -> str:
    """Return a text on one line, without control characters."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())[:SHOWN]


def _text(body: bytes) -> str:
    return body[: SHOWN * 4].decode("utf-8", "replace")


def _hide(text: str, hidden: tuple[str, ...]) -> str:
    """Keep what is secret out of the log even where a receiver sends it back."""
    for secret in hidden:
        text = text.replace(secret, "***")
    return text


def _since(began: float) -> int:
    return int((time.monotonic() - began) * 1000)
