"""Forms of people and custody (队伍与口令表单): each fits on a phone and takes a minute."""

from typing import Any

from django import forms
from django.utils import timezone

from newmedia_portal.core.ui.forms import DayField, OnceField, PortalForm

from ..actions.people import Answer
from ..models import CheckReply, LeavingItem
from ..people.leaving import PRODUCT

YES, NO = "yes", "no"


class TickForm(PortalForm):
    """When an item was done; an item that no article asks for may be of no concern."""

    on = DayField(label="办理日期", initial=timezone.localdate)
    waived = forms.BooleanField(label="不涉及(例如没有加入工作群)", required=False)
    note = forms.CharField(label="说明", max_length=300, required=False)
    token = OnceField()

    def __init__(self, *args: Any, item: LeavingItem, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if item.basis != PRODUCT:
            del self.fields["waived"]
        if item.article:
            self.fields["on"].article = item.article  # type: ignore[attr-defined]


class CheckForm(PortalForm):
    """Yes or no to each line of a round."""

    note = forms.CharField(
        label="问题与处理", max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="有不符合的,写明问题和处理办法。不要写个人姓名和私人账号。",
    )  # fmt: skip
    token = OnceField()

    def __init__(self, *args: Any, reply: CheckReply, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.names = []
        known = {line["text"]: YES if line["ok"] else NO for line in reply.answers}
        for number, text in enumerate(reply.round.conditions):
            name = f"line_{number}"
            self.names.append(name)
            self.fields[name] = forms.ChoiceField(
                label=text, choices=[(YES, "符合"), (NO, "不符合")], widget=forms.RadioSelect, initial=known.get(text)
            )
            self.dress(name)
        self.initial.setdefault("note", reply.note)
        self.order_fields([*self.names, "note"])

    @property
    def answer(self) -> Answer:
        """What the unit says; call on a valid form."""
        data = self.cleaned_data
        return Answer([data[name] == YES for name in self.names], data["note"])
