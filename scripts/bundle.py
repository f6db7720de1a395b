"""Make var/bundle/newmedia-portal-<version>.tar.gz: all that an installation needs on a machine without a network.

Inside: portal/ (the sources of the current commit with the front-end files), wheels/ (every package of the run-time
lock for the running Python and processor, checked by hash), sbom.json, images.txt, bundle.json, SHA256SUMS and
install.sh. The sum of the archive stands beside it.
"""

import gzip
import json
import os
import platform
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name, parse_wheel_filename

from scripts import assets, manifest

ROOT = Path(__file__).resolve().parents[1]
TARGET = ROOT / "var" / "bundle"
LEFT_OUT = (
    ".git",
    ".venv",
    "var",
    "node_modules",
    "secrets",
    ".env",
    "__pycache__",
    "*.pyc",
    ".*_cache",
    ".hypothesis",
)
GLIBC = 28  # the wheels run on glibc 2.28 and newer: that of the server systems found in the field
NOT_SHIPPED = {"requirements-dev.txt", "requirements-node.txt", "requirements-semgrep.txt"}
INSTALL = """#!/usr/bin/env bash
# 离线安装：核对清单，建立 portal/.venv，安装 wheels/ 中的软件包，不访问网络。
set -euo pipefail
cd "$(dirname "$0")/portal"
wanted=__PYTHON__
python=${PYTHON:-$(command -v "python$wanted" || command -v python3 || true)}
if [ -z "$python" ] || ! "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
    echo "需要 Python $wanted；请先安装，或用 PYTHON=路径 ./install.sh 指定。" >&2
    exit 1
fi
exec "$python" -B -m scripts.install_offline
"""
READ_ME = """# 新媒体账号备案、审核与考核平台 __VERSION__ 离线包

1. 核对：用另行得到的校验值核对压缩包（`sha256sum -c 压缩包名.sha256`）。
2. 解开到最终的位置，执行 `./install.sh`。它先按 `SHA256SUMS` 核对每个文件，再建立 `portal/.venv`，全程不访问网络。
3. 按屏幕提示继续，详见 `portal/docs/runbooks/install.md` 的“没有网络的机器”。

适用于 Python __PYTHON__、__MACHINE__。`sbom.json` 是物料清单，`images.txt` 是容器方式所需的镜像。
"""


def export_source(tree: Path) -> str:
    """Put the sources of the current commit into the folder; without version control, the tree as it stands.

    Returns the commit, empty without version control.
    """
    if not (ROOT / ".git").exists():
        shutil.copytree(ROOT, tree, ignore=shutil.ignore_patterns(*LEFT_OUT), dirs_exist_ok=True)
        return ""
    with tempfile.TemporaryDirectory() as folder:
        archive = Path(folder) / "source.tar"
        subprocess.run(["git", "archive", "--format=tar", "-o", str(archive), "HEAD"], cwd=ROOT, check=True)
        shutil.unpack_archive(archive, tree)
    done = subprocess.run(["git", "rev-parse", "HEAD"], cwd=ROOT, check=True, capture_output=True, text=True)
    return done.stdout.strip()


def add_assets(tree: Path) -> None:
    """Copy the front-end files beside the sources; they must be those that the manifest of these sources names."""
    shutil.copytree(assets.VENDOR, tree / "static" / "vendor", dirs_exist_ok=True)
    entries = json.loads((tree / "static" / assets.MANIFEST.name).read_text(encoding="utf-8"))["files"]
    if wrong := assets.stale(entries, tree / "static" / "vendor"):
        raise SystemExit(f"前端文件与清单不符，请先执行 make assets：{'、'.join(wrong)}")


def locks_of(tree: Path) -> list[Path]:
    """Return the lock files of the run time and of its optional parts."""
    return [path for path in sorted(tree.glob("requirements*.txt")) if path.name not in NOT_SHIPPED]


def platforms() -> list[str]:
    """Return pip's arguments that ask for wheels of systems as old as GLIBC; none where this is no such system."""
    if platform.libc_ver()[0] != "glibc":
        return []
    names = [f"manylinux_2_{minor}_{platform.machine()}" for minor in range(GLIBC, 4, -1)]
    names += [f"manylinux2014_{platform.machine()}", f"linux_{platform.machine()}"]
    return [word for name in names for word in ("--platform", name)]


def download(lock: Path, wheels: Path) -> None:
    """Fetch the wheels of a lock for the running Python; pip refuses a wrong hash. Nothing is built from sources."""
    pip = [sys.executable, "-m", "pip", "download", "-q", "--disable-pip-version-check", "--only-binary", ":all:"]
    if subprocess.run(
        [*pip, *platforms(), "--no-deps", "--require-hashes", "-r", str(lock), "-d", str(wheels)]
    ).returncode:
        raise SystemExit(f"不能取得 {lock.name} 中的软件包。")
    if missing := missing_wheels(lock.read_text(encoding="utf-8"), (path.name for path in wheels.iterdir())):
        raise SystemExit(f"缺少软件包：{'、'.join(missing)}")


