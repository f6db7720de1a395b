"""OpenID Connect, authorization code with state, nonce and PKCE (RFC 7636); Authlib speaks it, this file insists.

Beyond the library: the issuer of the metadata is the configured one, endpoints are as closed as the issuer, only
configured public-key signatures count, and audience, issuer and times are required in each token.
"""

from functools import lru_cache
from time import monotonic
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from .kinds import Kind, OutsideFault, Proved

#: Metadata and keys are read anew after so many seconds; an unknown key is asked for at once.
KEPT_SECONDS = 600
#: How far the clocks may differ, in seconds.
LEEWAY = 30
ENDPOINTS = ("authorization_endpoint", "token_endpoint", "jwks_uri")
FACTS = (
    "SSO_OIDC_ISSUER", "SSO_OIDC_CLIENT_ID", "SSO_OIDC_CLIENT_SECRET", "SSO_CA_FILE", "SSO_SECONDS",
)  # fmt: skip


def begin(request: HttpRequest, *, back: str, anew: bool = False) -> HttpResponse:
    """Send the browser to the provider, with a new state, nonce and code challenge kept in the session.

    `anew` asks the provider to have the person log in again, whoever is signed in there.
    """
    more = {"prompt": "login"} if anew else {}
    return _guarded(lambda: _client().authorize_redirect(request, back, **more))


def finish(request: HttpRequest, *, since: int | None = None) -> Proved:
    """Take the code that came back, once, and return whom the token names; raises OutsideFault.

    `since`, in seconds since 1970: a log-in there that the token says is older does not count.
    """
    token = _guarded(lambda: _exchange(request))
    said = token.get("userinfo")
    if not said or not str(said.get("sub") or "").strip():
        raise OutsideFault("no ID token, or one without a subject")
    there = said.get("auth_time")
    if since is not None and isinstance(there, int | float) and there < since - LEEWAY:
        raise OutsideFault("the log-in there is older than was asked for")
    issuer, name = str(said["iss"]), str(said["sub"])
    return Proved(Kind.OIDC, name, issuer, factor=_has_factor(said), hint=str(token["id_token"]))


def way_out(hint: str, *, back: str) -> str:
    """Return the provider's log-out page, or nothing where it has none or is away."""
    try:
        address = _client().server_metadata.get("end_session_endpoint")
        if not address or urlsplit(address).scheme != urlsplit(settings.SSO_OIDC_ISSUER).scheme:
            return ""
        more = {"client_id": settings.SSO_OIDC_CLIENT_ID}
        made = _client().create_logout_url(back, id_token_hint=hint or None, state="", **more)
    except OutsideFault:
        return ""
    return str(made["url"])


def _exchange(request: HttpRequest) -> Any:
    options = {
        "iss": {"essential": True, "values": [settings.SSO_OIDC_ISSUER]},
        "aud": {"essential": True, "values": [settings.SSO_OIDC_CLIENT_ID]},
        "exp": {"essential": True},
    }
    return _client().authorize_access_token(request, claims_options=options, leeway=LEEWAY)


def _has_factor(said: dict[str, Any]) -> bool:
    """Whether the token says that a second factor was checked, in words that the office has set."""
    trusted = set(settings.SSO_OIDC_SECOND_FACTOR)
    methods = said.get("amr") if isinstance(said.get("amr"), list) else []
    return bool(trusted & {str(word) for word in (*methods, said.get("acr"))})  # type: ignore[misc]


def _client() -> Any:
    facts = tuple(getattr(settings, name) for name in FACTS)
    return _made(facts, tuple(settings.SSO_OIDC_ALGORITHMS), int(monotonic()) // KEPT_SECONDS)


@lru_cache(maxsize=1)
def _made(facts: tuple[Any, ...], algorithms: tuple[str, ...], slot: int) -> Any:
    """Return a client that has read the provider's metadata; raises OutsideFault, which is not kept."""
    from authlib.integrations.django_client import OAuth

    issuer, client_id, secret, ca_file, seconds = facts
    client = OAuth().register(
        "oidc",
        client_id=client_id,
        client_secret=secret,
        server_metadata_url=f"{issuer.rstrip('/')}/.well-known/openid-configuration",
        client_kwargs={
            "scope": "openid", "code_challenge_method": "S256", "default_timeout": seconds, "verify": ca_file or True,
            "max_redirects": 0, "trust_env": not ca_file,  # else REQUESTS_CA_BUNDLE would stand before the file
        },
    )  # fmt: skip
    said = _guarded(client.load_server_metadata)
    if said.get("issuer") != issuer:
        raise OutsideFault(f"metadata names another issuer: {said.get('issuer')!r}")
    for name in ENDPOINTS:
        if urlsplit(str(said.get(name))).scheme != urlsplit(issuer).scheme:
            raise OutsideFault(f"{name} is missing or less closed than the issuer")
    said.pop("jwks", None)
    said["id_token_signing_alg_values_supported"] = list(algorithms)
    return client


def _guarded(call: Any) -> Any:
    """Call the library; whatever is wrong with the provider or its answer becomes an OutsideFault."""
    from authlib.common.errors import AuthlibBaseError
    from joserfc.errors import JoseError
    from requests import RequestException

    try:
        return call()
    except OutsideFault:
        raise
    except RequestException as error:
        raise OutsideFault(f"{type(error).__name__}: {error}", away=True) from error
    except (AuthlibBaseError, JoseError, ValueError, KeyError, TypeError, RuntimeError, AttributeError) as error:
        raise OutsideFault(f"{type(error).__name__}: {error}") from error
