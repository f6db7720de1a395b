"""The deployment check of Django on the production settings: nothing to say of good ones, refusal of unsafe ones."""

import os
import subprocess
import sys

import pytest

from scripts.verify import deploy

from .sources import ROOT

pytestmark = pytest.mark.once
UNSAFE = {
    "SECRET_KEY": "a" * 64,
    "PERSONAL_DATA_KEY": "",
    "SECURE_SSL_REDIRECT": "0",
    "SECURE_HSTS_SECONDS": "0",
    "ALLOWED_HOSTS": "portal.example.cn",
    "DATABASE_URL": "",
    "DJANGO_SETTINGS_MODULE": "newmedia_portal.settings.prod",
}


def test_the_deployment_check_gives_no_warning_under_production_settings(monkeypatch):
    monkeypatch.delenv("DJANGO_ALLOW_ASYNC_UNSAFE")

    assert "\n".join(deploy()) == ""


def test_the_deployment_check_refuses_an_unsafe_installation_and_names_every_fault():
    line = [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"]
    given = {"PATH": os.environ["PATH"], **UNSAFE}

    found = subprocess.run(line, cwd=ROOT, env=given, capture_output=True, text=True, check=False)

    assert found.returncode == 1
    named = ("core.E012", "core.E013", "core.E014", "security.W004", "security.W008")
    assert [code for code in named if code not in found.stderr] == []
