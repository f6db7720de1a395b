"""Add an organisation: a top unit bound to a regime (建立组织); units below it are added on the pages."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from accounts.actions.organisation import add_unit
from newmedia_portal.core.refusals import Refused
from newmedia_portal.regimes.vocabulary import REGIME_CODES, UNIT_KINDS


class Command(BaseCommand):
    """建立顶级单位并选定适用制度."""

    help = "建立一个组织(顶级单位)并选定它适用的制度;下级单位由系统管理员在“单位”页面新增。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the arguments."""
        parser.add_argument("--regime", required=True, choices=list(REGIME_CODES), help="适用的制度")
        parser.add_argument("--code", required=True, metavar="代码", help="单位代码,全平台唯一")
        parser.add_argument("--name", required=True, metavar="名称", help="单位名称")
        kinds = "、".join(f"{code} {label}" for code, label in UNIT_KINDS.items())
        parser.add_argument("--kind", required=True, metavar="类别", help=f"单位类别,须为该制度所列:{kinds}")

    def handle(self, *args: Any, **options: Any) -> None:
        """Add the unit, or say in one line why not."""
        names = ("regime", "code", "name", "kind")
        try:
            unit = add_unit(**{name: options[name] for name in names}, parent=None, by=None, at=timezone.now())
        except Refused as error:
            raise CommandError(error.message) from error
        self.stdout.write(f"已建立组织“{unit}”,单位代码 {unit.code}。")
