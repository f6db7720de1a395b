"""The three kinds of single sign-on, and what each proves."""

from dataclasses import dataclass

from django.conf import settings
from django.db import models
from django.urls import reverse


class Kind(models.TextChoices):
    """How somebody was proved outside."""

    OIDC = "oidc", "OIDC"
    CAS = "cas", "CAS"
    LDAP = "ldap", "LDAP 目录"


#: The setting that switches a kind on.
SWITCHES = {Kind.OIDC: "SSO_OIDC_ISSUER", Kind.CAS: "SSO_CAS_URL", Kind.LDAP: "SSO_LDAP_URL"}


@dataclass(frozen=True)
class Proved:
    """What an outer system has proved: this name, at this issuer.

    `factor` says that a second factor was checked there; `ticket` names the session there (CAS), `hint` is what its
    log-out page wants to see (OIDC).
    """

    kind: Kind
    name: str
    issuer: str = ""
    factor: bool = False
    ticket: str = ""
    hint: str = ""


class OutsideFault(Exception):
    """The outer system is away, or what came from it proves nothing; the message is for the log, not for readers.

    `away` tells the first from the second.
    """

    def __init__(self, message: str, *, away: bool = False) -> None:
        super().__init__(message)
        self.away = away


def configured() -> list[Kind]:
    """Return the kinds that are switched on."""
    return [kind for kind, name in SWITCHES.items() if getattr(settings, name)]


def buttons() -> list[tuple[str, str]]:
    """Return words and address of each button of the log-in page; one kind alone needs no name."""
    kinds = configured()
    more = len(kinds) > 1
    return [(f"{settings.SSO_LABEL}登录{f'（{k.label}）' if more else ''}", reverse(f"sso:{k.value}")) for k in kinds]


def issuer_of(kind: str) -> str:
    """Return where identities of a kind come from now; CAS and LDAP name people within the office itself."""
    return str(settings.SSO_OIDC_ISSUER) if kind == Kind.OIDC else ""


def plain_name(kind: str, name: str) -> str:
    """Return an outer name as it is kept: a directory does not tell large letters from small ones."""
    return name.strip().casefold() if kind == Kind.LDAP else name.strip()
