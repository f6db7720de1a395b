"""What other systems may hear of posts (推送事件): approved for publication, published, retracted."""

from django.urls import reverse

from newmedia_portal.core.webhooks.catalogue import Kind, register


def _page(pk: int) -> str:
    return reverse("reviews:detail", args=[pk])


for _code, _label in (("authorised", "稿件审核通过"), ("published", "稿件已发布"), ("retracted", "稿件撤稿")):
    _kind = "post.approved" if _code == "authorised" else f"post.{_code}"
    register(Kind(_kind, _label, "post", "reviews.post", url=_page, actions=frozenset({f"post.{_code}"})))
