"""Serve the demo: the web portal and the background worker together, until Ctrl-C."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from types import FrameType
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from newmedia_portal.core.access.models import Post, Unit, User

HOST = "127.0.0.1"
PATIENCE = 60.0
GRACE = 10.0


class Command(BaseCommand):
    """Start both processes, wait until the portal answers, tell how to sign in, and end both together."""

    help = "启动演示:门户和后台任务,按 Ctrl-C 全部结束。"
    requires_system_checks: list[str] = []  # migrate has just run them; the start is to be quick

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the port; the environment's PORT is the default."""
        parser.add_argument("--port", default=os.environ.get("PORT", "8000"), help="端口,默认取 PORT,否则 8000")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run until a signal comes or one of the two processes ends by itself."""
        if not settings.DEBUG:
            raise CommandError("演示只能在 DEBUG 打开时运行。")
        port = usable_port(options["port"])
        self.ending = False
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self.end)
        children = [start(portal_command(port)), start([sys.executable, "manage.py", "run_due", "--loop"])]
        try:
            if self.wait_until_up(children, port):
                self.tell(port)
            while not self.ending and all(child.poll() is None for child in children):
                time.sleep(0.2)
        finally:
            stop(children)
        if not self.ending:
            raise CommandError("门户或后台任务意外结束,演示已停止。")
        self.stdout.write("演示已结束。")

    def end(self, number: int, frame: FrameType | None) -> None:
        """Note that it is time to stop."""
        self.ending = True

    def wait_until_up(self, children: list[subprocess.Popen[bytes]], port: int) -> bool:
        """Ask /healthz until it answers; False where the wait was cut short."""
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            if self.ending or any(child.poll() is not None for child in children):
                return False
            if answers(port):
                return True
            time.sleep(0.2)
        raise CommandError(f"门户在 {PATIENCE:.0f} 秒内没有应答。")

    def tell(self, port: int) -> None:
        """Print the address and one login per role."""
        lines = [f"门户已启动:http://{HOST}:{port}/  (按 Ctrl-C 结束)", f"所有账户的密码:{settings.DEMO_PASSWORD}", ""]
        lines += [f"  {name:<18}{label}" for name, label in one_login_per_role()]
        regimes = Unit.objects.filter(parent__isnull=True).exclude(regime="").order_by("pk")
        others = "、".join(f"{unit.regime}({unit.name})" for unit in regimes[1:])
        if others:
            lines += ["", f"其他单位把登录名的前半段换成:{others}"]
        self.stdout.write("\n".join(lines))
        self.stdout.flush()


def one_login_per_role() -> list[tuple[str, str]]:
    """Return one person per role, named <regime>-<role>, and the administrators of the whole instance."""
    regimes = set(Unit.objects.exclude(regime="").values_list("regime", flat=True))
    posts: dict[int, str] = {}
    for post in Post.objects.filter(until__isnull=True).select_related("unit").order_by("-pk"):
        posts[post.user_id] = f"{post.unit.name} {post.get_role_display()}"
    people: dict[str, tuple[str, str]] = {}
    administrators: list[tuple[str, str]] = []
    for user in User.objects.filter(is_active=True).order_by("pk"):
        regime, _, role = user.username.partition("-")
        if user.instance_role:
            administrators.append((user.username, user.get_instance_role_display()))
        elif regime in regimes and user.pk in posts:
            people.setdefault(role, (user.username, posts[user.pk]))
    return [*(found for role, found in people.items() if "-" not in role), *administrators]


def usable_port(text: str) -> int:
    """Return the port, or say in one line why it cannot be used."""
    if not text.isdigit() or not 1 <= int(text) <= 65535:
        raise CommandError(f"PORT 应为 1 到 65535 之间的整数,现在是 {text!r}。")
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, int(text)))
        except OSError as error:
            raise CommandError(f"端口 {text} 不能使用,请换一个,例如:make demo PORT={int(text) + 1}") from error
    return int(text)


def portal_command(port: int) -> list[str]:
    """Return the command line of the web server."""
    server = [sys.executable, "-m", "gunicorn", "newmedia_portal.wsgi:application"]
    shape = ["--preload", "--worker-class", "gthread", "--workers", "2", "--threads", "4", "--timeout", "120"]
    return [*server, "--bind", f"{HOST}:{port}", *shape, "--log-level", "warning", "--no-control-socket"]


def start(command: list[str]) -> subprocess.Popen[bytes]:
    """Start a child in a session of its own, so that Ctrl-C reaches it through us alone."""
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": settings.SETTINGS_MODULE}
    return subprocess.Popen(command, cwd=settings.BASE_DIR, env=environment, start_new_session=True)


def stop(children: list[subprocess.Popen[bytes]]) -> None:
    """End the children politely, and after a while without asking."""
    for child in children:
        if child.poll() is None:
            child.terminate()
    until = time.monotonic() + GRACE
    for child in children:
        try:
            child.wait(timeout=max(0.1, until - time.monotonic()))
        except subprocess.TimeoutExpired:
            os.killpg(child.pid, signal.SIGKILL)
            child.wait()


def answers(port: int) -> bool:
    """Say whether the portal answers /healthz."""
    try:
        # an address of this machine, written here
        with urllib.request.urlopen(f"http://{HOST}:{port}/healthz", timeout=2) as response:  # nosec B310
            return bool(response.status == 200)
    except (urllib.error.URLError, OSError):
        return False
