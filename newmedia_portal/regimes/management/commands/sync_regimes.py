"""Install the shipped editions (装入制度版本) from the shell."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from newmedia_portal.core.refusals import Refused
from newmedia_portal.regimes.actions import sync_shipped

WORDS = {
    "published": "已装入并发布",
    "draft": "已装入为草稿，请系统管理员核对后发布",
    "unchanged": "没有变化",
    "kept": "随附文件与库中同版本内容不同，库中内容不变；需要更新请提高版本号",
}


class Command(BaseCommand):
    """Bring the shipped editions into the database; safe to run again."""

    help = "把随程序附带的五部制度装入数据库，可重复执行；已发布的版本不会被改动。"

    def handle(self, *args: Any, **options: Any) -> None:
        """Print one line per regime."""
        try:
            for synced in sync_shipped(at=timezone.now()):
                self.stdout.write(f"{synced.record}：{WORDS[synced.outcome]}")
        except Refused as error:
            raise CommandError(error.message) from error
