"""Forms of a hand-over (离任移交): who takes what, an item done, a confirmation."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils import timezone

from newmedia_portal.core.access.models import Post, User
from newmedia_portal.core.ui.forms import DayField, PortalForm

from ..handover.holders import Group, takers_of
from .fields import person_field
from .people import EndPostForm, HandOverForm

PREFIX = "take_"


def ask_takers(form: PortalForm, groups: Sequence[Group], person: User, *, otherwise: str = "") -> None:
    """Add a field for each kind of things held; `otherwise` says who takes them where nobody is chosen."""
    for group in groups:
        holder = group.holder
        if holder.ends:
            continue
        words = f"{holder.label}（{len(group.things)} 件）由谁接手"
        free = otherwise or (f"不选则{holder.without}。" if holder.without else "")
        field = person_field(takers_of(group, without=person.pk), label=words, required=not free)
        field.help_text = " ".join(part for part in (free, str(field.help_text or "")) if part)
        form.fields[f"{PREFIX}{holder.code}"] = field
        form.dress(f"{PREFIX}{holder.code}")


def takers_in(form: PortalForm) -> dict[str, User | None]:
    """Return who was chosen for each kind."""
    data = form.cleaned_data
    return {name.removeprefix(PREFIX): data[name] for name in data if name.startswith(PREFIX)}


class EndForm(EndPostForm):
    """The last day in a post, and who takes what it leaves (离任)."""

    def __init__(self, *args: Any, groups: Sequence[Group], post: Post, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ask_takers(self, groups, post.user)


class PassOnForm(HandOverForm):
    """The successor in a post; single kinds may go to somebody else (离任移交)."""

    def __init__(self, *args: Any, groups: Sequence[Group], post: Post, **kwargs: Any) -> None:
        super().__init__(*args, post=post, **kwargs)
        ask_takers(self, groups, post.user, otherwise="不选则由接任人接手。")


class MoveForm(PortalForm):
    """Who takes what still hangs on somebody who has left (移交名下事项)."""

    def __init__(self, *args: Any, groups: Sequence[Group], person: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ask_takers(self, groups, person)


class ItemForm(PortalForm):
    """An item done: when and on what evidence (登记移交事项)."""

    examples = {"evidence": "示例交接单 3 号，存综合科"}

    on = DayField(label="办理日期", initial=timezone.localdate)
    evidence = forms.CharField(label="凭据", max_length=300, help_text="文号、交接单、存放处；不涉及的，写明原因。")
    waived = forms.BooleanField(label="不涉及这一项", required=False)

    def __init__(self, *args: Any, stated: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if stated:
            del self.fields["waived"]


class SignForm(PortalForm):
    """A confirmation (确认移交)."""

    note = forms.CharField(label="说明", max_length=200, required=False)

    def __init__(self, *args: Any, own: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not own:
            self.fields["note"].required = True
            self.fields["note"].help_text = "代为登记的，请写明依据，例如：本人已在纸质清单上签字。"
