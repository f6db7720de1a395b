"""The job that indexes what large loads left (更新搜索索引), and the set-up after migrations."""

from datetime import UTC, datetime
from typing import Any

from django.db.models.signals import post_migrate
from django.dispatch import receiver

from ..jobs.models import OutboxItem
from ..jobs.outbox import enqueue, job
from ..jobs.schedule import Counts, often
from .models import SearchMark
from .upkeep import catch_up, has_tables, set_up

JOB = "search.catch_up"


@job(JOB)
def index_marked(*, at: datetime) -> None:
    """Index the rows that large loads and writes past the actions have marked, in small transactions."""
    catch_up()


@often(JOB, label="更新搜索索引")
def look_for_marks(*, at: datetime) -> Counts:
    """Queue the indexing where rows are marked and nobody is at it: once a minute, however many workers tick."""
    waits = OutboxItem.objects.filter(job=JOB, done_at__isnull=True, failed_at__isnull=True)
    if not SearchMark.objects.exists() or waits.exists():
        return Counts()
    queued = enqueue(JOB, {}, at=at, key=f"{JOB}:{at.astimezone(UTC):%Y-%m-%dT%H:%M}")
    return Counts(looked_at=1 if queued else 0)


@receiver(post_migrate)
def after_migrations(sender: Any, app_config: Any, using: str = "default", **kwargs: Any) -> None:
    """Index all rows in batches where a source is new, once the last app has its tables."""
    from django.apps import apps
    from django.db import DEFAULT_DB_ALIAS

    last = [config for config in apps.get_app_configs() if config.models_module is not None][-1]
    if app_config.label == last.label and using == DEFAULT_DB_ALIAS and has_tables():
        set_up()
        catch_up()
