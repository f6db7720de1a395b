"""`serve_demo` as a person uses it: one command starts portal and worker, one Ctrl-C ends both."""

import os
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection

from newmedia_portal.core.access.models import Post, Unit, User
from newmedia_portal.core.management.commands import serve_demo

pytestmark = pytest.mark.slow
ROOT = Path(__file__).resolve().parents[2]


def environment(folder: Path, **more: str) -> dict[str, str]:
    """Return an environment with a database of its own."""
    own = {"VAR_DIR": str(folder), "DATABASE_URL": "", "REDIS_URL": "", "DJANGO_SETTINGS_MODULE": "", **more}
    own["DJANGO_SETTINGS_MODULE"] = "newmedia_portal.settings.dev"
    inherited = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {**inherited, **own}


def manage(*words: str, env: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """Run a management command to its end."""
    return subprocess.run([sys.executable, "manage.py", *words], cwd=ROOT, env=env, capture_output=True, text=True)


def free_port() -> int:
    """Return a port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def children_of(process: subprocess.Popen[str]) -> list[int]:
    """Return the processes that a process has started."""
    return [int(word) for word in Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()]


def alive(pid: int) -> bool:
    """Say whether a process still runs."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return "Z" not in Path(f"/proc/{pid}/stat").read_text().split(")")[1].split()[0]


def lines_until_address(process: subprocess.Popen[str], port: int) -> list[str]:
    """Read what the command prints up to the line with the address; the worker may speak before it."""
    assert process.stdout is not None
    lines = [""]
    while f"http://127.0.0.1:{port}/" not in lines[-1] and process.poll() is None:
        lines.append(process.stdout.readline())
    return lines


@pytest.fixture(scope="module")
def migrated(tmp_path_factory, django_db_setup, django_db_blocker) -> Path:
    """Make the tables of an empty installation once: a copy of the test database where it is SQLite."""
    folder = tmp_path_factory.mktemp("demo")
    if connection.vendor != "sqlite":
        assert manage("migrate", "-v", "0", env=environment(folder)).returncode == 0
        return folder
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(folder / "db.sqlite3")])
    return folder


@pytest.fixture
def served(migrated) -> Iterator[tuple[subprocess.Popen[str], int]]:
    """Serve an empty installation."""
    port = free_port()
    env = environment(migrated, PORT=str(port))
    command = [sys.executable, "-u", "manage.py", "serve_demo"]
    process = subprocess.Popen(command, cwd=ROOT, env=env, stdout=subprocess.PIPE, text=True)
    yield process, port
    if process.poll() is None:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=20)


@pytest.mark.once
def test_portal_and_worker_start_together_and_ctrl_c_ends_both(served):
    process, port = served

    lines = lines_until_address(process, port)
    children = children_of(process)
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5) as answer:
        status = answer.status
    process.send_signal(signal.SIGINT)
    code = process.wait(timeout=20)

    assert f"门户已启动:http://127.0.0.1:{port}/" in lines[-1]
    assert (status, len(children), code) == (200, 2, 0)
    assert [pid for pid in children if alive(pid)] == []


@pytest.mark.once
def test_the_end_of_one_ends_the_other_and_says_so(served):
    process, port = served
    lines_until_address(process, port)
    portal, worker = children_of(process)

    os.kill(worker, signal.SIGKILL)
    code = process.wait(timeout=20)

    assert code == 1
    assert not alive(portal)


def test_a_port_in_use_is_named_with_a_way_out():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]

        with pytest.raises(CommandError, match=f"端口 {port} 不能使用,请换一个,例如:make demo PORT={port + 1}"):
            serve_demo.usable_port(str(port))


@pytest.mark.parametrize("port", ["http", "0", "70000", ""])
def test_a_malformed_port_is_refused(port):
    with pytest.raises(CommandError, match="^PORT 应为 1 到 65535 之间的整数"):
        serve_demo.usable_port(port)


def test_the_demo_does_not_run_with_debug_off(settings):
    settings.DEBUG = False

    with pytest.raises(CommandError, match="演示只能在 DEBUG 打开时运行"):
        call_command("serve_demo")


@pytest.mark.django_db
def test_one_login_per_role_is_told_and_the_administrators_after_them():
    top = Unit.objects.create(code="a", name="示例公司", regime="soe")
    below = Unit.objects.create(code="b", name="示例车间", parent=top)
    people = [("sysadmin", top, ""), ("soe-operator", below, "operator"), ("soe-head", below, "head")]
    for name, unit, role in [*people, ("soe-x1-operator", below, "operator"), ("corp-operator", below, "operator")]:
        user = User.objects.create(username=name, full_name="张某一", instance_role="" if role else "sysadmin")
        if role:
            Post.objects.create(user=user, unit=unit, role=role, since=date(2026, 1, 1))

    assert serve_demo.one_login_per_role() == [
        ("soe-operator", "示例车间 单位经办人"),
        ("soe-head", "示例车间 部门负责人"),
        ("sysadmin", "系统管理员"),
    ]
