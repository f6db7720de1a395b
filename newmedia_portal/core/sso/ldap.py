"""LDAP: find the entry of a name, then bind as it with the password; over TLS, in bounded time."""

import ssl
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings

from .kinds import Kind, OutsideFault, Proved, plain_name

LONGEST_NAME, LONGEST_PASSWORD = 128, 512
INVALID_CREDENTIALS = 49


def prove(name: str, password: str) -> Proved | None:
    """Return whom name and password prove; None where they do not fit. Raises OutsideFault, away, without a directory.

    An empty password is refused here: a directory takes a bind without one as anonymous and calls it a success.
    """
    name = name.strip()
    if not password or not name or len(name) > LONGEST_NAME or len(password) > LONGEST_PASSWORD:
        return None
    if not name.isprintable() or "\0" in password:
        return None
    from ldap3.core.exceptions import LDAPException

    try:
        found = _entry(name)
        return Proved(Kind.LDAP, found[1]) if found and _binds(found[0], password) else None
    except (LDAPException, OSError) as error:
        raise OutsideFault(f"{type(error).__name__}: {error}", away=True) from error


def _entry(name: str) -> tuple[str, str] | None:
    """Return place and kept name of the only entry with this name."""
    from ldap3.utils.conv import escape_filter_chars

    attribute = settings.SSO_LDAP_NAME
    wanted = f"(&{settings.SSO_LDAP_FILTER}({attribute}={escape_filter_chars(name)}))"
    connection = _connection(settings.SSO_LDAP_BIND_DN or None, settings.SSO_LDAP_BIND_PASSWORD or None)
    try:
        _bind(connection, own=True)
        connection.search(
            settings.SSO_LDAP_BASE, wanted, attributes=[attribute], size_limit=2, time_limit=settings.SSO_SECONDS
        )
        entries = [row for row in connection.response or [] if row["type"] == "searchResEntry"]
        code = connection.result["result"]
    finally:
        connection.unbind()
    if code not in (0, 4):  # 4: more than two
        raise OutsideFault(f"search failed: {connection.result['description']}", away=True)
    if len(entries) != 1:
        return None
    values = entries[0]["attributes"].get(attribute) or []
    names = {plain_name(Kind.LDAP, str(value)) for value in (values if isinstance(values, list) else [values])}
    kept = plain_name(Kind.LDAP, name)
    return (entries[0]["dn"], kept) if kept in names else None


def _binds(place: str, password: str) -> bool:
    connection = _connection(place, password)
    try:
        return _bind(connection, own=False)
    finally:
        connection.unbind()


def _bind(connection: Any, *, own: bool) -> bool:
    """Open, close the channel by StartTLS where it is to be, bind; a wrong password of our own account is a fault."""
    connection.open(read_server_info=False)
    if settings.SSO_LDAP_START_TLS and not connection.server.ssl and not connection.start_tls(read_server_info=False):
        raise OutsideFault("StartTLS refused", away=True)
    if connection.bind(read_server_info=False):
        return True
    if own or connection.result["result"] != INVALID_CREDENTIALS:
        raise OutsideFault(f"bind failed: {connection.result['description']}", away=True)
    return False


def _connection(user: str | None, password: str | None) -> Any:
    import ldap3

    parts, seconds = urlsplit(settings.SSO_LDAP_URL), settings.SSO_SECONDS
    closed = parts.scheme == "ldaps"
    tls = ldap3.Tls(validate=ssl.CERT_REQUIRED, ca_certs_file=settings.SSO_CA_FILE or None)
    server = ldap3.Server(
        parts.hostname, port=parts.port or (636 if closed else 389), use_ssl=closed, tls=tls,
        get_info=ldap3.NONE, connect_timeout=seconds,
    )  # fmt: skip
    return ldap3.Connection(
        server, user=user, password=password, authentication=ldap3.SIMPLE if user else ldap3.ANONYMOUS,
        receive_timeout=seconds, auto_referrals=False, read_only=True, raise_exceptions=False,
    )  # fmt: skip
