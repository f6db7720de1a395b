"""Make the first three separated administrators of a new installation (首次设置三员)."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from accounts.actions.people.persons import add_person, set_instance_role
from accounts.intake.passwords import new_password
from newmedia_portal.core.access.models import User
from newmedia_portal.core.access.roles import InstanceRole
from newmedia_portal.core.refusals import Refused
from newmedia_portal.core.transactions import unit_of_work

THREE = (InstanceRole.SYSTEM, InstanceRole.SECURITY, InstanceRole.AUDIT)


class Command(BaseCommand):
    """Print each new log-in with its first password, once; later administrators are named on the pages."""

    help = "为新装的平台建立系统管理员、安全管理员、审计管理员各一名,显示一次初始密码;首次登录须改密码。"

    def handle(self, *args: Any, **options: Any) -> None:
        """Refuse where there is an administrator already: the security administrator names the next ones."""
        if User.objects.exclude(instance_role="").exists():
            raise CommandError("已有三员。新的三员由安全管理员在“人员”页面设定。")
        at, passwords = timezone.now(), {role: new_password() for role in THREE}
        try:
            with unit_of_work():
                for role, password in passwords.items():
                    name = str(InstanceRole(role).label)
                    person = add_person(username=role.value, full_name=name, password=password, by=None, at=at)
                    set_instance_role(person, role=role.value, by=None, at=at, reason="新装平台首次设置")
        except Refused as error:
            raise CommandError(error.message) from error
        for role, password in passwords.items():
            self.stdout.write(f"{InstanceRole(role).label}  登录名 {role.value}  初始密码 {password}")
        self.stdout.write("初始密码只显示这一次,请当面交给三个不同的人;首次登录须改密码。")
