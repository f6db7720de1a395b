"""The facts beside the text (稿件要素): source block, accounts, topics, pictures, files and links of one version."""

from dataclasses import dataclass
from typing import Any

from django.urls import NoReverseMatch, reverse

from accounts.models import MediaAccount
from newmedia_portal.regimes.schema import Edition
from newmedia_portal.regimes.vocabulary import SOURCE_FIELDS, TOPICS

from ..content import edition_of
from ..models import Post
from ..richtext.vocabulary import link as safe_link

YES_NO = {True: "是", False: "否"}


@dataclass(frozen=True)
class Row:
    """One line: label, value, article."""

    label: str
    value: str
    article: str = ""


@dataclass(frozen=True)
class FileRow:
    """A picture or file of the version."""

    name: str
    alt: str
    kind: str
    url: str


@dataclass(frozen=True)
class Link:
    """A link as it was given; `url` is empty where it may not be followed."""

    text: str
    url: str


@dataclass(frozen=True)
class Facts:
    """What a version says beside its text."""

    accounts: list[MediaAccount]
    source: list[Row]
    topics: list[Row]
    content_class: str
    pictures: list[FileRow]
    files: list[FileRow]
    links: list[Link]

    @property
    def accounts_text(self) -> str:
        """The accounts in a few words."""
        if not self.accounts:
            return "未选择账号"
        first = f"{self.accounts[0]}({self.accounts[0].platform})"
        return f"{first}等 {len(self.accounts)} 个账号" if len(self.accounts) > 1 else first


def facts_of(post: Post, content: dict[str, Any]) -> Facts:
    """Return the facts of a content, in the words of the edition."""
    edition = edition_of(post)
    files = [_file(post, row) for row in content.get("files", ())]
    return Facts(
        accounts=accounts_of(content),
        source=source_rows(edition, content.get("source", {})),
        topics=topic_rows(edition, content.get("topics", ())),
        content_class=class_label(edition, content.get("content_class", "")),
        pictures=[row for row in files if row.kind == "picture"],
        files=[row for row in files if row.kind != "picture"],
        links=[Link(str(link), safe_link(str(link))) for link in content.get("links", ())],
    )


def accounts_of(content: dict[str, Any]) -> list[MediaAccount]:
    """Return the target accounts of a content."""
    found = MediaAccount.objects.filter(pk__in=content.get("accounts", ()))
    return list(found.select_related("platform").order_by("platform__position", "name"))


def source_rows(edition: Edition, source: dict[str, Any]) -> list[Row]:
    """Return the answered lines of the source block; original or reprint comes first."""
    original = source.get("is_original")
    rows = []
    for item in edition.source_fields:
        value = source.get(item.code)
        if item.code == "is_original":
            text = {True: "原创", False: "转载"}.get(original, "未注明") if original is not None else "未注明"
        elif isinstance(value, bool):
            text = YES_NO[value]
        else:
            text = str(value or "")
        if text and not (item.code == "reprint_mark" and original):
            rows.append(Row(SOURCE_FIELDS[item.code], text, item.article))
    return rows


def topic_rows(edition: Edition, topics: Any) -> list[Row]:
    """Return the declared topics with the article that asks for them."""
    rules = edition.review_procedure
    articles = {item.code: item.article for item in rules.topics} if rules else {}
    return [Row("话题标记", TOPICS.get(code, code), articles.get(code, "")) for code in topics]


def class_label(edition: Edition, code: str) -> str:
    """Return the word of a content class."""
    rules = edition.review_procedure
    return next((item.label for item in rules.content_classes if item.code == code), code) if rules else code


def file_url(post: Post, file_id: int) -> str:
    """Return where a file is handed out; empty while nothing hands it out."""
    try:
        return reverse("reviews:file", args=[post.pk, file_id])
    except NoReverseMatch:
        return ""


def _file(post: Post, row: dict[str, Any]) -> FileRow:
    return FileRow(row["name"], row.get("alt", ""), row["kind"], file_url(post, row["id"]))
