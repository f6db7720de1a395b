"""Single sign-on (统一认证): what the environment says of each kind; none is set in a new installation.

A kind that is set needs the extra `sso`; without it, or half set, the start stops with a sentence that says what to do.
"""

from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

from . import env

__all__ = [
    "SSO_CAS_URL",
    "SSO_CA_FILE",
    "SSO_LABEL",
    "SSO_LDAP_BASE",
    "SSO_LDAP_BIND_DN",
    "SSO_LDAP_BIND_PASSWORD",
    "SSO_LDAP_FILTER",
    "SSO_LDAP_NAME",
    "SSO_LDAP_START_TLS",
    "SSO_LDAP_URL",
    "SSO_LOCAL_LOGIN",
    "SSO_OIDC_ALGORITHMS",
    "SSO_OIDC_CLIENT_ID",
    "SSO_OIDC_CLIENT_SECRET",
    "SSO_OIDC_ISSUER",
    "SSO_OIDC_SECOND_FACTOR",
    "SSO_SECONDS",
]

#: What each kind imports.
PARTS = {"SSO_OIDC_ISSUER": ("authlib", "requests"), "SSO_CAS_URL": ("requests",), "SSO_LDAP_URL": ("ldap3",)}
#: Signatures with a public key; anything with a shared secret, or none at all, is not offered.
ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")


def read() -> dict[str, Any]:
    """Return all settings of single sign-on; raises ImproperlyConfigured for a value that cannot be meant."""
    found: dict[str, Any] = {
        "SSO_LABEL": env.text("SSO_LABEL", "统一认证"),
        "SSO_LOCAL_LOGIN": env.choice("SSO_LOCAL_LOGIN", "everyone", among=("everyone", "admins")),
        "SSO_SECONDS": env.integer("SSO_SECONDS", 8, least=1, most=60),
        "SSO_CA_FILE": _file("SSO_CA_FILE"),
        **_oidc(),
        "SSO_CAS_URL": _address("SSO_CAS_URL", ("https", "http")),
        **_ldap(),
    }
    found["SSO_KINDS"] = [name for name in PARTS if found[name]]
    for name in found["SSO_KINDS"]:
        require_parts(name)
    if found["SSO_LOCAL_LOGIN"] == "admins" and not found["SSO_KINDS"]:
        raise ImproperlyConfigured("SSO_LOCAL_LOGIN=admins 须先设置至少一种统一认证，否则只有管理员能登录。")
    return found


def require_parts(name: str, *, find: Callable[[str], Any] = find_spec) -> None:
    """Refuse a kind whose parts are not installed."""
    if missing := [part for part in PARTS[name] if find(part) is None]:
        raise ImproperlyConfigured(
            f"设置了 {name}，但没有安装统一认证组件（缺 {'、'.join(missing)}）。"
            "请执行 pip install --require-hashes -r requirements-sso.txt，或去掉这项设置（docs/runbooks/sso.md）。"
        )


def _oidc() -> dict[str, Any]:
    issuer = env.text("SSO_OIDC_ISSUER").strip()
    _check("SSO_OIDC_ISSUER", issuer, ("https", "http"))
    algorithms = env.words("SSO_OIDC_ALGORITHMS", "RS256")
    if unknown := [name for name in algorithms if name not in ALGORITHMS]:
        raise ImproperlyConfigured(
            f"SSO_OIDC_ALGORITHMS 只能是公钥签名算法（{'、'.join(ALGORITHMS)}），现在有 {'、'.join(unknown)}。"
        )
    found = {
        "SSO_OIDC_ISSUER": issuer,
        "SSO_OIDC_CLIENT_ID": env.text("SSO_OIDC_CLIENT_ID"),
        "SSO_OIDC_CLIENT_SECRET": env.text("SSO_OIDC_CLIENT_SECRET"),
        "SSO_OIDC_ALGORITHMS": algorithms,
        "SSO_OIDC_SECOND_FACTOR": env.words("SSO_OIDC_SECOND_FACTOR"),
    }
    if issuer and not (found["SSO_OIDC_CLIENT_ID"] and found["SSO_OIDC_CLIENT_SECRET"] and algorithms):
        raise ImproperlyConfigured("设置了 SSO_OIDC_ISSUER，还须设置 SSO_OIDC_CLIENT_ID 和 SSO_OIDC_CLIENT_SECRET。")
    return found


