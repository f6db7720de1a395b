"""How long things are kept (保存期限): nothing that counts as a log under six months."""

from django.core.exceptions import ImproperlyConfigured

from . import env

#: Six months in days, however they fall.
LEAST = 184
MOST = 36500


def days(name: str, default: int) -> int:
    """Return a number of days; fewer than six months are refused with the law that forbids it."""
    number = env.integer(name, default, least=1, most=MOST)
    if number < LEAST:
        raise ImproperlyConfigured(
            f"{name} 是 {number} 天，少于六个月。《网络安全法》第二十三条要求网络日志留存不少于六个月，"
            f"请设为 {LEAST} 天以上。"
        )
    return number
