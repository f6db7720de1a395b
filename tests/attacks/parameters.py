"""Odd parameters and headers of pages that only read (怪参数、怪请求头)."""

from __future__ import annotations

import base64
from random import Random
from typing import Any

from .forms import Pairs
from .odd import NEXT, TEXTS

USUAL = (
    "q", "page", "p", "after", "before", "last", "sort", "order", "cols", "columns", "size", "view", "state", "kind",
    "platform", "unit", "year", "month", "day", "from", "until", "export", "next", "chosen", "idle", "tab", "step",
)  # fmt: skip


def _cursor(text: str) -> str:
    return base64.urlsafe_b64encode(text.encode("utf-8", "surrogatepass")).decode().rstrip("=")


#: What the parameters of a list mean: cursors that no page gave out, orders, columns, exports, views.
MEANT = (
    _cursor("[null,1]"), _cursor('["\\u0000",1]'), _cursor("[1e999,1]"), _cursor("[9223372036854775808,1]"),
    _cursor('["9999-12-31T23:59:59+14:00",1]'), _cursor('["0001-01-01T00:00:00+14:00",1]'), _cursor("[[],{}]"),
    _cursor('["\\ud800",1]'), _cursor("[" * 3_000), _cursor('[true,1]'), _cursor('["NaN",1]'), _cursor('["1e400",1]'),
    "-pk", "--pk", "-", "pk__gt", "unit__password", "?", "name,name", "name,-name,__all__", "xlsx", "csv", "1", "1,2",
)  # fmt: skip
VALUES = (*TEXTS, *MEANT, *NEXT)


def one_by_one(names: set[str]) -> Pairs:
    """Return every parameter with every odd value."""
    return [(name, value) for name in sorted({*USUAL, *names}) for value in VALUES]


def together(names: set[str], random: Random, times: int) -> list[Pairs]:
    """Return queries in which every parameter is odd, some of them twice."""
    every = sorted({*USUAL, *names})
    return [
        [(name, random.choice(VALUES)) for name in every for _ in range(random.choice((1, 1, 2)))] for _ in range(times)
    ]


def headers() -> list[tuple[str, dict[str, Any]]]:
    """Return odd headers by name."""
    odd = (
        "",
        "\x00",
        "长".encode().decode("latin-1"),
        "a" * 9_000,
        "%00",
        "-1",
        "9" * 400,
        '"',
        ";;==",
        "\ud800"[:0] + "é",
    )
    names = (
        "HTTP_ACCEPT_LANGUAGE", "HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_PROTO", "HTTP_X_FORWARDED_HOST", "HTTP_HOST",
        "HTTP_COOKIE", "HTTP_IF_MODIFIED_SINCE", "HTTP_IF_NONE_MATCH", "HTTP_RANGE", "HTTP_REFERER", "HTTP_ORIGIN",
        "HTTP_USER_AGENT", "HTTP_ACCEPT", "HTTP_ACCEPT_ENCODING", "HTTP_AUTHORIZATION", "HTTP_HX_REQUEST",
        "HTTP_HX_CURRENT_URL", "HTTP_HX_TARGET", "HTTP_HX_BOOSTED", "HTTP_X_CSRFTOKEN", "HTTP_X_HTTP_METHOD_OVERRIDE",
        "CONTENT_LENGTH", "CONTENT_TYPE", "REMOTE_ADDR", "HTTP_X_REQUEST_ID", "HTTP_IDEMPOTENCY_KEY",
    )  # fmt: skip
    told = {
        "HTTP_HOST": ("a b", "example.com:port", "[::1", "..", "xn--a" * 60, "a@b", "127.0.0.1:99999999"),
        "HTTP_COOKIE": (
            "sessionid=" + "x" * 4_000, "sessionid=a:b:c", "sessionid=\x00", "csrftoken=x; display=\u00e9\u00ff",
            "messages=[[0]]:x", "display=" + "a," * 2_000, "=;=;", "sessionid=.eJw:1:1",
        ),
        "HTTP_IF_MODIFIED_SINCE": ("Mon, 00 Foo 99999 99:99:99 GMT", "Sun, 06 Nov 0000 00:00:00 GMT"),
        "HTTP_RANGE": ("bytes=0-", "bytes=9-1", "bytes=-99999999999", "bytes=a-b", "bytes=0-0,1-1" * 200, "lines=1"),
        "HTTP_ACCEPT_LANGUAGE": ("en;q=nan", "zh-" + "a" * 600, "*" * 500, "en;q=1e400", "../../x", "zh_CN,,;q="),
        "HTTP_X_FORWARDED_FOR": ("1.2.3", "::1%eth0", "1.1.1.1, " * 900, "999.1.1.1", "unknown", "[::1]:80"),
        "HTTP_HX_CURRENT_URL": ("http://[", "javascript:x", "/" + "%ff" * 900),
        "HTTP_REFERER": ("http://[", "javascript:x", "//example.com", "/\\x"),
        "REMOTE_ADDR": ("999.1.1.1", "unknown", "::ffff:1.2.3.4%0", "fe80::1%eth0"),
    }  # fmt: skip
    return [(f"{name}={value[:30]!r}", {name: value}) for name in names for value in (*odd, *told.get(name, ()))]
