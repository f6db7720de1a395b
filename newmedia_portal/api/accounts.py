"""The register (账号台账): list with the filters of the page, detail, and finding one by its number or platform id."""

from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet
from ninja import Path, Query, Router, Schema
from pydantic import Field

from accounts.models import MediaAccount
from accounts.views.register import UNLISTED, AccountFilters
from newmedia_portal.core.tokens.scopes import Scope
from newmedia_portal.regimes.vocabulary import ACCOUNT_KINDS, ROLES

from .calls import Bearer, Call
from .lists import Choosing, Paging, filtered, moment, one, page
from .problems import REFUSALS, Problem

router = Router(auth=Bearer(Scope.READ_REGISTER, "accounts.view_account"))
CODES = Field([], max_length=40)


class AccountOut(Schema):
    """An account as it stands in the list."""

    id: int | None = None
    name: str | None = None
    platform: str | None = None
    platform_name: str | None = None
    handle: str | None = None
    link: str | None = None
    unit_id: int | None = None
    unit_name: str | None = None
    kind: str | None = None
    kind_label: str | None = None
    account_class: str | None = None
    state: str | None = None
    state_label: str | None = None
    certificate_no: str | None = None
    filed_on: date | None = None
    opened_on: date | None = None
    closed_on: date | None = None
    certified: bool | None = None
    certification_subject: str | None = None
    certified_on: date | None = None
    followers: int | None = None
    followers_as_of: date | None = None
    last_post_on: date | None = None
    is_legacy: bool | None = None
    national_state: str | None = None
    national_no: str | None = None
    updated_at: datetime | None = None


class MemberOut(Schema):
    """Somebody of the team; the mobile number is masked."""

    role: str
    role_label: str
    name: str
    title: str
    office_phone: str
    mobile: str
    since: date | None


class AccountDetail(AccountOut):
    """An account with what the list leaves out."""

    registrant: str | None = None
    registrant_kind: str | None = None
    purpose: str | None = None
    functions: list[str] | None = None
    host_unit: str | None = None
    entrusted_unit: str | None = None
    website_column: str | None = None
    run_status: str | None = None
    remark: str | None = None
    former_names: list[str] | None = None
    team: list[MemberOut] | None = None


class AccountPage(Schema):
    """A page of accounts."""

    items: list[AccountOut]
    next: str | None = None


class AccountQuery(Paging):
    """The filters of the page 账号台账."""

    q: str = Field("", max_length=100, description="名称、标识、备案编号、链接或单位中的字")
    unit: str = Field("", max_length=120, description="单位代码或全称，含其下级")
    platform: list[str] = CODES
    state: list[str] = CODES
    kind: list[str] = CODES
    account_class: list[str] = CODES
    filed: bool | None = Field(None, description="是否已完成备案")
    certified: bool | None = None
    is_legacy: bool | None = Field(None, description="是否存量账号")
    password_due: bool | None = Field(None, description="口令是否待更换")
    opened_month: str = Field("", max_length=7, description="开通月份，如 2026-09")
    closed_month: str = Field("", max_length=7, description="注销月份，如 2026-09")
    national_state: list[str] = CODES
    updated_since: datetime | None = Field(None, description="只要这一时刻以后更新过的，供增量同步")


class LookupQuery(Choosing):
    """Either the number of the certificate, or platform and id."""

    certificate_no: str = Field("", max_length=40, description="备案编号")
    platform: str = Field("", max_length=40, description="平台代码，与 handle 同用")
    handle: str = Field("", max_length=120, description="平台上的账号标识")


def _rows(request: Call) -> QuerySet[MediaAccount]:
    return MediaAccount.objects.visible_to(request.user).select_related("platform", "unit")


def _show(account: MediaAccount) -> dict[str, Any]:
    own = (
        "name", "handle", "link", "unit_id", "kind", "account_class", "state", "certificate_no", "filed_on",
        "opened_on", "closed_on", "certified", "certification_subject", "certified_on", "followers",
        "followers_as_of", "last_post_on", "is_legacy", "national_state", "national_no", "updated_at",
    )  # fmt: skip
    return {
        "id": account.pk,
        "platform": account.platform.code,
        "platform_name": account.platform.name,
        "unit_name": account.unit.name,
        "kind_label": ACCOUNT_KINDS.get(account.kind, ""),
        "state_label": account.get_state_display(),
        **{name: getattr(account, name) for name in own},
    }


def _show_all(account: MediaAccount) -> dict[str, Any]:
    more = (
        "registrant", "registrant_kind", "purpose", "functions", "host_unit", "entrusted_unit", "website_column",
        "run_status", "remark",
    )  # fmt: skip
    team = [
        {
            "role": member.role, "role_label": ROLES.get(member.role, member.role), "name": member.name,
            "title": member.title, "office_phone": member.office_phone, "mobile": member.mobile_masked,
            "since": member.since,
        }
        for member in account.team.filter(until__isnull=True).order_by("pk")
    ]  # fmt: skip
    former = list(account.names.filter(until__isnull=False).values_list("name", flat=True))
    return {
        **_show(account),
        **{name: getattr(account, name) for name in more},
        "former_names": former,
        "team": team,
    }


@router.get(
    "/accounts/", response={200: AccountPage, **REFUSALS}, exclude_unset=True, url_name="accounts", summary="账号列表"
)
def accounts(request: Call, query: Query[AccountQuery]) -> Any:
    """列出使用人能看到的账号，新登记的在前，可用台账页面的全部筛选条件。"""
    rows = _rows(request).defer(*UNLISTED)
    if query.updated_since is not None:
        rows = rows.filter(updated_at__gte=moment("updated_since", query.updated_since))
    said = query.model_dump(exclude={"cursor", "limit", "fields", "updated_since"})
    return page(filtered(request, AccountFilters, rows, said), query, AccountOut, _show)


@router.get(
    "/accounts/lookup/", response={200: AccountDetail, **REFUSALS}, exclude_unset=True, url_name="account-lookup",
    summary="按备案编号或平台标识查账号",
)  # fmt: skip
def lookup(request: Call, query: Query[LookupQuery]) -> Any:
    """按备案编号，或平台代码加账号标识，读取一个账号；在册的先于已注销的。"""
    rows = _rows(request)
    if query.certificate_no:
        rows = rows.filter(certificate_no=query.certificate_no)
    elif query.platform and query.handle:
        rows = rows.filter(platform__code=query.platform, handle=query.handle)
    else:
        raise Problem(422, "请写 certificate_no，或同时写 platform 和 handle。")
    return one(rows.order_by("closed_on", "-pk").first(), query, AccountDetail, _show_all)


@router.get(
    "/accounts/{int:pk}/", response={200: AccountDetail, **REFUSALS}, exclude_unset=True, url_name="account",
    summary="单个账号",
)  # fmt: skip
def account(request: Call, pk: Path[int], query: Query[Choosing]) -> Any:
    """读取一个账号，含管理队伍；手机号只显示首尾。"""
    return one(_rows(request).filter(pk=pk).first(), query, AccountDetail, _show_all)