def missing_wheels(lock: str, names: Iterable[str]) -> list[str]:
    """Return the packages of a lock that this machine needs and that no wheel of these names holds."""
    held = {parse_wheel_filename(name)[:2] for name in names if name.endswith(".whl")}
    missing = []
    for row in lock.replace("\\\n", " ").splitlines():
        if "==" not in row or row.lstrip().startswith("#"):
            continue
        wanted = Requirement(row.partition(" --hash")[0])
        if wanted.marker is not None and not wanted.marker.evaluate():
            continue
        versions = [version for name, version in held if name == canonicalize_name(wanted.name)]
        if not any(wanted.specifier.contains(version, prereleases=True) for version in versions):
            missing.append(f"{wanted.name}{wanted.specifier}")
    return missing


def least_glibc(names: Iterable[str]) -> str:
    """Return the oldest C library (as "2.28") on which all these wheels run; empty where none says anything."""
    needed = [0]
    for name in names:
        minors = [int(minor) for minor in re.findall(r"manylinux_2_(\d+)_", name)]
        minors += [17] * ("manylinux2014" in name) + [12] * ("manylinux2010" in name)
        needed += [min(minors)] if minors else []
    return f"2.{max(needed)}" if max(needed) else ""


def images_of(tree: Path) -> list[str]:
    """Return the container images that docker-compose.yml runs, in order."""
    return sorted(
        set(re.findall(r"^\s*image:\s*(\S+)", (tree / "docker-compose.yml").read_text("utf-8"), re.MULTILINE))
    )


def facts_of(bundle: Path, commit: str) -> dict[str, Any]:
    """Return what the bundle says of itself."""
    project = tomllib.loads((bundle / "portal" / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return {
        "name": project["name"],
        "version": project["version"],
        "commit": commit,
        "python": f"{sys.version_info[0]}.{sys.version_info[1]}",
        "machine": platform.machine(),
        "glibc": least_glibc(path.name for path in (bundle / "wheels").iterdir()),
        "images": images_of(bundle / "portal"),
    }


def write_words(bundle: Path, facts: dict[str, Any]) -> None:
    """Write what people read and run: bundle.json, images.txt, README.md, install.sh."""
    (bundle / "bundle.json").write_text(json.dumps(facts, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    (bundle / "images.txt").write_text("".join(f"{name}\n" for name in facts["images"]), encoding="utf-8")
    for name, text in (("README.md", READ_ME), ("install.sh", INSTALL)):
        for word in ("version", "python", "machine"):
            text = text.replace(f"__{word.upper()}__", facts[word])
        (bundle / name).write_text(text, encoding="utf-8")
    (bundle / "install.sh").chmod(0o755)


def pack(bundle: Path, archive: Path) -> None:
    """Pack the folder, in order and without the builder's name, and write the archive's sum beside it."""

    def anonymous(entry: tarfile.TarInfo) -> tarfile.TarInfo:
        entry.uid = entry.gid = 0
        entry.uname = entry.gname = "root"
        entry.mode = 0o755 if entry.mode & 0o100 else 0o644
        return entry

    archive.parent.mkdir(parents=True, exist_ok=True)
    with gzip.open(archive, "wb", compresslevel=1) as packed, tarfile.open(fileobj=packed, mode="w") as tar:
        tar.add(bundle, arcname=bundle.name, filter=anonymous)
    beside = archive.with_name(archive.name + ".sha256")
    beside.write_text(f"{manifest.sum_of(archive)}  {archive.name}\n", encoding="utf-8")


def build(target: Path) -> Path:
    """Make the bundle in the folder and return the archive."""
    with tempfile.TemporaryDirectory(prefix="portal-bundle-") as folder:
        tree = Path(folder) / "new" / "portal"
        wheels = tree.parent / "wheels"
        for path in (tree, wheels):
            path.mkdir(parents=True)
        commit = export_source(tree)
        add_assets(tree)
        for lock in locks_of(tree):
            download(lock, wheels)
        environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}
        subprocess.run([sys.executable, str(tree / "scripts" / "sbom.py")], check=True, env=environment)
        shutil.move(tree / "var" / "sbom.json", tree.parent / "sbom.json")
        (tree / "var").rmdir()
        facts = facts_of(tree.parent, commit)
        write_words(tree.parent, facts)
        bundle = tree.parent.rename(Path(folder) / f"{facts['name']}-{facts['version']}")
        number = manifest.write(bundle)
        archive = target / f"{bundle.name}.tar.gz"
        pack(bundle, archive)
    size = archive.stat().st_size / 1e6
    print(f"bundle: {number} files, {len(facts['images'])} images named, {size:.0f} MB: {archive}")
    return archive


if __name__ == "__main__":
    build(Path(sys.argv[1]) if len(sys.argv) > 1 else TARGET)
