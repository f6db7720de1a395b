"""Install the shared lexicon (装入共用词库) from the shell; safe to repeat after every upgrade."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from reviews.actions.lexicons import install_starter


class Command(BaseCommand):
    """Bring the shipped starter set in; a changed set becomes the next version of the shared lexicon."""

    help = "装入随附的起步词库，作为各单位共用的词库；可重复运行。"

    def handle(self, *args: Any, **options: Any) -> None:
        """Install and say which version is in use."""
        lexicon = install_starter(at=timezone.now())
        self.stdout.write(f"{lexicon}，{lexicon.size} 个词条")
