"""The files of an installation (部署文件), as far as they can be proved without starting what they start."""

import re

import pytest
import yaml

from newmedia_portal.settings import base
from tests.soak.machinery import ROOT

from .guide import steps

APPS = ("newmedia_portal", "accounts", "filings", "reviews", "duties", "assessments")
#: What outlives a transaction and would go astray in a pool that lends connections for one.
SESSION_WIDE = re.compile(
    r"pg_(try_)?advisory_lock\(|\bLISTEN \w|WITH HOLD|\bPREPARE \w"
    r"|[\"'](SET|RESET) (?!LOCAL|TRANSACTION|CONSTRAINTS)[a-z_]+\b"
)
PARTS = {
    "services": {
        "image", "build", "restart", "command", "environment", "secrets", "volumes", "depends_on", "ports",
        "healthcheck", "stop_grace_period", "cpu_shares",
    },
    "healthcheck": {"test", "interval", "timeout", "start_period", "retries"},
}  # fmt: skip
CONDITIONS = {"service_healthy", "service_completed_successfully", "service_started"}


def composed():
    """Return docker-compose.yml as the compose specification merges it."""
    return yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))


def test_the_compose_file_names_only_what_it_declares_and_only_what_the_specification_knows():
    made = composed()
    services = made["services"]
    for name, service in services.items():
        assert set(service) <= PARTS["services"], name
        assert {"image", "build"} & set(service), name
        assert set(service.get("healthcheck", {})) <= PARTS["healthcheck"], name
        for other, how in service.get("depends_on", {}).items():
            assert other in services, (name, other)
            assert how["condition"] in CONDITIONS, (name, other)
            if how["condition"] == "service_healthy":
                assert "healthcheck" in services[other], (name, other)
        assert set(service.get("secrets", [])) <= set(made["secrets"]), name
        assert {one.split(":")[0] for one in service.get("volumes", [])} <= set(made["volumes"]), name


def test_every_setting_of_the_compose_file_is_one_that_the_portal_reads():
    sources = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "newmedia_portal" / "settings").glob("*.py"))
    sources += (ROOT / "deploy" / "gunicorn.conf.py").read_text(encoding="utf-8")
    given = {
        name for one in ("prepare", "web", "worker", "beat") for name in composed()["services"][one]["environment"]
    }
    unknown = {
        name
        for name in given - {"DJANGO_SETTINGS_MODULE"}
        if f'"{name.removesuffix("_FILE")}"' not in sources and not name.startswith("S3_")
    }

    assert unknown == set()
    assert {f"S3_{name}" for name in base.services.S3_NAMES} <= given


@pytest.mark.parametrize("app", APPS)
def test_nothing_that_the_portal_asks_of_the_database_outlives_its_transaction(app):
    found = [
        f"{path.relative_to(ROOT)}: {hit[0]}"
        for path in sorted((ROOT / app).rglob("*.py"))
        if not {"migrations", "management", "schema"} & set(path.relative_to(ROOT).parts)
        for hit in SESSION_WIDE.finditer(path.read_text(encoding="utf-8"))
    ]

    assert found == []


@pytest.mark.parametrize(
    "line",
    ["SELECT pg_advisory_lock(1)", "LISTEN news", '"SET lock_timeout TO 2"', "DECLARE c CURSOR WITH HOLD FOR"],
)
def test_what_outlives_a_transaction_is_recognised(line):
    assert SESSION_WIDE.search(line)


def test_the_pool_lends_for_one_transaction_and_nginx_closes_idle_connections_before_gunicorn_does():
    pool = (ROOT / "deploy" / "pgbouncer.ini").read_text(encoding="utf-8")
    front = (ROOT / "deploy" / "nginx.conf").read_text(encoding="utf-8")
    web = (ROOT / "deploy" / "gunicorn.conf.py").read_text(encoding="utf-8")
    idle = int(re.search(r"keepalive_timeout (\d+)s;", front)[1])

    assert re.search(r"^pool_mode = transaction$", pool, re.M)
    assert idle < int(re.search(r"^keepalive = (\d+)$", web, re.M)[1])
    assert "non_idempotent" not in front


@pytest.mark.parametrize(
    ("page", "named"),
    [
        ("hosts.md", {"primary", "replica", "replicated", "tables", "limit", "pool", "promote", "repoint"}),
        ("pitr.md", {"base", "archived", "flush", "recover", "look", "resume"}),
    ],
)
def test_every_block_that_the_long_tests_follow_stands_in_its_page_and_no_other_is_marked(page, named):
    followed = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "tests" / "deploy").glob("*.py"))

    assert set(steps(page)) == named
    assert [name for name in named if f'"{name}"' not in followed] == []
