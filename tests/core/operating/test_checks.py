"""An unsafe start is refused with a sentence and a remedy for each fault."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from newmedia_portal.core.access.models import User
from newmedia_portal.core.operating import checks
from newmedia_portal.demo.checks import demo_people_are_gone

ROOT = Path(__file__).parents[3]
GOOD = {
    "DEBUG": False,
    "ALLOWED_HOSTS": ["portal.example.cn"],
    "SECRET_KEY": "f8Jw0cK2" * 8,
    "PERSONAL_DATA_KEY": "another-key",
    "SECURE_SSL_REDIRECT": True,
    "SESSION_COOKIE_SECURE": True,
    "CSRF_COOKIE_SECURE": True,
    "HTTP_ALLOWED": False,
    "WEB_WORKERS": 1,
    "ERROR_HOOK": "",
}
ALL = (
    checks.settings_are_of_a_real_installation,
    checks.transport_is_closed,
    checks.embedded_database_has_one_process,
    checks.error_hook_can_be_called,
)
UNSAFE = [
    ({"DEBUG": True}, "core.E010"),
    ({"ALLOWED_HOSTS": ["*"]}, "core.E011"),
    ({"ALLOWED_HOSTS": []}, "core.E011"),
    ({"SECRET_KEY": "short"}, "core.E012"),
    ({"SECRET_KEY": "a" * 64}, "core.E012"),
    ({"PERSONAL_DATA_KEY": ""}, "core.E013"),
    ({"SECURE_SSL_REDIRECT": False}, "core.E014"),
    ({"SESSION_COOKIE_SECURE": False}, "core.E014"),
    ({"WEB_WORKERS": 3, "DATABASES": {"default": {"ENGINE": "django.db.backends.sqlite3"}}}, "core.E015"),
    ({"ERROR_HOOK": "no.such.hook"}, "core.E016"),
]


def found(settings, **unsafe):
    """Run the checks over good settings with some made unsafe."""
    for name, value in {**GOOD, **unsafe}.items():
        if name == "DATABASES":
            settings._wrapped.DATABASES = value  # the connections themselves stay as they are
        else:
            setattr(settings, name, value)
    return [fault for check in ALL for fault in check()]


@pytest.mark.once
def test_a_real_installation_is_accepted(settings):
    assert found(settings) == []


@pytest.mark.once
@pytest.mark.parametrize(("unsafe", "code"), UNSAFE)
def test_each_unsafe_setting_is_named_with_its_remedy(settings, unsafe, code):
    before = settings.DATABASES
    try:
        (fault,) = found(settings, **unsafe)
    finally:
        settings._wrapped.DATABASES = before

    assert fault.id == code
    assert fault.hint


@pytest.mark.once
def test_plain_http_is_accepted_where_the_house_says_that_it_means_it(settings):
    assert found(settings, SECURE_SSL_REDIRECT=False, HTTP_ALLOWED=True) == []


@pytest.mark.once
def test_uploads_that_everybody_on_the_machine_can_read_are_told(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    tmp_path.chmod(0o755)
    assert [fault.id for fault in checks.uploads_are_kept_apart()] == ["core.W010"]
    tmp_path.chmod(0o750)
    assert checks.uploads_are_kept_apart() == []


@pytest.mark.django_db
def test_people_of_the_demo_are_refused_in_a_real_installation():
    assert demo_people_are_gone(databases=["default"]) == []
    User.objects.create(username="gejiu-operator", full_name="演示经办")
    (fault,) = demo_people_are_gone(databases=["default"])
    assert (fault.id, "gejiu-operator" in fault.msg, bool(fault.hint)) == ("demo.E001", True, True)
    User.objects.update(is_active=False)
    assert demo_people_are_gone(databases=["default"]) == []


def start(**environment: str) -> subprocess.CompletedProcess[str]:
    """Load the portal as a server does, with the settings of a real installation."""
    given = {
        "PATH": os.environ["PATH"],
        "SECRET_KEY": "f8Jw0cK2" * 8,
        "PERSONAL_DATA_KEY": "another-key",
        "ALLOWED_HOSTS": "portal.example.cn",
        **environment,
    }
    code = "import newmedia_portal.wsgi; print('started')"
    return subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=given, capture_output=True, text=True)


@pytest.mark.once
@pytest.mark.slow
def test_the_server_starts_with_safe_settings_without_asking_the_database_and_refuses_unsafe_ones():
    good = start(DATABASE_URL="postgres://portal@127.0.0.1:1/portal", WEB_WORKERS="3")
    bad = start(WEB_WORKERS="3", PERSONAL_DATA_KEY="", SECURE_SSL_REDIRECT="0")

    assert (good.returncode, good.stdout) == (0, "started\n"), good.stderr
    assert bad.returncode == 1
    last = bad.stderr.strip().splitlines()[-1]
    assert [code for code in ("core.E013", "core.E014", "core.E015") if code not in last] == []
