"""Settings for `make demo` and for work on the code: embedded SQLite, no TLS."""

from .base import *  # noqa: F403
from .base import MIDDLEWARE, PORTAL_URL, STATIC_ROOT, STORAGES, VAR_DIR, env
from .services import DEMO_KEY

DEBUG = env.boolean("DEBUG", True)
SECRET_KEY = env.text("SECRET_KEY", DEMO_KEY)
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS", "127.0.0.1,localhost,[::1],testserver")
PUBLIC_VERIFY = env.boolean("PUBLIC_VERIFY", True)
PORTAL_URL = PORTAL_URL or f"http://127.0.0.1:{env.text('PORT', '8000')}"
MIDDLEWARE = ["newmedia_portal.plain_pages.PlainNotFound", *MIDDLEWARE]
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
VAR_DIR.mkdir(parents=True, exist_ok=True)
STATIC_ROOT.mkdir(parents=True, exist_ok=True)
