"""The OpenID provider, once a module."""

from collections.abc import Iterator
from typing import Any

import pytest

from newmedia_portal.core.sso import oidc

from .provider import CLIENT, SECRET, Provider
from .serving import served


@pytest.fixture(scope="module")
def running_provider() -> Iterator[Provider]:
    one = Provider()
    with served(one.answer) as address:
        one.issuer = address
        yield one


@pytest.fixture
def provider(running_provider: Provider, settings: Any) -> Provider:
    running = running_provider
    settings.SSO_OIDC_ISSUER, settings.SSO_OIDC_CLIENT_ID = running.issuer, CLIENT
    settings.SSO_OIDC_CLIENT_SECRET, settings.SSO_OIDC_ALGORITHMS = SECRET, ["RS256"]
    running.lies, running.signing, running.ends_sessions = {}, "RS256", True
    running.codes.clear()
    running.asked.clear()
    oidc._made.cache_clear()
    return running
