"""An encoding that is none of a text is put aside before it can break a request."""

import io
from typing import Any

import pytest
from django.core.handlers.asgi import ASGIRequest
from django.test import RequestFactory

from newmedia_portal.requests import TextASGIRequest, TextWSGIRequest

ODD = ["hex", "base64", "zlib", "rot13", "undefined", "no-such-encoding", "a\0b", "utf-16", ""]


def environ(charset: str) -> dict[str, Any]:
    """Return what a server hands over for a form that says it is written so."""
    body = "name=示例&state=1".encode()
    kind = f"application/x-www-form-urlencoded; charset={charset}"
    return RequestFactory()._base_environ(
        REQUEST_METHOD="POST", CONTENT_TYPE=kind, CONTENT_LENGTH=str(len(body)), QUERY_STRING="from=check",
        **{"wsgi.input": io.BytesIO(body)},
    )  # fmt: skip


@pytest.mark.parametrize("charset", ODD)
def test_a_request_stands_whatever_encoding_it_names(charset):
    request = TextWSGIRequest(environ(charset))
    scope = {"type": "http", "method": "POST", "path": "/", "query_string": b"from=check", "headers": [
        (b"content-type", f"application/x-www-form-urlencoded; charset={charset}".encode()),
    ]}  # fmt: skip
    other = TextASGIRequest(scope, io.BytesIO(b""))

    assert {type(one.GET.get("from")) for one in (request, other)} <= {str, type(None)}
    assert request.content_type == "application/x-www-form-urlencoded"


def test_without_it_such_a_request_falls_over():
    with pytest.raises(LookupError):
        RequestFactory().get("/?a=1", CONTENT_TYPE="text/plain; charset=hex")


def test_the_usual_encoding_is_read_as_ever():
    assert TextWSGIRequest(environ("utf-8")).POST["name"] == "示例"
    assert issubclass(TextASGIRequest, ASGIRequest)


def test_the_servers_use_these_requests():
    from newmedia_portal.asgi import application as asgi
    from newmedia_portal.wsgi import application as wsgi

    assert (wsgi.request_class, asgi.request_class) == (TextWSGIRequest, TextASGIRequest)
