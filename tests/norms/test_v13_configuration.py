"""ASVS V13: connections as documented, no standing passwords, nothing shown that should not be."""

import re

import pytest
import yaml
from django.conf import settings as live
from django.test import Client

from tests.core.second_factor.making import someone

from .sources import ROOT, files_with, page, section, shipped_number

PAGE = page("configuration.md")
COMPOSE = yaml.safe_load((ROOT / "docker-compose.yml").read_text("utf-8"))
NGINX = (ROOT / "deploy/nginx.conf").read_text("utf-8")
CALLERS = (
    r"http\.client\.HTTPS?Connection\(|urlopen\(|create_connection\(|socket\.socket\(|\brequests\.(get|post|Session)"
    r"|ldap3\.Connection\(|OAuth2Session\(|OAuth2App|get_connection\("
)
MODULES = {
    "newmedia_portal/core/notices/egress.py", "newmedia_portal/core/notices/mail.py",
    "newmedia_portal/core/scanning.py", "newmedia_portal/core/sso/cas.py", "newmedia_portal/core/sso/ldap.py",
    "newmedia_portal/core/sso/oidc.py",
}  # fmt: skip
DEMO = "newmedia_portal/core/management/commands/serve_demo.py"


def test_the_page_names_every_module_that_calls_out_and_no_other_does():
    table = section(PAGE, "对外连接")

    callers = files_with(CALLERS) - {DEMO}
    assert callers <= MODULES
    assert "newmedia_portal/core/notices/egress.py" in callers
    for module in callers:
        short = module.removeprefix("newmedia_portal/")
        assert short in table or short.rsplit("/", 1)[0] + "/" in table, module


def test_every_setting_of_a_connection_stands_in_the_page():
    table = section(PAGE, "对外连接")
    base = "".join(path.read_text("utf-8") for path in (ROOT / "newmedia_portal/settings").glob("*.py"))
    reaching = set(re.findall(r'"(\w+_(?:URL|ISSUER|HOSTS|NETWORKS|SCANNER|ADAPTERS))"', base))
    ours = {"PORTAL_URL", "ALLOWED_HOSTS", "METRICS_ALLOWED_NETWORKS"}  # who may reach us
    derived = {"CELERY_BROKER_URL", "ENDPOINT_URL"}  # REDIS_URL, and the end of S3_ENDPOINT_URL

    assert [name for name in sorted(reaching - ours - derived) if f"`{name}`" not in table] == []
    assert {"DATABASE_URL", "REDIS_URL", "WEBHOOK_ALLOWED_HOSTS"} <= reaching


def test_the_page_names_the_limits_on_costly_functions_that_hold():
    table = section(PAGE, "耗资源的功能")

    named = re.findall(r"(\d+) ?(?:次|MB|百万像素|秒答复)（`(\w+)`）", table)
    assert len(named) == 8
    assert [(int(number), name) for number, name in named if shipped_number(name) != int(number)] == []
    assert "STATEMENT_TIMEOUT_SECONDS:-30" in (ROOT / "docker-compose.yml").read_text("utf-8")
    assert "`STATEMENT_TIMEOUT_SECONDS`" in table


def test_nothing_in_the_compose_file_is_a_password():
    for name, service in COMPOSE["services"].items():
        for key, value in (service.get("environment") or {}).items():
            if re.search(r"KEY|PASSWORD|SECRET|TOKEN", key):
                assert key.endswith("_FILE") or re.fullmatch(r"\$\{\w+:-\}", value), (name, key)
            assert not re.search(r"://[^/@\s]*:[^/@\s]+@", str(value)), (name, key)


def test_the_owners_password_reaches_only_what_builds_the_tables():
    services = COMPOSE["services"].items()
    holders = {name for name, service in services if "database_owner_password" in service.get("secrets", [])}

    assert holders == {"prepare", "database"}


def test_only_the_portal_is_reachable_from_outside_and_only_on_this_machine():
    ports = {name: service["ports"] for name, service in COMPOSE["services"].items() if "ports" in service}

    assert ports == {"web": ["127.0.0.1:${PORT:-8000}:8000"]}
    assert "\nUSER portal\n" in (ROOT / "Dockerfile").read_text("utf-8")


def test_the_web_server_sends_requests_to_the_portal_alone_and_lists_no_folder():
    assert set(re.findall(r"proxy_pass ([^;]+);", NGINX)) == {"http://portal"}
    assert re.findall(r"(?:alias|root) ([^;]+);", NGINX) == ["/srv/portal/media/"]
    assert re.search(r"location /protected/ \{\s+internal;", NGINX)
    assert "autoindex" not in NGINX
    assert "server_tokens off;" in NGINX


@pytest.mark.django_db
@pytest.mark.parametrize(
    "address", ["/.git/config", "/.git/HEAD", "/.env", "/manage.py", "/static/", "/static/js/", "/media/", "/var/"]
)
def test_sources_and_folders_are_not_handed_out(address):
    someone()
    client = Client()
    client.post("/login/", {"username": "anna", "password": "Anna-2026-portal"})

    assert client.get(address).status_code == 404
    assert Client().get(address).status_code == 404


def test_version_control_secrets_and_tests_stay_out_of_the_image():
    left_out = set((ROOT / ".dockerignore").read_text("utf-8").split())

    assert {".git", "var", "deploy/secrets", "tests", "bench"} <= left_out
    needed = files_with(r"(?m)^\s*(?:from|import) (?:tests|bench)\b")
    assert needed == set()


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/", "/login/", "/devices/", "/messages/", "/healthz"])
def test_trace_echoes_nothing(address):
    someone()
    client = Client(headers={"x-secret": "kestrel-meadow-41"})
    client.post("/login/", {"username": "anna", "password": "Anna-2026-portal"})

    answer = client.trace(address)

    assert b"kestrel-meadow-41" not in answer.content
    assert client.cookies["sessionid"].value.encode() not in answer.content
    assert "message/http" not in answer.get("Content-Type", "")


def test_nothing_of_development_is_among_the_parts():
    assert [app for app in live.INSTALLED_APPS if re.search(r"debug|silk|browser_reload|extensions", app)] == []
    assert not live.DEBUG
