"""Settings of the benchmark: those of the product, without TLS, and with the Django admin to compare with."""

import os
import tempfile
from pathlib import Path
from typing import Any

os.environ.setdefault("SECRET_KEY", "benchmark-only-0123456789-0123456789-0123456789")
os.environ.setdefault("PERSONAL_DATA_KEY", "benchmark-only-0123456789-0123456789-0123456789")

from newmedia_portal.settings.base import *  # noqa: F403
from newmedia_portal.settings.base import PERSON_LIMITS, TEMPLATES

ALLOWED_HOSTS = ["testserver"]
ROOT_URLCONF = "bench.urls"
REDIS_URL = ""
SLOW_QUERY_MS = 0
PERSON_LIMITS = dict.fromkeys(PERSON_LIMITS, 0)
CELERY_TASK_ALWAYS_EAGER = True
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
SCRATCH = tempfile.TemporaryDirectory(prefix="portal-bench-")
MEDIA_ROOT = Path(SCRATCH.name) / "media"
STATIC_ROOT = Path(SCRATCH.name) / "static"
STATIC_ROOT.mkdir()
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
LOGGING: dict[str, Any] = {"version": 1, "disable_existing_loggers": True}

# The admin pages are spared the cost of the portal's frame.
PROCESSORS = TEMPLATES[0]["OPTIONS"]["context_processors"]
PROCESSORS[PROCESSORS.index("newmedia_portal.core.ui.context.shell")] = "bench.urls.shell_of_the_portal"
