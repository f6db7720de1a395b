"""Where posts stand in the navigation (导航)."""

from django.urls import reverse

from newmedia_portal.core.ui import navigation
from newmedia_portal.core.workflow.kinds import Kind, register_kind

from . import author_cards, workbench  # noqa: F401 - their cards stand on the workbench
from .actions import terminate
from .desk import counted_posts
from .messages import overseers
from .models import Post

register_kind(
    Kind(
        code="reviews.post",
        word="稿件",
        searched="post",
        find=lambda pks: Post.objects.select_related("unit").defer("body").in_bulk(list(pks)),
        url=lambda pk: reverse("reviews:detail", args=[pk]),
        unit=lambda post: post.unit,
        visible=lambda user, pk: Post.objects.visible_to(user).filter(pk=pk).first(),
        terminate=terminate,
        overseers=overseers,
    )
)

navigation.register("审稿", "reviews:list", perm="reviews.list_posts", counter=counted_posts, order=35)
for _label, _url, _order in (
    ("发布计划", "reviews:planned", 36),
    ("发布回执", "reviews:receipts", 37),
    ("违规发布", "reviews:violations", 38),
    ("冻结话题", "reviews:topics", 39),
    ("审核统计", "reviews:statistics", 40),
):
    navigation.register(_label, _url, perm="reviews.list_posts", order=_order, group="稿件")
navigation.register("词库", "reviews:lexicons", perm="reviews.view_lexicons", order=72, group="稿件")
