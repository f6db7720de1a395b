"""Settings that every environment shares."""

from pathlib import Path

from csp.constants import NONE, SELF

from newmedia_portal import __version__
from newmedia_portal.core.operating import logs

from . import background, env, keeping, passwords, services
from .sso import *  # noqa: F403

VERSION = __version__
BASE_DIR = Path(__file__).resolve().parents[2]
VAR_DIR = Path(env.text("VAR_DIR", str(BASE_DIR / "var")))

SECRET_KEY = env.text("SECRET_KEY")
# Encrypts phone numbers at rest; its own key, so that SECRET_KEY can be changed without losing them. Several keys, the
# newest first, while it is being changed (rotate_keys).
PERSONAL_DATA_KEY = env.text("PERSONAL_DATA_KEY")
DEBUG = False
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS")

INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "guardian",
    "django_filters",
    "django_htmx",
    "csp",
    "axes",
    "newmedia_portal.core",
    "newmedia_portal.regimes",
    "accounts",
    "filings",
    "reviews",
    "duties",
    "assessments",
    "newmedia_portal.demo",
]

# The public page for reports of impostor accounts (举报假冒账号), and how many one address may send in an hour.
PUBLIC_REPORTS = env.boolean("PUBLIC_REPORTS", True)
PUBLIC_REPORTS_PER_HOUR = env.integer("PUBLIC_REPORTS_PER_HOUR", 5, least=1, most=1000)

# The public answer to "is this account official" (账号核验), and how often one address may ask in a minute.
PUBLIC_VERIFY = env.boolean("PUBLIC_VERIFY", False)
PUBLIC_VERIFY_PER_MINUTE = env.integer("PUBLIC_VERIFY_PER_MINUTE", 30, least=1, most=6000)

# The interface for other systems (接口) under /api/v1/, and how often one token may call in a minute.
API_ENABLED = env.boolean("API_ENABLED", True)
API_CALLS_PER_MINUTE = env.integer("API_CALLS_PER_MINUTE", 120, least=1, most=6000)

# How often one signed-in person may ask, export, import and search in a minute (操作频率); 0: no such limit.
PERSON_LIMITS = {
    "requests": env.integer("PERSON_REQUESTS_PER_MINUTE", 600, least=0, most=100_000),
    "exports": env.integer("PERSON_EXPORTS_PER_MINUTE", 12, least=0, most=6000),
    "imports": env.integer("PERSON_IMPORTS_PER_MINUTE", 12, least=0, most=6000),
    "searches": env.integer("PERSON_SEARCHES_PER_MINUTE", 60, least=0, most=6000),
}

# The columns of the table for the national reporting system (批量报送表): the office's own file, or none.
NATIONAL_LAYOUT = env.text("NATIONAL_LAYOUT")

# Where published items come from by themselves (采集接入), and how often an interface may push them in a minute.
ITEM_ADAPTERS = env.words("ITEM_ADAPTERS")
ITEM_PUSHES_PER_MINUTE = env.integer("ITEM_PUSHES_PER_MINUTE", 60, least=1, most=6000)

# Where the portal is reached, as it stands in mails; hosts and networks inside that messages may go out to (the group
# robots of an intranet); how often a calendar program may read an address in an hour.
PORTAL_URL = services.portal(env.text("PORTAL_URL"))
MESSAGE_HOSTS = services.hosts(env.words("MESSAGE_HOSTS"))
CALENDAR_READS_PER_HOUR = env.integer("CALENDAR_READS_PER_HOUR", 60, least=1, most=3600)

# Receivers of events (推送订阅): inner networks and addresses that they may lie in (an intranet's receivers do), the
# only hosts they may have (empty: any), how long one may take to answer, after how many days without success it is
# switched off.
WEBHOOK_ALLOWED_NETWORKS = services.webhook_networks(env.words("WEBHOOK_ALLOWED_NETWORKS"))
WEBHOOK_ALLOWED_HOSTS = services.host_names(env.words("WEBHOOK_ALLOWED_HOSTS"))
WEBHOOK_TIMEOUT_SECONDS = env.integer("WEBHOOK_TIMEOUT_SECONDS", 8, least=1, most=30)
WEBHOOK_OFF_AFTER_DAYS = env.integer("WEBHOOK_OFF_AFTER_DAYS", 5, least=1, most=60)

# How long a claim keeps a filing for one colleague (领取). An hour is longer than the care for one filing takes, and
# shorter than what nobody would notice: what is forgotten over lunch or a meeting is free again by itself.
FILING_CLAIM_MINUTES = env.integer("FILING_CLAIM_MINUTES", 60, least=5, most=1440)

