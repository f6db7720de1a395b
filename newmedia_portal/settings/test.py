"""Settings of the test suite: fast hashing, own media folder, eager tasks."""

import atexit
import shutil
import tempfile
from pathlib import Path

from .base import *  # noqa: F403
from .base import DATABASES, PERSON_LIMITS, env

SECRET_KEY = "test-only-key-0123456789-0123456789-0123456789-0123"
ALLOWED_HOSTS = ["*"]
SLOW_QUERY_MS = 0
DEBUG = False
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
SCRATCH = Path(tempfile.mkdtemp(prefix="portal-test-"))
atexit.register(shutil.rmtree, SCRATCH, ignore_errors=True)
MEDIA_ROOT = SCRATCH / "media"
STATIC_ROOT = SCRATCH / "static"
STATIC_ROOT.mkdir()
# The public check is off in a new installation; its own tests shut it.
PUBLIC_VERIFY = True
# Counters in the cache outlive a test; the tests of these limits set their own.
LOGIN_FAILURES_PER_ADDRESS = LOGIN_FAILURES_PER_NAME = 0
PERSON_LIMITS = dict.fromkeys(PERSON_LIMITS, 0)
# The suite decides for itself when it talks to Redis (marker `redis`); everything else runs in the embedded worker.
REDIS_URL = ""
CELERY_BROKER_URL = "memory://"
CELERY_TASK_ALWAYS_EAGER = True
JOB_NICENESS = 0  # commands run in the process of the suite
STORAGES = {
    "default": {"BACKEND": "newmedia_portal.core.uploads.whole.WholeFiles"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"].pop("CONN_MAX_AGE", None)
TEST_SUFFIX = env.text("TEST_DB_SUFFIX")
if TEST_SUFFIX and DATABASES["default"]["ENGINE"].endswith("postgresql"):
    DATABASES["default"]["TEST"] = {"NAME": f"test_portal_{TEST_SUFFIX}"}
