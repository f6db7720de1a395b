"""Writing pages: saved while typing, checked, explained, handed in once; another unit's posts are not found."""

import uuid
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from reviews import actions
from reviews.forms.drafts import DraftForm
from reviews.models import Post
from tests.filings.pages import JSON, client_of, words
from tests.reviews.making import draft, handed_in, staffed
from tests.world import NOON, World, build

pytestmark = pytest.mark.django_db
PNG = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x02\x00\x00\x00\x90wS\xde\x00\x00\x00"
    b"\x0cIDATx\x9cc\xf8\xff\xff?\x00\x05\xfe\x02\xfe\xa75\x81\x84\x00\x00\x00\x00IEND\xaeB`\x82"
)


@pytest.fixture
def world() -> World:
    return staffed(build("gejiu"))


def sent(post: Post, **own: object) -> dict[str, object]:
    """Return what the page would send, with some answers replaced."""
    form = DraftForm(post)
    values = {name: form[name].value() for name in form.fields}
    values = {name: value for name, value in values.items() if value not in (None, False)}
    return {**values, **own}


def test_a_post_is_begun_once_however_often_the_form_is_sent(world: World) -> None:
    client, token = client_of(world.person("operator")), uuid.uuid4().hex

    first = client.post("/reviews/new/", {"token": token})
    second = client.post("/reviews/new/", {"token": token})

    post = Post.objects.get()
    assert first.headers["Location"] == second.headers["Location"] == f"/reviews/{post.pk}/edit/"


def test_what_is_typed_is_saved_and_the_page_learns_the_new_version(world: World) -> None:
    post = draft(world)
    client = client_of(world.person("operator"))

    answer = client.post(f"/reviews/{post.pk}/edit/", sent(post, title="改过的标题"), headers=JSON)

    fresh = Post.objects.get()
    assert (fresh.title, answer.json()["fields"]) == ("改过的标题", {"row_version": fresh.row_version})
    assert fresh.row_version == post.row_version + 1


def test_who_saves_over_anothers_change_is_told_and_nothing_is_lost(world: World) -> None:
    post = draft(world)
    stale = sent(post, title="后来者")
    later = NOON + timedelta(hours=1)
    actions.save(post, values={"title": "先来者"}, version=post.row_version, by=world.person("staff"), at=later)

    answer = client_of(world.person("operator")).post(f"/reviews/{post.pk}/edit/", stale, headers=JSON)

    assert answer.status_code == 409
    assert "刚刚保存过这篇稿件" in answer.json()["message"]
    assert Post.objects.get().title == "先来者"


def test_a_second_editor_is_told_who_writes_and_may_take_over_on_record(world: World) -> None:
    post = draft(world)
    client_of(world.person("operator")).post(f"/reviews/{post.pk}/lock/")
    second = client_of(world.person("staff"))

    assert f"{world.cast['operator']}正在编辑这篇稿件" in words(second.get(f"/reviews/{post.pk}/edit/"))
    refused = second.post(f"/reviews/{post.pk}/edit/", sent(post, title="抢先"), headers=JSON)
    taken = second.post(f"/reviews/{post.pk}/lock/", {"force": "yes"})
    saved = second.post(f"/reviews/{post.pk}/edit/", sent(post, title="接手"), headers=JSON)

    assert (refused.status_code, taken.status_code, saved.status_code) == (409, 302, 200)
    assert Post.objects.get().title == "接手"


def test_scripts_and_office_rubbish_do_not_enter_a_body(world: World) -> None:
    post = draft(world)
    body = '<p class="MsoNormal" onclick="x()">示例<script>alert(1)</script>正文</p><img src=x onerror=alert(1)>'

    client_of(world.person("operator")).post(f"/reviews/{post.pk}/edit/", sent(post, body=body), headers=JSON)

    assert Post.objects.get().body == "<p>示例正文</p>"


def test_the_check_page_names_every_fault_and_leads_to_it(world: World) -> None:
    post = draft(world, title="", body="", accounts=[], source={"is_original": False})
    client = client_of(world.person("operator"))

    page = client.post(f"/reviews/{post.pk}/check/", {"version": post.row_version})

    html = page.content.decode()
    assert page.status_code == 422
    for field in ("title", "body", "accounts", "source_name", "author", "original_title", "editor_name"):
        assert f"/reviews/{post.pk}/edit/?from=check#id_{field}" in html
    assert Post.objects.get().state == "draft"