# How many days the audit log stays in the table (then: audit_archive), other logs, and messages that were read; where
# the daily checkpoint of the log is mailed to, so that it is anchored outside.
RETENTION_AUDIT_DAYS = keeping.days("RETENTION_AUDIT_DAYS", 1095)
RETENTION_LOGS_DAYS = keeping.days("RETENTION_LOGS_DAYS", 365)
RETENTION_NOTICES_DAYS = keeping.days("RETENTION_NOTICES_DAYS", 365)
AUDIT_CHECKPOINT_MAIL = env.words("AUDIT_CHECKPOINT_MAIL")

# How many proxies of our own stand in front and add to X-Forwarded-For; 0: readers reach us directly.
TRUSTED_PROXIES = env.integer("TRUSTED_PROXIES", 0, least=0, most=5)

MIDDLEWARE = [
    "newmedia_portal.proxy.ReaderAddress",
    "newmedia_portal.core.operating.middleware.RequestTrace",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "newmedia_portal.core.access.methods.MethodsMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "newmedia_portal.core.second_factor.middleware.SecondFactorMiddleware",
    "newmedia_portal.core.access.pace.middleware.PaceMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "newmedia_portal.core.access.sessions.SlidingSessionMiddleware",
    "newmedia_portal.core.privacy.middleware.EntryMiddleware",
    "newmedia_portal.core.access.middleware.AccessMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "newmedia_portal.urls"
WSGI_APPLICATION = "newmedia_portal.wsgi.application"
ASGI_APPLICATION = "newmedia_portal.asgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "newmedia_portal.core.ui.context.shell",
            ],
            "builtins": ["newmedia_portal.core.ui.templatetags.ui"],
        },
    }
]
FORM_RENDERER = "newmedia_portal.core.ui.forms.PortalRenderer"

DATABASES = {
    "default": services.database(env.text("DATABASE_URL"), VAR_DIR / "db.sqlite3", env.text("DATABASE_PASSWORD"))
}
services.bound(
    DATABASES["default"],
    seconds=env.integer("STATEMENT_TIMEOUT_SECONDS", 0, least=0, most=3600),
    pooled=env.boolean("DATABASE_POOLED", False),
)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "core.User"

REDIS_URL = services.redis(env.text("REDIS_URL"))
vars().update(background.celery(REDIS_URL))
JOB_NICENESS = env.integer("JOB_NICENESS", 10, least=0, most=19)
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}
    if REDIS_URL
    else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
}

AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "rules.permissions.ObjectPermissionBackend",
    "django.contrib.auth.backends.ModelBackend",
    "newmedia_portal.core.access.backends.GrantBackend",
]
# The grant backend above is guardian's own with one guard; guardian looks for the name of its class only.
SILENCED_SYSTEM_CHECKS = ["guardian.W001"]
ANONYMOUS_USER_NAME = None
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
# What passwords must be (密码规则): djbh (等保) or asvs; days that one may stay, and the days of warning before.
PASSWORD_PROFILE = passwords.profile(env.text("PASSWORD_PROFILE", passwords.DJBH))
AUTH_PASSWORD_VALIDATORS = passwords.validators(PASSWORD_PROFILE)
PASSWORD_MAX_DAYS = passwords.MOST_DAYS[PASSWORD_PROFILE]
PASSWORD_WARN_DAYS = 7
# The notice about personal data before the first work (个人信息处理告知), and an own text for it.
PRIVACY_NOTICE = env.boolean("PRIVACY_NOTICE", False)
PRIVACY_NOTICE_TEXT = env.text("PRIVACY_NOTICE_TEXT")
# A log-in unused for so many days is switched off (久未使用停用); 0: never.
IDLE_ACCOUNT_DAYS = env.integer("IDLE_ACCOUNT_DAYS", 0, least=0, most=730)
# Single sign-on (统一认证): OIDC, CAS and LDAP, each off until it is set (settings/sso.py); the directory is one more
# way to log in.
AUTHENTICATION_BACKENDS += ["newmedia_portal.core.sso.backend.DirectoryBackend"] if SSO_LDAP_URL else []
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "workbench"
LOGOUT_REDIRECT_URL = "login"
# Who needs a code of the own phone after the password (第二因素): off, admins, deciders.
SECOND_FACTOR = env.choice("SECOND_FACTOR", "off", among=("off", "admins", "deciders"))
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_LOCKOUT_CALLABLE = "newmedia_portal.core.ui.views.locked_out"
AXES_RESET_ON_SUCCESS = True
AXES_VERBOSE = False
# Beside the lock of one name at one address: failures in a quarter of an hour of one address over all names, and of
# one name over all addresses; 0: no such limit.
LOGIN_FAILURES_PER_ADDRESS = env.integer("LOGIN_FAILURES_PER_ADDRESS", 100, least=0, most=10000)
LOGIN_FAILURES_PER_NAME = env.integer("LOGIN_FAILURES_PER_NAME", 20, least=0, most=10000)

