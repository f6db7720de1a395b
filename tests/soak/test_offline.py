"""The archive for sites without a network: built, unpacked, installed and served where only the loopback exists."""

import json
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from scripts import bundle
from tests.soaking import keep_result

pytestmark = [pytest.mark.soak, pytest.mark.once]
SITE = Path(__file__).with_name("offline_site.py")


def test_the_bundle_installs_and_serves_without_any_network(tmp_path):
    begun = time.monotonic()
    archive = bundle.build(tmp_path / "made")
    built = round(time.monotonic() - begun, 1)
    shutil.unpack_archive(archive, tmp_path / "site")
    (unpacked,) = (tmp_path / "site").iterdir()
    python = sys._base_executable

    command = ["unshare", "--net", "--map-root-user", python, str(SITE), str(unpacked), python]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr

    seen = json.loads(done.stdout)
    alone = {"interfaces": seen.pop("interfaces"), "outside": seen.pop("outside")}
    statuses = seen.pop("状态")
    held = seen["登录页状态"] == 200 and seen["登录页有口令框"] and set(statuses) == {200}
    keep_result(
        "offline",
        label="离线包:断网安装",
        threshold="断网下安装、检查、建表、建演示数据并打开登录页",
        figures={
            "离线包 MB": round(archive.stat().st_size / 1e6),
            "制作秒": built,
            **seen,
            "登录页有口令框": "是" if seen["登录页有口令框"] else "否",
        },
        held=held,
    )
    assert alone == {"interfaces": ["lo"], "outside": "ENETUNREACH"}
    assert held
