"""The Celery application; with no REDIS_URL tasks run in the embedded worker instead."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newmedia_portal.settings.prod")
app = Celery("newmedia_portal")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
