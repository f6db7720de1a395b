"""Checks of the register (登记核对): names, platforms, registrants, inner bodies; forms and actions ask the same.

Each `*_faults` function returns sentences for the reader, each naming the article; an empty list means passed.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from newmedia_portal.core.access.models import Unit
from newmedia_portal.regimes.schema import Edition
from newmedia_portal.regimes.vocabulary import REGISTRANTS

from ..models import MediaAccount, Platform

PERSON = "person"
INNER_BODY = "inner_body"
ONE_PER_PLATFORM = "one_per_platform"
GRANULARITY = "platform_granularity"
INNER_BODY_ACCOUNTS = "inner_body_accounts"
OFF, SOFT, HARD = "off", "soft", "hard"


@dataclass(frozen=True)
class Fault:
    """What stands against an entry: the field, the words for the reader, the article."""

    field: str
    message: str
    article: str = ""


def platform_conflict(
    unit: Unit,
    platform: Platform,
    exclude: MediaAccount | None = None,
    *,
    by_family: bool = False,
    among: Sequence[MediaAccount] | None = None,
) -> list[MediaAccount]:
    """Return the running accounts of exactly this unit on the same platform, without `exclude` (同一平台).

    One platform is one platform kind; with `by_family` all kinds of one brand are one platform. `among` are running
    accounts that were read already, those of the unit among them.
    """
    if among is not None:
        same = [one for one in among if one.unit_id == unit.pk and (exclude is None or one.pk != exclude.pk)]
        if by_family and platform.family:
            return [one for one in same if one.platform.family == platform.family]
        return [one for one in same if one.platform_id == platform.pk]
    others = MediaAccount.objects.running().filter(unit=unit)
    if by_family and platform.family:
        others = others.filter(platform__family=platform.family)
    else:
        others = others.filter(platform=platform)
    if exclude is not None and exclude.pk is not None:
        others = others.exclude(pk=exclude.pk)
    return list(others.select_related("platform").order_by("pk"))


def one_per_platform(edition: Edition) -> str:
    """Return how strictly the edition wants one account per platform: off, soft (with a reason) or hard."""
    if not edition.names.one_per_platform:
        return OFF
    return str(edition.setting(ONE_PER_PLATFORM)) if edition.has_setting(ONE_PER_PLATFORM) else SOFT


def platform_faults(
    edition: Edition,
    unit: Unit,
    platform: Platform,
    *,
    reason: str,
    exclude: MediaAccount | None = None,
    among: Sequence[MediaAccount] | None = None,
) -> list[Fault]:
    """Refuse what is not approved, and a second account on a platform without a reason (原则上一个)."""
    faults = []
    if not platform.approved:
        faults.append(Fault("platform", f"{platform}不在国家主管部门核准的平台之内,不能开设。请更换平台。"))
    strictness = one_per_platform(edition)
    if strictness == OFF or platform.is_group or (strictness == SOFT and reason.strip()):
        return faults
    by_family = edition.has_setting(GRANULARITY) and edition.setting(GRANULARITY) == "family"
    for other in platform_conflict(unit, platform, exclude, by_family=by_family, among=among)[:1]:
        article = edition.names.article
        words = f"{unit}在{other.platform}上已有账号“{other}”({article}:一个单位在同一平台原则上只开设一个账号)。"
        remedy = "确需多开的,请填写同平台多开理由。" if strictness == SOFT else "请使用已有账号,或先办理整合、注销。"
        faults.append(Fault("exception_reason" if strictness == SOFT else "platform", words + remedy, article))
    return faults


def name_faults(edition: Edition, *, name: str, account_class: str = "") -> list[Fault]:
    """Refuse a name without the word it must carry or with a word it must not (名称规范)."""
    rules = edition.names
    faults = []
    if rules.token and rules.token not in name:
        words = f"账号名称须含“{rules.token}”字样({rules.article})。请修改名称。"
        faults.append(Fault("name", words, rules.article))
    if not rules.forbidden_words_classes or account_class in rules.forbidden_words_classes:
        found = [word for word in rules.forbidden_words if word in name]
        if found:
            words = f"账号名称含有不得使用的词:{'、'.join(found)}({rules.article})。请修改名称。"
            faults.append(Fault("name", words, rules.article))
    return faults


def registrant_faults(edition: Edition, *, registrant_kind: str) -> list[Fault]:
    """Refuse an account in the unit's name that a private person registered (不得以个人名义)."""
    if registrant_kind != PERSON or not edition.names.individuals_forbidden:
        return []
    words = f"{edition.names.article}:个人不得以单位名义开设账号。请改由{REGISTRANTS['organisation']}注册。"
    return [Fault("registrant", words, edition.names.article)]


def inner_body_faults(edition: Edition, *, unit: Unit, kind: str, is_legacy: bool) -> list[Fault]:
    """Refuse an account of an inner body where the edition's setting closes that way (内设机构账号)."""
    if INNER_BODY not in (unit.kind, kind) or not edition.has_setting(INNER_BODY_ACCOUNTS):
        return []
    value = edition.setting(INNER_BODY_ACCOUNTS)
    if value == "allowed" or (value == "no_new" and is_legacy):
        return []
    return [Fault("kind", "内设机构不再开设账号。请由主办单位开设,或改用主办单位的账号。")]


def handle_owner(
    root: Unit,
    platform: Platform,
    handle: str,
    exclude: MediaAccount | None = None,
    *,
    among: Sequence[MediaAccount] | None = None,
) -> MediaAccount | None:
    """Return the running account of the organisation that already carries this platform id, if any.

    `among` are running accounts that were read already, those of the organisation with this id among them.
    """
    if not handle:
        return None
    if among is not None:
        same = [one for one in among if one.root_id == root.pk and one.platform_id == platform.pk]
        own = exclude.pk if exclude is not None else None
        return max(
            (one for one in same if one.handle == handle and one.pk != own), key=lambda one: one.pk, default=None
        )
    found: QuerySet[MediaAccount] = MediaAccount.objects.running().filter(root=root, platform=platform, handle=handle)
    if exclude is not None:
        found = found.exclude(pk=exclude.pk)
    return found.select_related("unit").first()
