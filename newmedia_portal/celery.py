"""The Celery application; with no REDIS_URL tasks run in the embedded worker instead."""

import os

from celery import Celery

from .core.operating import celery_signals  # noqa: F401 - connects before the worker sets up its log lines

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newmedia_portal.settings.prod")
app = Celery("newmedia_portal")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
