"""Preparing a campaign (准备检查): what is checked, when, by whom, under which items; nothing is drawn yet."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.timezone import localdate

from newmedia_portal.core.access.models import Unit, User
from newmedia_portal.core.audit import record
from newmedia_portal.core.meanwhile import refuse_overtaken
from newmedia_portal.core.refusals import Conflict, Forbidden, Refused
from newmedia_portal.core.transactions import unit_of_work
from newmedia_portal.core.workflow.door import perform
from newmedia_portal.regimes.editions import edition_for
from newmedia_portal.regimes.models import EditionRecord

from ...inspecting.kinds import Kind, kinds_of, period_fits
from ...inspecting.states import CampaignState
from ...inspecting.template import KINDS, as_rows, default_template, from_rows, problems, words_by_code
from ...models import Campaign, CampaignInspector


@dataclass(frozen=True)
class Plan:
    """What the department decides about a campaign; terms in the unit that is named, shares in percent."""

    name: str
    kind: str
    period: str
    window_start: date
    window_end: date
    percent: Decimal
    rectify_number: int
    rectify_unit: str = "wd"
    objection_days: int = 0
    second_percent: int = 0
    repeat_months: int = 12
    owner_level: str = ""
    seed: str = ""
    remark: str = ""
    only_units: tuple[int, ...] = ()
    only_platforms: tuple[int, ...] = ()
    inspectors: tuple[User, ...] = ()


NAMES = [one.name for one in fields(Plan) if one.name not in ("inspectors", "kind", "seed")]


def prepare(department: Unit, plan: Plan, *, by: User, at: datetime) -> Campaign:
    """Prepare a campaign of a department under the edition in force today, with a copy of its items (S3-21).

    Raises Forbidden for anybody but the department, Refused for a window or period that does not fit, Conflict where
    the period has its campaign already.
    """
    if not department.is_authority or not by.has_perm("assessments.direct_inspections", _As(department)):
        raise Forbidden("只有宣传部门可以组织检查。")
    edition = edition_for(department.regime_code, localdate(at))
    kind = _kind(edition, plan)
    with unit_of_work():
        made = Campaign(
            unit=department,
            root_id=department.root_id or department.pk,
            edition=edition,
            kind=kind.code,
            kind_label=kind.label,
            article=kind.article,
            template=as_rows(default_template(edition.edition, kind.inspection)),
            created_by=by,
            created_at=at,
        )
        _write(made, plan, kind)
        record("inspection.prepared", by=by, at=at, obj=made, after=_told(plan))
    return made


def standing(campaign: Campaign) -> dict[str, Any]:
    """Return what stands of a plan, by the names of its form; people by number."""
    people = list(campaign.inspectors.order_by("user").values_list("user", flat=True))
    return {**{name: getattr(campaign, name) for name in (*NAMES, "kind", "seed")}, "inspectors": people}


def change(campaign: Campaign, plan: Plan, *, by: User, at: datetime, seen: str = "") -> Campaign:
    """Change what has been prepared; the items stay as they are unless the kind is another.

    `seen` is the mark of what the editor began from. Raises Overtaken where somebody else changed it meanwhile,
    Forbidden for strangers, Conflict once it has begun or where the period has its campaign, Refused as above.
    """
    with unit_of_work():
        held = preparing(campaign, by)
        refuse_overtaken(seen, standing(held))
        kind = _kind(held.edition, plan)
        before = {"name": held.name, "period": held.period, "percent": str(held.percent)}
        if kind.code != held.kind:
            held.template = as_rows(default_template(held.edition.edition, kind.inspection))
        held.kind, held.kind_label, held.article = kind.code, kind.label, kind.article
        _write(held, plan, kind)
        record("inspection.changed", by=by, at=at, obj=held, before=before, after=_told(plan))
    campaign.refresh_from_db()
    return held


def change_items(
    campaign: Campaign, rows: Sequence[dict[str, Any]], *, by: User, at: datetime, seen: str = ""
) -> Campaign:
    """Replace the items while nothing has been drawn; each needs a label, a kind and a known kind of problem.

    `seen` is the mark of what the editor began from (`words_by_code`); raises Overtaken where somebody else changed
    an item meanwhile, Refused without an item or for one that does not make sense, Conflict once it has begun.
    """
    items = from_rows(rows)
    if not items:
        raise Refused("至少要保留一个检查项。")
    codes = [item.code for item in items]
    if len(set(codes)) != len(codes):
        raise Refused("检查项代码重复，请去掉重复的一项。")
    for item in items:
        if not item.label.strip() or item.kind not in KINDS or item.problem not in problems():
            raise Refused(f"检查项“{item.label or item.code}”不完整，请写明名称、类型和问题类别。")
        if item.kind in ("deduct", "bonus") and Decimal(item.points) <= 0:
            raise Refused(f"检查项“{item.label}”是扣分或加分项，请填写大于 0 的分值。")
        if item.source == "silence" and item.days < 1:
            raise Refused(f"检查项“{item.label}”须写明天数。")
    with unit_of_work():
        held = preparing(campaign, by)
        refuse_overtaken(seen, words_by_code(held.template))
        before = {"items": [row["code"] for row in held.template]}
        held.template = as_rows(items)
        held.save(update_fields=["template"])
        record("inspection.items_changed", by=by, at=at, obj=held, before=before, after={"items": codes})
    campaign.refresh_from_db()
    return held


def cancel(campaign: Campaign, *, reason: str, by: User, at: datetime) -> Campaign:
    """Give up a campaign that has not begun; raises Refused without a reason, Conflict once it has begun."""
    if not reason.strip():
        raise Refused("请写明取消的原因。", field="reason")
    return perform(campaign, "cancel", by=by, at=at, action="inspection.cancelled", reason=reason.strip())


def preparing(campaign: Campaign, by: User) -> Campaign:
    """Lock a campaign that is being prepared; raises Forbidden for strangers, Conflict once it has begun."""
    rows = Campaign.objects.select_for_update(of=("self",)).select_related("unit", "edition")
    held = rows.get(pk=campaign.pk)
    if not by.has_perm("assessments.direct_inspections", held):
        raise Forbidden("只有组织检查的部门可以修改。")
    if held.state != CampaignState.PREPARING:
        raise Conflict(f"检查已经是“{held.get_state_display()}”，设置不能再改。")
    return held


class _As:
    """A department seen as the owner of a row, for asking the right before there is one."""

    def __init__(self, unit: Unit) -> None:
        self.unit, self.unit_id = unit, unit.pk


def _kind(edition: EditionRecord, plan: Plan) -> Kind:
    found = {kind.code: kind for kind in kinds_of(edition.edition)}.get(plan.kind)
    if found is None:
        raise Refused("请选择检查类型。", field="kind")
    if not period_fits(found, plan.period):
        raise Refused("检查周期的写法与检查类型不符，例如季度写 2026Q3，月度写 2026-09。", field="period")
    if plan.window_end < plan.window_start:
        raise Refused("检查结束日期不能早于开始日期。", field="window_end")
    if not 0 < plan.percent <= 100:
        raise Refused("抽查比例应大于 0、不超过 100%。", field="percent")
    if not plan.name.strip():
        raise Refused("请填写检查名称。", field="name")
    return found


def _write(campaign: Campaign, plan: Plan, kind: Kind) -> None:
    for name in NAMES:
        value = getattr(plan, name)
        setattr(campaign, name, list(value) if isinstance(value, tuple) else value)
    number, unit, basis = kind.term
    stated = (plan.rectify_number, plan.rectify_unit) == (number, unit)
    campaign.rectify_basis = basis if stated else "检查通知载明"
    campaign.seed = plan.seed.strip() or campaign.seed or secrets.token_hex(4)
    try:
        with transaction.atomic():
            campaign.save()
    except IntegrityError as error:
        raise Conflict(f"{plan.period} 的{kind.label}已经建立，请在原来的检查中办理。", field="period") from error
    CampaignInspector.objects.filter(campaign=campaign).exclude(user__in=plan.inspectors).delete()
    known = set(campaign.inspectors.values_list("user", flat=True))
    new = [CampaignInspector(campaign=campaign, user=user) for user in plan.inspectors if user.pk not in known]
    CampaignInspector.objects.bulk_create(new)


def _told(plan: Plan) -> dict[str, Any]:
    return {
        "name": plan.name,
        "period": plan.period,
        "window": f"{plan.window_start}—{plan.window_end}",
        "percent": str(plan.percent),
        "inspectors": [str(user) for user in plan.inspectors],
    }
