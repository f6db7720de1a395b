"""Settings of single sign-on: off by default, nothing imported, an unsafe or half set kind does not start."""

import os
import subprocess
import sys
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured

from newmedia_portal.core.sso.checks import single_sign_on_is_closed, single_sign_on_knows_the_portal
from newmedia_portal.settings import sso

pytestmark = pytest.mark.once
OIDC = {"SSO_OIDC_ISSUER": "https://id.example", "SSO_OIDC_CLIENT_ID": "portal", "SSO_OIDC_CLIENT_SECRET": "secret"}
LDAP = {"SSO_LDAP_URL": "ldaps://directory.example", "SSO_LDAP_BASE": "dc=example"}


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> Any:
    def one(**said: str) -> dict[str, Any]:
        for name, value in said.items():
            monkeypatch.setenv(name, value)
        return sso.read()

    return one


def test_nothing_is_on_by_default(read: Any) -> None:
    found = read()

    assert found["SSO_KINDS"] == []
    assert (found["SSO_LOCAL_LOGIN"], found["SSO_OIDC_SECOND_FACTOR"]) == ("everyone", [])


def test_each_kind_is_read(read: Any) -> None:
    found = read(**OIDC, **LDAP, SSO_CAS_URL="https://cas.example/cas", SSO_OIDC_SECOND_FACTOR="otp, mfa")

    assert found["SSO_KINDS"] == ["SSO_OIDC_ISSUER", "SSO_CAS_URL", "SSO_LDAP_URL"]
    assert found["SSO_CAS_URL"] == "https://cas.example/cas/"
    assert found["SSO_LDAP_URL"] == "ldaps://directory.example"
    assert found["SSO_OIDC_SECOND_FACTOR"] == ["otp", "mfa"]


def test_an_open_directory_is_closed_by_start_tls_unless_told_otherwise(read: Any) -> None:
    assert read(**LDAP | {"SSO_LDAP_URL": "ldap://directory.example"})["SSO_LDAP_START_TLS"] is True


@pytest.mark.parametrize(
    ("said", "named"),
    [
        ({"SSO_OIDC_ISSUER": "https://id.example"}, "SSO_OIDC_CLIENT_ID"),
        (OIDC | {"SSO_OIDC_ISSUER": "id.example"}, "SSO_OIDC_ISSUER"),
        (OIDC | {"SSO_OIDC_ALGORITHMS": "HS256"}, "SSO_OIDC_ALGORITHMS"),
        (OIDC | {"SSO_OIDC_ALGORITHMS": "none"}, "SSO_OIDC_ALGORITHMS"),
        ({"SSO_CAS_URL": "https://cas.example/?a=1"}, "SSO_CAS_URL"),
        ({"SSO_LDAP_URL": "ldaps://directory.example"}, "SSO_LDAP_BASE"),
        (LDAP | {"SSO_LDAP_URL": "https://directory.example"}, "SSO_LDAP_URL"),
        (LDAP | {"SSO_LDAP_BIND_DN": "cn=reader"}, "SSO_LDAP_BIND_PASSWORD"),
        (LDAP | {"SSO_LDAP_NAME": "uid)("}, "SSO_LDAP_NAME"),
        ({"SSO_CA_FILE": "/nowhere.pem"}, "SSO_CA_FILE"),
        ({"SSO_LOCAL_LOGIN": "admins"}, "SSO_LOCAL_LOGIN"),
        ({"SSO_LOCAL_LOGIN": "nobody"}, "SSO_LOCAL_LOGIN"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_cannot_be_meant_stops_the_start_with_its_name(read: Any, said: dict[str, str], named: str) -> None:
    with pytest.raises(ImproperlyConfigured, match=named):
        read(**said)


@pytest.mark.parametrize("name", list(sso.PARTS))
def test_a_kind_whose_parts_are_not_installed_says_what_to_install(name: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="没有安装统一认证组件.*requirements-sso.txt"):
        sso.require_parts(name, find=lambda part: None)


def test_nothing_of_the_extra_is_imported_while_no_kind_is_set() -> None:
    program = (
        "import sys, django; sys.modules.update({name: None for name in ('authlib', 'joserfc', 'ldap3', 'requests')});"
        "django.setup(); from django.urls import get_resolver; get_resolver().url_patterns;"
        "from django.core.checks import run_checks; run_checks(tags=['security']); sys.stdout.write('fine')"
    )

    here = {**os.environ, "DJANGO_SETTINGS_MODULE": "newmedia_portal.settings.test"}
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, env=here, timeout=120)

    assert (done.returncode, done.stdout) == (0, "fine"), done.stderr


@pytest.mark.parametrize(
    ("name", "value", "code"),
    [
        ("SSO_OIDC_ISSUER", "http://id.example", "core.E089"),
        ("SSO_CAS_URL", "http://cas.example/", "core.E090"),
        ("SSO_LDAP_URL", "ldap://directory.example", "core.E091"),
    ],
)
def test_a_real_installation_refuses_what_is_asked_in_the_open(settings: Any, name: str, value: str, code: str) -> None:
    settings.SSO_LDAP_START_TLS = False
    assert single_sign_on_is_closed() == []

    setattr(settings, name, value)

    assert [fault.id for fault in single_sign_on_is_closed()] == [code]


def test_a_real_installation_refuses_oidc_and_cas_without_its_own_address(settings: Any) -> None:
    assert single_sign_on_knows_the_portal() == []
    settings.SSO_CAS_URL = "https://cas.example/"
    settings.PORTAL_URL = ""
    assert [fault.id for fault in single_sign_on_knows_the_portal()] == ["core.E092"]
    settings.PORTAL_URL = "https://portal.example"
    assert single_sign_on_knows_the_portal() == []
