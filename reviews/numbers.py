"""Numbers of posts and authorisations (稿件编号、授权编号)."""

from datetime import datetime

from django.utils.timezone import localtime

from newmedia_portal.core.numbers import next_value


def post_number(prefix: str, at: datetime) -> str:
    """Return the next number of a post, e.g. GJ稿2026-0143."""
    year = localtime(at).year
    return f"{prefix}稿{year}-{next_value(f'post/{prefix}/{year}'):04d}"


def authorisation_number(prefix: str, at: datetime) -> str:
    """Return the next number of an authorisation, e.g. GJ发2026-0139."""
    year = localtime(at).year
    return f"{prefix}发{year}-{next_value(f'authorisation/{prefix}/{year}'):04d}"
