"""ASVS V12: TLS in front, no way around it, and certificates that the portal's own calls insist on."""

import re
import ssl
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import certifi
import pytest
from django.core import mail
from django.test import Client
from redis import Redis

from newmedia_portal.core.operating.checks import transport_is_closed
from newmedia_portal.core.sso import cas, oidc
from newmedia_portal.core.sso.kinds import OutsideFault
from newmedia_portal.settings import services
from tests.core.sso.test_ldap import certificate
from tests.core.test_settings import start

from .sources import ROOT, files_with, page, section

pytestmark = pytest.mark.once
NGINX = (ROOT / "deploy/nginx.conf").read_text("utf-8")
PAGE = page("cryptography.md")


def line(name: str) -> str:
    """Return the value of the only line of this name in nginx.conf."""
    (found,) = re.findall(rf"(?m)^\s*{name} ([^;]+);", NGINX)
    return str(found)


def servers() -> list[str]:
    """Return the server blocks of nginx.conf."""
    return re.split(r"(?m)^server \{", NGINX)[1:]


@pytest.fixture(scope="module")
def closed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path, list[str]]]:
    """Serve over TLS with a certificate that signs itself; give address, certificate and what was asked."""
    key, cert = certificate(tmp_path_factory.mktemp("tls"))
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_error(404)

        def log_message(self, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(cert, key)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    yield f"https://localhost:{server.server_address[1]}", cert, asked
    server.shutdown()
    server.server_close()
    thread.join()


def test_only_the_present_versions_of_tls_are_spoken():
    assert line("ssl_protocols").split() == ["TLSv1.2", "TLSv1.3"]
    assert line("ssl_prefer_server_ciphers") == "on"


def test_every_suite_is_authenticated_and_forward_secret_with_the_strongest_first():
    written = line("ssl_ciphers").split(":")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.set_ciphers(":".join(written))
    spoken = [suite for suite in context.get_ciphers() if suite["protocol"] == "TLSv1.2"]

    assert [suite["name"] for suite in spoken] == written  # OpenSSL knows each of them, in this order
    assert {suite["aead"] for suite in spoken} == {True}
    assert {suite["kea"] for suite in spoken} == {"kx-ecdhe"}
    bits = [suite["strength_bits"] for suite in spoken]
    assert bits == sorted(bits, reverse=True)
    assert min(bits) >= 128


def test_in_the_open_nginx_only_leads_to_tls():
    plain, closed = servers()

    assert re.findall(r"listen (\d+)", plain) == ["80"]
    assert "return 301 https://$host$request_uri;" in plain
    assert [word for word in ("proxy_pass", "location", "root", "alias") if word in plain] == []
    assert re.findall(r"listen (\d+ \w+)", closed) == ["443 ssl"]


def test_a_real_installation_leads_to_tls_and_refuses_to_be_told_otherwise(settings):
    started = start()
    settings.SECURE_SSL_REDIRECT, settings.SECURE_HSTS_SECONDS = True, 31536000
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    plain = Client().get("/login/")
    within = Client().get("/login/", headers={"X-Forwarded-Proto": "https"})
    settings.HTTP_ALLOWED, settings.SECURE_SSL_REDIRECT = False, False

    assert started.stdout == "31536000\n"
    assert (plain.status_code, plain["Location"]) == (301, "https://testserver/login/")
    assert "max-age=31536000" in within["Strict-Transport-Security"]
    assert [fault.id for fault in transport_is_closed()] == ["core.E014"]


def test_the_page_says_of_each_connection_how_it_is_closed():
    table = section(PAGE, "传输")

    rows = ("浏览器到 nginx", "nginx 到门户", "门户到 PostgreSQL", "门户到 OIDC", "门户到邮件服务器", "推送、群机器人")
    assert [row for row in rows if f"| {row}" not in table] == []
    assert "公共可信证书" in table


def test_nothing_in_the_source_looks_away_from_a_certificate():
    blind = r"verify\s*=\s*False|CERT_NONE|_create_unverified|check_hostname\s*=\s*False|InsecureRequestWarning"

    assert files_with(blind) == set()


@pytest.mark.parametrize("kind", ["cas", "oidc"])
def test_a_certificate_that_nobody_vouches_for_ends_the_call_unsaid(closed, settings, monkeypatch, kind):
    address, cert, asked = closed
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", certifi.where())  # what the machine trusts does not replace SSO_CA_FILE
    settings.SSO_CAS_URL, settings.SSO_OIDC_ISSUER = f"{address}/cas/", address
    settings.SSO_OIDC_CLIENT_ID = settings.SSO_OIDC_CLIENT_SECRET = "portal"

    def call() -> Any:
        oidc._made.cache_clear()
        return cas.check("ST-1", service="https://portal.example.cn/") if kind == "cas" else oidc._client()

    asked.clear()
    with pytest.raises(OutsideFault, match="CERTIFICATE_VERIFY_FAILED"):
        call()
    assert asked == []
    settings.SSO_CA_FILE = str(cert)
    with pytest.raises(OutsideFault):  # this one is trusted: the server is asked, and has no such page
        call()
    assert len(asked) == 1


def test_mail_database_and_broker_can_be_closed_and_then_check_certificates(settings):
    for name, value in services.email("smtps://u:p@mail.example.cn").items():
        setattr(settings, name, value)
    context = mail.get_connection(services.email("smtps://u:p@mail.example.cn")["EMAIL_BACKEND"]).ssl_context
    database = services.database("postgres://u:p@db/x?sslmode=verify-full&sslrootcert=/etc/portal/ca.pem", Path("x"))
    broker = Redis.from_url(services.redis("rediss://redis.example.cn:6379/0")).connection_pool

    assert (context.verify_mode, context.check_hostname) == (ssl.CERT_REQUIRED, True)
    assert database["OPTIONS"] == {"sslmode": "verify-full", "sslrootcert": "/etc/portal/ca.pem"}
    assert broker.connection_class.__name__ == "SSLConnection"
    assert broker.make_connection().cert_reqs == ssl.CERT_REQUIRED
