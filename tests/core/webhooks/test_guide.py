"""The checks of a signature in the guide, in Python and with openssl, on an event that really came in."""

import re
import shutil
import subprocess
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from newmedia_portal.core.webhooks import actions
from newmedia_portal.core.webhooks.catalogue import TEST, choices

from .conftest import KIND, happen, tick

pytestmark = pytest.mark.django_db
GUIDE = (Path(__file__).parents[3] / "docs" / "guide" / "webhooks.md").read_text(encoding="utf-8")


def block(language):
    """Return the code of the guide in a language."""
    (found,) = re.findall(rf"```{language}\n(.*?)```", GUIDE, re.DOTALL)
    return found


@pytest.fixture
def came_in(subscribe, receiver, sysadmin):
    """One request as it came in a moment ago, while a key was being changed, with both keys."""
    row, now = subscribe(receiver.url), datetime.now(UTC)
    fresh = actions.rotate(row, by=sysadmin, at=now)
    happen(1, at=now)
    tick(now)
    return receiver.taken[0], (fresh, row.plain)


def test_the_check_in_python(came_in):
    taken, keys = came_in
    told = {}
    exec(block("python"), told)  # noqa: S102
    check = told["is_genuine"]
    assert [check(key, taken.headers, taken.body) for key in keys] == [True, True]
    assert not check(keys[0], taken.headers, taken.body + b" ")
    assert not check(keys[0], {**taken.headers, "webhook-id": "evt_other"}, taken.body)
    old = str(int(time.time()) - 400)
    assert not check(keys[0], {**taken.headers, "webhook-timestamp": old}, taken.body)


def test_the_check_with_openssl(came_in, tmp_path):
    if shutil.which("openssl") is None:
        pytest.skip("openssl is not installed")
    taken, keys = came_in

    def check(key, body):
        (tmp_path / "body.json").write_bytes(body)
        names = ("webhook-id", "webhook-timestamp", "webhook-signature")
        given = {name.upper().replace("-", "_"): taken.headers[name] for name in names}
        given |= {"SECRET": key, "PATH": "/usr/bin:/bin"}
        done = subprocess.run(["sh", "-c", block("sh")], env=given, cwd=tmp_path, capture_output=True, check=True)
        return done.stdout.decode().strip()

    assert [check(key, taken.body) for key in keys] == ["相符", "相符"]
    assert check(keys[0], taken.body + b" ") == "不相符"


def test_the_guide_names_every_event():
    named = set(re.findall(r"`([a-z]+\.[a-z]+)`", GUIDE.split("## 推送哪些事件")[1].split("##")[0]))
    assert named == {code for code, _ in choices() if code != KIND} | {TEST}
