"""The two profiles of passwords (密码规则): 等保, the default, and ASVS; what each asks of a new password.

等保 (GB/T 22239-2019, 8.1.4.1) wants complexity and periodic change; ASVS 5.0 (6.2.5, 6.2.10) forbids both and wants
length and lists instead. An installation follows one of them.
"""

from typing import Any

from django.core.exceptions import ImproperlyConfigured

DJBH, ASVS = "djbh", "asvs"
PROFILES = (DJBH, ASVS)
OURS = "newmedia_portal.core.passwords.validators"
DJANGO = "django.contrib.auth.password_validation"
#: Days that a password may stay; none: as long as it is not given away.
MOST_DAYS = {DJBH: 90, ASVS: 0}
PRODUCT = ("newmedia", "xinmeiti", "新媒体", "portal")


def profile(name: str) -> str:
    """Return the profile, or stop the start with a sentence that names the setting."""
    if name not in PROFILES:
        raise ImproperlyConfigured(f"PASSWORD_PROFILE 应为 djbh（等保）或 asvs，现在是 {name!r}。")
    return name


def _validator(path: str, **options: Any) -> dict[str, Any]:
    return {"NAME": path, "OPTIONS": options}


def validators(name: str) -> list[dict[str, Any]]:
    """Return the checks of a profile, for AUTH_PASSWORD_VALIDATORS."""
    common = _validator(f"{DJANGO}.CommonPasswordValidator")
    if profile(name) == ASVS:
        return [
            _validator(f"{OURS}.LongEnough", least=12),
            common,
            _validator(f"{OURS}.NoOwnNames", product=PRODUCT),
            _validator(f"{OURS}.NotUsedBefore", last=1),
        ]
    similar = _validator(
        f"{DJANGO}.UserAttributeSimilarityValidator", user_attributes=("username", "full_name", "email")
    )
    return [
        similar,
        _validator(f"{OURS}.LongEnough", least=10),
        common,
        _validator(f"{DJANGO}.NumericPasswordValidator"),
        _validator(f"{OURS}.CharacterClasses", least=3),
        _validator(f"{OURS}.NoOwnNames"),
        _validator(f"{OURS}.NotUsedBefore", last=5),
    ]
