"""A stored text, an opinion, an authorisation or a receipt that somebody altered is found by `audit_verify`."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db.models import Model

from newmedia_portal.core.workflow.models import Decision
from reviews.actions import record_receipt
from reviews.models import Authorisation, Receipt, Version
from tests.reviews.making import BODY, account, ready, staffed
from tests.world import NOON, build

ALTERED: list[tuple[type[Model], dict[str, Any], str]] = [
    (Version, {"text": "换过的正文"}, "稿件版本被改动"),
    (Version, {"content": {"title": "换过的标题"}}, "稿件版本被改动"),
    (Version, {"hits": [{"rule": "term"}]}, "稿件版本被改动"),
    (Decision, {"opinion": "换过的意见"}, "办理记录被改动"),
    (Decision, {"by": "deputy"}, "办理记录被改动"),
    (Decision, {"content_hash": "0" * 64}, "办理记录被改动"),
    (Authorisation, {"content_hash": "0" * 64}, "发布授权被改动"),
    (Authorisation, {"account_ids": [1, 2, 3]}, "发布授权被改动"),
    (Authorisation, {"valid_until": NOON + timedelta(days=300)}, "发布授权被改动"),
    (Receipt, {"verdict": "changed"}, "发布回执被改动"),
    (Receipt, {"text": "换过的发布正文"}, "发布回执被改动"),
]


@pytest.mark.django_db
def test_what_was_signed_cannot_be_altered_unseen(subtests: Any) -> None:
    world = staffed(build("gejiu"))
    post = ready(world)
    record_receipt(
        account(world), post=post, link="https://example.com/1", published_at=NOON, title=post.title,
        text=BODY.replace("<p>", "").replace("</p>", "\n"), screenshot=None, by=world.person("operator"), at=NOON,
    )  # fmt: skip
    call_command("audit_verify")

    for model, change, message in ALTERED:
        with subtests.test(f"{model.__name__} {next(iter(change))}"):
            row = model._base_manager.filter(**({"verb": "approve"} if model is Decision else {})).earliest("pk")
            name, value = next(iter(change.items()))
            value = world.cast[value] if name == "by" else value
            before = getattr(row, name)
            model._base_manager.filter(pk=row.pk).update(**{name: value})

            with pytest.raises(CommandError, match=message):
                call_command("audit_verify")

            model._base_manager.filter(pk=row.pk).update(**{name: before})
    call_command("audit_verify")


@pytest.mark.django_db
def test_a_receipt_that_was_deleted_is_missed() -> None:
    world = staffed(build("gejiu"))
    post = ready(world)
    receipt = record_receipt(
        account(world), post=post, link="https://example.com/1", published_at=NOON, title=post.title, text="示例",
        screenshot=None, by=world.person("operator"), at=NOON,
    )  # fmt: skip
    receipt.violation.delete()
    Receipt.objects.filter(pk=receipt.pk).delete()

    with pytest.raises(CommandError, match="发布回执已被删除"):
        call_command("audit_verify")
