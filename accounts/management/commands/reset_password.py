"""Reset a password from the server (服务器上重置密码): the way back where no second administrator can release it."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from newmedia_portal.core.access.models import User
from newmedia_portal.core.releases.actions import tell_of_command
from newmedia_portal.core.releases.states import What
from newmedia_portal.core.transactions import unit_of_work

from ...actions.people import set_password
from ...intake.passwords import new_password


class Command(BaseCommand):
    """Give a person a random password that must be changed at the next log-in; every administrator is told."""

    help = "重置一个人的登录密码（没有第二位管理员可以核准时）。显示一次随机密码，本人登录后须修改。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Ask for the person and the reason."""
        parser.add_argument("username", help="登录名")
        parser.add_argument("--reason", required=True, help="原因，记入审计日志")

    def handle(self, *args: Any, **options: Any) -> None:
        """Set it, or say why not."""
        person = User.objects.filter(username=options["username"]).first()
        if person is None:
            raise CommandError(f"没有登录名为 {options['username']} 的人员。请核对登录名。")
        reason, at, password = options["reason"].strip(), timezone.now(), new_password()
        if not reason:
            raise CommandError("请写明原因。")
        with unit_of_work():
            set_password(person, password=password, by=None, at=at, reason=reason)
            tell_of_command(person, what=What.PASSWORD, reason=reason, at=at)
        self.stdout.write(f"{person.username} 的新密码（只显示这一次，登录后须修改）：{password}")
