"""Settings of a real installation: TLS in front, secrets from the environment, refusal of an unsafe start."""

from .base import *  # noqa: F403
from .base import ALLOWED_HOSTS, SECRET_KEY, ImproperlyConfigured, env

if len(SECRET_KEY) < 50:
    raise ImproperlyConfigured("SECRET_KEY 必须设置,且不少于 50 个字符。")
if not ALLOWED_HOSTS:
    raise ImproperlyConfigured("ALLOWED_HOSTS 必须设置,例如 portal.example.gov.cn。")
if env.boolean("DEBUG", False):
    raise ImproperlyConfigured("正式环境不允许 DEBUG=1。")

SECURE_SSL_REDIRECT = env.boolean("SECURE_SSL_REDIRECT", True)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = env.integer("SECURE_HSTS_SECONDS", 31536000, least=0, most=63072000)
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
