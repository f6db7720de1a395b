"""Receipts of reviewed posts are items without being entered twice; so are their corrections and withdrawals."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.actions.platforms import seed_platforms
from assessments.actions.items.tell import tell
from assessments.models import ItemChange, PublishedItem
from newmedia_portal.core.refusals import Refused
from newmedia_portal.core.workdays.actions import seed_calendar
from reviews import actions
from reviews.actions.published import retract
from tests.assessments.items.making import source, sums, told
from tests.papers import picture
from tests.reviews.making import account, ready, staffed
from tests.world import NOON, build

pytestmark = pytest.mark.django_db
LINK = "https://mp.weixin.qq.com/s/AbC"
LATER = NOON + timedelta(hours=1)
PICTURE = picture()


@pytest.fixture
def world():
    seed_calendar(by=None, at=NOON)
    seed_platforms(by=None, at=NOON)
    return staffed(build())


def receipt(world, post=None, **own):
    values = {"link": LINK, "published_at": NOON, "title": "周末读书活动安排", "text": "示例正文", "screenshot": None}
    return actions.record_receipt(
        account(world), post=post, **{**values, **own}, by=world.person("operator"), at=own.pop("at", LATER)
    )  # fmt: skip


def test_a_receipt_is_an_item_with_its_link_moment_and_origin(world):
    made = receipt(world)

    item = PublishedItem.objects.get()
    assert (item.account, item.title, item.link, item.published_at) == (account(world), made.title, LINK, NOON)
    assert (item.source, item.origin, item.by) == ("receipt", f"receipt:{made.pk}", world.cast["operator"])
    assert sums(account(world))[1] == {"2026-09": (1, 1)}


def test_the_same_link_recorded_again_after_an_edit_is_the_same_item(world):
    receipt(world)
    second = receipt(world, title="周末读书活动安排(更正)", text="示例正文二")

    item = PublishedItem.objects.get()
    assert item.title == "周末读书活动安排(更正)"
    assert ItemChange.objects.get().origin == f"receipt:{second.pk}"


def test_a_receipt_that_replaces_one_judged_by_eye_is_no_second_item(world):
    picture = SimpleUploadedFile("示例.png", PICTURE, content_type="image/png")
    first = receipt(world, post=ready(world), link="", text="", screenshot=picture)
    assert PublishedItem.objects.count() == 1

    actions.confirm_receipt(first, verdict="same", why="与截图一致", by=world.person("registrar"), at=LATER)

    assert PublishedItem.objects.count() == 1


def test_an_item_known_from_an_export_is_completed_by_its_receipt(world):
    tell([told(account(world), "周末读书活动安排", "2026-09-18", reads=50)], source())

    receipt(world)

    item = PublishedItem.objects.get()
    assert (item.source, item.reads, item.link, item.published_at) == ("import", 50, LINK, NOON)
    assert ItemChange.objects.get().source == "receipt"


def test_a_post_taken_down_everywhere_counts_no_more(world):
    post = ready(world)
    receipt(world, post=post, title=post.title)
    post.refresh_from_db()

    retract(post, reason="内容有误", done_at=LATER, by=world.person("registrar"), at=LATER)

    item = PublishedItem.objects.get()
    assert f"{item.withdrawn_on}" == "2026-09-18"
    assert sums(account(world)) == ({}, {})
    change = ItemChange.objects.get()
    assert (change.source, change.reason) == ("receipt", "撤稿:内容有误")


def test_a_correction_leaves_the_item_as_it_is(world):
    post = ready(world)
    receipt(world, post=post, title=post.title)

    actions.correct(
        post, reason="错字", correction="示例更正", link="", done_at=LATER, by=world.person("operator"), at=LATER
    )

    assert PublishedItem.objects.get().withdrawn_on is None
    assert not ItemChange.objects.exists()


def test_a_receipt_that_is_refused_leaves_no_item(world):
    with pytest.raises(Refused):
        receipt(world, published_at=NOON + timedelta(days=2))

    assert not PublishedItem.objects.exists()
