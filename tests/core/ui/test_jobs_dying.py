"""Forgetting the tokens of sent forms survives the death of its worker."""

from datetime import timedelta
from uuid import uuid4

from newmedia_portal.core.jobs.schedule import run_once
from newmedia_portal.core.ui.models import SentForm
from tests.core.ground import AT, person
from tests.dying import survives


def test_old_tokens_go_and_young_ones_stay(db: None) -> None:
    by = person("张某")
    for hours in (1, 47, 49, 72, 500):
        SentForm.objects.create(user=by, token=uuid4(), sent_at=AT - timedelta(hours=hours), result_url=f"/{hours}/")
    job = "ui.forget_sent_forms"
    assert survives(lambda minutes: run_once(job, on=AT.date(), at=AT + timedelta(minutes=minutes))) >= 8
    run_once(job, on=AT.date(), at=AT)
    assert sorted(SentForm.objects.values_list("result_url", flat=True)) == ["/1/", "/47/"]
