"""What of posts can be searched (搜索内容): title and number; the text itself is not."""

from django.urls import reverse

from newmedia_portal.core.search.registry import Field, Kind, Source, register_kind, register_source

from .models import Post


def about_post(post: Post) -> str:
    """Return number and unit."""
    return " · ".join(filter(None, (post.number, str(post.unit))))


register_kind(
    Kind(
        "post",
        "稿件",
        perm="reviews.list_posts",
        rows=lambda user: Post.objects.visible_to(user).select_related("unit").defer("body", "report"),
        url=lambda post: reverse("reviews:detail", args=[post.pk]),
        title=lambda post: post.title or "未命名稿件",
        about=about_post,
        status=lambda post: post.get_state_display(),
        order=40,
    )
)
register_source(Source("post", "post", Post, (Field("title", "标题", sounds=True), Field("number", "稿件编号"))))