SESSION_ENGINE = "newmedia_portal.core.sessions.store"
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
# Minutes without work after which a session ends, and hours after which it ends in any case.
SESSION_COOKIE_AGE = 60 * env.integer("SESSION_IDLE_MINUTES", 15, least=5, most=480)
SESSION_MAX_HOURS = env.integer("SESSION_MAX_HOURS", 12, least=1, most=24)
SESSION_COOKIE_HTTPONLY = True
MESSAGE_STORAGE = "newmedia_portal.core.ui.cookies.Messages"
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "object-src": [NONE],
    }
}

vars().update(services.email(env.text("EMAIL_URL")))
DEFAULT_FROM_EMAIL = env.text("DEFAULT_FROM_EMAIL", "portal@localhost")
DEMO_PASSWORD = env.text("DEMO_PASSWORD", "Demo-2026-portal")

FILTERS_EMPTY_CHOICE_LABEL = "全部"

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文")]
TIME_ZONE = "Asia/Shanghai"
USE_I18N = True
USE_TZ = True
LOCALE_PATHS = [BASE_DIR / "locale"]

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_ROOT = Path(env.text("MEDIA_ROOT", str(VAR_DIR / "media")))
MEDIA_URL = ""
# A folder with further fonts for PDFs (the office's own 仿宋 and 小标宋); none are needed.
PAPER_FONTS = env.text("PAPER_FONTS")
S3 = [env.text(f"S3_{name}") for name in services.S3_NAMES]
STORAGES = {
    "default": services.uploads(*S3),
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
FILE_UPLOAD_PERMISSIONS = 0o640
# What comes in: megabytes of one file, files of one filing, pixels of one picture (millions), its long edge afterwards.
UPLOAD_LARGEST_MB = env.integer("UPLOAD_LARGEST_MB", 20, least=1, most=200)
UPLOAD_MOST_FILES = env.integer("UPLOAD_MOST_FILES", 30, least=1, most=500)
UPLOAD_MEGAPIXELS = env.integer("UPLOAD_MEGAPIXELS", 64, least=4, most=200)
UPLOAD_PICTURE_EDGE = env.integer("UPLOAD_PICTURE_EDGE", 4000, least=1000, most=10000)
# The virus scanner and its patience in seconds; while one is named and away, no file is taken.
UPLOAD_SCANNER = services.scanner(env.text("UPLOAD_SCANNER"))
UPLOAD_SCANNER_SECONDS = env.integer("UPLOAD_SCANNER_SECONDS", 30, least=1, most=300)
# The web server's internal location over MEDIA_ROOT (nginx: internal), if it is to send the bytes of downloads.
X_ACCEL_PREFIX = services.internal_location(env.text("X_ACCEL_PREFIX"))
FILE_UPLOAD_HANDLERS = [
    "newmedia_portal.core.uploads.handler.BoundedUpload",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000

# Log lines: `json` for a machine room, `plain` for a desk.
LOG_FORM = services.log_form(env.text("LOG_FORM", "plain"))
LOGGING = logs.configuration(LOG_FORM)
# Who hears of unexpected errors: a callable of the house, and mail addresses (EMAIL_URL sends).
ERROR_HOOK = env.text("ERROR_HOOK")
ADMINS = [("系统运维", address) for address in env.words("ADMINS")]
# Figures for Prometheus at /metrics: who may ask, and where several gunicorn workers of a host add them up.
METRICS_ALLOWED_NETWORKS = services.networks(env.words("METRICS_ALLOWED_NETWORKS"))
METRICS_TOKEN = env.text("METRICS_TOKEN")
METRICS_DIR = env.text("METRICS_DIR")
# Statements slower than this (milliseconds) are noted; 0: none. Longer than the timeout (seconds) PostgreSQL ends them.
SLOW_QUERY_MS = env.integer("SLOW_QUERY_MS", 500, least=0, most=600_000)
# How many portal processes gunicorn starts; whether plain HTTP is meant; whether an unsafe start is refused.
WEB_WORKERS = env.integer("WEB_WORKERS", 1, least=1, most=64)
HTTP_ALLOWED = env.boolean("HTTP_ALLOWED", False)
STRICT_START = False