def _ldap() -> dict[str, Any]:
    url = _address("SSO_LDAP_URL", ("ldaps", "ldap")).rstrip("/")
    found = {
        "SSO_LDAP_URL": url,
        "SSO_LDAP_START_TLS": env.boolean("SSO_LDAP_START_TLS", url.startswith("ldap://")),
        "SSO_LDAP_BASE": env.text("SSO_LDAP_BASE"),
        "SSO_LDAP_NAME": env.text("SSO_LDAP_NAME", "uid"),
        "SSO_LDAP_FILTER": env.text("SSO_LDAP_FILTER", "(objectClass=person)"),
        "SSO_LDAP_BIND_DN": env.text("SSO_LDAP_BIND_DN"),
        "SSO_LDAP_BIND_PASSWORD": env.text("SSO_LDAP_BIND_PASSWORD"),
    }
    if not url:
        return found
    if not found["SSO_LDAP_BASE"]:
        raise ImproperlyConfigured("设置了 SSO_LDAP_URL，还须设置 SSO_LDAP_BASE，例如 ou=people,dc=example,dc=gov。")
    if found["SSO_LDAP_BIND_DN"] and not found["SSO_LDAP_BIND_PASSWORD"]:
        raise ImproperlyConfigured("设置了 SSO_LDAP_BIND_DN，还须设置 SSO_LDAP_BIND_PASSWORD。")
    if not str(found["SSO_LDAP_NAME"]).replace("-", "").isalnum():
        raise ImproperlyConfigured("SSO_LDAP_NAME 应为属性名，例如 uid 或 sAMAccountName。")
    return found


def _address(name: str, schemes: tuple[str, ...]) -> str:
    """Return an address that ends with a stroke, or nothing."""
    value = env.text(name).strip()
    _check(name, value, schemes)
    return f"{value.rstrip('/')}/" if value else ""


def _check(name: str, value: str, schemes: tuple[str, ...]) -> None:
    if not value:
        return
    parts = urlsplit(value)
    if parts.scheme not in schemes or not parts.hostname or parts.query or parts.fragment or parts.username:
        raise ImproperlyConfigured(f"{name} 应形如 {schemes[0]}://主机/，不带参数和用户名，现在是 {value!r}。")


def _file(name: str) -> str:
    value = env.text(name)
    if value and not Path(value).is_file():
        raise ImproperlyConfigured(f"{name} 指向的文件不存在：{value}")
    return value


# Named one by one, so that whoever reads a setting knows its kind; base.py takes them over.
_FOUND = read()
SSO_LABEL: str = _FOUND["SSO_LABEL"]
SSO_LOCAL_LOGIN: str = _FOUND["SSO_LOCAL_LOGIN"]
SSO_SECONDS: int = _FOUND["SSO_SECONDS"]
SSO_CA_FILE: str = _FOUND["SSO_CA_FILE"]
SSO_OIDC_ISSUER: str = _FOUND["SSO_OIDC_ISSUER"]
SSO_OIDC_CLIENT_ID: str = _FOUND["SSO_OIDC_CLIENT_ID"]
SSO_OIDC_CLIENT_SECRET: str = _FOUND["SSO_OIDC_CLIENT_SECRET"]
SSO_OIDC_ALGORITHMS: list[str] = _FOUND["SSO_OIDC_ALGORITHMS"]
SSO_OIDC_SECOND_FACTOR: list[str] = _FOUND["SSO_OIDC_SECOND_FACTOR"]
SSO_CAS_URL: str = _FOUND["SSO_CAS_URL"]
SSO_LDAP_URL: str = _FOUND["SSO_LDAP_URL"]
SSO_LDAP_START_TLS: bool = _FOUND["SSO_LDAP_START_TLS"]
SSO_LDAP_BASE: str = _FOUND["SSO_LDAP_BASE"]
SSO_LDAP_NAME: str = _FOUND["SSO_LDAP_NAME"]
SSO_LDAP_FILTER: str = _FOUND["SSO_LDAP_FILTER"]
SSO_LDAP_BIND_DN: str = _FOUND["SSO_LDAP_BIND_DN"]
SSO_LDAP_BIND_PASSWORD: str = _FOUND["SSO_LDAP_BIND_PASSWORD"]
