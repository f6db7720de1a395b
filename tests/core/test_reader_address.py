"""Behind proxies the reader's own address counts, and nobody can choose it."""

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from newmedia_portal.proxy import ReaderAddress

PROXY = "10.0.0.9"


@pytest.mark.parametrize(
    ("trusted", "header", "address"),
    [
        (0, "203.0.113.7", PROXY),
        (1, "203.0.113.7", "203.0.113.7"),
        (1, "198.51.100.1, 203.0.113.7", "203.0.113.7"),
        (2, "198.51.100.1, 203.0.113.7, 10.0.0.8", "203.0.113.7"),
        (2, "203.0.113.7", PROXY),
        (1, "", PROXY),
        (1, "unknown", PROXY),
        (1, "2001:db8::7", "2001:db8::7"),
    ],
)
def test_only_what_our_own_proxies_saw_is_believed(trusted, header, address, settings):
    settings.TRUSTED_PROXIES = trusted
    request = RequestFactory().get("/", HTTP_X_FORWARDED_FOR=header, REMOTE_ADDR=PROXY)

    ReaderAddress(lambda _: HttpResponse())(request)

    assert request.META["REMOTE_ADDR"] == address
