"""Script payloads in every field of a post (脚本注入): they are shown as text, and none of them runs anywhere."""

import pytest
from django.utils import timezone

from reviews import actions
from reviews.models import Post
from reviews.richtext import plain_text
from tests.reviews.richtext.payloads import PAYLOADS

from .posting import hand_in, person

pytestmark = pytest.mark.browser

RUNS = "window.__ran || document.querySelector('main script:not([src]), main [onerror], main [onload]')"


def loaded(text: str) -> str:
    """Let a payload leave a trace if it runs."""
    return text.replace("alert(1)", "window.__ran=1").replace("alert`1`", "window.__ran=1")


def poisoned() -> Post:
    """Return a post whose every field holds payloads, with remarks, opinions, a receipt and a violation."""
    texts = [loaded(text) for text in PAYLOADS.values()]
    short = [text for text in texts if len(text) <= 180]
    post = hand_in(
        short[0],
        body="".join(f"<p>{text}</p>" for text in texts),
        summary=short[1],
        links=[f"https://example.com/?q={short[2][:100]}"],
        special_reason=short[3][:300],
        source={"is_original": False, "source_name": short[4][:120], "author": short[5][:60], "source_url": short[6],
                "original_title": short[7], "editor_name": short[8][:40]},
    )  # fmt: skip
    version = post.versions.get()
    at = timezone.now()
    for text in short[:20]:
        actions.comment(post, version=version, start=0, end=3, text=text, by=person("gejiu-staff"), at=at)
    account = post.accounts.get()
    actions.record_receipt(
        account, post=post, link="https://example.com/x", published_at=at, title=short[9], screenshot=None,
        text=plain_text(post.body) + "".join(short[:10]), by=person("gejiu-operator"), at=at,
    )  # fmt: skip
    return post


def test_no_payload_runs_on_any_page_that_shows_a_post(desk):
    assert len(PAYLOADS) >= 30
    post = poisoned()
    receipt = post.receipts.get()
    reader = desk("gejiu-staff")
    dialogs: list[str] = []
    reader.page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    for address in (
        f"/reviews/{post.pk}/",
        f"/reviews/{post.pk}/versions/",
        f"/reviews/{post.pk}/sheet/",
        f"/reviews/{post.pk}/submitted/",
        f"/reviews/receipts/{receipt.pk}/",
        f"/reviews/violations/{receipt.violation.pk}/",
        "/reviews/",
        "/reviews/board/",
        "/reviews/statistics/monthly/",
        "/",
    ):
        reader.go(address)
        reader.page.wait_for_timeout(150)
        assert not reader.page.evaluate(f"Boolean({RUNS})"), address
    assert dialogs == []
