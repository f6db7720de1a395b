"""The part of the offline installation that runs where there is no network: install, check, migrate, demo, one page.

Called as `unshare --net python offline_site.py BUNDLE_FOLDER PYTHON`; writes figures as JSON. It stands alone: nothing
of this checkout is imported, all that runs comes from the bundle.
"""

import errno
import json
import os
import re
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

PORT = 8765  # free: the namespace has no other program
PATIENCE = 120.0  # seconds until the portal must answer
OUTSIDE = ("192.0.2.1", 443)  # an address kept for documentation


def interfaces() -> list[str]:
    """Return the names of the network interfaces that exist here."""
    rows = Path("/proc/net/dev").read_text(encoding="utf-8").splitlines()[2:]
    return [row.partition(":")[0].strip() for row in rows]


def outside_error() -> str:
    """Return the name of the error with which a connection to the outside fails; empty if it does not."""
    try:
        socket.create_connection(OUTSIDE, timeout=5).close()
    except OSError as error:
        return errno.errorcode.get(error.errno or 0, type(error).__name__)
    return ""


def timed(figures: dict[str, object], name: str, command: list[str], folder: Path, environment: dict[str, str]) -> None:
    """Run a command, keep its seconds; end with what it said where it fails."""
    begun = time.monotonic()
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(f"{name}: {done.stdout[-2000:]}{done.stderr[-2000:]}")
    figures[name] = round(time.monotonic() - begun, 1)


def fetch(path: str) -> tuple[int, str]:
    """Return status and text of a page of the portal here."""
    with urllib.request.urlopen(f"http://127.0.0.1:{PORT}{path}", timeout=20) as answer:
        return answer.status, answer.read().decode()


def first_page(portal: Path, environment: dict[str, str]) -> dict[str, object]:
    """Serve the portal with its worker, load the page to sign in and a file it names; end both."""
    command = [".venv/bin/python", "manage.py", "serve_demo", "--port", str(PORT)]
    served = subprocess.Popen(command, cwd=portal, env=environment, stdout=subprocess.DEVNULL)
    try:
        until = time.monotonic() + PATIENCE
        while True:
            try:
                status, page = fetch("/login/")
                break
            except OSError:
                if time.monotonic() > until or served.poll() is not None:
                    raise
                time.sleep(0.5)
        files = re.findall(r'(?:src|href)="(/static/[^"]+\.(?:js|css))"', page)
        answers = [fetch(name)[0] for name in files]
        return {
            "登录页状态": status,
            "登录页有口令框": 'name="password"' in page,
            "静态文件": len(answers),
            "状态": answers,
        }
    finally:
        served.terminate()
        served.wait(30)


def main(bundle: Path, python: str) -> None:
    """Go through the installation and print what was seen."""
    subprocess.run(["ip", "link", "set", "lo", "up"], check=True)
    home = bundle.parent / "home"
    home.mkdir()
    environment = {"PATH": os.environ["PATH"], "HOME": str(home), "LANG": "C.UTF-8", "PYTHON": python}
    figures: dict[str, object] = {"interfaces": interfaces(), "outside": outside_error()}
    portal = bundle / "portal"
    manage = [".venv/bin/python", "manage.py"]
    timed(figures, "安装秒", ["./install.sh"], bundle, environment)
    timed(figures, "检查秒", [*manage, "check", "--fail-level", "WARNING"], portal, environment)
    timed(figures, "建表秒", [*manage, "migrate", "-v", "0"], portal, environment)
    timed(figures, "演示数据秒", [*manage, "setup_demo"], portal, environment)
    figures |= first_page(portal, environment)
    sys.stdout.write(json.dumps(figures, ensure_ascii=False))


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
