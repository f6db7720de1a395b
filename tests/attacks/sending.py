"""Sending what no browser would send (发送): every request in a transaction that is rolled back."""

from __future__ import annotations

import re
import traceback
from collections import Counter
from collections.abc import Iterable
from time import perf_counter
from typing import Any
from urllib.parse import quote_from_bytes, urlsplit

from django.core.signals import got_request_exception
from django.db import connection, transaction

from tests.architecture.access_matrix import Asker
from tests.architecture.known_people import KnownPeople

from .forms import Pairs
from .odd import Upload

FORM = "application/x-www-form-urlencoded"
BOUNDARY = "grenze"
MULTIPART = f"multipart/form-data; boundary={BOUNDARY}"
CHINESE = re.compile(r"[\u4e00-\u9fff]")
ENGLISH = re.compile(
    r"(Enter a|This field|Select a valid|Ensure this|is not a valid|The submitted|Bad Request|Not Found)"
)
#: Says by its status that it cannot serve while no worker runs.
SPOKEN = ("/readyz",)


def quoted(value: Any) -> str:
    """Return a text as bytes of an address; lone surrogates go as the three bytes that a careless program writes."""
    return quote_from_bytes(str(value).encode("utf-8", "surrogatepass"))


def urlencoded(pairs: Pairs) -> bytes:
    """Return pairs as a form without files."""
    return "&".join(f"{quoted(name)}={quoted(value)}" for name, value in pairs).encode()


def multipart(pairs: Pairs) -> bytes:
    """Return pairs as a form with parts; an Upload becomes a file."""
    parts = []
    for name, value in pairs:
        head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"'.encode("utf-8", "surrogatepass")
        if isinstance(value, Upload):
            more = f'; filename="{value.name}"\r\nContent-Type: {value.kind}'.encode("utf-8", "surrogatepass")
            parts.append(head + more + b"\r\n\r\n" + value.content + b"\r\n")
        else:
            parts.append(head + b"\r\n\r\n" + str(value).encode("utf-8", "surrogatepass") + b"\r\n")
    return b"".join(parts) + f"--{BOUNDARY}--\r\n".encode()


class Attacker:
    """Sends, counts and keeps what broke, each fault once with the innermost lines of its traceback."""

    def __init__(self, asker: Asker) -> None:
        self.asker = asker
        self.count: Counter[str] = Counter()
        self.statuses: Counter[int] = Counter()
        self.faults: dict[str, str] = {}
        self.slowest: list[tuple[float, str, str]] = []
        self._raised: BaseException | None = None
        got_request_exception.connect(self._keep)

    def close(self) -> None:
        """Hear of no more exceptions."""
        got_request_exception.disconnect(self._keep)

    def _keep(self, **more: Any) -> None:
        import sys

        self._raised = sys.exc_info()[1]

    def send(
        self, role: str, url: str, *, body: bytes | None = None, kind: str = FORM, what: str = "", **headers: Any
    ) -> Any:
        """Return the answer; a body makes it a POST. `what` names the attack for the report."""
        path, _, query = url.partition("?")
        method = headers.pop("method", "GET" if body is None else "POST")
        headers = {"QUERY_STRING": query, **headers}
        request = self.asker.factories[role].generic(method, "/", body or b"", content_type=kind, **headers)
        request.META["PATH_INFO"] = request.path_info = request.path = path
        request._dont_enforce_csrf_checks = True  # type: ignore[attr-defined]
        self._raised = None
        begun = perf_counter()
        with transaction.atomic():
            writes: list[str] = []
            with connection.execute_wrapper(self._watch(writes)):
                answer = self.asker.handler.get_response(request)
                if answer.streaming:
                    b"".join(answer.streaming_content)
            transaction.set_rollback(True)
        if writes:
            KnownPeople.forget()
        self.slowest = sorted([*self.slowest, (perf_counter() - begun, f"{method} {path}", what)])[-12:]
        self._judge(role, f"{method} {path}", what, answer)
        answer.writes = writes
        return answer

    def post(self, role: str, url: str, pairs: Pairs, *, what: str, **headers: Any) -> Any:
        """Send pairs as a form, in parts where one of them is a file."""
        if any(isinstance(value, Upload) for _, value in pairs) or headers.pop("multipart", False):
            return self.send(role, url, body=multipart(pairs), kind=MULTIPART, what=what, **headers)
        return self.send(role, url, body=urlencoded(pairs), what=what, **headers)

    def get(self, role: str, url: str, pairs: Pairs, *, what: str, **headers: Any) -> Any:
        """Ask for a page with odd parameters."""
        path, _, query = url.partition("?")
        joined = "&".join(part for part in (query, urlencoded(pairs).decode()) if part)
        return self.send(role, f"{path}?{joined}", what=what, **headers)

    def _watch(self, writes: list[str]) -> Any:
        def watch(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
            if sql.startswith(("INSERT", "UPDATE", "DELETE")):
                writes.append(sql[:160])
            return execute(sql, params, many, context)

        return watch

    def _judge(self, role: str, where: str, what: str, answer: Any) -> None:
        self.count[what.partition(":")[0]] += 1
        self.statuses[answer.status_code] += 1
        if answer.status_code >= 500 and urlsplit(where.partition(" ")[2]).path not in SPOKEN:
            self._fault(role, where, what, answer)
        elif "html" in answer.get("Content-Type", "") and not answer.streaming and answer.content:
            text = answer.content.decode()
            if not CHINESE.search(text):
                self.faults.setdefault(f"no Chinese: {where}", f"{what} as {role}: {text[:300]}")
            elif found := ENGLISH.search(text):
                start = max(0, found.start() - 80)
                self.faults.setdefault(f"English: {found.group()} {where}", f"{what} as {role}: {text[start:][:240]}")

    def _fault(self, role: str, where: str, what: str, answer: Any) -> None:
        error = self._raised
        if error is None:
            self.faults.setdefault(f"{answer.status_code} {where}", f"{what} as {role}")
            return
        frames = traceback.extract_tb(error.__traceback__)
        own = [f for f in frames if "site-packages" not in f.filename and "/tests/" not in f.filename]
        lines = [f"{f.filename}:{f.lineno} {f.name}: {f.line}" for f in [*own[-4:], frames[-1]]]
        key = f"{type(error).__name__}: {str(error)[:80]} @ {lines[-2] if own else lines[-1]}"
        self.faults.setdefault(key, "\n    ".join([f"{what} as {role} {where}", *lines]))

    def report(self) -> str:
        """Return the faults as text."""
        return "\n".join(f"{key}\n    {told}" for key, told in sorted(self.faults.items()))


def each(pairs: Pairs, name: str, value: Any) -> Pairs:
    """Return pairs with one value in place of those of a name."""
    rest: Pairs = []
    done = False
    for known, old in pairs:
        if known != name:
            rest.append((known, old))
        elif not done:
            rest.append((name, value))
            done = True
    return rest if done else [*rest, (name, value)]


def total(counts: Iterable[Counter[str]]) -> int:
    """Return how many inputs were sent in all."""
    return sum(sum(one.values()) for one in counts)
