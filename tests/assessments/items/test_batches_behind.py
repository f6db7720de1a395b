"""Large exports in the background: told when done, safe to repeat, free again when the job gave up."""

import pytest

from assessments.actions.items import batches
from assessments.models import Coverage, ItemImport, PublishedItem
from newmedia_portal.core.jobs.models import OutboxItem
from newmedia_portal.core.jobs.outbox import drain
from newmedia_portal.core.notices.models import Notice
from tests.assessments.items import exports
from tests.assessments.items.batching import SEPTEMBER, checked, imported, state
from tests.assessments.items.making import account
from tests.world import NOON, build

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return build()


@pytest.fixture
def wechat(world):
    return account(world.owner, "示例公众号", platform="wechat_subscription")


def test_a_large_file_is_checked_and_imported_in_the_background_and_the_uploader_is_told(world, monkeypatch):
    monkeypatch.setattr(batches, "ROWS_AT_ONCE", 2)
    one = account(world.owner, "示例号", platform="wechat_subscription")

    batch = checked(world, one, exports.wechat())
    assert (batch.status, OutboxItem.objects.filter(job="items.check").count()) == ("checking", 1)
    drain(now=lambda: NOON)
    batch.refresh_from_db()
    assert batch.status == "checked"
    batches.confirm(
        batch, mode="all_or_none", period=None, figures_on=SEPTEMBER[1], by=world.person("operator"), at=NOON
    )
    assert not PublishedItem.objects.exists()
    drain(now=lambda: NOON)

    batch.refresh_from_db()
    assert (batch.status, PublishedItem.objects.count(), Coverage.objects.count()) == ("done", 3, 0)
    assert Notice.objects.filter(user=world.cast["operator"], kind="items").count() == 2


def test_a_job_done_twice_leaves_what_one_leaves(world, wechat):
    batch = imported(world, wechat, exports.wechat())
    before = state()

    batches.run_import(at=NOON, batch=batch.pk, by=world.cast["operator"].pk)
    batches.run_check(at=NOON, batch=batch.pk)

    assert state() == before


def test_a_batch_whose_job_gave_up_is_free_again(world, wechat):
    batch = ItemImport.objects.create(
        unit=world.owner, root=world.root, account=wechat, file_name="示例.xlsx", sha256="", by=world.cast["operator"],
        at=NOON, status="running", total=3000,
    )  # fmt: skip
    OutboxItem.objects.create(
        job="items.import", arguments={"batch": batch.pk, "by": 1}, queued_at=NOON, not_before=NOON, failed_at=NOON
    )

    assert batches.release(batch).status == "checked"
    assert "多次失败" in batch.message
