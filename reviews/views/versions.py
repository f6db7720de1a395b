"""Any two versions side by side (版本对照): every field, who changed what and why."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from newmedia_portal.core.access.guard import guard

from ..casework.facts import accounts_of, class_label, source_rows, topic_rows
from ..casework.history import past_of
from ..comparing.versions import side_by_side
from ..content import edition_of
from ..models import Post, Version
from ..richtext import plain_text
from .common import VIEW, find


@dataclass(frozen=True)
class FieldPair:
    """One field of two versions."""

    label: str
    old: str
    new: str

    @property
    def differs(self) -> bool:
        """Whether the field was changed."""
        return self.old != self.new


@guard(VIEW)
@require_http_methods(["GET"])
def versions(request: HttpRequest, pk: int) -> HttpResponse:
    """Compare two versions; without a choice the last two."""
    post = find(request, pk)
    known = past_of(post).versions
    new = _chosen(request.GET.get("b", ""), known) or (known[-1] if known else None)
    old = _chosen(request.GET.get("a", ""), known)
    if old is None and new is not None:
        old = next((row for row in reversed(known) if row.number < new.number), None)
    context: dict[str, Any] = {"post": post, "versions": known, "old": old, "new": new}
    if old is not None and new is not None and old.number > new.number:
        old, new = new, old
        context |= {"old": old, "new": new}
    if old is not None and new is not None and old.pk != new.pk:
        fields = pairs(post, old, new)
        names = (f"第 {old.number} 版", f"第 {new.number} 版")
        context |= {
            "fields": fields,
            "changed": [row for row in fields if row.differs],
            "between": [row for row in known if old.number < row.number <= new.number],
            "compare": side_by_side(_body(old), _body(new), *names),
        }
    return render(request, "reviews/versions.html", context)


def pairs(post: Post, old: Version, new: Version) -> list[FieldPair]:
    """Return every field beside the body, as text, of both versions."""
    was, now = _texts(post, old.content), _texts(post, new.content)
    return [FieldPair(label, was[label], now[label]) for label in was]


def _texts(post: Post, content: dict[str, Any]) -> dict[str, str]:
    edition = edition_of(post)
    files = [row["name"] + (f"({row['alt']})" if row.get("alt") else "") for row in content.get("files", ())]
    return {
        "标题": content.get("title", ""),
        "摘要": content.get("summary", ""),
        "来源": "\n".join(f"{row.label}:{row.value}" for row in source_rows(edition, content.get("source", {}))),
        "内容类别": class_label(edition, content.get("content_class", "")),
        "话题标记": "、".join(row.value for row in topic_rows(edition, content.get("topics", ()))),
        "发布账号": "\n".join(f"{row}({row.platform})" for row in accounts_of(content)),
        "视频等链接": "\n".join(map(str, content.get("links", ()))),
        "图片和附件": "\n".join(files),
    }


def _body(version: Version) -> str:
    return plain_text(version.content.get("body", ""))


def _chosen(number: str, known: list[Version]) -> Version | None:
    if not (number.isascii() and number.isdigit() and len(number) < 6):
        return None
    return next((row for row in known if row.number == int(number)), None)
