"""Set up the database role of the portal, which cannot change the audit log (应用角色)."""

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from newmedia_portal.core.audit.roles import RoleFault, may_change_the_log, restrict


class Command(BaseCommand):
    """Run by the owner of the tables after each migration; `--check` says what the present role could do."""

    help = "设置门户使用的数据库角色：审计日志只能写入和读取，不能改、不能删；每次 migrate 之后由属主执行一次。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which role."""
        parser.add_argument("role", nargs="?", help="角色名，例如 portal")
        parser.add_argument("--password-file", type=Path, help="存放该角色密码的文件；- 表示从标准输入读")
        parser.add_argument("--check", action="store_true", help="只检查当前连接的角色能否改动审计日志")

    def handle(self, *args: Any, **options: Any) -> None:
        """Say what was set, or what the present role could do."""
        if options["check"]:
            if may_change_the_log():
                raise CommandError("当前数据库角色可以改动审计日志。请让门户用 app_role 设置的角色连接。")
            self.stdout.write("当前数据库角色不能改动审计日志。")
            return
        if not options["role"]:
            raise CommandError("请写明角色名，例如：manage.py app_role portal --password-file 文件。")
        try:
            restrict(options["role"], password=_password(options["password_file"]))
        except RoleFault as fault:
            raise CommandError(str(fault)) from fault
        self.stdout.write(f"已设置 {options['role']}：可以读写业务数据，审计日志只能写入和读取。")


def _password(file: Path | None) -> str:
    if file is None:
        return ""
    try:
        text = sys.stdin.read() if str(file) == "-" else file.read_text(encoding="utf-8")
    except OSError as error:
        raise CommandError(f"不能读 {file}：{error.strerror}。") from error
    if not text.strip():
        raise CommandError(f"{file} 是空的。请写入该角色的密码。")
    return text.strip()
