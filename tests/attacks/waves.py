"""Waves of attacks on a form (攻击): field by field, all at once, the body itself."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random
from typing import Any

from .crawling import Found
from .forms import Pairs
from .odd import HEAVY, JSONS, MEGABYTE, NEXT, TEXTS, TOTALS, UPLOADS, Upload
from .sending import FORM, MULTIPART, Attacker, each, multipart, urlencoded

Attack = tuple[str, dict[str, Any]]


def by_field(pairs: Pairs, found: Found, ids: list[str]) -> Iterator[Attack]:
    """Yield each field with each odd value, missing, twice, as a file."""
    for name in found.form.names:
        if name in found.form.files:
            for upload in UPLOADS:
                yield f"file: {name}={upload.name[:20]!r}", {"pairs": each(pairs, name, upload)}
        for value in (*TEXTS, *ids):
            yield f"field: {name}={value[:40]!r}", {"pairs": each(pairs, name, value)}
        yield f"field: {name} missing", {"pairs": [pair for pair in pairs if pair[0] != name]}
        yield f"field: {name} twice", {"pairs": [*pairs, (name, "x\x00"), *[(name, "1")] * 3]}
        yield f"field: {name} as a file", {"pairs": each(pairs, name, UPLOADS[1])}
        yield f"field: {name}[]", {"pairs": [*pairs, (f"{name}[]", "1"), (f"{name}.a", "1"), (f"{name}\x00", "1")]}


def heavy(pairs: Pairs, found: Found) -> Iterator[Attack]:
    """Yield each field with values too dear for every run."""
    for name in found.form.names:
        for value in HEAVY:
            yield f"heavy: {name}={value[:10]!r}", {"pairs": each(pairs, name, value)}


def at_once(pairs: Pairs, found: Found, random: Random, times: int) -> Iterator[Attack]:
    """Yield forms in which every field is odd: all alike, then each with another value."""
    names = found.form.names
    for value in TEXTS:
        yield f"all: {value[:40]!r}", {"pairs": [(name, value) for name in names]}
    for _ in range(times):
        mixed = [(name, random.choice(TEXTS)) for name, _ in pairs if random.random() < 0.9]
        yield f"mixed: {mixed!r:.400}", {"pairs": mixed}


def some(pairs: Pairs, random: Random, ids: list[str], times: int) -> Iterator[Attack]:
    """Yield forms in which some fields are odd and the others usual, so that the checks after the fields are met."""
    values = (*TEXTS, *ids)
    for _ in range(times):
        share = random.choice((0.1, 0.3, 0.6))
        mixed = [(n, random.choice(values) if random.random() < share else v) for n, v in pairs]
        yield f"some: {mixed!r:.400}", {"pairs": mixed}


def counts(pairs: Pairs, found: Found) -> Iterator[Attack]:
    """Yield formsets that lie about their number of rows; forms that lead somewhere else."""
    for name in found.form.names:
        if name.endswith(("_FORMS",)):
            for value in TOTALS:
                yield f"counts: {name}={value[:20]!r}", {"pairs": each(pairs, name, value)}
    for address in NEXT:
        yield f"next: {address[:30]!r}", {"pairs": [*(p for p in pairs if p[0] != "next"), ("next", address)]}


def bodies(pairs: Pairs) -> Iterator[Attack]:
    """Yield what is no form at all, or says that it is another one."""
    form, parts = urlencoded(pairs), multipart(pairs)
    yield "body: empty", {"body": b""}
    yield "body: empty parts", {"body": b"", "kind": MULTIPART}
    yield "body: parts without boundary", {"body": parts, "kind": "multipart/form-data"}
    yield "body: cut parts", {"body": parts[: len(parts) // 2], "kind": MULTIPART}
    yield "body: only the end", {"body": b"--grenze--\r\n", "kind": MULTIPART}
    yield "body: boundary of bytes", {"body": parts, "kind": "multipart/form-data; boundary=" + "\u00e9" * 3}
    yield "body: long boundary", {"body": parts, "kind": "multipart/form-data; boundary=" + "b" * 300}
    nested = b'--grenze\r\nContent-Disposition: form-data; name="a"\r\nContent-Transfer-Encoding: base64\r\n\r\n%%%\r\n'
    yield "body: base64 that is none", {"body": nested + b"--grenze--\r\n", "kind": MULTIPART}
    for kind in ("text/plain", "application/json", "", "application/xml", "x" * 2000, f"{FORM}; charset=utf-16"):
        yield f"body: as {kind[:40]}", {"body": form, "kind": kind}
    yield "body: unknown charset", {"body": form, "kind": f"{FORM}; charset=nowhere"}
    yield "body: latin bytes", {"body": b"&".join(b"%s=\xff\xfe\xe9" % n.encode() for n, _ in pairs)}
    yield "body: percent", {"body": b"%%%=%&%zz=%u1234&=&&;"}
    yield "body: a thousand fields", {"body": b"&".join(b"a%d=1" % n for n in range(1_200))}
    yield "body: a hundred files", {"body": multipart([(f"f{n}", UPLOADS[1]) for n in range(120)]), "kind": MULTIPART}
    yield "body: short length", {"body": form, "CONTENT_LENGTH": "3"}
    yield "body: three megabytes", {"body": b"a=" + MEGABYTE.encode() * 3}
    for json in JSONS:
        yield f"json: {json[:20]!r}", {"body": json, "kind": "application/json"}


def launch(attacker: Attacker, found: Found, attack: Attack, files: bool = False) -> Any:
    """Send one attack."""
    what, more = attack
    url = found.form.action
    if "pairs" not in more:
        return attacker.send(found.role, url, what=what, **more)
    parts = found.form.multipart and not any(isinstance(value, Upload) for _, value in more["pairs"])
    return attacker.post(found.role, url, more["pairs"], what=what, **({"multipart": True} if parts else {}))
