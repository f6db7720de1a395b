"""The draw (抽样): frame, share and seed in; accounts, inspectors and what the portal knows by itself out."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, time

from django.utils.timezone import localdate, make_aware

from accounts.models import MediaAccount
from newmedia_portal.core.access.models import User
from newmedia_portal.core.refusals import Refused
from newmedia_portal.core.transactions import unit_of_work
from newmedia_portal.core.workflow.door import perform

from ...inspecting.assigning import Task, assign
from ...inspecting.filling import fill
from ...inspecting.frame import accounts_of, digest_of, drawn, frame_of
from ...inspecting.levels import level_of
from ...inspecting.people import interests_of
from ...inspecting.telling import tell_started
from ...inspecting.template import digest_of as template_digest
from ...inspecting.template import from_rows
from ...models import Answer, Campaign, CampaignDraw, Inspected
from ...sampling import Draw, draw_sentences
from ...sampling.chance import happens
from .campaigns import preparing


def start(campaign: Campaign, *, by: User, at: datetime) -> Campaign:
    """Draw the accounts, assign inspectors, fill what is known as of the beginning of today, and begin.

    The watch list is always in; the frame, the share and the seed are kept so that the draw can be repeated. Nobody
    gets an account of a unit in which they hold a post. The inspectors are told. Raises Refused without inspectors or
    accounts, Forbidden for strangers, Conflict once it has begun (S3-21).
    """
    with unit_of_work():
        held = preparing(campaign, by)
        people = list(held.inspectors.filter(user__is_active=True).values_list("user", flat=True))
        if not people:
            raise Refused("请先指定检查人员，再抽样。", field="inspectors")
        accounts = list(accounts_of(held))
        if not accounts:
            raise Refused("抽查范围内没有在用的账号，请核对限定的单位和平台。")
        made = drawn(frame_of(accounts), held.percent, held.seed)
        rows = _rows(held, accounts, made, people)
        _keep(held, accounts, made, by, at)
        Inspected.objects.bulk_create(rows, batch_size=500)
        _answers(held, rows)
        fill(held, rows, point=make_aware(datetime.combine(localdate(at), time())))
        loads = Counter(row.inspector_id for row in rows if row.inspector_id is not None)
        details = {"drawn": len(rows), "total": made.total, "seed": held.seed, "percent": str(held.percent)}
        digest = template_digest(held.template)
        started = perform(held, "start", by=by, at=at, action="inspection.started", details=details, digest=digest)
        tell_started(started, dict(loads), at=at)
    campaign.refresh_from_db()
    return started


def _rows(campaign: Campaign, accounts: Sequence[MediaAccount], made: Draw, people: list[int]) -> list[Inspected]:
    by_pk = {str(account.pk): account for account in accounts}
    picked = sorted(made.picked, key=lambda one: (one.unit, one.platform, one.place))
    tasks = [Task(by_pk[one.id].pk, by_pk[one.id].unit_id) for one in picked]
    chosen = assign(tasks, people, interests_of(people), campaign.seed)
    return [
        Inspected(
            campaign=campaign,
            account=account,
            unit=account.unit,
            root_id=account.root_id,
            platform=account.platform,
            owner_level=level_of(account.unit, campaign.owner_level),
            name=account.name,
            handle=account.handle,
            stratum=f"{one.unit} · {one.platform}"[:200],
            place=one.place,
            watched=one.watched,
            inspector_id=chosen[account.pk],
            second_wanted=happens(campaign.second_percent, 100, campaign.seed, "second", one.id),
        )
        for one in picked
        for account in [by_pk[one.id]]
    ]


def _keep(campaign: Campaign, accounts: Sequence[MediaAccount], made: Draw, by: User, at: datetime) -> None:
    CampaignDraw.objects.create(
        campaign=campaign,
        frame=frame_of(accounts),
        sentences=draw_sentences(made),
        total=made.total,
        watched=sum(one.watched for one in made.picked),
        drawn=len(made.picked),
        digest=digest_of(made),
        made_by=by,
        made_at=at,
    )


def _answers(campaign: Campaign, rows: Sequence[Inspected]) -> None:
    items = from_rows(campaign.template)
    Answer.objects.bulk_create(
        (
            Answer(inspected=row, number=number, code=item.code)
            for row in rows
            for number, item in enumerate(items, 1)
            if item.binds(row.platform.code)
        ),
        batch_size=1000,
    )
