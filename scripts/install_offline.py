"""Install from an unpacked bundle without any network: check the list, make .venv from the wheels, say what is next.

Called by install.sh of the bundle as `python3 -m scripts.install_offline` from the portal's folder; needs nothing but
the machine's Python.
"""

import json
import platform
import sys
from pathlib import Path
from typing import Any

from scripts import manifest, setup_venv

ROOT = Path(__file__).resolve().parents[1]
BUNDLE = ROOT.parent
NEXT = """已装好：{root}

先试用（内嵌数据库和演示数据，不要当作正式环境）：
    cd {root} && make demo

正式安装的下一步（详见 docs/runbooks/install.md）：
    1. 准备 PostgreSQL 16、Redis 7，生成密钥文件，写好环境变量
    2. .venv/bin/python manage.py migrate --noinput
    3. .venv/bin/python manage.py load_shipped
    4. .venv/bin/python manage.py collectstatic --noinput
    5. .venv/bin/python manage.py app_role portal --password-file 密码文件
    6. .venv/bin/python manage.py check --deploy --database default
    7. .venv/bin/python manage.py add_administrators

.venv 记着所在的位置：目录不要改名或移动。"""


def misfits(facts: dict[str, Any]) -> list[str]:
    """Return in Chinese why the wheels of the bundle do not suit this machine: Python, processor, C library."""
    found = []
    here = f"{sys.version_info[0]}.{sys.version_info[1]}"
    if here != facts["python"]:
        found.append(
            f"离线包按 Python {facts['python']} 制作，这里是 {here}。请用 PYTHON=路径 指定，或重新制作离线包。"
        )
    if platform.machine() != facts["machine"]:
        found.append(f"离线包按 {facts['machine']} 处理器制作，这里是 {platform.machine()}。请在同类机器上重新制作。")
    library, version = platform.libc_ver()
    if facts["glibc"] and (library != "glibc" or number(version) < number(facts["glibc"])):
        found.append(f"离线包需要 glibc {facts['glibc']} 以上，这里是 {library} {version}。请在同类系统上重新制作。")
    return found


def number(version: str) -> tuple[int, ...]:
    """Return a dotted version as numbers that compare."""
    return tuple(int(part) for part in version.split(".") if part.isdigit())


def main() -> int:
    """Check, install and tell; 1 where the bundle is damaged or does not suit this machine."""
    faults = manifest.faults(BUNDLE)
    if not faults:
        faults = misfits(json.loads((BUNDLE / "bundle.json").read_text(encoding="utf-8")))
    if faults:
        print("不能安装：", *faults, sep="\n", file=sys.stderr)
        return 1
    print(f"清单核对无误（{len(manifest.read(BUNDLE))} 个文件），正在安装……", flush=True)
    setup_venv.main(["--wheels", str(BUNDLE / "wheels")])
    print(NEXT.format(root=ROOT))
    return 0


if __name__ == "__main__":
    sys.exit(main())