def test_a_hit_must_be_corrected_or_explained_before_the_hand_in(world: World) -> None:
    post = draft(world, body="<p>联系人手机 13800138000,欢迎来电。</p>")
    client = client_of(world.person("operator"))
    refused = client.post(f"/reviews/{post.pk}/check/", {"version": post.row_version})
    key = next(iter(refused.context["hits"])).key

    client.post(f"/reviews/{post.pk}/explain/", {"key": key, "reason": "公开的服务电话", "back": "check"})
    page = client.post(f"/reviews/{post.pk}/check/", {"version": post.row_version})

    assert refused.status_code == 422
    assert page.headers["Location"] == f"/reviews/{post.pk}/submitted/"
    assert Post.objects.get().state == "review"
    reviewer = client_of(world.person("staff")).get(f"/reviews/{post.pk}/")
    assert "公开的服务电话" in words(reviewer)


def test_the_receipt_says_who_reviews_until_when_and_a_second_click_leads_there(world: World) -> None:
    post = draft(world)
    client = client_of(world.person("operator"))
    for _ in range(2):
        page = client.post(f"/reviews/{post.pk}/check/", {"version": post.row_version}, follow=True)

    fresh = Post.objects.get()
    text = words(page)
    assert page.redirect_chain[-1][0] == f"/reviews/{post.pk}/submitted/"
    assert fresh.number in text
    assert str(world.cast["staff"]) in text
    assert "每环节 24 小时" in text
    assert fresh.versions.count() == 1


def test_a_picture_is_taken_from_the_editor_and_shown_to_those_who_see_the_post(world: World) -> None:
    post = draft(world)
    upload = SimpleUploadedFile("图.png", PNG, "image/png")
    answer = client_of(world.person("operator")).post(f"/reviews/{post.pk}/pictures/", {"file": upload, "alt": "示例"})
    address = answer.json()["url"]

    seen = client_of(world.person("staff")).get(address)
    hidden = client_of(world.person("outsider")).get(address)

    assert (seen.status_code, seen.headers["Content-Type"], hidden.status_code) == (200, "image/png", 404)
    fake = SimpleUploadedFile("图.png", b"<script>", "image/png")
    refused = client_of(world.person("operator")).post(f"/reviews/{post.pk}/pictures/", {"file": fake})
    assert (refused.status_code, refused.json()["message"][:7]) == (422, "不支持这种文件")


@pytest.mark.parametrize("who", ["outsider", "registrar", "chief", "child"])
@pytest.mark.parametrize("page", ["edit", "check"])
def test_nobody_else_writes_on_a_draft(world: World, who: str, page: str) -> None:
    post = draft(world)

    assert client_of(world.person(who)).get(f"/reviews/{post.pk}/{page}/").status_code == 404


def test_a_post_under_review_is_not_open_for_writing(world: World) -> None:
    post = handed_in(world)

    assert client_of(world.person("operator")).get(f"/reviews/{post.pk}/edit/").status_code == 404


def test_planned_posts_stand_on_their_day(world: World) -> None:
    draft(world, title="示例计划稿", planned_at=NOON)

    page = client_of(world.person("operator")).get("/reviews/planned/?month=2026-09")

    assert "18 12:00 示例计划稿" in words(page)
    assert client_of(world.person("operator")).get("/reviews/planned/?month=坏").status_code == 200


def test_a_draft_with_files_and_explanations_can_be_thrown_away_and_what_was_handed_in_cannot(world: World) -> None:
    post = draft(world, body="<p>咨询电话13812345678。</p>")
    client = client_of(world.person("operator"))
    client.post(f"/reviews/{post.pk}/pictures/", {"file": SimpleUploadedFile("图.png", PNG, "image/png")})
    key = next(iter(client.get(f"/reviews/{post.pk}/edit/").context["hits"])).key
    client.post(f"/reviews/{post.pk}/explain/", {"key": key, "reason": "公开电话"})

    client.post(f"/reviews/{post.pk}/discard/")
    kept = actions.withdraw(handed_in(world), reason="想改", by=world.person("operator"), at=NOON)
    refused = client.post(f"/reviews/{kept.pk}/discard/", follow=True)

    assert list(Post.objects.all()) == [kept]
    assert "提交过的稿件留有审核记录,不能删除" in words(refused)
