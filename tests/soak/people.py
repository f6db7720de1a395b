"""People at their browsers (负载): sessions over http.client that read forms as pages have them and send them back."""

import http.client
import json
import secrets
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import urlencode, urlsplit

from tests.attacks.forms import Form, Pairs, forms_of
from tests.world import PASSWORD

from .machinery import HOST

CUT = 0


@dataclass(frozen=True)
class Answer:
    """What came back; status 0 is a connection that broke."""

    status: int
    headers: dict[str, str]
    body: bytes
    seconds: float

    @property
    def text(self) -> str:
        """The page."""
        return self.body.decode("utf-8", "replace")


class Reader:
    """One person at one browser: cookies, forms, the headers that the proxy in front adds."""

    def __init__(self, port: int, address: str = "10.1.1.1") -> None:
        self.port, self.address = port, address
        self.cookies: dict[str, str] = {}

    def send(
        self, method: str, path: str, body: bytes = b"", kind: str = "", *, seconds: float = 40, **headers: str
    ) -> Answer:
        """Send one request over a connection of its own; a broken one is status 0."""
        own = {
            "Host": HOST, "X-Forwarded-Proto": "https", "X-Forwarded-For": self.address,
            "Referer": f"https://{HOST}{path}", "Cookie": "; ".join(f"{k}={v}" for k, v in self.cookies.items()),
            **({"Content-Type": kind} if kind else {}), **headers,
        }  # fmt: skip
        begun = time.monotonic()
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=seconds)
        try:
            line.request(method, path, body or None, own)
            got = line.getresponse()
            text, pairs = got.read(), got.getheaders()
        except (OSError, http.client.HTTPException):
            return Answer(CUT, {}, b"", time.monotonic() - begun)
        finally:
            line.close()
        for name, value in pairs:
            if name.lower() == "set-cookie":
                self.cookies.update({k: morsel.value for k, morsel in SimpleCookie(value).items()})
        return Answer(got.status, {k.lower(): v for k, v in pairs}, text, time.monotonic() - begun)

    def get(self, path: str, **headers: str) -> Answer:
        """Read a page."""
        return self.send("GET", path, **headers)

    def post(self, path: str, fields: Pairs, **headers: str) -> Answer:
        """Send a form."""
        return self.send("POST", path, urlencode(fields).encode(), "application/x-www-form-urlencoded", **headers)

    def upload(self, path: str, fields: Pairs, name: str, content: bytes) -> Answer:
        """Send a form with one file in its field `file`."""
        mark = secrets.token_hex(12)
        parts = [f'--{mark}\r\nContent-Disposition: form-data; name="{k}"\r\n\r\n{v}\r\n'.encode() for k, v in fields]
        head = f'--{mark}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n'
        parts += [head.encode(), b"Content-Type: application/octet-stream\r\n\r\n", content]
        parts.append(f"\r\n--{mark}--\r\n".encode())
        return self.send("POST", path, b"".join(parts), f"multipart/form-data; boundary={mark}")

    def sign_in(self, name: str) -> Answer:
        """Sign in as a person of the world."""
        page = self.get("/login/")
        form = form_with(page, "/login/", "password")
        if form is None:
            return page
        return self.post("/login/", filled(form, username=name, password=PASSWORD))


def form_with(page: Answer, path: str, name: str) -> Form | None:
    """Return the form of a page that has a field of this name."""
    return next((form for form in forms_of(page.text, path) if name in form.names and form.method == "post"), None)


def filled(form: Form, **own: str) -> Pairs:
    """Return what the form would send unchanged, with some answers replaced."""
    kept = [(one.name, one.value) for one in form.fields if _is_sent(one) and one.name not in own]
    return [*kept, *own.items()]


def _is_sent(one: Any) -> bool:
    if one.kind in ("file", "submit", "button"):
        return False
    return bool(one.checked) if one.kind in ("radio", "checkbox") else True


@dataclass
class Step:
    """One thing that a person did."""

    what: str
    status: int
    seconds: float
    at: float
    text: str = ""
    about: int = 0
    wait: str = ""


@dataclass
class Load:
    """People who go on working until told to stop; what they did is kept."""

    steps: list[Step] = field(default_factory=list)
    _stop: threading.Event = field(default_factory=threading.Event)
    _threads: list[threading.Thread] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    def note(self, what: str, answer: Answer, about: int = 0) -> Answer:
        """Keep what happened; pages of faults are kept as text."""
        kept = answer.text[:20_000] if answer.status >= 400 or not answer.status else ""
        self.steps.append(
            Step(
                what,
                answer.status,
                answer.seconds,
                time.monotonic(),
                kept,
                about,
                answer.headers.get("retry-after", ""),
            )
        )
        return answer

    def add(self, work: Callable[["Load"], object], *, pause: float = 0.05) -> None:
        """Let somebody do this again and again."""

        def go_on() -> None:
            while not self._stop.is_set():
                try:
                    if work(self) is False:
                        return
                except Exception as error:  # the test says so at the end
                    self.faults.append(f"{type(error).__name__}: {error}")
                    return
                self._stop.wait(pause)

        self._threads.append(threading.Thread(target=go_on, daemon=True))

    def __enter__(self) -> "Load":
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        for thread in self._threads:
            thread.join(60)

    def of(self, what: str) -> list[Step]:
        """Return what was done under a name."""
        return [step for step in self.steps if step.what == what]

    def statuses(self) -> dict[str, int]:
        """Count the statuses, for the message of a test that fails."""
        counts: dict[str, int] = {}
        for step in self.steps:
            name = f"{step.what} {step.status}"
            counts[name] = counts.get(name, 0) + 1
        return dict(sorted(counts.items()))


def part(steps: Iterable[Step], share: float) -> float:
    """Return the seconds within which this share of the steps was answered."""
    ordered = sorted(step.seconds for step in steps)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))] if ordered else 0.0


def save(reader: Reader, load: Load, pk: int, task: str) -> Answer:
    """Save a draft as the page does while one types."""
    path = f"/filings/{pk}/task/{task}/"
    page = load.note("task", reader.get(path), pk)
    form = form_with(page, path, "version") if page.status == 200 else None
    if form is None:
        return page
    return load.note("save", reader.post(path, filled(form), Accept="application/json"), pk)


def submit(reader: Reader, load: Load, pk: int) -> Answer:
    """Hand a draft in from its check page."""
    path = f"/filings/{pk}/check/"
    page = load.note("check", reader.get(path), pk)
    form = form_with(page, path, "version") if page.status == 200 else None
    if form is None:
        return page
    return load.note("submit", reader.post(path, filled(form)), pk)


def approve(reader: Reader, load: Load, pk: int) -> Answer:
    """Agree to a filing that waits for the reader."""
    path = f"/filings/{pk}/"
    page = load.note("case", reader.get(path), pk)
    form = form_with(page, path, "verb") if page.status == 200 else None
    if form is None:
        return page
    fields = filled(form, verb="approve", opinion="同意")
    return load.note("approve", reader.post(urlsplit(form.action).path, fields), pk)


def message_of(answer: Answer) -> str:
    """Return the words of a JSON answer."""
    return str(json.loads(answer.body or b"{}").get("message", ""))
