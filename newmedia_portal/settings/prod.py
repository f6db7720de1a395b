"""Settings of a real installation: TLS in front, secrets from the environment, refusal of an unsafe start."""

from django.core.exceptions import ImproperlyConfigured

from .base import *  # noqa: F403
from .base import ALLOWED_HOSTS, HTTP_ALLOWED, SECRET_KEY, env, logs, services
from .services import DEMO_KEY

if len(SECRET_KEY) < 50 or SECRET_KEY == DEMO_KEY:
    raise ImproperlyConfigured("SECRET_KEY 必须设置为自己生成的随机文字,且不少于 50 个字符。")
if not ALLOWED_HOSTS or "*" in ALLOWED_HOSTS:
    raise ImproperlyConfigured("ALLOWED_HOSTS 必须写明域名,例如 portal.example.gov.cn,不能是 *。")
if env.boolean("DEBUG", False):
    raise ImproperlyConfigured("正式环境不允许 DEBUG=1。")

SECOND_FACTOR = env.choice("SECOND_FACTOR", "admins", among=("off", "admins", "deciders"))
STRICT_START = True
LOG_FORM = services.log_form(env.text("LOG_FORM", "json"))
LOGGING = logs.configuration(LOG_FORM)
SECURE_SSL_REDIRECT = env.boolean("SECURE_SSL_REDIRECT", True)
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$", r"^metrics$"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = env.integer("SECURE_HSTS_SECONDS", 31536000, least=0, most=63072000)
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
SESSION_COOKIE_NAME = "__Host-sessionid"
CSRF_COOKIE_NAME = "__Host-csrftoken"
if HTTP_ALLOWED and not SECURE_SSL_REDIRECT:
    # A house that says it means plain HTTP: no browser would keep or send back a cookie that wants TLS.
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = False
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "sessionid", "csrftoken"
PRIVACY_NOTICE = env.boolean("PRIVACY_NOTICE", True)
IDLE_ACCOUNT_DAYS = env.integer("IDLE_ACCOUNT_DAYS", 90, least=0, most=730)
