"""What a post says, as plain data with its hash (稿件内容): this is what signatures cover."""

import hashlib
import json
from typing import Any

from newmedia_portal.core.refusals import Refused
from newmedia_portal.regimes.schema import Edition, Procedure

from .models import Post, Version
from .richtext import plain_text

#: Fields of the content that are compared and shown, in the order of the page.
FIELDS: dict[str, str] = {
    "title": "标题",
    "summary": "摘要",
    "body": "正文",
    "links": "视频等链接",
    "source": "来源",
    "content_class": "内容类别",
    "topics": "话题标记",
    "accounts": "发布账号",
    "files": "附件",
}


def content_of(post: Post) -> dict[str, Any]:
    """Return the working draft as plain data; account and file order does not matter."""
    files = post.attachments.filter(removed_at__isnull=True).order_by("sha256")
    return {
        "title": post.title,
        "summary": post.summary,
        "body": post.body,
        "links": list(post.links),
        "source": dict(post.source),
        "content_class": post.content_class,
        "topics": sorted(post.topics),
        "accounts": sorted(post.accounts.values_list("pk", flat=True)),
        "files": [{"id": f.pk, "kind": f.kind, "name": f.name, "sha256": f.sha256, "alt": f.alt} for f in files],
    }


def content_hash(content: dict[str, Any]) -> str:
    """Return the SHA-256 of the content in one fixed spelling."""
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def text_of(content: dict[str, Any]) -> str:
    """Return title and body as plain text."""
    body = plain_text(content.get("body", ""))
    return f"{content.get('title', '')}\n{body}"


def last_version(post: Post) -> Version | None:
    """Return the newest version."""
    return post.versions.order_by("-number").first()


def edition_of(post: Post) -> Edition:
    """Return the edition that the post is pinned to."""
    return post.edition.edition


def procedure_of(edition: Edition) -> Procedure:
    """Return the rules of passage; Refused where an old version of the regime has none."""
    if edition.review_procedure is None:
        raise Refused("当前制度版本没有审核流程设定。请系统管理员发布含审核流程的新版本后再办理。")
    return edition.review_procedure
