"""Reset a second factor from the server (服务器上重置第二因素): the way back for the last security administrator."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from ...access.models import User
from ...refusals import Refused
from ...releases.actions import tell_of_command
from ...releases.states import What
from ...second_factor.actions import reset
from ...transactions import unit_of_work


class Command(BaseCommand):
    """Take the second factor of a person away, with a reason that the audit log keeps."""

    help = "重置一个人的第二因素（手机和恢复码都丢失时）。平时由安全管理员在“人员”页面申请、另一位管理员核准。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Ask for the person and the reason."""
        parser.add_argument("username", help="登录名")
        parser.add_argument("--reason", required=True, help="原因，记入审计日志")

    def handle(self, *args: Any, **options: Any) -> None:
        """Reset it, or say why not."""
        person = User.objects.filter(username=options["username"]).first()
        if person is None:
            raise CommandError(f"没有登录名为 {options['username']} 的人员。请核对登录名。")
        at = timezone.now()
        try:
            with unit_of_work():
                reset(person, reason=options["reason"], by=None, at=at)
                tell_of_command(person, what=What.FACTOR, reason=options["reason"].strip(), at=at)
        except Refused as refusal:
            raise CommandError(refusal.message) from refusal
        self.stdout.write(f"已重置 {person.username} 的第二因素。")
