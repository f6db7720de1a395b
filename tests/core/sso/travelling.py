"""To the OpenID provider and back."""

from typing import Any
from urllib.parse import parse_qsl, urlsplit

from django.test import Client

from .provider import Provider


def leave_for(client: Client, on: str = "") -> dict[str, str]:
    """Press the button; return what the provider is told."""
    answer = client.get("/sso/oidc/", {"next": on} if on else {})
    assert answer.status_code == 302
    return dict(parse_qsl(urlsplit(answer["Location"]).query))


def come_back(client: Client, provider: Provider, on: str = "") -> Any:
    """Go there and back; return the portal's answer."""
    back = urlsplit(provider.authorize(leave_for(client, on)))
    return client.get(f"{back.path}?{back.query}")
