"""After the review: receipts and their verdicts, violations, taking down, frozen topics, figures, the monthly list."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from newmedia_portal.core.notices.models import Notice
from reviews import actions
from reviews.models import FrozenTopic, Post, Receipt, Violation
from reviews.richtext import plain_text
from tests.filings.pages import client_of, words
from tests.reviews.making import account, draft, handed_in, ready, staffed
from tests.reviews.pages.test_writing import PNG
from tests.world import World, build

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return staffed(build("gejiu"))


def sent(world: World, post: Post, **own: Any) -> dict[str, Any]:
    """Return what an honest operator would send after publishing."""
    moment = timezone.localtime() - timedelta(minutes=5)
    return {
        "account": account(world).pk,
        "link": "https://example.com/p/1",
        "published_at": moment.strftime("%Y-%m-%dT%H:%M"),
        "title": post.title,
        "text": plain_text(post.body),
        **own,
    }


def authorised(world: World) -> Post:
    """Return a post that may be published now."""
    return ready(world, at=timezone.now() - timedelta(hours=1))


@pytest.mark.clause("S0-16.5", "S2-16.1b")
def test_the_same_text_in_the_platforms_own_setting_is_the_same(world: World) -> None:
    post = authorised(world)
    text = plain_text(post.body).replace(",", "，").replace("\n", "\n\n  ")

    page = client_of(world.person("operator")).post(f"/reviews/{post.pk}/publish/", sent(world, post, text=text))

    receipt = Receipt.objects.get()
    assert page.headers["Location"] == f"/reviews/receipts/{receipt.pk}/"
    assert (receipt.verdict, Post.objects.get().state) == ("same", "published")
    assert post.authorisations.get().state == "used"
    assert not Violation.objects.exists()


@pytest.mark.clause("S2-16.1b")
def test_a_changed_text_opens_a_violation_with_the_difference_and_tells_those_concerned(world: World) -> None:
    post = authorised(world)
    changed = plain_text(post.body).replace("周末", "周五")

    client_of(world.person("operator")).post(f"/reviews/{post.pk}/publish/", sent(world, post, text=changed))

    violation = Violation.objects.get()
    told = set(Notice.objects.filter(kind="post.violation").values_list("user", flat=True))
    page = words(client_of(world.person("registrar")).get(f"/reviews/violations/{violation.pk}/"))
    assert violation.kind == "changed"
    assert {
        world.cast[role].pk for role in ("operator", "liaison", "editor", "deputy", "chief", "registrar", "director")
    } == told
    assert "删 末" in page or "删 周末" in page
    assert Post.objects.get().state == "published"


@pytest.mark.clause("S0-16.5", "S2-16.1b", "S3-12")
def test_what_was_published_before_its_approval_is_unreviewed(world: World) -> None:
    post = authorised(world)
    early = (timezone.localtime() - timedelta(hours=5)).strftime("%Y-%m-%dT%H:%M")

    client_of(world.person("operator")).post(f"/reviews/{post.pk}/publish/", sent(world, post, published_at=early))

    assert Receipt.objects.get().verdict == "unreviewed"
    assert Violation.objects.get().kind == "unreviewed"


def test_a_time_told_to_the_minute_of_the_authorisation_is_in_time(world: World) -> None:
    post = ready(world, at=timezone.now() - timedelta(seconds=1))
    issued = timezone.localtime(post.authorisations.get().issued_at).strftime("%Y-%m-%dT%H:%M")

    client_of(world.person("operator")).post(f"/reviews/{post.pk}/publish/", sent(world, post, published_at=issued))

    assert Receipt.objects.get().verdict == "same"


@pytest.mark.clause("S3-12")
def test_what_never_was_a_post_is_recorded_as_unreviewed(world: World) -> None:
    post = Post(title="示例", body="<p>示例</p>")

    client_of(world.person("operator")).post("/reviews/receipts/new/", sent(world, post))

    assert [(row.kind, row.post) for row in Violation.objects.all()] == [("unreviewed", None)]


def test_a_picture_alone_is_judged_by_somebody_else(world: World) -> None:
    post = authorised(world)
    upload = SimpleUploadedFile("图.png", PNG, "image/png")
    operator, other = client_of(world.person("operator")), client_of(world.person("staff"))
    operator.post(f"/reviews/{post.pk}/publish/", sent(world, post, text="", screenshot=upload))
    receipt = Receipt.objects.get()

    own = operator.post(f"/reviews/receipts/{receipt.pk}/", {"verdict": "same", "why": "一致"})
    page = other.post(f"/reviews/receipts/{receipt.pk}/", {"verdict": "changed", "why": "标题少两字"}, follow=True)

    assert receipt.verdict == "unchecked"
    assert own.status_code == 200
    assert "人工核对:标题少两字" in words(page)
    assert [row.kind for row in Violation.objects.all()] == ["changed"]


def test_the_same_receipt_sent_twice_stands_once(world: World) -> None:
    post = authorised(world)
    client = client_of(world.person("operator"))
    body = sent(world, post)

    client.post(f"/reviews/{post.pk}/publish/", body)
    second = client.post(f"/reviews/{post.pk}/publish/", body)

    assert Receipt.objects.count() == 1
    assert "已经登记过" in words(second)


@pytest.mark.parametrize(
    ("own", "message"),
    [
        ({"text": ""}, "请粘贴发布后的正文"),
        ({"link": ""}, "请填写发布后的链接"),
        ({"published_at": "2099-01-01T09:00"}, "发布时间不能晚于现在"),
        ({"published_at": "昨天"}, "时间看不懂"),
        ({"link": "不是链接"}, "链接看不懂"),
        ({"account": ""}, "请选择发布在哪个账号"),
    ],
)
def test_an_incomplete_receipt_names_its_remedy(world: World, own: dict[str, str], message: str) -> None:
    post = authorised(world)

    page = client_of(world.person("operator")).post(f"/reviews/{post.pk}/publish/", sent(world, post, **own))

    assert (page.status_code, Receipt.objects.exists()) == (422, False)
    assert message in words(page)


def test_a_post_without_authorisation_has_no_page_to_publish(world: World) -> None:
    client = client_of(world.person("operator"))

    assert client.get(f"/reviews/{draft(world).pk}/publish/").status_code == 404
    assert client.get(f"/reviews/{handed_in(world).pk}/publish/").status_code == 404


def test_the_unit_explains_and_the_authority_settles(world: World) -> None:
    post = authorised(world)
    changed = plain_text(post.body).replace("周末", "周五")
    operator, registrar = client_of(world.person("operator")), client_of(world.person("registrar"))
    operator.post(f"/reviews/{post.pk}/publish/", sent(world, post, text=changed))
    address = f"/reviews/violations/{Violation.objects.get().pk}/"

    own = operator.post(f"{address}settle/", {"state": "dismissed", "outcome": "没事"})
    operator.post(f"{address}explain/", {"explanation": "排版时误改,已改回。"})
    empty = registrar.post(f"{address}settle/", {"state": "mended", "outcome": ""})
    registrar.post(f"{address}settle/", {"state": "mended", "outcome": "已核对改正。"})

    row = Violation.objects.get()
    assert (own.status_code, empty.status_code) == (422, 422)
    assert (row.state, row.explanation, row.outcome) == ("mended", "排版时误改,已改回。", "已核对改正。")
    assert client_of(world.person("outsider")).get(address).status_code == 404


def test_a_published_post_is_corrected_and_taken_down_with_record(world: World) -> None:
    post = authorised(world)
    client = client_of(world.person("operator"))
    client.post(f"/reviews/{post.pk}/publish/", sent(world, post))
    now = timezone.localtime().strftime("%Y-%m-%dT%H:%M")

    client.post(f"/reviews/{post.pk}/correct/", {"reason": "错字", "correction": "周日", "link": "", "done_at": now})
    client.post(f"/reviews/{post.pk}/retract/", {"reason": "活动取消", "done_at": now})

    assert [(row.kind, row.reason) for row in post.retractions.all()] == [("correct", "错字"), ("retract", "活动取消")]
    assert Post.objects.get().state == "retracted"


@pytest.mark.clause("S1-3.3.4")
def test_only_the_head_of_the_department_freezes_topics_and_everybody_reads_the_wording() -> None:
    world = staffed(build("corp"))
    sent = {"name": "示例事故", "topic": "emergency", "words": "", "wording": "以公司通报为准", "reason": "统一口径"}

    refused = client_of(world.person("registrar")).post("/reviews/topics/freeze/", sent)
    client_of(world.person("director")).post("/reviews/topics/freeze/", sent)
    page = words(client_of(world.person("operator")).get("/reviews/topics/"))
    row = FrozenTopic.objects.get()
    client_of(world.person("director")).post(f"/reviews/topics/{row.pk}/release/", {"reason": "事件结束"})

    assert refused.status_code == 404
    assert "示例事故 已冻结" in page
    assert "以公司通报为准" in page
    assert FrozenTopic.objects.get().state == "released"


def test_an_emergency_post_owes_a_report_after_publishing(world: World) -> None:
    hour_ago = timezone.now() - timedelta(hours=1)
    post = ready(world, at=hour_ago, lane="fast", topics=["emergency"], special_reason="示例暴雨")
    client = client_of(world.person("operator"))
    client.post(f"/reviews/{post.pk}/publish/", sent(world, post))
    post.refresh_from_db()
    owed = post.report_due_on

    client.post(f"/reviews/{post.pk}/report/", {"report": "示例经过"})

    post.refresh_from_db()
    assert owed is not None
    assert owed > timezone.localdate(hour_ago)
    assert (post.report, post.reported_at is not None) == ("示例经过", True)
    assert client.get(f"/reviews/{post.pk}/report/").status_code == 404


def test_the_fast_lane_is_for_emergencies_only(world: World) -> None:
    post = draft(world)

    with pytest.raises(Exception, match="应急快审只用于突发事件"):
        actions.save(
            post, values={"lane": "fast"}, version=post.row_version, by=world.person("operator"), at=timezone.now()
        )


def test_every_figure_of_the_month_is_the_number_of_rows_behind_it(world: World) -> None:
    client = client_of(world.person("operator"))
    for number in range(3):
        post = authorised(world)
        text = plain_text(post.body).replace("周末", "周五") if number else plain_text(post.body)
        client.post(f"/reviews/{post.pk}/publish/", sent(world, post, text=text, link=f"https://example.com/{number}"))
    handed_in(world, at=timezone.now())
    page = client.get("/reviews/statistics/")

    figures, html = page.context["figures"], page.content.decode()
    assert (figures.submitted, figures.published, figures.same, figures.changed) == (4, 3, 1, 2)
    month = timezone.localdate().strftime("%Y-%m")
    for address, number in (
        (f"/reviews/?submitted_month={month}", 4),
        (f"/reviews/receipts/?month={month}", 3),
        (f"/reviews/receipts/?verdict=changed&month={month}", 2),
    ):
        assert address.replace("&", "&amp;") in html
        assert len(client.get(address).context["page"].rows) == number


def test_a_month_without_publications_is_a_nil_return(world: World) -> None:
    page = client_of(world.person("operator")).get("/reviews/statistics/monthly/?month=2026-01")
    pdf = client_of(world.person("operator")).get("/reviews/statistics/monthly/?month=2026-01&as=pdf")

    assert "本月没有发布信息(零报告)" in words(page)
    assert pdf.content[:5] == b"%PDF-"
