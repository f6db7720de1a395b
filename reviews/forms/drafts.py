"""Writing a post (撰稿): one page, everything may be saved at any time, what is missing is asked on the check page."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from accounts.models import MediaAccount
from accounts.states import ENDED
from newmedia_portal.core.ui.forms import ManyField, PortalForm
from newmedia_portal.regimes.vocabulary import SOURCE_FIELDS, TOPICS

from ..content import edition_of, procedure_of
from ..drafting import REPRINT_ONLY
from ..models import Post
from ..states import Importance, Lane
from .richtext import RichTextField, RichTextInput

ORIGINAL = [("yes", "原创"), ("no", "转载")]
LONGEST = {"source_name": 120, "source_url": 500, "author": 60, "original_title": 200, "editor_name": 40}
MOST_LINKS = 20
#: What a post cannot be handed in without; it may be saved without.
ASKED = ("title", "accounts", "body", "content_class")


class DraftForm(PortalForm):
    """The working draft; fields of the source block are those that the edition asks for."""

    row_version = forms.IntegerField(min_value=1, max_value=2**31 - 1, widget=forms.HiddenInput)
    title = forms.CharField(label="标题", max_length=200, required=False)
    accounts = ManyField(
        label="发布账号", queryset=MediaAccount.objects.none(), required=False, widget=forms.CheckboxSelectMultiple
    )
    body = RichTextField(label="正文", required=False)
    summary = forms.CharField(label="摘要", max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 2}))
    links = forms.CharField(
        label="视频等链接", required=False, widget=forms.Textarea(attrs={"rows": 2}), help_text="每行一个网址。"
    )
    content_class = forms.ChoiceField(label="内容类别", required=False)
    topics = forms.MultipleChoiceField(
        label="是否涉及以下话题", required=False, widget=forms.CheckboxSelectMultiple, help_text="不涉及的不选。"
    )
    importance = forms.ChoiceField(label="重要程度", choices=Importance.choices, widget=forms.RadioSelect)
    fast = forms.BooleanField(
        label="应急快审(仅限突发事件)", required=False, help_text="签署一项不少,时限缩短,发布后须补报说明。"
    )
    special_reason = forms.CharField(label="应急或规定外事由", max_length=300, required=False)
    planned_at = forms.DateTimeField(
        label="计划发布时间",
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        error_messages={"invalid": "时间看不懂。请写成 2026-11-25 09:00。"},
    )

    def __init__(self, post: Post, data: Any = None, *, addresses: dict[str, str] | None = None) -> None:
        self.post = post
        super().__init__(data, initial=_initial(post))
        edition = edition_of(post)
        rules = procedure_of(edition)
        self.fields["accounts"].queryset = choosable(post)  # type: ignore[attr-defined]
        classes = [("", "请选择")] + [(item.code, item.label) for item in rules.content_classes]
        self.fields["content_class"].choices = classes  # type: ignore[attr-defined]
        self.fields["topics"].choices = [(t.code, TOPICS[t.code]) for t in rules.topics]  # type: ignore[attr-defined]
        if not any(topic.code == "emergency" for topic in rules.topics):
            del self.fields["fast"]
        if addresses:
            self.fields["body"].widget = RichTextInput(
                upload_url=addresses["upload_url"], clean_url=addresses["clean_url"]
            )
            self.dress("body")
        for name in ASKED:
            self.fields[name].asked = True  # type: ignore[attr-defined]
        self.source_codes = [item.code for item in edition.source_fields]
        for item in edition.source_fields:
            self.fields[item.code] = _source_field(item.code)
            self.fields[item.code].article = item.article  # type: ignore[attr-defined]
            self.fields[item.code].asked = item.required and item.code not in REPRINT_ONLY  # type: ignore[attr-defined]
            if item.code in REPRINT_ONLY:
                self.fields[item.code].label = f"{self.fields[item.code].label}(转载填写)"
            self.dress(item.code)
            self.fields[item.code].initial = _source_initial(post, item.code)

    def clean_links(self) -> list[str]:
        """Return the links, one a line; Refused where there are too many or one is no web address."""
        lines = [line.strip() for line in self.cleaned_data["links"].splitlines() if line.strip()]
        if len(lines) > MOST_LINKS:
            raise forms.ValidationError(f"最多 {MOST_LINKS} 个链接,请删去多余的。")
        bad = next((line for line in lines if not line.startswith(("http://", "https://")) or len(line) > 500), None)
        if bad is not None:
            raise forms.ValidationError(f"“{bad[:40]}”不是网址。请写成 https://… 的形式。")
        return lines

    def values(self) -> dict[str, Any]:
        """Return the columns that passed, for `actions.save`."""
        data = self.cleaned_data
        found: dict[str, Any] = {}
        for name in ("title", "summary", "body", "links", "content_class", "topics", "importance", "special_reason"):
            if name in data:
                found[name] = data[name]
        if "planned_at" in data:
            found["planned_at"] = data["planned_at"]
        if "accounts" in data:
            found["accounts"] = [account.pk for account in data["accounts"]]
        if "fast" in self.fields and "fast" in data:
            found["lane"] = Lane.FAST if data["fast"] else Lane.ORDINARY
        if self.source_codes:
            found["source"] = {**self.post.source, **_source_values(self.source_codes, data)}
        return found


def choosable(post: Post) -> QuerySet[MediaAccount]:
    """Return the running accounts of the post's unit."""
    return MediaAccount.objects.filter(unit=post.unit_id).exclude(state__in=ENDED).select_related("platform")


def _initial(post: Post) -> dict[str, Any]:
    return {
        "row_version": post.row_version,
        "title": post.title,
        "accounts": list(post.accounts.values_list("pk", flat=True)),
        "body": post.body,
        "summary": post.summary,
        "links": "\n".join(post.links),
        "content_class": post.content_class,
        "topics": post.topics,
        "importance": post.importance,
        "fast": post.lane == Lane.FAST,
        "special_reason": post.special_reason,
        "planned_at": post.planned_at,
    }


def _source_field(code: str) -> forms.Field:
    label = SOURCE_FIELDS[code]
    if code == "is_original":
        return forms.ChoiceField(label=label, choices=ORIGINAL, required=False, widget=forms.RadioSelect)
    if code == "reprint_mark":
        return forms.BooleanField(label=f"文中已注明{label}", required=False)
    return forms.CharField(label=label, required=False, max_length=LONGEST.get(code, 200))


def _source_initial(post: Post, code: str) -> Any:
    value = post.source.get(code)
    if code == "is_original":
        return "" if value is None else ("yes" if value else "no")
    return value


def _source_values(codes: list[str], data: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for code in codes:
        if code not in data:
            continue
        if code == "is_original":
            found[code] = {"yes": True, "no": False}.get(data[code])
        else:
            found[code] = data[code].strip() if isinstance(data[code], str) else data[code]
    return found


class ExplainForm(PortalForm):
    """Why a hit stays as it is."""

    key = forms.CharField(max_length=64, widget=forms.HiddenInput)
    reason = forms.CharField(label="不改的理由", max_length=300)
    false_alarm = forms.BooleanField(label="这是误报", required=False)
